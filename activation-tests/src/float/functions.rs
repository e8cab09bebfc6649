//! The functions everything else is made of, on the ranges where their series converge fast.
//!
//! Each states its relative error as a number of bits lost, `SLOP` unless it says otherwise:
//! a result is off by less than 2^(SLOP − BITS) of itself.

use super::Float;

/// Bits lost by any function here.
pub(crate) const SLOP: i64 = 10;

impl<const N: usize> Float<N> {
    /// eˣ − 1 for |x| < ½: the argument is halved `s` times, the series summed, and
    /// (1 + t)² − 1 = t(t + 2) taken `s` times, which loses nothing near 0.
    #[must_use]
    pub fn exp_m1_kernel(&self) -> Self {
        if self.exponent < -Self::BITS {
            return *self;
        }
        // √bits balances halvings against terms; what is small already needs fewer.
        let wanted = (Self::BITS as f64).sqrt() as i64 * 4 / 5;
        let halvings = (wanted + self.exponent).max(0);
        let t = self.scale(-halvings);
        let mut bits = 0.0;
        let mut terms = 1;
        while bits < Self::BITS as f64 {
            terms += 1;
            bits += -(t.exponent as f64) + f64::from(terms as u32).log2();
        }
        let one = Self::integer(1);
        let mut sum = t.divide_integer(terms).0;
        for n in (1..terms).rev() {
            sum = sum.add(&one).0.multiply(&t).0;
            if n > 1 {
                sum = sum.divide_integer(n).0;
            }
        }
        let two = Self::integer(2);
        for _ in 0..halvings {
            sum = sum.multiply(&sum.add(&two).0).0;
        }
        sum
    }

    /// eˣ for |x| < 2⁶⁰, as 2ᵏ·e^(x − k·ln 2). Beside `SLOP`, as many bits are lost as x has
    /// before its point.
    #[must_use]
    pub fn exponential(&self) -> Self {
        let ln_2 = Self::ln_2();
        let one_over_ln_2 = std::f64::consts::LOG2_E;
        let mut k = (self.to_f64() * one_over_ln_2).round() as i64;
        let mut rest = self.subtract(&ln_2.multiply_integer(k).0).0;
        // Beyond 2⁵³ an f64 does not say which multiple is the nearest.
        while rest.exponent >= 0 {
            let more = (rest.to_f64() * one_over_ln_2).round() as i64;
            if more == 0 {
                break;
            }
            k += more;
            rest = self.subtract(&ln_2.multiply_integer(k).0).0;
        }
        rest.exp_m1_kernel().add(&Self::integer(1)).0.scale(k)
    }

    /// ln(1 + u) for −0.3 < u < 0.42, by steps of order four from the `f64` value.
    #[must_use]
    pub fn ln_1p_kernel(&self) -> Self {
        let u = self;
        if u.exponent < -Self::BITS {
            return *u;
        }
        let one = Self::integer(1);
        let mut y = if u.exponent < -60 {
            u.subtract(&u.multiply(u).0.scale(-1)).0
        } else {
            Self::from_f64(u.to_f64().ln_1p())
        };
        let mut bits = 50;
        while bits < Self::BITS {
            // y + ln(1 + e) with e = (1 + u)/eʸ − 1.
            let w = y.exp_m1_kernel();
            let e = u.subtract(&w).0.divide(&one.add(&w).0).0;
            let square = e.multiply(&e).0;
            let cube = square.multiply(&e).0.divide_integer(3).0;
            y = y.add(&e.subtract(&square.scale(-1)).0.add(&cube).0).0;
            bits = 4 * bits - 4;
        }
        y
    }

    /// ln x for x > 0, as k·ln 2 + ln m with 1/√2 ≤ m < √2.
    #[must_use]
    pub fn logarithm(&self) -> Self {
        let mut k = self.exponent;
        let mut m = self.scale(-k);
        if m.to_f64() < std::f64::consts::FRAC_1_SQRT_2 {
            k -= 1;
            m = m.scale(1);
        }
        let part = m.subtract(&Self::integer(1)).0.ln_1p_kernel();
        Self::ln_2().multiply_integer(k).0.add(&part).0
    }

    /// sin x and cos x for |x| < 1.2, by their series.
    #[must_use]
    pub fn sine_cosine_kernel(&self) -> (Self, Self) {
        let square = self.multiply(self).0;
        let (mut sine, mut cosine) = (*self, Self::integer(1));
        if self.exponent < -Self::BITS {
            return (sine, cosine);
        }
        let (mut odd, mut even) = (sine, cosine);
        let mut n = 1;
        while even.exponent > -Self::BITS {
            even = even
                .multiply(&square)
                .0
                .divide_integer((2 * n - 1) * 2 * n)
                .0
                .negate();
            odd = odd
                .multiply(&square)
                .0
                .divide_integer(2 * n * (2 * n + 1))
                .0
                .negate();
            cosine = cosine.add(&even).0;
            sine = sine.add(&odd).0;
            n += 1;
        }
        (sine, cosine)
    }

    /// atan x for |x| < 2, by one step of order eight from the `f64` value, or two.
    #[must_use]
    pub fn arctangent_kernel(&self) -> Self {
        if self.exponent < -Self::BITS {
            return *self;
        }
        let mut y = if self.exponent < -25 {
            let cube = self.multiply(self).0.multiply(self).0.divide_integer(3).0;
            self.subtract(&cube).0
        } else {
            Self::from_f64(self.to_f64().atan())
        };
        let mut bits = 50;
        while bits < Self::BITS {
            // y + atan e with e = (x − tan y)/(1 + x·tan y).
            let (s, c) = y.sine_cosine_kernel();
            let above = self.multiply(&c).0.subtract(&s).0;
            let e = above.divide(&c.add(&self.multiply(&s).0).0).0;
            let square = e.multiply(&e).0;
            let fifth = square.divide_integer(5).0;
            let third = Self::integer(1).divide_integer(3).0;
            let tail = third.subtract(&fifth).0.multiply(&square).0.multiply(&e).0;
            y = y.add(&e.subtract(&tail).0).0;
            bits = 7 * bits - 8;
        }
        y
    }
}
