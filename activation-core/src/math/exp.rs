//! eˣ.

use crate::simd::{Bits, Vector};

/// trial
#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    let x = x.splat(-104.0).max(x);
    let x = x.splat(88.8).min(x);
    let shifted = x.mul_add(x.splat(std::f64::consts::LOG2_E), x.splat(12582912.0));
    let n = shifted - 12582912.0;
    let r = n.mul_add(x.splat(-0.693_145_751_953_125), x);
    let r = n.mul_add(x.splat(-1.428_606_765_330_187e-6), r);
    let c = |k: f64| x.splat(k);
    let p = c(0.0013835486).mul_add(r, c(0.008383447));
    let p = p.mul_add(r, c(0.041666657));
    let p = p.mul_add(r, c(0.16666654));
    let p = p.mul_add(r, c(0.5));
    let p = p.mul_add(r, c(1.0));
    let p = p.mul_add(r, c(1.0));
    let bits = shifted.to_bits();
    let k1 = (bits - bits.splat(0x4b400000)) ;
    V::from_bits(p.to_bits() + (k1 << 23))
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    x
}
