//! Sums that cancel at 0 or far out, beside it: as polynomials in x, or in 1/x.
//!
//! `x − tanh x` is x³/3 near 0, the difference of two numbers near x: nothing of it is left in
//! floats. So every sum whose series begins later than those of its terms is replaced, where its
//! argument is small, by a polynomial that is as good as the series (`power_series`), until at the
//! end of the window the difference is safe. `atan x + π/2 + x/(1 + x²)` does the same for x → −∞,
//! and has no correct digit below −3·10³. Terms with poles cancel in the same way: coth x − 1/x
//! begins with x/3. What cancels in the series' `f64`, cancels to the last
//! digits but one, and is taken as 0.

use std::collections::HashMap;

use super::{
    power_series::{Series, UNIT, fit, powers, series_with_pole},
    product::Product,
    simplify::Simplifier,
    unit::OfUnit,
};
use crate::{
    eval::{self, Program},
    expr::{Graph, Id, IdMap, Symbol},
    kinks::substitute,
    number::Number,
    op::Op,
};

/// How many coefficients tell whether a sum cancels, and how many stand for it.
const SHORT: usize = 24;
const LONG: usize = 224;
/// What a coefficient is, relative to what it is the difference of, when it is 0.
const NOTHING: f64 = 1e-10;
/// The same relative to the coefficients beside it.
const NOTHING_BESIDE: f64 = 1e-8;
/// How far a window may reach; from 1 on, `x − tanh x` needs it: at 0.58 it still loses three
/// bits.
const WIDTHS: [f64; 9] = [0.125, 0.25, 0.375, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0];
/// The same for 1/x, and places of x in such a window.
const FAR_WIDTH: f64 = 0.75;
const FAR: [f64; 5] = [1.34, 2.0, 10.0, 1e3, 1e12];
/// How much larger than a sum its terms may be: two and a half bits are lost.
const SAFE: f64 = 5.5;

/// `outside · unit^order · polynomial`, up to |unit| = `width`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beginning {
    /// A power of the parameters in the unit.
    outside: Option<Id>,
    unit: Id,
    order: usize,
    /// The power of the deepest pole of its terms.
    pole: usize,
    width: f64,
    polynomial: Id,
}

/// What a sum begins with, where `near` holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    near: Id,
    begins: Beginning,
}

/// What a sum is beside 0 or, where that is nothing, far out or in parts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Beside {
    Zero(Window),
    /// In parts or far out: all of it.
    Form(Id),
    Nothing,
}

/// The series of a sum and of its terms, times the power of x that takes their poles away.
struct Expanded {
    pole: usize,
    sum: Series,
    terms: Vec<Series>,
}

impl Expanded {
    fn new(graph: &Graph, sum: Id, terms: &[Id], length: usize) -> Option<Expanded> {
        let (pole, mut terms) = series_with_pole(graph, &[&[sum], terms].concat(), length)?;
        let sum = terms.remove(0);
        Some(Expanded { pole, sum, terms })
    }

    fn size(&self, k: usize) -> f64 {
        self.terms.iter().map(|term| term[k].abs()).sum()
    }

    /// Whether the sum has no x to this power: what it has there is a rounding, of its terms there or,
    /// where they have none either, of those beside it.
    fn is_nothing(&self, k: usize) -> bool {
        let last = self.sum.len() - 1;
        let beside = self.size(k.saturating_sub(1)) * self.size((k + 1).min(last));
        let own = self.sum[k].abs();
        own <= NOTHING * self.size(k) || own <= NOTHING_BESIDE * beside.sqrt()
    }

    /// Where the sum begins, if that is at no pole and some terms begin earlier.
    fn order(&self) -> Option<usize> {
        let order = (0..self.sum.len() / 2).find(|&k| !self.is_nothing(k))?;
        let cancels = (0..order).any(|k| self.size(k) > 0.0);
        (cancels && order >= self.pole).then_some(order)
    }

