//! Powers beside a factor that is 0 where they are infinite.
//!
//! The second derivative of x^β is β·(β − 1)·x^(β − 2): 0 for β = 1, but for small x it is 0 times
//! an infinite x⁻¹. The factor depends on parameters alone, and so may the exponent: where the
//! factor is 0 the power is x⁰, chosen once a call and not for every element.

use super::{product::Product, simplify::Simplifier};
use crate::{expr::Id, op::Op};

impl Simplifier<'_> {
    /// `form` with its powers finite where the factors that differentiation gave them are 0.
    pub(crate) fn hold_powers(&mut self, form: Id) -> Id {
        self.replaced(form, |this, id| match this.graph.apply(id)?.0 {
            Op::Mul | Op::Div => this.held_product(id),
            _ => None,
        })
    }

    fn held_product(&mut self, id: Id) -> Option<Id> {
        let product = self.as_product(id);
        for &(power, halves) in &product.factors {
            let Some((Op::Powf, &[base, exponent])) = self.graph.apply(power) else {
                continue;
            };
            if halves != 2 || self.varies(exponent) {
                continue;
            }
            // β and β − 1 are factors that β − 2 is a whole number less than.
            let mut vanishing = Product::one();
            for &(factor, halves) in &product.factors {
                if halves > 0 && !self.varies(factor) {
                    let less = self.apply(Op::Sub, &[exponent, factor]);
                    let less = self.graph.number_at(less).and_then(|n| n.as_integer());
                    if less.is_some_and(|n| n < 0) {
                        vanishing.push(factor, 2);
                    }
                }
            }
            if vanishing.factors.is_empty() {
                continue;
            }
            let vanishing = self.spell_product(vanishing);
            let zero = self.graph.integer(0);
            let is_zero = self.graph.op(Op::Eq, &[vanishing, zero]);
            let exponent = self.graph.op(Op::Select, &[is_zero, zero, exponent]);
            let held = self.graph.op(Op::Powf, &[base, exponent]);
            let mut new = product.clone();
            new.push(power, -2);
            new.push(held, 2);
            return Some(self.spell_product(new));
        }
        None
    }
}
