//! Powers of 2, which are exponentials: where 2ᵘ stands in a sum it is written as eᵘ ˡⁿ ², so that
//! all that is known of exponentials holds for it, and what is left of these is 2ᵘ again.
//!
//! As typed, 2ˣ/(1 + 2ˣ) is NaN from x = 128 on, and log2(1 + 2ˣ) infinite.

use super::{
    rule::{BINARY, NATURAL, Rewrite, Rule},
    simplify::Simplifier,
};
use crate::{expr::Id, number::Number, op::Op};

impl Simplifier<'_> {
    /// `root` with exponentials for powers of 2, if one of these stands in a sum.
    pub(super) fn with_exponentials(&mut self, root: Id, log: &mut Vec<Rewrite>) -> Id {
        let parts = self.graph.reachable(&[root]);
        let mut sums = parts.clone();
        sums.retain(|&id| matches!(self.graph.apply(id), Some((Op::Add | Op::Sub, _))));
        let terms = self.graph.reachable(&sums);
        let is_power = |&id: &Id| matches!(self.graph.apply(id), Some((Op::Exp2, _)));
        if !terms.iter().any(is_power) {
            return root;
        }
        self.round(root, log, Self::natural_power)
    }

    fn natural_power(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        let (Op::Exp2, &[u]) = self.graph.apply(id)? else {
            return None;
        };
        let ln_2 = self.graph.number(Number::constant("LN_2")?);
        let argument = self.apply(Op::Mul, &[ln_2, u]);
        Some((&NATURAL, self.apply(Op::Exp, &[argument])))
    }

    /// `root` with powers of 2 for exponentials of a multiple of ln 2.
    pub(super) fn with_powers_of_two(&mut self, root: Id, log: &mut Vec<Rewrite>) -> Id {
        self.replaced(root, |this, before| {
            let after = this.power_of_two(before)?;
            log.push(Rewrite::new(&BINARY, before, after));
            Some(after)
        })
    }

    fn power_of_two(&mut self, id: Id) -> Option<Id> {
        let (Op::Exp, &[argument]) = self.graph.apply(id)? else {
            return None;
        };
        let mut product = self.as_product(argument);
        let ln_2 = Number::constant("LN_2")?;
        if product.coefficient.irrational_part() != ln_2 {
            return None;
        }
        product.coefficient = product.coefficient.divide(&ln_2)?;
        let u = self.spell_product(product);
        Some(self.graph.op(Op::Exp2, &[u]))
    }
}
