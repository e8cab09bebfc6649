//! The sine.
//!
//! x is reduced to r in [−π/2, π/2] by multiples of π (`super::trigonometric`); the sine of r is
//! an odd polynomial, and changes its sign where the multiple was odd.
//!
//! Coefficients: `scripts/coefficients_special.sollya`.

use super::{
    gaussian::polynomial,
    trigonometric::{Reduced, SINE, reduce},
};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    keep_zero(x, odd(reduce(x, &SINE), &SINGLE))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    keep_zero(x, odd(reduce(x, &SINE), &DOUBLE))
}

/// The two terms of the sine have opposite signs, so that −0 comes out as +0.
#[inline(always)]
fn keep_zero<V: Vector>(x: V, sine: V) -> V {
    V::select(x.eq(x.splat(0.0)), x, sine)
}

/// ± sin(high + low).
#[inline(always)]
pub(super) fn odd<V: Vector>(r: Reduced<V>, coefficients: &[f64]) -> V {
    let square = r.high * r.high;
    let q = square * polynomial(square, coefficients);
    let sine = r.high.mul_add(q, r.high) + r.low;
    V::from_bits(sine.to_bits() ^ r.flip)
}

/// (sin r − r) / r³ in r².
#[rustfmt::skip]
pub(super) const SINGLE: [f64; 4] = [
    -0.166_666_597_127_914_43, 0.008_333_069_272_339_344, -0.000_198_097_695_829_346_78,
    2.606_059_979_370_911_6e-06,
];
#[rustfmt::skip]
pub(super) const DOUBLE: [f64; 10] = [
    -0.166_666_666_666_666_66, 0.008_333_333_333_333_222, -0.000_198_412_698_412_194_48,
    2.755_731_921_217_698e-06, -2.505_210_676_618_004_8e-08, 1.605_890_657_153_333_7e-10,
    -7.639_873_261_979_289e-13, 2.575_161_709_471_975e-15, 3.451_722_460_519_837e-17,
    -3.287_037_380_180_719e-18,
];
