//! Real powers.
//!
//! Max error f32 0.867 ULP at 0.9931285^3160.2288 (1.16 without fused multiply-add), f64 1 ULP at
//! 1.143414572189933e−73^2.882794964227209, over two million pairs; for every x and y.
//!
//! |x|ʸ = 2^(y·log₂|x|). The logarithm is multiplied by up to 2⁸ (2¹¹ for `f64`) before the
//! exponential sees it, so it is computed to that many bits more than the lane type has, as a
//! sum of two lanes: log₂ m = (2/ln 2)·(s + s³/3 + …) with s = (m − 1)/(m + 1), where s, the
//! coefficient ⅓ and its product with s² are kept in two parts. Signs and the special values of
//! IEEE 754 `pow` are put in last.
//!
//! Coefficients: `scripts/coefficients_special.sollya`.

use super::{
    gaussian::polynomial,
    logarithm::{Split, split},
    twofold::{Sum, product, residual, sum},
};
use crate::simd::{Scalar, Vector};

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V, y: V) -> V {
    power(x, y, &SINGLE)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V, y: V) -> V {
    power(x, y, &DOUBLE)
}

/// What differs between the lane types.
struct Constants {
    /// The smallest normal number, and 2^`lift`, which makes a normal number of any subnormal.
    smallest: f64,
    lift: f64,
    two_to_lift: f64,
    /// No |y| above this gives anything but 0, 1 or infinity.
    bound: f64,
    /// Beyond ± this y·log₂|x| overflows or underflows, and so does everything further out.
    end: f64,
    /// 1.5 · 2^mantissa bits.
    shift: f64,
    /// 2/ln 2 and 2/(3 ln 2) in two parts.
    leading: [f64; 2],
    cubic: [f64; 2],
    /// The coefficients from s⁵ on.
    logarithm: &'static [f64],
    /// (2ʳ − 1) / r.
    exponential: &'static [f64],
}

const SINGLE: Constants = Constants {
    smallest: 1.175_494_350_822_287_5e-38,
    lift: 24.0,
    two_to_lift: 16_777_216.0,
    bound: 17_179_869_184.0,
    end: 200.0,
    shift: 12_582_912.0,
    leading: [2.885_390_043_258_667, 3.851_926_067_000_022e-08],
    cubic: [0.961_796_700_954_437_3, -7.028_461_812_552_678e-09],
    logarithm: &[
        0.577_077_984_809_875_5,
        0.412_205_785_512_924_2,
        0.320_025_175_809_860_23,
        0.281_423_687_934_875_5,
    ],
    exponential: &[
        0.693_147_182_464_599_6,
        0.240_226_447_582_244_87,
        0.055_503_565_818_071_365,
        0.009_618_817_828_595_638,
        0.001_339_254_085_905_85,
        0.000_152_502_616_401_761_77,
    ],
};

#[expect(
    clippy::approx_constant,
    reason = "the leading coefficient of 2ʳ, not the constant"
)]
const DOUBLE: Constants = Constants {
    smallest: f64::MIN_POSITIVE,
    lift: 54.0,
    two_to_lift: 18_014_398_509_481_984.0,
    bound: 36_893_488_147_419_103_232.0,
    end: 1200.0,
    shift: 6_755_399_441_055_744.0,
    leading: [2.885_390_081_777_926_8, 4.071_054_748_186_206_6e-17],
    cubic: [0.961_796_693_925_975_6, 5.057_761_664_812_590_7e-17],
    logarithm: &[
        0.577_078_016_355_585_3,
        0.412_198_583_111_172_8,
        0.320_598_897_962_777_46,
        0.262_308_191_358_017_36,
        0.221_952_870_014_412_4,
        0.192_372_987_585_406_16,
        0.169_171_979_357_548,
        0.165_914_878_930_410_76,
        -0.062_812_664_355_509_47,
        1.363_116_069_922_261,
    ],
    exponential: &[
        0.693_147_180_559_945_3,
        0.240_226_506_959_100_67,
        0.055_504_108_664_822_91,
        0.009_618_129_107_630_756,
        0.001_333_355_814_617_316,
        0.000_154_035_303_895_271_48,
        1.525_273_402_730_914_9e-05,
        1.321_548_970_819_292_3e-06,
        1.017_798_993_159_184_4e-07,
        7.053_891_295_316_184e-09,
        4.464_848_756_875_839e-10,
        2.703_824_533_164_848_6e-11,
    ],
};

