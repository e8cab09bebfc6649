//! x·Φ(x) = max(x, 0) − |x|·Φ(−|x|), on both sides of 0 and without a comparison.
//!
//! The product is a tail (`super::gaussian`) that has its digits where Φ(x) alone is subnormal. The
//! 0 is a negative one, so that −0 − 0 stays −0.
//!
//! Max error `f32` 3.68 ULP at x = −0.3358546, `f64` 3.19 ULP at x = −30.1494245. All x. Proved over
//! all 2³² `f32`; measured on a million `f64`. Without fused multiply-add: `f64` 3.42 ULP.

use super::{
    gaussian::{HALF_DOUBLE, NORMAL_DOUBLE, normal_tail_times_argument, tail},
    normal_cdf::{END_DOUBLE, END_SINGLE},
};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    let a = x.splat(END_SINGLE).min(x.abs());
    x.splat(-0.0).max(x) - normal_tail_times_argument(a)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    let a = x.splat(END_DOUBLE).min(x.abs());
    x.splat(-0.0).max(x) - tail(a, &HALF_DOUBLE, &NORMAL_DOUBLE).times(a)
}
