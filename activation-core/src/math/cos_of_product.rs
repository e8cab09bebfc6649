//! The cosine of a product, cos(a·b), where the product is not rounded.
//!
//! Max error f32 1.48 ULP at 475.30664 · −67.91542 (1.44 without fused multiply-add, at
//! −216.60466 · −7.124996), f64 1.53 ULP at 1.6238232541109219 · 0.6531686869810721 (1.42 without, at
//! 1.2991039368078618 · 0.6044600059922559); for the same products and with the same exception.
//!
//! As the sine of a product (`super::sin_of_product`), a quarter turn further.

use super::trigonometric::{Angle, cosine, reduce};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(a: V, b: V) -> V {
    cosine(&reduce(Angle::Product(a, b)))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(a: V, b: V) -> V {
    cosine(&reduce(Angle::Product(a, b)))
}
