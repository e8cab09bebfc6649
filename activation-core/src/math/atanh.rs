//! The inverse hyperbolic tangent.
//!
//! Max error f32 1.65 ULP at x = 0.061373003 (1.66 without fused multiply-add, at 0.06149298), f64
//! 1 ULP at x = 2.26e−9; for |x| ≤ 1. Proved over all 2³² `f32`; measured on a million `f64`.
//!
//! atanh a = ½ ln(1 + z) with z = 2a/(1 − a), a quotient whose rounding errors are computed
//! and go into the logarithm as its low part.

use super::{logarithm::ln_1p_of_quarters, twofold::residual};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    inverse(x, 1.0e-4)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    inverse(x, 1.0e-9)
}

/// Up to `small`, atanh a is a.
#[inline(always)]
fn inverse<V: Vector>(x: V, small: f64) -> V {
    let a = x.abs();
    let one = x.splat(1.0);
    let below = one - a;
    let lost = (one - below) - a;
    let reciprocal = one / below;
    let half = a * 0.5;
    let quarter = half * reciprocal;
    let low = (residual(quarter, below, half) - quarter * lost) * reciprocal;
    let y = ln_1p_of_quarters(quarter, low) * 0.5;
    let y = V::select(a.gt(x.splat(small)), y, a);
    let end = V::select(a.eq(one), x.splat(f64::INFINITY), x.splat(f64::NAN));
    V::select(a.lt(one), y, end).copysign(x)
}
