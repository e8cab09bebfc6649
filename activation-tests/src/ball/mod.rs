//! Numbers with a proven error: what is known about a value, and nothing that is not.
//!
//! A ball is a [`Float`] and a bound on how far the true value may be from it, a power of two.
//! Whatever cancels shows in the bound, so an answer that is settled at one precision is right,
//! and one that is not is asked for again at a higher one. Two roundings at 100 and 200 bits
//! that agree prove less: `ln(1 + exp(-200))` is 0 in both.

mod arithmetic;
mod functions;
mod order;

use crate::float::{Float, ZERO};

/// The exponent of a bound that is 0.
pub(crate) const EXACT: i64 = i64::MIN / 4;

/// Beyond 2^(2^59) exponents leave their 64 bits.
pub(crate) const LARGEST: i64 = 1 << 59;

/// What is known about a value.
#[derive(Clone, Copy, Debug)]
pub enum Ball<const N: usize> {
    /// Within 2^error of `middle`.
    Near {
        /// The middle.
        middle: Float<N>,
        /// The exponent of the bound; `EXACT` if there is no error.
        error: i64,
    },
    /// Above 2^(2^59), or below its negative.
    Huge {
        /// Whether it is the negative one.
        negative: bool,
    },
    /// Not known: more precision may tell.
    Unknown,
    /// Not known, and no precision will tell, since something huge was cancelled.
    Beyond,
    /// Not a number: the logarithm of a negative one, a division by 0.
    Undefined,
}

pub(crate) fn is_exact(error: i64) -> bool {
    error < EXACT / 2
}

/// A bound on the sum of two errors.
pub(crate) fn join(a: i64, b: i64) -> i64 {
    if is_exact(a) {
        b
    } else if is_exact(b) {
        a
    } else {
        a.max(b) + 1
    }
}

/// A bound on the product of an error and a number below 2^exponent.
pub(crate) fn times(error: i64, exponent: i64) -> i64 {
    if is_exact(error) || exponent == ZERO {
        EXACT
    } else {
        (error + exponent).max(-LARGEST)
    }
}

impl<const N: usize> Ball<N> {
    /// Exactly this.
    #[must_use]
    pub fn exact(middle: Float<N>) -> Self {
        Ball::Near {
            middle,
            error: EXACT,
        }
    }

    /// A whole number.
    #[must_use]
    pub fn integer(value: i64) -> Self {
        Ball::exact(Float::integer(value))
    }

    /// An `f64`, exactly; infinities and NaN are undefined.
    #[must_use]
    pub fn from_f64(value: f64) -> Self {
        if value.is_finite() {
            Ball::exact(Float::from_f64(value))
        } else {
            Ball::Undefined
        }
    }

    /// 1 or 0.
    #[must_use]
    pub fn truth(value: bool) -> Self {
        Ball::integer(i64::from(value))
    }

    /// Nothing but that the value is at most 2^error.
    #[must_use]
    pub(crate) fn small(error: i64) -> Self {
        Ball::Near {
            middle: Float::zero(),
            error,
        }
    }

    /// A result that was rounded: off by less than 2 units in the last place unless exact.
    pub(crate) fn rounded((middle, exact): (Float<N>, bool), error: i64) -> Self {
        let rounding = if exact {
            EXACT
        } else {
            middle.exponent - Float::<N>::BITS + 1
        };
        Ball::Near {
            middle,
            error: join(error, rounding),
        }
        .in_range()
    }

    /// A result that lost `slop` bits of its own beside an error that came in.
    pub(crate) fn computed(middle: Float<N>, slop: i64, error: i64) -> Self {
        let rounding = if middle.is_zero() {
            EXACT
        } else {
            middle.exponent - Float::<N>::BITS + slop
        };
        Ball::Near {
            middle,
            error: join(error, rounding),
        }
        .in_range()
    }

    fn in_range(self) -> Self {
        match self {
            Ball::Near { middle, error } if middle.exponent > LARGEST => {
                if error < middle.exponent - 2 {
                    Ball::Huge {
                        negative: middle.negative,
                    }
                } else {
                    Ball::Beyond
                }
            }
            Ball::Near { error, .. } if error > LARGEST => Ball::Beyond,
            Ball::Near { middle, error } if !middle.is_zero() && middle.exponent < -LARGEST => {
                Ball::small(join(error, -LARGEST))
            }
            Ball::Near { middle, error } if !is_exact(error) && error < -LARGEST => Ball::Near {
                middle,
                error: -LARGEST,
            },
            ball => ball,
        }
    }

    /// The exponent of a bound on the absolute value.
    pub(crate) fn reach(middle: &Float<N>, error: i64) -> i64 {
        if middle.is_zero() {
            error
        } else {
            join(middle.exponent, error)
        }
    }

    /// The sign, −1, 0 or 1, where it is certain.
    #[must_use]
    pub fn sign(&self) -> Option<i32> {
        match self {
            Ball::Near { middle, error } if middle.is_zero() => is_exact(*error).then_some(0),
            Ball::Near { middle, error } => {
                (*error < middle.exponent - 1).then_some(if middle.negative { -1 } else { 1 })
            }
            Ball::Huge { negative } => Some(if *negative { -1 } else { 1 }),
            _ => None,
        }
    }

    /// Whether the value is known to be 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.sign() == Some(0)
    }

    /// What follows from an argument about which too little is known, if it is such a one.
    pub(crate) fn unusable(&self) -> Option<Self> {
        match self {
            Ball::Unknown | Ball::Beyond | Ball::Undefined => Some(*self),
            _ => None,
        }
    }
}
