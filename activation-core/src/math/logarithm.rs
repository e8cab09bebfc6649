//! ln(1 + z) of a sum in two parts, for [`asinh`](super::asinh) and [`atanh`](super::atanh), and
//! the splitting of a number into 2ⁿ·m with m in [√½, √2).
//!
//! Coefficients: `scripts/coefficients_special.sollya`.

use super::gaussian::polynomial;
use crate::simd::{Bits, Scalar, Vector};

/// 2ⁿ·m = x for a positive normal x, and 2⁻ⁿ (0 where that is subnormal).
pub(super) struct Split<V> {
    pub(super) n: V,
    pub(super) m: V,
    pub(super) scale: V,
}

/// Splits a positive normal number.
#[inline(always)]
pub(super) fn split<V: Vector>(x: V) -> Split<V> {
    let width = V::Scalar::MANTISSA_BITS;
    let bias = V::Scalar::EXPONENT_BIAS;
    let bits = x.to_bits();
    let sqrt_half =
        bits.splat(V::Scalar::from_f64(core::f64::consts::FRAC_1_SQRT_2).to_bit_pattern());
    let one = bits.splat(bias << width);
    // Counted from √½, the mantissa overflows into the exponent where m begins anew.
    let moved = bits - sqrt_half + one;
    let exponent = moved >> width;
    let mantissa = bits.splat((1 << width) - 1);
    // The exponent written into the mantissa of 2^width is a number without a conversion.
    let integer = (1u64 << width) as f64;
    let magic = x.splat(integer).to_bits() | exponent;
    Split {
        n: V::from_bits(magic) - (integer + bias as f64),
        m: V::from_bits((moved & mantissa) + sqrt_half),
        scale: V::from_bits((bits.splat(2 * bias) - exponent) << width),
    }
}

/// ln(1 + `high` + `low`) for `high` ≥ 0 up to twice the largest finite number: all arguments
/// come divided by four.
#[inline(always)]
pub(super) fn ln_1p_of_quarters<V: Vector>(high: V, low: V) -> V {
    let quarter = high.splat(0.25);
    // The larger of ¼ and `high` first: what their sum loses is then known exactly.
    let sum = quarter + high;
    let lost = quarter.min(high) - (sum - quarter.max(high)) + low;
    let Split { n, m, scale } = split(sum);
    let f = lost.mul_add(scale, m - 1.0);
    let n = n + 2.0;
    if V::Scalar::MANTISSA_BITS == 23 {
        let p = polynomial(f, &SINGLE);
        let square = f * f;
        let tail = (square * f).mul_add(p, square * -0.5);
        n.mul_add(
            f.splat(LN2_SINGLE[0]),
            f + n.mul_add(f.splat(LN2_SINGLE[1]), tail),
        )
    } else {
        // 2·atanh(s) with s = f / (2 + f), arranged as f minus a small remainder.
        let s = f / (f + 2.0);
        let square = s * s;
        let p = square * polynomial(square, &DOUBLE);
        let half_square = f * f * 0.5;
        let tail = s.mul_add(half_square + p, -half_square);
        n.mul_add(
            f.splat(LN2_DOUBLE[0]),
            f + n.mul_add(f.splat(LN2_DOUBLE[1]), tail),
        )
    }
}

/// ln 2, the first part so short that its product with any exponent is exact.
const LN2_SINGLE: [f64; 2] = [0.693_145_751_953_125, 1.428_606_765_330_187e-6];
const LN2_DOUBLE: [f64; 2] = [0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10];

/// (ln(1 + f) − f + f²/2) / f³.
#[rustfmt::skip]
const SINGLE: [f64; 8] = [
    0.333_333_313_465_118_4, -0.250_010_728_836_059_57, 0.200_013_607_740_402_22,
    -0.166_158_437_728_881_84, 0.141_953_170_299_530_03, -0.132_200_047_373_771_67,
    0.128_229_483_962_059_02, -0.075_587_823_987_007_14,
];
/// (2·atanh s − 2s) / s³ in s².
#[rustfmt::skip]
const DOUBLE: [f64; 8] = [
    0.666_666_666_666_666_6, 0.400_000_000_000_049_37, 0.285_714_285_694_022_74,
    0.222_222_226_088_867_21, 0.181_817_781_632_304_25, 0.153_869_986_503_240_44,
    0.132_519_008_008_930_77, 0.132_372_286_856_514_25,
];
