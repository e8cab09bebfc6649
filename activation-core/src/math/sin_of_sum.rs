//! The sine of a sum, sin(a + b), where the sum is not rounded and b is what the rounding of an angle
//! to a lost.
//!
//! sin(30·x) at x = 3 has 40 units in the last place from the rounding of the product; it costs three
//! operations to put them back, in f64 five, and `super::sin_of_product` ten.
//!
//! Max error f32 1.49 ULP at −68885.45 + 0.0029683905 (1.49 without fused multiply-add, at 615429.4 −
//! 0.010366708) over a million and a half products of every size; f64 1.47 ULP at 15.202382621404535 −
//! 4.3892216898846974e-17 (1.37 without, at −2.3187326586267503 − 7.484255819456578e-18) over three
//! million. With fused multiply-add and nearer to a zero than a unit in the last place of a, the error
//! in f32 is up to 2⁻⁴⁶·|a|; in f64 only within 2⁻⁷² of a zero are there fewer digits. For all a and b;
//! an infinite a gives NaN, and beside a large a (10⁵, in f64 10⁸) a b that is NaN is nothing.
//!
//! As the sine (`super::sin`), of which b is added to the first remainder.

use super::trigonometric::{Angle, reduce, sine};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(a: V, b: V) -> V {
    sine_of_sum(a, b)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(a: V, b: V) -> V {
    sine_of_sum(a, b)
}

#[inline(always)]
fn sine_of_sum<V: Vector>(a: V, b: V) -> V {
    let y = sine(&reduce(Angle::Sum(a, b)));
    V::select(a.eq(a.splat(0.0)), a, y)
}
