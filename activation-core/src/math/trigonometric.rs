//! The distance of x from the nearest multiple of π or π/2, for [`sin`](super::sin),
//! [`cos`](super::cos) and [`tan`](super::tan).
//!
//! Up to a bound, x − n·p is computed with the period p in three parts (four shorter ones on
//! levels whose multiply-add rounds twice, so that every product but the last is exact). A lane
//! beyond it is reduced alone, in integers: x/(2π) modulo 1 to 128 bits, from as many bits of
//! 1/(2π) as the exponent of x asks for (Payne and Hanek, 1983). Which way a lane goes depends
//! on that lane only; a vector that has no such lane skips the slow way.

use crate::simd::{Bits, Mask, Scalar, Vector};

/// n·p + `high` + `low` = x (+ the offset), with `flip` the sign bit where n is odd.
pub(super) struct Reduced<V: Vector> {
    pub(super) high: V,
    pub(super) low: V,
    pub(super) flip: V::Bits,
}

/// A period, and from where it is counted.
pub(super) struct Period {
    /// How many periods make 2π, as a power of two: 1 for π, 2 for π/2.
    doublings: u32,
    /// x = (n + offset)·p + r: ½ for the cosine, else 0.
    offset: f64,
    inverse: f64,
    single: Parts,
    double: Parts,
}

/// The parts of a period in one lane type. All are positive, so that x = −0 keeps its sign.
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
        3.141_592_502_593_994,
        1.509_957_883_172_319_3e-07,
        1.078_060_505_991_553e-14,
    ],
    unfused_bound: 25_000.0,
    unfused: [
        3.140_625,
        0.000_967_025_756_835_937_5,
        6.277_114_152_908_325e-07,
        1.215_419_986_877_464e-10,
    ],
};
const DOUBLE: Parts = Parts {
    shift: 6_755_399_441_055_744.0,
    bound: 1.0e8,
    fused: [
        3.141_592_653_589_793,
        1.224_646_799_147_353e-16,
        2.165_713_347_843_827_8e-32,
    ],
    unfused_bound: 1.0e8,
    unfused: [
        3.141_592_621_803_283_7,
        3.178_650_942_459_171_3e-08,
        1.224_646_786_410_718_9e-16,
        1.273_663_432_702_19e-24,
    ],
};

const HALF_TURN: Period = Period {
    doublings: 1,
    offset: 0.0,
    inverse: core::f64::consts::FRAC_1_PI,
    single: SINGLE,
    double: DOUBLE,
};
/// Multiples of π.
pub(super) const SINE: Period = HALF_TURN;
/// Odd multiples of π/2.
pub(super) const COSINE: Period = Period {
    offset: 0.5,
    ..HALF_TURN
};
/// Multiples of π/2.
pub(super) const TANGENT: Period = Period {
    doublings: 2,
    offset: 0.0,
    inverse: core::f64::consts::FRAC_2_PI,
    single: halved(SINGLE),
    double: halved(DOUBLE),
};

const fn halved(p: Parts) -> Parts {
    let [a, b, c] = p.fused;
    let [d, e, f, g] = p.unfused;
    Parts {
        shift: p.shift,
        bound: p.bound / 2.0,
        fused: [a / 2.0, b / 2.0, c / 2.0],
        unfused_bound: p.unfused_bound / 2.0,
        unfused: [d / 2.0, e / 2.0, f / 2.0, g / 2.0],
    }
}

