//! The hyperbolic cosine.
//!
//! |x| = n·ln 2 + r with |r| ≤ ½ ln 2, and cosh|x| = cosh(n ln 2)·cosh r + sinh(n ln 2)·sinh r:
//! one even and one odd polynomial, and no division.
//!
//! Max error `f32` 1.30 ULP at x = 0.9765098, `f64` 1.26 ULP at x = 1.0293363. All x.
//! Proved over all 2³² `f32`; measured on a million `f64`. Without fused multiply-add: `f32` 1.44
//! ULP at x = 1.7487515, `f64` 1.38 ULP.
//! Coefficients: `scripts/coefficients_exponential.sollya`, blocks "cosh" and "sinh".

use std::f64::consts::LOG2_E;

use super::{
    reduce::{Ln2, bias, nearest_integer, polynomial, power_of_two, remainder_in_parts},
};
use crate::simd::{Bits, Scalar, Vector};

/// (cosh r − 1)/r², a polynomial in r², minimax on |r| ≤ 0.3467: error of cosh r 2⁻³³.
const COSH_SINGLE: [f64; 3] = [0.5, 0.041666456, 0.0013935763];
/// (sinh r − r)/r³, a polynomial in r², minimax on |r| ≤ 0.3467: relative error of sinh r 2⁻³⁴.
const SINH_SINGLE: [f64; 3] = [0.16666667, 0.008333192, 0.00019958474];
/// The same for `f64`: error of cosh r 2⁻⁵⁸.
const COSH_DOUBLE: [f64; 5] = [
    0.5000000000000012,
    0.041666666666519254,
    0.0013888888946118115,
    2.4801490785583328e-5,
    2.763100443744832e-7,
];
/// The same for `f64`: relative error of sinh r 2⁻⁶⁴.
const SINH_DOUBLE: [f64; 6] = [
    0.16666666666666666,
    0.008333333333334211,
    0.00019841269838349076,
    2.755732365216446e-6,
    2.5048971321057994e-8,
    1.6911729912782883e-10,
];

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    evaluate(single_parts(x))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    evaluate(double_parts(x))
}

#[inline(always)]
fn evaluate<V: Vector>(parts: Parts<V>) -> V {
    let Parts { up, down, high, cosh_rest, sinh_rest } = parts;
    let (sinh_n, cosh_n) = (up - down, up + down);
    let leading = sinh_n.mul_add(high, up);
    // The rounding of `cosh_n` would be too much for the leading term, so that gets `up` alone.
    let rest = cosh_n.mul_add(cosh_rest, down);
    let half = leading + sinh_n.mul_add(sinh_rest, rest);
    half + half
}

/// What both hyperbolic functions are made of. The powers are ½ of what they add up to, so that
/// only the last doubling can overflow.
pub(super) struct Parts<V> {
    /// ¼·2ⁿ; with `down`, ½ cosh(n ln 2) = up + down and ½ sinh(n ln 2) = up − down.
    pub(super) up: V,
    /// ¼·2⁻ⁿ.
    pub(super) down: V,
    /// The leading part of r and of sinh r.
    pub(super) high: V,
    /// sinh r − high.
    pub(super) sinh_rest: V,
    /// cosh r − 1.
    pub(super) cosh_rest: V,
}

#[inline(always)]
pub(super) fn single_parts<V: Vector<Scalar = f32>>(x: V) -> Parts<V> {
    // Just beyond the largest finite result, where ½·2ⁿ is still finite.
    parts(x.splat(89.5).min(x.abs()), Ln2::SINGLE, COSH_SINGLE, SINH_SINGLE)
}

#[inline(always)]
pub(super) fn double_parts<V: Vector<Scalar = f64>>(x: V) -> Parts<V> {
    parts(x.splat(710.6).min(x.abs()), Ln2::DOUBLE, COSH_DOUBLE, SINH_DOUBLE)
}

#[inline(always)]
fn parts<V: Vector, const C: usize, const S: usize>(
    magnitude: V,
    ln_2: Ln2,
    cosh: [f64; C],
    sinh: [f64; S],
) -> Parts<V> {
    let (n, biased) = nearest_integer(magnitude, LOG2_E, bias::<V>() - 2);
    let (r, high, low) = remainder_in_parts(magnitude, n, ln_2);
    let up = power_of_two::<V>(biased);
    // ¼·2⁻ⁿ, by turning the exponent about that of ¼. Where the type has no such number the
    // pattern is negative, and 0 does.
    let twice_quarter = (2 * (bias::<V>() - 2) as u64) << V::Scalar::MANTISSA_BITS;
    let down = V::from_bits(biased.splat(twice_quarter) - up.to_bits());
    let down = magnitude.splat(0.0).max(down);
    let square = r * r;
    Parts {
        up,
        down,
        high,
        sinh_rest: (r * square).mul_add(polynomial(square, sinh), -low),
        cosh_rest: square * polynomial(square, cosh),
    }
}
