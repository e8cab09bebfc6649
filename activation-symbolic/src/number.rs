//! Exact constants: a fraction times powers of π, e, ln 2, ln 10, φ, γ and roots of primes.
//!
//! `0.044715`, `1/6`, `√(2/π)` and `FRAC_1_SQRT_2` stay exact through differentiation and are
//! rounded once, when a kernel is emitted. Products, quotients and powers of such numbers are
//! again such numbers; a sum is one only when the irrational parts agree. Whatever does not
//! fit (128-bit overflow included) answers `None` and stays an unevaluated expression.

mod double;
mod notation;

use self::double::Double;
pub(crate) use self::notation::{Factor, scientific};

/// The irrational building blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Atom {
    /// A prime, under a fractional exponent.
    Prime(u64),
    /// π.
    Pi,
    /// e.
    E,
    /// ln 2.
    Ln2,
    /// ln 10.
    Ln10,
    /// φ = (1 + √5) / 2, the golden ratio: as a sum it is no product of the others.
    Golden,
    /// γ, the constant of Euler and Mascheroni.
    EulerGamma,
}

/// An exact constant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    numerator: i128,
    denominator: i128,
    /// Exponents in halves, none zero, in the order of the atoms; a prime's is 1 (a square root),
    /// since whole powers are part of the fraction.
    atoms: Vec<(Atom, i32)>,
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    // A division of 128 bits is a function with a loop in it.
    if let (Ok(mut a), Ok(mut b)) = (i64::try_from(a), i64::try_from(b)) {
        while b != 0 {
            (a, b) = (b, a.wrapping_rem(b));
        }
        return i128::from(a).abs();
    }
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.abs()
}

impl Number {
    /// `numerator / denominator`.
    ///
    /// `None` when the denominator is zero.
    #[must_use]
    pub fn fraction(numerator: i128, denominator: i128) -> Option<Number> {
        if denominator == 0 || numerator == i128::MIN || denominator == i128::MIN {
            return None;
        }
        if denominator == 1 {
            return Some(Number {
                numerator,
                denominator,
                atoms: Vec::new(),
            });
        }
        let divisor = gcd(numerator, denominator) * denominator.signum();
        Some(Number {
            numerator: numerator / divisor,
            denominator: denominator / divisor,
            atoms: Vec::new(),
        })
    }

    /// A whole number.
    #[must_use]
    pub fn integer(value: i64) -> Number {
        Number {
            numerator: i128::from(value),
            denominator: 1,
            atoms: Vec::new(),
        }
    }

    /// A decimal literal as Rust writes it (`0.044715`, `1e-3`, `1_000.0`, `2f32`), exactly.
    ///
    /// `None` when it has too many digits or too large an exponent for 128 bits.
    #[must_use]
    pub fn decimal(literal: &str) -> Option<Number> {
        let text: String = literal.chars().filter(|c| *c != '_').collect();
        let text = text.trim_end_matches("f32").trim_end_matches("f64");
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let fraction = fraction.trim_end_matches('0');
        let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        let shift = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        let power = 10_i128.checked_pow(shift.unsigned_abs())?;
        if shift >= 0 {
            Number::fraction(digits.checked_mul(power)?, 1)
        } else {
            Number::fraction(digits, power)
        }
    }

    /// The exact value of a finite `f64`, as a short decimal where one rounds to it.
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Number> {
        let number = Number::decimal(&format!("{:e}", value.abs()))?;
        Some(if value < 0.0 { number.negate() } else { number })
    }

    fn atom(atom: Atom, halves: i32) -> Number {
        Number {
            numerator: 1,
            denominator: 1,
            atoms: vec![(atom, halves)],
        }
    }

