//! exp(−a²) and the tails built on it, for [`erfc`](super::erfc), [`normal_cdf`](super::normal_cdf)
//! and [`normal_pdf`](super::normal_pdf), in both lane types.
//!
//! An error of half an ULP in a² is an error of up to a²·2⁻²⁴ in exp(−a²), 200 ULP where the
//! result is smallest. So the square is kept in two parts, the second of which is what the
//! rounding of the first left over.
//!
//! A tail is exp(−a²)·M(a), where M falls from its value at 0 like 1/a. With t = 1/(a + c) and
//! v = 1 − 2ct = (a − c)/(a + c), the quotient M/t is a gentle function of v on [−1, 1), a
//! polynomial of degree 11 for `f32` and 25 or 26 for `f64`: one division in all. The rounding errors
//! of the sum, of t, of the polynomial's last step and of the product are put back.
//!
//! Coefficients: `scripts/coefficients_special.sollya`.

use super::{
    reduce::{self, bias, lowered, power_of_two, powers_in_halves, shifter},
    twofold::{Sum, product, residual, sum},
};
use crate::simd::{Bits, Scalar, Vector};

/// The constants of exp(−k·a²), k being 1 or ½: everything is in terms of a² itself, so that
/// the ½ costs nothing.
pub(super) struct Exponential {
    /// 1.5 · 2^mantissa bits, plus twice the exponent bias.
    shift: f64,
    /// −k / ln 2.
    rate: f64,
    /// (ln 2) / k, the first part so short that its product with any exponent is exact.
    period: [f64; 2],
    /// (exp(−k·r) − 1) / r.
    polynomial: &'static [f64],
}

const SHIFT_SINGLE: f64 = 12_582_912.0 + 254.0;
const SHIFT_DOUBLE: f64 = 6_755_399_441_055_744.0 + 2046.0;
const LN2_SINGLE: [f64; 2] = [0.693_145_751_953_125, 1.428_606_765_330_187e-6];
const LN2_DOUBLE: [f64; 2] = [0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10];

/// exp(−a²) in `f32`.
pub(super) const SQUARE_SINGLE: Exponential = Exponential {
    shift: SHIFT_SINGLE,
    rate: -core::f64::consts::LOG2_E,
    period: LN2_SINGLE,
    polynomial: &[
        -1.0,
        0.499_999_910_593_032_84,
        -0.166_664_958_000_183_1,
        0.041_668_817_400_932_31,
        -0.008_371_607_400_476_933,
        0.001_380_170_346_237_719,
    ],
};

/// exp(−a²/2) in `f32`.
pub(super) const HALF_SINGLE: Exponential = Exponential {
    rate: -0.5 * core::f64::consts::LOG2_E,
    period: [2.0 * LN2_SINGLE[0], 2.0 * LN2_SINGLE[1]],
    polynomial: &[
        -0.5,
        0.124_999_977_648_258_21,
        -0.020_833_119_750_022_888,
        0.002_604_301_087_558_269_5,
        -0.000_261_612_731_264_904_14,
        2.156_516_165_996_436e-05,
    ],
    ..SQUARE_SINGLE
};

/// exp(−a²) in `f64`.
pub(super) const SQUARE_DOUBLE: Exponential = Exponential {
    shift: SHIFT_DOUBLE,
    rate: -core::f64::consts::LOG2_E,
    period: LN2_DOUBLE,
    polynomial: &[
        -1.0,
        0.5,
        -0.166_666_666_666_666_9,
        0.041_666_666_666_666_42,
        -0.008_333_333_333_311_441,
        0.001_388_888_888_901_781,
        -0.000_198_412_699_102_13,
        2.480_158_707_639_701_6e-05,
        -2.755_722_116_541_486e-06,
        2.755_746_663_670_933e-07,
        -2.511_674_786_230_074e-08,
        2.086_137_519_968_762e-09,
    ],
};

