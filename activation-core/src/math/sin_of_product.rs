//! The sine of a product, sin(a·b), where the product is not rounded.
//!
//! From a·b = 10⁷ on the rounding of the product to `f32` is all of the sine's phase, and from 10⁸
//! on what it lost is more than a turn, so that no correction of the sine's argument helps.
//!
//! Max error f32 1.54 ULP at 5.5122385 · 60.504635 (1.49 without fused multiply-add, at
//! −110.50363 · −5569.3135) over a million and a half products of every size, half a million of them
//! next to multiples of π/4; f64 1.47 ULP at 10.558469926285415 · 1.4398281879420856 (1.43 without, at
//! 1.9192933700728076 · −0.13037499985879814) over three million. For all a and b: also where a·b is
//! infinite, unless a factor is, which gives NaN. In f64 the sine of a product that is within 2⁻⁷² of
//! one of its zeros, and not that zero, has fewer digits.
//!
//! As the sine (`super::sin`), of the product and what it loses.

use super::trigonometric::{Angle, reduce, sine};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(a: V, b: V) -> V {
    sine_of_product(a, b)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(a: V, b: V) -> V {
    sine_of_product(a, b)
}

#[inline(always)]
fn sine_of_product<V: Vector>(a: V, b: V) -> V {
    let (x, y) = (a * b, sine(&reduce(Angle::Product(a, b))));
    V::select(x.eq(x.splat(0.0)), x, y)
}
