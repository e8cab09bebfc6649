//! Rational functions of one exponential: logistic functions, tangents and their products,
//! brought to one quotient of polynomials.
//!
//! `x·tanh(softplus(x))` is x·(E² + 2E)/(E² + 2E + 2) with E = eˣ, and its derivative, four calls
//! of functions as the chain rule leaves it, is one quotient, too. What cancels on paper cancels
//! here, exactly. The quotient is then written in e = exp(−|u|), divided by its dominant
//! exponential on either side of 0, so that nothing overflows, and the power of e that stands
//! before it is applied last.

use std::collections::BTreeMap;

use super::{product::Product, simplify::Simplifier};
use crate::{
    expr::{Id, IdSet, Symbol},
    kinks::substitute,
    number::Number,
    op::Op,
};

/// Coefficients of 1, E, E², …
type Polynomial = Vec<Id>;

/// A polynomial of a higher degree is no gain any more.
const DEGREE: usize = 8;

/// `factor · E^power · above / Π belowⁿ`.
#[derive(Clone, Debug)]
pub(super) struct Ratio {
    pub(super) factor: Id,
    pub(super) power: i32,
    pub(super) above: Polynomial,
    pub(super) below: BTreeMap<Polynomial, u32>,
}

/// `form · e^(h/2)` with e = exp(−|u|), and h for u below 0 and above it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scaled {
    pub(super) form: Id,
    pub(super) halves: [i32; 2],
}

/// What E is: eᵘ.
#[derive(Clone, Copy, Debug)]
pub(super) struct Base {
    pub(super) u: Id,
    /// Whether u is negative, where that is known.
    negative: Option<bool>,
    /// Whether ln(1 + e^−|u|) may be left standing, as the symbol [`LOGARITHM`].
    logarithm: bool,
    /// Whether each side of 0 has a form of its own.
    split: bool,
}

/// Stands for ln(1 + e^−|u|) while a quotient is put together.
const LOGARITHM: Symbol = Symbol(u32::MAX);

/// `coefficient · base + constant`, an argument of an exponential.
struct Linear {
    coefficient: Number,
    base: Product,
    constant: Id,
}