    /// A constant of `std::f64::consts` by its name.
    #[must_use]
    pub fn constant(name: &str) -> Option<Number> {
        let pi = Number::atom(Atom::Pi, 2);
        let scaled = |numerator, denominator, of: &Number| {
            Number::fraction(numerator, denominator)?.multiply(of)
        };
        match name {
            "PI" => Some(pi),
            "TAU" => scaled(2, 1, &pi),
            "E" => Some(Number::atom(Atom::E, 2)),
            "LN_2" => Some(Number::atom(Atom::Ln2, 2)),
            "LN_10" => Some(Number::atom(Atom::Ln10, 2)),
            "LOG2_E" => Some(Number::atom(Atom::Ln2, -2)),
            "LOG10_E" => Some(Number::atom(Atom::Ln10, -2)),
            "LOG2_10" => Number::atom(Atom::Ln10, 2).multiply(&Number::atom(Atom::Ln2, -2)),
            "LOG10_2" => Number::atom(Atom::Ln2, 2).multiply(&Number::atom(Atom::Ln10, -2)),
            "SQRT_2" => Number::integer(2).root(),
            "FRAC_1_SQRT_2" => Number::fraction(1, 2)?.root(),
            "FRAC_2_SQRT_PI" => scaled(2, 1, &Number::atom(Atom::Pi, -1)),
            "FRAC_1_PI" => Some(Number::atom(Atom::Pi, -2)),
            "FRAC_2_PI" => scaled(2, 1, &Number::atom(Atom::Pi, -2)),
            "FRAC_PI_2" => scaled(1, 2, &pi),
            "FRAC_PI_3" => scaled(1, 3, &pi),
            "FRAC_PI_4" => scaled(1, 4, &pi),
            "FRAC_PI_6" => scaled(1, 6, &pi),
            "FRAC_PI_8" => scaled(1, 8, &pi),
            "GOLDEN_RATIO" => Some(Number::atom(Atom::Golden, 2)),
            "EULER_GAMMA" => Some(Number::atom(Atom::EulerGamma, 2)),
            _ => None,
        }
    }

