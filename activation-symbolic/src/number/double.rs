//! Arithmetic with twice the digits of `f64`, so that a number is rounded once. Not here: what is exact.

/// An unevaluated sum of two doubles, for one correctly rounded result at the end.
#[derive(Clone, Copy)]
pub(super) struct Double(pub(super) f64, pub(super) f64);

impl Double {
    pub(super) fn integer(value: i128) -> Double {
        let high = value as f64;
        // Saturates at the very edge of i128 only, where the low part is noise anyway.
        Double(high, value.saturating_sub(high as i128) as f64)
    }
    fn sum(high: f64, low: f64) -> Double {
        let total = high + low;
        Double(total, low - (total - high))
    }
    pub(super) fn multiply(self, other: Double) -> Double {
        let product = self.0 * other.0;
        let error = self.0.mul_add(other.0, -product);
        Double::sum(product, error + (self.0 * other.1 + self.1 * other.0))
    }
    pub(super) fn divide(self, other: Double) -> Double {
        let quotient = self.0 / other.0;
        let rest = (-quotient).mul_add(other.0, self.0) + (self.1 - quotient * other.1);
        Double::sum(quotient, rest / other.0)
    }
    pub(super) fn root(self) -> Double {
        let root = self.0.sqrt();
        let rest = (-root).mul_add(root, self.0) + self.1;
        Double::sum(root, rest / (2.0 * root))
    }
}
