//! Functions put together from comparisons and roundings: exact, a few instructions each.

use super::reduce;
use crate::simd::{Scalar, Vector};

/// The larger of both; NaN if either is NaN.
#[inline(always)]
pub fn max<V: Vector>(a: V, b: V) -> V {
    // The native operation keeps a NaN of its second operand alone.
    V::select(a.is_nan(), a, a.max(b))
}

/// The smaller of both; NaN if either is NaN.
#[inline(always)]
pub fn min<V: Vector>(a: V, b: V) -> V {
    V::select(a.is_nan(), a, a.min(b))
}

/// x, but no less than `low` and no more than `high`; NaN if x is NaN.
#[inline(always)]
pub fn clamp<V: Vector>(x: V, low: V, high: V) -> V {
    high.min(low.max(x))
}

/// x, or the largest finite number of the type where x is infinite; NaN if x is NaN.
#[inline(always)]
pub fn finite<V: Vector>(x: V) -> V {
    let largest = if V::Scalar::MANTISSA_BITS == 23 {
        f32::MAX.into()
    } else {
        f64::MAX
    };
    clamp(x, x.splat(-largest), x.splat(largest))
}

/// −1, 0 or 1, the sign of x; 0 for both zeros, NaN for NaN.
#[inline(always)]
pub fn signum<V: Vector>(x: V) -> V {
    let zero = x.splat(0.0);
    let one = x.splat(1.0).copysign(x);
    V::select(x.lt(zero) | x.gt(zero), one, x.abs())
}

/// max(x, 0); NaN if x is NaN.
#[inline(always)]
pub fn relu<V: Vector>(x: V) -> V {
    x.splat(0.0).max(x)
}

/// The nearest integer, ties away from zero.
#[inline(always)]
pub fn round<V: Vector>(x: V) -> V {
    // Adding ½ itself would round 0.49999997 up; the largest number below ½ does not, and still
    // reaches the next integer from a tie.
    let below_half = if size_of::<V::Scalar>() == 4 {
        0.499_999_970_197_677_6
    } else {
        0.499_999_999_999_999_94
    };
    (x + x.splat(below_half).copysign(x)).trunc().copysign(x)
}

/// The part of x behind the point, with the sign of x.
#[inline(always)]
pub fn fract<V: Vector>(x: V) -> V {
    x - x.trunc()
}

/// 1/x.
#[inline(always)]
pub fn recip<V: Vector>(x: V) -> V {
    x.splat(1.0) / x
}

/// x rounded to `f32`, whatever the lane type: the first 24 bits of a constant.
#[inline(always)]
#[must_use]
pub fn head(x: crate::simd::Lane<f64>) -> crate::simd::Lane<f64> {
    crate::simd::Lane(f64::from(x.0 as f32))
}

/// What rounding to the lane type loses of a constant: `single` in `f32`, `double` in `f64`.
#[inline(always)]
pub fn rest<V: Vector>(single: V, double: V) -> V {
    if <V::Scalar as Scalar>::MANTISSA_BITS < 30 {
        single
    } else {
        double
    }
}

/// `c₀ + c₁·x + c₂·x² + …`, with the coefficients of the type.
#[inline(always)]
pub fn polynomial<V: Vector, const N: usize, const M: usize>(
    x: V,
    single: [f64; N],
    double: [f64; M],
) -> V {
    if <V::Scalar as Scalar>::MANTISSA_BITS < 30 {
        reduce::polynomial(x, single)
    } else {
        reduce::polynomial(x, double)
    }
}