    /// Whether this is 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.numerator == 0
    }

    /// Whether this is 1.
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.numerator == 1 && self.denominator == 1 && self.atoms.is_empty()
    }

    /// Whether this is below 0.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.numerator < 0
    }

    /// The value, if it is a whole number that fits.
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        (self.denominator == 1 && self.atoms.is_empty())
            .then(|| i64::try_from(self.numerator).ok())
            .flatten()
    }

    /// The value, if it is a fraction: numerator and positive denominator.
    #[must_use]
    pub fn as_fraction(&self) -> Option<(i128, i128)> {
        self.atoms
            .is_empty()
            .then_some((self.numerator, self.denominator))
    }

    /// Numerator, denominator and irrational factors, whose exponents are in halves: all that is
    /// needed to evaluate this to any precision.
    pub fn parts(&self) -> (i128, i128, impl Iterator<Item = (Atom, i32)> + '_) {
        (self.numerator, self.denominator, self.atoms.iter().copied())
    }

    /// The irrational factor alone: this number without its fraction.
    #[must_use]
    pub fn irrational_part(&self) -> Number {
        Number {
            numerator: 1,
            denominator: 1,
            atoms: self.atoms.clone(),
        }
    }

    /// −self.
    #[must_use]
    pub fn negate(&self) -> Number {
        Number {
            numerator: -self.numerator,
            ..self.clone()
        }
    }

    /// |self|.
    #[must_use]
    pub fn absolute(&self) -> Number {
        Number {
            numerator: self.numerator.abs(),
            ..self.clone()
        }
    }

    /// self + other, where that is such a number.
    #[must_use]
    pub fn add(&self, other: &Number) -> Option<Number> {
        if self.is_zero() {
            return Some(other.clone());
        }
        if other.is_zero() {
            return Some(self.clone());
        }
        if self.atoms != other.atoms {
            return None;
        }
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        let sum = Number::fraction(
            left.checked_add(right)?,
            self.denominator.checked_mul(other.denominator)?,
        )?;
        Some(if sum.is_zero() {
            sum
        } else {
            Number {
                atoms: self.atoms.clone(),
                ..sum
            }
        })
    }

    /// self · other.
    #[must_use]
    pub fn multiply(&self, other: &Number) -> Option<Number> {
        // By far the most products are by 1.
        if other.is_one() {
            return Some(self.clone());
        }
        if self.is_one() {
            return Some(other.clone());
        }
        // Cancel crosswise first, so that the products stay as small as they can.
        let left = Number::fraction(self.numerator, other.denominator)?;
        let right = Number::fraction(other.numerator, self.denominator)?;
        let mut product = Number::fraction(
            left.numerator.checked_mul(right.numerator)?,
            left.denominator.checked_mul(right.denominator)?,
        )?;
        if product.is_zero() {
            return Some(product);
        }
        product.atoms = self.atoms.clone();
        for &(atom, halves) in &other.atoms {
            let place = match product.atoms.binary_search_by_key(&atom, |&(atom, _)| atom) {
                Ok(place) => place,
                Err(gap) => {
                    product.atoms.insert(gap, (atom, halves));
                    continue;
                }
            };
            let sum = product.atoms[place].1.checked_add(halves)?;
            if let (Atom::Prime(prime), 2) = (atom, sum) {
                product.atoms.remove(place);
                product.numerator = product.numerator.checked_mul(i128::from(prime))?;
                let reduced = Number::fraction(product.numerator, product.denominator)?;
                (product.numerator, product.denominator) = (reduced.numerator, reduced.denominator);
            } else if sum == 0 {
                product.atoms.remove(place);
            } else {
                product.atoms[place].1 = sum;
            }
        }
        Some(product)
    }

    /// 1 / self; `None` for 0.
    #[must_use]
    pub fn reciprocal(&self) -> Option<Number> {
        let mut inverse = Number::fraction(self.denominator, self.numerator)?;
        for &(atom, halves) in &self.atoms {
            let factor = match atom {
                // 1/√p = √p / p keeps the one spelling of a root.
                Atom::Prime(prime) => {
                    Number::fraction(1, i128::from(prime))?.multiply(&Number::atom(atom, halves))?
                }
                _ => Number::atom(atom, -halves),
            };
            inverse = inverse.multiply(&factor)?;
        }
        Some(inverse)
    }

    /// self / other; `None` for other = 0.
    #[must_use]
    pub fn divide(&self, other: &Number) -> Option<Number> {
        if other.is_one() {
            return Some(self.clone());
        }
        self.multiply(&other.reciprocal()?)
    }

    /// selfⁿ; `None` for a negative power of 0 or one too large.
    #[must_use]
    pub fn power(&self, exponent: i64) -> Option<Number> {
        let base = if exponent < 0 {
            self.reciprocal()?
        } else {
            self.clone()
        };
        if exponent.unsigned_abs() > 128 {
            return None;
        }
        (0..exponent.unsigned_abs()).try_fold(Number::integer(1), |power, _| power.multiply(&base))
    }

    /// √self; `None` below 0, for nested roots and for factors above 10⁶.
    #[must_use]
    pub fn root(&self) -> Option<Number> {
        if self.is_negative() {
            return None;
        }
        if self.is_zero() {
            return Some(self.clone());
        }
        // √(n/d) = √(n·d) / d; then whole squares leave the root.
        let mut rest = self.numerator.checked_mul(self.denominator)?;
        let mut result = Number::fraction(1, self.denominator)?;
        let mut prime = 2_i128;
        while rest > 1 {
            if prime > 1_000_000 {
                return None;
            }
            if prime * prime > rest {
                prime = rest;
            }
            let mut halves = 0;
            while rest % prime == 0 {
                rest /= prime;
                halves += 1;
            }
            if halves > 0 {
                let whole = prime.checked_pow(halves / 2)?;
                result = result.multiply(&Number::fraction(whole, 1)?)?;
                if halves % 2 == 1 {
                    let root = Number::atom(Atom::Prime(u64::try_from(prime).ok()?), 1);
                    result = result.multiply(&root)?;
                }
            }
            prime += if prime == 2 { 1 } else { 2 };
        }
        for &(atom, halves) in &self.atoms {
            if halves % 2 != 0 {
                return None;
            }
            result = result.multiply(&Number::atom(atom, halves / 2))?;
        }
        Some(result)
    }

    /// ln self, for the constants whose logarithm is such a number.
    #[must_use]
    pub fn logarithm(&self) -> Option<Number> {
        if self.is_one() {
            return Some(Number::integer(0));
        }
        if self.as_integer() == Some(2) {
            return Number::constant("LN_2");
        }
        (*self == Number::atom(Atom::E, 2)).then(|| Number::integer(1))
    }

    /// The nearest `f64`, but for an error far below its last bit.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        let Double(high, low) = self.to_double();
        high + low
    }

    /// What rounding to `f32` loses of the number, and what rounding to `f64` does, to nine digits:
    /// as many as a correction needs.
    #[must_use]
    pub(crate) fn lost(&self) -> [Number; 2] {
        let Double(high, low) = self.to_double();
        let nearest = high + low;
        let lost = (high - nearest) + low;
        let head = f64::from(nearest as f32);
        [(nearest - head) + lost, lost].map(|part| {
            let digits = Number::decimal(&format!("{:.8e}", part.abs()));
            match digits {
                Some(number) if part < 0.0 => number.negate(),
                Some(number) => number,
                // Too small to be written down.
                None => Number::integer(0),
            }
        })
    }

    fn to_double(&self) -> Double {
        let mut value = Double::integer(self.numerator).divide(Double::integer(self.denominator));
        for &(atom, halves) in &self.atoms {
            // Each as an unevaluated sum of two doubles.
            let base = match atom {
                Atom::Prime(prime) => Double(prime as f64, 0.0),
                Atom::Pi => Double(std::f64::consts::PI, 1.224_646_799_147_353_2e-16),
                Atom::E => Double(std::f64::consts::E, 1.445_646_891_729_250_2e-16),
                Atom::Ln2 => Double(std::f64::consts::LN_2, 2.319_046_813_846_3e-17),
                Atom::Ln10 => Double(std::f64::consts::LN_10, -2.170_756_223_382_249_4e-16),
                // Younger in `std::f64::consts` than the oldest compiler this is built with.
                Atom::Golden => Double(1.618_033_988_749_895, -5.432_115_203_682_506e-17),
                Atom::EulerGamma => Double(0.577_215_664_901_532_9, -4.942_915_152_430_645e-18),
            };
            let mut factor = Double(1.0, 0.0);
            for _ in 0..halves.abs() / 2 {
                factor = factor.multiply(base);
            }
            if halves % 2 != 0 {
                factor = factor.multiply(base.root());
            }
            value = if halves < 0 {
                value.divide(factor)
            } else {
                value.multiply(factor)
            };
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::decimal(text)
            .or_else(|| Number::constant(text))
            .unwrap()
    }

    #[test]
    fn literals_are_exact() {
        assert_eq!(number("0.044715").as_fraction(), Some((8943, 200_000)));
        assert_eq!(number("1_000.50f32").as_fraction(), Some((2001, 2)));
        assert_eq!(number("1e-3").as_fraction(), Some((1, 1000)));
        assert_eq!(Number::decimal("1e60"), None);
    }

    #[test]
    fn constants_round_to_the_nearest_double() {
        use std::f64::consts as c;
        for (name, value) in [
            ("PI", c::PI),
            ("TAU", c::TAU),
            ("E", c::E),
            ("LN_2", c::LN_2),
            ("LN_10", c::LN_10),
            ("LOG2_E", c::LOG2_E),
            ("LOG10_E", c::LOG10_E),
            ("LOG2_10", c::LOG2_10),
            ("LOG10_2", c::LOG10_2),
            ("SQRT_2", c::SQRT_2),
            ("FRAC_1_SQRT_2", c::FRAC_1_SQRT_2),
            ("FRAC_2_SQRT_PI", c::FRAC_2_SQRT_PI),
            ("FRAC_1_PI", c::FRAC_1_PI),
            ("FRAC_PI_8", c::FRAC_PI_8),
            ("GOLDEN_RATIO", 0.5 + 0.5 * 5_f64.sqrt()),
            ("EULER_GAMMA", 0.577_215_664_901_532_9),
            ("1.0507009873554805", 1.050_700_987_355_480_5),
        ] {
            assert_eq!(number(name).to_f64(), value, "{name}");
        }
    }

    #[test]
    fn roots_and_products_stay_exact() {
        let half_pi = Number::integer(2).divide(&number("PI")).unwrap();
        assert_eq!(half_pi.root().unwrap().to_string(), "√(2/π)");
        assert_eq!(half_pi.root().unwrap().power(2).unwrap(), half_pi);
        assert_eq!(Number::integer(12).root().unwrap().to_string(), "2·√3");
        let density = number("FRAC_2_SQRT_PI")
            .multiply(&number("FRAC_1_SQRT_2"))
            .and_then(|n| n.divide(&Number::integer(2)))
            .unwrap();
        assert_eq!(density.to_string(), "1/√(2·π)");
        assert_eq!(
            number("SQRT_2").multiply(&number("SQRT_2")).unwrap(),
            Number::integer(2)
        );
    }

    #[test]
    fn no_zeros_are_counted() {
        let two_to_the = |n| Number::integer(2).power(n).unwrap().to_string();
        assert_eq!(two_to_the(60), "1.152921504606847e18");
        assert_eq!(two_to_the(-64), "5.421010862427522e-20");
        assert_eq!(number("1e18").negate().to_string(), "-1e18");
        assert_eq!(number("0.0001").to_string(), "0.0001");
        assert_eq!(number("0.00009").to_string(), "9e-5");
        assert_eq!(number("9999999").to_string(), "9999999");
        assert_eq!(Number::fraction(1, 30_000).unwrap().to_string(), "1/30000");
        assert_eq!(Number::integer(0).to_string(), "0");
    }

    #[test]
    fn what_does_not_fit_answers_none() {
        assert_eq!(number("PI").add(&Number::integer(1)), None);
        assert_eq!(Number::integer(0).reciprocal(), None);
        assert_eq!(Number::integer(-1).root(), None);
    }
}
