//! eˣ − 1 for x ≤ 0, for a kernel that has eˣ beside it: the polynomial is that of
//! [`exp_of_negative`](super::exp_of_negative), and three instructions are its own. By itself it is
//! less accurate than [`exp_m1_of_negative`](super::exp_m1_of_negative). Above 0 it is something else.
//!
//! Max error MEASURE

use super::exp;
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    exp::single_of_negative(x).and_minus_one()
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    exp::double_of_negative(x).and_minus_one()
}
