//! Digits that are lost around steep functions, put back: below the smallest normal number, and
//! in the rounding of an argument.
//!
//! `x·σ(x)` is a normal `f32` down to −91.9, but σ(x) alone is subnormal from −87.3 on and has no
//! digits left: so the factor is handed to the function, which applies its power of two last.
//! And the relative error of `exp(u)` is the absolute error of u, 90 units in the last place for
//! a product u = 1.702·x near −88: so what the rounding of u lost is computed, exactly, and the
//! function corrected by it to first order.
//!
//! Both are for the machine alone: on paper nothing changes. So this runs after all algebra. Here is
//! the order of it; `factor` hands factors over, `parts` finds what a rounding lost, `compensate` puts
//! it back.

mod compensate;
mod factor;
mod parts;

use std::collections::BTreeMap;

use self::{compensate::STEEP, parts::Parts};
use super::bare::bare_functions;
use crate::{
    expr::{Graph, Id, IdMap, IdSet, Node},
    number::Number,
    op::Op,
    schedule::Symbols,
};

/// What an expression is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// An input, which is what it is.
    Exact,
    /// An output, which was rounded: what a product of it loses is no more than what is lost already.
    Rounded,
}

/// The expression `root` with its tails to full precision.
pub(super) fn precise(graph: &mut Graph, root: Id, symbols: &Symbols, given: Given) -> Id {
    let mut pass = Pass {
        graph,
        symbols,
        done: IdMap::new(),
        walked: None,
        order: Vec::new(),
        ops: 0,
        terms: IdSet::new(),
        factors: IdSet::new(),
        summands: IdSet::new(),
        residuals: false,
        alone: false,
        there: IdSet::new(),
        joined: BTreeMap::new(),
        in_parts: BTreeMap::new(),
    };
    pass.terms = pass.bare_exponentials(root);
    pass.there = pass.order.iter().copied().collect();
    let root = pass.rebuild(root, &[Op::Softplus], |pass, op, new, old| {
        pass.share_logarithm(op, new, old)
    });
    let squared = [Op::Sqrt, Op::Ln1p, Op::Mul, Op::Div];
    let root = pass.rebuild(root, &squared, |pass, op, new, old| {
        pass.unsquare(op, new, old)
    });
    let root = pass.rebuild(root, &[Op::Add, Op::Sub, Op::Mul], |pass, op, new, _| {
        pass.line(op, new)
    });
    let root = pass.rebuild(root, &[Op::Mul], |pass, op, new, _| {
        pass.constant_in_sum(op, new)
    });
    for bare in bare_functions(pass.graph, root, symbols) {
        pass.terms.insert(bare);
    }
    let root = pass.rebuild(
        root,
        &[Op::Mul, Op::Div, Op::Neg, Op::Sin, Op::Cos],
        |pass, op, new, _| pass.scale(op, new),
    );
    let root = pass.through_line(root).unwrap_or(root);
    pass.factors = pass.exponents_of_factors(root);
    pass.summands = pass.terms_of_sums(root);
    let sums = [Op::Add, Op::Sub];
    if given == Given::Rounded {
        let root = pass.rebuild(root, &[Op::Div], |pass, op, new, _| {
            pass.square_over_constant(op, new)
        });
        return pass.rebuild(root, &sums, |pass, op, new, _| pass.mixed(op, new));
    }
    let root = pass.rebuild(root, STEEP, |pass, op, new, old| {
        pass.compensate(op, new, old)
    });
    pass.rebuild(
        root,
        &[&sums[..], &[Op::Sin, Op::Cos, Op::SinEighth]].concat(),
        |pass, op, new, old| match op {
            Op::Add | Op::Sub => pass.mixed(op, new),
            _ => pass.with_phase(op, new, old),
        },
    )
}

