//! Sums of several exponentials of different exponents, each with the largest exponent taken off.
//!
//! `eᵃ/(eᵃ + eᵇ + eᶜ)` is of degree 0 in the exponentials: it is the same with e^(a − m) in the
//! place of eᵃ and so on, whatever m is. With the largest exponent for it no sum overflows, and
//! none is 0. Where the degree is not 0, the power of eᵐ stands before the form, or m under a
//! logarithm. A number beside exponentials is a multiple of e⁰.
//!
//! Not here: two exponentials whose difference is another function (`spread`, `dominant`), and
//! powers of one (`exponential`).

use super::simplify::Simplifier;
use crate::{expr::Id, number::Number, op::Op};

/// More exponentials than this are no activation any more.
const EXPONENTS: usize = 6;

/// The exponentials of a form, and what is taken off their exponents.
struct Level {
    exponents: Vec<Id>,
    largest: Id,
    /// Whether 0 is one of the exponents.
    with_zero: bool,
}

/// A form with every exponent lowered: it has lost that power of e^largest.
#[derive(Clone, Copy)]
struct Lowered {
    form: Id,
    degree: i64,
}

impl Simplifier<'_> {
    /// `root` with its sums of exponentials lowered.
    pub(super) fn level(&mut self, root: Id) -> Id {
        let exponents = self.summed_exponents(root);
        if exponents.len() < 2 || exponents.len() > EXPONENTS {
            return root;
        }
        for with_zero in [false, true] {
            let zero = with_zero.then(|| self.graph.integer(0));
            let all: Vec<Id> = exponents.iter().copied().chain(zero).collect();
            let largest = all[1..].iter().fold(all[0], |largest, &exponent| {
                self.graph.op(Op::Max, &[largest, exponent])
            });
            let level = Level {
                exponents: exponents.clone(),
                largest,
                with_zero,
            };
            if let Some(lowered) = self.lowered(root, &level) {
                return self.raised(lowered, &level);
            }
        }
        // A part may be such a form where the whole is none.
        let Some((op, arguments)) = self.graph.apply(root) else {
            return root;
        };
        let arguments = arguments.to_vec();
        let new: Vec<Id> = arguments.iter().map(|&part| self.level(part)).collect();
        if new == arguments {
            root
        } else {
            self.graph.op(op, &new)
        }
    }

    /// The exponents of the exponentials that stand in sums, each once and as one term.
    fn summed_exponents(&mut self, root: Id) -> Vec<Id> {
        let mut found = Vec::new();
        for id in self.graph.reachable(&[root]) {
            if !matches!(self.graph.apply(id), Some((Op::Add | Op::Sub, _))) {
                continue;
            }
            for term in self.as_sum(id).terms().to_vec() {
                for (factor, _) in term.factors {
                    if let Some((Op::Exp, &[exponent])) = self.graph.apply(factor)
                        && self.as_sum(exponent).terms().len() == 1
                        && !found.contains(&exponent)
                    {
                        found.push(exponent);
                    }
                }
            }
        }
        found
    }

    fn lowered(&mut self, id: Id, level: &Level) -> Option<Lowered> {
        let whole = Lowered {
            form: id,
            degree: 0,
        };
        let Some((op, arguments)) = self.graph.apply(id) else {
            return Some(whole);
        };
        let arguments = arguments.to_vec();
        if op == Op::Exp {
            let Some(degree) = self.degree(arguments[0], level) else {
                // What is free of them stays.
                return self.is_apart(id, level).then_some(whole);
            };
            let form = self.lowered_exponential(arguments[0], degree, level);
            return Some(Lowered { form, degree });
        }
        let parts: Option<Vec<Lowered>> = arguments
            .iter()
            .map(|&argument| self.lowered(argument, level))
            .collect();
        let parts = parts?;
        let forms: Vec<Id> = parts.iter().map(|part| part.form).collect();
        let build = |this: &mut Self, degree: i64| {
            let form = if forms == arguments {
                id
            } else {
                this.graph.op(op, &forms)
            };
            Some(Lowered { form, degree })
        };
        match (op, &parts[..]) {
            (_, parts) if parts.iter().all(|part| part.degree == 0) => build(self, 0),
            (Op::Mul, [a, b]) => build(self, a.degree + b.degree),
            (Op::Div, [a, b]) => build(self, a.degree - b.degree),
            (Op::Neg, [a]) => build(self, a.degree),
            (Op::Sqrt, [a]) if a.degree % 2 == 0 => build(self, a.degree / 2),
            (Op::Powi, [a, _]) => {
                let exponent = self.graph.number_at(arguments[1])?.as_integer()?;
                build(self, a.degree.checked_mul(exponent)?)
            }
            (Op::Add | Op::Sub, [a, b]) if a.degree == b.degree => build(self, a.degree),
            (Op::Add | Op::Sub, [a, b]) if level.with_zero => {
                let degree = a.degree.max(b.degree);
                let [a, b] = [*a, *b].map(|part| self.sunk(part, degree, level));
                let form = self.graph.op(op, &[a, b]);
                Some(Lowered { form, degree })
            }
            (Op::Ln, &[a]) => Some(self.logarithm_of_lowered(a, level)),
            (Op::Ln1p, &[a]) if level.with_zero && a.degree > 0 => {
                let form = self.graph.integer(1);
                let one = self.sunk(Lowered { form, degree: 0 }, a.degree, level);
                let form = self.graph.op(Op::Add, &[one, a.form]);
                Some(self.logarithm_of_lowered(Lowered { form, ..a }, level))
            }
            _ => None,
        }
    }

    fn logarithm_of_lowered(&mut self, lowered: Lowered, level: &Level) -> Lowered {
        let times = self.graph.integer(lowered.degree);
        let linear = self.apply(Op::Mul, &[times, level.largest]);
        let logarithm = self.graph.op(Op::Ln, &[lowered.form]);
        let form = self.graph.op(Op::Add, &[linear, logarithm]);
        Lowered { form, degree: 0 }
    }

    /// Whether none of the exponentials is in `id`.
    fn is_apart(&mut self, id: Id, level: &Level) -> bool {
        let reached = self.graph.reachable(&[id]);
        !level
            .exponents
            .iter()
            .any(|exponent| reached.contains(exponent))
    }

    /// How many of the exponents make up this one.
    fn degree(&mut self, exponent: Id, level: &Level) -> Option<i64> {
        let mut degree = 0;
        for term in self.as_sum(exponent).terms().to_vec() {
            let times = level.exponents.iter().find_map(|&known| {
                let known = self.as_product(known);
                let is_same = known.key() == term.key();
                let ratio = term.coefficient.divide(&known.coefficient);
                is_same.then_some(ratio?.as_integer()?)
            })?;
            degree += times;
        }
        Some(degree)
    }

    /// exp(exponent − degree · largest)
    fn lowered_exponential(&mut self, exponent: Id, degree: i64, level: &Level) -> Id {
        let times = self.graph.integer(degree);
        let off = self.apply(Op::Mul, &[times, level.largest]);
        let exponent = self.graph.op(Op::Sub, &[exponent, off]);
        self.graph.op(Op::Exp, &[exponent])
    }

    /// A part of a lower degree than the sum it stands in.
    fn sunk(&mut self, part: Lowered, degree: i64, level: &Level) -> Id {
        if part.degree == degree {
            return part.form;
        }
        let times = self.graph.integer(part.degree - degree);
        let exponent = self.apply(Op::Mul, &[times, level.largest]);
        let scale = self.graph.op(Op::Exp, &[exponent]);
        let is_one = self.graph.number_at(part.form).is_some_and(Number::is_one);
        if is_one {
            scale
        } else {
            self.graph.op(Op::Mul, &[part.form, scale])
        }
    }

    fn raised(&mut self, lowered: Lowered, level: &Level) -> Id {
        if lowered.degree == 0 {
            return lowered.form;
        }
        let times = self.graph.integer(lowered.degree);
        let exponent = self.apply(Op::Mul, &[times, level.largest]);
        self.graph.op(Op::TimesExp, &[lowered.form, exponent])
    }
}