    /// The size of the sum at `x`, over x to the power `order`, and that of its terms relative to
    /// its own.
    fn at(&self, x: f64, order: usize) -> (f64, f64) {
        let value = |series: &[f64]| series.iter().rev().fold(0.0, |sum, c| sum * x + c);
        let size = value(&self.sum[order..]).abs();
        let terms: f64 = self.terms.iter().map(|term| value(term).abs()).sum();
        (size, terms / (size * x.abs().powi(order as i32)))
    }
}

impl Simplifier<'_> {
    /// `root` with its cancelling sums as polynomials beside 0.
    pub(super) fn with_series(&mut self, root: Id) -> Id {
        let mut done = IdMap::new();
        let mut windows: HashMap<Id, Window> = HashMap::new();
        for id in self.graph.reachable(&[root]) {
            let Some((op, arguments)) = self.graph.apply(id) else {
                done.insert(id, id);
                continue;
            };
            let new = done.all(arguments);
            let new = if new == arguments {
                id
            } else {
                self.graph.op(op, &new)
            };
            let arguments = self.graph.arguments(id).to_vec();
            let replacement = match op {
                // The largest sum: what is inside of it goes with it.
                Op::Add | Op::Sub => match self.cancelled(id) {
                    Beside::Zero(window) => {
                        let near = self.power_form(&window.begins, window.begins.order);
                        let far = self.beside_exponential(new, &window.begins);
                        let form = self.graph.op(Op::Select, &[window.near, near, far]);
                        windows.insert(id, window);
                        Some(form)
                    }
                    Beside::Form(form) => Some(form),
                    Beside::Nothing => None,
                },
                // A power below the line takes away from the one above.
                Op::Div => windows.get(&arguments[0]).copied().and_then(|window| {
                    let below = self.as_product(arguments[1]);
                    let &[(unit, halves)] = &below.factors[..] else {
                        return None;
                    };
                    let power = usize::try_from(halves / 2).ok()?;
                    let fits = unit == window.begins.unit
                        && halves % 2 == 0
                        && power <= window.begins.order;
                    if !fits || !below.coefficient.is_one() {
                        return None;
                    }
                    let near = self.power_form(&window.begins, window.begins.order - power);
                    let far = self.graph.op(Op::Div, &arguments);
                    Some(self.graph.op(Op::Select, &[window.near, near, far]))
                }),
                _ => None,
            };
            done.insert(id, replacement.unwrap_or(new));
        }
        done.of(root)
    }

    /// Whether `form` has no value where its first input is 0, as what is divided by it. It takes far
    /// longer to find out what it is a function of.
    fn has_pole(&self, form: Id, values: &[f64]) -> bool {
        let at_zero = [&[0.0], &values[1..]].concat();
        !Program::new(self.graph, form).double(&at_zero).is_finite()
    }

    /// `form`, which is equal to `smooth`, as a polynomial beside 0, where the terms of `smooth` have
    /// poles that cancel: as coth x − 1/x has, and the slope of x/(eˣ − 1).
    pub(super) fn beside_pole(&mut self, smooth: Id, form: Id, values: &[f64]) -> Id {
        match (self.graph.apply(smooth), self.graph.apply(form)) {
            (Some((Op::Select, &[asked, yes, no])), Some((Op::Select, &[same, then, other])))
                if asked == same =>
            {
                let [yes, no] =
                    [(yes, then), (no, other)].map(|(s, f)| self.beside_pole(s, f, values));
                self.graph.op(Op::Select, &[asked, yes, no])
            }
            (Some((Op::Add | Op::Sub | Op::Neg | Op::Mul | Op::Div, _)), _)
                if self.has_pole(smooth, values) =>
            {
                match self.beside_zero(smooth) {
                    Some(window) if window.begins.pole > 0 => {
                        let near = self.power_form(&window.begins, window.begins.order);
                        self.graph.op(Op::Select, &[window.near, near, form])
                    }
                    _ => form,
                }
            }
            _ => form,
        }
    }

    /// The polynomial times the power of its argument.
    fn power_form(&mut self, begins: &Beginning, order: usize) -> Id {
        let factors = std::iter::repeat_n(begins.unit, order).chain(begins.outside);
        factors.fold(begins.polynomial, |product, factor| {
            self.graph.op(Op::Mul, &[product, factor])
        })
    }

    /// `far`, which counts from the end of the polynomial on, with eᵘ − 1 for what has its digits
    /// nearer to 0, if eᵘ is there.
    fn beside_exponential(&mut self, far: Id, begins: &Beginning) -> Id {
        let exponential = self.graph.find(Op::Exp, &[begins.unit]);
        match exponential {
            Some(exponential)
                if begins.width >= 1.0 && self.graph.reachable(&[far]).contains(&exponential) =>
            {
                self.replaced(far, |this, id| {
                    let is_less_one =
                        matches!(this.graph.apply(id), Some((Op::ExpM1, &[u])) if u == begins.unit);
                    let one = this.graph.integer(1);
                    is_less_one.then(|| this.graph.op(Op::Sub, &[exponential, one]))
                })
            }
            _ => far,
        }
    }

    /// What the sum `id` is where it cancels.
    fn cancelled(&mut self, id: Id) -> Beside {
        if let Some(&known) = self.cancelling.get(&id) {
            return known;
        }
        let found = match self.beside_zero(id) {
            Some(window) => Beside::Zero(window),
            None => {
                let form = self.beside_infinity(id);
                form.or_else(|| self.beside_zero_in_parts(id))
                    .map_or(Beside::Nothing, Beside::Form)
            }
        };
        self.cancelling.insert(id, found);
        found
    }

    /// The sum `id` beside 0, if it cancels there.
    fn beside_zero(&mut self, id: Id) -> Option<Window> {
        let OfUnit { outside, unit, sum } = self.unit_of(id)?;
        let mut begins = self.beginning(sum, unit, f64::INFINITY)?;
        begins.outside = outside;
        self.where_near(begins)
    }

    fn where_near(&mut self, begins: Beginning) -> Option<Window> {
        let size = self.graph.op(Op::Abs, &[begins.unit]);
        let width = self.graph.number(Number::from_f64(begins.width)?);
        let near = self.graph.op(Op::Lt, &[size, width]);
        Some(Window { near, begins })
    }

    /// The sum `id` with the parts of it that cancel beside 0 as polynomials there.
    fn beside_zero_in_parts(&mut self, id: Id) -> Option<Id> {
        let (unit, parts) = self.parts_of(id)?;
        let (mut total, mut cancels) = (None, false);
        for part in parts {
            let plain = substitute(self.graph, part.sum, UNIT, unit);
            let mut form = self.simplify(plain);
            if part.terms > 1
                && let Some(begins) = self.beginning(part.sum, unit, f64::INFINITY)
            {
                cancels = true;
                let Window { near, begins } = self.where_near(begins)?;
                let power = self.power_form(&begins, begins.order);
                form = self.graph.op(Op::Select, &[near, power, form]);
            }
            let outside = self.spell_product(part.outside);
            let form = self.apply(Op::Mul, &[outside, form]);
            total = Some(total.map_or(form, |sum| self.graph.op(Op::Add, &[sum, form])));
        }
        total.filter(|_| cancels)
    }

    /// The sum `id` with the terms of it that cancel far out as a polynomial in 1/x there.
    fn beside_infinity(&mut self, id: Id) -> Option<Id> {
        // Terms with the same parameters in front belong together.
        let mut groups: Vec<(Product, Vec<Product>)> = Vec::new();
        for term in self.as_sum(id).terms().to_vec() {
            let (outside, term) = self.split_term(term, |this, factor| !this.varies(factor));
            match groups.iter_mut().find(|(o, _)| o.key() == outside.key()) {
                Some((_, terms)) => terms.push(term),
                None => groups.push((outside, vec![term])),
            }
        }
        let mut windows = Vec::new();
        let mut rest = self.graph.integer(0);
        for (outside, terms) in groups {
            let mut sum = self.graph.integer(0);
            for term in &terms {
                let term = self.spell_product(term.clone());
                sum = self.apply(Op::Add, &[sum, term]);
            }
            let windowed = (terms.len() > 1).then(|| self.with_far_ends(sum)).flatten();
            let outside = self.spell_product(outside);
            match (windowed, self.graph.number_at(outside)) {
                (Some(form), Some(number)) if number.is_one() => windows.push(form),
                (Some(form), _) => windows.push(self.graph.op(Op::Mul, &[outside, form])),
                (None, _) => {
                    let product = self.apply(Op::Mul, &[outside, sum]);
                    rest = self.apply(Op::Add, &[rest, product]);
                }
            }
        }
        let mut windows = windows.into_iter();
        let first = windows.next()?;
        let total = windows.fold(first, |sum, form| self.graph.op(Op::Add, &[sum, form]));
        Some(match self.graph.apply(rest) {
            _ if self.graph.number_at(rest).is_some_and(Number::is_zero) => total,
            Some((Op::Neg, &[less])) => self.graph.op(Op::Sub, &[total, less]),
            _ => self.graph.op(Op::Add, &[total, rest]),
        })
    }

    /// `sum`, a function of one symbol, with its windows at −∞ and ∞.
    fn with_far_ends(&mut self, sum: Id) -> Option<Id> {
        let &[symbol] = &self.graph.symbols(sum)[..] else {
            return None;
        };
        let x = self.graph.symbol(symbol);
        let unit = self.graph.symbol(UNIT);
        let mut form = sum;
        for sign in [-1, 1] {
            let there = self.branch_at(sum, symbol, f64::from(sign));
            let sign = self.graph.integer(i64::from(sign));
            let inverse = self.apply(Op::Div, &[sign, unit]);
            let replaced = substitute(self.graph, there, symbol, inverse);
            let replaced = self.simplify(replaced);
            // A polynomial in x has nothing to do with 1/x.
            if !self.is_of_unit(replaced) {
                continue;
            }
            let inverse = self.graph.op(Op::Div, &[sign, x]);
            let Some(found) = self.beginning(replaced, inverse, FAR_WIDTH) else {
                continue;
            };
            let bound = Number::from_f64(found.width)?.reciprocal()?;
            let bound = self.graph.number(bound);
            let bound = self.apply(Op::Mul, &[sign, bound]);
            let op = if self.graph.number_at(bound)?.is_negative() {
                Op::Lt
            } else {
                Op::Gt
            };
            let far = self.graph.op(op, &[x, bound]);
            let power = self.power_form(&found, found.order);
            form = self.graph.op(Op::Select, &[far, power, form]);
        }
        (form != sum).then_some(form)
    }

    /// `form` with every `if` decided as it is far out.
    fn branch_at(&mut self, form: Id, symbol: Symbol, sign: f64) -> Id {
        let mut done = IdMap::new();
        for id in self.graph.reachable(&[form]) {
            let arguments = done.all(self.graph.arguments(id));
            let new = match self.graph.apply(id) {
                Some((Op::Select, &[condition, yes, no])) => {
                    // The same all along the shortest window and in the widest.
                    let at = |x: f64| {
                        let mut values = |s: Symbol| if s == symbol { x } else { f64::NAN };
                        let none = &mut |_| None;
                        eval::evaluate_with(self.graph, condition, &mut values, none)
                    };
                    let decided = FAR.map(|x| at(sign * x));
                    match decided {
                        [first, ..] if decided.iter().all(|&d| d == first) => {
                            done.of(if first != 0.0 { yes } else { no })
                        }
                        _ => self.graph.op(Op::Select, &arguments),
                    }
                }
                Some((op, _)) => self.graph.op(op, &arguments),
                None => id,
            };
            done.insert(id, new);
        }
        done.of(form)
    }

    /// How `sum`, in terms of [`UNIT`], begins where that is small, if its terms cancel there;
    /// `unit` is what stands for it in the polynomial.
    fn beginning(&mut self, sum: Id, unit: Id, widest: f64) -> Option<Beginning> {
        let terms = self.spelled_terms(sum);
        // A short series tells whether there is anything to gain.
        let short = Expanded::new(self.graph, sum, &terms, SHORT)?;
        let order = short.order()?;
        let all = [LONG, LONG / 4]
            .into_iter()
            .find_map(|length| Expanded::new(self.graph, sum, &terms, length))?;
        // Every second coefficient, where the others are nothing.
        let even = (order..all.sum.len()).all(|k| (k - order) % 2 == 0 || all.is_nothing(k));
        let step = if even { 2 } else { 1 };
        let coefficients: Vec<f64> = (order..all.sum.len())
            .step_by(step)
            .map(|k| if all.is_nothing(k) { 0.0 } else { all.sum[k] })
            .collect();
        let powers = powers(coefficients.len(), even);
        let ends = |width: f64| [width, -width].map(|x| all.at(x, order));
        let is_safe = |&width: &f64| {
            let losses = ends(width).into_iter().map(|(_, loss)| loss);
            losses.fold(0.0, f64::max) <= SAFE
        };
        let fitted = |&width: &f64| {
            let reach = width.powi(step as i32);
            let least = ends(width).into_iter().map(|(value, _)| value);
            let least = least.fold(coefficients[0].abs(), f64::min);
            let fit = fit(&coefficients, &powers, reach, even, least)?;
            Some((width, fit))
        };
        // The narrowest window at whose end the difference is safe, or the widest that has a
        // polynomial: what has one has it in all that are narrower, so none is made for those.
        let widths: Vec<f64> = (WIDTHS.into_iter())
            .filter(|&width| width <= widest)
            .collect();
        let safe = widths.iter().position(is_safe);
        let tried = &widths[..safe.map_or(widths.len(), |last| last + 1)];
        let (width, fit) = tried.iter().rev().find_map(fitted)?;
        let fit = fit.written_out();
        let two = self.graph.integer(2);
        let argument = if even {
            self.graph.op(Op::Powi, &[unit, two])
        } else {
            unit
        };
        let few = self.graph.integer(fit.single.len() as i64);
        let mut arguments = vec![argument, few];
        // What stands for no coefficient at all may be too small to be written.
        let nothing = coefficients[0].abs() * 1e-25;
        for coefficient in [fit.single, fit.double].concat() {
            let is_nothing = coefficient.abs() < nothing;
            let number = Number::from_f64(if is_nothing { 0.0 } else { coefficient })?;
            arguments.push(self.graph.number(number));
        }
        Some(Beginning {
            outside: None,
            unit,
            order: order - short.pole,
            pole: short.pole,
            width,
            polynomial: self.graph.op(Op::Polynomial, &arguments),
        })
    }

    /// The terms of a sum, or of a product with a sum in it: each times the other factors.
    fn spelled_terms(&mut self, id: Id) -> Vec<Id> {
        let terms = self.as_sum(id).terms().to_vec();
        if let [product] = &terms[..]
            && let Some((sum, rest)) = self.sum_factor(product)
        {
            let rest = self.spell_product(rest);
            let terms = self.as_sum(sum).terms().to_vec();
            let times_rest = |term| {
                let term = self.spell_product(term);
                self.graph.op(Op::Mul, &[term, rest])
            };
            return terms.into_iter().map(times_rest).collect();
        }
        terms
            .into_iter()
            .map(|term| self.spell_product(term))
            .collect()
    }
}
