//! The four operations, powers and roots of balls.

use super::{Ball, EXACT, LARGEST, is_exact, join, times};
use crate::float::Float;

impl<const N: usize> Ball<N> {
    /// self + other.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        match (self, other) {
            (
                Ball::Near {
                    middle: a,
                    error: e,
                },
                Ball::Near {
                    middle: b,
                    error: f,
                },
            ) => Self::rounded(a.add(b), join(*e, *f)),
            (Ball::Huge { negative: a }, Ball::Huge { negative: b }) => {
                if a == b {
                    *self
                } else {
                    Ball::Beyond
                }
            }
            // What is near is at most 2^(2^59) too, but in practice far below.
            (Ball::Huge { .. }, Ball::Near { middle, error })
            | (Ball::Near { middle, error }, Ball::Huge { .. }) => {
                let huge = if matches!(self, Ball::Huge { .. }) {
                    self
                } else {
                    other
                };
                if Self::reach(middle, *error) < LARGEST / 2 {
                    *huge
                } else {
                    Ball::Beyond
                }
            }
            _ => self
                .unusable()
                .or(other.unusable())
                .unwrap_or(Ball::Unknown),
        }
    }

    /// −self.
    #[must_use]
    pub fn negate(&self) -> Self {
        match self {
            Ball::Near { middle, error } => Ball::Near {
                middle: middle.negate(),
                error: *error,
            },
            Ball::Huge { negative } => Ball::Huge {
                negative: !negative,
            },
            other => *other,
        }
    }

    /// self − other.
    #[must_use]
    pub fn subtract(&self, other: &Self) -> Self {
        self.add(&other.negate())
    }

    /// self · other.
    #[must_use]
    pub fn multiply(&self, other: &Self) -> Self {
        match (self, other) {
            (
                Ball::Near {
                    middle: a,
                    error: e,
                },
                Ball::Near {
                    middle: b,
                    error: f,
                },
            ) => {
                let error = join(times(*e, b.exponent), times(*f, a.exponent));
                let both = if is_exact(*e) { EXACT } else { times(*f, *e) };
                Self::rounded(a.multiply(b), join(error, both))
            }
            (Ball::Huge { .. }, _) | (_, Ball::Huge { .. }) => {
                if let Some(unusable) = self.unusable().or(other.unusable()) {
                    return unusable;
                }
                match (self.sign(), other.sign()) {
                    (Some(0), _) | (_, Some(0)) => Ball::integer(0),
                    (Some(a), Some(b)) if !self.is_tiny() && !other.is_tiny() => {
                        Ball::Huge { negative: a != b }
                    }
                    _ => Ball::Beyond,
                }
            }
            _ => self
                .unusable()
                .or(other.unusable())
                .unwrap_or(Ball::Unknown),
        }
    }

    /// Whether the value may be so small that it could make up for something huge. Half the
    /// range is left to either side: a huge number times 2^(−2^58) still counts as huge.
    fn is_tiny(&self) -> bool {
        matches!(self, Ball::Near { middle, .. } if middle.exponent < -(1 << 40))
    }

    /// self / other.
    #[must_use]
    pub fn divide(&self, other: &Self) -> Self {
        if let Some(unusable) = self.unusable().or(other.unusable()) {
            return unusable;
        }
        match (self, other) {
            (_, Ball::Near { middle, error }) if middle.is_zero() => {
                if is_exact(*error) {
                    Ball::Undefined
                } else {
                    Ball::Unknown
                }
            }
            (
                Ball::Near {
                    middle: a,
                    error: e,
                },
                Ball::Near {
                    middle: b,
                    error: f,
                },
            ) => {
                if *f > b.exponent - 3 {
                    return Ball::Unknown;
                }
                // |a/b − a′/b′| ≤ |a|·f/(|b|·|b′|) + e/|b′|, with |b′| ≥ 2^(exponent − 2).
                let error = join(
                    times(times(*f, a.exponent), 3 - 2 * b.exponent),
                    times(*e, 2 - b.exponent),
                );
                Self::rounded(a.divide(b), error)
            }
            (Ball::Huge { negative }, Ball::Near { .. }) => match other.sign() {
                Some(sign) if !other.is_beyond_measure() => Ball::Huge {
                    negative: *negative != (sign < 0),
                },
                _ => Ball::Beyond,
            },
            (Ball::Near { middle, error }, Ball::Huge { .. }) => {
                if middle.is_zero() && is_exact(*error) {
                    return *self;
                }
                let reach = Self::reach(middle, *error);
                if reach < LARGEST / 2 {
                    Ball::small(reach - LARGEST)
                } else {
                    Ball::Beyond
                }
            }
            _ => Ball::Beyond,
        }
    }

    fn is_beyond_measure(&self) -> bool {
        matches!(self, Ball::Near { middle, .. } if middle.exponent > 1 << 40)
    }

    /// 1 / self.
    #[must_use]
    pub fn reciprocal(&self) -> Self {
        Ball::integer(1).divide(self)
    }

    /// √self.
    #[must_use]
    pub fn square_root(&self) -> Self {
        match (self, self.sign()) {
            (Ball::Near { .. }, Some(0)) => *self,
            (Ball::Near { middle, error }, Some(1)) => {
                // |√a − √a′| ≤ |a − a′| / √a.
                let error = times(*error, 1 - middle.exponent.div_euclid(2));
                let (root, exact) = middle.square_root();
                let slop = if exact {
                    Ball::exact(root)
                } else {
                    Self::computed(root, 6, EXACT)
                };
                slop.widen(error)
            }
            // Around 0 there is nothing to say but that it is small.
            (Ball::Near { middle, error }, None) if error.max(&middle.exponent) < &-400 => {
                Ball::small(Self::reach(middle, *error).div_euclid(2) + 1)
            }
            (Ball::Huge { negative: false }, _) => Ball::Beyond,
            (_, Some(-1)) => Ball::Undefined,
            _ => self.unusable().unwrap_or(Ball::Unknown),
        }
    }

    /// The same with an error that comes on top.
    pub(crate) fn widen(self, by: i64) -> Self {
        match self {
            Ball::Near { middle, error } => Ball::Near {
                middle,
                error: join(error, by),
            },
            other => other,
        }
    }

    /// selfⁿ for a whole number.
    #[must_use]
    pub fn power(&self, exponent: i64) -> Self {
        let mut rest = exponent.unsigned_abs();
        let (mut square, mut result) = (*self, Ball::integer(1));
        while rest > 0 {
            if rest & 1 == 1 {
                result = result.multiply(&square);
            }
            rest >>= 1;
            if rest > 0 {
                square = square.multiply(&square);
            }
        }
        if exponent < 0 {
            result.reciprocal()
        } else {
            result
        }
    }

    /// self · 2^by.
    #[must_use]
    pub fn scale(&self, by: i64) -> Self {
        match self {
            Ball::Near { middle, error } => {
                let error = if is_exact(*error) { EXACT } else { error + by };
                Ball::Near {
                    middle: middle.scale(by),
                    error,
                }
                .in_range()
            }
            other => *other,
        }
    }

    /// The whole number this is, if it is certainly one below 2⁶².
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Ball::Near { middle, error } if is_exact(*error) && middle.exponent < 62 => {
                let (whole, exact) = middle.truncate();
                let top = if whole.is_zero() {
                    0
                } else {
                    whole.limbs[N - 1] >> (64 - whole.exponent)
                };
                exact.then(|| {
                    if whole.negative {
                        -(top as i64)
                    } else {
                        top as i64
                    }
                })
            }
            _ => None,
        }
    }

    /// The bound 2^error as a ball's edge: middle + side · 2^error.
    pub(crate) fn edge(middle: &Float<N>, error: i64, side: i64) -> Float<N> {
        let step = Float::power_of_two(error);
        middle.add(&if side < 0 { step.negate() } else { step }).0
    }
}
