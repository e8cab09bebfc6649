//! Sums of two exponentials as the larger one times a rest, and logarithms of such.
//!
//! Not here: quotients by them (`spread`), and sums of more (`level`).

use super::{product::Product, rule::DOMINANT, simplify::Simplifier};
use crate::{expr::Id, number::Number, op::Op};

impl Simplifier<'_> {
    /// `eᵘ ± eᵛ` as the larger one times 1 ± the rest.
    pub(super) fn dominant(&mut self, root: Id) -> Id {
        let mut found = Vec::new();
        // What is over such a sum, as a part of the whole, would overflow before it is divided.
        let spread = self.round(root, &mut found, |this, id| {
            let (Op::Div, &[above, _]) = this.graph.apply(id)? else {
                return None;
            };
            let above = this.as_product(above);
            let is_sum = |&(factor, _): &(Id, i32)| {
                matches!(this.graph.apply(factor), Some((Op::Add | Op::Sub, _)))
            };
            let has_sum = above.factors.iter().any(is_sum);
            has_sum.then(|| (&DOMINANT, this.spread(id)))
        });
        let gathered = self.round(spread, &mut found, |this, id| {
            let found = this.dominant_sum(id);
            let found = found.or_else(|| this.logarithm_of_dominant(id))?;
            Some((&DOMINANT, found))
        });
        if found.is_empty() {
            return root;
        }
        // Quotients of exponentials become one.
        let mut current = gathered;
        for _ in 0..4 {
            current = self.stable_round(current, &mut Vec::new());
        }
        current
    }

    pub(super) fn dominant_sum(&mut self, id: Id) -> Option<Id> {
        if !matches!(self.graph.apply(id)?.0, Op::Add | Op::Sub) {
            return None;
        }
        let sum = self.as_sum(id);
        let [first, second] = sum.terms() else {
            return None;
        };
        let (Some((Op::Exp, u, 2)), Some((Op::Exp, v, 2))) =
            (self.lone_function(first), self.lone_function(second))
        else {
            return None;
        };
        let (one, two) = (first.coefficient.clone(), second.coefficient.clone());
        if !one.is_one() || !(two.is_one() || two == Number::integer(-1)) {
            return None;
        }
        let larger = self.graph.op(Op::Max, &[u, v]);
        let factor = self.graph.op(Op::Exp, &[larger]);
        let gap = self.apply(Op::Sub, &[u, v]);
        let size = self.graph.op(Op::Abs, &[gap]);
        let minus = self.graph.op(Op::Neg, &[size]);
        let rest = if two.is_one() {
            let one = self.graph.integer(1);
            let small = self.graph.op(Op::Exp, &[minus]);
            self.graph.op(Op::Add, &[one, small])
        } else {
            let zero = self.graph.integer(0);
            let below = self.graph.op(Op::Lt, &[gap, zero]);
            let down = self.graph.op(Op::ExpM1, &[minus]);
            let up = self.graph.op(Op::Neg, &[down]);
            self.graph.op(Op::Select, &[below, down, up])
        };
        Some(self.apply(Op::Mul, &[factor, rest]))
    }

    /// `ln(eᵐ·r)` as `m + ln r`, and `ln(1 + eᵐ·r)` as softplus of that.
    fn logarithm_of_dominant(&mut self, id: Id) -> Option<Id> {
        let (op @ (Op::Ln | Op::Ln1p), &[inner]) = self.graph.apply(id)? else {
            return None;
        };
        let mut rest = self.as_product(inner);
        let mut m: Option<Id> = None;
        for (factor, halves) in std::mem::take(&mut rest.factors) {
            match self.graph.apply(factor) {
                Some((Op::Exp, &[exponent])) if halves % 2 == 0 => {
                    let times = self.graph.integer(i64::from(halves / 2));
                    let power = self.apply(Op::Mul, &[times, exponent]);
                    m = Some(match m {
                        Some(other) => self.apply(Op::Add, &[other, power]),
                        None => power,
                    });
                }
                _ => rest.factors.push((factor, halves)),
            }
        }
        let m = m?;
        if rest.factors.is_empty() {
            return None;
        }
        // ln(1/r) is −ln r, which has other rules.
        let is_reciprocal =
            rest.coefficient.is_one() && rest.factors.iter().all(|&(_, halves)| halves < 0);
        let sum = if is_reciprocal {
            let rest = Product::one().times(&rest, -2)?;
            let rest = self.spell_product(rest);
            let rest = self.apply(Op::Ln, &[rest]);
            self.apply(Op::Sub, &[m, rest])
        } else {
            let rest = self.spell_product(rest);
            let rest = self.apply(Op::Ln, &[rest]);
            self.apply(Op::Add, &[m, rest])
        };
        Some(match op {
            Op::Ln => sum,
            _ => self.apply(Op::Softplus, &[sum]),
        })
    }
}
