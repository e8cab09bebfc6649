//! Sums of products: like terms collected, common factors drawn out.

use super::{
    product::{Product, TermKey},
    simplify::Simplifier,
};
use crate::{expr::Id, number::Number, op::Op};

/// A sum of products, in the order they were written.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    terms: Vec<Product>,
}

impl Sum {
    pub(super) fn new() -> Sum {
        Sum { terms: Vec::new() }
    }

    /// Adds a product, to a like term if there is one.
    fn push(&mut self, term: Product) {
        for existing in &mut self.terms {
            if existing.is_like(&term)
                && let Some(total) = existing.coefficient.add(&term.coefficient)
            {
                existing.coefficient = total;
                self.terms.retain(|term| !term.coefficient.is_zero());
                return;
            }
        }
        if !term.coefficient.is_zero() {
            self.terms.push(term);
        }
    }

    /// The terms, in the order they were written.
    pub(super) fn terms(&self) -> &[Product] {
        &self.terms
    }

    /// The number and the other term of a sum of these two.
    pub(super) fn number_and_term(&self) -> Option<(&Number, &Product)> {
        match &self.terms[..] {
            [number, term] | [term, number] if number.factors.is_empty() => {
                Some((&number.coefficient, term))
            }
            _ => None,
        }
    }

    fn key(&self) -> TermKey {
        let mut key = TermKey::new();
        for term in &self.terms {
            let coefficients = key.entry(term.key()).or_default();
            coefficients.push(term.coefficient.clone());
            coefficients.sort();
        }
        key
    }
}

