//! From pieces to a proposal: cases that parameters alone decide, the conditions under which
//! the pieces stay in order, and the spellings of the result.

use std::collections::BTreeMap;

use super::{Reason, build::Builder, invert::Obstacle, judge::Judge, regions};
use crate::{
    expr::{Graph, Id, Node, Symbol},
    kinks::{Place, rewrite, substitute},
    number::Number,
    op::Op,
};

/// A form through the output.
#[derive(Clone, Debug)]
pub(super) struct Proposal {
    pub(super) form: Id,
    /// Expressions that must not be negative, and whether they may be 0.
    pub(super) conditions: Vec<(Id, bool)>,
}

impl Proposal {
    pub(super) fn of(form: Id) -> Proposal {
        Proposal {
            form,
            conditions: Vec::new(),
        }
    }

    /// The equal forms worth trying, each with its conditions as truth values.
    pub(super) fn spellings(&self, b: &mut Builder<'_, '_>) -> Vec<(Id, Vec<Id>)> {
        let expanded = expand(b, self.form);
        let mut forms = vec![self.form];
        if expanded != self.form {
            forms.push(expanded);
        }
        forms
            .into_iter()
            .map(|form| (form, truths(b, form, &self.conditions)))
            .collect()
    }
}

/// Why there is no proposal.
#[derive(Clone, Debug)]
pub(super) enum Failure {
    Obstacle(Obstacle),
    /// The value stands still where the slope moves.
    Flat,
    /// Forms were found, but none held.
    NoneHeld,
    /// So many pieces or cases.
    Pieces(usize),
}

impl From<Obstacle> for Failure {
    fn from(obstacle: Obstacle) -> Failure {
        Failure::Obstacle(obstacle)
    }
}

impl From<Failure> for Reason {
    fn from(failure: Failure) -> Reason {
        match failure {
            Failure::Obstacle(Obstacle::NoInverse(op)) => Reason::NoInverse(op),
            Failure::Obstacle(Obstacle::Several(id)) => Reason::Several(id),
            Failure::Flat => Reason::Flat,
            Failure::NoneHeld => Reason::NoneHeld,
            Failure::Pieces(count) => Reason::Pieces(count),
        }
    }
}

/// What a search has at hand.
#[derive(Debug)]
pub(super) struct Cases<'a> {
    pub(super) places: &'a [Place],
    pub(super) judge: &'a Judge,
}

impl Cases<'_> {
    /// The slope of `value` through its value.
    pub(super) fn solve(
        &self,
        b: &mut Builder<'_, '_>,
        value: Id,
        slope: Id,
    ) -> Result<Proposal, Failure> {
        self.case(b, value, slope, &mut Vec::new())
    }

    /// Splits at the first condition that parameters alone decide.
    fn case(
        &self,
        b: &mut Builder<'_, '_>,
        value: Id,
        slope: Id,
        denied: &mut Vec<Id>,
    ) -> Result<Proposal, Failure> {
        let Some(condition) = decided_by_parameters(b, &[value, slope]) else {
            let judge = if denied.is_empty() {
                self.judge.clone()
            } else {
                self.judge.within(b.graph(), value, slope, denied)
            };
            return regions::solve(b, value, slope, self.places, &judge);
        };
        if denied.len() > 3 {
            return Err(Failure::Pieces(denied.len()));
        }
        let mut forms = Vec::new();
        for holds in [true, false] {
            let decided = b.integer(i64::from(holds));
            let [mut value, mut slope] = [value, slope].map(|id| {
                rewrite(b.graph(), id, &mut |_, node, _| {
                    (node == condition).then_some(decided)
                })
            });
            let other = b.op(Op::Not, &[condition]);
            denied.push(if holds { other } else { condition });
            // Neither below 0 nor above it: 0.
            if let Some(symbol) = pinned(b.graph(), denied) {
                let zero = b.integer(0);
                [value, slope] = [value, slope].map(|id| substitute(b.graph(), id, symbol, zero));
            }
            let (value, slope) = (b.simplify(value), b.simplify(slope));
            let found = self.case(b, value, slope, denied);
            denied.pop();
            forms.push(found?);
        }
        let [yes, no] = [&forms[0], &forms[1]].map(|proposal| proposal.form);
        let form = b.op(Op::Select, &[condition, yes, no]);
        // Each case has its order by itself, which the trial confirms or does not.
        Ok(Proposal::of(form))
    }
}

/// The first condition, from the outside in, that does not ask about the input.
fn decided_by_parameters(b: &mut Builder<'_, '_>, roots: &[Id]) -> Option<Id> {
    let nodes = b.graph().reachable(roots);
    nodes.into_iter().rev().find_map(|id| {
        let (Op::Select, &[condition, ..]) = b.graph().apply(id)? else {
            return None;
        };
        (!b.varies(condition)).then_some(condition)
    })
}

/// The symbol that two denied comparisons leave no value but 0.
fn pinned(graph: &Graph, denied: &[Id]) -> Option<Symbol> {
    let compared = |wanted: Op| {
        denied.iter().filter_map(move |&id| match graph.apply(id)? {
            (op, &[a, b]) if op == wanted && graph.number_at(b).is_some_and(Number::is_zero) => {
                match graph.node(a) {
                    Node::Symbol(symbol) => Some(*symbol),
                    _ => None,
                }
            }
            _ => None,
        })
    };
    compared(Op::Lt).find(|below| compared(Op::Gt).any(|above| above == *below))
}

