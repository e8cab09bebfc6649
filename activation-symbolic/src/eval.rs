//! An interpreter of expressions in `f64`: what tests, kinks and explanations evaluate with.
//!
//! Not here: speed. Kernels are compiled; this walks the graph node by node.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use crate::expr::{Graph, Id, Node, Symbol};

/// The error function.
pub(crate) fn erf(x: f64) -> f64 {
    libm::erf(x)
}

/// 1 − erf x, accurate in its tail.
pub(crate) fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// Φ(x), accurate in its tail.
pub(crate) fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// φ(x).
pub(crate) fn normal_pdf(x: f64) -> f64 {
    (-0.5 * x * x).exp() / (2.0 * PI).sqrt()
}

/// σ(x), accurate in both tails.
pub(crate) fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + (-x).exp())
    } else {
        let e = x.exp();
        e / (1.0 + e)
    }
}

/// ln(1 + eˣ), accurate in both tails.
pub(crate) fn softplus(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// ln cosh x, accurate near 0 and without overflow.
pub(crate) fn ln_cosh(x: f64) -> f64 {
    if x.abs() < 1.0 {
        let half = (0.5 * x).sinh();
        (2.0 * half * half).ln_1p()
    } else {
        x.abs() + (-2.0 * x.abs()).exp().ln_1p() - std::f64::consts::LN_2
    }
}

/// The value of `root` with `values` for the symbols; truth values are 1 and 0.
///
/// Only the branch of an `if` that is taken is evaluated.
#[must_use]
pub fn evaluate(graph: &Graph, root: Id, values: &[f64]) -> f64 {
    evaluate_with(
        graph,
        root,
        &mut |Symbol(symbol)| values[symbol as usize],
        &mut |_| None,
    )
}

/// Like [`evaluate`], with `decide` asked about every node first: what it answers is taken as
/// the node's value.
pub fn evaluate_with(
    graph: &Graph,
    root: Id,
    symbol: &mut dyn FnMut(Symbol) -> f64,
    decide: &mut dyn FnMut(Id) -> Option<f64>,
) -> f64 {
    let mut memo = vec![None; root.index() + 1];
    walk(graph, root, symbol, decide, &mut memo)
}

/// Like [`evaluate`], with every constant, argument and result rounded to `f32`.
#[must_use]
pub fn evaluate_single(graph: &Graph, root: Id, values: &[f64]) -> f64 {
    let round = |value: f64| f64::from(value as f32);
    let mut results: std::collections::BTreeMap<Id, f64> = Default::default();
    for id in graph.reachable(&[root]) {
        let value = match graph.node(id) {
            Node::Number(number) => number.to_f64(),
            Node::Symbol(Symbol(symbol)) => values[*symbol as usize],
            Node::Apply(op, arguments) => {
                let arguments: Vec<f64> = arguments.iter().map(|a| results[a]).collect();
                (op.row().evaluate)(&arguments)
            }
        };
        results.insert(id, round(value));
    }
    results[&root]
}

fn walk(
    graph: &Graph,
    id: Id,
    symbol: &mut dyn FnMut(Symbol) -> f64,
    decide: &mut dyn FnMut(Id) -> Option<f64>,
    memo: &mut [Option<f64>],
) -> f64 {
    if let Some(value) = memo[id.index()] {
        return value;
    }
    let value = decide(id).unwrap_or_else(|| match graph.node(id) {
        Node::Number(number) => number.to_f64(),
        Node::Symbol(s) => symbol(*s),
        Node::Apply(crate::op::Op::Select, arguments) => {
            let taken = if walk(graph, arguments[0], symbol, decide, memo) != 0.0 {
                1
            } else {
                2
            };
            walk(graph, arguments[taken], symbol, decide, memo)
        }
        Node::Apply(op, arguments) => {
            let values: Vec<f64> = arguments
                .iter()
                .map(|&a| walk(graph, a, symbol, decide, memo))
                .collect();
            (op.row().evaluate)(&values)
        }
    });
    memo[id.index()] = Some(value);
    value
}
