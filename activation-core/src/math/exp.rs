//! eˣ.
//!
//! x = n·ln 2 + r with |r| ≤ ½ ln 2, so eˣ = 2ⁿ·eʳ, and eʳ is a polynomial.
//!
//! Max error `f32` 0.89 ULP at x = −5.848642, `f64` 1.0 ULP at x = −707.787. All x; infinite and 0
//! exactly where the rounded result is, subnormal results rounded once.
//! Proved over all 2³² `f32`; measured on a million `f64`. Without fused multiply-add: `f32` 0.90
//! ULP at x = 4.506326, `f64` 1.0 ULP.
//! Coefficients: `scripts/coefficients_exponential.sollya`, blocks "exp f32", "exp f64".

use std::f64::consts::LOG2_E;

use super::reduce::{
    Ln2, bias, lowered, nearest_integer, polynomial_from, power_of_two,
    powers_in_halves, remainder, remainder_in_parts,
};
use crate::simd::Vector;

/// Minimax on |r| ≤ 0.3467 with the first two coefficients fixed to 1: relative error 2⁻²⁸.
const SINGLE: [f64; 7] = [
    1.0,
    1.0,
    0.4999999,
    0.16666521,
    0.041668963,
    0.008368675,
    0.0013782504,
];
/// The same for `f64`: relative error 2⁻⁵⁷·⁸.
const DOUBLE: [f64; 12] = [
    1.0,
    1.0,
    0.5000000000000011,
    0.16666666666666424,
    0.041666666666526936,
    0.008333333333487038,
    0.0013888888944362959,
    0.00019841269522593552,
    2.4801492415614105e-5,
    2.7557572053766853e-6,
    2.7630473179657775e-7,
    2.5004611748585467e-8,
];

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    single_in_parts(x).whole()
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    double_in_parts(x).whole()
}

/// An exponential that is not multiplied out: the mantissa, about 1, and its power of two in
/// halves. The power comes last, so that a result is rounded once even where it is subnormal,
/// and a factor is applied before it, so that p·eˣ has all its digits where eˣ alone has none.
#[derive(Clone, Copy)]
pub(super) struct Parts<V> {
    mantissa: V,
    scale: [V; 2],
}

impl<V: Vector> Parts<V> {
    /// eˣ.
    #[inline(always)]
    pub(super) fn whole(self) -> V {
        self.mantissa * self.scale[0] * self.scale[1]
    }

    /// What is lacking to a mantissa of `high` + `low` times e^−`off`, for a small `off`.
    #[inline(always)]
    pub(super) fn lacking(self, high: V, low: V, off: V) -> V {
        let low = low - off * self.mantissa;
        ((high - self.mantissa) + low) * self.scale[0] * self.scale[1]
    }

    /// p·eˣ. The first power stays with the mantissa, as in [`whole`](Self::whole): nothing is
    /// rounded there, and kernels that need both compute it once.
    #[inline(always)]
    pub(super) fn times(self, p: V) -> V {
        p * (self.mantissa * self.scale[0]) * self.scale[1]
    }
}

/// eˣ in parts, for |x| up to 174, which is as far as two halves reach; beyond, as at the end.
#[inline(always)]
pub(super) fn single_in_parts<V: Vector<Scalar = f32>>(x: V) -> Parts<V> {
    evaluate(x.splat(174.0).min(x.splat(-174.0).max(x)), Ln2::SINGLE, SINGLE)
}

/// As [`single_in_parts`], for |x| up to 1400.
#[inline(always)]
pub(super) fn double_in_parts<V: Vector<Scalar = f64>>(x: V) -> Parts<V> {
    evaluate(x.splat(1400.0).min(x.splat(-1400.0).max(x)), Ln2::DOUBLE, DOUBLE)
}

#[inline(always)]
fn evaluate<V: Vector, const N: usize>(x: V, ln_2: Ln2, series: [f64; N]) -> Parts<V> {
    let (n, biased) = nearest_integer(x, LOG2_E, 2 * bias::<V>());
    Parts {
        mantissa: mantissa(x, n, ln_2, series).0,
        scale: powers_in_halves(biased),
    }
}

