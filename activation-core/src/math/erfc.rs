//! The complementary error function 1 − erf.
//!
//! Max error f32 1.58 ULP at x = 6.5805545 (1.68 without fused multiply-add, at 8.67536), f64
//! 2 ULP at x = 1.5e−15 (2 without); for every x. Proved over all 2³² `f32`; measured on a million
//! `f64`.
//!
//! erfc(a) is a tail (`super::gaussian`), accurate in relative terms down to the subnormals;
//! erfc(−a) = 2 − erfc(a). Beyond the clamp erfc(a) rounds to 0.

use super::gaussian::{ERFC_DOUBLE, ERFC_SINGLE, SQUARE_DOUBLE, SQUARE_SINGLE, tail};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    let a = x.splat(10.2).min(x.abs());
    reflect(x, tail(a, &SQUARE_SINGLE, &ERFC_SINGLE).whole())
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    let a = x.splat(27.3).min(x.abs());
    reflect(x, tail(a, &SQUARE_DOUBLE, &ERFC_DOUBLE).whole())
}

#[inline(always)]
fn reflect<V: Vector>(x: V, tail: V) -> V {
    V::select(x.lt(x.splat(0.0)), x.splat(2.0) - tail, tail)
}
