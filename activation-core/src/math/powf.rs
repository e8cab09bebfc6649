use crate::simd::Vector;
#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V, y: V) -> V {
    x * y
}
#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V, y: V) -> V {
    x * y
}
