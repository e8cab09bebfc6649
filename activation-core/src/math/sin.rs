//! The sine.
//!
//! Max error f32 1.47 ULP at x = 260.50177 (1.57 without fused multiply-add), f64 1 ULP at
//! x = 0.06131139146545047, over every 1021st `f32` and a million `f64`; for every x.
//!
//! x is reduced to r in [−π/4, π/4] by multiples n·π/2 (`super::trigonometric`); n modulo 4 says
//! whether the result is the sine or the cosine of r, and its sign.
//!
//! Coefficients: `scripts/coefficients_special.sollya`.

use super::trigonometric::{by_half_turn, by_parity, reduce, sine_and_cosine};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    sine(x)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    sine(x)
}

#[inline(always)]
fn sine<V: Vector>(x: V) -> V {
    let r = reduce(x);
    let [sine, cosine] = sine_and_cosine(&r);
    let y = by_half_turn(r.n, by_parity(r.n, sine, cosine));
    // The two terms of the sine have opposite signs, so that −0 would come out as +0.
    V::select(x.eq(x.splat(0.0)), x, y)
}
