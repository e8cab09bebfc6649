//! The cosine.
//!
//! Max error f32 1.55 ULP at x = 21116.719 (1.48 without fused multiply-add, at 1.9164654e14), f64
//! 1.51 ULP at x = −152.87304125673674 (1.38 without, at 11.79933600855152); for every x. Proved over
//! all 2³² `f32`; measured on three million `f64`.
//!
//! As the sine (`super::sin`), a quarter turn further.

use super::trigonometric::{Angle, cosine, reduce};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    cosine(&reduce(Angle::Whole(x)))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    cosine(&reduce(Angle::Whole(x)))
}
