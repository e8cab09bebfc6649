//! Comparisons of balls, and the functions made of straight pieces.

use super::{Ball, is_exact, join};
use crate::float::Float;

impl<const N: usize> Ball<N> {
    /// The sign of self − other, where it is certain.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<i32> {
        self.subtract(other).sign()
    }

    /// |self|.
    #[must_use]
    pub fn abs(&self) -> Self {
        match self {
            Ball::Near { middle, error } => Ball::Near {
                middle: middle.abs(),
                error: *error,
            },
            Ball::Huge { .. } => Ball::Huge { negative: false },
            other => *other,
        }
    }

    /// −1, 0 or 1.
    #[must_use]
    pub fn signum(&self) -> Self {
        match self.sign() {
            Some(sign) => Ball::integer(i64::from(sign)),
            None => self.unusable().unwrap_or(Ball::Unknown),
        }
    }

    /// The larger of both.
    #[must_use]
    pub fn max(&self, other: &Self) -> Self {
        match self.compare(other) {
            Some(1) => *self,
            Some(_) => *other,
            None => self.hull(other),
        }
    }

    /// The smaller of both.
    #[must_use]
    pub fn min(&self, other: &Self) -> Self {
        self.negate().max(&other.negate()).negate()
    }

    /// A ball that holds both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        match (self, other, self.subtract(other)) {
            (
                Ball::Near { middle, error },
                Ball::Near { .. },
                Ball::Near {
                    middle: apart,
                    error: blur,
                },
            ) => {
                let apart = Self::reach(&apart, blur);
                Ball::Near {
                    middle: *middle,
                    error: join(*error, apart),
                }
            }
            _ => self.unusable().or(other.unusable()).unwrap_or(Ball::Beyond),
        }
    }

    /// A step function of the value, given for exact numbers.
    fn step(&self, function: fn(&Float<N>) -> Float<N>) -> Self {
        match self {
            Ball::Near { middle, error } if is_exact(*error) => Ball::exact(function(middle)),
            Ball::Near { middle, error } => {
                let low = function(&Self::edge(middle, *error, -1));
                let high = function(&Self::edge(middle, *error, 1));
                if low.subtract(&high).0.is_zero() {
                    Ball::exact(low)
                } else {
                    Ball::Unknown
                }
            }
            other => *other,
        }
    }

    /// The largest whole number not above.
    #[must_use]
    pub fn floor(&self) -> Self {
        self.step(|x| {
            let (whole, exact) = x.truncate();
            if x.negative && !exact {
                whole.subtract(&Float::integer(1)).0
            } else {
                whole
            }
        })
    }

    /// The smallest whole number not below.
    #[must_use]
    pub fn ceil(&self) -> Self {
        self.negate().floor().negate()
    }

    /// The integer part.
    #[must_use]
    pub fn truncate(&self) -> Self {
        self.step(|x| x.truncate().0)
    }

    /// The nearest whole number, ties away from zero.
    #[must_use]
    pub fn round(&self) -> Self {
        self.step(|x| {
            let half = Float::power_of_two(-1);
            let beside = x.add(&if x.negative { half.negate() } else { half }).0;
            beside.truncate().0
        })
    }
}