/// exp(−a²/2) in `f64`.
pub(super) const HALF_DOUBLE: Exponential = Exponential {
    rate: -0.5 * core::f64::consts::LOG2_E,
    period: [2.0 * LN2_DOUBLE[0], 2.0 * LN2_DOUBLE[1]],
    polynomial: &[
        -0.5,
        0.125,
        -0.020_833_333_333_333_363,
        0.002_604_166_666_666_651_3,
        -0.000_260_416_666_665_982_53,
        2.170_138_888_909_032_8e-05,
        -1.550_099_211_735_390_6e-06,
        9.688_119_951_717_584e-08,
        -5.382_269_758_870_09e-09,
        2.691_158_851_241_145_4e-10,
        -1.226_403_704_213_903_3e-11,
        5.093_109_179_611_235e-13,
    ],
    ..SQUARE_DOUBLE
};

/// (1 + `linear` + `square`·`series`) · `scale[0]` · `scale[1]`, the parts of an exponential. The power of two
/// comes last and in two halves, so that the only rounding of a subnormal result is the final one;
/// what is linear in the exponent is kept apart, since it is not rounded.
pub(super) struct Parts<V> {
    linear: V,
    square: V,
    series: V,
    scale: [V; 2],
}

impl<V: Vector> Parts<V> {
    /// `factor` times the exponential.
    #[inline(always)]
    pub(super) fn times(self, factor: V) -> V {
        let excess = self.square.mul_add(self.series, self.linear);
        excess.mul_add(factor, factor) * self.scale[0] * self.scale[1]
    }

    /// `factor + rest` times the exponential, where `rest` is small against `factor`.
    #[inline(always)]
    pub(super) fn times_in_parts(self, factor: V, rest: V) -> V {
        let rest = self.above(factor, rest);
        (factor + rest) * self.scale[0] * self.scale[1]
    }

    /// `factor + rest` times the exponential in two parts, and the two powers of two that both are
    /// still to be multiplied by.
    #[inline(always)]
    pub(super) fn in_parts(self, factor: V, rest: V) -> (Sum<V>, [V; 2]) {
        let rest = self.above(factor, rest);
        (sum(factor, rest), self.scale)
    }

    /// What `factor + rest` times the exponential, without its power of two, has more than `factor`.
    #[inline(always)]
    fn above(&self, factor: V, rest: V) -> V {
        let rest = rest.mul_add(self.linear, rest);
        let rest = (self.square * self.series).mul_add(factor, rest);
        self.linear.mul_add(factor, rest)
    }
}

/// exp(−k·a²).
#[inline(always)]
pub(super) fn gaussian<V: Vector>(a: V, e: &Exponential) -> Parts<V> {
    let (high, low) = square(a);
    exponential(high, low, e)
}

/// exp(−k(`high` + `low`)), `low` being far smaller than 1.
#[inline(always)]
pub(super) fn exponential<V: Vector>(high: V, low: V, e: &Exponential) -> Parts<V> {
    let (r, _, shifted) = remainder(high, low, e);
    Parts {
        linear: r * e.polynomial[0],
        square: r * r,
        series: polynomial(r, &e.polynomial[1..]),
        // Multiplying by powers of two keeps a NaN, adding to the exponent would not.
        scale: powers_in_halves(shifted.to_bits()),
    }
}

/// r and n of `high` + `low` = r − n·(ln 2)/k, and n with the shift.
#[inline(always)]
fn remainder<V: Vector>(high: V, low: V, e: &Exponential) -> (V, V, V) {
    let shifted = high.mul_add(high.splat(e.rate), high.splat(e.shift));
    let n = shifted - e.shift;
    let r = n.mul_add(n.splat(e.period[0]), high) + n.mul_add(n.splat(e.period[1]), low);
    (r, n, shifted)
}