/// The factors of a product with their exponents.
fn factors(graph: &Graph, id: Id, exponent: i64, found: &mut Vec<(Id, i64)>) {
    match graph.apply(id) {
        Some((Op::Mul, &[a, b])) => {
            factors(graph, a, exponent, found);
            factors(graph, b, exponent, found);
        }
        Some((Op::Div, &[a, b])) => {
            factors(graph, a, exponent, found);
            factors(graph, b, -exponent, found);
        }
        Some((Op::Powi, &[base, n])) if graph.number_at(n).is_some() => {
            let n = graph.number_at(n).and_then(Number::as_integer);
            factors(graph, base, exponent * n.unwrap_or(1), found);
        }
        _ => found.push((id, exponent)),
    }
}

/// `c·(a + b)` as `c·a + c·b`, for a factor that does not vary; in every branch.
fn expand(b: &mut Builder<'_, '_>, form: Id) -> Id {
    if let Some((Op::Select, &[condition, yes, no])) = b.graph().apply(form) {
        let (yes, no) = (expand(b, yes), expand(b, no));
        return b.op(Op::Select, &[condition, yes, no]);
    }
    let mut found = Vec::new();
    factors(b.graph(), form, 1, &mut found);
    let (varying, fixed): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|&(base, _)| b.varies(base));
    let [(sum, 1)] = varying[..] else {
        return form;
    };
    if fixed.is_empty() || !matches!(b.graph().apply(sum), Some((Op::Add | Op::Sub, _))) {
        return form;
    }
    let mut scale = b.integer(1);
    for (base, exponent) in fixed {
        let exponent = b.integer(exponent);
        let power = b.op(Op::Powi, &[base, exponent]);
        scale = b.op(Op::Mul, &[scale, power]);
    }
    let expanded = distribute(b, sum, scale);
    b.simplify(expanded)
}

fn distribute(b: &mut Builder<'_, '_>, id: Id, scale: Id) -> Id {
    match b.graph().apply(id) {
        Some((op @ (Op::Add | Op::Sub), &[left, right])) => {
            let (left, right) = (distribute(b, left, scale), distribute(b, right, scale));
            b.op(op, &[left, right])
        }
        _ => {
            let product = b.op(Op::Mul, &[scale, id]);
            b.simplify(product)
        }
    }
}

/// The conditions as truth values over the parameters: what must not be negative is not, and
/// what the form divides by is not 0.
fn truths(b: &mut Builder<'_, '_>, form: Id, not_negative: &[(Id, bool)]) -> Vec<Id> {
    let zero = b.integer(0);
    // In the order in which they were met.
    let mut signs: Vec<(Id, bool)> = Vec::new();
    for &(id, may_be_zero) in not_negative {
        let id = b.simplify(id);
        let Some(id) = sign_of(b, id) else {
            continue;
        };
        match signs.iter_mut().find(|(known, _)| *known == id) {
            Some((_, known)) => *known &= may_be_zero,
            None => signs.push((id, may_be_zero)),
        }
    }
    let mut nonzero = Vec::new();
    for divisor in divisors(b, form) {
        match signs.iter_mut().find(|(known, _)| *known == divisor) {
            Some((_, may_be_zero)) => *may_be_zero = false,
            None => nonzero.push(b.op(Op::Ne, &[divisor, zero])),
        }
    }
    let mut truths: Vec<Id> = signs
        .into_iter()
        .map(|(id, may_be_zero)| {
            let op = if may_be_zero { Op::Ge } else { Op::Gt };
            match b.graph().apply(id) {
                Some((Op::Sub, &[left, right])) => b.op(op, &[left, right]),
                _ => b.op(op, &[id, zero]),
            }
        })
        .collect();
    truths.extend(nonzero);
    truths
}

/// An expression of the parameters with the sign of `id`, as far as parameters decide it; `None`
/// where there is nothing to ask.
fn sign_of(b: &mut Builder<'_, '_>, id: Id) -> Option<Id> {
    let mut found = Vec::new();
    let (negated, id) = match b.graph().apply(id) {
        Some((Op::Neg, &[inner])) => (true, inner),
        _ => (false, id),
    };
    factors(b.graph(), id, 1, &mut found);
    let mut sign = b.integer(if negated { -1 } else { 1 });
    for (base, exponent) in found {
        let positive = matches!(
            b.graph().apply(base),
            Some((
                Op::Exp | Op::Exp2 | Op::Sqrt | Op::Abs | Op::Sigmoid | Op::Softplus | Op::Cosh,
                _
            ))
        );
        if exponent % 2 != 0 && !positive && !b.varies(base) {
            let factor = match b.graph().number_at(base).cloned() {
                Some(number) => b.integer(if number.is_negative() { -1 } else { 1 }),
                None => base,
            };
            sign = b.op(Op::Mul, &[sign, factor]);
        }
    }
    let sign = b.simplify(sign);
    let decided = b.graph().number_at(sign).is_some_and(|n| !n.is_negative());
    (!decided).then_some(sign)
}

/// What parameters alone give and the form divides by.
fn divisors(b: &mut Builder<'_, '_>, form: Id) -> Vec<Id> {
    let mut divisors: BTreeMap<Id, ()> = BTreeMap::new();
    for id in b.graph().reachable(&[form]) {
        let Some((Op::Div, &[_, below])) = b.graph().apply(id) else {
            continue;
        };
        let mut found = Vec::new();
        factors(b.graph(), below, 1, &mut found);
        for (base, _) in found {
            if !b.varies(base) && b.graph().number_at(base).is_none() {
                divisors.insert(base, ());
            }
        }
    }
    divisors.into_keys().collect()
}
