//! Numbers of `N · 64` bits: what the reference computes with.
//!
//! The multiple-precision crates need 50 to 600 µs for one exponential or logarithm of 128 to
//! 512 bits, and the certificate evaluates some ten million of them. With the precision fixed at
//! compile time nothing is allocated and an exponential of 128 bits takes well under 1 µs.
//! `tests/reference.rs` holds every function against such a crate and against known digits.
//!
//! Here: the representation and its conversions. Arithmetic truncates and says whether it was
//! exact; how far off a result may be is the business of [`crate::ball`].

mod arithmetic;
mod constants;
mod error_function;
mod functions;

/// ±0.m · 2^exponent, where m is `limbs` (least significant first) with the top bit set; so
/// 2^(exponent − 1) ≤ |value| < 2^exponent. Zero has no bit set.
#[derive(Clone, Copy, Debug)]
pub struct Float<const N: usize> {
    pub(crate) negative: bool,
    pub(crate) exponent: i64,
    pub(crate) limbs: [u64; N],
}

/// The exponent of zero: below every other.
pub(crate) const ZERO: i64 = i64::MIN / 4;

impl<const N: usize> Float<N> {
    /// How many bits a number has.
    pub const BITS: i64 = 64 * N as i64;

    /// 0.
    #[must_use]
    pub fn zero() -> Self {
        Self {
            negative: false,
            exponent: ZERO,
            limbs: [0; N],
        }
    }

    /// A whole number.
    #[must_use]
    pub fn integer(value: i64) -> Self {
        let mut limbs = [0; N];
        limbs[N - 1] = value.unsigned_abs();
        Self::normalised(value < 0, 64, limbs, 0).0
    }

    /// A whole number of up to 128 bits, exactly.
    #[must_use]
    pub fn wide(value: i128) -> Self {
        let mut limbs = [0; N];
        let magnitude = value.unsigned_abs();
        limbs[N - 1] = (magnitude >> 64) as u64;
        limbs[N - 2] = magnitude as u64;
        Self::normalised(value < 0, 128, limbs, 0).0
    }

    /// 2^exponent.
    #[must_use]
    pub fn power_of_two(exponent: i64) -> Self {
        let mut limbs = [0; N];
        limbs[N - 1] = 1 << 63;
        Self {
            negative: false,
            exponent: exponent + 1,
            limbs,
        }
    }

    /// A finite `f64`, exactly.
    #[must_use]
    pub fn from_f64(value: f64) -> Self {
        debug_assert!(value.is_finite());
        let bits = value.to_bits();
        let (biased, fraction) = ((bits >> 52) & 0x7ff, bits & ((1 << 52) - 1));
        let mut limbs = [0; N];
        limbs[N - 1] = if biased == 0 {
            fraction
        } else {
            fraction | 1 << 52
        };
        Self::normalised(value < 0.0, biased.max(1) as i64 - 1075 + 64, limbs, 0).0
    }

    /// The number ±0.limbs · 2^exponent, with 64 more bits in `guard`, whose leading bits may be
    /// zero; and whether nothing was cut off.
    pub(super) fn normalised(
        negative: bool,
        mut exponent: i64,
        mut limbs: [u64; N],
        mut guard: u64,
    ) -> (Self, bool) {
        if limbs[N - 1] == 0 {
            if guard == 0 && limbs.iter().all(|&limb| limb == 0) {
                return (Self::zero(), true);
            }
            while limbs[N - 1] == 0 {
                limbs.copy_within(..N - 1, 1);
                limbs[0] = std::mem::take(&mut guard);
                exponent -= 64;
            }
        }
        let zeros = limbs[N - 1].leading_zeros();
        if zeros > 0 {
            for i in (1..N).rev() {
                limbs[i] = limbs[i] << zeros | limbs[i - 1] >> (64 - zeros);
            }
            limbs[0] = limbs[0] << zeros | guard >> (64 - zeros);
            guard <<= zeros;
            exponent -= i64::from(zeros);
        }
        (
            Self {
                negative,
                exponent,
                limbs,
            },
            guard == 0,
        )
    }

    /// Whether this is 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.exponent == ZERO
    }

    /// −self.
    #[must_use]
    pub fn negate(mut self) -> Self {
        self.negative = !self.negative && !self.is_zero();
        self
    }

    /// |self|.
    #[must_use]
    pub fn abs(mut self) -> Self {
        self.negative = false;
        self
    }

    /// self · 2^by.
    #[must_use]
    pub fn scale(mut self, by: i64) -> Self {
        if !self.is_zero() {
            self.exponent += by;
        }
        self
    }

    /// The integer part, and whether that is all there is.
    #[must_use]
    pub fn truncate(mut self) -> (Self, bool) {
        if self.exponent >= Self::BITS || self.is_zero() {
            return (self, true);
        }
        if self.exponent <= 0 {
            return (Self::zero(), false);
        }
        let mut exact = true;
        for (i, limb) in self.limbs.iter_mut().enumerate() {
            // How many of this limb's bits lie above the point.
            let above = (self.exponent - 64 * (N - 1 - i) as i64).clamp(0, 64);
            let mask = if above == 0 {
                0
            } else {
                u64::MAX << (64 - above)
            };
            exact &= *limb & !mask == 0;
            *limb &= mask;
        }
        (self, exact)
    }

    /// The nearest `f64` but for one unit in the last place; infinite beyond the range.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        if self.is_zero() {
            return 0.0;
        }
        let leading = self.limbs[N - 1] as f64 / 2_f64.powi(64);
        // In three steps, since 2^exponent may be out of range where the result is not.
        let mut exponent = self.exponent.clamp(-2200, 2200) as i32;
        let mut value = if self.negative { -leading } else { leading };
        while exponent != 0 {
            let step = exponent.clamp(-900, 900);
            value *= 2_f64.powi(step);
            exponent -= step;
        }
        value
    }

    /// An `f64` and what is left of the number after it.
    #[must_use]
    pub fn to_pair(&self) -> (f64, f64) {
        let high = self.to_f64();
        if !high.is_finite() {
            return (high, 0.0);
        }
        (high, self.subtract(&Self::from_f64(high)).0.to_f64())
    }
}

pub(crate) use self::{error_function::ERF_SLOP, functions::SLOP};

impl<const N: usize> Float<N> {
    /// The two leading limbs, least significant first.
    #[must_use]
    pub fn top_limbs(&self) -> [u64; 2] {
        [self.limbs[N - 2], self.limbs[N - 1]]
    }

    /// e with 2^(e − 1) ≤ |self| < 2^e; far below every other for 0.
    #[must_use]
    pub fn exponent_of(&self) -> i64 {
        self.exponent
    }

    /// ±0.limbs · 2^exponent.
    #[must_use]
    pub fn from_parts(negative: bool, exponent: i64, limbs: [u64; N]) -> Self {
        Self::normalised(negative, exponent, limbs, 0).0
    }
}