/// One rewriting of an expression for the machine.
pub(super) struct Pass<'a> {
    pub(super) graph: &'a mut Graph,
    pub(super) symbols: &'a Symbols,
    /// What has become of each expression so far.
    done: IdMap,
    /// The expression that was walked last, as most steps leave it as it is; its nodes in
    /// topological order, and which ops they apply, a bit each.
    walked: Option<Id>,
    order: Vec<Id>,
    ops: u128,
    /// Exponentials that are terms of a sum, and other functions that no factor need go into for
    /// their digits.
    terms: IdSet,
    /// The exponents of exponentials that are factors of the whole: their error is its error.
    factors: IdSet,
    /// What is added to something: it may be larger than the sum, and so may its error.
    summands: IdSet,
    /// Whether what an exponential inside of an exponent loses is asked for.
    residuals: bool,
    /// Whether that exponent has no other term.
    alone: bool,
    /// All that is computed anyway.
    there: IdSet,
    /// What has come of a tail and a factor, and of which side it stands on: a factor before a sum is
    /// tried with either term, and each term may be such a product.
    joined: BTreeMap<(Id, Id, bool), Option<Id>>,
    /// What is known in two parts, of what has become of all up to now; with `residuals` and `alone`.
    in_parts: BTreeMap<(Id, bool, bool), Parts>,
}

/// The bit of an op in a set of ops.
fn bit(op: Op) -> u128 {
    1 << op as u32
}

