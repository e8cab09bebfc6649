//! The standard normal density exp(−x²/2) / √(2π).
//!
//! Max error f32 0.865 ULP at x = 0.7823489 (1.34 without fused multiply-add, at 13.140386), f64
//! 1.05 ULP at x = −0.7938516; for every x. Proved over all 2³² `f32`; measured on a million `f64`.
//!
//! The exponential of a square in two parts (`super::gaussian`), the constant in two parts.

use super::{
    gaussian::{HALF_DOUBLE, HALF_SINGLE, gaussian},
    normal_cdf::{END_DOUBLE, END_SINGLE},
};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    let a = x.splat(END_SINGLE).min(x.abs());
    gaussian(a, &HALF_SINGLE).times_in_parts(x.splat(0.398_942_291_736_602_8), x.splat(-1.133_517_013_585_105_8e-08))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    let a = x.splat(END_DOUBLE).min(x.abs());
    gaussian(a, &HALF_DOUBLE).times_in_parts(x.splat(0.398_942_280_401_432_7), x.splat(-2.492_327_202_277_73e-17))
}
