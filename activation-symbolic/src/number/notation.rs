//! How a number is printed: taken apart into what stands above and below the line, and as text. Not
//! here: the notations of formulas (`emit`).

use std::fmt;

use super::{Atom, Number};

/// Mantissa and exponent of the absolute value, if it is so large or small that a reader of its
/// digits alone would count zeros.
pub(crate) fn scientific(value: f64) -> Option<(String, i32)> {
    let size = value.abs();
    if size == 0.0 || !size.is_finite() || (1e-4..1e7).contains(&size) {
        return None;
    }
    let text = format!("{size:e}");
    let (mantissa, exponent) = text.split_once('e')?;
    Some((mantissa.to_owned(), exponent.parse().ok()?))
}

impl Number {
    /// Mantissa and exponent of the absolute value, if it is written with them: a fraction of whole
    /// numbers that can be read stays one.
    pub(crate) fn scientific(&self) -> Option<(String, i32)> {
        let notation = self.notation();
        if notation.is_long() || notation.decimal().is_some() {
            scientific(self.to_f64())
        } else {
            None
        }
    }

    /// The parts for notation: numerator and denominator as lists of factors, where a factor
    /// is a symbol under an exponent in halves.
    pub(crate) fn notation(&self) -> Notation {
        let mut notation = Notation {
            negative: self.is_negative(),
            numerator: self.numerator.abs(),
            denominator: self.denominator,
            above: Vec::new(),
            below: Vec::new(),
        };
        for &(atom, halves) in &self.atoms {
            match atom {
                Atom::Prime(prime) => {
                    // √p / (k·p) reads as 1 / (k·√p).
                    let prime = i128::from(prime);
                    let side = if notation.denominator % prime == 0 {
                        notation.denominator /= prime;
                        &mut notation.below
                    } else {
                        &mut notation.above
                    };
                    side.push((Factor::Root(prime), 1));
                }
                _ => {
                    let symbol = match atom {
                        Atom::Pi => Factor::Pi,
                        Atom::E => Factor::E,
                        Atom::Ln2 => Factor::Ln2,
                        Atom::Golden => Factor::Golden,
                        Atom::EulerGamma => Factor::EulerGamma,
                        _ => Factor::Ln10,
                    };
                    let side = if halves < 0 {
                        &mut notation.below
                    } else {
                        &mut notation.above
                    };
                    side.push((symbol, halves.abs()));
                }
            }
        }
        notation
    }
}

/// A number taken apart for printing.
#[derive(Debug)]
pub(crate) struct Notation {
    pub(crate) negative: bool,
    pub(crate) numerator: i128,
    pub(crate) denominator: i128,
    pub(crate) above: Vec<(Factor, i32)>,
    pub(crate) below: Vec<(Factor, i32)>,
}

/// An irrational factor of a printed number, under an exponent in halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Factor {
    /// A whole number under a square root.
    Root(i128),
    Pi,
    E,
    Ln2,
    Ln10,
    Golden,
    EulerGamma,
}

impl Notation {
    /// Whether the fraction has more digits than are read: products of long literals have dozens.
    pub(crate) fn is_long(&self) -> bool {
        self.numerator.max(self.denominator) > 1_000_000_000
    }

    /// The absolute value as a terminating decimal of at most 20 digits, if it is one.
    pub(crate) fn decimal(&self) -> Option<String> {
        if !self.above.is_empty() || !self.below.is_empty() {
            return None;
        }
        let mut rest = self.denominator;
        let mut places = 0_u32;
        while rest % 10 == 0 {
            rest /= 10;
            places += 1;
        }
        for prime in [2, 5] {
            while rest % prime == 0 {
                rest /= prime;
                places += 1;
            }
        }
        if rest != 1 || places > 20 {
            return None;
        }
        let scaled = self.numerator.checked_mul(10_i128.checked_pow(places)?)? / self.denominator;
        let digits = format!("{scaled:0>width$}", width = places as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places as usize);
        let fraction = fraction.trim_end_matches('0');
        Some(if fraction.is_empty() {
            whole.to_owned()
        } else {
            format!("{whole}.{fraction}")
        })
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let notation = self.notation();
        if notation.negative {
            f.write_str("-")?;
        }
        if let Some((mantissa, exponent)) = self.scientific() {
            return write!(f, "{mantissa}e{exponent}");
        }
        if let Some(decimal) = notation.decimal() {
            return f.write_str(&decimal);
        }
        if notation.is_long() {
            return write!(f, "{}", self.absolute().to_f64());
        }
        // Everything under a root shares it: √(2·π), not √2·√π, and √(2/π), not √2/√π.
        let side = |whole: i128, factors: &[(Factor, i32)]| {
            let (mut outside, mut under) = (Vec::new(), Vec::new());
            if whole != 1 {
                outside.push(whole.to_string());
            }
            for &(factor, halves) in factors {
                let name = match factor {
                    Factor::Root(prime) => prime.to_string(),
                    Factor::Pi => "π".to_owned(),
                    Factor::E => "e".to_owned(),
                    Factor::Ln2 => "ln 2".to_owned(),
                    Factor::Ln10 => "ln 10".to_owned(),
                    Factor::Golden => "φ".to_owned(),
                    Factor::EulerGamma => "γ".to_owned(),
                };
                match halves / 2 {
                    0 => {}
                    1 => outside.push(name.clone()),
                    power => outside.push(format!("{name}^{power}")),
                }
                if halves % 2 != 0 {
                    under.push(name);
                }
            }
            (outside, under)
        };
        let grouped = |parts: &[String]| match parts {
            [] => "1".to_owned(),
            [one] => one.clone(),
            more => format!("({})", more.join("·")),
        };
        let (mut above, above_root) = side(notation.numerator, &notation.above);
        let (mut below, below_root) = side(notation.denominator, &notation.below);
        match (above_root.is_empty(), below_root.is_empty()) {
            (false, false) => {
                above.push(format!(
                    "√({}/{})",
                    grouped(&above_root),
                    grouped(&below_root)
                ));
            }
            (false, true) => above.push(format!("√{}", grouped(&above_root))),
            (true, false) => below.push(format!("√{}", grouped(&below_root))),
            (true, true) => {}
        }
        let above = if above.is_empty() {
            "1".to_owned()
        } else {
            above.join("·")
        };
        if below.is_empty() {
            f.write_str(&above)
        } else {
            write!(f, "{above}/{}", grouped(&below))
        }
    }
}
