//! The second derivative: which of two forms is computed.
//!
//! The slope as typed gives one form, the slope as it is stable another: σ″ is
//! `e·(e − 1)/(1 + e)³` from the first and `−σ′(x)·tanh(x/2)` from the second. The first says what
//! the second derivative is, at kinks too; the second may only take its place where it is the
//! same, and does where it fails less often in `f32`, or costs less.
//!
//! A slope that fails as it was typed has the derivative of the stable value beside it in the same
//! way.

use crate::{
    algebra::{Form, Judgement, as_typed, guard_second, rule::Rewrite},
    expr::{Graph, Id},
    kinks::Place,
    schedule::Symbols,
    tape::Tape,
};

/// A form and what was rewritten on the way to it.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) form: Id,
    pub(crate) rewrites: Vec<Rewrite>,
}

/// The candidate to compute, guarded at the far ends.
pub(crate) fn choose(
    graph: &mut Graph,
    candidates: [Candidate; 2],
    symbols: &Symbols,
    places: &[Place],
    defaults: &[f64],
) -> Candidate {
    // Guards are sought for both only where neither form does without: that takes its time.
    let (chosen, failures) = better(graph, candidates.clone(), places, defaults);
    let mut guarded = |candidate: Candidate| {
        let form = guard_second(graph, candidate.form, symbols, defaults);
        Candidate { form, ..candidate }
    };
    if failures == 0 {
        return guarded(chosen);
    }
    let candidates = candidates.map(guarded);
    better(graph, candidates, places, defaults).0
}

/// The candidate, or one of `others` where that is far better; the first of them is the second
/// derivative, simplified.
pub(crate) fn unless_typed(
    graph: &mut Graph,
    candidate: Candidate,
    others: &[Id; 4],
    symbols: &Symbols,
    defaults: &[f64],
) -> Candidate {
    let engine = Form {
        exact: others[0],
        computed: candidate.form,
    };
    let judgement = Judgement {
        symbols,
        defaults,
        fine: 12.0,
    };
    let guarded = |graph: &mut Graph, id: Id| guard_second(graph, id, symbols, defaults);
    match as_typed(graph, engine, others, &judgement, &guarded) {
        Some((form, at)) => Candidate {
            form,
            rewrites: vec![Rewrite::as_typed(candidate.form, form, at)],
        },
        None => candidate,
    }
}

/// Whether `form` fails somewhere in `f32` where inputs are of moderate size.
pub(crate) fn fails(graph: &Graph, form: Id, defaults: &[f64]) -> bool {
    let points = moderate();
    let tape = Tape::new(graph, form);
    let exact = tape.double(&points, defaults);
    let found = tape.single(&points, defaults);
    let largest = largest(&points, &exact);
    let close = |(exact, found): (&f64, &f64)| is_close(*exact, *found, largest);
    !exact.iter().zip(&found).all(close)
}

/// The slope as typed, or that of the stable value where that is the same and fails less often,
/// or costs less: (e²ᵘ − 1)/(e²ᵘ + 1) is seen to be tanh u, and its derivative is not.
pub(crate) fn better_slope(
    graph: &Graph,
    candidates: [Candidate; 2],
    places: &[Place],
    defaults: &[f64],
) -> Candidate {
    better(graph, candidates, places, defaults).0
}

/// The candidate that fails less often, or else costs less; and how often it fails.
fn better(
    graph: &Graph,
    [typed, stable]: [Candidate; 2],
    places: &[Place],
    defaults: &[f64],
) -> (Candidate, usize) {
    if typed.form == stable.form {
        return (typed, 0);
    }
    let mut points: Vec<f64> = places.iter().map(|place| place.at_default).collect();
    points.extend(moderate());
    points.extend((-8..=6).flat_map(|k| [1.37, -1.37].map(|x| x * 10f64.powi(3 * k))));
    let tapes = [&typed, &stable].map(|candidate| Tape::new(graph, candidate.form));
    let exact = tapes.each_ref().map(|tape| tape.double(&points, defaults));
    let largest = largest(&points, &exact[0]);
    let is_same = |k: usize| {
        let (first, second) = (exact[0][k], exact[1][k]);
        !first.is_finite() || (first - second).abs() <= 1e-7 * (first.abs() + largest)
    };
    let interchangeable = (0..points.len()).all(is_same);
    // What one of them has no value for, the other may have.
    let reference = |k: usize| {
        [exact[1][k], exact[0][k]]
            .into_iter()
            .find(|e| e.is_finite())
    };
    let failures = tapes.each_ref().map(|tape| {
        let found = tape.single(&points, defaults);
        let fails =
            |k: &usize| reference(*k).is_some_and(|exact| !is_close(exact, found[*k], largest));
        (0..points.len()).filter(fails).count()
    });
    let prices = [&typed, &stable].map(|candidate| price(graph, candidate.form));
    if interchangeable && (failures[1], prices[1]) < (failures[0], prices[0]) {
        (stable, failures[1])
    } else {
        (typed, failures[0])
    }
}

/// Inputs of moderate size, off the numbers at which people put kinks.
fn moderate() -> Vec<f64> {
    let line = (0..80).map(|k| -24.07 + f64::from(k) * 0.6053);
    let tails = [60.0, -60.0, 95.0, -95.0, 170.0, -170.0];
    line.chain(tails).collect()
}

/// The largest value near 0.
fn largest(points: &[f64], values: &[f64]) -> f64 {
    (points.iter().zip(values))
        .filter(|(x, value)| x.abs() < 8.0 && value.is_finite())
        .fold(0.0, |most: f64, (_, value)| most.max(value.abs()))
}

/// Whether a value found in `f32` has its digits, or all that the largest one leaves of them.
fn is_close(exact: f64, found: f64, largest: f64) -> bool {
    let error = (found - exact).abs();
    exact == found || error <= 1e-4 * exact.abs() || error <= 1e-7 * largest
}

/// A rough price of an expression whose shared parts are computed once.
pub(crate) fn price(graph: &Graph, id: Id) -> u32 {
    let nodes = graph.reachable(&[id]);
    let ops = nodes.iter().filter_map(|&id| graph.apply(id));
    ops.map(|(op, _)| op.row().cost).sum()
}
