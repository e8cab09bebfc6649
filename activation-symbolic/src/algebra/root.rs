//! Square roots beside what nearly cancels them: `√q + p` and its conjugate `√q − p`, whose product
//! is q − p²; and of exponentials, which overflow before their roots do.
//!
//! Not here: when they are looked for (`stability`).

use super::{product::Product, simplify::Simplifier, sum::Sum};
use crate::{expr::Id, number::Number, op::Op};

/// The sum `c·(√q + p)`, and the number `less` = q − p².
pub(super) struct Conjugable {
    pub(super) c: Number,
    pub(super) q: Id,
    pub(super) p: Id,
    pub(super) less: Number,
}

impl Simplifier<'_> {
    /// c·eᵘ over such a root, the powers of two in one: both alone may be infinite.
    pub(super) fn over_root_of_power(&mut self, above: Id, root: Id) -> Id {
        let whole = |this: &mut Self| this.graph.op(Op::Div, &[above, root]);
        let Some((Op::Select, &[asked, low, high])) = self.graph.apply(root) else {
            return whole(self);
        };
        let mut rest = self.as_product(above);
        let is_power = |&(factor, halves): &(Id, i32)| {
            halves == 2 && matches!(self.graph.apply(factor), Some((Op::Exp, _)))
        };
        let (Some(position), Some((Op::TimesExp, &[p, v]))) = (
            rest.factors.iter().position(is_power),
            self.graph.apply(high),
        ) else {
            return whole(self);
        };
        let (power, _) = rest.factors.remove(position);
        let u = self.graph.arguments(power)[0];
        let rest = self.spell_product(rest);
        let low = self.graph.op(Op::Div, &[above, low]);
        let factor = self.graph.op(Op::Div, &[rest, p]);
        let exponent = self.graph.op(Op::Sub, &[u, v]);
        let high = self.graph.op(Op::TimesExp, &[factor, exponent]);
        self.graph.op(Op::Select, &[asked, low, high])
    }

    /// √q, as √p·e^(u/2) where q is p·eᵘ, on one side of 0 at least.
    pub(super) fn root_of_power(&mut self, q: Id) -> Id {
        let is_power = |id: Id| matches!(self.graph.apply(id), Some((Op::TimesExp, _)));
        match self.graph.apply(q) {
            Some((Op::Select, &[asked, yes, no])) if is_power(yes) || is_power(no) => {
                let [yes, no] = [yes, no].map(|side| self.root_of_power(side));
                self.graph.op(Op::Select, &[asked, yes, no])
            }
            Some((Op::TimesExp, &[p, u])) => {
                let half = Number::fraction(1, 2).expect("2 is not 0");
                let half = self.graph.number(half);
                let root = self.graph.op(Op::Sqrt, &[p]);
                let exponent = self.graph.op(Op::Mul, &[half, u]);
                self.graph.op(Op::TimesExp, &[root, exponent])
            }
            _ => self.graph.op(Op::Sqrt, &[q]),
        }
    }

    /// `1 + p/√q` as `(√q + p)/√q`, where that sum has a conjugate.
    pub(super) fn over_root(&mut self, sum: &Sum) -> Option<Id> {
        let [first, second] = sum.terms() else {
            return None;
        };
        let (one, other) = if first.factors.is_empty() {
            (first, second)
        } else {
            (second, first)
        };
        let &(q, _) = other.factors.iter().find(|&&(_, halves)| halves == -1)?;
        if !one.factors.is_empty() {
            return None;
        }
        let mut root = Product::base(q);
        root.factors[0].1 = 1;
        let mut above = Sum::new();
        let unit = Number::integer(1);
        self.add_product(&mut above, root.clone().times(one, 2)?, &unit);
        self.add_product(&mut above, other.clone().times(&root, 2)?, &unit);
        let above = self.conjugate(&above)?;
        let root = self.spell_product(root);
        Some(self.graph.op(Op::Div, &[above, root]))
    }

    /// A root and what nearly cancels it: `√q + p` with q − p² simpler than q.
    pub(super) fn conjugate(&mut self, sum: &Sum) -> Option<Id> {
        for (index, term) in sum.terms().iter().enumerate() {
            // c·√q
            let [(q, 1)] = term.factors[..] else {
                continue;
            };
            let c = term.coefficient.clone();
            let inverse = Product::constant(c.reciprocal()?);
            for (other, rest) in sum.terms().iter().enumerate() {
                if other == index {
                    continue;
                }
                // √q + p, of which c is drawn out.
                let p = self.spell_product(rest.clone().times(&inverse, 2)?);
                let square = self.as_product(p);
                let square = self.power(&square, 4)?;
                let square = self.spell_product(square);
                let above = self.apply(Op::Sub, &[q, square]);
                if self.sum_length(above) >= self.sum_length(q) {
                    continue;
                }
                let negative_number = self.graph.number_at(p).map(Number::is_negative);
                if negative_number == Some(false) {
                    continue;
                }
                let root = self.apply(Op::Sqrt, &[q]);
                let difference = self.apply(Op::Sub, &[root, p]);
                let quotient = self.graph.op(Op::Div, &[above, difference]);
                let pair = if negative_number.is_some() {
                    quotient
                } else {
                    let plain = self.graph.op(Op::Add, &[p, root]);
                    let zero = self.graph.integer(0);
                    let cancels = self.graph.op(Op::Lt, &[p, zero]);
                    self.graph.op(Op::Select, &[cancels, quotient, plain])
                };
                let factor = self.graph.number(c.clone());
                let mut total = if c.is_one() {
                    pair
                } else {
                    self.graph.op(Op::Mul, &[factor, pair])
                };
                for (position, term) in sum.terms().iter().enumerate() {
                    if position != index && position != other {
                        let term = self.spell_product(term.clone());
                        total = self.graph.op(Op::Add, &[total, term]);
                    }
                }
                return Some(total);
            }
        }
        None
    }

    /// A sum as `c·(√q + p)`, where `q − p²` is a number.
    pub(super) fn conjugable(&mut self, sum: Id) -> Option<Conjugable> {
        let sum = self.as_sum(sum);
        let [first, second] = sum.terms() else {
            return None;
        };
        let is_root = |term: &Product| matches!(term.factors[..], [(_, 1)]);
        let (root, rest) = match (is_root(first), is_root(second)) {
            (true, _) => (first, second),
            (_, true) => (second, first),
            _ => return None,
        };
        let (c, (q, _)) = (root.coefficient.clone(), root.factors[0]);
        let inverse = Product::constant(c.reciprocal()?);
        let p = rest.clone().times(&inverse, 2)?;
        let square = self.power(&p, 4)?;
        let (p, square) = (self.spell_product(p), self.spell_product(square));
        let less = self.apply(Op::Sub, &[q, square]);
        let less = self.graph.number_at(less).filter(|n| !n.is_zero())?.clone();
        Some(Conjugable { c, q, p, less })
    }

    /// `product` with `√q + p`, which is `base`, and `√q − p` as the number they are together.
    pub(super) fn conjugate_pair(&mut self, product: &Product, base: Id) -> Option<Product> {
        let one = self.conjugable(base)?;
        let minus = self.negate(one.p);
        for &(partner, halves) in &product.factors {
            if halves < 2 || partner == base {
                continue;
            }
            let Some(two) = self.conjugable(partner) else {
                continue;
            };
            if two.q != one.q || two.p != minus {
                continue;
            }
            let mut new = product.clone();
            new.push(base, -2);
            new.push(partner, -2);
            let number = one.less.multiply(&one.c)?.multiply(&two.c)?;
            new.coefficient = new.coefficient.multiply(&number)?;
            return Some(new);
        }
        None
    }

    /// `p/√q + c` as `(p + c·√q) / √q`, where that has a conjugate.
    pub(super) fn drawn_root(&mut self, sum: &Sum) -> Option<Id> {
        let [first, second] = sum.terms() else {
            return None;
        };
        let below = |term: &Product| {
            let factor = term.factors.iter().find(|&&(_, halves)| halves == -1);
            factor.map(|&(q, _)| q)
        };
        let mut root = Product::base(below(first).or_else(|| below(second))?);
        root.factors[0].1 = 1;
        let terms = [first, second].map(|term| term.clone().times(&root, 2));
        let [first, second] = terms.map(|term| Some(self.spell_product(term?)));
        let above = self.apply(Op::Add, &[first?, second?]);
        self.conjugable(above)?;
        let root = self.spell_product(root);
        Some(self.apply(Op::Div, &[above, root]))
    }
}