/// Reduces x by `period`.
#[inline(always)]
pub(super) fn reduce<V: Vector>(x: V, period: &Period) -> Reduced<V> {
    let parts = if V::Scalar::MANTISSA_BITS == 23 {
        &period.single
    } else {
        &period.double
    };
    // −½ and the shift are added apart: together they would lose the ½.
    let turns = x.mul_add(x.splat(period.inverse), x.splat(-period.offset));
    let shifted = turns + parts.shift;
    let n = (shifted - parts.shift) + period.offset;
    let sign = 8 * size_of::<V::Scalar>() as u32 - 1;
    let flip = shifted.to_bits() << sign;
    let (fast, bound) = if x.has_fma() {
        let [a, b, c] = parts.fused;
        let high = n.mul_add(x.splat(-b), n.mul_add(x.splat(-a), x));
        let low = n * -c;
        (Reduced { high, low, flip }, parts.bound)
    } else {
        let [a, b, c, d] = parts.unfused;
        let high = x - n * a - n * b - n * c;
        let low = n * -d;
        (Reduced { high, low, flip }, parts.unfused_bound)
    };
    let beyond = x.abs().gt(x.splat(bound));
    if beyond.any() {
        let slow = reduce_apart(x, period.doublings, period.offset);
        let [slow_flip, fast_flip] = [slow.flip, fast.flip].map(V::from_bits);
        Reduced {
            high: V::select(beyond, slow.high, fast.high),
            low: V::select(beyond, slow.low, fast.low),
            flip: V::select(beyond, slow_flip, fast_flip).to_bits(),
        }
    } else {
        fast
    }
}

/// More lanes than any vector has.
const ROOM: usize = 128;

#[inline(always)]
fn reduce_apart<V: Vector>(x: V, doublings: u32, offset: f64) -> Reduced<V> {
    const { assert!(V::LANES <= ROOM) };
    let zero = V::Scalar::from_f64(0.0);
    let mut buffers = [[zero; ROOM]; 3];
    x.store(&mut buffers[0]);
    reduce_lanes(&mut buffers, V::LANES, doublings, offset);
    Reduced {
        high: x.load(&buffers[0]),
        low: x.load(&buffers[1]),
        flip: x.load(&buffers[2]).to_bits(),
    }
}

/// Replaces the numbers in the first buffer by their remainders, high and low parts in the first
/// and second buffer, and −0 in the third where the multiple was odd.
#[cold]
#[inline(never)]
fn reduce_lanes<T: Scalar>(
    buffers: &mut [[T; ROOM]; 3],
    count: usize,
    doublings: u32,
    offset: f64,
) {
    for lane in 0..count {
        let (odd, high, low) = remainder(buffers[0][lane].to_f64(), doublings, offset);
        let head = T::from_f64(high);
        // The kernels add the low part at the end, when the slope is no longer at hand.
        let cosine = high.cos();
        let slope = if doublings == 1 {
            cosine
        } else {
            1.0 / (cosine * cosine)
        };
        buffers[0][lane] = head;
        buffers[1][lane] = T::from_f64(((high - head.to_f64()) + low) * slope);
        buffers[2][lane] = T::from_f64(if odd { -0.0 } else { 0.0 });
    }
}

/// Whether n is odd, and r in two parts, where x = (n + offset)·p + r and p·2^doublings = 2π.
fn remainder(x: f64, doublings: u32, offset: f64) -> (bool, f64, f64) {
    // A small x is a neighbour of the lane that asked; nobody reads its remainder.
    if !(1.0..f64::INFINITY).contains(&x.abs()) {
        return (false, f64::NAN, f64::NAN);
    }
    let turns = fraction_of_turn(x);
    // In units of p the point lies at 2^doublings·turns; what overflows is whole turns.
    let start = if offset == 0.5 {
        1u128 << (127 - doublings)
    } else {
        0
    };
    let turns = turns.wrapping_sub(start);
    let half_period = 1u128 << (127 - doublings);
    let n = turns.wrapping_add(half_period) >> (128 - doublings);
    // A signed fraction of a period in units of 2⁻¹²⁸.
    let fraction = (turns << doublings) as i128;
    let high = fraction as f64;
    let low = fraction.wrapping_sub(high as i128) as f64;
    let unit = 2f64.powi(-128 - doublings as i32 + 1);
    let [pi, pi_low] = [core::f64::consts::PI, 1.224_646_799_147_353_2e-16];
    let product = high * pi;
    let rest = high.mul_add(pi, -product) + high.mul_add(pi_low, low * pi);
    let sum = product + rest;
    (n & 1 == 1, sum * unit, ((product - sum) + rest) * unit)
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
    let product = head.wrapping_add(m * b).wrapping_add(m * c >> 64);
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
