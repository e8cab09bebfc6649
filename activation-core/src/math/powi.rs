//! Integer powers.

use crate::simd::Vector;

/// xⁿ by repeated squaring: 2·log₂ n multiplications at most, and a division for a negative n.
/// The error grows with n, by about one ULP for every doubling of it. Meant for constant
/// exponents: the loop is gone after inlining.
#[inline(always)]
pub fn powi<V: Vector>(x: V, exponent: i32) -> V {
    let mut rest = exponent.unsigned_abs();
    if rest == 0 {
        return x.splat(1.0);
    }
    let mut square = x;
    while rest & 1 == 0 {
        square = square * square;
        rest >>= 1;
    }
    let mut power = square;
    while rest > 1 {
        square = square * square;
        rest >>= 1;
        if rest & 1 == 1 {
            power = power * square;
        }
    }
    if exponent < 0 {
        x.splat(1.0) / power
    } else {
        power
    }
}