/// a² and what its rounding left over.
#[inline(always)]
pub(super) fn square<V: Vector>(a: V) -> (V, V) {
    if a.has_fma() {
        let square = a * a;
        (square, a.mul_add(a, -square))
    } else {
        // The upper half of the mantissa has an exact square.
        let kept = !0 << (<V::Scalar as Scalar>::MANTISSA_BITS / 2 + 1);
        let bits = a.to_bits();
        let head = V::from_bits(bits & bits.splat(kept));
        (head * head, (a - head) * (a + head))
    }
}

/// What M(a) is of a tail: M(a)·(a + center) in v = (a − center)/(a + center).
pub(super) struct Tail {
    pub(super) center: f64,
    /// The constant term in two parts.
    pub(super) constant: [f64; 2],
    /// The polynomial without its constant term, divided by v.
    pub(super) polynomial: &'static [f64],
}

/// (`factor` + `rest`) · `gaussian`, not yet multiplied out.
pub(super) struct Small<V> {
    gaussian: Parts<V>,
    factor: V,
    rest: V,
}

impl<V: Vector> Small<V> {
    /// The tail as a number.
    #[inline(always)]
    pub(super) fn whole(self) -> V {
        self.gaussian.times_in_parts(self.factor, self.rest)
    }

    /// `p` times the tail, where the tail alone may be too small for the type.
    #[inline(always)]
    pub(super) fn times(self, p: V) -> V {
        self.gaussian.times_in_parts(p * self.factor, p * self.rest)
    }
}

/// exp(−k·a²) · M(a) for a ≥ 0.
#[inline(always)]
pub(super) fn tail<V: Vector>(a: V, e: &Exponential, tail: &Tail) -> Small<V> {
    let gaussian = gaussian(a, e);
    let Sum { high, low } = ratio(a, tail, |error| error);
    Small {
        gaussian,
        factor: high,
        rest: low,
    }
}

/// M(a) in two parts, for a ≥ 0. `held` keeps what t lacks from what is no number where a is too
/// large for it.
#[inline(always)]
pub(super) fn ratio<V: Vector>(a: V, tail: &Tail, held: impl Fn(V) -> V) -> Sum<V> {
    let one = a.splat(1.0);
    let sum = a + tail.center;
    let t = one / sum;
    let (v, slope, p, p_low) = quotient(t, tail);
    let product = product(t, p);
    // The short constant `center` makes both differences exact.
    let sum_low = a - (sum - tail.center);
    // What t lacks of 1/(a + center), relatively; v − 1 lacks as much, and p by its slope.
    let error = held(residual(sum, t, one) - sum_low * t);
    let p_low = slope.mul_add(v - one, p).mul_add(error, p_low);
    Sum {
        high: product.high,
        low: t.mul_add(p_low, product.low),
    }
}

/// p·Φ(−a) in `f32` for a ≥ 0, in two thirds of the instructions of [`tail`], and a unit in the
/// last place worse.
#[inline(always)]
pub(super) fn times_normal_tail<V: Vector>(p: V, a: V) -> V {
    let (d, divisor) = mills_ratio(a);
    gaussian(a, &HALF_SINGLE).times(p * (d / divisor))
}

/// a·Φ(−a) in `f32` for a ≥ 0, cheaper again: since a is small where the exponential is large, one
/// power of two does, too large as the coefficients are too small.
#[inline(always)]
pub(super) fn normal_tail_times_argument<V: Vector>(a: V) -> V {
    const LIFT: i32 = 110;
    const MANTISSA: [f64; 7] = {
        let [a, b, c, d, e, f] = *HALF_SINGLE.polynomial.first_chunk().unwrap();
        lowered([1.0, a, b, c, d, e, f], LIFT)
    };
    let (high, low) = square(a);
    let (r, n, _) = remainder(high, low, &HALF_SINGLE);
    // The result is 0 long before, and beyond it the power would leave its bits.
    let lifted = n.splat(-236.0).max(n) + (shifter::<V>() + (bias::<V>() + i64::from(LIFT)) as f64);
    let power = power_of_two::<V>(lifted.to_bits());
    let (d, divisor) = mills_ratio(a);
    // In another order it is up to a third of a unit worse.
    (a * power * d) / divisor * reduce::polynomial(r, MANTISSA)
}

