//! p²·σ(x)·σ(−x), where p² alone may be too large for the type, or the density too small: as the
//! square of p·h/(1 + h²) with h = e^−|x|/2, which leaves the range where its square does.
//!
//! Max error `f32` 4.83 ULP at p = 3.3 and x = −16.272, `f64` 5.34 ULP at p = 5.1e25 and
//! x = −20.7016; `tests/math_times.rs`. 0 for |x| > 326, in `f64` 2780.

use super::{
    exp::{self, Negative},
    times_exp::within,
};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(p: V, x: V) -> V {
    let x = x.abs() * -0.5;
    evaluate(within(p, x, -163.0), exp::single_of_negative(x))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(p: V, x: V) -> V {
    let x = x.abs() * -0.5;
    evaluate(within(p, x, -1390.0), exp::double_of_negative(x))
}

#[inline(always)]
fn evaluate<V: Vector>(p: V, exponential: Negative<V>) -> V {
    let h = exponential.whole();
    let root = exponential.times(p / h.mul_add(h, h.splat(1.0)));
    root * root
}
