//! Roots of rational functions of one exponential, which overflow before their roots do.

use super::write::Scaled;
use crate::{
    algebra::{product::Product, simplify::Simplifier, sum::Sum},
    expr::Id,
    number::Number,
    op::Op,
};

impl Simplifier<'_> {
    /// `R(E)·q(E)^(n/2)` with an odd n, and `R(E)/(√q(E) + p)`, each with one power of E before
    /// it: q overflows long before its root does.
    pub(super) fn rooted(&mut self, root: Id, known: Option<(Id, bool)>) -> Option<Id> {
        let (op, arguments) = self.graph.apply(root)?;
        if !matches!(
            op,
            Op::Sqrt | Op::Mul | Op::Div | Op::Neg | Op::Add | Op::Sub
        ) {
            return None;
        }
        if op == Op::Div
            && let &[above, below] = arguments
            && let Some(form) = self.over_rooted_sum(above, below, known)
        {
            return Some(form);
        }
        let sum = self.as_sum(root);
        // The smallest power of q is drawn out.
        let (q, halves) = sum
            .terms()
            .iter()
            .flat_map(|term| term.factors.iter().copied())
            .filter(|&(_, halves)| halves % 2 != 0)
            .min_by_key(|&(_, halves)| halves)?;
        let base = self.base_of(root, known)?;
        let under = self.ratio(q, base)?;
        if under.above.len() == 1 && under.below.is_empty() {
            return None;
        }
        let sign = halves.signum();
        let mut rest = Sum::new();
        for term in sum.terms().to_vec() {
            let mut term = term;
            term.push(q, -sign);
            self.add_product(&mut rest, term, &Number::integer(1));
        }
        let rest = self.spell_sum(rest);
        let rest = self.ratio(rest, base)?;
        let rest = self.scaled(&rest, base)?;
        let under = self.scaled(&under, base)?;
        let radical = self.graph.op(Op::Sqrt, &[under.form]);
        let is_one = self.graph.number_at(rest.form).is_some_and(Number::is_one);
        let form = match sign {
            1 if is_one => radical,
            1 => self.graph.op(Op::Mul, &[rest.form, radical]),
            _ => self.graph.op(Op::Div, &[rest.form, radical]),
        };
        let halves = [0, 1].map(|side| rest.halves[side] + sign * under.halves[side] / 2);
        self.write_scaled(&Scaled { form, halves }, base)
    }

    /// `above/(√q + p)`
    fn over_rooted_sum(&mut self, above: Id, below: Id, known: Option<(Id, bool)>) -> Option<Id> {
        let sum = self.as_sum(below);
        let [first, second] = sum.terms() else {
            return None;
        };
        let is_root =
            |term: &Product| matches!(term.factors[..], [(_, 1)]) && term.coefficient.is_one();
        let (root, rest) = match (is_root(first), is_root(second)) {
            (true, false) => (first, second),
            (false, true) => (second, first),
            _ => return None,
        };
        let (q, p) = (root.factors[0].0, self.spell_product(rest.clone()));
        if self.varies(p) {
            return None;
        }
        let base = self.base_of(q, known)?;
        let above = self.ratio(above, base)?;
        let above = self.scaled(&above, base)?;
        let under = self.ratio(q, base)?;
        let under = self.scaled(&under, base)?;
        let radical = self.graph.op(Op::Sqrt, &[under.form]);
        // Where the root is large, p is small beside it.
        let (minus, _) = self.sizes(base);
        let e = self.graph.op(Op::Exp, &[minus]);
        let negative = self.is_negative(base);
        let larger = under.halves.map(|halves| halves / 2);
        let [lower, upper] = larger.map(|halves| match halves {
            0 => Some(p),
            -1 => {
                let small = self.graph.op(Op::Sqrt, &[e]);
                Some(self.apply(Op::Mul, &[p, small]))
            }
            -2 => Some(self.apply(Op::Mul, &[p, e])),
            _ => None,
        });
        let p = self.select(negative, lower?, upper?);
        let below = self.graph.op(Op::Add, &[radical, p]);
        let form = self.graph.op(Op::Div, &[above.form, below]);
        let halves = [0, 1].map(|side| above.halves[side] - larger[side]);
        self.write_scaled(&Scaled { form, halves }, base)
    }
}
