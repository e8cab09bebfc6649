//! Of which exponential all others in a form are whole powers.

use super::{Base, Known, is_exponential};
use crate::{
    algebra::{product::Product, simplify::Simplifier},
    expr::{Id, IdSet},
    number::Number,
    op::Op,
};

/// `coefficient · base + constant`, an argument of an exponential.
pub(super) struct Linear {
    pub(super) coefficient: Number,
    pub(super) base: Product,
    pub(super) constant: Id,
}

impl Simplifier<'_> {
    /// The exponential of which all others are whole powers: e^(x + b) where all have the same
    /// parameter b in them, since e^b may overflow, and eˣ where they have not.
    pub(in crate::algebra) fn base_of(&mut self, root: Id, known: Known) -> Option<Base> {
        let outermost = self.outermost(root);
        let whole = self.common_base(&outermost, known, true);
        whole.or_else(|| self.common_base(&outermost, known, false))
    }

    fn common_base(&mut self, outermost: &[(Op, Id)], known: Known, whole: bool) -> Option<Base> {
        let mut found: Option<(Product, Number)> = None;
        for &(op, argument) in outermost {
            let mut terms = self.expanded(argument);
            // The logarithms in an argument are looked at when their own turn comes.
            terms.retain(|term| !self.is_logarithm(term));
            if terms.is_empty() {
                continue;
            }
            let linear = self.linear(&terms, whole)?;
            let mut coefficient = linear.coefficient.absolute();
            if op == Op::Tanh {
                coefficient = coefficient.multiply(&Number::integer(2))?;
            }
            found = Some(match found {
                None => (linear.base, coefficient),
                // An exponential inside of another one is an atom to it.
                Some((base, coefficient_so_far)) if base.key() != linear.base.key() => {
                    let holds = |this: &Self, outer: &Product, inner: &Product| {
                        let [(outer, 2)] = outer.factors[..] else {
                            return false;
                        };
                        let inside = this.graph.reachable(&[outer]);
                        inside.iter().any(|&id| {
                            matches!(this.graph.apply(id), Some((Op::Exp, &[a]))
                                if this.as_product(a).key() == inner.key())
                        })
                    };
                    if holds(self, &base, &linear.base) {
                        (base, coefficient_so_far)
                    } else if holds(self, &linear.base, &base) {
                        (linear.base, coefficient)
                    } else {
                        return None;
                    }
                }
                Some((base, smallest)) => {
                    let (a, b) = (smallest.clone(), coefficient);
                    let ratio = a.divide(&b)?.as_fraction()?;
                    // The greatest common divisor of a = (p/q)·b and b is b/q.
                    let divisor = Number::fraction(1, ratio.1)?;
                    (base, b.multiply(&divisor)?)
                }
            });
        }
        let (mut base, coefficient) = found?;
        base.coefficient = coefficient;
        let negative = match (known.sign, &base.factors[..]) {
            (Some((x, negative)), &[(factor, 2)]) if x == factor => Some(negative),
            _ => None,
        };
        let u = self.spell_product(base);
        Some(Base {
            u,
            negative,
            logarithm: false,
            split: false,
            near: known.near,
            whole,
        })
    }

    /// The exponential functions in `root` that are not inside of one another, and their
    /// arguments; what is under a logarithm in such an argument counts as outside.
    pub(super) fn outermost(&mut self, root: Id) -> Vec<(Op, Id)> {
        let mut found = Vec::new();
        let mut pending = vec![root];
        let mut seen = IdSet::new();
        while let Some(id) = pending.pop() {
            if !seen.insert(id) {
                continue;
            }
            match self.graph.apply(id) {
                Some((op, &[argument])) if is_exponential(op) && op != Op::Ln1p => {
                    found.push((op, argument));
                    for term in self.expanded(argument) {
                        if self.is_logarithm(&term) {
                            pending.push(term.factors[0].0);
                        }
                    }
                }
                Some((_, arguments)) => pending.extend(arguments.iter().rev()),
                None => {}
            }
        }
        found
    }

    /// The terms of a sum, with α·(x − 1) as two of them.
    pub(in crate::algebra) fn expanded(&mut self, argument: Id) -> Vec<Product> {
        let mut terms = Vec::new();
        for term in self.as_sum(argument).terms().to_vec() {
            let sum = term.factors.iter().position(|&(id, halves)| {
                halves == 2
                    && matches!(self.graph.apply(id), Some((Op::Add | Op::Sub, _)))
                    && self.varies(id)
            });
            let Some(position) = sum else {
                terms.push(term);
                continue;
            };
            let mut outside = term.clone();
            let (sum, _) = outside.factors.remove(position);
            let inside = self.as_sum(sum).terms().to_vec();
            let products: Option<Vec<Product>> = inside
                .iter()
                .map(|inner| outside.clone().times(inner, 2))
                .collect();
            terms.extend(products.unwrap_or_else(|| vec![term]));
        }
        terms
    }

    pub(super) fn is_logarithm(&self, term: &Product) -> bool {
        matches!(term.factors[..], [(id, 2)] if matches!(
            self.graph.apply(id),
            Some((Op::Softplus | Op::LogSigmoid | Op::Ln1p, _))
        ))
    }

    /// A sum of terms, those that vary as a multiple of a base; with parameters that stand beside
    /// them, where the base is the `whole`.
    pub(super) fn linear(&mut self, terms: &[Product], whole: bool) -> Option<Linear> {
        let mut varying: Vec<Product> = Vec::new();
        let mut constant = self.graph.integer(0);
        let mut any = false;
        for term in terms {
            let id = self.spell_product(term.clone());
            let varies = self.varies(id);
            any |= varies;
            if varies || whole && self.graph.number_at(id).is_none() {
                varying.push(term.clone());
            } else {
                constant = self.apply(Op::Add, &[constant, id]);
            }
        }
        if !any {
            return None;
        }
        let mut base = varying.first()?.clone();
        if varying.len() > 1 {
            // A sum is a multiple of the sum that begins with 1.
            let coefficient = base.coefficient.clone();
            let scale = Product::constant(coefficient.reciprocal()?);
            let mut sum = self.graph.integer(0);
            for term in varying {
                let term = self.spell_product(term.times(&scale, 2)?);
                sum = self.apply(Op::Add, &[sum, term]);
            }
            base = Product::base(sum);
            base.coefficient = coefficient;
        }
        let coefficient = std::mem::replace(&mut base.coefficient, Number::integer(1));
        Some(Linear {
            coefficient,
            base,
            constant,
        })
    }
}
