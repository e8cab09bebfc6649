//! p·Φ(x), where Φ(x) alone may be too small for the type.
//!
//! The tail Φ(−|x|), multiplied by p before its power of two, and p − p·Φ(−x) above 0. In `f64`
//! it is that of [`normal_cdf`](super::normal_cdf), in `f32` a quicker one.
//!
//! Max error `f32` 2.63 ULP of x·Φ(x) at x = −0.31977743, every 1021st `f32`; `tests/math_times.rs`.

use super::{
    gaussian::{HALF_DOUBLE, NORMAL_DOUBLE, tail, times_normal_tail},
    normal_cdf::{END_DOUBLE, END_SINGLE},
    times_normal_pdf::within,
};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(p: V, x: V) -> V {
    let (held, a) = hold(p, x, END_SINGLE, f32::MAX.into());
    reflect(p, x, times_normal_tail(held, a))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(p: V, x: V) -> V {
    let (held, a) = hold(p, x, END_DOUBLE, f64::MAX);
    reflect(p, x, tail(a, &HALF_DOUBLE, &NORMAL_DOUBLE).times(held))
}

/// The factor of the tail, and |x|, both within their ends: an infinite p would meet itself with
/// the other sign in the small product.
#[inline(always)]
fn hold<V: Vector>(p: V, x: V, end: f64, largest: f64) -> (V, V) {
    let held = p.splat(largest).min(p.splat(-largest).max(p));
    within(held, x.abs(), end)
}

#[inline(always)]
fn reflect<V: Vector>(p: V, x: V, small: V) -> V {
    V::select(x.lt(x.splat(0.0)), small, p - small)
}
