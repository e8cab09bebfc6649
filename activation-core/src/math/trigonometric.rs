//! The distance r of x from the nearest multiple n·π/2, and its sine and cosine, for [`sin`](super::sin),
//! [`cos`](super::cos) and [`tan`](super::tan); or from the nearest (n − ½)·π/2, for
//! [`sin_eighth`](super::sin_eighth). x may be a product of two numbers, or a number and what its
//! rounding lost, neither of which is rounded.
//!
//! Up to a bound, x − n·π/2 is computed with π/2 in three parts (five shorter ones on
//! levels whose multiply-add rounds twice, so that every product but the last is exact). A lane
//! beyond it is reduced alone, in integers (`super::turn`). Which way a lane goes depends
//! on that lane only; a vector that has no such lane skips the slow way.

use super::{
    gaussian::polynomial,
    turn::reduce_apart,
    twofold::{exact_sum, product, sum},
};
use crate::simd::{Bits, Mask, Scalar, Vector};

/// n·π/2 + `high` + `low` = x, or x + π/4; the lowest two bits of `n` are those of n.
pub(super) struct Reduced<V: Vector> {
    pub(super) high: V,
    pub(super) low: V,
    pub(super) n: V::Bits,
}

/// π/2 for one lane type, in parts: each is what the ones before leave of it, cut off, and the last
/// rounded. All are positive, so that x = −0 keeps its sign. Those for levels that round twice are
/// short enough for exact products with any n: of the fourth it takes 10 bits beside 14 of n, in
/// `f64` 28 beside 25.
struct Parts {
    shift: f64,
    /// The largest |x| that the parts are good for.
    bound: f64,
    fused: [f64; 3],
    unfused_bound: f64,
    unfused: [f64; 5],
    /// The smallest distances from a multiple that the parts are good for, fused and not. None but
    /// products of two numbers come nearer.
    least: [f64; 2],
}

const SINGLE: Parts = Parts {
    shift: 12_582_912.0,
    bound: 100_000.0,
    fused: [
        1.570_796_251_296_997,
        7.549_789_415_861_596e-08,
        5.390_302_529_957_765e-15,
    ],
    unfused_bound: 20_000.0,
    unfused: [
        1.570_312_5,
        0.000_483_512_878_417_968_75,
        3.138_557_076_454_162_6e-07,
        6.070_877_134_334_296e-11,
        6.223_371_969_669_989e-14,
    ],
    least: [1e-9, 1e-5],
};
#[expect(clippy::approx_constant, reason = "the head of it, not the constant")]
const DOUBLE: Parts = Parts {
    shift: 6_755_399_441_055_744.0,
    bound: 1.0e8,
    fused: [
        1.570_796_326_794_896_6,
        6.123_233_995_736_765e-17,
        1.082_856_673_921_913_9e-32,
    ],
    unfused_bound: 5.0e7,
    unfused: [
        1.570_796_310_901_641_8,
        1.589_325_471_229_585_7e-08,
        6.123_233_932_053_594e-17,
        6.368_317_147_669_92e-25,
        1.584_103_006_160_407_5e-33,
    ],
    least: [1e-23, 1e-16],
};

/// A product up to this size is its own remainder, or π/4 off a whole one.
const SMALL: f64 = 0.5;

/// What is reduced.
#[derive(Clone, Copy)]
pub(super) enum Angle<V> {
    /// A number.
    Whole(V),
    /// A product, which is not rounded.
    Product(V, V),
    /// A sum, which is not rounded. The second number is at most half a unit in the last place of the
    /// first, or not much more; beyond the bound of the parts it is nothing where it is NaN.
    Sum(V, V),
}

/// Reduces an angle to at most π/4.
#[inline(always)]
pub(super) fn reduce<V: Vector>(angle: Angle<V>) -> Reduced<V> {
    reduce_further::<V, false>(angle)
}

