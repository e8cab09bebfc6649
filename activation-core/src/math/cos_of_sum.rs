//! The cosine of a sum, cos(a + b), where the sum is not rounded and b is what the rounding of an
//! angle to a lost.
//!
//! Max error f32 1.46 ULP at 26.45341 − 5.796138e-7 (1.44 without fused multiply-add, at 1543.3074 +
//! 3.415451e-6), f64 1.53 ULP at 1.0606305027769627 − 4.3652682332630527e-17 (1.42 without, at
//! 0.7852563734274434 + 5.0770557274299556e-17); for the same sums and with the same exceptions.
//!
//! As the sine of a sum (`super::sin_of_sum`), a quarter turn further.

use super::trigonometric::{Angle, cosine, reduce};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(a: V, b: V) -> V {
    cosine(&reduce(Angle::Sum(a, b)))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(a: V, b: V) -> V {
    cosine(&reduce(Angle::Sum(a, b)))
}
