//! x·σ(x) = x·e^min(x, 0)/(1 + e^−|x|), accurate where σ(x) alone is subnormal.
//!
//! −|x|·e^−|x| is the numerator below 0 and smaller than x above, so it is the larger of both.
//!
//! Max error `f32` 3.35 ULP at x = −5.9388933, `f64` 2.82 ULP at x = −1.9774486. All x.
//! Proved over all 2³² `f32`; measured on a million `f64`. Without fused multiply-add: `f64` 3.04 ULP.

use super::exp::{self, Negative};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    // Beyond, x·eˣ is 0.
    let size = -x.splat(110.0).min(x.abs());
    evaluate(x, size, exp::single_of_negative(size))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    let size = -x.splat(753.0).min(x.abs());
    evaluate(x, size, exp::double_of_negative(size))
}

#[inline(always)]
fn evaluate<V: Vector>(x: V, size: V, exponential: Negative<V>) -> V {
    exponential.times_small(size).max(x) / exponential.and_one()
}
