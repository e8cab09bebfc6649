//! Roots of rational functions of one exponential, which overflow before their roots do.

use super::{Known, write::Scaled};
use crate::{
    algebra::{product::Product, simplify::Simplifier, sum::Sum},
    expr::Id,
    number::Number,
    op::Op,
};

impl Simplifier<'_> {
    /// `R(E)·q(E)^(n/2)` with an odd n, and `R(E)/(√q(E) + p)`, each with one power of E before
    /// it: q overflows long before its root does.
    pub(super) fn rooted(&mut self, root: Id, known: Known) -> Option<Id> {
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
        let form = self.beside(rest.form, radical, sign);
        let halves = [0, 1].map(|side| rest.halves[side] + sign * under.halves[side] / 2);
        self.write_scaled(&Scaled { form, halves }, base)
    }

    /// `R(E)·q(E)^c`, in the same way; and sums of such, where the exponents are whole numbers
    /// apart.
    pub(super) fn powered(&mut self, root: Id, known: Known) -> Option<Id> {
        let terms = self.terms_with_powers(root);
        let power_of = |this: &Self, term: &Product| {
            let mut powers = term.factors.iter().filter_map(|&(factor, halves)| {
                match this.graph.apply(factor)? {
                    (Op::Powf, &[q, c]) if halves.abs() == 2 => Some((factor, q, c, halves / 2)),
                    _ => None,
                }
            });
            powers.next().filter(|_| powers.next().is_none())
        };
        let (_, q, c, sign) = power_of(self, terms.first()?)?;
        if self.varies(c) {
            return None;
        }
        let base = self.base_of(root, known)?;
        let under = self.ratio(q, base)?;
        if under.above.len() == 1 && under.below.is_empty() {
            return None;
        }
        let mut rest = self.graph.integer(0);
        for term in terms {
            let (power, own, exponent, own_sign) = power_of(self, &term)?;
            let [first, own_exponent] = [(c, sign), (exponent, own_sign)].map(|(c, sign)| {
                let sign = self.graph.integer(sign.into());
                self.apply(Op::Mul, &[sign, c])
            });
            let more = self.apply(Op::Sub, &[own_exponent, first]);
            let more = self.graph.number_at(more)?.as_integer()?;
            let mut term = term;
            term.push(power, -2 * own_sign);
            let mut term = self.spell_product(term);
            if own != q {
                return None;
            }
            if more != 0 {
                let more = self.graph.integer(more);
                let whole = self.apply(Op::Powi, &[q, more]);
                term = self.apply(Op::Mul, &[term, whole]);
            }
            rest = self.apply(Op::Add, &[rest, term]);
        }
        let rest = self.ratio(rest, base)?;
        let rest = self.scaled(&rest, base)?;
        let under = self.scaled(&under, base)?;
        let power = self.graph.op(Op::Powf, &[under.form, c]);
        let form = self.beside(rest.form, power, sign);
        let (minus, _) = self.sizes(base);
        let mut sides = [form; 2];
        for (side, form) in sides.iter_mut().enumerate() {
            let [of_rest, of_power] =
                [rest, under].map(|scaled| i64::from(scaled.halves[side] / 2));
            let times = self.graph.integer(of_power * i64::from(sign));
            let exponent = self.apply(Op::Mul, &[times, c]);
            let whole = self.graph.integer(of_rest);
            let exponent = self.apply(Op::Add, &[whole, exponent]);
            if self.graph.number_at(exponent).is_none_or(|n| !n.is_zero()) {
                let exponent = self.apply(Op::Mul, &[exponent, minus]);
                *form = self.graph.op(Op::TimesExp, &[*form, exponent]);
            }
        }
        let negative = self.is_negative(base);
        Some(self.select(negative, sides[0], sides[1]))
    }

    /// The terms of a sum, and of a product with a sum of powers in it.
    fn terms_with_powers(&mut self, root: Id) -> Vec<Product> {
        let whole = self.as_sum(root).terms().to_vec();
        let [product] = &whole[..] else {
            return whole;
        };
        let has_power = |this: &Self, id: Id| {
            let reached = this.graph.reachable(&[id]);
            reached
                .iter()
                .any(|&id| matches!(this.graph.apply(id), Some((Op::Powf, _))))
        };
        let place = product.factors.iter().position(|&(factor, halves)| {
            halves == 2
                && matches!(self.graph.apply(factor), Some((Op::Add | Op::Sub, _)))
                && has_power(self, factor)
        });
        let Some(place) = place else { return whole };
        let mut outside = product.clone();
        let (inside, _) = outside.factors.remove(place);
        let inside = self.as_sum(inside).terms().to_vec();
        let terms = inside.iter().map(|term| term.clone().times(&outside, 2));
        terms.collect::<Option<_>>().unwrap_or(whole)
    }

    /// `form·root` or `form/root`
    fn beside(&mut self, form: Id, root: Id, sign: i32) -> Id {
        let is_one = self.graph.number_at(form).is_some_and(Number::is_one);
        match sign {
            1 if is_one => root,
            1 => self.graph.op(Op::Mul, &[form, root]),
            _ => self.graph.op(Op::Div, &[form, root]),
        }
    }

    /// `above/(√q + p)`
    fn over_rooted_sum(&mut self, above: Id, below: Id, known: Known) -> Option<Id> {
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
