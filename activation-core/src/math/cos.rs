//! The cosine.
//!
//! As the sine (`super::sin`), a quarter turn further.

use super::trigonometric::{by_half_turn, by_parity, reduce, sine_and_cosine};
use crate::simd::{Bits, Vector};

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    cosine(x)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    cosine(x)
}

#[inline(always)]
fn cosine<V: Vector>(x: V) -> V {
    let r = reduce(x);
    let [sine, cosine] = sine_and_cosine(&r);
    by_half_turn(r.n + r.n.splat(1), by_parity(r.n, cosine, sine))
}
