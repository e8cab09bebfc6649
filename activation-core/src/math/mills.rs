//! What [`log_normal_cdf`](super::log_normal_cdf), [`inverse_mills`](super::inverse_mills) and
//! [`mills_excess`](super::mills_excess) share: h(−a) = φ(a)/Φ(−a) for a ≥ 0, the inverse of the
//! ratio of Mills.
//!
//! No exponential is left in it, so it has neither an end nor an underflow. It is a little above a:
//! what it has more, g(a) = h(−a) − a, falls from √(2/π) at 0 to 1/a far out. So it is computed as
//! a + g(a), whose terms have one sign, and g as a tail (`super::gaussian`) is: g(a)·(a + c) is a
//! gentle function of v = (a − c)/(a + c) on all of [−1, 1], a polynomial of degree 14 for `f32`
//! and 28 for `f64`.
//!
//! Coefficients: `scripts/coefficients_special.sollya`; 2^−28.0 and 2^−54.0 off at most, at a = ∞.

use super::{
    gaussian::{Exponential, HALF_DOUBLE, HALF_SINGLE, Tail, gaussian, ratio, square},
    normal_cdf::{END_DOUBLE, END_SINGLE},
    twofold::{Sum, exact_sum},
};
use crate::simd::Vector;

/// What the three functions take of a lane type.
pub(super) struct Constants {
    /// g.
    excess: Tail,
    /// exp(−a²/2).
    exponential: &'static Exponential,
    /// 1/√(2π) in two parts.
    density: [f64; 2],
    /// ½·ln 2π in two parts.
    pub(super) ln_root: [f64; 2],
    /// Where the density ends.
    pub(super) end: f64,
}

/// From here on a + c is a, and what 1/(a + c) lacks is out of sight.
const FAR: f64 = 1e18;

impl Constants {
    /// g(a) in two parts, for a ≥ 0.
    #[inline(always)]
    pub(super) fn excess<V: Vector>(&self, a: V) -> Sum<V> {
        ratio(a, &self.excess, |error| {
            V::select(a.gt(a.splat(FAR)), a.splat(0.0), error)
        })
    }

    /// φ(a) in two parts, and two powers of two that they are still to be multiplied by.
    #[inline(always)]
    pub(super) fn density<V: Vector>(&self, a: V) -> (Sum<V>, [V; 2]) {
        let [high, low] = self.density.map(|part| a.splat(part));
        gaussian(self.near(a), self.exponential).in_parts(high, low)
    }

    /// a²/2 in two parts, up to the end.
    #[inline(always)]
    pub(super) fn half_square<V: Vector>(&self, a: V) -> (V, V) {
        let (high, low) = square(self.near(a));
        (high * 0.5, low * 0.5)
    }

    /// φ(a)/Φ(a) for a ≥ 0, with g(a) at hand.
    #[inline(always)]
    pub(super) fn upper<V: Vector>(&self, a: V, excess: &Sum<V>) -> V {
        let (density, [first, second]) = self.density(a);
        let [high, low] = [density.high, density.low].map(|part| part * first * second);
        let h = exact_sum(self.near(a), excess.high);
        let gap = (h.high - high) + (h.low + excess.low - low);
        let quotient = high / gap;
        // What the density has more goes into all three of its places.
        let low = (quotient + quotient).mul_add(density.low, density.low);
        let more = density.high.mul_add(quotient, low);
        (density.high + more) * first * second
    }

    #[inline(always)]
    fn near<V: Vector>(&self, a: V) -> V {
        a.splat(self.end).min(a)
    }
}

pub(super) const SINGLE: Constants = Constants {
    excess: Tail {
        center: 3.5,
        constant: [1.759_738_802_909_851, 5.273_839_320_807_383e-08],
        polynomial: &[
            -1.029_978_394_508_361_8,
            0.210_696_041_584_014_9,
            0.153_713_688_254_356_38,
            -0.100_785_367_190_837_86,
            -0.022_180_667_147_040_367,
            0.035_554_494_708_776_474,
            0.002_035_111_421_719_193_5,
            -0.011_734_094_470_739_365,
            0.000_253_768_870_607_018_47,
            0.003_589_664_585_888_385_8,
            -0.000_173_829_903_360_456_23,
            -0.000_882_003_805_600_106_7,
            3.234_175_528_632_477e-05,
            0.000_120_393_728_138_878_94,
        ],
    },
    exponential: &HALF_SINGLE,
    density: [0.398_942_291_736_602_8, -1.133_517_013_585_105_8e-8],
    ln_root: [0.918_938_517_570_495_6, 1.563_417_713_631_158e-8],
    end: END_SINGLE,
};

pub(super) const DOUBLE: Constants = Constants {
    excess: Tail {
        center: 3.5,
        constant: [1.759_738_854_003_898, 5.985_599_224_578_665e-17],
        polynomial: &[
            -1.029_978_388_609_645_6,
            0.210_696_246_344_733_4,
            0.153_713_683_441_037_78,
            -0.100_789_584_227_910_41,
            -0.022_180_098_782_442_672,
            0.035_587_516_293_340_8,
            0.002_029_881_699_295_934,
            -0.011_862_644_469_565_968,
            0.000_272_168_616_974_722_9,
            0.003_867_808_463_308_8,
            -0.000_204_380_816_183_284_1,
            -0.001_231_642_991_333_882_6,
            5.555_416_552_904_314e-05,
            0.000_376_299_032_461_129_84,
            -4.366_687_299_537_744e-06,
            -0.000_107_297_616_794_030_22,
            -3.537_777_508_738_365e-06,
            2.758_493_405_342_417_4e-05,
            1.916_959_770_969_788_8e-06,
            -6.141_902_868_892_095e-06,
            -4.382_916_240_161_155e-07,
            1.129_532_649_028_994e-06,
            6.480_468_797_647_187e-09,
            -1.611_118_287_013_543e-07,
            2.239_423_016_716_511_4e-08,
            1.592_838_666_990_137_4e-08,
            -4.197_617_972_935_815_5e-09,
            -8.075_151_178_749_097e-10,
        ],
    },
    exponential: &HALF_DOUBLE,
    density: [0.398_942_280_401_432_7, -2.492_327_202_277_73e-17],
    ln_root: [0.918_938_533_204_672_8, -3.878_294_158_067_241_4e-17],
    end: END_DOUBLE,
};