/// log₂ a for a positive finite a.
#[inline(always)]
fn log2<V: Vector>(a: V, c: &Constants) -> Sum<V> {
    let small = a.lt(a.splat(c.smallest));
    let lifted = V::select(small, a * c.two_to_lift, a);
    let Split { n, m, .. } = split(lifted);
    let n = V::select(small, n - c.lift, n);

    // s = (m − 1)/(m + 1), the residual of the division giving its second part.
    let numerator = m - 1.0;
    let denominator = sum(m.max(m.splat(1.0)), m.min(m.splat(1.0)));
    let reciprocal = m.splat(1.0) / denominator.high;
    let high = numerator * reciprocal;
    let rest = residual(high, denominator.high, numerator) - high * denominator.low;
    let s = Sum {
        high,
        low: rest * reciprocal,
    };

    // t = s², q = cubic + t·(…).
    let t = product(s.high, s.high);
    let t_low = (s.high * s.low).mul_add(m.splat(2.0), t.low);
    let q = sum(
        m.splat(c.cubic[0]),
        t.high * polynomial(t.high, c.logarithm),
    );
    let q_low = q.low + c.cubic[1];

    // leading + t·q, then times s.
    let tq = product(t.high, q.high);
    let tq_low = t.high.mul_add(q_low, t_low.mul_add(q.high, tq.low));
    let factor = sum(m.splat(c.leading[0]), tq.high);
    let factor_low = factor.low + (tq_low + c.leading[1]);
    let log = product(s.high, factor.high);
    let log_low = s
        .high
        .mul_add(factor_low, s.low.mul_add(factor.high, log.low));

    // n is 0 or at least as large as the rest.
    let total = n + log.high;
    let lost = V::select(n.eq(n.splat(0.0)), n.splat(0.0), (n - total) + log.high);
    sum(total, lost + log_low)
}

#[inline(always)]
fn power<V: Vector>(x: V, y: V, c: &Constants) -> V {
    let (zero, one, infinity) = (x.splat(0.0), x.splat(1.0), x.splat(f64::INFINITY));
    let a = x.abs();

    // Bounded, so that no infinity less infinity arises.
    let bounded = y.splat(-c.bound).max(y.splat(c.bound).min(y));
    let logarithm = log2(a, c);
    let exponent = product(bounded, logarithm.high);
    let low = bounded.mul_add(logarithm.low, exponent.low);

    let clamped = x.splat(-c.end).max(x.splat(c.end).min(exponent.high));
    let shifted = clamped + c.shift;
    let n = shifted - c.shift;
    let r = (clamped - n) + V::select(clamped.eq(exponent.high), low, zero);
    let p = r.mul_add(polynomial(r, c.exponential), one);
    let magnitude = scale(p, n);

    let magnitude = V::select(
        a.eq(zero) | a.eq(infinity),
        V::select(a.eq(zero) ^ y.lt(zero), zero, infinity),
        magnitude,
    );
    let half = y * 0.5;
    let integer = y.eq(y.floor());
    let odd = integer & half.ne(half.floor());
    let negative = one.copysign(x).lt(zero);
    let signed = V::select(negative & odd, -magnitude, magnitude);
    let undefined = x.lt(zero) & !integer & a.lt(infinity);
    let y_or_nan = V::select(
        undefined | x.is_nan() | y.is_nan(),
        x.splat(f64::NAN),
        signed,
    );
    V::select(x.eq(one) | y.eq(zero), one, y_or_nan)
}

/// p·2ⁿ in two steps, so that n may lie a little outside the range of exponents.
#[inline(always)]
fn scale<V: Vector>(p: V, n: V) -> V {
    let half = (n * 0.5).floor();
    p * power_of_two(half) * power_of_two(n - half)
}

/// 2ⁿ for an integer n in the range of normal exponents.
#[inline(always)]
fn power_of_two<V: Vector>(n: V) -> V {
    let width = V::Scalar::MANTISSA_BITS;
    let shift = 1.5 * (1u64 << width) as f64 + V::Scalar::EXPONENT_BIAS as f64;
    V::from_bits((n + shift).to_bits() << width)
}
