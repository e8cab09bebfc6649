//! Rules that choose between two forms by what they are of: once at last, for their branches hold
//! what they match.

use super::{
    product::Product,
    rule::{ARC, CONJUGATE, LN_1M_EXP, POWER_M1, Rule},
    simplify::Simplifier,
    sum::Sum,
};
use crate::{
    expr::{Id, Node},
    number::Number,
    op::Op,
};

impl Simplifier<'_> {
    /// The two forms of a sum or a logarithm, chosen between.
    pub(super) fn twin_step(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        if let Some((Op::Ln, &[inner])) = self.graph.apply(id) {
            return Some((&LN_1M_EXP, self.logarithm_of_difference(inner)?));
        }
        if !matches!(self.graph.apply(id)?.0, Op::Add | Op::Sub) {
            return None;
        }
        let sum = self.as_sum(id);
        if let Some(quotient) = self.over_root(&sum) {
            return Some((&CONJUGATE, quotient));
        }
        if let Some(conjugate) = self.conjugate(&sum) {
            return Some((&CONJUGATE, conjugate));
        }
        if let Some(power) = self.power_less_one(&sum) {
            return Some((&POWER_M1, power));
        }
        let angle = self.small_angle(&sum)?;
        Some((&ARC, angle))
    }

    /// `ln(1 − eᵘ)`, of its difference where that is small and of 1 less an exponential elsewhere.
    fn logarithm_of_difference(&mut self, inner: Id) -> Option<Id> {
        let &[(base, 2)] = &self.as_product(inner).factors[..] else {
            return None;
        };
        let minus_one = self.graph.integer(-1);
        let opposite = self.negate(base);
        let (Some((Op::ExpM1, &[u])), true) = (self.graph.apply(base), opposite == inner) else {
            return None;
        };
        let power = self.graph.op(Op::Exp, &[u]);
        let power = self.graph.op(Op::Neg, &[power]);
        let far = self.graph.op(Op::Ln1p, &[power]);
        let near = self.graph.op(Op::Ln, &[inner]);
        let is_far = self.graph.op(Op::Lt, &[u, minus_one]);
        Some(self.graph.op(Op::Select, &[is_far, far, near]))
    }

    /// `ln(u)`, of `u − 1` where `u` is rounded near 1 and where the 1 goes away, but not where it is
    /// the difference that is rounded, near 0.
    fn logarithm_near_one(&mut self, u: Id) -> Id {
        let bare = match self.graph.apply(u) {
            Some((Op::Abs | Op::Neg, &[v])) => v,
            _ => u,
        };
        if matches!(self.graph.node(bare), Node::Symbol(_)) {
            return self.graph.op(Op::Ln, &[u]);
        }
        let one = self.graph.integer(1);
        let above = self.apply(Op::Sub, &[u, one]);
        let near = self.graph.op(Op::Ln1p, &[above]);
        let is_one = |term: &Product| term.factors.is_empty() && term.coefficient.is_one();
        if self.as_sum(u).terms().iter().any(is_one) {
            return near;
        }
        let Some(half) = Number::fraction(1, 2) else {
            return near;
        };
        let half = self.graph.number(half);
        let is_small = self.graph.op(Op::Lt, &[u, half]);
        let small = self.graph.op(Op::Ln, &[u]);
        self.graph.op(Op::Select, &[is_small, small, near])
    }

    /// `p·u^c − p`
    fn power_less_one(&mut self, sum: &Sum) -> Option<Id> {
        for (index, term) in sum.terms().iter().enumerate() {
            for &(power, halves) in &term.factors {
                let Some((Op::Powf, &[u, c])) = self.graph.apply(power) else {
                    continue;
                };
                let mut outside = term.clone();
                outside.push(power, -halves);
                let is_partner = |other: &&Product| {
                    other.key() == outside.key()
                        && other.coefficient == outside.coefficient.negate()
                };
                let Some(partner) = sum.terms().iter().position(|other| is_partner(&other)) else {
                    continue;
                };
                if halves != 2 {
                    continue;
                }
                let one = self.graph.integer(1);
                let logarithm = self.logarithm_near_one(u);
                let exponent = self.graph.op(Op::Mul, &[c, logarithm]);
                let near = self.graph.op(Op::ExpM1, &[exponent]);
                let far = self.graph.op(Op::Sub, &[power, one]);
                let half = self.graph.number(Number::fraction(1, 2)?);
                let size = self.graph.op(Op::Abs, &[exponent]);
                let is_near = self.graph.op(Op::Lt, &[size, half]);
                let less = self.graph.op(Op::Select, &[is_near, near, far]);
                outside.push(less, 2);
                let mut rest = Sum::new();
                let one = Number::integer(1);
                self.add_product(&mut rest, outside, &one);
                for (position, other) in sum.terms().iter().enumerate() {
                    if position != index && position != partner {
                        self.add_product(&mut rest, other.clone(), &one);
                    }
                }
                return Some(self.spell_sum(rest));
            }
        }
        None
    }
}
