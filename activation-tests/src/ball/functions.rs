//! The functions of the op table, over balls.
//!
//! The kernels in [`crate::float`] are exact to a few bits; here the error of the argument is
//! carried through the slope, and forms are chosen that hold for arguments of any size.

use super::{Ball, EXACT, LARGEST, is_exact, times};
use crate::float::{ERF_SLOP, Float, SLOP};

impl<const N: usize> Ball<N> {
    /// eˣ.
    #[must_use]
    pub fn exp(&self) -> Self {
        match self {
            zero if zero.is_zero() => Ball::integer(1),
            Ball::Near { middle, error } => {
                // Beyond |x| = 2⁵⁸ the result's exponent leaves its range.
                if middle.exponent > 58 {
                    return match self.sign() {
                        Some(1) => Ball::Huge { negative: false },
                        Some(_) => Ball::small(-LARGEST / 4),
                        None => Ball::Unknown,
                    };
                }
                if *error > 0 {
                    return Ball::Unknown;
                }
                // e^(x + ε) − eˣ ≤ 2·ε·eˣ for ε ≤ 1.
                let value = middle.exponential();
                let slop = SLOP.max(middle.exponent + 4) + 1;
                Self::computed(value, slop, times(*error, value.exponent + 1))
            }
            Ball::Huge { negative: true } => Ball::small(-LARGEST / 4),
            Ball::Huge { negative: false } => *self,
            other => *other,
        }
    }

    /// eˣ − 1.
    #[must_use]
    pub fn exp_m1(&self) -> Self {
        match self {
            Ball::Near { middle, error } if middle.exponent <= -1 && *error <= 0 => {
                Self::computed(middle.exp_m1_kernel(), SLOP, times(*error, 2))
            }
            other => other.exp().subtract(&Ball::integer(1)),
        }
    }

    /// ln x.
    #[must_use]
    pub fn ln(&self) -> Self {
        match (self, self.sign()) {
            (Ball::Near { middle, error }, Some(1)) => {
                if *error > middle.exponent - 3 {
                    return Ball::Unknown;
                }
                Self::computed(middle.logarithm(), SLOP, times(*error, 2 - middle.exponent))
            }
            (Ball::Near { .. }, Some(_)) | (Ball::Huge { negative: true }, _) => Ball::Undefined,
            (Ball::Huge { negative: false }, _) => Ball::Beyond,
            _ => self.unusable().unwrap_or(Ball::Unknown),
        }
    }

    /// ln(1 + x).
    #[must_use]
    pub fn ln_1p(&self) -> Self {
        match self {
            Ball::Near { middle, error } if middle.exponent <= -2 && *error <= -2 => {
                Self::computed(middle.ln_1p_kernel(), SLOP, times(*error, 2))
            }
            other => other.add(&Ball::integer(1)).ln(),
        }
    }

    /// xʸ.
    #[must_use]
    pub fn powf(&self, exponent: &Self) -> Self {
        if let Some(whole) = exponent.as_integer() {
            return self.power(whole);
        }
        match (self.sign(), exponent.sign()) {
            (Some(1), _) => exponent.multiply(&self.ln()).exp(),
            (Some(0), Some(1)) => *self,
            (Some(_), Some(_)) => Ball::Undefined,
            _ => self
                .unusable()
                .or(exponent.unusable())
                .unwrap_or(Ball::Unknown),
        }
    }

    /// sin x and cos x, from the remainder of x by π/2.
    #[must_use]
    pub fn sine_cosine(&self) -> (Self, Self) {
        if self.is_zero() {
            return (*self, Ball::integer(1));
        }
        let Ball::Near { middle, error } = self else {
            let bad = self.unusable().unwrap_or(Ball::Beyond);
            return (bad, bad);
        };
        let (rest, quadrant) = if middle.exponent <= 0 {
            (*self, 0)
        } else {
            if middle.exponent > Float::<N>::BITS - 8 || *error > -2 {
                return (Ball::Unknown, Ball::Unknown);
            }
            let half_pi = Self::computed(Float::pi().scale(-1), 1, EXACT);
            let k = Ball::exact(*middle).divide(&half_pi);
            let Ball::Near { middle: k, .. } = k else {
                return (Ball::Unknown, Ball::Unknown);
            };
            // Any whole number near the quotient will do: the rest stays below 1.
            let half = Float::power_of_two(-1);
            let k = k
                .add(&if k.negative { half.negate() } else { half })
                .0
                .truncate()
                .0;
            let quarter = Ball::exact(k.scale(-2)).floor().scale(2);
            let quadrant = Ball::exact(k).subtract(&quarter).as_integer().unwrap_or(0);
            (self.subtract(&Ball::exact(k).multiply(&half_pi)), quadrant)
        };
        let Ball::Near { middle, error } = rest else {
            return (Ball::Unknown, Ball::Unknown);
        };
        if middle.exponent > 0 || error > 0 {
            return (Ball::Unknown, Ball::Unknown);
        }
        let (sine, cosine) = middle.sine_cosine_kernel();
        let [s, c] = [sine, cosine].map(|value| Self::computed(value, SLOP, error));
        match quadrant {
            0 => (s, c),
            1 => (c, s.negate()),
            2 => (s.negate(), c.negate()),
            _ => (c.negate(), s),
        }
    }

