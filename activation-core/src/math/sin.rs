//! sin.
use crate::simd::Vector;
#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    x
}
#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    x
}
