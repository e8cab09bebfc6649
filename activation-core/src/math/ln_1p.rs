//! ln(1 + x), relatively accurate near 0.
//!
//! With k the exponent of 1 + x, f = 2⁻ᵏ·x + (2⁻ᵏ − 1), and ln(1 + x) = k·ln 2 + ln(1 + f) as in
//! `ln`. The sum 1 + x is rounded only to find k; f comes out exactly, because 1 + f starts at ¾
//! and its two terms lie on a common grid: for k = 0 it is x itself.
//!
//! Max error `f32` 0.92 ULP at x = 0.4848095, `f64` 0.86 ULP at x = −0.27406856. All x; NaN below
//! −1. Proved over all 2³² `f32`; measured on a million `f64`. Without fused multiply-add: `f32`
//! 1.0 ULP at x = −0.28596237, `f64` 0.89 ULP.
//! Coefficients: `scripts/coefficients_exponential.sollya`, blocks "ln f32", "ln f64".

use super::{
    ln,
    reduce::{above, above_integers, bias},
};
use crate::simd::{Bits, Scalar, Vector};

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    let (minus_k, f) = split(x);
    ends(x, ln::single_of_parts(minus_k, f))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    let (minus_k, f) = split(x);
    ends(x, ln::double_of_parts(minus_k, f))
}

/// −k and f with 1 + x = 2ᵏ·(1 + f) and ¾ ≤ 1 + f < 1½.
#[inline(always)]
fn split<V: Vector>(x: V) -> (V, V) {
    let one = x.to_bits().splat(V::Scalar::from_f64(1.0).to_bit_pattern());
    let quarter = one.splat(1 << (V::Scalar::MANTISSA_BITS - 1));
    // k + bias in the exponent field, stepping at ¾ instead of 1.
    let field = (x + 1.0).to_bits() + quarter;
    let biased = field >> V::Scalar::MANTISSA_BITS;
    let k = (biased << V::Scalar::MANTISSA_BITS) - one;
    // The subtraction divides x by 2ᵏ: exact, since where k ≠ 0 both x and the quotient are
    // normal. The largest k has no 2⁻ᵏ in the type; the pattern is then negative, and 0 does.
    let scaled = V::from_bits(x.to_bits() - k);
    let power = x.splat(0.0).max(V::from_bits(one - k));
    let zero = x.splat(above::<V>().to_f64() + bias::<V>() as f64);
    // As 2⁻ᵏ·x − (1 − 2⁻ᵏ), which keeps −0.
    (zero - above_integers::<V>(biased), scaled - (x.splat(1.0) - power))
}

/// `y` where −1 < x < ∞; elsewhere the values at the ends: −∞ at −1, ∞ at ∞, and NaN for what is
/// below −1 or NaN.
#[inline(always)]
fn ends<V: Vector>(x: V, y: V) -> V {
    let y = V::select(x.lt(x.splat(f64::INFINITY)), y, x);
    let y = V::select(x.eq(x.splat(-1.0)), x.splat(f64::NEG_INFINITY), y);
    V::select(x.lt(x.splat(-1.0)), x.splat(f64::NAN), y)
}
