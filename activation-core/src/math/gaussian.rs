//! exp(−a²) and the tails built on it, for [`erfc`](super::erfc), [`normal_cdf`](super::normal_cdf)
//! and [`normal_pdf`](super::normal_pdf), in both lane types.
//!
//! An error of half an ULP in a² is an error of up to a²·2⁻²⁴ in exp(−a²), 200 ULP where the
//! result is smallest. So the square is kept in two parts, the second of which is what the
//! rounding of the first left over.
//!
//! A tail is exp(−a²)·M(a), where M falls from its value at 0 like 1/a. With t = 1/(a + 4) and
//! v = 1 − 8t = (a − 4)/(a + 4), the quotient M/t is a gentle function of v on [−1, 1), a
//! polynomial of degree 10 for `f32` and 23 for `f64`: one division in all. The rounding errors
//! of a + 4, of t and of their product with the polynomial are known exactly to a fused
//! multiply-add, and are put back.
//!
//! Coefficients: `scripts/coefficients_special.sollya`.

use crate::simd::{Bits, Scalar, Vector};

/// The constants of exp(−k·a²), k being 1 or ½: everything is in terms of a² itself, so that
/// the ½ costs nothing.
pub(super) struct Exponential {
    /// 1.5 · 2^mantissa bits, plus the exponent bias, plus the exponent that `unscale` removes.
    shift: f64,
    unscale: f64,
    /// −k / ln 2.
    rate: f64,
    /// (ln 2) / k, the first part so short that its product with any exponent is exact.
    period: [f64; 2],
    /// (exp(−k·r) − 1) / r.
    polynomial: &'static [f64],
}

const SHIFT_SINGLE: f64 = 12_582_912.0 + 127.0 + 64.0;
const UNSCALE_SINGLE: f64 = 1.0 / 18_446_744_073_709_551_616.0;
const SHIFT_DOUBLE: f64 = 6_755_399_441_055_744.0 + 1023.0 + 512.0;
const UNSCALE_DOUBLE: f64 = 7.458_340_731_200_207e-155;
const LN2_SINGLE: [f64; 2] = [0.693_145_751_953_125, 1.428_606_765_330_187e-6];
const LN2_DOUBLE: [f64; 2] = [0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10];

