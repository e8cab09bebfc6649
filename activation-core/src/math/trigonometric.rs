//! The distance r of x from the nearest multiple n·π/2, and its sine and cosine, for [`sin`](super::sin),
//! [`cos`](super::cos) and [`tan`](super::tan); or from the nearest (n − ½)·π/2, for
//! [`sin_eighth`](super::sin_eighth).
//!
//! Up to a bound, x − n·π/2 is computed with π/2 in three parts (four shorter ones on
//! levels whose multiply-add rounds twice, so that every product but the last is exact). A lane
//! beyond it is reduced alone, in integers: x/(2π) modulo 1 to 128 bits, from as many bits of
//! 1/(2π) as the exponent of x asks for (Payne and Hanek, 1983). Which way a lane goes depends
//! on that lane only; a vector that has no such lane skips the slow way.

use super::{gaussian::polynomial, twofold::sum_residual};
use crate::simd::{Mask, Scalar, Vector};

/// n·π/2 + `high` + `low` = x, or x + π/4; the lowest two bits of `n` are those of n.
pub(super) struct Reduced<V: Vector> {
    pub(super) high: V,
    pub(super) low: V,
    pub(super) n: V::Bits,
}

/// π/2 for one lane type, in parts. All are positive, so that x = −0 keeps its sign.
struct Parts {
    shift: f64,
    /// The largest |x| that the parts are good for.
    bound: f64,
    fused: [f64; 3],
    unfused_bound: f64,
    unfused: [f64; 4],
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
        6.077_099_934_387_32e-11,
    ],
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
        6.368_317_163_510_95e-25,
    ],
};

/// Reduces x to at most π/4.
#[inline(always)]
pub(super) fn reduce<V: Vector>(x: V) -> Reduced<V> {
    reduce_further::<V, false>(x)
}

/// Reduces x + π/4, which is not rounded, to at most π/4.
#[inline(always)]
pub(super) fn reduce_eighth<V: Vector>(x: V) -> Reduced<V> {
    reduce_further::<V, true>(x)
}