/// eʳ in units of the first coefficient, r = x − n·ln 2, and (eʳ − 1)/r in these units.
///
/// Without fused multiply-add, only what is small is rounded on its own: r comes in parts, of
/// which the large one is exact, and is not part of a product.
#[inline(always)]
fn mantissa<V: Vector, const N: usize>(x: V, n: V, ln_2: Ln2, series: [f64; N]) -> (V, V, V) {
    let unit = x.splat(series[0]);
    if x.has_fma() {
        let r = remainder(x, n, ln_2);
        let slope = polynomial_from(1, r, series);
        return (slope.mul_add(r, unit), r, slope);
    }
    let (r, high, low) = remainder_in_parts(x, n, ln_2);
    let half = polynomial_from(2, r, series);
    let excess = high * unit - (low * unit - (r * r) * half);
    (unit + excess, r, unit + r * half)
}

/// eˣ for x ≤ 0, cheaper: only one end to guard, and a power of two in one piece. It is
/// too large and the mantissa as much too small, which costs nothing, since it is in the
/// coefficients. So the product is rounded once, even where it is subnormal.
#[derive(Clone, Copy)]
pub(super) struct Negative<V> {
    mantissa: V,
    power: V,
    /// What is 1 in units of the mantissa.
    unit: f64,
    /// What the mantissa is more than 1, in two factors.
    excess: [V; 2],
}

impl<V: Vector> Negative<V> {
    /// eˣ.
    #[inline(always)]
    pub(super) fn whole(self) -> V {
        self.mantissa * self.power
    }

    /// 1 + eˣ.
    #[inline(always)]
    pub(super) fn and_one(self) -> V {
        self.mantissa.mul_add(self.power, self.power.splat(1.0))
    }

    /// eˣ − 1, accurate near 0. The power goes to the slope first: r times a slope in small units
    /// may be no number.
    #[inline(always)]
    pub(super) fn minus_one(self) -> V {
        let (one, unit) = (self.power.splat(1.0), self.power.splat(self.unit));
        let [r, slope] = self.excess;
        r.mul_add(slope * self.power, self.power.mul_add(unit, -one))
    }

    /// p·eˣ. A power below 1 goes to p, where it leads to no subnormal number on the way that the
    /// result is not, and one above to the mantissa.
    #[inline(always)]
    pub(super) fn times(self, p: V) -> V {
        let one = self.power.splat(1.0);
        (p * one.min(self.power)) * (self.mantissa * one.max(self.power))
    }
}

/// (e⁻ʳ − 1 + r)/r².
pub(super) const SINGLE_REFLECTED: [f64; 5] = reflected(SINGLE);
/// The same for `f64`.
pub(super) const DOUBLE_REFLECTED: [f64; 10] = reflected(DOUBLE);

const fn reflected<const N: usize, const M: usize>(series: [f64; N]) -> [f64; M] {
    let mut rest = [0.0; M];
    let mut i = 0;
    while i < M {
        rest[i] = if i % 2 == 0 { series[i + 2] } else { -series[i + 2] };
        i += 1;
    }
    rest
}

/// How many places: as many as leave the last coefficient a normal number.
const LIFT_SINGLE: i32 = 110;
const LIFT_DOUBLE: i32 = 990;
const SINGLE_LOWERED: [f64; 7] = lowered(SINGLE, LIFT_SINGLE);
const DOUBLE_LOWERED: [f64; 12] = lowered(DOUBLE, LIFT_DOUBLE);

/// eˣ for x ≤ 0; below −163 that of −163.
#[inline(always)]
pub(super) fn single_of_negative<V: Vector<Scalar = f32>>(x: V) -> Negative<V> {
    of_negative(x.splat(-163.0).max(x), Ln2::SINGLE, SINGLE_LOWERED, LIFT_SINGLE)
}

/// As [`single_of_negative`], with the end at −1390.
#[inline(always)]
pub(super) fn double_of_negative<V: Vector<Scalar = f64>>(x: V) -> Negative<V> {
    of_negative(x.splat(-1390.0).max(x), Ln2::DOUBLE, DOUBLE_LOWERED, LIFT_DOUBLE)
}

#[inline(always)]
fn of_negative<V: Vector, const N: usize>(
    x: V,
    ln_2: Ln2,
    series: [f64; N],
    lift: i32,
) -> Negative<V> {
    let (n, biased) = nearest_integer(x, LOG2_E, bias::<V>() + i64::from(lift));
    let (mantissa, r, slope) = mantissa(x, n, ln_2, series);
    Negative {
        mantissa,
        power: power_of_two::<V>(biased),
        unit: series[0],
        excess: [r, slope],
    }
}
