//! The sine an eighth of a turn beyond a sum, sin(a + b + π/4), where no sum is rounded and b is what
//! the rounding of an angle to a lost.
//!
//! Max error f32 1.58 ULP at −0.2713398 − 8.338503e-9 (1.46 without fused multiply-add, at −210.4867 +
//! 1.1571119e-6), f64 1.52 ULP at −708.1452150641887 + 1.1837622856005781e-14 (1.43 without, at
//! −1.5803399778729572 − 3.4482459674248637e-17); for the same sums and with the same exceptions.
//!
//! As `super::sin_eighth`, of the same sums as the sine of one (`super::sin_of_sum`).

use super::trigonometric::{Angle, reduce_eighth, sine};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(a: V, b: V) -> V {
    sine(&reduce_eighth(Angle::Sum(a, b)))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(a: V, b: V) -> V {
    sine(&reduce_eighth(Angle::Sum(a, b)))
}
