//! 1 + e⁻ˣ, the divisor of [`sigmoid`](super::sigmoid) and [`silu`](super::silu).
//!
//! −x = n·ln 2 + r, and with p = eʳ − 1 it is (1 + 2ⁿ·p) + 2ⁿ: e⁻ˣ is not rounded on its own. Where
//! e⁻ˣ would overflow σ(x) is still a number, so it comes in units of 2⁻³², or 2⁻¹⁰⁰ in `f64`.

use std::f64::consts::LOG2_E;

use super::{
    exp,
    reduce::{Ln2, bias, nearest_integer, polynomial, power_of_two, remainder},
};
use crate::simd::Vector;

/// Where σ(x) is 0, and x·σ(x) too.
const LEAST_SINGLE: f64 = -110.0;
const LEAST_DOUBLE: f64 = -753.0;

/// Where e⁻ˣ is nothing beside 1.
const LAST_SINGLE: f64 = 60.0;
const LAST_DOUBLE: f64 = 100.0;

/// A divisor in units, and the unit.
pub(super) struct Divisor<V> {
    pub(super) units: V,
    pub(super) unit: f64,
    /// x, as far down as the divisor follows it.
    pub(super) x: V,
}

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> Divisor<V> {
    let x = x.splat(LEAST_SINGLE).max(x);
    evaluate(x, LAST_SINGLE, -32, Ln2::SINGLE, exp::SINGLE_REFLECTED)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> Divisor<V> {
    let x = x.splat(LEAST_DOUBLE).max(x);
    evaluate(x, LAST_DOUBLE, -100, Ln2::DOUBLE, exp::DOUBLE_REFLECTED)
}

#[inline(always)]
fn evaluate<V: Vector, const N: usize>(
    x: V,
    last: f64,
    exponent: i32,
    ln_2: Ln2,
    series: [f64; N],
) -> Divisor<V> {
    let held = x.splat(last).min(x);
    let (n, biased) = nearest_integer(held, -LOG2_E, bias::<V>() + i64::from(exponent));
    let scale = power_of_two::<V>(biased);
    // −r, and the series of e⁻ʳ.
    let r = remainder(held, n, ln_2.negative());
    let p = (r * r).mul_add(polynomial(r, series), -r);
    let unit = 2f64.powi(exponent);
    Divisor {
        units: p.mul_add(scale, x.splat(unit)) + scale,
        unit,
        x,
    }
}
