//! The normal form, bottom up: sums of products, products of powers, constants folded.
//!
//! A normal form is spelled in the order in which its parts were first written: an equal sum or
//! product met later, in whatever order, becomes the same node. So the value keeps the user's
//! spelling and the derivative shares its subexpressions.

use std::collections::HashMap;

use super::{
    judge::Tried,
    product::{Product, ProductKey, TermKey},
    series::Beside,
    sum::Sum,
};
use crate::{
    expr::{Graph, Id, IdMap, Mixer},
    number::Number,
    op::Op,
};

/// Simplifies expressions of one graph; expressions simplified by the same `Simplifier` share
/// their equal parts.
#[derive(Debug)]
pub struct Simplifier<'g> {
    pub(super) graph: &'g mut Graph,
    /// How many of the first symbols are inputs; the others are parameters.
    pub(super) inputs: u32,
    memo: IdMap,
    /// What [`apply`](Self::apply) has made of nodes: rewriting goes over most of an expression
    /// without a change.
    applied: IdMap,
    /// The forms that were held against others.
    pub(super) tried: Tried,
    /// What series said of sums, which stand in many forms. Looked up only, never iterated.
    pub(super) cancelling: HashMap<Id, Beside, Mixer>,
    /// The first spelling of every sum and product. Looked up only, never iterated.
    pub(super) sums: HashMap<TermKey, Id, Mixer>,
    pub(super) products: HashMap<ProductKey, Id, Mixer>,
}

impl<'g> Simplifier<'g> {
    /// A simplifier for expressions of `graph`.
    pub fn new(graph: &'g mut Graph, inputs: u32) -> Self {
        Simplifier {
            graph,
            inputs,
            memo: IdMap::new(),
            applied: IdMap::new(),
            tried: Tried::default(),
            cancelling: HashMap::default(),
            sums: HashMap::default(),
            products: HashMap::default(),
        }
    }

    /// The graph the expressions live in.
    pub fn graph(&mut self) -> &mut Graph {
        self.graph
    }

    /// The normal form of `root`.
    pub fn simplify(&mut self, root: Id) -> Id {
        for id in self.graph.reachable(&[root]) {
            if self.memo.get(id).is_none() {
                let simple = self.step(id);
                self.memo.insert(id, simple);
                if self.memo.get(simple).is_none() {
                    self.memo.insert(simple, simple);
                }
                if let Some(name) = self.graph.name(id).map(str::to_owned) {
                    self.graph.note_name(simple, &name);
                }
            }
        }
        self.memo.of(root)
    }

    /// `root` with what `step` makes of its parts, from the inside out; all else stays as it is
    /// written.
    pub(super) fn replaced(
        &mut self,
        root: Id,
        mut step: impl FnMut(&mut Self, Id) -> Option<Id>,
    ) -> Id {
        let mut done = IdMap::new();
        for id in self.graph.reachable(&[root]) {
            let mut new = id;
            if let Some((op, arguments)) = self.graph.apply(id) {
                let arguments = done.all(arguments);
                new = self.graph.op(op, &arguments);
                new = step(self, new).unwrap_or(new);
            }
            if let Some(name) = self.graph.name(id).map(str::to_owned) {
                self.graph.note_name(new, &name);
            }
            done.insert(id, new);
        }
        done.of(root)
    }

    /// `root` with `other` parts in the places of some, all around them simplified. `other` is given
    /// a part, and what has become of those inside of it.
    pub(super) fn exchanged(
        &mut self,
        root: Id,
        other: impl Fn(&Graph, Id, &IdMap) -> Option<Id>,
    ) -> Id {
        let mut done = IdMap::new();
        for id in self.graph.reachable(&[root]) {
            let new = match (other(self.graph, id, &done), self.graph.apply(id)) {
                (Some(other), _) => other,
                (None, Some((op, arguments))) => {
                    let arguments = done.all(arguments);
                    self.apply(op, &arguments)
                }
                (None, None) => id,
            };
            done.insert(id, new);
        }
        done.of(root)
    }

    /// Whether `id` depends on an input.
    pub(super) fn varies(&self, id: Id) -> bool {
        self.graph.depends_on_first(id, self.inputs)
    }

