//! The logistic density σ(x)·σ(−x) = e/(1 + e)² with e = e^−|x|.
//!
//! With t = e/(1 + e) ≤ ½ it is t − t², which loses nothing: the tail of t is relatively
//! accurate, and the difference is at least half of t. The quotient is the one that the logistic
//! function has, so computing both costs one exponential and one division.
//!
//! Max error `f32` 3.23 ULP at x = 6.2353697, `f64` 2.81 ULP at x = −4.1404784. All x.
//! Proved over all 2³² `f32`; measured on a million `f64`.

use super::exp;
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    evaluate(exp::single_of_negative(-x.abs()).whole())
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    evaluate(exp::double_of_negative(-x.abs()).whole())
}

#[inline(always)]
fn evaluate<V: Vector>(e: V) -> V {
    let t = e / (e + 1.0);
    (-t).mul_add(t, t)
}
