//! The tangent.
//!
//! Max error f32 1.99 ULP at x = 3725.144 (1.55 without fused multiply-add, at 1.8586994e12), over all
//! 2³², f64 1.80 ULP at x = −592.9981883475727 (1.47 without, at −592.9835281365379), over a million;
//! for every x.
//!
//! x is reduced to r in [−π/4, π/4] by multiples of π/2 (`super::trigonometric`); next to an odd
//! multiple the tangent is −1 / tan r. The one division divides by 1 elsewhere.
//!
//! Coefficients: `scripts/coefficients_special.sollya`.

use super::{
    gaussian::polynomial,
    trigonometric::{Angle, by_parity, reduce},
    twofold::{product, residual},
};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    tangent(x, &SINGLE)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    tangent(x, &DOUBLE)
}

#[inline(always)]
fn tangent<V: Vector>(x: V, coefficients: &[f64]) -> V {
    let r = reduce(Angle::Whole(x));
    // Next to a multiple of π/2 the low part is a hundredth of the high one; what is corrected for
    // below must be far less.
    let high = r.high + r.low;
    let low = r.low - (high - r.high);
    let square = high * high;
    let q = square * polynomial(square, coefficients);
    let product = product(high, q);
    let t = high + product.high;
    // What t has too much; all signs are such that tan(−0) stays −0.
    let excess = ((t - high) - product.high) - product.low - low;
    let one = x.splat(1.0);
    let (above, below) = (by_parity(r.n, t, -one), by_parity(r.n, one, t));
    let y = above / below;
    let lacking = residual(y, below, above);
    y - by_parity(r.n, excess, y * y.mul_add(excess, lacking))
}

/// (tan r − r) / r³ in r².
#[rustfmt::skip]
const SINGLE: [f64; 7] = [
    0.333_333_492_279_052_73, 0.133_326_739_072_799_68, 0.054_059_207_439_422_61,
    0.021_284_177_899_360_657, 0.010_833_798_907_697_2, 8.900_633_838_493_377e-05,
    0.004_377_766_046_673_059_5,
];
#[rustfmt::skip]
const DOUBLE: [f64; 15] = [
    0.333_333_333_333_333_8, 0.133_333_333_333_250_1, 0.053_968_253_973_061_03,
    0.021_869_488_395_559_567, 0.008_863_237_974_855_723, 0.003_592_100_412_584_915,
    0.001_456_048_362_928_700_5, 0.000_588_852_825_121_663_5, 0.000_243_785_749_185_207_85,
    8.348_692_751_659_206e-05, 6.732_506_736_252_288e-05, -2.573_152_825_637_089_5e-05,
    4.869_206_010_323_897e-05, -2.428_993_053_643_952_6e-05, 9.800_142_328_385_324e-06,
];
