//! p·Φ(x), where Φ(x) alone may be too small for the type.
//!
//! The tail of [`normal_cdf`](super::normal_cdf), multiplied by p before its power of two, and
//! p − p·Φ(−x) above 0.
//!
//! Max error `f32` 2.5 ULP for x ≥ −14.5, an estimate; x·Φ(x) is held to 2 by the certificate of gelu.

use super::{
    gaussian::{HALF_DOUBLE, HALF_SINGLE, NORMAL_DOUBLE, NORMAL_SINGLE, Small, tail},
    normal_cdf::{END_DOUBLE, END_SINGLE},
    times_normal_pdf::within,
};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(p: V, x: V) -> V {
    reflect(p, x, END_SINGLE, f32::MAX.into(), |a| tail(a, &HALF_SINGLE, &NORMAL_SINGLE))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(p: V, x: V) -> V {
    reflect(p, x, END_DOUBLE, f64::MAX, |a| tail(a, &HALF_DOUBLE, &NORMAL_DOUBLE))
}

#[inline(always)]
fn reflect<V: Vector>(p: V, x: V, end: f64, largest: f64, tail: impl Fn(V) -> Small<V>) -> V {
    // An infinite p would meet itself with the other sign in the small product.
    let held = p.splat(largest).min(p.splat(-largest).max(p));
    let (held, a) = within(held, x.abs(), end);
    let small = tail(a).times(held);
    V::select(x.lt(x.splat(0.0)), small, p - small)
}
