//! Sums of sines and cosines that cancel, as products of them at half or twice the angle.
//!
//! Not here: when they are looked for (`stability`).

use super::{product::Product, simplify::Simplifier, sum::Sum};
use crate::{expr::Id, number::Number, op::Op};

impl Simplifier<'_> {
    /// `k + 2p·sin u·cos u`, which is k + p·sin 2u, and `k ± k·sin v`, `k ± k·cos v`: where the
    /// wave is about −k, the sum has no digits left, and a square has. A p that is positive for
    /// sure, such as e^(α − β), may be k, so it is taken as (k − p) + 2p·sin²(u + π/4).
    pub(super) fn half_angle(&mut self, sum: &Sum) -> Option<Id> {
        let number = |term: &Product| term.factors.is_empty();
        let position = sum.terms().iter().position(number)?;
        let k = sum.terms()[position].coefficient.clone();
        let half = Number::fraction(1, 2)?;
        for (index, term) in sum.terms().iter().enumerate() {
            let wave = |this: &Self, op: Op| {
                let is_wave = |&&(base, halves): &&(Id, i32)| {
                    halves == 2 && matches!(this.graph.apply(base), Some((o, _)) if o == op)
                };
                let &(base, _) = term.factors.iter().find(is_wave)?;
                Some((base, this.graph.arguments(base)[0]))
            };
            let (sine, cosine) = (wave(self, Op::Sin), wave(self, Op::Cos));
            // p, twice the wave's half angle u, and whether that is a cosine's.
            let mut p = term.clone();
            let (u, is_cosine) = match (sine, cosine) {
                (Some((sine, u)), Some((cosine, v))) if u == v => {
                    p.push(sine, -2);
                    p.push(cosine, -2);
                    p.coefficient = p.coefficient.multiply(&half)?;
                    (u, false)
                }
                (Some((base, v)), None) | (None, Some((base, v))) => {
                    p.push(base, -2);
                    let halved = self.graph.number(half.clone());
                    (self.apply(Op::Mul, &[halved, v]), sine.is_none())
                }
                _ => continue,
            };
            let same_sign = p.coefficient.is_negative() == k.is_negative();
            if p.factors.is_empty() {
                if p.coefficient.absolute() != k.absolute() {
                    continue;
                }
            } else if !p.factors.iter().all(|&(base, _)| {
                !self.varies(base) && matches!(self.graph.apply(base), Some((Op::Exp, _)))
            }) {
                continue;
            }
            let wave = match (is_cosine, same_sign) {
                (true, true) => self.apply(Op::Cos, &[u]),
                (true, false) => self.apply(Op::Sin, &[u]),
                (false, _) => {
                    let quarter = self.graph.number(Number::constant("FRAC_PI_4")?);
                    let op = if same_sign { Op::Add } else { Op::Sub };
                    let angle = self.apply(op, &[u, quarter]);
                    self.apply(Op::Sin, &[angle])
                }
            };
            if !same_sign {
                p.coefficient = p.coefficient.negate();
            }
            let mut rest = Sum::new();
            let one = Number::integer(1);
            for (other, term) in sum.terms().iter().enumerate() {
                if other != index {
                    self.add_product(&mut rest, term.clone(), &one);
                }
            }
            self.add_product(&mut rest, p.clone(), &one.negate());
            // The rest is 0 where p is k, so it is no part of what it is added to.
            let rest = self.spell_sum(rest);
            let rest = self.stable_sum(rest).map_or(rest, |(_, stable)| stable);
            p.coefficient = p.coefficient.multiply(&Number::integer(2))?;
            p.push(wave, 4);
            let square = self.spell_product(p);
            return Some(self.apply(Op::Add, &[rest, square]));
        }
        None
    }

    /// `p·cos²u − p·sin²u`, whose terms cancel around every root: as 2p·sin(π/4 + u)·sin(π/4 − u),
    /// whose factors are 0 there, and of a u that is not doubled.
    pub(super) fn double_angle(&mut self, sum: &Sum) -> Option<Id> {
        let square = |this: &Self, term: &Product, op: Op| {
            let is_square = |&&(base, halves): &&(Id, i32)| {
                halves == 4 && matches!(this.graph.apply(base), Some((o, _)) if o == op)
            };
            let &(base, _) = term.factors.iter().find(is_square)?;
            let mut rest = term.clone();
            rest.push(base, -4);
            Some((this.graph.arguments(base)[0], rest))
        };
        let terms = sum.terms();
        for (first, one) in terms.iter().enumerate() {
            let Some((u, mut p)) = square(self, one, Op::Cos) else {
                continue;
            };
            let opposite = |(v, rest): (Id, Product)| {
                v == u && rest.key() == p.key() && rest.coefficient == p.coefficient.negate()
            };
            let is_partner = |term| square(self, term, Op::Sin).is_some_and(opposite);
            let Some(second) = terms.iter().position(is_partner) else {
                continue;
            };
            let quarter = self.graph.number(Number::constant("FRAC_PI_4")?);
            for (op, terms) in [(Op::Add, [u, quarter]), (Op::Sub, [quarter, u])] {
                let angle = self.apply(op, &terms);
                let sine = self.apply(Op::Sin, &[angle]);
                p.push(sine, 2);
            }
            p.coefficient = p.coefficient.multiply(&Number::integer(2))?;
            let mut total = Sum::new();
            let unit = Number::integer(1);
            self.add_product(&mut total, p, &unit);
            for (position, term) in terms.iter().enumerate() {
                if position != first && position != second {
                    self.add_product(&mut total, term.clone(), &unit);
                }
            }
            return Some(self.spell_sum(total));
        }
        None
    }

    /// `c·atan(u) + c·π/2`, which cancels far below 0: there the angle is atan(−1/u).
    pub(super) fn small_angle(&mut self, sum: &Sum) -> Option<Id> {
        let functions: Vec<_> = sum.terms().iter().map(|t| self.lone_function(t)).collect();
        let (index, argument) =
            functions
                .iter()
                .enumerate()
                .find_map(|(index, function)| match function {
                    Some((Op::Atan, argument, 2)) => Some((index, *argument)),
                    _ => None,
                })?;
        let c = sum.terms()[index].coefficient.clone();
        let quarter = Number::constant("FRAC_PI_2")?.multiply(&c)?;
        let other = sum
            .terms()
            .iter()
            .position(|term| term.factors.is_empty() && term.coefficient == quarter)?;
        let minus_one = self.graph.integer(-1);
        let below = self.graph.op(Op::Lt, &[argument, minus_one]);
        let inverse = self.graph.op(Op::Div, &[minus_one, argument]);
        // Both sides are computed wherever one is: of one arctangent.
        let turned = self.graph.op(Op::Select, &[below, inverse, argument]);
        let angle = self.graph.op(Op::Atan, &[turned]);
        let quarter = self.graph.number(Number::constant("FRAC_PI_2")?);
        let nothing = self.graph.integer(0);
        let rest = self.graph.op(Op::Select, &[below, nothing, quarter]);
        let angle = self.graph.op(Op::Add, &[angle, rest]);
        let mut total = if c.is_one() {
            angle
        } else {
            let factor = self.graph.number(c);
            self.graph.op(Op::Mul, &[factor, angle])
        };
        for (position, term) in sum.terms().iter().enumerate() {
            if position != index && position != other {
                let term = self.spell_product(term.clone());
                total = self.graph.op(Op::Add, &[total, term]);
            }
        }
        Some(total)
    }
}
