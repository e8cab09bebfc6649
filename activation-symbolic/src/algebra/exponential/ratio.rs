//! Arithmetic of rational functions of one exponential: what cancels on paper cancels here, exactly.

use std::collections::BTreeMap;

use crate::{algebra::simplify::Simplifier, expr::Id, number::Number, op::Op};

/// Coefficients of 1, E, E², …
pub(super) type Polynomial = Vec<Id>;

/// A polynomial of a higher degree is no gain any more.
const DEGREE: usize = 8;

/// `factor · E^power · above / Π belowⁿ`.
#[derive(Clone, Debug)]
pub(in crate::algebra) struct Ratio {
    pub(in crate::algebra) factor: Id,
    pub(in crate::algebra) power: i32,
    pub(in crate::algebra) above: Polynomial,
    pub(in crate::algebra) below: BTreeMap<Polynomial, u32>,
}

impl Simplifier<'_> {
    pub(super) fn constant_ratio(&mut self, factor: Id) -> Ratio {
        Ratio {
            factor,
            power: 0,
            above: vec![self.graph.integer(1)],
            below: BTreeMap::new(),
        }
    }

    pub(super) fn plus_one(&mut self, x: Ratio) -> Option<Ratio> {
        let one = self.graph.integer(1);
        let one = self.constant_ratio(one);
        self.add_ratios(one, x)
    }

    pub(super) fn multiply_ratios(&mut self, a: &Ratio, b: &Ratio) -> Option<Ratio> {
        let mut below = a.below.clone();
        for (polynomial, count) in &b.below {
            *below.entry(polynomial.clone()).or_insert(0) += count;
        }
        let mut product = Ratio {
            factor: self.apply(Op::Mul, &[a.factor, b.factor]),
            power: a.power + b.power,
            above: self.multiply_polynomials(&a.above, &b.above)?,
            below,
        };
        self.cancel(&mut product);
        Some(product)
    }

    pub(super) fn ratio_power(&mut self, a: &Ratio, exponent: i64) -> Option<Ratio> {
        let one = self.graph.integer(1);
        let mut result = self.constant_ratio(one);
        let a = if exponent < 0 {
            self.invert(a)?
        } else {
            a.clone()
        };
        if exponent.abs() > 8 {
            return None;
        }
        for _ in 0..exponent.abs() {
            result = self.multiply_ratios(&result, &a)?;
        }
        Some(result)
    }

    pub(super) fn invert(&mut self, a: &Ratio) -> Option<Ratio> {
        let one = self.graph.integer(1);
        let mut above = vec![one];
        for (polynomial, count) in &a.below {
            for _ in 0..*count {
                above = self.multiply_polynomials(&above, polynomial)?;
            }
        }
        let mut factor = self.apply(Op::Div, &[one, a.factor]);
        let mut below = BTreeMap::new();
        if let [constant] = a.above[..] {
            factor = self.apply(Op::Div, &[factor, constant]);
        } else {
            below.insert(a.above.clone(), 1);
        }
        Some(Ratio {
            factor,
            power: -a.power,
            above,
            below,
        })
    }

    pub(super) fn add_ratios(&mut self, a: Ratio, b: Ratio) -> Option<Ratio> {
        let mut below = a.below.clone();
        for (polynomial, count) in &b.below {
            let entry = below.entry(polynomial.clone()).or_insert(0);
            *entry = (*entry).max(*count);
        }
        let power = a.power.min(b.power);
        let same = a.factor == b.factor;
        let one = self.graph.integer(1);
        let factor = if same { a.factor } else { one };
        let mut above: Polynomial = Vec::new();
        for term in [a, b] {
            let mut polynomial = term.above;
            if !same {
                for coefficient in &mut polynomial {
                    *coefficient = self.apply(Op::Mul, &[*coefficient, term.factor]);
                }
            }
            let zero = self.graph.integer(0);
            let shift = usize::try_from(term.power - power).ok()?;
            polynomial.splice(0..0, std::iter::repeat_n(zero, shift));
            for (extra, count) in &below {
                let have = term.below.get(extra).copied().unwrap_or(0);
                for _ in have..*count {
                    polynomial = self.multiply_polynomials(&polynomial, extra)?;
                }
            }
            for (index, coefficient) in polynomial.into_iter().enumerate() {
                match above.get(index) {
                    Some(&sum) => above[index] = self.apply(Op::Add, &[sum, coefficient]),
                    None => above.push(coefficient),
                }
            }
        }
        let mut sum = Ratio {
            factor,
            power,
            above,
            below,
        };
        self.trim(&mut sum)?;
        self.cancel(&mut sum);
        Some(sum)
    }

    /// Takes zeros off both ends of the polynomial above; `None` where nothing is left.
    pub(super) fn trim(&mut self, ratio: &mut Ratio) -> Option<()> {
        let is_zero = |this: &Self, id: Id| this.graph.number_at(id).is_some_and(Number::is_zero);
        while is_zero(self, *ratio.above.last()?) {
            ratio.above.pop();
        }
        while is_zero(self, ratio.above[0]) {
            ratio.above.remove(0);
            ratio.power += 1;
        }
        Some(())
    }

    pub(in crate::algebra) fn multiply_polynomials(
        &mut self,
        a: &[Id],
        b: &[Id],
    ) -> Option<Polynomial> {
        if a.len() + b.len() > DEGREE + 2 {
            return None;
        }
        let zero = self.graph.integer(0);
        let mut product = vec![zero; a.len() + b.len() - 1];
        for (i, &p) in a.iter().enumerate() {
            for (j, &q) in b.iter().enumerate() {
                let term = self.apply(Op::Mul, &[p, q]);
                product[i + j] = self.apply(Op::Add, &[product[i + j], term]);
            }
        }
        Some(product)
    }

    /// Divides out what stands above and below.
    pub(super) fn cancel(&mut self, ratio: &mut Ratio) {
        for divisor in ratio.below.keys().cloned().collect::<Vec<_>>() {
            while let Some(quotient) = self.divide_exactly(&ratio.above, &divisor) {
                ratio.above = quotient;
                let count = ratio.below.get_mut(&divisor).expect("a key of the map");
                *count -= 1;
                if *count == 0 {
                    ratio.below.remove(&divisor);
                    break;
                }
            }
        }
    }

    /// The quotient, if the division by a polynomial that begins with 1 or ends in 1 leaves no
    /// rest.
    pub(super) fn divide_exactly(&mut self, above: &[Id], divisor: &[Id]) -> Option<Polynomial> {
        let is_one = |this: &Self, id: Id| this.graph.number_at(id).is_some_and(Number::is_one);
        if above.len() < divisor.len() {
            return None;
        }
        let (above, divisor, reversed) = if is_one(self, divisor[0]) {
            (above.to_vec(), divisor.to_vec(), false)
        } else if is_one(self, *divisor.last()?) {
            let reverse = |p: &[Id]| p.iter().rev().copied().collect::<Vec<_>>();
            (reverse(above), reverse(divisor), true)
        } else {
            return None;
        };
        let mut rest = above;
        let mut quotient = Vec::new();
        for start in 0..=rest.len() - divisor.len() {
            let digit = rest[start];
            quotient.push(digit);
            for (offset, &d) in divisor.iter().enumerate() {
                let term = self.apply(Op::Mul, &[digit, d]);
                rest[start + offset] = self.apply(Op::Sub, &[rest[start + offset], term]);
            }
        }
        let exact = rest
            .iter()
            .all(|&id| self.graph.number_at(id).is_some_and(Number::is_zero));
        if reversed {
            quotient.reverse();
        }
        exact.then_some(quotient)
    }
}
