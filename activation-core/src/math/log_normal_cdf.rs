//! ln Φ(x), accurate in both tails.
//!
//! Max error f32 1.87 ULP at x = −45.148888, f64 1.47 ULP at x = −530.2390409218285, with and without
//! fused multiply-add; for every x. Proved over all 2³² `f32`; measured on a million `f64`.
//!
//! With h = a + g(a) at a = |x| (`super::mills`), which is φ(a)/Φ(−a), it is −(a²/2 + ½ ln 2π + ln h)
//! below 0, where all but the last term are above 0 and the last is small where it is not; above 0 it
//! is ln(1 − T) with T = φ(a)/h. So there is one logarithm, of h or of 1 − T, whose exponent and
//! mantissa are chosen, and what h, T and a² lost in their roundings is put back. Beyond the clamp T
//! rounds to 0, and a² keeps one rounding.

use super::{
    ln,
    mills::{Constants, DOUBLE, SINGLE},
    reduce::{above, above_integers, bias, decompose},
    twofold::{Sum, exact_sum, residual},
};
use crate::simd::{Scalar, Vector};

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    evaluate(x, &SINGLE, ln::single_in_parts)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    evaluate(x, &DOUBLE, ln::double_in_parts)
}

/// The largest a at which ln h is computed: it rises further, but is far out of sight of a².
const REACH: f64 = 1_099_511_627_776.0;

#[inline(always)]
fn evaluate<V: Vector>(
    x: V,
    constants: &Constants,
    logarithm: impl Fn(V, V) -> Sum<V>,
) -> V {
    let zero = x.splat(0.0);
    let a = x.abs();
    let negative = x.lt(zero);
    let beyond = a.gt(x.splat(constants.end));

    let excess = constants.excess(a);
    let sum = exact_sum(x.splat(REACH).min(a), excess.high);
    let (h, h_low) = (sum.high, sum.low + excess.low);
    let inverse = x.splat(1.0) / h;

    // T, of which a part of the density's subnormal end is all that is lost.
    let (density, [first, second]) = constants.density(a);
    let density = Sum {
        high: density.high * first * second,
        low: density.low * first * second,
    };
    let t = density.high * inverse;
    let t_low = (residual(h, t, density.high) + (density.low - t * h_low)) * inverse;
    let large = t.gt(x.splat(0.25));
    let t_scaled = V::select(large, x.splat(1.0) - (t + t), -t);

    // 2ᵏ·(1 + f) is h or 1 − T.
    let parts = decompose(h, 0.75);
    let origin = x.splat(above::<V>().to_f64() + bias::<V>() as f64);
    let minus_k = V::select(
        negative,
        origin - above_integers::<V>(parts.biased),
        V::select(large, x.splat(1.0), zero),
    );
    let f = V::select(negative, parts.mantissa - 1.0, t_scaled);
    let Sum { high, low } = logarithm(minus_k, f);
    // 1/(1 − T) within three percent, for something so small.
    let slope = (t * 2.3 + 0.8).mul_add(t, x.splat(1.0));
    let low = low + V::select(negative, h_low * inverse, -t_low * slope);

    let (square, square_low) = constants.half_square(a);
    let square = V::select(beyond, a * (a * 0.5), square);
    let root = Sum { high: x.splat(constants.ln_root[0]), low: x.splat(constants.ln_root[1]) };
    let near = exact_sum(root.high, high);
    let total = exact_sum(square, near.high);
    let lost = V::select(beyond, zero, total.low + square_low);
    let below = total.high + (lost + (near.low + (low + root.low)));
    // It is never above 0, not even where it rounds to 0.
    -V::select(negative, below, high + low).abs()
}