/// Rewrites an op; it is given the arguments as they have become, and as they were.
type Step = fn(&mut Pass<'_>, Op, &[Id], &[Id]) -> Id;

impl Pass<'_> {
    /// Notes what `root` is made of.
    fn walk(&mut self, root: Id) {
        if self.walked == Some(root) {
            return;
        }
        self.walked = Some(root);
        self.order = self.graph.reachable(&[root]);
        self.ops = 0;
        for &id in &self.order {
            if let Some((op, _)) = self.graph.apply(id) {
                self.ops |= bit(op);
            }
        }
    }

    /// A polynomial in an exponential has it as a term somewhere, `1 + e`: it has its digits
    /// where they matter, and is computed once for all terms.
    fn bare_exponentials(&mut self, root: Id) -> IdSet {
        self.walk(root);
        let mut terms = IdSet::new();
        for &id in &self.order {
            if let Some((Op::Add | Op::Sub, arguments)) = self.graph.apply(id) {
                let is_exponential = |&a: &Id| matches!(self.graph.apply(a), Some((Op::Exp, _)));
                terms.extend(arguments.iter().copied().filter(is_exponential));
            }
        }
        terms
    }

    /// The exponents of all exponentials that stand in `root` as factors. One that is a term
    /// of a sum is small beside the others where its exponent is large.
    fn exponents_of_factors(&self, root: Id) -> IdSet {
        let mut exponents = IdSet::new();
        let mut pending = vec![root];
        while let Some(id) = pending.pop() {
            match self.graph.apply(id) {
                Some((Op::Mul | Op::Div, &[a, b])) => pending.extend([a, b]),
                Some((Op::Select, &[_, yes, no])) => pending.extend([yes, no]),
                Some((Op::Neg, &[a])) => pending.push(a),
                Some((Op::Exp, &[exponent])) => {
                    exponents.insert(exponent);
                }
                Some((Op::TimesExp, &[factor, exponent])) => {
                    exponents.insert(exponent);
                    pending.push(factor);
                }
                _ => {}
            }
        }
        exponents
    }

    /// The terms of all sums in `root`.
    fn terms_of_sums(&mut self, root: Id) -> IdSet {
        self.walk(root);
        let mut terms = IdSet::new();
        for &id in &self.order {
            if let Some((Op::Add | Op::Sub, arguments)) = self.graph.apply(id) {
                terms.extend(arguments.iter().copied());
            }
        }
        terms
    }

    /// softplus(u) as max(0, u) + ln(1 + e^−|u|), where that logarithm is there.
    fn share_logarithm(&mut self, op: Op, arguments: &[Id], old: &[Id]) -> Id {
        if op != Op::Softplus {
            return self.graph.op(op, arguments);
        }
        let mut logarithm = old[0];
        for op in [Op::Abs, Op::Neg, Op::Exp, Op::Ln1p] {
            logarithm = self.graph.op(op, &[logarithm]);
        }
        if !self.there.contains(logarithm) {
            return self.graph.op(op, arguments);
        }
        let (u, logarithm) = (arguments[0], self.rebuilt(logarithm));
        let zero = self.graph.integer(0);
        let negative = self.graph.op(Op::Lt, &[u, zero]);
        let sum = self.graph.op(Op::Add, &[u, logarithm]);
        self.graph.op(Op::Select, &[negative, logarithm, sum])
    }

    /// What has become of `id`.
    pub(super) fn rebuilt(&self, id: Id) -> Id {
        self.done.get(id).unwrap_or(id)
    }

    /// `root` with `step` taken at all that applies one of `ops`: it says nothing about others.
    fn rebuild(&mut self, root: Id, ops: &[Op], step: Step) -> Id {
        self.walk(root);
        self.in_parts.clear();
        let asked = ops.iter().fold(0, |bits, &op| bits | bit(op));
        if self.ops & asked == 0 {
            self.done = IdMap::new();
            return root;
        }
        self.done = IdMap::up_to(root);
        let order = std::mem::take(&mut self.order);
        for &id in &order {
            let new = match self.graph.node(id) {
                // What depends on parameters alone is computed in `f64`.
                Node::Apply(op, old) if self.symbols.varies(self.graph, id) => {
                    let op = *op;
                    if asked & bit(op) != 0 {
                        let old = old.clone();
                        let new = self.done.all(&old);
                        step(self, op, &new, &old)
                    } else if self.done.keeps(old) {
                        id
                    } else {
                        let new = self.done.all(old);
                        self.graph.op(op, &new)
                    }
                }
                _ => id,
            };
            // It has its own name already.
            if new != id
                && let Some(name) = self.graph.name(id).map(str::to_owned)
            {
                self.graph.note_name(new, &name);
            }
            self.done.insert(id, new);
        }
        self.order = order;
        self.done.of(root)
    }

    /// `c·x·(k + m·t)` as `x·(ck + cm·t)`, for a constant that is rounded: it costs no product
    /// there, and what its rounding loses is put back beside what that of k and m does.
    fn constant_in_sum(&mut self, op: Op, arguments: &[Id]) -> Id {
        let opened = match (op, arguments) {
            (Op::Mul, &[a, b]) => self.opened(a, b),
            _ => None,
        };
        opened.unwrap_or_else(|| self.graph.op(op, arguments))
    }

    fn opened(&mut self, product: Id, sum: Id) -> Option<Id> {
        let (Op::Mul, &[c, x]) = self.graph.apply(product)? else {
            return None;
        };
        let (op @ (Op::Add | Op::Sub), &[a, b]) = self.graph.apply(sum)? else {
            return None;
        };
        let c = self.graph.number_at(c)?.clone();
        let is_exact = f64::from(c.to_f64() as f32) == c.to_f64();
        if is_exact || !self.symbols.varies(self.graph, x) {
            return None;
        }
        let a = self.multiple(&c, a)?;
        let b = self.multiple(&c, b)?;
        let sum = self.graph.op(op, &[a, b]);
        Some(self.graph.op(Op::Mul, &[x, sum]))
    }

    /// c times a number, or times the number that `term` begins with.
    fn multiple(&mut self, c: &Number, term: Id) -> Option<Id> {
        if let Some(number) = self.graph.number_at(term) {
            let number = number.multiply(c)?;
            return Some(self.graph.number(number));
        }
        let (Op::Mul, &[number, rest]) = self.graph.apply(term)? else {
            return None;
        };
        let number = self.graph.number_at(number)?.multiply(c)?;
        let number = self.graph.number(number);
        Some(self.graph.op(Op::Mul, &[number, rest]))
    }
}
