//! The cosine of a product, cos(a·b), where the product is not rounded.
//!
//! Max error f32 1.48 ULP at 475.30664 · −67.91542 (1.97 without fused multiply-add, at
//! −21.765533 · 29.986618), f64 2.5 ULP at −3.7507273625850726e−7 · 6.680877463193686e97, of which the
//! reference has one; for the same products and with the same exception.
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
