//! The sine an eighth of a turn beyond a product, sin(a·b + π/4), where neither the product nor the
//! sum is rounded.
//!
//! Max error f32 1.52 ULP at 52.882267 · 0.21301539 (1.46 without fused multiply-add, at
//! 41.866215 · −5.0276027), f64 1.52 ULP at 1.2955486762446475 · −546.5986944750385 (1.43 without, at
//! 1.025490731726327 · −1.5410572996721172); for the same products as the sine and with the same
//! exception.
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