    /// atan x.
    #[must_use]
    pub fn atan(&self) -> Self {
        match self {
            Ball::Near { middle, error } if middle.exponent <= 1 => {
                Self::computed(middle.arctangent_kernel(), SLOP, *error)
            }
            Ball::Near { .. } | Ball::Huge { .. } => {
                // atan x = ±π/2 − atan(1/x).
                let half_pi = Self::computed(Float::pi().scale(-1), 1, EXACT);
                match self.sign() {
                    Some(1) => half_pi.subtract(&self.reciprocal().atan()),
                    Some(_) => half_pi.add(&self.reciprocal().atan()).negate(),
                    None => Ball::Unknown,
                }
            }
            other => *other,
        }
    }

    /// Whether the middle is below 0: which of two forms, both right everywhere, to take.
    fn leans_negative(&self) -> bool {
        match self {
            Ball::Near { middle, .. } => middle.negative,
            Ball::Huge { negative } => *negative,
            _ => false,
        }
    }

    /// −|x|, as sharply as it may be known.
    fn minus_abs(&self) -> Self {
        if self.leans_negative() {
            *self
        } else {
            self.negate()
        }
    }

    /// tanh x = −t/(2 + t) with t = exp_m1(−2|x|).
    #[must_use]
    pub fn tanh(&self) -> Self {
        let t = self.minus_abs().scale(1).exp_m1();
        let tanh = t.negate().divide(&t.add(&Ball::integer(2)));
        if self.leans_negative() {
            tanh.negate()
        } else {
            tanh
        }
    }

    /// sinh x = ½·(t + t/(t + 1)) with t = exp_m1(|x|).
    #[must_use]
    pub fn sinh(&self) -> Self {
        let negative = self.leans_negative();
        let t = self.minus_abs().negate().exp_m1();
        let sinh = if matches!(t, Ball::Huge { .. }) {
            t
        } else {
            t.add(&t.divide(&t.add(&Ball::integer(1)))).scale(-1)
        };
        if negative { sinh.negate() } else { sinh }
    }

    /// cosh x = ½·(eˣ + e⁻ˣ).
    #[must_use]
    pub fn cosh(&self) -> Self {
        let small = self.minus_abs().exp();
        self.minus_abs().negate().exp().add(&small).scale(-1)
    }

    /// ln cosh x = |x| + ln_1p(½·exp_m1(−2|x|)), and ln_1p(2·sinh²(x/2)) where that cancels.
    #[must_use]
    pub fn ln_cosh(&self) -> Self {
        if matches!(self, Ball::Near { middle, .. } if middle.exponent < 0) {
            return self.scale(-1).sinh().power(2).scale(1).ln_1p();
        }
        let below = self.minus_abs();
        below.scale(1).exp_m1().scale(-1).ln_1p().subtract(&below)
    }

    /// arsinh x = ±ln_1p(|x| + x²/(1 + √(1 + x²))).
    #[must_use]
    pub fn asinh(&self) -> Self {
        let negative = self.leans_negative();
        let size = self.minus_abs().negate();
        let square = size.power(2);
        let one = Ball::integer(1);
        let root = square.add(&one).square_root().add(&one);
        let asinh = size.add(&square.divide(&root)).ln_1p();
        if negative { asinh.negate() } else { asinh }
    }

    /// artanh x = ½·ln_1p(2x/(1 − x)).
    #[must_use]
    pub fn atanh(&self) -> Self {
        let negative = self.leans_negative();
        let size = self.minus_abs().negate();
        let atanh = size
            .scale(1)
            .divide(&Ball::integer(1).subtract(&size))
            .ln_1p()
            .scale(-1);
        if negative { atanh.negate() } else { atanh }
    }

    /// σ(x) = 1/(1 + e⁻ˣ), or eˣ/(1 + eˣ) below 0.
    #[must_use]
    pub fn sigmoid(&self) -> Self {
        let e = self.minus_abs().exp();
        let below = e.add(&Ball::integer(1));
        if self.leans_negative() {
            e.divide(&below)
        } else {
            below.reciprocal()
        }
    }

    /// ln(1 + eˣ) = max(x, 0) + ln_1p(e^−|x|).
    #[must_use]
    pub fn softplus(&self) -> Self {
        let tail = self.minus_abs().exp().ln_1p();
        if self.leans_negative() {
            tail
        } else {
            self.add(&tail)
        }
    }

