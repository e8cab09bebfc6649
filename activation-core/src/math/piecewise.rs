//! Pieces of straight lines, exact: what `max`, `clamp`, `relu` and the like compile to.
//!
//! All of them keep NaN. `Vector::max` does so only for its second operand, which is why the
//! order of operands matters below.

use crate::simd::{Bits as _, Vector};

/// The larger of both; NaN if either is.
#[inline(always)]
pub fn max<V: Vector>(a: V, b: V) -> V {
    V::select(a.is_nan(), a, a.max(b))
}

/// The smaller of both; NaN if either is.
#[inline(always)]
pub fn min<V: Vector>(a: V, b: V) -> V {
    V::select(a.is_nan(), a, a.min(b))
}

/// `x`, not below `low` and not above `high`; NaN if `x` is.
#[inline(always)]
pub fn clamp<V: Vector>(x: V, low: V, high: V) -> V {
    high.min(low.max(x))
}

/// max(0, x); NaN if `x` is.
#[inline(always)]
pub fn relu<V: Vector>(x: V) -> V {
    x.splat(0.0).max(x)
}

/// −1 below 0, 0 at ±0, 1 above; NaN if `x` is.
#[inline(always)]
pub fn signum<V: Vector>(x: V) -> V {
    V::select(
        x.abs().gt(x.splat(0.0)),
        x.splat(1.0).copysign(x),
        x,
    )
}

/// The nearest integer, ties away from zero as in `f32::round`.
#[inline(always)]
pub fn round<V: Vector>(x: V) -> V {
    // The half next below ½: with ½ itself, 0.49999997 + 0.5 would round up to 1.
    let half = x.splat(0.5);
    let nearly_half = V::from_bits(half.to_bits() - half.to_bits().splat(1));
    (x + nearly_half.copysign(x)).trunc()
}

/// x − trunc x; NaN at ±∞.
#[inline(always)]
pub fn fract<V: Vector>(x: V) -> V {
    x - x.trunc()
}

/// 1 / x.
#[inline(always)]
pub fn recip<V: Vector>(x: V) -> V {
    x.splat(1.0) / x
}
