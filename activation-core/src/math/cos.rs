//! The cosine.
//!
//! x is reduced to r in [−π/2, π/2] by odd multiples (2n + 1)·π/2 (`super::trigonometric`), next
//! to which the cosine is (−1)ⁿ⁺¹ sin r: accurate at its zeros, with the polynomial of the sine.

use super::{
    sin::{DOUBLE, SINGLE, odd},
    trigonometric::{COSINE, reduce},
};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    -odd(reduce(x, &COSINE), &SINGLE)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    -odd(reduce(x, &COSINE), &DOUBLE)
}
