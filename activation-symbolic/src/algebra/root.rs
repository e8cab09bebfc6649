//! Square roots beside what nearly cancels them: `√q + p` and its conjugate `√q − p`, whose product
//! is q − p².
//!
//! Not here: when they are looked for (`stability`), and roots of exponentials (`exponential`).

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
    /// `p + q` of `p² + 2·p·q + q²`.
    pub(super) fn root_of_sum(&mut self, id: Id) -> Option<Id> {
        let terms = self.expanded(id);
        if terms.len() != 3 {
            return None;
        }
        let root = |term: &Product| {
            let coefficient = term.coefficient.root()?;
            coefficient.as_fraction()?;
            let factors = term
                .factors
                .iter()
                .map(|&(base, halves)| (base, halves / 2));
            let is_square = term.factors.iter().all(|(_, halves)| halves % 4 == 0);
            is_square.then(|| Product {
                coefficient,
                factors: factors.collect(),
            })
        };
        for cross in 0..3 {
            let [p, q] = [1, 2].map(|step| root(&terms[(cross + step) % 3]));
            let (Some(p), Some(mut q)) = (p, q) else {
                continue;
            };
            let cross = &terms[cross];
            let twice = Product::constant(Number::integer(2))
                .times(&p, 2)?
                .times(&q, 2)?;
            if twice.key() != cross.key() || twice.coefficient != cross.coefficient.absolute() {
                continue;
            }
            if cross.coefficient.is_negative() {
                q.coefficient = q.coefficient.negate();
            }
            let [p, q] = [p, q].map(|term| self.spell_product(term));
            return Some(self.apply(Op::Add, &[p, q]));
        }
        None
    }

    /// `1 + p/√q` as `(√q + p)/√q`, where that sum has a conjugate.
    pub(super) fn over_root(&mut self, sum: &Sum) -> Option<Id> {
        let (number, other) = sum.number_and_term()?;
        let &(q, _) = other.factors.iter().find(|&&(_, halves)| halves == -1)?;
        let one = Product::constant(number.clone());
        let mut root = Product::base(q);
        root.factors[0].1 = 1;
        let mut above = Sum::new();
        let unit = Number::integer(1);
        self.add_product(&mut above, root.clone().times(&one, 2)?, &unit);
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
