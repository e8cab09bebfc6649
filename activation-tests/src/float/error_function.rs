//! erf and erfc.

use super::Float;

/// Bits lost by the functions here, whose series have up to a few thousand terms.
pub(crate) const ERF_SLOP: i64 = 20;

impl<const N: usize> Float<N> {
    /// erf x = 2/√π · e^(−x²) · Σ 2ⁿ·x^(2n+1)/(1·3·…·(2n+1)): all terms have one sign.
    ///
    /// For |x| < 64; some 3·x² + bits terms.
    #[must_use]
    pub fn error_function(&self) -> Self {
        if self.is_zero() {
            return *self;
        }
        let square = self.multiply(self).0;
        let double = square.scale(1);
        let (mut term, mut sum) = (*self, *self);
        let mut n = 1_u64;
        while term.exponent > sum.exponent - Self::BITS - 2 {
            term = term.multiply(&double).0.divide_integer(2 * n + 1).0;
            sum = sum.add(&term).0;
            n += 1;
        }
        let scale = square.negate().exponential().scale(1);
        sum.multiply(&scale).0.divide(&Self::pi().square_root().0).0
    }

    /// Whether x is so large that the asymptotic series of erfc reaches full precision: its
    /// smallest term is about e^(−x²).
    #[must_use]
    pub fn is_in_tail(&self) -> bool {
        !self.negative
            && (self.exponent > 32 || {
                let x = self.to_f64();
                x * x * std::f64::consts::LOG2_E > (Self::BITS + 16) as f64
            })
    }

    /// erfc x = e^(−x²)/(x·√π) · (1 − 1/(2x²) + 1·3/(2x²)² − …) for x in the tail.
    #[must_use]
    pub fn complement_in_tail(&self) -> Self {
        let square = self.multiply(self).0;
        let double = square.scale(1);
        let (mut term, mut sum) = (Self::integer(1), Self::integer(1));
        let mut n = 1;
        while term.exponent > -Self::BITS - 2 {
            term = term
                .multiply_integer(2 * n - 1)
                .0
                .divide(&double)
                .0
                .negate();
            sum = sum.add(&term).0;
            n += 1;
        }
        let below = self.multiply(&Self::pi().square_root().0).0;
        sum.multiply(&square.negate().exponential())
            .0
            .divide(&below)
            .0
    }
}