/// Numerator and divisor of M(a) of the normal tail Φ(−a) = exp(−a²/2)·M(a), in `f32` for a ≥ 0.
///
/// A quotient of polynomials of degree 4 and 5, within 2^−26.3: D/(2(a + 1)·D + a·N), so
/// that the rounding errors of D cancel, and those of N have little weight.
#[inline(always)]
fn mills_ratio<V: Vector>(a: V) -> (V, V) {
    const D: [f64; 5] = [
        1.575_000_047_683_715_8,
        1.398_884_654_045_105,
        0.590_719_401_836_395_3,
        0.132_552_951_574_325_56,
        0.013_640_636_578_202_248,
    ];
    const N: [f64; 5] = [
        -0.636_662_364_006_042_5,
        -0.135_136_395_692_825_32,
        0.067_992_970_347_404_48,
        0.039_888_162_165_880_2,
        0.006_910_496_391_355_991,
    ];
    let d = reduce::polynomial(a, D);
    (
        d,
        (a + a).mul_add(d, a.mul_add(reduce::polynomial(a, N), d + d)),
    )
}

/// v, and the quotient M/t of it: its slope from its value at 0 on, and itself in two parts.
#[inline(always)]
fn quotient<V: Vector>(t: V, tail: &Tail) -> (V, V, V, V) {
    let (one, rate) = (t.splat(1.0), t.splat(-2.0 * tail.center));
    let constant = t.splat(tail.constant[0]);
    if t.has_fma() {
        let v = t.mul_add(rate, one);
        let slope = polynomial(v, tail.polynomial);
        let p = slope.mul_add(v, constant);
        let low = slope.mul_add(v, constant - p) + tail.constant[1];
        return (v, slope, p, low);
    }
    let (v, v_low) = multiply_add(t, rate, one);
    let rest = polynomial(v, &tail.polynomial[1..]);
    let (slope, slope_low) = multiply_add(rest, v, t.splat(tail.polynomial[0]));
    let (p, low) = multiply_add(slope, v, constant);
    let low = slope * v_low + (slope_low * v + low) + tail.constant[1];
    (v, slope, p, low)
}

/// a·b + c and what its rounding left over, for an a·b below c or next to it.
#[inline(always)]
fn multiply_add<V: Vector>(a: V, b: V, c: V) -> (V, V) {
    let product = product(a, b);
    let sum = c + product.high;
    (sum, (product.high - (sum - c)) + product.low)
}

/// Σ cᵢ xⁱ. Even and odd powers go apart, two chains of half the length; the constant term, as a
/// rule the largest, joins last, so that only its rounding is seen in full.
#[inline(always)]
pub(super) fn polynomial<V: Vector>(x: V, c: &[f64]) -> V {
    let square = x * x;
    // The two chains end at x¹ and x², in the order that the degree asks for.
    let mut i = c.len() - 2;
    let mut chains = [x.splat(c[i]), x.splat(c[i + 1])];
    while i > 2 {
        i -= 2;
        chains = [
            chains[0].mul_add(square, x.splat(c[i])),
            chains[1].mul_add(square, x.splat(c[i + 1])),
        ];
    }
    let rest = if i == 1 {
        chains[1].mul_add(x, chains[0])
    } else {
        chains[1].mul_add(square, chains[0].mul_add(x, x.splat(c[1])))
    };
    rest.mul_add(x, x.splat(c[0]))
}