/// exp(−a²) in `f32`.
pub(super) const SQUARE_SINGLE: Exponential = Exponential {
    shift: SHIFT_SINGLE,
    unscale: UNSCALE_SINGLE,
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
    unscale: UNSCALE_DOUBLE,
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

/// (1 + `excess`) · `scale` · `unscale`, the parts of an exponential. The scale is too large by
/// a factor that the constant `unscale` takes away last, so that the only rounding of a
/// subnormal result is the final one.
pub(super) struct Parts<V> {
    excess: V,
    scale: V,
    unscale: f64,
}

impl<V: Vector> Parts<V> {
    /// `factor + rest` times the exponential, where `rest` is small against `factor`.
    #[inline(always)]
    pub(super) fn times(self, factor: V, rest: V) -> V {
        let rest = rest.mul_add(self.excess, rest);
        let product = factor + self.excess.mul_add(factor, rest);
        product * self.scale * self.unscale
    }
}

/// exp(−k(`high` + `low`)), `low` being far smaller than 1.
#[inline(always)]
pub(super) fn exponential<V: Vector>(high: V, low: V, e: &Exponential) -> Parts<V> {
    let shifted = high.mul_add(high.splat(e.rate), high.splat(e.shift));
    let n = shifted - e.shift;
    let r = n.mul_add(n.splat(e.period[0]), high) + n.mul_add(n.splat(e.period[1]), low);
    Parts {
        excess: r * polynomial(r, e.polynomial),
        // The exponent field of 2ⁿ; multiplying by it keeps a NaN, adding it would not.
        scale: V::from_bits(shifted.to_bits() << <V::Scalar as Scalar>::MANTISSA_BITS),
        unscale: e.unscale,
    }
}

/// exp(−k·a²).
#[inline(always)]
pub(super) fn gaussian<V: Vector>(a: V, e: &Exponential) -> Parts<V> {
    if a.has_fma() {
        let square = a * a;
        exponential(square, a.mul_add(a, -square), e)
    } else {
        // The upper half of the mantissa has an exact square.
        let kept = !0 << (<V::Scalar as Scalar>::MANTISSA_BITS / 2 + 1);
        let bits = a.to_bits();
        let head = V::from_bits(bits & bits.splat(kept));
        exponential(head * head, (a - head) * (a + head), e)
    }
}

/// A tail, exp(−k·a²) · M(a) for a ≥ 0, from the coefficients of M(a)·(a + 4) in v.
#[inline(always)]
pub(super) fn tail<V: Vector>(a: V, e: &Exponential, coefficients: &[f64]) -> V {
    let gaussian = gaussian(a, e);
    let sum = a + 4.0;
    let lost = a - (sum - 4.0);
    let t = a.splat(1.0) / sum;
    let p = polynomial(t.mul_add(t.splat(-8.0), t.splat(1.0)), coefficients);
    let product = t * p;
    let rest = if a.has_fma() {
        let error = lost.mul_add(-t, sum.mul_add(-t, t.splat(1.0)));
        product.mul_add(error, t.mul_add(p, -product))
    } else {
        -(product * t * lost)
    };
    gaussian.times(product, rest)
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

#[rustfmt::skip]
pub(super) const NORMAL_SINGLE: [f64; 11] = [
    0.755_285_143_852_233_9, -0.607_896_625_995_636, 0.387_136_846_780_777,
    -0.186_522_215_604_782_1, 0.060_402_654_111_385_345, -0.007_536_312_565_207_481,
    -0.003_506_204_113_364_219_7, 0.001_610_425_766_557_455, 0.000_181_636_016_350_239_52,
    -0.000_185_259_283_171_035_35, -3.006_034_057_762_008e-05,
];
#[rustfmt::skip]
pub(super) const ERFC_SINGLE: [f64; 11] = [
    1.095_995_664_596_557_6, -0.976_548_731_327_056_9, 0.773_208_498_954_773,
    -0.540_853_261_947_631_8, 0.330_854_594_707_489, -0.174_020_618_200_302_12,
    0.076_356_805_860_996_25, -0.026_317_974_552_512_17, 0.006_239_686_626_940_966,
    -0.000_338_586_542_056_873_44, -0.000_734_413_915_779_441_6,
];
#[rustfmt::skip]
pub(super) const NORMAL_DOUBLE: [f64; 24] = [
    0.755_285_130_415_751_5, -0.607_896_641_971_892_1, 0.387_137_400_742_214_8,
    -0.186_521_857_959_658_56, 0.060_396_574_890_920_61, -0.007_540_188_966_685_906,
    -0.003_479_692_367_041_567_2, 0.001_630_818_457_019_108_1, 0.000_133_344_308_400_424_5,
    -0.000_231_094_931_003_441_7, -1.908_231_664_804_542_7e-06, 3.514_466_910_453_988e-05,
    7.165_537_585_266_915e-07, -5.920_136_924_169_435e-06, -6.293_911_161_271_018e-07,
    1.021_529_847_776_000_2e-06, 2.712_689_203_340_9e-07, -1.550_283_730_906_518_8e-07,
    -8.482_211_483_278_45e-08, 1.344_529_671_296_001_4e-08, 1.925_525_111_647_826_7e-08,
    1.767_264_526_021_575_5e-09, -2.423_938_596_799_234e-09, -6.746_540_052_177_482e-10,
];
#[rustfmt::skip]
pub(super) const ERFC_DOUBLE: [f64; 24] = [
    1.095_995_661_000_491, -0.976_548_729_080_882, 0.773_208_702_265_237_3,
    -0.540_853_831_313_235_1, 0.330_851_587_877_995_9, -0.174_010_937_239_927_86,
    0.076_381_514_909_815_86, -0.026_370_053_340_530_632, 0.006_112_055_647_920_831,
    -0.000_280_958_863_231_466_06, -0.000_455_052_616_667_892_7, 0.000_176_812_807_650_955_46,
    -3.635_529_548_269_250_4e-06, -1.886_087_328_328_848e-05, 4.695_641_516_875_516e-06,
    1.424_281_443_079_119e-06, -8.489_385_924_047_554e-07, -7.597_725_873_340_719e-08,
    1.280_211_476_534_635e-07, 1.799_176_360_837_943e-09, -1.860_298_573_380_545e-08,
    -8.349_981_234_662_854e-10, 2.105_586_108_120_406e-09, 4.169_940_753_621_515e-10,
];
