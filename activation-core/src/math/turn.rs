//! The reduction of large angles, one lane at a time and in integers: x/(2π) modulo 1 to 128 bits,
//! from as many bits of 1/(2π) as the exponent of x asks for (Payne and Hanek, 1983).
//!
//! An angle may be the product of two numbers, whose mantissas are multiplied without rounding and
//! whose exponents are added: so it is reduced even where the product itself is infinite. Or it is
//! their sum, of which each is reduced alone.
//!
//! Not here: which angles are large (`super::trigonometric`).

use super::trigonometric::{Angle, Reduced};
use crate::simd::{Scalar, Vector};

/// More lanes than any vector has.
const ROOM: usize = 128;

/// A smaller angle is a neighbour of the lane that asked; nobody reads its remainder.
const SMALL: f64 = 0.5;
/// The last place of a smaller number may be further down than [`fraction_of_turn`] reaches; one of
/// 10⁻²¹ is enough.
const TINY: f64 = 1e-21;

/// Reduces an angle, and adds an `eighth` of a turn before.
#[inline(always)]
pub(super) fn reduce_apart<V: Vector>(angle: Angle<V>, eighth: bool) -> Reduced<V> {
    const { assert!(V::LANES <= ROOM) };
    let (a, b, is_sum) = match angle {
        Angle::Whole(a) => (a, a.splat(1.0), false),
        Angle::Product(a, b) => (a, b, false),
        Angle::Sum(a, b) => (a, b, true),
    };
    let mut buffers = [[V::Scalar::from_f64(0.0); ROOM]; 3];
    a.store(&mut buffers[0]);
    b.store(&mut buffers[1]);
    reduce_lanes(&mut buffers, V::LANES, is_sum, eighth);
    Reduced {
        high: a.load(&buffers[0]),
        low: a.load(&buffers[1]),
        n: a.load(&buffers[2]).to_bits(),
    }
}

/// Replaces the numbers in the first and second buffer by the remainders of their products or sums,
/// high parts in the first and low ones in the second, and writes n as a bit pattern into the third.
#[cold]
#[inline(never)]
fn reduce_lanes<T: Scalar>(buffers: &mut [[T; ROOM]; 3], count: usize, is_sum: bool, eighth: bool) {
    let [high, low, n] = buffers;
    for ((high, low), n) in high[..count].iter_mut().zip(low).zip(n) {
        let [a, b] = [high.to_f64(), low.to_f64()];
        let turns = if is_sum {
            sum_in_turns(a, b)
        } else {
            product_in_turns(a, b, SMALL)
        };
        let (quarters, head, rest) = turns.map_or((0, f64::NAN, f64::NAN), |turns| {
            remainder(turns.wrapping_add(u128::from(eighth) << 125))
        });
        *high = T::from_f64(head);
        *low = T::from_f64((head - high.to_f64()) + rest);
        *n = T::from_bit_pattern(quarters);
    }
}

/// What a·b is in turns, modulo 1, unless it is below `least`.
fn product_in_turns(a: f64, b: f64, least: f64) -> Option<u128> {
    let is_large = (a * b).abs() >= least;
    (is_large && a.is_finite() && b.is_finite()).then(|| fraction_of_turn(a, b))
}

/// What a + b is in turns, modulo 1, for a small b.
fn sum_in_turns(a: f64, b: f64) -> Option<u128> {
    let turns = product_in_turns(a, 1.0, SMALL)?;
    // Next to a zero of the wave, b is all that the angle has: as a product with a rounded 1/(2π) it
    // would be off by its last place.
    Some(match product_in_turns(b, 1.0, TINY) {
        Some(more) => turns.wrapping_add(more),
        None if b.is_nan() => turns,
        None => {
            let more = b * core::f64::consts::FRAC_1_PI * (1u128 << 127) as f64;
            turns.wrapping_add_signed(more as i128)
        }
    })
}

/// n modulo 4, and r in two parts, where n·π/2 + r is an angle of so many `turns`.
fn remainder(turns: u128) -> (u64, f64, f64) {
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

/// a·b/(2π) modulo 1 with 128 bits behind the point, for finite factors of a product of at least
/// [`TINY`].
fn fraction_of_turn(a: f64, b: f64) -> u128 {
    let [(m, i), (n, j)] = [a, b].map(mantissa_and_exponent);
    let product = u128::from(m) * u128::from(n);
    let mut turns = multiple(product as u64, i + j);
    let head = (product >> 64) as u64;
    if head != 0 {
        turns = turns.wrapping_add(multiple(head, i + j + 64));
    }
    if (a < 0.0) == (b < 0.0) {
        turns
    } else {
        turns.wrapping_neg()
    }
}

/// An odd m and k with |x| = m·2ᵏ, for a finite x that is not 0.
fn mantissa_and_exponent(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let (field, fraction) = ((bits >> 52) & 0x7ff, bits & ((1 << 52) - 1));
    // A subnormal number has no leading 1, and the exponent of the smallest normal ones.
    let mantissa = fraction | u64::from(field > 0) << 52;
    let spare = mantissa.trailing_zeros();
    (
        mantissa >> spare,
        (field.max(1) + u64::from(spare)) as i32 - 1023 - 52,
    )
}

/// m·2ᵏ/(2π) modulo 1 with 128 bits behind the point, for a k of at least −128.
fn multiple(m: u64, k: i32) -> u128 {
    // Bits of 1/(2π) further left than 2^−k count whole turns.
    let from = (k + 128) as usize;
    let (word, shift) = (from / 64, from % 64);
    let window = |i: usize| {
        let pair =
            u128::from(INVERSE_TURN[word + i]) << 64 | u128::from(INVERSE_TURN[word + i + 1]);
        (pair << shift >> 64) as u64
    };
    let m = u128::from(m);
    let [a, b, c] = [window(0), window(1), window(2)].map(u128::from);
    let head = (m * a) << 64;
    head.wrapping_add(m * b).wrapping_add((m * c) >> 64)
}

/// 128 zeros, then the bits of 1/(2π) behind the point: as many as a product of two numbers of
/// 2¹⁰²³ asks for.
#[rustfmt::skip]
const INVERSE_TURN: [u64; 37] = [
    0x0000000000000000, 0x0000000000000000, 0x28be60db9391054a,
    0x7f09d5f47d4d3770, 0x36d8a5664f10e410, 0x7f9458eaf7aef158,
    0x6dc91b8e909374b8, 0x01924bba82746487, 0x3f877ac72c4a69cf,
    0xba208d7d4baed121, 0x3a671c09ad17df90, 0x4e64758e60d4ce7d,
    0x272117e2ef7e4a0e, 0xc7fe25fff7816603, 0xfbcbc462d6829b47,
    0xdb4d9fb3c9f2c26d, 0xd3d18fd9a797fa8b, 0x5d49eeb1faf97c5e,
    0xcf41ce7de294a4ba, 0x9afed7ec47e35742, 0x1580cc11bf1edaea,
    0xfc33ef0826bd0d87, 0x6a78e45857b986c2, 0x19666157c5281a10,
    0x237ff620135cc9cc, 0x41818555b29cea32, 0x58389ef0231ad1f1,
    0x0670d9f3773a024a, 0xa0d6711da2e58729, 0xb76bd13455c6414f,
    0xa97fc1c14fdf8cfa, 0x0cb0b793e60c9f6e, 0xf0cf49bbdac797be,
    0x27ce87cd72bc9fc7, 0x61fc48641f1f091a, 0xbe9bb55dcb4c10ce,
    0xc571852d674670f0,
];
