//! What the exponentials and logarithms share: taking an argument apart, putting a power of two
//! back, and evaluating polynomials.
//!
//! Not here: coefficients and error bounds, which belong to the function that states them.

use crate::simd::{Bits, Scalar, Vector};

/// ln 2 in two parts. The first has so few bits that its product with any exponent of the type
/// is exact, with or without fused multiply-add.
pub(super) struct Ln2 {
    pub(super) high: f64,
    pub(super) low: f64,
}

impl Ln2 {
    pub(super) const SINGLE: Self = Self {
        high: 0.693145751953125,
        low: 1.428606765330187e-6,
    };
    pub(super) const DOUBLE: Self = Self {
        high: 0.6931471805601177,
        low: -1.7239444525614835e-13,
    };

    /// −ln 2.
    pub(super) const fn negative(self) -> Self {
        Self {
            high: -self.high,
            low: -self.low,
        }
    }

    /// ½ ln 2.
    pub(super) const fn half(self) -> Self {
        Self {
            high: 0.5 * self.high,
            low: 0.5 * self.low,
        }
    }
}

/// `c₀ + c₁·x + c₂·x² + …` by Horner's rule: one instruction a coefficient, and what it costs in
/// latency the processor hides by working on the next vectors.
#[inline(always)]
pub(super) fn polynomial<V: Vector, const N: usize>(x: V, coefficients: [f64; N]) -> V {
    polynomial_from(0, x, coefficients)
}

/// `c₁ + c₂·x + …` from the coefficient at `first` on.
#[inline(always)]
pub(super) fn polynomial_from<V: Vector, const N: usize>(
    first: usize,
    x: V,
    coefficients: [f64; N],
) -> V {
    let mut sum = x.splat(coefficients[N - 1]);
    for i in (first..N - 1).rev() {
        sum = sum.mul_add(x, x.splat(coefficients[i]));
    }
    sum
}

/// Coefficients as many binary places smaller.
pub(super) const fn lowered<const N: usize>(mut series: [f64; N], places: i32) -> [f64; N] {
    let scale = f64::from_bits(((1023 - places) as u64) << 52);
    let mut i = 0;
    while i < N {
        series[i] *= scale;
        i += 1;
    }
    series
}

/// The number whose addition pushes every bit behind the binary point out of a float of this
/// type, and leaves the integer part in its low bits.
#[inline(always)]
pub(super) const fn shifter<V: Vector>() -> f64 {
    1.5 * (1u64 << V::Scalar::MANTISSA_BITS) as f64
}

/// `n`, the integer next to `x·factor`, as a float and as `n + offset` in the low bits.
#[inline(always)]
pub(super) fn nearest_integer<V: Vector>(x: V, factor: f64, offset: i64) -> (V, V::Bits) {
    let shifter = shifter::<V>() + offset as f64;
    let shifted = x.mul_add(x.splat(factor), x.splat(shifter));
    (shifted - shifter, shifted.to_bits())
}

/// r = x − n·ln 2, rounded once if n·ln2.high is next to x.
#[inline(always)]
pub(super) fn remainder<V: Vector>(x: V, n: V, ln_2: Ln2) -> V {
    let high = n.mul_add(x.splat(-ln_2.high), x);
    n.mul_add(x.splat(-ln_2.low), high)
}

/// r = high − low, and both of its parts, whose difference is good to twice the precision.
#[inline(always)]
pub(super) fn remainder_in_parts<V: Vector>(x: V, n: V, ln_2: Ln2) -> (V, V, V) {
    let high = n.mul_add(x.splat(-ln_2.high), x);
    let low = n * ln_2.low;
    (high - low, high, low)
}

/// `2ⁿ`, from `n + bias` in the low bits.
#[inline(always)]
pub(super) fn power_of_two<V: Vector>(biased: V::Bits) -> V {
    V::from_bits(biased << V::Scalar::MANTISSA_BITS)
}

/// The exponent bias of the lane type.
#[inline(always)]
pub(super) const fn bias<V: Vector>() -> i64 {
    V::Scalar::EXPONENT_BIAS as i64
}

/// `y·2ⁿ`, from `n + 2·bias` in the low bits. The power is applied in two halves, so that it may
/// go beyond the exponents of the type and a subnormal result is rounded only once.
#[inline(always)]
pub(super) fn scale_in_halves<V: Vector>(y: V, biased: V::Bits) -> V {
    let [first, second]: [V; 2] = powers_in_halves(biased);
    y * first * second
}

/// Two powers of two whose product is `2ⁿ`, from `n + 2·bias` in the low bits.
#[inline(always)]
pub(super) fn powers_in_halves<V: Vector>(biased: V::Bits) -> [V; 2] {
    let half = biased >> 1;
    [power_of_two(half), power_of_two(biased - half)]
}

/// `x = 2ᵏ·m` with `m` between `least` and `2·least`, for a positive normal `x`; `least_bits` is
/// the bit pattern of `least`, which lies between ½ and 1.
pub(super) struct Decomposed<V: Vector> {
    /// `k + bias` in the low bits.
    pub(super) biased: V::Bits,
    /// `m`.
    pub(super) mantissa: V,
}

/// Takes `x` apart. Adding the distance from `least` to 1 makes the exponent field step at
/// `least` instead of 1.
#[inline(always)]
pub(super) fn decompose<V: Vector>(x: V, least: f64) -> Decomposed<V> {
    let least = V::Scalar::from_f64(least).to_bit_pattern();
    let one = V::Scalar::from_f64(1.0).to_bit_pattern();
    let bits = x.to_bits();
    let moved = bits + bits.splat(one - least);
    let fraction = moved & bits.splat((1 << V::Scalar::MANTISSA_BITS) - 1);
    Decomposed {
        biased: moved >> V::Scalar::MANTISSA_BITS,
        mantissa: V::from_bits(fraction + bits.splat(least)),
    }
}

/// The float `2^MANTISSA_BITS + n`, for a small non-negative integer `n`: the inverse of what a
/// shifter does.
#[inline(always)]
pub(super) fn above_integers<V: Vector>(n: V::Bits) -> V {
    V::from_bits(n | n.splat(above::<V>().to_bit_pattern()))
}

/// `2^MANTISSA_BITS`, from where on floats are integers.
#[inline(always)]
pub(super) fn above<V: Vector>() -> V::Scalar {
    V::Scalar::from_f64((1u64 << V::Scalar::MANTISSA_BITS) as f64)
}
