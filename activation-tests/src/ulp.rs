//! How far a computed number is from the true one.
//!
//! In units in the last place of the true value, everywhere but near a root of it; there in the
//! conditioned measure, which forgives what the rounding of the input alone would do. Beside it
//! three counts that no average hides: not finite where it should be, zero where it should not
//! be, the wrong sign.

use crate::reference::Settled;

/// A floating-point format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Bits of the significand, the leading one included.
    pub bits: i32,
    /// The exponent of the smallest subnormal.
    pub smallest: i32,
    /// The largest finite value.
    pub largest: f64,
    /// The smallest normal value.
    pub normal: f64,
}

/// `f32`.
pub const SINGLE: Format = Format {
    bits: 24,
    smallest: -149,
    largest: f32::MAX as f64,
    normal: f32::MIN_POSITIVE as f64,
};
/// `f64`.
pub const DOUBLE: Format = Format {
    bits: 53,
    smallest: -1074,
    largest: f64::MAX,
    normal: f64::MIN_POSITIVE,
};

impl Format {
    /// The unit in the last place of a number of this size.
    #[must_use]
    pub fn unit(&self, size: f64) -> f64 {
        let exponent = if size == 0.0 {
            -2000
        } else {
            exponent(size.min(self.largest))
        };
        power_of_two((exponent + 1 - self.bits).max(self.smallest))
    }
}

/// e with 2^e ≤ |x| < 2^(e + 1).
fn exponent(x: f64) -> i32 {
    let bits = ((x.to_bits() >> 52) & 0x7ff) as i32;
    if bits == 0 {
        exponent(x * 2_f64.powi(60)) - 60
    } else {
        bits - 1023
    }
}

fn power_of_two(exponent: i32) -> f64 {
    let half = exponent / 2;
    2_f64.powi(half) * 2_f64.powi(exponent - half)
}

/// What a computed number is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// This many units in the last place off.
    Off(f64),
    /// NaN, or infinite where the true value is not.
    NotFinite,
    /// Zero where the true value is a normal number.
    WrongZero,
    /// The other sign, where the true value is a normal number.
    WrongSign,
    /// There is no true value to compare with.
    NoReference,
}

impl Verdict {
    /// The units off; infinite for a failure.
    #[must_use]
    pub fn units(self) -> f64 {
        match self {
            Verdict::Off(units) => units,
            Verdict::NoReference => 0.0,
            _ => f64::INFINITY,
        }
    }

    /// Whether this is one of the three failures.
    #[must_use]
    pub fn is_failure(self) -> bool {
        matches!(
            self,
            Verdict::NotFinite | Verdict::WrongZero | Verdict::WrongSign
        )
    }
}

/// Judges `computed`.
#[must_use]
pub fn judge(computed: f64, truth: Settled, format: &Format) -> Verdict {
    judge_forgiving(computed, truth, format, 0.0)
}

/// Judges `computed` near a root of the true value, where an error of `forgiven` is what the
/// rounding of the inputs would do.
#[must_use]
pub fn judge_forgiving(computed: f64, truth: Settled, format: &Format, forgiven: f64) -> Verdict {
    let Settled::Value { high, low } = truth else {
        return Verdict::NoReference;
    };
    let unit = format.unit(high.abs());
    let top_unit = format.unit(format.largest);
    if high.abs() >= format.largest + 0.5 * top_unit {
        // Rounds to infinity.
        return if computed.is_nan() {
            Verdict::NotFinite
        } else if computed.signum() != high.signum() {
            Verdict::WrongSign
        } else if computed.is_infinite() {
            Verdict::Off(0.0)
        } else {
            Verdict::Off((format.largest - computed.abs()) / top_unit + 1.0)
        };
    }
    if computed.is_nan() {
        return Verdict::NotFinite;
    }
    if computed.is_infinite() {
        let short = (format.largest - high.abs()) / top_unit + 1.0;
        let near = short < 64.0 && computed.signum() == high.signum();
        return if near {
            Verdict::Off(short)
        } else {
            Verdict::NotFinite
        };
    }
    let off = ((computed - high) - low).abs();
    if forgiven > 0.0 {
        return Verdict::Off(off / (unit + forgiven));
    }
    if high.abs() >= format.normal {
        if computed == 0.0 {
            return Verdict::WrongZero;
        }
        if computed.signum() != high.signum() {
            return Verdict::WrongSign;
        }
    }
    Verdict::Off(off / unit)
}
