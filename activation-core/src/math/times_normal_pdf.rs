//! p·φ(x), where φ(x) alone may be too small for the type.
//!
//! The exponential of a square in two parts (`super::gaussian`), the constant in two parts, the
//! power of two last.
//!
//! Max error `f32` 2 ULP; |x| ≤ 18.6 in `f32`, 52 in `f64`, beyond which the result is 0, whatever
//! p is; `tests/math_times.rs`.

use super::{
    gaussian::{HALF_DOUBLE, HALF_SINGLE, gaussian},
    normal_cdf::{END_DOUBLE, END_SINGLE},
};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(p: V, x: V) -> V {
    let (p, a) = within(p, x.abs(), END_SINGLE);
    gaussian(a, &HALF_SINGLE).times_in_parts(p * 0.398_942_291_736_602_8, p * -1.133_517_013_585_105_8e-8)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(p: V, x: V) -> V {
    let (p, a) = within(p, x.abs(), END_DOUBLE);
    gaussian(a, &HALF_DOUBLE).times_in_parts(p * 0.398_942_280_401_432_7, p * -2.492_327_202_277_73e-17)
}

/// p, and a as far as two halves of a power of two reach; 0 in the place of p beyond.
#[inline(always)]
pub(super) fn within<V: Vector>(p: V, a: V, end: f64) -> (V, V) {
    let end = a.splat(end);
    (V::select(a.gt(end), a.splat(0.0), p), end.min(a))
}