#[inline(always)]
fn reduce_further<V: Vector, const EIGHTH: bool>(x: V) -> Reduced<V> {
    let parts = if V::Scalar::MANTISSA_BITS == 23 {
        &SINGLE
    } else {
        &DOUBLE
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
    let (high, low, bound) = if x.has_fma() {
        let [a, b, c] = parts.fused;
        let high = n.mul_add(x.splat(-b), n.mul_add(x.splat(-a), x));
        (high, n * -c, parts.bound)
    } else {
        let [a, b, c, d] = parts.unfused;
        let mut high = x - n * a;
        let mut low = n * -d;
        for part in [n * -b, n * -c] {
            let lost = sum_residual(high, part);
            high = high + part;
            // Nothing is lost without a turn, and −0 must stay what it is.
            low = V::select(n.eq(n.splat(0.0)), low, low + lost);
        }
        // The low part may be several units in the last place of the high one.
        let sum = high + low;
        (sum, low - (sum - high), parts.unfused_bound)
    };
    let fast = Reduced {
        high,
        low,
        n: shifted.to_bits(),
    };
    let beyond = x.abs().gt(x.splat(reach * bound));
    if beyond.any() {
        let slow = reduce_apart::<V, EIGHTH>(x);
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

/// sin(`high` + `low`) and cos(`high` + `low`).
#[inline(always)]
pub(super) fn sine_and_cosine<V: Vector>(r: &Reduced<V>) -> [V; 2] {
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
pub(super) fn by_half_turn<V: Vector>(n: V::Bits, value: V) -> V {
    let sign = 8 * size_of::<V::Scalar>() as u32 - 1;
    V::from_bits(value.to_bits() ^ (n >> 1 << sign))
}

/// More lanes than any vector has.
const ROOM: usize = 128;

#[inline(always)]
fn reduce_apart<V: Vector, const EIGHTH: bool>(x: V) -> Reduced<V> {
    const { assert!(V::LANES <= ROOM) };
    let mut buffers = [[V::Scalar::from_f64(0.0); ROOM]; 3];
    x.store(&mut buffers[0]);
    reduce_lanes(&mut buffers, V::LANES, EIGHTH);
    Reduced {
        high: x.load(&buffers[0]),
        low: x.load(&buffers[1]),
        n: x.load(&buffers[2]).to_bits(),
    }
}

/// Replaces the numbers in the first buffer by their remainders, high and low parts in the first
/// and second buffer, and n as a bit pattern in the third.
#[cold]
#[inline(never)]
fn reduce_lanes<T: Scalar>(buffers: &mut [[T; ROOM]; 3], count: usize, eighth: bool) {
    let [high, low, n] = buffers;
    for ((high, low), n) in high[..count].iter_mut().zip(low).zip(n) {
        let (quarters, head, rest) = remainder(high.to_f64(), eighth);
        *high = T::from_f64(head);
        *low = T::from_f64((head - high.to_f64()) + rest);
        *n = T::from_bit_pattern(quarters);
    }
}

/// n modulo 4, and r in two parts, where n·π/2 + r is x, or x and an `eighth` of a turn.
fn remainder(x: f64, eighth: bool) -> (u64, f64, f64) {
    // A small x is a neighbour of the lane that asked; nobody reads its remainder.
    if !(1.0..f64::INFINITY).contains(&x.abs()) {
        return (0, f64::NAN, f64::NAN);
    }
    let turns = fraction_of_turn(x).wrapping_add(u128::from(eighth) << 125);
    let n = (turns.wrapping_add(1 << 125) >> 126) as u64;
    // The distance in units of 2⁻¹²⁸ quarter turns; what overflows is whole quarters.
    let fraction = (turns << 2) as i128;
    let high = fraction as f64;
    let low = fraction.wrapping_sub(high as i128) as f64;
    let [quarter, quarter_low] = [core::f64::consts::FRAC_PI_2, 6.123_233_995_736_766e-17];
    let product = high * quarter;
    let rest = high.mul_add(quarter, -product) + high.mul_add(quarter_low, low * quarter);
    let sum = product + rest;
    let unit = 1.0 / (1u128 << 64) as f64 / (1u128 << 64) as f64;
    (n, sum * unit, ((product - sum) + rest) * unit)
}

/// x/(2π) modulo 1 with 128 bits behind the point, for a finite x of at least 1.
fn fraction_of_turn(x: f64) -> u128 {
    let bits = x.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32 - 1023 - 52;
    let mantissa = (bits & ((1 << 52) - 1)) | 1 << 52;
    // |x| = mantissa · 2^exponent: bits of 1/(2π) further left than 2^−exponent count whole turns.
    let from = (exponent + 64) as usize;
    let (word, shift) = (from / 64, from % 64);
    let window = |i: usize| {
        let pair =
            u128::from(INVERSE_TURN[word + i]) << 64 | u128::from(INVERSE_TURN[word + i + 1]);
        (pair << shift >> 64) as u64
    };
    let m = u128::from(mantissa);
    let [a, b, c] = [window(0), window(1), window(2)].map(u128::from);
    let head = (m * a) << 64;
    let product = head.wrapping_add(m * b).wrapping_add((m * c) >> 64);
    if x < 0.0 {
        product.wrapping_neg()
    } else {
        product
    }
}

/// 64 zeros, then the bits of 1/(2π) behind the point.
#[rustfmt::skip]
const INVERSE_TURN: [u64; 21] = [
    0x0000000000000000, 0x28be60db9391054a, 0x7f09d5f47d4d3770,
    0x36d8a5664f10e410, 0x7f9458eaf7aef158, 0x6dc91b8e909374b8,
    0x01924bba82746487, 0x3f877ac72c4a69cf, 0xba208d7d4baed121,
    0x3a671c09ad17df90, 0x4e64758e60d4ce7d, 0x272117e2ef7e4a0e,
    0xc7fe25fff7816603, 0xfbcbc462d6829b47, 0xdb4d9fb3c9f2c26d,
    0xd3d18fd9a797fa8b, 0x5d49eeb1faf97c5e, 0xcf41ce7de294a4ba,
    0x9afed7ec47e35742, 0x1580cc11bf1edaea, 0xfc33ef0826bd0d87,
];

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
