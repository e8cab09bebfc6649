//! ln σ(x) = −ln(1 + e⁻ˣ) = −softplus(−x), with the error of `softplus`: max error f32 and f64,
//! worst input and range are those of that file, with the sign of x turned.

use super::softplus;
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    -softplus::single(-x)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    -softplus::double(-x)
}
