//! The natural logarithm.
//!
//! x = 2ᵏ·(1 + f) with ¾ ≤ 1 + f < 1½, so ln x = k·ln 2 + ln(1 + f). The leading parts k·ln 2
//! and f are added with their rounding error kept; the rest is small.
//!
//! Max error `f32` 0.91 ULP at x = 0.7395531, `f64` 0.94 ULP at x = 1.4606869. All x, with
//! subnormals; NaN below 0.
//! Proved over all 2³² `f32`; measured on a million `f64`. Without fused multiply-add: `f32` 0.97 ULP at x = 0.7229377, `f64` 0.94 ULP.
//! Coefficients: `scripts/coefficients_exponential.sollya`, blocks "ln f32", "ln f64".

use super::{
    reduce::{Ln2, above, above_integers, bias, decompose, polynomial},
    twofold::Sum,
};
use crate::simd::{Scalar, Vector};

/// (ln(1 + f) − f)/f², minimax on −¼ ≤ f ≤ ½: relative error of ln(1 + f) 2⁻²⁷·⁵.
const SINGLE: [f64; 9] = [
    -0.5,
    0.33333454,
    -0.25000116,
    0.19990714,
    -0.16646431,
    0.14478594,
    -0.13169748,
    0.10480297,
    -0.045180406,
];
/// (2 atanh s − 2s)/s³ as a polynomial in s², for s = f/(2 + f): relative error of
/// ln(1 + f) = 2 atanh s 2⁻⁵⁵·⁸.
const DOUBLE: [f64; 7] = [
    0.6666666666667279,
    0.3999999999611636,
    0.2857142940364124,
    0.2222213780387169,
    0.18186385193349658,
    0.15249596347698255,
    0.15372861460533727,
];

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    let (minus_k, f) = split(x, 0.75);
    ends(x, single_of_parts(minus_k, f))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    let (minus_k, f) = split(x, 0.75);
    ends(x, double_of_parts(minus_k, f))
}

/// −k and f with x = 2ᵏ·(1 + f) and 1 + f from `least` to twice that. A subnormal x is first
/// made normal.
#[inline(always)]
pub(super) fn split<V: Vector>(x: V, least: f64) -> (V, V) {
    let digits = V::Scalar::MANTISSA_BITS as f64 + 1.0;
    let subnormal = x.lt(x.splat(2f64.powi(1 - bias::<V>() as i32)));
    let lift = V::select(subnormal, x.splat(digits.exp2()), x.splat(1.0));
    let zero = above::<V>().to_f64() + bias::<V>() as f64;
    let zero = V::select(subnormal, x.splat(zero + digits), x.splat(zero));
    let parts = decompose(x * lift, least);
    (zero - above_integers::<V>(parts.biased), parts.mantissa - 1.0)
}

/// `y` where 0 < x < ∞; elsewhere the values at the ends: ln 0 = −∞, ln ∞ = ∞, and NaN for
/// what is negative or NaN.
#[inline(always)]
pub(super) fn ends<V: Vector>(x: V, y: V) -> V {
    let y = V::select(x.lt(x.splat(f64::INFINITY)), y, x);
    let y = V::select(x.eq(x.splat(0.0)), x.splat(f64::NEG_INFINITY), y);
    V::select(x.lt(x.splat(0.0)), x.splat(f64::NAN), y)
}

/// k·ln 2 + ln(1 + f), from −k. Where both are zero it has the sign of f.
#[inline(always)]
pub(super) fn single_of_parts<V: Vector<Scalar = f32>>(minus_k: V, f: V) -> V {
    let Sum { high, low } = single_in_parts(minus_k, f);
    high + low
}

/// As [`single_of_parts`].
#[inline(always)]
pub(super) fn double_of_parts<V: Vector<Scalar = f64>>(minus_k: V, f: V) -> V {
    let Sum { high, low } = double_in_parts(minus_k, f);
    high + low
}

/// k·ln 2 + ln(1 + f) not yet added up, for what is to be added before.
#[inline(always)]
pub(super) fn single_in_parts<V: Vector<Scalar = f32>>(minus_k: V, f: V) -> Sum<V> {
    let (high, low) = leading(minus_k, f, Ln2::SINGLE);
    let low = (f * f).mul_add(polynomial(f, SINGLE), low);
    Sum { high, low }
}

/// As [`single_in_parts`]. A division saves a dozen coefficients here. With s = f/(2 + f) and
/// 2s = f − s·f it stays outside of the leading term: 2 atanh s = f − s·(f − s²·P(s²)).
#[inline(always)]
pub(super) fn double_in_parts<V: Vector<Scalar = f64>>(minus_k: V, f: V) -> Sum<V> {
    let (high, low) = leading(minus_k, f, Ln2::DOUBLE);
    let s = f / (f + 2.0);
    let w = s * s;
    let low = -s.mul_add((-w).mul_add(polynomial(w, DOUBLE), f), -low);
    Sum { high, low }
}

/// k·ln 2 + f as a float and the small rest. f is the smaller one unless k = 0, so the rounding
/// error of the sum is recovered exactly (Dekker).
#[inline(always)]
fn leading<V: Vector>(minus_k: V, f: V, ln_2: Ln2) -> (V, V) {
    let base = minus_k * ln_2.high;
    let sum = f - base;
    let lost = f - (sum + base);
    (sum, minus_k.mul_add(f.splat(-ln_2.low), lost))
}
