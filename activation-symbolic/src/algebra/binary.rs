//! Powers of 2, which are exponentials: where 2ᵘ stands in a sum it is written as eᵘ ˡⁿ ², so that
//! all that is known of exponentials holds for it, and what is left of these is 2ᵘ again.
//!
//! As typed, 2ˣ/(1 + 2ˣ) is NaN from x = 128 on, and log2(1 + 2ˣ) infinite.

use super::{
    simplify::Simplifier,
    stability::{BINARY, NATURAL, Rewrite, Rule},
};
use crate::{
    expr::{Id, IdMap},
    number::Number,
    op::Op,
};

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

    /// `root` with powers of 2 for exponentials of a multiple of ln 2; all else stays as it is written.
    pub(super) fn with_powers_of_two(&mut self, root: Id, log: &mut Vec<Rewrite>) -> Id {
        let mut done = IdMap::new();
        for id in self.graph.reachable(&[root]) {
            let mut new = id;
            if let Some((op, arguments)) = self.graph.apply(id) {
                let arguments = done.all(arguments);
                new = self.graph.op(op, &arguments);
                if let Some(power) = self.power_of_two(new) {
                    log.push(Rewrite {
                        rule: &BINARY,
                        before: new,
                        after: power,
                        at: None,
                    });
                    new = power;
                }
            }
            if let Some(name) = self.graph.name(id).map(str::to_owned) {
                self.graph.note_name(new, &name);
            }
            done.insert(id, new);
        }
        done.of(root)
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
