//! φ(x)/Φ(x), the inverse of the ratio of Mills and the slope of ln Φ.
//!
//! Max error f32 1.82 ULP at x = 0.15652215 (1.81 without fused multiply-add, at 0.14995924), f64
//! 1.67 ULP at x = 2.1761946674513453e−9 (1.6 without); for every x. Proved over all 2³² `f32`;
//! measured on a million `f64`.
//!
//! Below 0 it is a + g(a) with a = −x (`super::mills`). Above 0 it is φ/(1 − φ/h), where h = a + g(a)
//! at a = x; as φ·(1 + φ/(h − φ)), whose quotient goes from 1 to 0, the power of two of the density
//! in front comes last. Beyond the clamp the density rounds to 0.

use super::mills::{Constants, DOUBLE, SINGLE};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    evaluate(x, &SINGLE)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    evaluate(x, &DOUBLE)
}

#[inline(always)]
fn evaluate<V: Vector>(x: V, constants: &Constants) -> V {
    let a = x.abs();
    let excess = constants.excess(a);
    let above = constants.upper(a, &excess);
    V::select(x.lt(x.splat(0.0)), a + (excess.high + excess.low), above)
}
