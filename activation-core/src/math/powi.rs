//! xⁿ for a whole number n that is known at compile time.

use crate::simd::Vector;

/// xⁿ by repeated squaring; at most 2·log₂ n multiplications, each of which may add half a unit
/// in the last place. A negative n is the reciprocal of the positive power.
#[inline(always)]
pub fn powi<V: Vector>(x: V, exponent: i32) -> V {
    let mut rest = exponent.unsigned_abs();
    let mut square = x;
    let mut power: Option<V> = None;
    while rest > 0 {
        if rest & 1 == 1 {
            power = Some(power.map_or(square, |power| power * square));
        }
        rest >>= 1;
        if rest > 0 {
            square = square * square;
        }
    }
    let power = power.unwrap_or(x.splat(1.0));
    if exponent < 0 { x.splat(1.0) / power } else { power }
}
