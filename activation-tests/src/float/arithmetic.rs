//! The four operations and the square root, on limbs.
//!
//! Every result is truncated: it is off by less than 2 units in the last place, and by nothing
//! where the answer's second half says so.

use std::cmp::Ordering;

use super::Float;

impl<const N: usize> Float<N> {
    /// Whether |self| is below, equal to or above |other|.
    #[must_use]
    pub fn compare_magnitude(&self, other: &Self) -> Ordering {
        self.exponent
            .cmp(&other.exponent)
            .then_with(|| self.limbs.iter().rev().cmp(other.limbs.iter().rev()))
    }

    /// self + other.
    #[must_use]
    pub fn add(&self, other: &Self) -> (Self, bool) {
        if self.is_zero() {
            return (*other, true);
        }
        if other.is_zero() {
            return (*self, true);
        }
        let (big, small) = match self.compare_magnitude(other) {
            Ordering::Less => (other, self),
            _ => (self, other),
        };
        let distance = big.exponent - small.exponent;
        if distance >= Self::BITS + 64 {
            return (*big, false);
        }
        let (shifted, mut guard, kept) = shift_right(&small.limbs, distance as usize);
        let mut limbs = big.limbs;
        if big.negative == small.negative {
            let mut carry = false;
            for (a, b) in limbs.iter_mut().zip(shifted) {
                let (sum, over) = a.overflowing_add(b);
                let (sum, again) = sum.overflowing_add(u64::from(carry));
                (*a, carry) = (sum, over || again);
            }
            if !carry {
                return (Self { limbs, ..*big }, kept && guard == 0);
            }
            let exact = kept && guard == 0 && limbs[0] & 1 == 0;
            for i in 0..N {
                let above = if i + 1 < N { limbs[i + 1] } else { 1 };
                limbs[i] = limbs[i] >> 1 | above << 63;
            }
            return (
                Self {
                    limbs,
                    exponent: big.exponent + 1,
                    ..*big
                },
                exact,
            );
        }
        let mut borrow = guard != 0;
        guard = guard.wrapping_neg();
        for (a, b) in limbs.iter_mut().zip(shifted) {
            let (rest, under) = a.overflowing_sub(b);
            let (rest, again) = rest.overflowing_sub(u64::from(borrow));
            (*a, borrow) = (rest, under || again);
        }
        let (result, exact) = Self::normalised(big.negative, big.exponent, limbs, guard);
        (result, exact && kept)
    }

    /// self − other.
    #[must_use]
    pub fn subtract(&self, other: &Self) -> (Self, bool) {
        self.add(&other.negate())
    }

    /// self · other.
    #[must_use]
    pub fn multiply(&self, other: &Self) -> (Self, bool) {
        if self.is_zero() || other.is_zero() {
            return (Self::zero(), true);
        }
        let mut product = [[0_u64; N]; 2];
        let digits = product.as_flattened_mut();
        for (i, &a) in self.limbs.iter().enumerate() {
            if a == 0 {
                continue;
            }
            let mut carry = 0_u64;
            for (j, &b) in other.limbs.iter().enumerate() {
                let wide =
                    u128::from(a) * u128::from(b) + u128::from(digits[i + j]) + u128::from(carry);
                digits[i + j] = wide as u64;
                carry = (wide >> 64) as u64;
            }
            digits[i + N] = carry;
        }
        let [low, high] = product;
        let negative = self.negative != other.negative;
        let exponent = self.exponent + other.exponent;
        let (result, exact) = Self::normalised(negative, exponent, high, low[N - 1]);
        (result, exact && low[..N - 1].iter().all(|&limb| limb == 0))
    }

    /// self · factor.
    #[must_use]
    pub fn multiply_integer(&self, factor: i64) -> (Self, bool) {
        if self.is_zero() || factor == 0 {
            return (Self::zero(), true);
        }
        let mut limbs = [0; N];
        let mut carry = 0;
        for (new, &old) in limbs.iter_mut().zip(&self.limbs) {
            let wide = u128::from(old) * u128::from(factor.unsigned_abs()) + u128::from(carry);
            (*new, carry) = (wide as u64, (wide >> 64) as u64);
        }
        // One limb more than there is room for: the lowest becomes the guard.
        let guard = limbs[0];
        limbs.copy_within(1.., 0);
        limbs[N - 1] = carry;
        let negative = self.negative != (factor < 0);
        Self::normalised(negative, self.exponent + 64, limbs, guard)
    }

    /// self / divisor.
    ///
    /// # Panics
    /// When the divisor is 0.
    #[must_use]
    pub fn divide_integer(&self, divisor: u64) -> (Self, bool) {
        assert_ne!(divisor, 0);
        if self.is_zero() {
            return (*self, true);
        }
        let mut limbs = [0; N];
        let mut rest = 0_u64;
        for i in (0..N).rev() {
            let wide = u128::from(rest) << 64 | u128::from(self.limbs[i]);
            limbs[i] = (wide / u128::from(divisor)) as u64;
            rest = (wide % u128::from(divisor)) as u64;
        }
        let wide = u128::from(rest) << 64;
        let guard = (wide / u128::from(divisor)) as u64;
        let (result, exact) = Self::normalised(self.negative, self.exponent, limbs, guard);
        (result, exact && wide % u128::from(divisor) == 0)
    }

