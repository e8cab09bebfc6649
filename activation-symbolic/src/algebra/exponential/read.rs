//! A form as a rational function of one exponential.

use super::{Base, LOGARITHM, is_exponential, ratio::Ratio};
use crate::{algebra::simplify::Simplifier, expr::Id, number::Number, op::Op};

impl Simplifier<'_> {
    /// Whether no exponential in `id` is a power of E.
    pub(super) fn is_free(&mut self, id: Id, base: Base) -> bool {
        let exponentials = self.graph.reachable(&[id]);
        let any = |this: &Self, id: &Id| matches!(this.graph.apply(*id), Some((op, _)) if is_exponential(op));
        if !exponentials.iter().any(|id| any(self, id)) {
            return true;
        }
        let key = self.as_product(base.u).key();
        for (_, argument) in self.outermost(id) {
            let mut terms = self.expanded(argument);
            terms.retain(|term| !self.is_logarithm(term));
            let linear = self.linear(&terms, base.whole);
            if linear.is_none_or(|linear| linear.base.key() == key) {
                return false;
            }
        }
        // A logarithm of an exponential is no polynomial.
        let lone = |this: &Self, id: &Id| matches!(this.graph.apply(*id), Some((Op::Ln1p, _)));
        !exponentials.iter().any(|id| lone(self, id))
    }

    pub(in crate::algebra) fn ratio(&mut self, id: Id, base: Base) -> Option<Ratio> {
        if self.is_free(id, base) {
            return Some(self.constant_ratio(id));
        }
        let (op, arguments) = self.graph.apply(id)?;
        let arguments = arguments.to_vec();
        match (op, &arguments[..]) {
            (Op::Add, &[a, b]) => {
                let (a, b) = (self.ratio(a, base)?, self.ratio(b, base)?);
                self.add_ratios(a, b)
            }
            (Op::Sub, &[a, b]) => {
                let (a, mut b) = (self.ratio(a, base)?, self.ratio(b, base)?);
                b.factor = self.negate(b.factor);
                self.add_ratios(a, b)
            }
            (Op::Neg, &[a]) => {
                let mut a = self.ratio(a, base)?;
                a.factor = self.negate(a.factor);
                Some(a)
            }
            (Op::Mul, &[a, b]) => {
                let (a, b) = (self.ratio(a, base)?, self.ratio(b, base)?);
                self.multiply_ratios(&a, &b)
            }
            (Op::Div, &[a, b]) => {
                let (a, b) = (self.ratio(a, base)?, self.ratio(b, base)?);
                let b = self.invert(&b)?;
                self.multiply_ratios(&a, &b)
            }
            (Op::Powi, &[a, exponent]) => {
                let exponent = self.graph.number_at(exponent)?.as_integer()?;
                let a = self.ratio(a, base)?;
                self.ratio_power(&a, exponent)
            }
            (Op::Exp, &[a]) => self.exponential_of(a, 1, base),
            (Op::Softplus | Op::LogSigmoid, &[a]) if base.logarithm => {
                // ±u, or what has no other exponential.
                let opposite = self.negate(base.u);
                let upwards = match a {
                    _ if a == base.u => true,
                    _ if a == opposite => false,
                    _ => return None,
                };
                // softplus(v) = max(0, v) + L, log_sigmoid(v) = min(0, v) − L
                let positive = base.negative? != upwards;
                let mut value = self.graph.symbol(LOGARITHM);
                if op == Op::LogSigmoid {
                    value = self.negate(value);
                }
                if positive == (op == Op::Softplus) {
                    value = self.apply(Op::Add, &[a, value]);
                }
                Some(self.constant_ratio(value))
            }
            (Op::ExpM1, &[a]) => {
                let x = self.exponential_of(a, 1, base)?;
                let minus_one = self.graph.integer(-1);
                let minus_one = self.constant_ratio(minus_one);
                self.add_ratios(x, minus_one)
            }
            (Op::Sigmoid, &[a]) => {
                let x = self.exponential_of(a, 1, base)?;
                let below = self.plus_one(x.clone())?;
                let below = self.invert(&below)?;
                self.multiply_ratios(&x, &below)
            }
            (Op::LogisticPdf, &[a]) => {
                let x = self.exponential_of(a, 1, base)?;
                let below = self.plus_one(x.clone())?;
                let below = self.invert(&below)?;
                let below = self.multiply_ratios(&below, &below)?;
                self.multiply_ratios(&x, &below)
            }
            (Op::Sinh | Op::Cosh, &[a]) => {
                let x = self.exponential_of(a, 1, base)?;
                let mut y = self.invert(&x)?;
                if op == Op::Sinh {
                    y.factor = self.negate(y.factor);
                }
                let mut sum = self.add_ratios(x, y)?;
                let two = self.graph.integer(2);
                sum.factor = self.apply(Op::Div, &[sum.factor, two]);
                Some(sum)
            }
            (Op::Tanh, &[a]) => {
                let x = self.exponential_of(a, 2, base)?;
                let minus_one = self.graph.integer(-1);
                let minus_one = self.constant_ratio(minus_one);
                let above = self.add_ratios(x.clone(), minus_one)?;
                let below = self.plus_one(x)?;
                let below = self.invert(&below)?;
                self.multiply_ratios(&above, &below)
            }
            _ => None,
        }
    }

    /// exp(times · argument).
    pub(super) fn exponential_of(&mut self, argument: Id, times: i64, base: Base) -> Option<Ratio> {
        let one = self.graph.integer(1);
        let mut result = self.constant_ratio(one);
        let mut rest = Vec::new();
        for term in self.expanded(argument) {
            if !self.is_logarithm(&term) {
                rest.push(term);
                continue;
            }
            let exponent = term.coefficient.multiply(&Number::integer(times))?;
            let exponent = exponent.as_integer()?;
            let (op, &[inner]) = self.graph.apply(term.factors[0].0)? else {
                return None;
            };
            // exp of ln(1 + eᵛ), of −ln(1 + e⁻ᵛ), of ln(1 + w).
            let power = match op {
                Op::Softplus => {
                    let x = self.exponential_of(inner, 1, base)?;
                    self.plus_one(x)?
                }
                Op::LogSigmoid => {
                    let x = self.exponential_of(inner, -1, base)?;
                    let x = self.plus_one(x)?;
                    self.invert(&x)?
                }
                _ => {
                    let x = self.ratio(inner, base)?;
                    self.plus_one(x)?
                }
            };
            let power = self.ratio_power(&power, exponent)?;
            result = self.multiply_ratios(&result, &power)?;
        }
        if rest.is_empty() {
            return Some(result);
        }
        let linear = self.linear(&rest, base.whole)?;
        let mut own = linear.base;
        own.coefficient = linear.coefficient.multiply(&Number::integer(times))?;
        let quotient = own.times(&self.as_product(base.u), -2)?;
        let whole = quotient
            .factors
            .is_empty()
            .then(|| quotient.coefficient.as_integer())??;
        result.power += i32::try_from(whole).ok().filter(|n| n.abs() <= 8)?;
        if self
            .graph
            .number_at(linear.constant)
            .is_none_or(|n| !n.is_zero())
        {
            let times = self.graph.integer(times);
            let constant = self.apply(Op::Mul, &[times, linear.constant]);
            let constant = self.apply(Op::Exp, &[constant]);
            result.factor = self.apply(Op::Mul, &[result.factor, constant]);
        }
        Some(result)
    }
}
