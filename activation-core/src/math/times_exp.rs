//! p·eˣ, where eˣ alone may be too small or too large for the type.
//!
//! The exponential in parts (`super::exp`), multiplied by p before its power of two.
//!
//! Max error: that of [`exp`](super::exp) and one rounding more, for |x| ≤ 174 in `f32`, 1400 in
//! `f64`. Above, p times the exponential of the end; below, 0, whatever p is: so no infinite p
//! meets a 0.

use super::exp;
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(p: V, x: V) -> V {
    exp::single_in_parts(x).times(within(p, x, -174.0))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(p: V, x: V) -> V {
    exp::double_in_parts(x).times(within(p, x, -1400.0))
}

/// p, or 0 below the end.
#[inline(always)]
pub(super) fn within<V: Vector>(p: V, x: V, end: f64) -> V {
    V::select(x.lt(x.splat(end)), x.splat(0.0), p)
}
