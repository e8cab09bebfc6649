//! The logistic function 1 / (1 + e⁻ˣ).
//!
//! With e = e^−|x| it is 1/(1 + e) for x ≥ 0 and e/(1 + e) below: the exponential never
//! overflows, and the lower tail keeps its relative accuracy down to the subnormals. Both are
//! u − u·t, with t = e/(1 + e) and u = 1 or e; so the rounding of 1 + e touches the small term
//! only.

use super::exp;
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    evaluate(x, exp::single_of_negative(-x.abs()))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    evaluate(x, exp::double_of_negative(-x.abs()))
}

#[inline(always)]
fn evaluate<V: Vector>(x: V, e: V) -> V {
    let upper = V::select(x.lt(x.splat(0.0)), e, x.splat(1.0));
    (-upper).mul_add(e / (e + 1.0), upper)
}