    /// erf x.
    #[must_use]
    pub fn erf(&self) -> Self {
        if let Some(unusable) = self.unusable() {
            return unusable;
        }
        let negative = self.leans_negative();
        let erf = match self.minus_abs().negate() {
            Ball::Near { middle, error } if !middle.is_in_tail() && middle.exponent < 7 => {
                Self::computed(middle.error_function(), ERF_SLOP, times(error, 1))
            }
            other => Ball::integer(1).subtract(&other.erfc()),
        };
        if negative { erf.negate() } else { erf }
    }

    /// erfc x: in the tail by its asymptotic series, elsewhere 1 − erf x. What that cancels the
    /// ball shows, and more precision cures.
    #[must_use]
    pub fn erfc(&self) -> Self {
        match self {
            Ball::Unknown | Ball::Beyond | Ball::Undefined => *self,
            Ball::Near { middle, error } if middle.is_in_tail() => {
                if middle.exponent > 28 {
                    return Ball::small(-LARGEST / 4);
                }
                // e^(−(x+ε)²) differs by the factor e^(2xε).
                let spread = times(*error, middle.exponent + 1);
                if !is_exact(spread) && spread > 0 {
                    return Ball::Unknown;
                }
                let value = middle.complement_in_tail();
                let slop = ERF_SLOP.max(2 * middle.exponent + 6);
                Self::computed(value, slop, times(spread, value.exponent + 2))
            }
            Ball::Huge { negative: false } => Ball::small(-LARGEST / 4),
            other => {
                if other.leans_negative() {
                    // 1 + erf |x|.
                    let erfc = other.negate().erf_or_one();
                    return Ball::integer(1).add(&erfc);
                }
                Ball::integer(1).subtract(&other.erf())
            }
        }
    }

    /// erf x for x ≥ 0, by the tail where there is one.
    fn erf_or_one(&self) -> Self {
        match self {
            Ball::Near { middle, .. } if middle.is_in_tail() => {
                Ball::integer(1).subtract(&self.erfc())
            }
            Ball::Huge { .. } => Ball::integer(1).subtract(&self.erfc()),
            other => other.erf(),
        }
    }

    /// φ(x) = e^(−x²/2)/√(2π).
    #[must_use]
    pub fn normal_pdf(&self) -> Self {
        let two_pi = Self::computed(Float::pi().scale(1), 1, EXACT);
        self.power(2)
            .scale(-1)
            .negate()
            .exp()
            .divide(&two_pi.square_root())
    }

    /// Φ(x) = ½·erfc(−x/√2).
    #[must_use]
    pub fn normal_cdf(&self) -> Self {
        let root = Ball::integer(2).square_root();
        self.negate().divide(&root).erfc().scale(-1)
    }

    /// |x| where x is so far below 0 that three terms of a series in 1/x are enough.
    fn far_below(&self) -> Option<Self> {
        match self {
            Ball::Near { middle, .. } if middle.negative && middle.exponent > 27 => {
                Some(self.negate())
            }
            _ => None,
        }
    }

    /// ln Φ(x), above 0 as ln_1p(−Φ(−x)), far below as −x²/2 − ln(√(2π)·|x|) − 1/x² + …
    #[must_use]
    pub fn log_normal_cdf(&self) -> Self {
        if let Some(size) = self.far_below() {
            let two_pi = Self::computed(Float::pi().scale(1), 1, EXACT);
            let scale = two_pi.square_root().multiply(&size).ln();
            let rest = scale.add(&Ball::small(-53));
            return self.power(2).scale(-1).add(&rest).negate();
        }
        match self {
            Ball::Huge { .. } if self.leans_negative() => *self,
            _ if self.leans_negative() => self.normal_cdf().ln(),
            _ => self.negate().normal_cdf().negate().ln_1p(),
        }
    }

    /// φ(x)/Φ(x), far below 0 as |x| + 1/|x| − 2/|x|³ + …
    #[must_use]
    pub fn inverse_mills(&self) -> Self {
        match (self, self.far_below()) {
            (_, Some(size)) => size.add(&size.reciprocal()).add(&Ball::small(-78)),
            (Ball::Huge { negative: true }, _) => self.negate(),
            _ => self.normal_pdf().divide(&self.normal_cdf()),
        }
    }

    /// x + φ(x)/Φ(x), far below 0 as 1/|x| − 2/|x|³ + …, the rest of which is below 1/|x|⁴.
    #[must_use]
    pub fn mills_excess(&self) -> Self {
        match self.far_below() {
            Some(size) => {
                let first = size.reciprocal();
                first
                    .subtract(&first.power(3).scale(1))
                    .add(&first.power(4).multiply(&Ball::small(0)))
            }
            None => self.add(&self.inverse_mills()),
        }
    }

    /// The error exponent that makes this settled to `bits` bits or to 2^floor.
    #[must_use]
    pub fn is_settled(&self, bits: i64, floor: i64) -> bool {
        match self {
            Ball::Near { middle, error } => {
                is_exact(*error) || *error <= floor.max(middle.exponent - bits)
            }
            Ball::Huge { .. } => true,
            _ => false,
        }
    }
}
