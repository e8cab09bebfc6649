//! What eˣ loses when [`exp`](super::exp) rounds it: eˣ minus that.
//!
//! exp(x − eˣ) is wrong by as much as eˣ is, absolutely: 60 units in the last place at x = 4.6,
//! where eˣ is 100. With the residual, the sum is known as well as a sum of two floats.
//!
//! The reduction is that of `exp`, with r in two parts. Then 1 + r and r²/2 are added up exactly,
//! and only what is left of the series, less than 0.0072, is rounded.
//!
//! Max error of both parts together, relative to eˣ: `f32` 2⁻²⁸·⁹ for |x| ≤ 20, where it
//! matters, `f64` 2⁻⁵⁸ for |x| ≤ 600. Where eˣ is no normal number the residual says nothing.
//! Coefficients: 1/k!, since no digit of them is worth saving.

use std::f64::consts::LOG2_E;

use super::{
    exp::{self, Parts},
    reduce::{Ln2, nearest_integer, polynomial},
    twofold::{product, sum},
};
use crate::simd::Vector;

/// (eʳ − 1 − r − r²/2)/r³ for |r| ≤ 0.3467: to 2⁻³⁷.
const SINGLE: [f64; 7] = inverse_factorials();
/// The same for `f64`: to 2⁻⁶⁹.
const DOUBLE: [f64; 14] = inverse_factorials();

/// 1/3!, 1/4!, …
const fn inverse_factorials<const N: usize>() -> [f64; N] {
    let mut coefficients = [0.0; N];
    let (mut factorial, mut k) = (2.0, 0);
    while k < N {
        factorial *= (k + 3) as f64;
        coefficients[k] = 1.0 / factorial;
        k += 1;
    }
    coefficients
}

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    evaluate(x, exp::single_in_parts(x), Ln2::SINGLE, SINGLE)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    evaluate(x, exp::double_in_parts(x), Ln2::DOUBLE, DOUBLE)
}

#[inline(always)]
fn evaluate<V: Vector, const N: usize>(x: V, exp: Parts<V>, ln_2: Ln2, series: [f64; N]) -> V {
    let (n, _) = nearest_integer(x, LOG2_E, 0);
    let r = n.mul_add(x.splat(-ln_2.high), x);
    let low = n * ln_2.low;
    let square = product(r, r);
    let first = sum(x.splat(1.0), r);
    let second = sum(first.high, square.high * 0.5);
    let rest = (r * square.high).mul_add(polynomial(r, series), square.low * 0.5);
    exp.lacking(second.high, rest + (first.low + second.low), low)
}
