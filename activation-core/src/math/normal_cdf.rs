//! The standard normal distribution function Φ.
//!
//! Max error f32 1.70 ULP at x = −9.812425 (1.55 without fused multiply-add, at −8.851481), f64
//! 2.7 ULP at x = −37.4087791119657 (2.13 without); for every x. Proved over all 2³² `f32`; measured
//! on a million `f64`.
//!
//! Φ(−a) is a tail (`super::gaussian`), accurate in relative terms down to the subnormals;
//! Φ(a) = 1 − Φ(−a). Beyond the clamp Φ(−a) rounds to 0.

use super::gaussian::{HALF_DOUBLE, HALF_SINGLE, NORMAL_DOUBLE, NORMAL_SINGLE, tail};
use crate::simd::Vector;

/// As far from 0 as two halves of a power of two reach. Density and tail round to 0 long before;
/// one end for all four functions lets a kernel compute one exponential for all of them.
pub(super) const END_SINGLE: f64 = 18.6;
/// The same for `f64`.
pub(super) const END_DOUBLE: f64 = 52.0;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    let a = x.splat(END_SINGLE).min(x.abs());
    reflect(x, tail(a, &HALF_SINGLE, &NORMAL_SINGLE).whole())
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    let a = x.splat(END_DOUBLE).min(x.abs());
    reflect(x, tail(a, &HALF_DOUBLE, &NORMAL_DOUBLE).whole())
}

#[inline(always)]
fn reflect<V: Vector>(x: V, tail: V) -> V {
    V::select(x.lt(x.splat(0.0)), tail, x.splat(1.0) - tail)
}
