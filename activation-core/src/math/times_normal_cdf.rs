//! p·Φ(x), where Φ(x) alone may be too small for the type.
//!
//! The tail of [`normal_cdf`](super::normal_cdf), multiplied by p before its power of two, and
//! p − p·Φ(−x) above 0.
//!
//! Max error `f32` 2.5 ULP for x ≥ −14.5, an estimate; x·Φ(x) is held to 2 by the certificate of gelu.

use super::gaussian::{HALF_DOUBLE, HALF_SINGLE, NORMAL_DOUBLE, NORMAL_SINGLE, Small, tail};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(p: V, x: V) -> V {
    // As far as two halves of a power of two reach.
    let a = x.splat(18.6).min(x.abs());
    reflect(p, x, f32::MAX.into(), tail(a, &HALF_SINGLE, &NORMAL_SINGLE))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(p: V, x: V) -> V {
    let a = x.splat(52.0).min(x.abs());
    reflect(p, x, f64::MAX, tail(a, &HALF_DOUBLE, &NORMAL_DOUBLE))
}

#[inline(always)]
fn reflect<V: Vector>(p: V, x: V, largest: f64, tail: Small<V>) -> V {
    // An infinite p would meet itself with the other sign in the small product.
    let held = p.splat(largest).min(p.splat(-largest).max(p));
    let small = tail.times(held);
    V::select(x.lt(x.splat(0.0)), small, p - small)
}
