//! The sine an eighth of a turn beyond a product, sin(a·b + π/4), where neither the product nor the
//! sum is rounded.
//!
//! Max error f32 2.06 ULP at 0.670223 · −0.42319396 (2.30 without fused multiply-add, at
//! 2.659554 · −0.10690982), f64 2.66 ULP at −7.740739113234464 · 0.033879393640733856 (2.82 without), of
//! which the reference has one; for the same products as the sine and with the same exception.
//!
//! As `super::sin_eighth`, of the product and what it loses.

use super::trigonometric::{Angle, reduce_eighth, sine};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(a: V, b: V) -> V {
    sine(&reduce_eighth(Angle::Product(a, b)))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(a: V, b: V) -> V {
    sine(&reduce_eighth(Angle::Product(a, b)))
}
