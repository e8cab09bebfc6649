//! powf.
use crate::simd::Vector;
#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V, _y: V) -> V {
    x
}
#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V, _y: V) -> V {
    x
}