/// Reduces an angle and π/4, which are not rounded, to at most π/4.
#[inline(always)]
pub(super) fn reduce_eighth<V: Vector>(angle: Angle<V>) -> Reduced<V> {
    reduce_further::<V, true>(angle)
}

#[inline(always)]
fn reduce_further<V: Vector, const EIGHTH: bool>(angle: Angle<V>) -> Reduced<V> {
    let parts = if V::Scalar::MANTISSA_BITS == 23 {
        &SINGLE
    } else {
        &DOUBLE
    };
    let (x, lost) = match angle {
        Angle::Product(a, b) => {
            let x = product(a, b);
            (x.high, Some(x.low))
        }
        Angle::Sum(a, b) => (a, Some(b)),
        Angle::Whole(a) => (a, None),
    };
    // n, or n − ½, which has a bit more: half as many of them have exact products.
    let quarters = x.splat(core::f64::consts::FRAC_2_PI);
    let (shifted, n, reach) = if EIGHTH {
        let shifted = x.mul_add(quarters, x.splat(0.5)) + parts.shift;
        (shifted, shifted - parts.shift - 0.5, 0.5)
    } else {
        let shifted = x.mul_add(quarters, x.splat(parts.shift));
        (shifted, shifted - parts.shift, 1.0)
    };
    let (high, low, bound, least) = if x.has_fma() {
        let [a, b, c] = parts.fused;
        let first = n.mul_add(x.splat(-a), x);
        let low = if EIGHTH {
            // The digits of an x below π/4; a larger one loses none.
            let kept = n.mul_add(x.splat(a), first);
            n.mul_add(x.splat(-c), x - kept)
        } else {
            n * -c
        };
        let (high, low) = match (angle, lost) {
            (Angle::Product(..), Some(lost)) => {
                // What the product lost is as large as the distance itself next to a multiple: so it
                // is added before the distance is rounded.
                let first = exact_sum(first, lost);
                (n.mul_add(x.splat(-b), first.high), low + first.low)
            }
            (Angle::Sum(..), Some(lost)) if V::Scalar::MANTISSA_BITS == 23 => {
                // Next to the distance both are small, so that it is rounded once; next to a zero it
                // has an error of theirs.
                (first + n.mul_add(x.splat(-b), lost), low)
            }
            (Angle::Sum(..), Some(lost)) => {
                // The distance is 0 or no smaller than what the sum lost, as Dekker asks; so it has
                // all its digits next to a zero.
                let first = sum(first, lost);
                let low = if EIGHTH {
                    low + first.low
                } else {
                    n.mul_add(x.splat(-c), first.low)
                };
                (n.mul_add(x.splat(-b), first.high), low)
            }
            _ => (n.mul_add(x.splat(-b), first), low),
        };
        (high, low, parts.bound, parts.least[0])
    } else {
        let [a, b, c, d, e] = parts.unfused;
        let mut high = x - n * a;
        let mut low = n * -d;
        if EIGHTH {
            low = low + (x - (high + n * a));
        }
        for part in [n * -b, n * -c] {
            let sum = exact_sum(high, part);
            high = sum.high;
            // Nothing is lost without a turn, and −0 must stay what it is.
            low = V::select(n.eq(n.splat(0.0)), low, low + sum.low);
        }
        if let Some(lost) = lost {
            // Of a small product it is nothing, and may be no number: the halves of a factor above
            // 2¹¹⁵ are infinite.
            let counts = match angle {
                Angle::Sum(..) => lost.eq(lost),
                _ => x.abs().gt(x.splat(SMALL)),
            };
            let sum = exact_sum(high, V::select(counts, lost, x.splat(0.0)));
            high = sum.high;
            low = low + sum.low;
        }
        // The low part may be several units in the last place of the high one.
        let sum = high + low;
        let rest = n * -e;
        (
            sum,
            (low - (sum - high)) + rest,
            parts.unfused_bound,
            parts.least[1],
        )
    };
    let mut beyond = x.abs().gt(x.splat(reach * bound));
    if let Angle::Product(..) = angle {
        // Or no number at all.
        let near = !high.abs().ge(x.splat(least));
        beyond = beyond | (near & x.abs().gt(x.splat(SMALL)));
    }
    let fast = Reduced {
        high,
        low,
        n: shifted.to_bits(),
    };
    if beyond.any() {
        let slow = reduce_apart(angle, EIGHTH);
        let [slow_n, fast_n] = [slow.n, fast.n].map(V::from_bits);
        Reduced {
            high: V::select(beyond, slow.high, fast.high),
            low: V::select(beyond, slow.low, fast.low),
            n: V::select(beyond, slow_n, fast_n).to_bits(),
        }
    } else {
        fast
    }
}