    /// −id, for a normal form `id`.
    pub fn negate(&mut self, id: Id) -> Id {
        self.apply(Op::Neg, &[id])
    }

    fn step(&mut self, id: Id) -> Id {
        let arguments = self.memo.all(self.graph.arguments(id));
        match self.graph.apply(id) {
            Some((op, _)) => self.apply(op, &arguments),
            None => self.graph.rebuild(id, &arguments),
        }
    }

    /// The normal form of `op` applied to normal forms.
    pub(super) fn apply(&mut self, op: Op, arguments: &[Id]) -> Id {
        let known = self.graph.find(op, arguments);
        if let Some(normal) = known.and_then(|id| self.applied.get(id)) {
            return normal;
        }
        let normal = self.normal(op, arguments);
        if let Some(id) = self.graph.find(op, arguments) {
            self.applied.insert(id, normal);
        }
        normal
    }

    fn normal(&mut self, op: Op, arguments: &[Id]) -> Id {
        match op {
            Op::Add | Op::Sub | Op::Neg => {
                let mut sum = Sum::new();
                let sign = Number::integer(1);
                match (op, arguments) {
                    (Op::Neg, [a]) => self.add_terms(&mut sum, *a, &sign.negate()),
                    (_, [a, b]) => {
                        self.add_terms(&mut sum, *a, &sign);
                        let sign = if op == Op::Sub { sign.negate() } else { sign };
                        self.add_terms(&mut sum, *b, &sign);
                    }
                    _ => unreachable!("the table gives the arity"),
                }
                self.spell_sum(sum)
            }
            Op::Mul | Op::Div | Op::Recip | Op::Sqrt | Op::Powi => {
                match self.multiply_out(op, arguments) {
                    Some(product) => self.spell_product(product),
                    None => self.graph.op(op, arguments),
                }
            }
            Op::Powf => self.powf(arguments[0], arguments[1]),
            Op::Select => self.select(arguments[0], arguments[1], arguments[2]),
            Op::And | Op::Or | Op::Not => self.connective(op, arguments),
            _ => self.function(op, arguments),
        }
    }

    /// Products, quotients and powers with a whole or half exponent as one [`Product`].
    fn multiply_out(&mut self, op: Op, arguments: &[Id]) -> Option<Product> {
        let first = self.as_product(arguments[0]);
        match op {
            Op::Mul => first.times(&self.as_product(arguments[1]), 2),
            Op::Div => first.times(&self.as_product(arguments[1]), -2),
            Op::Recip => Product::one().times(&first, -2),
            Op::Sqrt => self.power(&first, 1),
            _ => {
                let exponent = self.graph.number_at(arguments[1])?.as_integer()?;
                let halves = i32::try_from(exponent).ok()?.checked_mul(2)?;
                self.power(&first, halves)
            }
        }
    }

    fn powf(&mut self, base: Id, exponent: Id) -> Id {
        let halves = self
            .graph
            .number_at(exponent)
            .and_then(|number| number.multiply(&Number::integer(2)))
            .and_then(|number| number.as_integer())
            .and_then(|halves| i32::try_from(halves).ok());
        if let Some(halves) = halves.filter(|halves| halves.abs() <= 16) {
            let product = self.as_product(base);
            if let Some(power) = self.power(&product, halves) {
                return self.spell_product(power);
            }
        }
        // (x²)^c = |x|^(2·c): as typed the slope at 0 is 0 times an infinity.
        if let Some((Op::Powi, &[inner, _])) = self.graph.apply(base)
            && self.is_square(base)
            && let Some(number) = self.graph.number_at(exponent).cloned()
        {
            let halves = self.as_product(base).factors[0].1;
            if let Some(exponent) = number.multiply(&Number::integer(i64::from(halves / 2))) {
                let absolute = self.apply(Op::Abs, &[inner]);
                let exponent = self.graph.number(exponent);
                return self.apply(Op::Powf, &[absolute, exponent]);
            }
        }
        self.graph.op(Op::Powf, &[base, exponent])
    }

