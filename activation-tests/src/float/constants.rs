//! π, ln 2 and ln 10, summed once to the highest precision and cut to the one asked for.

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
}
