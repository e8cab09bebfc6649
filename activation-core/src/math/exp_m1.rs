//! eˣ − 1, relatively accurate near 0.
//!
//! x = n·ln 2 + r, and with p = eʳ − 1 it is 2ⁿ·p − (1 − 2ⁿ): one rounding, and that of p. The n
//! is not the nearest one: r lies between ln ¾ and ln 1½, so that where the terms cancel, by half
//! on either side of 0, p is so small that its rounding counts a quarter. And p is the leading
//! part of r less what is far smaller.
//!
//! 1 − 2ⁿ is inexact from where 1 is half an ULP: then the 1 goes into p, as 2⁻ⁿ. The largest n
//! has no 2ⁿ, so the one below serves for it, and the polynomial reaches as far: to ln 2.
//!
//! Everything is written as a difference of what vanishes at 0, because −0 − 0 = −0 where
//! −0 + 0 = 0: so −0 stays −0 without a further instruction.
//!
//! Max error `f32` 0.93 ULP at x = 0.40095925, `f64` 0.90 ULP at x = −0.29503899. All x.
//! Proved over all 2³² `f32`; measured on a million `f64`. Without fused multiply-add: `f32` 0.95 ULP at x = 0.40355206, `f64` 0.91 ULP.
//! Coefficients: `scripts/coefficients_exponential.sollya`, blocks "exp_m1 f32", "exp_m1 f64".

use std::f64::consts::LOG2_E;

use super::reduce::{Ln2, bias, polynomial, power_of_two, remainder_in_parts, shifter};
use crate::simd::{Bits, Scalar, Vector};

/// −(eʳ − 1 − r)/r², minimax on [−0.2878, 0.6932]: relative error of eʳ − 1 2⁻³³.
const SINGLE: [f64; 7] = [
    -0.5,
    -0.16666666,
    -0.04166667,
    -0.008333622,
    -0.0013884578,
    -0.00019657362,
    -2.95769e-05,
];
/// The same for `f64`: relative error 2⁻⁶¹.
const DOUBLE: [f64; 12] = [
    -0.5,
    -0.16666666666666674,
    -0.041666666666666935,
    -0.008333333333326847,
    -0.001388888888881102,
    -0.00019841269860530113,
    -2.480158718830917e-05,
    -2.755729662822886e-06,
    -2.755776934487752e-07,
    -2.5058482142671616e-08,
    -2.058601719036943e-09,
    -1.9306082327376493e-10,
];

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    // Beyond these ends the result is −1 or infinite, and n would leave its bits.
    evaluate(x.splat(89.0).min(x.splat(-18.0).max(x)), Ln2::SINGLE, SINGLE, true)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    evaluate(x.splat(710.0).min(x.splat(-38.0).max(x)), Ln2::DOUBLE, DOUBLE, true)
}

/// For x ≤ 0, in three quarters of the instructions.
#[inline(always)]
pub(super) fn single_of_negative<V: Vector<Scalar = f32>>(x: V) -> V {
    evaluate(x.splat(-18.0).max(x), Ln2::SINGLE, SINGLE, false)
}

/// As [`single_of_negative`].
#[inline(always)]
pub(super) fn double_of_negative<V: Vector<Scalar = f64>>(x: V) -> V {
    evaluate(x.splat(-38.0).max(x), Ln2::DOUBLE, DOUBLE, false)
}

#[inline(always)]
fn evaluate<V: Vector, const N: usize>(x: V, ln_2: Ln2, series: [f64; N], positive: bool) -> V {
    /// How far below the nearest integer: log₂ 1½ − ½. With 0.085 there are inputs, next to
    /// ln ¾, that are 1.3 ULP off.
    const BELOW: f64 = 0.084_962_500_721_156_18;
    let shifter = shifter::<V>() + bias::<V>() as f64;
    let mut shifted = x.mul_add(x.splat(LOG2_E), x.splat(-BELOW)) + shifter;
    if positive {
        shifted = shifted.min(x.splat(shifter + bias::<V>() as f64));
    }
    let n = shifted - shifter;
    let scale = power_of_two::<V>(shifted.to_bits());
    let (r, high, mut rest) = remainder_in_parts(x, n, ln_2);
    if positive {
        rest = rest + one_in_units_of(scale);
    }
    let less = (r * r).mul_add(polynomial(r, series), rest);
    scale.mul_add(high - less, -(x.splat(1.0) - scale))
}

/// 2⁻ⁿ where 2ⁿ is above 2^(MANTISSA_BITS + 1), else 0.
#[inline(always)]
fn one_in_units_of<V: Vector>(scale: V) -> V {
    let bits = scale.to_bits();
    let opposite = (2 * bias::<V>() as u64) << V::Scalar::MANTISSA_BITS;
    let inverse = V::from_bits(bits.splat(opposite) - bits);
    let last = 2f64.powi(-(V::Scalar::MANTISSA_BITS as i32) - 1);
    inverse.min(scale.splat(0.0).max(scale.splat(last) - inverse))
}