    /// An `if` whose condition is decided, whose branches agree, or which repeats the question
    /// of the `if` around it.
    pub(super) fn select(&mut self, condition: Id, yes: Id, no: Id) -> Id {
        match self.graph.number_at(condition) {
            Some(decided) => return if decided.is_zero() { no } else { yes },
            None if yes == no => return yes,
            None => {}
        }
        let inner = |graph: &Graph, branch: Id, side: usize| match graph.apply(branch) {
            Some((Op::Select, arguments)) if arguments[0] == condition => arguments[side],
            _ => branch,
        };
        let (yes, no) = (inner(self.graph, yes, 1), inner(self.graph, no, 2));
        if yes == no {
            return yes;
        }
        self.graph.op(Op::Select, &[condition, yes, no])
    }

    /// `&&`, `||` and `!` with constant operands.
    fn connective(&mut self, op: Op, arguments: &[Id]) -> Id {
        let known = |graph: &Graph, id: Id| graph.number_at(id).map(|number| !number.is_zero());
        match (op, arguments) {
            (Op::Not, &[a]) => {
                if let Some(value) = known(self.graph, a) {
                    return self.graph.integer(i64::from(!value));
                }
            }
            (_, &[a, b]) => {
                for (this, other) in [(a, b), (b, a)] {
                    match (known(self.graph, this), op) {
                        (Some(true), Op::And) | (Some(false), Op::Or) => return other,
                        (Some(value), _) => return self.graph.integer(i64::from(value)),
                        (None, _) => {}
                    }
                }
                if a == b {
                    return a;
                }
            }
            _ => {}
        }
        self.graph.op(op, arguments)
    }

    /// Functions and comparisons of constants, where the result is exact.
    fn function(&mut self, op: Op, arguments: &[Id]) -> Id {
        let numbers: Option<Vec<Number>> = arguments
            .iter()
            .map(|&a| self.graph.number_at(a).cloned())
            .collect();
        if let Some(numbers) = numbers {
            let values: Vec<f64> = numbers.iter().map(Number::to_f64).collect();
            let value = (op.row().evaluate)(&values);
            // max, min, clamp and abs answer one of their arguments, up to sign: keep it exact.
            let same = |n: &&Number| n.to_f64().abs() == value.abs();
            let chooses = matches!(op, Op::Max | Op::Min | Op::Clamp | Op::Abs | Op::Relu);
            if let Some(number) = numbers.iter().find(same).filter(|_| chooses) {
                let negative = value < 0.0;
                let number = number.absolute();
                return self
                    .graph
                    .number(if negative { number.negate() } else { number });
            }
            // Elsewhere only these results are exact: f(0) of most functions, truth values,
            // roundings.
            let at_zero = values.iter().all(|&v| v == 0.0);
            let exact = at_zero && matches!(value, 0.0 | 0.5 | 1.0 | -1.0);
            let rounds = matches!(
                op,
                Op::Floor | Op::Ceil | Op::Round | Op::Trunc | Op::Signum
            );
            if (op.is_truth() || exact || rounds)
                && let Some(number) = Number::from_f64(value)
            {
                return self.graph.number(number);
            }
            if op == Op::Ln
                && let Some(number) = numbers[0].logarithm()
            {
                return self.graph.number(number);
            }
        }
        match (op, self.graph.apply(arguments[0])) {
            // Inverse pairs that hold for every real argument.
            (Op::Ln, Some((Op::Exp, inner))) | (Op::Ln1p, Some((Op::ExpM1, inner))) => inner[0],
            (Op::Abs, Some((Op::Abs | Op::Exp | Op::Sigmoid | Op::Softplus, _)))
            | (Op::Relu, Some((Op::Relu | Op::Abs, _))) => arguments[0],
            (Op::Abs, Some(_)) if self.is_square(arguments[0]) => {
                let mut product = self.as_product(arguments[0]);
                product.coefficient = product.coefficient.absolute();
                self.spell_product(product)
            }
            _ => self.graph.op(op, arguments),
        }
    }

    /// Whether `id` is a number times a product of even powers: it has one sign.
    fn is_square(&self, id: Id) -> bool {
        let product = self.as_product(id);
        let is_even = |&(_, halves): &(Id, i32)| halves % 4 == 0;
        !product.factors.is_empty() && product.factors.iter().all(is_even)
    }
}