    /// self / other, limb by limb as on paper.
    ///
    /// # Panics
    /// When `other` is 0.
    #[must_use]
    pub fn divide(&self, other: &Self) -> (Self, bool) {
        assert!(!other.is_zero(), "division by zero");
        if self.is_zero() {
            return (*self, true);
        }
        let divisor = &other.limbs;
        let lead = u128::from(divisor[N - 1]);
        let mut rest = self.limbs;
        let at_least = |rest: &[u64; N]| rest.iter().rev().ge(divisor.iter().rev());
        let whole = at_least(&rest);
        if whole {
            subtract_multiple(&mut rest, divisor, 1);
        }
        let mut quotient = [0; N];
        for digit in quotient.iter_mut().rev() {
            let top = rest[N - 1];
            rest.copy_within(..N - 1, 1);
            rest[0] = 0;
            let guess = (u128::from(top) << 64 | u128::from(rest[N - 1])) / lead;
            let mut guess = u64::try_from(guess).unwrap_or(u64::MAX);
            // What is left of `top`; below zero the guess was 1 or 2 too large.
            let mut left =
                i128::from(top) - i128::from(subtract_multiple(&mut rest, divisor, guess));
            while left < 0 {
                guess -= 1;
                left += i128::from(add_once(&mut rest, divisor));
            }
            *digit = guess;
        }
        let negative = self.negative != other.negative;
        let mut exponent = self.exponent - other.exponent;
        let mut exact = rest.iter().all(|&limb| limb == 0);
        if whole {
            exact &= quotient[0] & 1 == 0;
            for i in 0..N {
                let above = if i + 1 < N { quotient[i + 1] } else { 1 };
                quotient[i] = quotient[i] >> 1 | above << 63;
            }
            exponent += 1;
        }
        (
            Self {
                negative,
                exponent,
                limbs: quotient,
            },
            exact,
        )
    }

    /// √self, by Newton's iteration for 1/√self.
    ///
    /// # Panics
    /// When `self` is negative.
    #[must_use]
    pub fn square_root(&self) -> (Self, bool) {
        assert!(!self.negative, "a square root of a negative number");
        if self.is_zero() {
            return (*self, true);
        }
        // x = m · 4^half with ¼ ≤ m < 1.
        let half = (self.exponent + 1).div_euclid(2);
        let m = self.scale(-2 * half);
        let mut inverse = Self::from_f64(1.0 / m.to_f64().sqrt());
        let mut bits = 50;
        let three = Self::integer(3);
        while bits < 2 * Self::BITS {
            let square = m.multiply(&inverse).0.multiply(&inverse).0;
            inverse = inverse.multiply(&three.subtract(&square).0).0.scale(-1);
            bits *= 2;
        }
        let root = m.multiply(&inverse).0;
        // A root that is exact is short: look at it without the last few bits.
        let mut short = root
            .add(&Self::power_of_two(root.exponent - Self::BITS + 11))
            .0;
        short.limbs[0] &= !0xfff;
        let (square, whole) = short.multiply(&short);
        if whole && square.compare_magnitude(&m) == Ordering::Equal {
            return (short.scale(half), true);
        }
        (root.scale(half), false)
    }
}

/// The limbs shifted right, the 64 bits below them, and whether the rest was zero.
fn shift_right<const N: usize>(limbs: &[u64; N], by: usize) -> ([u64; N], u64, bool) {
    let (whole, bits) = (by / 64, by % 64);
    // Position 0 is the guard, position i + 1 is limb i.
    let old = |position: usize| match position {
        0 => 0,
        position => limbs.get(position - 1).copied().unwrap_or(0),
    };
    let new = |position: usize| {
        let (low, high) = (old(position + whole), old(position + whole + 1));
        if bits == 0 {
            low
        } else {
            low >> bits | high << (64 - bits)
        }
    };
    let mut shifted = [0; N];
    for (i, limb) in shifted.iter_mut().enumerate() {
        *limb = new(i + 1);
    }
    let kept = (0..whole.min(N + 1)).all(|position| old(position) == 0)
        && (bits == 0 || old(whole) << (64 - bits) == 0);
    (shifted, new(0), kept)
}

/// `rest − factor · divisor` modulo 2^(64·N), and what was borrowed from above.
fn subtract_multiple<const N: usize>(rest: &mut [u64; N], divisor: &[u64; N], factor: u64) -> u64 {
    let mut carry = 0_u64;
    for (a, &b) in rest.iter_mut().zip(divisor) {
        let wide = u128::from(b) * u128::from(factor) + u128::from(carry);
        let (difference, under) = a.overflowing_sub(wide as u64);
        *a = difference;
        carry = (wide >> 64) as u64 + u64::from(under);
    }
    carry
}

/// `rest + divisor` modulo 2^(64·N), and the carry.
fn add_once<const N: usize>(rest: &mut [u64; N], divisor: &[u64; N]) -> u64 {
    let mut carry = 0_u128;
    for (a, &b) in rest.iter_mut().zip(divisor) {
        carry += u128::from(*a) + u128::from(b);
        *a = carry as u64;
        carry >>= 64;
    }
    carry as u64
}
