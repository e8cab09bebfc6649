//! x·σ(x) = x/(1 + e⁻ˣ), accurate where σ(x) alone is subnormal.
//!
//! The quotient gives back the units of the divisor (`super::logistic`). An x so large that it would
//! overflow for that is its own result; and since x·σ(x) is nowhere below x − 0.28, it is the larger
//! of the quotient and x − ½.
//!
//! Max error `f32` 2.0 ULP at x = −0.00048834074, `f64` 2.0 ULP at x = −714.5886020214064, with and
//! without fused multiply-add. All x. Proved over all 2³² `f32`; measured on a million `f64`.
//! Coefficients: those of [`exp`](super::exp).

use super::logistic::{self, Divisor};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    evaluate(x, logistic::single(x), 1e27)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    evaluate(x, logistic::double(x), 1e270)
}

#[inline(always)]
fn evaluate<V: Vector>(x: V, divisor: Divisor<V>, most: f64) -> V {
    let quotient = x.splat(most).min(divisor.x) / divisor.units;
    (quotient * divisor.unit).max(x - 0.5)
}