/// The sine of what was reduced.
#[inline(always)]
pub(super) fn sine<V: Vector>(r: &Reduced<V>) -> V {
    let [sine, cosine] = sine_and_cosine(r);
    by_half_turn(r.n, by_parity(r.n, sine, cosine))
}

/// Its cosine.
#[inline(always)]
pub(super) fn cosine<V: Vector>(r: &Reduced<V>) -> V {
    let [sine, cosine] = sine_and_cosine(r);
    by_half_turn(r.n + r.n.splat(1), by_parity(r.n, cosine, sine))
}

/// sin(`high` + `low`) and cos(`high` + `low`).
#[inline(always)]
fn sine_and_cosine<V: Vector>(r: &Reduced<V>) -> [V; 2] {
    let (sine, cosine) = if V::Scalar::MANTISSA_BITS == 23 {
        (SINE_SINGLE.as_slice(), COSINE_SINGLE.as_slice())
    } else {
        (SINE_DOUBLE.as_slice(), COSINE_DOUBLE.as_slice())
    };
    let square = r.high * r.high;
    let cubic = square * r.high;
    [
        cubic.mul_add(polynomial(square, sine), r.low) + r.high,
        square.mul_add(polynomial(square, cosine), square.splat(1.0)),
    ]
}

/// `even` where n is even, `odd` where it is odd.
#[inline(always)]
pub(super) fn by_parity<V: Vector>(n: V::Bits, even: V, odd: V) -> V {
    let sign = 8 * size_of::<V::Scalar>() as u32 - 1;
    let one = even.splat(1.0);
    let signed = V::from_bits(n << sign | one.to_bits());
    V::select(signed.gt(even.splat(0.0)), even, odd)
}

/// `value`, negated where the second bit of n is set.
#[inline(always)]
fn by_half_turn<V: Vector>(n: V::Bits, value: V) -> V {
    let sign = 8 * size_of::<V::Scalar>() as u32 - 1;
    V::from_bits(value.to_bits() ^ (n >> 1 << sign))
}

/// (sin r − r) / r³ in r².
#[rustfmt::skip]
const SINE_SINGLE: [f64; 3] = [
    -0.166_666_552_424_430_85, 0.008_332_188_241_183_758, -0.000_195_180_720_766_074_96,
];
/// (cos r − 1) / r² in r².
#[rustfmt::skip]
const COSINE_SINGLE: [f64; 4] = [
    -0.5, 0.041_666_645_556_688_31, -0.001_388_730_946_928_262_7,
    2.443_233_825_033_530_6e-05,
];
#[rustfmt::skip]
const SINE_DOUBLE: [f64; 6] = [
    -0.166_666_666_666_666_3, 0.008_333_333_333_321_92, -0.000_198_412_698_294_605_62,
    2.755_731_358_311_113e-06, -2.505_074_246_739_959e-08, 1.589_595_275_239_800_4e-10,
];
#[rustfmt::skip]
const COSINE_DOUBLE: [f64; 7] = [
    -0.5, 0.041_666_666_666_666_595, -0.001_388_888_888_887_334_6,
    2.480_158_728_900_562_7e-05, -2.755_731_421_807_398e-07, 2.087_570_552_376_513_7e-09,
    -1.135_875_484_032_849_5e-11,
];
