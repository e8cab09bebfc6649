//! The far ends of the line: what a stable form does at ±∞, and where its parts overflow.
//!
//! `x·σ(x)` is −∞·0 at −∞, `x/(1 + |x|)` is ∞/∞, `x/√(1 + x²)` is wrong as soon as x² overflows.
//! On paper each has a limit that it reaches long before. So the input is clamped on the side
//! that fails, as far out as it helps: one instruction, and no input between the bounds is
//! touched. Which bound it is, if any, is found by trying: a form is evaluated with the roundings
//! and the range of `f32` at points out to ±∞, beside itself in `f64`.

use std::collections::HashMap;

use crate::{
    eval::{evaluate, evaluate_single},
    expr::{Graph, Id, Symbol},
    kinks::substitute,
    number::Number,
    op::Op,
};

/// Bounds to try, the farthest first: beyond any use; where the square still has a value; the
/// cube; where the square of an exponential has.
const BOUNDS: [i64; 4] = [1_000_000_000_000_000_000, 1_000_000_000_000, 1_000, 40];

/// Where the ends are looked at, on either side.
const POINTS: [f64; 14] = [
    f64::INFINITY,
    3e38,
    1e30,
    3e19,
    1e15,
    1e10,
    1e6,
    5e3,
    500.0,
    120.0,
    89.0,
    60.0,
    42.0,
    20.0,
];

const INPUT: Symbol = Symbol(0);

/// `form`, a formula of one input, with the input clamped where that repairs it. `values` holds
/// the default parameters.
pub fn guard(graph: &mut Graph, form: Id, values: &[f64]) -> Id {
    if !graph.symbols(form).contains(&INPUT) {
        return form;
    }
    let mut best = form;
    for side in [1.0, -1.0] {
        let mut fewest = failures(graph, best, form, values, side);
        if fewest == 0 {
            continue;
        }
        let unguarded = best;
        // First the factors alone: the functions then stay the ones that the value has, too.
        let places = [(true, false), (false, true), (true, true)];
        let candidates = BOUNDS.iter().flat_map(|&b| places.map(|place| (b, place)));
        for (bound, place) in candidates {
            let candidate = clamp(graph, unguarded, bound, side, place);
            let left = failures(graph, candidate, form, values, side);
            if left < fewest {
                (best, fewest) = (candidate, left);
            }
            if left == 0 {
                break;
            }
        }
    }
    best
}

/// `form` with `min(x, bound)` or `max(x, −bound)` in the place of x: outside of functions, in
/// their arguments, or both.
fn clamp(
    graph: &mut Graph,
    form: Id,
    bound: i64,
    side: f64,
    (outside, inside): (bool, bool),
) -> Id {
    let x = graph.symbol(INPUT);
    let bound = Number::integer(bound);
    let (op, bound) = if side > 0.0 {
        (Op::Min, bound)
    } else {
        (Op::Max, bound.negate())
    };
    let bound = graph.number(bound);
    // The constant comes first: `math::max` keeps a NaN of either side.
    let clamped = graph.op(op, &[bound, x]);
    let mut done = HashMap::from([(x, if outside { clamped } else { x })]);
    replace(graph, form, if inside { clamped } else { x }, &mut done)
}

/// Rebuilds the arithmetic around functions, with `inner` for x in the arguments of those.
fn replace(graph: &mut Graph, id: Id, inner: Id, done: &mut HashMap<Id, Id>) -> Id {
    if let Some(&new) = done.get(&id) {
        return new;
    }
    // A bound of the other side counts as arithmetic: what is inside of it is still outside of
    // functions.
    let arithmetic = [
        Op::Add,
        Op::Sub,
        Op::Mul,
        Op::Div,
        Op::Neg,
        Op::Powi,
        Op::Select,
        Op::Min,
        Op::Max,
    ];
    let new = match graph.apply(id) {
        Some((op, arguments)) if arithmetic.contains(&op) => {
            let mut arguments = arguments.to_vec();
            // The condition of an `if` asks about the input as it is.
            let first = usize::from(op == Op::Select);
            for argument in &mut arguments[first..] {
                *argument = replace(graph, *argument, inner, done);
            }
            graph.op(op, &arguments)
        }
        _ => substitute(graph, id, INPUT, inner),
    };
    done.insert(id, new);
    new
}

/// At how many points of one side `candidate` fails in `f32` where `form` has a value.
fn failures(graph: &Graph, candidate: Id, form: Id, values: &[f64], side: f64) -> usize {
    let at = |x: f64| {
        let mut values = values.to_vec();
        values[INPUT.0 as usize] = x;
        values
    };
    // Where the form itself has no value in f64 either, its limit is its last value on the way.
    let mut limit = None;
    let mut failed = 0;
    for &distance in POINTS.iter().rev() {
        let x = side * distance;
        let exact = evaluate(graph, form, &at(x));
        let expected = match (exact.is_nan(), limit) {
            (false, _) => exact,
            (true, Some(limit)) => limit,
            (true, None) => continue,
        };
        let infinite_slope = x.is_infinite() && expected.abs() > 1e10;
        if !exact.is_nan() {
            limit = Some(exact);
        }
        let found = evaluate_single(graph, candidate, &at(x));
        let good = if expected.abs() > f64::from(f32::MAX) || infinite_slope {
            found.is_infinite() && found.signum() == expected.signum()
        } else if expected.abs() < 1e-30 {
            // A tail that has left the range, or is about to: no sign and no digits are asked.
            found.abs() < 1e-29
        } else {
            (found - expected).abs() <= 1e-4 * expected.abs()
        };
        failed += usize::from(!good);
    }
    failed
}
