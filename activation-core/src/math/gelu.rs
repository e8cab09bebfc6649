//! x·Φ(x) = max(x, 0) − |x|·Φ(−|x|), on both sides of 0 and without a comparison.
//!
//! The product is the tail of [`times_normal_cdf`](super::times_normal_cdf), which has its digits where
//! Φ(x) alone is subnormal. The 0 is a negative one, so that −0 − 0 stays −0.
//!
//! Max error `f32` 3.41 ULP at x = −0.33509886, `f64` 3.19 ULP at x = −30.1494245. All x. Proved over
//! all 2³² `f32`; measured on a million `f64`. Without fused multiply-add: `f32` 3.85 ULP at
//! x = −12.446323, `f64` 3.42 ULP.

use super::{
    gaussian::{HALF_DOUBLE, NORMAL_DOUBLE, tail, times_normal_tail},
    normal_cdf::{END_DOUBLE, END_SINGLE},
};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    let a = x.splat(END_SINGLE).min(x.abs());
    x.splat(-0.0).max(x) - times_normal_tail(a, a)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    let a = x.splat(END_DOUBLE).min(x.abs());
    x.splat(-0.0).max(x) - tail(a, &HALF_DOUBLE, &NORMAL_DOUBLE).times(a)
}
