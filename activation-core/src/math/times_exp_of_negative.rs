//! p·eˣ for x ≤ 0, where eˣ alone may be too small for the type.
//!
//! Max error: that of [`exp`](super::exp) and one rounding more, for x ≥ −163 in `f32`, −1390 in
//! `f64`. Below, 0, whatever p is: so no infinite p meets a 0.

use super::{exp, times_exp::within};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(p: V, x: V) -> V {
    exp::single_of_negative(x).times(within(p, x, -163.0))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(p: V, x: V) -> V {
    exp::double_of_negative(x).times(within(p, x, -1390.0))
}