impl Simplifier<'_> {
    /// A normal form taken apart into a sum.
    pub(super) fn as_sum(&mut self, id: Id) -> Sum {
        let mut sum = Sum::new();
        self.add_terms(&mut sum, id, &Number::integer(1));
        sum
    }

    /// Adds `sign · id` to `sum`, term by term where `id` is itself a sum.
    pub(super) fn add_terms(&mut self, sum: &mut Sum, id: Id, sign: &Number) {
        match self.graph.apply(id) {
            Some((Op::Add, &[a, b])) => {
                self.add_terms(sum, a, sign);
                self.add_terms(sum, b, sign);
            }
            Some((Op::Sub, &[a, b])) => {
                self.add_terms(sum, a, sign);
                self.add_terms(sum, b, &sign.negate());
            }
            Some((Op::Neg, &[a])) => self.add_terms(sum, a, &sign.negate()),
            _ => {
                let term = self.as_product(id);
                self.add_product(sum, term, sign);
            }
        }
    }

    pub(super) fn add_product(&mut self, sum: &mut Sum, mut term: Product, sign: &Number) {
        let Some(coefficient) = term.coefficient.multiply(sign) else {
            // Too large to fold: the product stays whole.
            let whole = self.build_overflowing(&term, sign);
            sum.push(whole);
            return;
        };
        // ±1 times a sum is that sum's terms.
        let unit = matches!(coefficient.as_integer(), Some(1 | -1));
        if let [(base, 2)] = term.factors[..]
            && unit
            && matches!(self.graph.apply(base), Some((Op::Add | Op::Sub, _)))
        {
            self.add_terms(sum, base, &coefficient);
            return;
        }
        term.coefficient = coefficient;
        sum.push(term);
    }

    fn build_overflowing(&mut self, term: &Product, sign: &Number) -> Product {
        let whole = self.spell_product(term.clone());
        Product {
            coefficient: sign.clone(),
            factors: vec![(whole, 2)],
        }
    }

    /// The normal form of a sum.
    pub(super) fn spell_sum(&mut self, mut sum: Sum) -> Id {
        self.merge_selects(&mut sum);
        match sum.terms.len() {
            0 => return self.graph.integer(0),
            1 => {
                let term = sum.terms.remove(0);
                return self.spell_product(term);
            }
            _ => {}
        }
        if let Some(opened) = self.open(&sum) {
            return self.spell_sum(opened);
        }
        if let Some(factored) = self.draw_out(&sum).or_else(|| self.draw_power(&sum)) {
            return factored;
        }
        let key = sum.key();
        if let Some(&id) = self.sums.get(&key) {
            return id;
        }
        let id = self.build_sum(sum.terms);
        self.sums.insert(key, id);
        id
    }

    /// `(if c {a} else {b}) + (if c {p} else {q})` is one `if`, and so is `(if u > 0 {a} else {b}) +
    /// p·relu(u)`, where a and p·u may cancel.
    fn merge_selects(&mut self, sum: &mut Sum) {
        for first in 0..sum.terms.len() {
            let [(base, 2)] = sum.terms[first].factors[..] else {
                continue;
            };
            let Some((Op::Select, &[condition, a, b])) = self.graph.apply(base) else {
                continue;
            };
            for second in (0..sum.terms.len()).filter(|&second| second != first) {
                let Some([p, q]) = self.branches(&sum.terms[second].clone(), condition) else {
                    continue;
                };
                let factors = [first, second].map(|term| sum.terms[term].coefficient.clone());
                let mut total = |a, p| {
                    let [k, l] = factors.clone().map(|factor| self.graph.number(factor));
                    let (a, p) = (self.apply(Op::Mul, &[k, a]), self.apply(Op::Mul, &[l, p]));
                    self.apply(Op::Add, &[a, p])
                };
                let (yes, no) = (total(a, p), total(b, q));
                let merged = self.select(condition, yes, no);
                sum.terms.remove(first.max(second));
                sum.terms.remove(first.min(second));
                let one = Number::integer(1);
                self.add_terms(sum, merged, &one);
                return self.merge_selects(sum);
            }
        }
    }

    /// What `term` is, but for its coefficient, where `condition` holds and where it does not.
    fn branches(&mut self, term: &Product, condition: Id) -> Option<[Id; 2]> {
        if let [(base, 2)] = term.factors[..]
            && let Some((Op::Select, &[other, yes, no])) = self.graph.apply(base)
            && other == condition
        {
            return Some([yes, no]);
        }
        let (Op::Gt, &[u, zero]) = self.graph.apply(condition)? else {
            return None;
        };
        let is_zero = |id: Id| self.graph.number_at(id).is_some_and(Number::is_zero);
        let is_ramp = |&(base, halves): &(Id, i32)| match self.graph.apply(base) {
            Some((Op::Relu, &[ramp])) => halves == 2 && ramp == u,
            Some((Op::Max, &[ramp, zero])) => halves == 2 && ramp == u && is_zero(zero),
            _ => false,
        };
        if !is_zero(zero) {
            return None;
        }
        let mut open = term.clone();
        open.coefficient = Number::integer(1);
        open.factors.iter_mut().find(|factor| is_ramp(factor))?.0 = u;
        let open = self.spell_product(open);
        Some([open, self.graph.integer(0)])
    }

    /// `c·(1 + u) − c·u` is c, and `x·(1 + u) − x` is x·u: a sum times a number, parameters, an input
    /// or a power of one is opened where that leaves fewer terms. So the slope of u/(1 + u) with
    /// u = x/k is that of 1/(1 + u), and not a difference, which is 7 % off at 10⁶·k.
    fn open(&mut self, sum: &Sum) -> Option<Sum> {
        let one = Number::integer(1);
        for (index, term) in sum.terms.iter().enumerate() {
            let Some((inner, factor)) = self.multiplied_sum(term) else {
                continue;
            };
            let mut parts = Vec::new();
            for part in self.as_sum(inner).terms {
                let mut part = part.times(&factor, 2)?;
                self.merge_powers(&mut part);
                parts.push(part);
            }
            let mut opened = Sum::new();
            for (position, other) in sum.terms.iter().enumerate() {
                if position != index {
                    self.add_product(&mut opened, other.clone(), &one);
                    continue;
                }
                for part in &parts {
                    self.add_product(&mut opened, part.clone(), &one);
                }
            }
            if opened.terms.len() < sum.terms.len() {
                return Some(opened);
            }
        }
        None
    }

    /// The sum that is a factor of `term`, and what it is multiplied by.
    pub(super) fn sum_factor(&self, term: &Product) -> Option<(Id, Product)> {
        let is_sum = |&(base, halves): &(Id, i32)| {
            halves == 2 && matches!(self.graph.apply(base), Some((Op::Add | Op::Sub, _)))
        };
        let mut rest = term.clone();
        let (sum, _) = rest.factors.remove(term.factors.iter().position(is_sum)?);
        Some((sum, rest))
    }

    /// [`sum_factor`](Self::sum_factor), where it may be opened.
    fn multiplied_sum(&self, term: &Product) -> Option<(Id, Product)> {
        let (inner, factor) = self.sum_factor(term)?;
        let is_input = |base| self.graph.is_leaf(base) && self.varies(base);
        let is_power = |base| match self.graph.apply(base) {
            Some((Op::Powf, &[inner, _])) => match self.graph.apply(inner) {
                Some((Op::Abs, &[inner])) => is_input(inner),
                _ => is_input(inner),
            },
            _ => is_input(base),
        };
        let mut varying = (factor.factors.iter()).filter(|&&(base, _)| self.varies(base));
        let is_plain = varying
            .next()
            .is_none_or(|&(base, halves)| halves == 2 && is_power(base));
        // What is made of parameters alone is computed once, and to more digits than are left.
        let opens = factor.factors.is_empty() || self.varies(inner);
        (is_plain && opens && varying.next().is_none()).then_some((inner, factor))
    }

    /// Draws out what all terms have in common: `s + x·s·(1 − s)` is `s·(1 + x·(1 − s))`, and
    /// `1/D − u/D²` is `(D − u)/D²`, where `D − u` may then collapse.
    fn draw_out(&mut self, sum: &Sum) -> Option<Id> {
        let mut common = Product::one();
        for &(base, halves) in &sum.terms[0].factors {
            // The shared power is the smallest one, provided that all stand on the same side
            // of the fraction line.
            let shared = sum.terms[1..].iter().try_fold(halves, |least, term| {
                let (_, other) = term.factors.iter().find(|(other, _)| *other == base)?;
                (other.signum() == halves.signum()).then(|| least.min(*other))
            });
            if let Some(shared) = shared {
                common.push(base, shared);
            }
        }
        if common.factors.is_empty() {
            return None;
        }
        let mut inner = Sum::new();
        let one = Number::integer(1);
        for term in &sum.terms {
            let rest = term.clone().times(&common, -2)?;
            self.add_product(&mut inner, rest, &one);
        }
        let inner = self.spell_sum(inner);
        let mut product = self.as_product(inner).times(&common, 2)?;
        // The sum was first written after the factors it leaves: s·(1 + …), not (1 + …)·s.
        let common = common.factors;
        let place = |base: Id| common.iter().position(|&(other, _)| other == base);
        product
            .factors
            .sort_by_key(|&(base, _)| place(base).unwrap_or(common.len()));
        Some(self.spell_product(product))
    }

    /// `u^c − w·u^(c − 1)` is `u^(c − 1)·(u − w)` where `u − w` then has fewer terms: the slope of
    /// x/(1 + |x|ᵖ)^(1/p) is one power, and not a difference of two that are equal far out.
    fn draw_power(&mut self, sum: &Sum) -> Option<Id> {
        let mut powers = (sum.terms[0].factors.iter()).filter_map(|&factor| self.power_of(factor));
        let (base, ..) = powers
            .find(|&(base, ..)| matches!(self.graph.apply(base), Some((Op::Add | Op::Sub, _))))?;
        // The exponent of each term, what that is more than the first, and the other factors.
        let mut terms: Vec<(Id, i64, Product)> = Vec::new();
        for term in &sum.terms {
            let mut rest = term.clone();
            let place = (rest.factors.iter())
                .position(|&factor| self.power_of(factor).is_some_and(|p| p.0 == base))?;
            let (_, exponent, times) = self.power_of(rest.factors.remove(place))?;
            let times = self.graph.integer(times);
            let exponent = self.apply(Op::Mul, &[times, exponent]);
            let first = terms.first().map_or(exponent, |&(first, ..)| first);
            let more = self.apply(Op::Sub, &[exponent, first]);
            let more = self.graph.number_at(more)?.as_integer()?;
            terms.push((exponent, more, rest));
        }
        let &(least, less, _) = terms.iter().min_by_key(|term| term.1)?;
        let mut inner = Sum::new();
        let one = Number::integer(1);
        for (_, more, mut rest) in terms {
            let times = i32::try_from(more.checked_sub(less)?).ok()?;
            if times > 4 {
                return None;
            }
            if times > 0 {
                rest.push(base, 2 * times);
            }
            self.gather_absolute(&mut rest);
            self.add_product(&mut inner, rest, &one);
        }
        let inner = self.spell_sum(inner);
        if self.sum_length(inner) >= sum.terms.len() {
            return None;
        }
        let power = self.apply(Op::Powf, &[base, least]);
        Some(self.apply(Op::Mul, &[power, inner]))
    }

    /// x²·|x| as |x|³, which a sum may have as well.
    fn gather_absolute(&self, product: &mut Product) {
        for (base, halves) in product.factors.clone() {
            if let Some((Op::Abs, &[inner])) = self.graph.apply(base)
                && let Some(&(_, even)) = product.factors.iter().find(|other| other.0 == inner)
                && (halves > 0 && even > 0 && even % 4 == 0)
            {
                product.push(inner, -even);
                product.push(base, even);
            }
        }
    }

    /// Positive terms first where the first is negative: `1 − x²`, not `−x² + 1`.
    fn build_sum(&mut self, mut terms: Vec<Product>) -> Id {
        if terms[0].coefficient.is_negative()
            && let Some(position) = terms.iter().position(|t| !t.coefficient.is_negative())
        {
            let term = terms.remove(position);
            terms.insert(0, term);
        }
        let mut terms = terms.into_iter();
        let first = terms.next().expect("a sum has terms");
        let mut total = self.spell_product(first);
        for mut term in terms {
            let op = if term.coefficient.is_negative() {
                Op::Sub
            } else {
                Op::Add
            };
            term.coefficient = term.coefficient.absolute();
            let term = self.spell_product(term);
            total = self.graph.op(op, &[total, term]);
        }
        total
    }
}
