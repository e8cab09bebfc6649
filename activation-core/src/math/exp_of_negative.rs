//! eˣ for x ≤ 0: the numbers of [`exp`](super::exp), which has two ends to guard and a power of two
//! in two halves, in three quarters of the instructions. Above 0 it is no exponential.
//!
//! Max error: that of [`exp`](super::exp), whose results it has to the bit.

use super::exp;
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    exp::single_of_negative(x).whole()
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    exp::double_of_negative(x).whole()
}