pub(super) const NORMAL_SINGLE: Tail = Tail {
    center: 2.5,
    constant: [0.706_656_634_807_586_7, 2.204_276_228_212_620_5e-08],
    polynomial: &[
        -0.433_692_127_466_201_8,
        0.131_987_273_693_084_72,
        0.009_238_642_640_411_854,
        -0.016_390_012_577_176_094,
        -0.001_619_698_246_940_970_4,
        0.002_539_090_346_544_981,
        0.000_736_931_106_075_644_5,
        -0.000_332_999_392_412_602_9,
        -0.000_219_893_670_873_716_47,
        8.168_535_714_503_378e-06,
        2.432_309_338_473_715e-05,
    ],
};

pub(super) const ERFC_SINGLE: Tail = Tail {
    center: 1.5,
    constant: [0.964_756_250_381_469_7, -1.018_517_270_523_489e-09],
    polynomial: &[
        -0.507_849_991_321_563_7,
        0.075_621_806_085_109_71,
        0.047_768_022_865_056_99,
        -0.008_120_239_712_297_916,
        -0.009_459_955_617_785_454,
        -0.000_804_661_132_860_928_8,
        0.001_773_960_539_139_807_2,
        0.000_861_390_435_602_515_9,
        -7.185_401_045_717_299e-05,
        -0.000_224_448_653_170_838_95,
        -7.008_884_131_209_925e-05,
    ],
};

pub(super) const NORMAL_DOUBLE: Tail = Tail {
    center: 3.0,
    constant: [0.729_083_690_133_373, -3.835_028_930_711_741_6e-17],
    polynomial: &[
        -0.509_331_981_917_489_4,
        0.230_017_719_974_601_02,
        -0.047_263_025_142_986_05,
        -0.010_462_867_023_141_602,
        0.006_972_621_241_017_595,
        0.001_027_592_254_974_743_3,
        -0.001_045_828_632_425_955_7,
        -0.000_256_575_295_199_121_7,
        0.000_154_394_558_766_806_48,
        7.881_230_787_391_117e-05,
        -1.324_659_451_041_176_4e-05,
        -2.068_755_181_367_383e-05,
        -3.515_491_721_576_845e-06,
        3.635_725_086_461_363e-06,
        2.250_270_078_936_076e-06,
        1.519_510_630_014_914e-08,
        -5.805_046_322_548_606e-07,
        -2.799_712_537_406_362e-07,
        2.497_286_998_709_844_4e-08,
        9.730_565_104_786_411e-08,
        4.103_068_797_129_273_5e-08,
        -1.121_898_663_685_500_7e-08,
        -1.579_592_488_565_720_3e-08,
        -2.380_828_057_673_209e-09,
        2.207_036_150_357_649_6e-09,
        7.453_232_531_826_659e-10,
    ],
};

pub(super) const ERFC_DOUBLE: Tail = Tail {
    center: 2.5,
    constant: [1.054_031_820_305_718, -5.570_506_871_049_153e-17],
    polynomial: &[
        -0.804_651_849_439_148_8,
        0.453_914_116_648_097_3,
        -0.171_251_145_246_049_5,
        0.028_361_550_131_927_312,
        0.008_393_044_302_590_321,
        -0.004_818_785_521_794_069,
        -0.000_439_208_268_606_002_74,
        0.000_702_693_708_197_352_4,
        5.830_780_253_678_743e-05,
        -0.000_112_604_729_298_371_62,
        -1.953_204_861_700_075_4e-05,
        1.824_393_291_223_927_6e-05,
        6.753_133_560_029_073e-06,
        -2.331_030_677_488_227_7e-06,
        -1.958_732_072_589_924_4e-06,
        -8.367_403_608_305_348e-09,
        4.401_574_616_872_141_3e-07,
        1.409_699_056_540_992_7e-07,
        -6.008_425_964_409_871e-08,
        -5.485_492_175_488_849_6e-08,
        -2.545_420_319_322_749e-09,
        1.177_903_512_225_558_3e-08,
        3.269_150_977_536_531_5e-09,
        -1.197_598_366_913_269_3e-09,
        -5.270_268_337_181_398e-10,
    ],
};