impl Simplifier<'_> {
    /// `root` with its rational functions of one exponential as single quotients, where there is
    /// more than one function call to save.
    pub(super) fn rational(&mut self, root: Id) -> Id {
        self.rational_where(root, None)
    }

    /// As `rational`, where it is known of a symbol whether it is negative.
    fn rational_where(&mut self, root: Id, known: Option<(Id, bool)>) -> Id {
        match self.graph.apply(root) {
            Some((Op::Select, &[condition, yes, no])) => {
                let (inside, outside) = match self.sign_asked(condition) {
                    Some((x, negative)) => (Some((x, negative)), Some((x, !negative))),
                    None => (known, known),
                };
                let yes = self.rational_where(yes, inside);
                let no = self.rational_where(no, outside);
                self.graph.op(Op::Select, &[condition, yes, no])
            }
            Some((op, arguments)) => {
                let arguments = arguments.to_vec();
                if let Some(quotient) = self.quotient(root, known) {
                    return quotient;
                }
                if let Some(form) = self.rooted(root, known) {
                    return form;
                }
                if let Some(form) = self.far_logarithm(root, known) {
                    return form;
                }
                if let Some(logarithm) = self.logarithm_of_quotient(root, known) {
                    return logarithm;
                }
                let new: Vec<Id> = arguments
                    .iter()
                    .map(|&a| self.rational_where(a, known))
                    .collect();
                if new == arguments {
                    root
                } else {
                    self.graph.op(op, &new)
                }
            }
            None => root,
        }
    }

    /// The symbol whose sign a condition asks about, and whether it holds for negative ones.
    fn sign_asked(&self, condition: Id) -> Option<(Id, bool)> {
        let (op, &[a, b]) = self.graph.apply(condition)? else {
            return None;
        };
        let is_zero = |id| self.graph.number_at(id).is_some_and(Number::is_zero);
        let below = matches!(op, Op::Lt | Op::Le);
        if !below && !matches!(op, Op::Gt | Op::Ge) {
            return None;
        }
        match (self.graph.apply(a).is_none(), self.graph.apply(b).is_none()) {
            (true, true) if is_zero(b) => Some((a, below)),
            (true, true) if is_zero(a) => Some((b, !below)),
            _ => None,
        }
    }

    fn quotient(&mut self, root: Id, known: Option<(Id, bool)>) -> Option<Id> {
        let mut calls = self.graph.reachable(&[root]);
        calls.retain(|&id| {
            self.graph
                .apply(id)
                .is_some_and(|(op, _)| is_exponential(op))
        });
        if calls.is_empty() || calls == [root] {
            return None;
        }
        let base = self.base_of(root, known)?;
        if let Some(ratio) = self.ratio(root, base) {
            let is_one_term = ratio.above.len() == 1 && ratio.below.is_empty();
            return if is_one_term {
                None
            } else {
                self.write_ratio(&ratio, base)
            };
        }
        // With logarithms, each side of 0 for itself: softplus(u) is u + ln(1 + e⁻ᵘ) above 0, and
        // what is linear in u may cancel there.
        let sides = match base.negative {
            Some(_) => vec![base],
            None => [true, false]
                .map(|negative| Base {
                    negative: Some(negative),
                    split: true,
                    ..base
                })
                .to_vec(),
        };
        let mut forms = Vec::new();
        for side in sides {
            let side = Base {
                logarithm: true,
                ..side
            };
            let form = match self.ratio(root, side) {
                Some(ratio) => self.write_ratio(&ratio, side)?,
                // What is left may be 0.
                None => return None,
            };
            let logarithm = self.logarithm(side);
            forms.push(substitute(self.graph, form, LOGARITHM, logarithm));
        }
        Some(match forms[..] {
            [below, above] => {
                let zero = self.graph.integer(0);
                let negative = self.graph.op(Op::Lt, &[base.u, zero]);
                self.select(negative, below, above)
            }
            _ => forms[0],
        })
    }

    /// ln(1 + e^−|u|)
    fn logarithm(&mut self, base: Base) -> Id {
        let (minus, _) = self.sizes(base);
        let e = self.graph.op(Op::Exp, &[minus]);
        self.graph.op(Op::Ln1p, &[e])
    }

    /// −|u| and |u|
    pub(super) fn sizes(&mut self, base: Base) -> (Id, Id) {
        let opposite = self.negate(base.u);
        match base.negative {
            Some(true) if !base.split => (base.u, opposite),
            Some(false) if !base.split => (opposite, base.u),
            _ => {
                let size = self.graph.op(Op::Abs, &[base.u]);
                (self.graph.op(Op::Neg, &[size]), size)
            }
        }
    }

    /// ln(P/Q) as ln_1p((P − Q)/Q), which keeps the tail where the quotient is about 1; and where
    /// the quotient is a power of E times such a one, as a multiple of u and that.
    fn logarithm_of_quotient(&mut self, root: Id, known: Option<(Id, bool)>) -> Option<Id> {
        let (op @ (Op::Ln | Op::Ln1p), &[inner]) = self.graph.apply(root)? else {
            return None;
        };
        let base = self.base_of(inner, known)?;
        let mut ratio = self.ratio(inner, base)?;
        if op == Op::Ln1p {
            ratio = self.plus_one(ratio)?;
        }
        let halves = self.scaled(&ratio, base)?.halves;
        let minus_one = self.graph.integer(-1);
        let minus_one = self.constant_ratio(minus_one);
        if halves == [0, 0] {
            if op == Op::Ln1p {
                return None;
            }
            let rest = self.add_ratios(ratio, minus_one)?;
            let rest = self.write_ratio(&rest, base)?;
            return Some(self.graph.op(Op::Ln1p, &[rest]));
        }
        let sides = match base.negative {
            Some(negative) => vec![negative],
            None => vec![true, false],
        };
        let mut forms = Vec::new();
        for negative in sides {
            let side = Base {
                negative: Some(negative),
                split: true,
                ..base
            };
            let power = halves[usize::from(!negative)] / 2;
            let mut near = ratio.clone();
            near.power += if negative { -power } else { power };
            let scaled = self.scaled(&near, side)?;
            let begins_with_one = match self.graph.apply(scaled.form) {
                Some((Op::Add, &[first, _])) => {
                    self.graph.number_at(first).is_some_and(Number::is_one)
                }
                _ => false,
            };
            let mut form = if begins_with_one {
                let rest = self.add_ratios(near, minus_one.clone())?;
                let rest = self.write_ratio(&rest, side)?;
                self.graph.op(Op::Ln1p, &[rest])
            } else {
                self.graph.op(Op::Ln, &[scaled.form])
            };
            if power != 0 {
                let (_, size) = self.sizes(side);
                let times = self.graph.integer((-power).into());
                let linear = self.apply(Op::Mul, &[times, size]);
                form = self.graph.op(Op::Add, &[linear, form]);
            }
            forms.push(form);
        }
        Some(match forms[..] {
            [below, above] => {
                let negative = self.is_negative(base);
                self.select(negative, below, above)
            }
            _ => forms[0],
        })
    }

    /// A sum with ln(P/Q) in it, which far above 0 is n·u + ln c + ln_1p(z) with a small z: there
    /// the other terms may cancel against the first two. The difference of two softplus a
    /// constant apart is that constant, and its slope in the sharpness 0, to the last digit from
    /// x = 20 on.
    fn far_logarithm(&mut self, root: Id, known: Option<(Id, bool)>) -> Option<Id> {
        if known.is_some() || !matches!(self.graph.apply(root)?.0, Op::Add | Op::Sub) {
            return None;
        }
        let sum = self.as_sum(root);
        let (index, inner) =
            sum.terms().iter().enumerate().find_map(|(index, term)| {
                match self.lone_function(term)? {
                    (Op::Ln, inner, 2) => Some((index, inner)),
                    _ => None,
                }
            })?;
        let base = self.base_of(root, None)?;
        let upper = Base {
            negative: Some(false),
            split: true,
            ..base
        };
        let mut ratio = self.ratio(inner, upper)?;
        // c·Eⁿ, by what stands before the highest powers.
        let mut leading = self.apply(Op::Mul, &[ratio.factor, *ratio.above.last()?]);
        let mut power = ratio.power + i32::try_from(ratio.above.len()).ok()? - 1;
        for (polynomial, &count) in &ratio.below.clone() {
            for _ in 0..count {
                leading = self.apply(Op::Div, &[leading, *polynomial.last()?]);
                power -= i32::try_from(polynomial.len()).ok()? - 1;
            }
        }
        // z = P/(Q·c·Eⁿ) − 1
        ratio.factor = self.apply(Op::Div, &[ratio.factor, leading]);
        ratio.power -= power;
        let minus_one = self.graph.integer(-1);
        let minus_one = self.constant_ratio(minus_one);
        let z = self.add_ratios(ratio, minus_one)?;
        let z = self.settled(z)?;
        let z = self.write_ratio(&z, upper)?;
        // The other terms, with the first two of the logarithm.
        let logarithm = self.apply(Op::Ln, &[leading]);
        let power = self.graph.integer(i64::from(power));
        let linear = self.apply(Op::Mul, &[power, base.u]);
        let polynomial = self.apply(Op::Add, &[linear, logarithm]);
        let (polynomial, _) = self.stabilise(polynomial);
        let c = self.graph.number(sum.terms()[index].coefficient.clone());
        let mut rest = self.apply(Op::Mul, &[c, polynomial]);
        for (position, term) in sum.terms().to_vec().into_iter().enumerate() {
            if position != index {
                let term = self.spell_product(term);
                rest = self.apply(Op::Add, &[rest, term]);
            }
        }
        let rest = self.ratio(rest, upper)?;
        let rest = self.settled(rest)?;
        let rest = self.write_ratio(&rest, upper)?;
        let small = self.graph.op(Op::Ln1p, &[z]);
        let small = match self.graph.number_at(c) {
            Some(number) if number.as_integer() == Some(-1) => self.graph.op(Op::Neg, &[small]),
            _ => self.graph.op(Op::Mul, &[c, small]),
        };
        let far = self.graph.op(Op::Add, &[rest, small]);
        let arguments = self.graph.arguments(root).to_vec();
        let arguments: Vec<Id> = arguments
            .iter()
            .map(|&a| self.rational_where(a, known))
            .collect();
        let (op, _) = self.graph.apply(root)?;
        let near = self.graph.op(op, &arguments);
        let zero = self.graph.integer(0);
        let half = self.graph.number(Number::fraction(1, 2)?);
        let above = self.graph.op(Op::Gt, &[base.u, zero]);
        let size = self.graph.op(Op::Abs, &[z]);
        let is_small = self.graph.op(Op::Lt, &[size, half]);
        let is_far = self.graph.op(Op::And, &[above, is_small]);
        Some(self.select_logarithm(is_far, far, near))
    }

    /// `ratio` with its coefficients as the rules leave them, so that those that cancel are gone.
    fn settled(&mut self, mut ratio: Ratio) -> Option<Ratio> {
        for coefficient in &mut ratio.above {
            let whole = self.apply(Op::Mul, &[*coefficient, ratio.factor]);
            *coefficient = self.stabilise(whole).0;
        }
        ratio.factor = self.graph.integer(1);
        self.trim(&mut ratio)?;
        Some(ratio)
    }

    /// The exponential of which all others are whole powers.
    pub(super) fn base_of(&mut self, root: Id, known: Option<(Id, bool)>) -> Option<Base> {
        let mut found: Option<(Product, Number)> = None;
        for (op, argument) in self.outermost(root) {
            let mut terms = self.expanded(argument);
            // The logarithms in an argument are looked at when their own turn comes.
            terms.retain(|term| !self.is_logarithm(term));
            if terms.is_empty() {
                continue;
            }
            let linear = self.linear(&terms)?;
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
        let negative = match (known, &base.factors[..]) {
            (Some((x, negative)), &[(factor, 2)]) if x == factor => Some(negative),
            _ => None,
        };
        let u = self.spell_product(base);
        Some(Base {
            u,
            negative,
            logarithm: false,
            split: false,
        })
    }

    /// The exponential functions in `root` that are not inside of one another, and their
    /// arguments; what is under a logarithm in such an argument counts as outside.
    fn outermost(&mut self, root: Id) -> Vec<(Op, Id)> {
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
    fn expanded(&mut self, argument: Id) -> Vec<Product> {
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

    fn is_logarithm(&self, term: &Product) -> bool {
        matches!(term.factors[..], [(id, 2)] if matches!(
            self.graph.apply(id),
            Some((Op::Softplus | Op::LogSigmoid | Op::Ln1p, _))
        ))
    }

    /// A sum of terms, those that vary as a multiple of a base.
    fn linear(&mut self, terms: &[Product]) -> Option<Linear> {
        let mut varying: Vec<Product> = Vec::new();
        let mut constant = self.graph.integer(0);
        for term in terms {
            let id = self.spell_product(term.clone());
            if self.varies(id) {
                varying.push(term.clone());
            } else {
                constant = self.apply(Op::Add, &[constant, id]);
            }
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

    /// Whether no exponential in `id` is a power of E.
    fn is_free(&mut self, id: Id, base: Base) -> bool {
        let exponentials = self.graph.reachable(&[id]);
        let any = |this: &Self, id: &Id| matches!(this.graph.apply(*id), Some((op, _)) if is_exponential(op));
        if !exponentials.iter().any(|id| any(self, id)) {
            return true;
        }
        let key = self.as_product(base.u).key();
        for (_, argument) in self.outermost(id) {
            let mut terms = self.expanded(argument);
            terms.retain(|term| !self.is_logarithm(term));
            let linear = self.linear(&terms);
            if linear.is_none_or(|linear| linear.base.key() == key) {
                return false;
            }
        }
        // A logarithm of an exponential is no polynomial.
        let lone = |this: &Self, id: &Id| matches!(this.graph.apply(*id), Some((Op::Ln1p, _)));
        !exponentials.iter().any(|id| lone(self, id))
    }

    pub(super) fn ratio(&mut self, id: Id, base: Base) -> Option<Ratio> {
        if self.is_free(id, base) {
            return Some(self.constant_ratio(id));
        }
        let (op, arguments) = self.graph.apply(id)?;
        let arguments = arguments.to_vec();
        match (op, &arguments[..]) {
            (Op::Add, &[a, b]) => {
                let (a, b) = (self.ratio(a, base)?, self.ratio(b, base)?);
                self.add_ratios(a, b)
            }
            (Op::Sub, &[a, b]) => {
                let (a, mut b) = (self.ratio(a, base)?, self.ratio(b, base)?);
                b.factor = self.negate(b.factor);
                self.add_ratios(a, b)
            }
            (Op::Neg, &[a]) => {
                let mut a = self.ratio(a, base)?;
                a.factor = self.negate(a.factor);
                Some(a)
            }
            (Op::Mul, &[a, b]) => {
                let (a, b) = (self.ratio(a, base)?, self.ratio(b, base)?);
                self.multiply_ratios(&a, &b)
            }
            (Op::Div, &[a, b]) => {
                let (a, b) = (self.ratio(a, base)?, self.ratio(b, base)?);
                let b = self.invert(&b)?;
                self.multiply_ratios(&a, &b)
            }
            (Op::Powi, &[a, exponent]) => {
                let exponent = self.graph.number_at(exponent)?.as_integer()?;
                let a = self.ratio(a, base)?;
                self.ratio_power(&a, exponent)
            }
            (Op::Exp, &[a]) => self.exponential_of(a, 1, base),
            (Op::Softplus | Op::LogSigmoid, &[a]) if base.logarithm => {
                // ±u, or what has no other exponential.
                let opposite = self.negate(base.u);
                let upwards = match a {
                    _ if a == base.u => true,
                    _ if a == opposite => false,
                    _ => return None,
                };
                // softplus(v) = max(0, v) + L, log_sigmoid(v) = min(0, v) − L
                let positive = base.negative? != upwards;
                let mut value = self.graph.symbol(LOGARITHM);
                if op == Op::LogSigmoid {
                    value = self.negate(value);
                }
                if positive == (op == Op::Softplus) {
                    value = self.apply(Op::Add, &[a, value]);
                }
                Some(self.constant_ratio(value))
            }
            (Op::ExpM1, &[a]) => {
                let x = self.exponential_of(a, 1, base)?;
                let minus_one = self.graph.integer(-1);
                let minus_one = self.constant_ratio(minus_one);
                self.add_ratios(x, minus_one)
            }
            (Op::Sigmoid, &[a]) => {
                let x = self.exponential_of(a, 1, base)?;
                let below = self.plus_one(x.clone())?;
                let below = self.invert(&below)?;
                self.multiply_ratios(&x, &below)
            }
            (Op::LogisticPdf, &[a]) => {
                let x = self.exponential_of(a, 1, base)?;
                let below = self.plus_one(x.clone())?;
                let below = self.invert(&below)?;
                let below = self.multiply_ratios(&below, &below)?;
                self.multiply_ratios(&x, &below)
            }
            (Op::Sinh | Op::Cosh, &[a]) => {
                let x = self.exponential_of(a, 1, base)?;
                let mut y = self.invert(&x)?;
                if op == Op::Sinh {
                    y.factor = self.negate(y.factor);
                }
                let mut sum = self.add_ratios(x, y)?;
                let two = self.graph.integer(2);
                sum.factor = self.apply(Op::Div, &[sum.factor, two]);
                Some(sum)
            }
            (Op::Tanh, &[a]) => {
                let x = self.exponential_of(a, 2, base)?;
                let minus_one = self.graph.integer(-1);
                let minus_one = self.constant_ratio(minus_one);
                let above = self.add_ratios(x.clone(), minus_one)?;
                let below = self.plus_one(x)?;
                let below = self.invert(&below)?;
                self.multiply_ratios(&above, &below)
            }
            _ => None,
        }
    }

    /// exp(times · argument).
    fn exponential_of(&mut self, argument: Id, times: i64, base: Base) -> Option<Ratio> {
        let one = self.graph.integer(1);
        let mut result = self.constant_ratio(one);
        let mut rest = Vec::new();
        for term in self.expanded(argument) {
            if !self.is_logarithm(&term) {
                rest.push(term);
                continue;
            }
            let exponent = term.coefficient.multiply(&Number::integer(times))?;
            let exponent = exponent.as_integer()?;
            let (op, &[inner]) = self.graph.apply(term.factors[0].0)? else {
                return None;
            };
            // exp of ln(1 + eᵛ), of −ln(1 + e⁻ᵛ), of ln(1 + w).
            let power = match op {
                Op::Softplus => {
                    let x = self.exponential_of(inner, 1, base)?;
                    self.plus_one(x)?
                }
                Op::LogSigmoid => {
                    let x = self.exponential_of(inner, -1, base)?;
                    let x = self.plus_one(x)?;
                    self.invert(&x)?
                }
                _ => {
                    let x = self.ratio(inner, base)?;
                    self.plus_one(x)?
                }
            };
            let power = self.ratio_power(&power, exponent)?;
            result = self.multiply_ratios(&result, &power)?;
        }
        if rest.is_empty() {
            return Some(result);
        }
        let linear = self.linear(&rest)?;
        let mut own = linear.base;
        own.coefficient = linear.coefficient.multiply(&Number::integer(times))?;
        let quotient = own.times(&self.as_product(base.u), -2)?;
        let whole = quotient
            .factors
            .is_empty()
            .then(|| quotient.coefficient.as_integer())??;
        result.power += i32::try_from(whole).ok().filter(|n| n.abs() <= 8)?;
        if self
            .graph
            .number_at(linear.constant)
            .is_none_or(|n| !n.is_zero())
        {
            let times = self.graph.integer(times);
            let constant = self.apply(Op::Mul, &[times, linear.constant]);
            let constant = self.apply(Op::Exp, &[constant]);
            result.factor = self.apply(Op::Mul, &[result.factor, constant]);
        }
        Some(result)
    }

    fn constant_ratio(&mut self, factor: Id) -> Ratio {
        Ratio {
            factor,
            power: 0,
            above: vec![self.graph.integer(1)],
            below: BTreeMap::new(),
        }
    }

    fn plus_one(&mut self, x: Ratio) -> Option<Ratio> {
        let one = self.graph.integer(1);
        let one = self.constant_ratio(one);
        self.add_ratios(one, x)
    }

    fn multiply_ratios(&mut self, a: &Ratio, b: &Ratio) -> Option<Ratio> {
        let mut below = a.below.clone();
        for (polynomial, count) in &b.below {
            *below.entry(polynomial.clone()).or_insert(0) += count;
        }
        let mut product = Ratio {
            factor: self.apply(Op::Mul, &[a.factor, b.factor]),
            power: a.power + b.power,
            above: self.multiply_polynomials(&a.above, &b.above)?,
            below,
        };
        self.cancel(&mut product);
        Some(product)
    }

    fn ratio_power(&mut self, a: &Ratio, exponent: i64) -> Option<Ratio> {
        let one = self.graph.integer(1);
        let mut result = self.constant_ratio(one);
        let a = if exponent < 0 {
            self.invert(a)?
        } else {
            a.clone()
        };
        if exponent.abs() > 8 {
            return None;
        }
        for _ in 0..exponent.abs() {
            result = self.multiply_ratios(&result, &a)?;
        }
        Some(result)
    }

    fn invert(&mut self, a: &Ratio) -> Option<Ratio> {
        let one = self.graph.integer(1);
        let mut above = vec![one];
        for (polynomial, count) in &a.below {
            for _ in 0..*count {
                above = self.multiply_polynomials(&above, polynomial)?;
            }
        }
        let mut factor = self.apply(Op::Div, &[one, a.factor]);
        let mut below = BTreeMap::new();
        if let [constant] = a.above[..] {
            factor = self.apply(Op::Div, &[factor, constant]);
        } else {
            below.insert(a.above.clone(), 1);
        }
        Some(Ratio {
            factor,
            power: -a.power,
            above,
            below,
        })
    }

    fn add_ratios(&mut self, a: Ratio, b: Ratio) -> Option<Ratio> {
        let mut below = a.below.clone();
        for (polynomial, count) in &b.below {
            let entry = below.entry(polynomial.clone()).or_insert(0);
            *entry = (*entry).max(*count);
        }
        let power = a.power.min(b.power);
        let same = a.factor == b.factor;
        let one = self.graph.integer(1);
        let factor = if same { a.factor } else { one };
        let mut above: Polynomial = Vec::new();
        for term in [a, b] {
            let mut polynomial = term.above;
            if !same {
                for coefficient in &mut polynomial {
                    *coefficient = self.apply(Op::Mul, &[*coefficient, term.factor]);
                }
            }
            let zero = self.graph.integer(0);
            let shift = usize::try_from(term.power - power).ok()?;
            polynomial.splice(0..0, std::iter::repeat_n(zero, shift));
            for (extra, count) in &below {
                let have = term.below.get(extra).copied().unwrap_or(0);
                for _ in have..*count {
                    polynomial = self.multiply_polynomials(&polynomial, extra)?;
                }
            }
            for (index, coefficient) in polynomial.into_iter().enumerate() {
                match above.get(index) {
                    Some(&sum) => above[index] = self.apply(Op::Add, &[sum, coefficient]),
                    None => above.push(coefficient),
                }
            }
        }
        let mut sum = Ratio {
            factor,
            power,
            above,
            below,
        };
        self.trim(&mut sum)?;
        self.cancel(&mut sum);
        Some(sum)
    }

    /// Takes zeros off both ends of the polynomial above; `None` where nothing is left.
    fn trim(&mut self, ratio: &mut Ratio) -> Option<()> {
        let is_zero = |this: &Self, id: Id| this.graph.number_at(id).is_some_and(Number::is_zero);
        while is_zero(self, *ratio.above.last()?) {
            ratio.above.pop();
        }
        while is_zero(self, ratio.above[0]) {
            ratio.above.remove(0);
            ratio.power += 1;
        }
        Some(())
    }

    pub(super) fn multiply_polynomials(&mut self, a: &[Id], b: &[Id]) -> Option<Polynomial> {
        if a.len() + b.len() > DEGREE + 2 {
            return None;
        }
        let zero = self.graph.integer(0);
        let mut product = vec![zero; a.len() + b.len() - 1];
        for (i, &p) in a.iter().enumerate() {
            for (j, &q) in b.iter().enumerate() {
                let term = self.apply(Op::Mul, &[p, q]);
                product[i + j] = self.apply(Op::Add, &[product[i + j], term]);
            }
        }
        Some(product)
    }

    /// Divides out what stands above and below.
    fn cancel(&mut self, ratio: &mut Ratio) {
        for divisor in ratio.below.keys().cloned().collect::<Vec<_>>() {
            while let Some(quotient) = self.divide_exactly(&ratio.above, &divisor) {
                ratio.above = quotient;
                let count = ratio.below.get_mut(&divisor).expect("a key of the map");
                *count -= 1;
                if *count == 0 {
                    ratio.below.remove(&divisor);
                    break;
                }
            }
        }
    }

    /// The quotient, if the division by a polynomial that begins with 1 or ends in 1 leaves no
    /// rest.
    fn divide_exactly(&mut self, above: &[Id], divisor: &[Id]) -> Option<Polynomial> {
        let is_one = |this: &Self, id: Id| this.graph.number_at(id).is_some_and(Number::is_one);
        if above.len() < divisor.len() {
            return None;
        }
        let (above, divisor, reversed) = if is_one(self, divisor[0]) {
            (above.to_vec(), divisor.to_vec(), false)
        } else if is_one(self, *divisor.last()?) {
            let reverse = |p: &[Id]| p.iter().rev().copied().collect::<Vec<_>>();
            (reverse(above), reverse(divisor), true)
        } else {
            return None;
        };
        let mut rest = above;
        let mut quotient = Vec::new();
        for start in 0..=rest.len() - divisor.len() {
            let digit = rest[start];
            quotient.push(digit);
            for (offset, &d) in divisor.iter().enumerate() {
                let term = self.apply(Op::Mul, &[digit, d]);
                rest[start + offset] = self.apply(Op::Sub, &[rest[start + offset], term]);
            }
        }
        let exact = rest
            .iter()
            .all(|&id| self.graph.number_at(id).is_some_and(Number::is_zero));
        if reversed {
            quotient.reverse();
        }
        exact.then_some(quotient)
    }

    /// The quotient in e = exp(−|u|).
    fn write_ratio(&mut self, ratio: &Ratio, base: Base) -> Option<Id> {
        let scaled = self.scaled(ratio, base)?;
        self.write_scaled(&scaled, base)
    }

    /// Whether u is negative.
    pub(super) fn is_negative(&mut self, base: Base) -> Id {
        match base.negative {
            Some(negative) => self.graph.integer(i64::from(negative)),
            None => {
                let zero = self.graph.integer(0);
                self.graph.op(Op::Lt, &[base.u, zero])
            }
        }
    }

    /// The quotient without the power of e before it.
    pub(super) fn scaled(&mut self, ratio: &Ratio, base: Base) -> Option<Scaled> {
        let negative = self.is_negative(base);
        let (minus, _) = self.sizes(base);
        // A factor E − 1 is a difference that cancels: it is computed as one.
        let one = self.graph.integer(1);
        let (polynomial, roots) = self.without_difference(&ratio.above);
        let below: Vec<_> = (ratio.below.keys())
            .map(|polynomial| self.without_difference(polynomial))
            .collect();
        let cancels = roots > 0 || below.iter().any(|&(_, roots)| roots > 0);
        let (e, difference) = if cancels {
            let below_one = self.graph.op(Op::ExpM1, &[minus]);
            let e = self.graph.op(Op::Add, &[below_one, one]);
            // Above 0 it is E·(1 − e).
            let opposite = self.graph.op(Op::Neg, &[below_one]);
            (e, Some(self.select(negative, below_one, opposite)))
        } else {
            (self.graph.op(Op::Exp, &[minus]), None)
        };
        // On the side of large E the powers count down from the highest.
        let degree = |p: &Polynomial| i32::try_from(p.len() - 1).expect("degrees are small");
        let mut upper_power = ratio.power + degree(&ratio.above);
        let mut above = self.horner(&polynomial, e, negative);
        above = self.times_difference(above, difference, roots);
        let factors = ratio.below.iter().zip(below);
        let mut below: Option<Id> = None;
        for ((whole, &count), (polynomial, roots)) in factors {
            upper_power -= degree(whole) * i32::try_from(count).ok()?;
            let value = self.horner(&polynomial, e, negative);
            let mut value = self.times_difference(value, difference, roots);
            if count > 1 {
                let count = self.graph.integer(i64::from(count));
                value = self.graph.op(Op::Powi, &[value, count]);
            }
            below = Some(match below {
                Some(other) => self.graph.op(Op::Mul, &[other, value]),
                None => value,
            });
        }
        let is_one = self.graph.number_at(above).is_some_and(Number::is_one);
        let factor = ratio.factor;
        let factor_is = self.graph.number_at(factor);
        let form = match below {
            None if is_one => factor,
            // Beside another factor the reciprocal is left to be shared.
            Some(below) if is_one && factor_is.is_some() => {
                self.graph.op(Op::Div, &[factor, below])
            }
            _ => {
                let has_factor = factor_is.is_none_or(|number| !number.is_one());
                let quotient = match below {
                    Some(below) => self.graph.op(Op::Div, &[above, below]),
                    None => above,
                };
                if has_factor {
                    self.graph.op(Op::Mul, &[factor, quotient])
                } else {
                    quotient
                }
            }
        };
        Some(Scaled {
            form,
            halves: [2 * ratio.power, -2 * upper_power],
        })
    }

    /// It and the power of e, which comes last.
    pub(super) fn write_scaled(&mut self, scaled: &Scaled, base: Base) -> Option<Id> {
        let negative = self.is_negative(base);
        let (minus, size) = self.sizes(base);
        let [lower, upper] = scaled
            .halves
            .map(|halves| self.with_power(scaled.form, halves, [minus, size]));
        Some(self.select(negative, lower?, upper?))
    }

    /// `polynomial` over (E − 1)ⁿ, and the largest such n.
    fn without_difference(&mut self, polynomial: &Polynomial) -> (Polynomial, usize) {
        let [minus_one, one] = [-1, 1].map(|n| self.graph.integer(n));
        let (mut rest, mut roots) = (polynomial.clone(), 0);
        while let Some(quotient) = self.divide_exactly(&rest, &[minus_one, one]) {
            rest = quotient;
            roots += 1;
        }
        (rest, roots)
    }

    /// `value` times the difference to a power.
    fn times_difference(&mut self, value: Id, difference: Option<Id>, roots: usize) -> Id {
        let mut product = value;
        for _ in 0..roots {
            let Some(difference) = difference else { break };
            let is_one = self.graph.number_at(product).is_some_and(Number::is_one);
            product = if is_one {
                difference
            } else {
                self.graph.op(Op::Mul, &[difference, product])
            };
        }
        product
    }

    /// `quotient · e^(halves/2)`, the power of two last.
    fn with_power(&mut self, quotient: Id, halves: i32, [minus, size]: [Id; 2]) -> Option<Id> {
        if halves == 0 {
            return Some(quotient);
        }
        let mut factor = quotient;
        let (argument, times) = if halves > 0 {
            // As a factor (e − 1) + 1 has no digits; the exponential is computed anyway.
            let e = self.graph.op(Op::Exp, &[minus]);
            for _ in 1..(halves + 1) / 2 {
                factor = self.graph.op(Op::Mul, &[factor, e]);
            }
            (
                minus,
                Number::fraction(if halves % 2 == 0 { 2 } else { 1 }, 2)?,
            )
        } else {
            (size, Number::fraction((-halves).into(), 2)?)
        };
        let argument = if times.is_one() {
            argument
        } else {
            let times = self.graph.number(times);
            self.graph.op(Op::Mul, &[times, argument])
        };
        Some(self.graph.op(Op::TimesExp, &[factor, argument]))
    }

    /// The polynomial in e: its coefficients upwards below 0, downwards above.
    fn horner(&mut self, polynomial: &[Id], e: Id, negative: Id) -> Id {
        let count = polynomial.len();
        let coefficient = |this: &mut Self, index: usize| {
            this.select(negative, polynomial[index], polynomial[count - 1 - index])
        };
        let mut sum = coefficient(self, count - 1);
        for index in (0..count - 1).rev() {
            let next = coefficient(self, index);
            let is_one = self.graph.number_at(sum).is_some_and(Number::is_one);
            let is_zero = self.graph.number_at(next).is_some_and(Number::is_zero);
            let product = if is_one {
                e
            } else {
                self.graph.op(Op::Mul, &[sum, e])
            };
            sum = if is_zero {
                product
            } else {
                self.graph.op(Op::Add, &[next, product])
            };
        }
        sum
    }
}

/// The functions that are rational in an exponential of their argument, and the logarithms that
/// their arguments may hold.
pub(super) fn is_exponential(op: Op) -> bool {
    matches!(
        op,
        Op::Exp
            | Op::ExpM1
            | Op::Sigmoid
            | Op::LogisticPdf
            | Op::Sinh
            | Op::Cosh
            | Op::Tanh
            | Op::Softplus
            | Op::LogSigmoid
            | Op::Ln1p
    )
}
