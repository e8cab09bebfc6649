//! eˣ − 1 for x ≤ 0: the numbers of [`exp_m1`](super::exp_m1), which has to see to it that large
//! powers of two do not swallow the 1. Above 0 it is something else.
//!
//! Max error: that of [`exp_m1`](super::exp_m1), whose results it has to the bit.

use super::exp_m1;
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    exp_m1::single_of_negative(x)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    exp_m1::double_of_negative(x)
}
