//! Arithmetic whose rounding errors are kept: a result and what it lost.

use crate::simd::{Scalar, Vector};

/// An unevaluated sum.
#[derive(Clone, Copy)]
pub(super) struct Sum<V> {
    pub(super) high: V,
    pub(super) low: V,
}

/// a + b without error for |a| ≥ |b| (Dekker).
#[inline(always)]
pub(super) fn sum<V: Vector>(a: V, b: V) -> Sum<V> {
    let high = a + b;
    let low = (a - high) + b;
    Sum { high, low }
}

/// a + b without error (Knuth).
#[inline(always)]
pub(super) fn exact_sum<V: Vector>(a: V, b: V) -> Sum<V> {
    let high = a + b;
    let kept = high - a;
    let low = (a - (high - kept)) + (b - kept);
    Sum { high, low }
}

/// a·b without error.
#[inline(always)]
pub(super) fn product<V: Vector>(a: V, b: V) -> Sum<V> {
    let high = a * b;
    if a.has_fma() {
        let low = a.mul_add(b, -high);
        return Sum { high, low };
    }
    let ([a1, a2], [b1, b2]) = (halves(a), halves(b));
    let low = ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2;
    Sum { high, low }
}

/// What a·b loses when it is rounded, exactly.
#[inline(always)]
pub fn product_residual<V: Vector>(a: V, b: V) -> V {
    product(a, b).low
}

/// What a + b loses when it is rounded, exactly.
#[inline(always)]
pub fn sum_residual<V: Vector>(a: V, b: V) -> V {
    exact_sum(a, b).low
}

/// c − a·b, accurate although a·b is close to c.
#[inline(always)]
pub(super) fn residual<V: Vector>(a: V, b: V, c: V) -> V {
    if a.has_fma() {
        a.mul_add(-b, c)
    } else {
        let p = product(a, b);
        (c - p.high) - p.low
    }
}

/// a in two parts whose products with others of their kind are exact (Veltkamp).
#[inline(always)]
fn halves<V: Vector>(a: V) -> [V; 2] {
    let factor = (1u64 << (V::Scalar::MANTISSA_BITS + 1).div_ceil(2)) as f64 + 1.0;
    let scaled = a * factor;
    let head = scaled - (scaled - a);
    [head, a - head]
}
