//! Sums with a logistic gate that cancel where the gate is open: as sums of what goes through the
//! gate and what goes through its complement.
//!
//! Not here: when they are looked for, and `1 - sigmoid(u)` itself (`stability`).

use super::{product::Product, simplify::Simplifier, sum::Sum};
use crate::{expr::Id, number::Number, op::Op};

impl Simplifier<'_> {
    /// `c - c·σ(u)·(1 + v·σ(-u))` as `c·σ(-u) - c·v·σ(u)·σ(-u)`, for numbers c.
    pub(super) fn swish_complement(&mut self, sum: &Sum) -> Option<Id> {
        let is_number = |term: &Product| term.factors.is_empty();
        let position = sum.terms().iter().position(is_number)?;
        let number = &sum.terms()[position];
        for (index, term) in sum.terms().iter().enumerate() {
            let Some(open) = self.open_gate(term) else {
                continue;
            };
            let other = |&&(base, halves): &&(Id, i32)| base != open && halves == 2;
            let (2, Some(&(bent, _))) = (term.factors.len(), term.factors.iter().find(other))
            else {
                continue;
            };
            let minus = self.negate(self.graph.arguments(open)[0]);
            let closed = self.apply(Op::Sigmoid, &[minus]);
            let bent = self.as_sum(bent);
            let [first, second] = bent.terms() else {
                continue;
            };
            let (one, bend) = if is_number(first) {
                (first, second)
            } else {
                (second, first)
            };
            let product = one.coefficient.multiply(&term.coefficient)?;
            let cancels = is_number(one) && product == number.coefficient.negate();
            if !cancels || !bend.factors.contains(&(closed, 2)) {
                continue;
            }
            let mut through = bend.clone().times(&Product::base(open), 2)?;
            through.coefficient = through.coefficient.multiply(&term.coefficient)?;
            let rest = Product::base(closed).times(number, 2)?;
            let mut total = self.others(sum, [index, position]);
            self.add_product(&mut total, rest, &Number::integer(1));
            self.add_product(&mut total, through, &Number::integer(1));
            return Some(self.spell_sum(total));
        }
        None
    }

    /// `(a - b)·k + b` as `a·k + b·(1 - k)`, for a product k with a gate whose complement is known:
    /// σ(u), or σ(u)·(1 + v·σ(-u)).
    pub(super) fn mix(&mut self, sum: &Sum) -> Option<Id> {
        for (index, term) in sum.terms().iter().enumerate() {
            if self.open_gate(term).is_none() {
                continue;
            }
            for &(base, halves) in &term.factors {
                if halves != 2 || !self.is_sum(base) {
                    continue;
                }
                let mut gate = term.clone();
                gate.push(base, -2);
                let difference = self.as_sum(base);
                for (other, b) in sum.terms().iter().enumerate() {
                    let is_opposite = |part: &Product| {
                        let product = part.coefficient.multiply(&gate.coefficient);
                        part.is_like(b) && product == Some(b.coefficient.negate())
                    };
                    let has_opposite = difference.terms().iter().any(is_opposite);
                    if other == index || b.factors.is_empty() || !has_opposite {
                        continue;
                    }
                    let Some(closed) = self.one_minus(&gate) else {
                        continue;
                    };
                    let mut total = self.others(sum, [index, other]);
                    for part in difference.terms().iter().filter(|part| !is_opposite(part)) {
                        let product = part.clone().times(&gate, 2)?;
                        self.add_product(&mut total, product, &Number::integer(1));
                    }
                    let closed = b.clone().times(&self.as_product(closed), 2)?;
                    self.add_product(&mut total, closed, &Number::integer(1));
                    return Some(self.spell_sum(total));
                }
            }
        }
        None
    }

    /// 1 − k in a form that does not cancel, for a product k but for its constant.
    fn one_minus(&mut self, gate: &Product) -> Option<Id> {
        let mut gate = gate.clone();
        gate.coefficient = Number::integer(-1);
        let mut difference = Sum::new();
        self.add_product(&mut difference, Product::one(), &Number::integer(1));
        self.add_product(&mut difference, gate, &Number::integer(1));
        let difference = self.spell_sum(difference);
        self.stable_sum(difference).map(|(_, stable)| stable)
    }

    /// The factor σ(u) of a term.
    fn open_gate(&self, term: &Product) -> Option<Id> {
        let is_gate = |&&(base, halves): &&(Id, i32)| {
            halves == 2 && matches!(self.graph.apply(base), Some((Op::Sigmoid, _)))
        };
        term.factors.iter().find(is_gate).map(|&(gate, _)| gate)
    }

    fn is_sum(&self, id: Id) -> bool {
        matches!(self.graph.apply(id), Some((Op::Add | Op::Sub, _)))
    }

    /// The terms of a sum but these two.
    fn others(&mut self, sum: &Sum, without: [usize; 2]) -> Sum {
        let mut rest = Sum::new();
        for (position, term) in sum.terms().iter().enumerate() {
            if !without.contains(&position) {
                self.add_product(&mut rest, term.clone(), &Number::integer(1));
            }
        }
        rest
    }
}
