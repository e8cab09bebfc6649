//! ln cosh x.
//!
//! With m = e^−2|x| − 1 in (−1, 0] it is |x| + ln(1 + m/2), which cancels near 0; there it is
//! −½·ln(1 − t²) with t = tanh|x| = −m/(2 + m). Either way one exponential and one logarithm.
//!
//! Maximum error: not measured yet; an estimate from its operations is 4 ULP, where the two forms
//! meet.

use super::{exp_m1, ln_1p};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    evaluate(x)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    evaluate(x)
}

#[inline(always)]
fn evaluate<V: Vector>(x: V) -> V {
    let a = x.abs();
    let m = exp_m1(a * -2.0);
    let t = m / (m + 2.0);
    // Both sides are one logarithm: of 1 − t² near 0, of 1 + m/2 elsewhere.
    let near = a.lt(x.splat(0.75));
    let l = ln_1p(V::select(near, -(t * t), m * 0.5));
    V::select(near, l * -0.5, a + l)
}
