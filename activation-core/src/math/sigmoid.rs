//! 1 / (1 + e⁻ˣ).
use crate::simd::Vector;
#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    x.splat(1.0) / (super::exp(-x) + 1.0)
}
#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    x
}
