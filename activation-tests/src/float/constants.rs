//! π, ln 2, ln 10 and γ, summed once to the highest precision and cut to the one asked for.

use std::sync::OnceLock;

use super::Float;

/// Two limbs more than the highest precision in use, so that a cut constant is off by its
/// truncation alone.
const MOST: usize = 34;

type Longest = Float<MOST>;

/// atanh(1/n), or atan(1/n) with alternating signs.
fn series(n: u64, alternate: bool) -> Longest {
    let mut power = Longest::integer(1).divide_integer(n).0;
    let mut sum = power;
    let mut k = 1;
    while power.exponent > -Longest::BITS {
        power = power.divide_integer(n * n).0;
        let term = power.divide_integer(2 * k + 1).0;
        let negative = alternate && k % 2 == 1;
        sum = if negative {
            sum.subtract(&term).0
        } else {
            sum.add(&term).0
        };
        k += 1;
    }
    sum
}

fn cut<const N: usize>(long: &Longest) -> Float<N> {
    let mut limbs = [0; N];
    limbs.copy_from_slice(&long.limbs[MOST - N..]);
    Float {
        negative: false,
        exponent: long.exponent,
        limbs,
    }
}

fn combine(terms: &[(i64, u64)], alternate: bool) -> Longest {
    terms.iter().fold(Longest::zero(), |sum, &(factor, n)| {
        sum.add(&series(n, alternate).multiply_integer(factor).0).0
    })
}

impl<const N: usize> Float<N> {
    /// π = 16·atan(1/5) − 4·atan(1/239) (Machin).
    #[must_use]
    pub fn pi() -> Self {
        static PI: OnceLock<Longest> = OnceLock::new();
        cut(PI.get_or_init(|| combine(&[(16, 5), (-4, 239)], true)))
    }

    /// ln 2 = 18·atanh(1/26) − 2·atanh(1/4801) + 8·atanh(1/8749).
    #[must_use]
    pub fn ln_2() -> Self {
        static LN_2: OnceLock<Longest> = OnceLock::new();
        cut(LN_2.get_or_init(|| combine(&[(18, 26), (-2, 4801), (8, 8749)], false)))
    }

    /// ln 10 = 3·ln 2 + 2·atanh(1/9).
    #[must_use]
    pub fn ln_10() -> Self {
        static LN_10: OnceLock<Longest> = OnceLock::new();
        cut(LN_10.get_or_init(|| {
            let eight = Longest::ln_2().multiply_integer(3).0;
            eight.add(&series(9, false).scale(1)).0
        }))
    }

    /// γ = ΣA_k / ΣB_k − δ, where B_k = (nᵏ/k!)², A_k = (H_k − ln n)·B_k and δ < π·e⁻⁴ⁿ (Brent and
    /// McMillan 1980). At n = 512 that is 2⁻²⁹⁵³, below the last bit; a power of two has its
    /// logarithm and its products at hand.
    #[must_use]
    pub fn euler_gamma() -> Self {
        static GAMMA: OnceLock<Longest> = OnceLock::new();
        cut(GAMMA.get_or_init(|| {
            let mut b = Longest::integer(1);
            let mut a = Longest::ln_2().multiply_integer(-9).0;
            let (mut above, mut below) = (a, b);
            let mut k = 1;
            // Terms grow up to k = n, and are at the last bit of the sum at about 5n.
            while b.exponent > below.exponent - Longest::BITS {
                b = b.scale(18).divide_integer(k * k).0;
                a = a.scale(18).divide_integer(k).0.add(&b).0;
                a = a.divide_integer(k).0;
                above = above.add(&a).0;
                below = below.add(&b).0;
                k += 1;
            }
            above.divide(&below).0
        }))
    }
}
