//! Quotients of sums of exponentials of different rates, `Σ cᵢ·e^wᵢ / (eᵘ + eᵛ)ᵏ`.
//!
//! No single exponential is behind them, as it is in `exponential`. So everything above the line
//! is multiplied out, what stands before the same exponential is added up, where it may cancel on
//! paper, and each exponent has the larger one of u and v taken off, k times: then nothing
//! overflows, and below the line is 1 + e^−|u − v|.

use super::{product::Product, simplify::Simplifier};
use crate::{expr::Id, number::Number, op::Op};

/// More terms than this are no gain any more.
const TERMS: usize = 6;

/// `coefficient · exp(exponent)`.
#[derive(Clone, Copy)]
struct Term {
    coefficient: Id,
    exponent: Id,
}

impl Simplifier<'_> {
    /// `root` with its exponentials divided by the dominant one.
    pub(super) fn spread(&mut self, root: Id) -> Id {
        self.spread_quotient(root, false).unwrap_or(root)
    }

    /// As `spread`, with exp(w) as 1 + (exp(w) − 1) where u is near v: the terms cancel there, and
    /// the sum of their coefficients, which is 0 then, is taken of parameters alone.
    pub(super) fn spread_near(&mut self, root: Id) -> Id {
        self.spread_quotient(root, true).unwrap_or(root)
    }

    fn spread_quotient(&mut self, root: Id, near: bool) -> Option<Id> {
        let mut above = self.as_product(root);
        let (position, u, v) = (0..above.factors.len()).find_map(|position| {
            let (base, halves) = above.factors[position];
            let (u, v) = self.two_exponentials(base)?;
            (halves < 0 && halves % 2 == 0).then_some((position, u, v))
        })?;
        let (_, halves) = above.factors.remove(position);
        let power = self.graph.integer(i64::from(-halves / 2));
        let zero = self.graph.integer(0);
        let mut terms = vec![Term {
            coefficient: self.graph.number(above.coefficient.clone()),
            exponent: zero,
        }];
        for (base, halves) in above.factors {
            let factors = if halves == 2 {
                self.exponential_terms(base)?
            } else {
                let mut factor = Product::one();
                factor.push(base, halves);
                let factor = self.spell_product(factor);
                self.exponential_terms(factor)?
            };
            terms = self.multiply_terms(&terms, &factors)?;
        }
        // The larger of u and v is taken off.
        let gap = self.apply(Op::Sub, &[u, v]);
        let negative = self.graph.op(Op::Lt, &[gap, zero]);
        // a² − 2·a·b + b² is without digits where a is near b.
        for term in &mut terms {
            if let Some(root) = self.root_of_sum(term.coefficient) {
                let two = self.graph.integer(2);
                term.coefficient = self.graph.op(Op::Powi, &[root, two]);
            }
        }
        let mut total: Option<Id> = None;
        // The sum of the coefficients, and of what they have of exp(w) − 1.
        let (mut constant, mut differences) = (zero, None);
        while let Some(term) = terms.first().copied() {
            terms.remove(0);
            // With a difference of two the smaller one goes into what is taken off 1.
            let opposite = self.negate(term.coefficient);
            let partner = terms.iter().position(|t| t.coefficient == opposite);
            let (exponent, difference) = match partner {
                Some(partner) => {
                    let other = terms.remove(partner).exponent;
                    let distance = self.apply(Op::Sub, &[term.exponent, other]);
                    let below = self.graph.op(Op::Lt, &[distance, zero]);
                    let size = self.graph.op(Op::Abs, &[distance]);
                    let size = self.graph.op(Op::Neg, &[size]);
                    let down = self.graph.op(Op::ExpM1, &[size]);
                    let up = self.graph.op(Op::Neg, &[down]);
                    let difference = self.graph.op(Op::Select, &[below, down, up]);
                    (
                        vec![(Some(below), other), (None, term.exponent)],
                        Some(difference),
                    )
                }
                None => (vec![(None, term.exponent)], None),
            };
            let sides = [v, u].map(|side| {
                let off = self.apply(Op::Mul, &[power, side]);
                let mut chosen = None;
                for &(condition, exponent) in exponent.iter().rev() {
                    let left = self.apply(Op::Sub, &[exponent, off]);
                    chosen = Some(match (condition, chosen) {
                        (Some(condition), Some(other)) => {
                            self.graph.op(Op::Select, &[condition, left, other])
                        }
                        _ => left,
                    });
                }
                chosen.expect("there is an exponent")
            });
            let exponent = self.graph.op(Op::Select, &[negative, sides[0], sides[1]]);
            if near {
                if difference.is_some() || self.varies(term.coefficient) {
                    return None;
                }
                constant = self.apply(Op::Add, &[constant, term.coefficient]);
                let small = self.graph.op(Op::ExpM1, &[exponent]);
                let small = self.graph.op(Op::Mul, &[term.coefficient, small]);
                differences = Some(match differences {
                    Some(sum) => self.graph.op(Op::Add, &[sum, small]),
                    None => small,
                });
            }
            let exponential = self.graph.op(Op::Exp, &[exponent]);
            let mut product = match self.graph.number_at(term.coefficient) {
                Some(number) if number.is_one() => exponential,
                _ => self.graph.op(Op::Mul, &[term.coefficient, exponential]),
            };
            if let Some(difference) = difference {
                product = self.graph.op(Op::Mul, &[difference, product]);
            }
            total = Some(match total {
                Some(total) => self.graph.op(Op::Add, &[total, product]),
                None => product,
            });
        }
        let size = self.graph.op(Op::Abs, &[gap]);
        let mut total = total?;
        if let Some(differences) = differences {
            let half = self.graph.number(Number::fraction(1, 2)?);
            let is_near = self.graph.op(Op::Lt, &[size, half]);
            let sum = self.graph.op(Op::Add, &[differences, constant]);
            total = self.graph.op(Op::Select, &[is_near, sum, total]);
        }
        let gate = self.graph.op(Op::Sigmoid, &[size]);
        let gate = if self.graph.number_at(power).is_some_and(Number::is_one) {
            gate
        } else {
            self.graph.op(Op::Powi, &[gate, power])
        };
        Some(self.graph.op(Op::Mul, &[total, gate]))
    }

    /// u and v of `eᵘ + eᵛ`.
    fn two_exponentials(&mut self, id: Id) -> Option<(Id, Id)> {
        let sum = self.as_sum(id);
        let [first, second] = sum.terms() else {
            return None;
        };
        match (self.lone_function(first)?, self.lone_function(second)?) {
            ((Op::Exp, u, 2), (Op::Exp, v, 2))
                if first.coefficient.is_one() && second.coefficient.is_one() =>
            {
                Some((u, v))
            }
            _ => None,
        }
    }

    /// `id` multiplied out.
    fn exponential_terms(&mut self, id: Id) -> Option<Vec<Term>> {
        let [zero, one] = [0, 1].map(|n| self.graph.integer(n));
        let has_exponential = self.graph.reachable(&[id]).into_iter().any(|id| {
            matches!(self.graph.apply(id), Some((op, _)) if super::exponential::is_exponential(op))
        });
        if !has_exponential {
            let coefficient = id;
            let exponent = zero;
            return Some(vec![Term {
                coefficient,
                exponent,
            }]);
        }
        let (op, arguments) = self.graph.apply(id)?;
        let arguments = arguments.to_vec();
        match (op, &arguments[..]) {
            (Op::Exp, &[exponent]) => {
                let coefficient = one;
                Some(vec![Term {
                    coefficient,
                    exponent,
                }])
            }
            (Op::Neg, &[a]) => {
                let mut terms = self.exponential_terms(a)?;
                for term in &mut terms {
                    term.coefficient = self.negate(term.coefficient);
                }
                Some(terms)
            }
            (Op::Add | Op::Sub, &[a, b]) => {
                let mut terms = self.exponential_terms(a)?;
                for mut term in self.exponential_terms(b)? {
                    if op == Op::Sub {
                        term.coefficient = self.negate(term.coefficient);
                    }
                    self.add_term(&mut terms, term)?;
                }
                Some(terms)
            }
            (Op::Mul, &[a, b]) => {
                let (a, b) = (self.exponential_terms(a)?, self.exponential_terms(b)?);
                self.multiply_terms(&a, &b)
            }
            (Op::Powi, &[a, exponent])
                if self.graph.number_at(exponent)?.as_integer() == Some(2) =>
            {
                let a = self.exponential_terms(a)?;
                self.multiply_terms(&a, &a)
            }
            _ => None,
        }
    }

    fn multiply_terms(&mut self, a: &[Term], b: &[Term]) -> Option<Vec<Term>> {
        let mut product = Vec::new();
        for p in a {
            for q in b {
                let coefficient = self.apply(Op::Mul, &[p.coefficient, q.coefficient]);
                let exponent = self.apply(Op::Add, &[p.exponent, q.exponent]);
                self.add_term(
                    &mut product,
                    Term {
                        coefficient,
                        exponent,
                    },
                )?;
            }
        }
        Some(product)
    }

    /// Adds a term, to the one with its exponent if there is one.
    fn add_term(&mut self, terms: &mut Vec<Term>, term: Term) -> Option<()> {
        match terms.iter_mut().find(|t| t.exponent == term.exponent) {
            Some(same) => {
                same.coefficient = self.apply(Op::Add, &[same.coefficient, term.coefficient]);
            }
            None => terms.push(term),
        }
        terms.retain(|t| {
            !self
                .graph
                .number_at(t.coefficient)
                .is_some_and(Number::is_zero)
        });
        (terms.len() <= TERMS).then_some(())
    }
}
