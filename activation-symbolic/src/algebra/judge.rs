//! Which of two equal forms is better: the more accurate one in `f32`, then the cheaper one.
//!
//! A form is evaluated with the roundings and the range of `f32` at fixed inputs, in the form a
//! machine gets (`lower`), beside a reference in `f64`: whichever of the forms is the more certain
//! one there, by a bound on its error.

use std::{cmp::Ordering, collections::BTreeMap};

use super::lower;
use crate::{
    eval::{Columns, Program},
    expr::{Graph, Id},
    op::Op,
    schedule::Symbols,
};

/// Where forms are compared, on either side of 0.
const POINTS: [f64; 22] = [
    1e-6, 1.7e-4, 3e-3, 0.021, 0.11, 0.34, 0.52, 0.74, 1.03, 1.21, 1.57, 2.1, 3.3, 5.3, 8.7, 12.3,
    19.1, 31.7, 47.3, 71.9, 86.3, 96.1,
];

/// Nearly the largest number: an infinity there is one of the form.
const END: f64 = 3e38;

/// A form with such an error is no choice.
const GRAVE: f64 = 100.0;

/// At so many places two equal forms may have different values: a condition may hold for one of
/// them and, an ulp off, not for the other.
const STRANGE: usize = 3;

/// An error up to here is as good as any smaller one.
const FINE: f64 = 4.0;

/// What is known of the forms that were held against others: the best so far is the same one for
/// each that comes after it.
#[derive(Debug, Default)]
pub(super) struct Tried {
    /// What lowered forms are in `f32` at all places.
    found: Option<Columns>,
    /// What a form is in `f64` at all places, as far as that was asked.
    known: BTreeMap<Id, Vec<Known>>,
}

/// What is known of a form at a place.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// Its value and a bound on the error of that.
    exact: Option<(f64, f64)>,
    /// What [`slack`] says.
    slack: Option<f64>,
}

/// Where forms are compared.
struct Place {
    x: f64,
    input: usize,
    /// About how large the inputs beside it are.
    other: f64,
    /// How far the parameters are off their defaults.
    moved: f64,
    /// How much its errors count.
    weight: f64,
}

/// `candidate` if it is the better form of `form`, else `form`. `values` holds the defaults.
pub(super) fn better(
    graph: &mut Graph,
    tried: &mut Tried,
    form: Id,
    candidate: Id,
    symbols: &Symbols,
    values: &[f64],
) -> Id {
    if candidate == form {
        return form;
    }
    let lowered = [form, candidate].map(|id| lower(graph, id, symbols));
    if lowered[0] == lowered[1] {
        return form;
    }
    let places = places(symbols, values);
    let at = |place: &Place, x: f64| place.at(x, symbols.inputs, values);
    let points = || places.iter().map(|place| at(place, place.x)).collect();
    let columns = (tried.found).get_or_insert_with(|| Columns::new(points()));
    for id in lowered {
        columns.evaluate(graph, id);
    }
    let found = lowered.map(|id| columns.of(id));
    let references = [form, candidate].map(|id| Program::new(graph, id));
    let nothing = || vec![Known::default(); places.len()];
    let mut known = [form, candidate].map(|id| tried.known.remove(&id).unwrap_or_else(nothing));
    let errors = worst(found, &references, &mut known, &places, &at);
    tried.known.extend([form, candidate].into_iter().zip(known));
    let Some(errors) = errors else {
        return form;
    };
    let [old, new] = errors;
    let [old_error, new_error] = errors.map(|worst| worst.error.max(FINE));
    let cheaper = || {
        let [old, new] = lowered.map(|form| cost(graph, form, symbols));
        new < old
    };
    let wins = match new.failures.cmp(&old.failures) {
        Ordering::Less => true,
        Ordering::Equal => new_error < 0.7 * old_error || (new_error <= old_error && cheaper()),
        Ordering::Greater => false,
    };
    // What is only cheaper, or has a digit more, is not worth a part of the range.
    let is_grave = old.failures > 0 || old_error > GRAVE;
    let loses =
        wins && !is_grave && symbols.inputs == 1 && shrinks(graph, lowered, &references, values);
    if wins && !loses { candidate } else { form }
}

/// Whether the second form is infinite near the largest numbers, where the first one is not.
fn shrinks(graph: &Graph, lowered: [Id; 2], references: &[Program; 2], values: &[f64]) -> bool {
    let programs = lowered.map(|id| Program::new(graph, id));
    [END, -END].into_iter().any(|x| {
        let values = [&[x], &values[1..]].concat();
        let [old, new] = programs.each_ref().map(|program| program.single(&values));
        let exact = references[0].double(&values);
        old.is_finite() && new.is_infinite() && exact.abs() < f64::from(f32::MAX)
    })
}

fn places(symbols: &Symbols, values: &[f64]) -> Vec<Place> {
    // The others: about 1 and nearly 0, the parameters as they are and moved a little.
    let several = [(1.0, 0.0, 1.0), (1e-9, 0.37, 1.0), (1e4, 0.0, 1.0)];
    // One that is 0 and trained from there is nearly 0 for long, on either side: there a form must
    // not be without digits, but for one digit it need not be another than elsewhere.
    let single = [
        (1.0, 0.0, 1.0),
        (1.0, 0.37, 1.0),
        (1.0, 0.013, 1.0 / 64.0),
        (1.0, -0.013, 1.0 / 64.0),
    ];
    let parameters = &values[symbols.inputs..];
    let settings = match symbols.inputs {
        1 if parameters.is_empty() => &single[..1],
        1 if parameters.contains(&0.0) => &single[..],
        1 => &single[..2],
        _ => &several[..],
    };
    let mut places = Vec::new();
    for input in 0..symbols.inputs {
        for point in POINTS.iter().flat_map(|&p| [p, -p]) {
            for &(other, moved, weight) in settings {
                places.push(Place {
                    x: f64::from(point as f32),
                    input,
                    other,
                    moved,
                    weight,
                });
            }
        }
    }
    places
}

impl Place {
    /// The values of all symbols, with `x` for the input.
    fn at(&self, x: f64, inputs: usize, values: &[f64]) -> Vec<f64> {
        // As `f32` has them: a rounding of the parameters is no error of a form.
        let rounded = |value: &f64| f64::from((value + self.moved) as f32);
        let mut values: Vec<f64> = values.iter().map(rounded).collect();
        // No two are equal or of one size, and they have both signs.
        for (index, value) in values[..inputs].iter_mut().enumerate() {
            let other = if index % 2 == 0 { self.other } else { 1.0 };
            *value = [1.25, -0.6, 1.8, -1.4][index % 4] * other;
        }
        values[self.input] = x;
        values
    }
}

/// How bad a form is.
#[derive(Clone, Copy, Default)]
struct Worst {
    /// At how many places it is no number, where it should be one.
    failures: usize,
    /// Its largest error elsewhere, in units in the last place.
    error: f64,
}

/// How bad the two forms are where they differ: what both get alike, well or badly, says nothing
/// about which is better. None where they are not two forms of one formula.
fn worst(
    found: [&[f64]; 2],
    references: &[Program; 2],
    known: &mut [Vec<Known>; 2],
    places: &[Place],
    values_at: &dyn Fn(&Place, f64) -> Vec<f64>,
) -> Option<[Worst; 2]> {
    let mut worst = [Worst::default(); 2];
    let mut strange = 0;
    for (k, place) in places.iter().enumerate() {
        // Asked first: the reference takes several times as long.
        let found = [found[0][k], found[1][k]];
        if found[0].to_bits() == found[1].to_bits() && found[0].is_finite() {
            continue;
        }
        let (x, at) = (place.x, |x: f64| values_at(place, x));
        let exact = [0, 1].map(|form: usize| {
            let exact = &mut known[form][k].exact;
            *exact.get_or_insert_with(|| references[form].with_error(&at(x)))
        });
        let Some(errors) = errors(found, exact, |form, exact| {
            let known = &mut known[form][k].slack;
            *known.get_or_insert_with(|| slack(&references[form], exact, x, &at))
        }) else {
            continue;
        };
        strange += usize::from(disagree(exact));
        for (worst, error) in worst.iter_mut().zip(errors) {
            if error.is_finite() {
                worst.error = worst.error.max(error * place.weight);
            } else {
                worst.failures += 1;
            }
        }
    }
    (strange < STRANGE).then_some(worst)
}

/// Whether two forms of these values and errors have different ones where both are certain of theirs.
fn disagree([(one, off), (two, too)]: [(f64, f64); 2]) -> bool {
    let size = one.abs().max(two.abs());
    (one - two).abs() > 1e-6 * size + 1e3 * (off + too)
}

/// The errors of two forms, found as `found`, in units in the last place; `exact` are their values and
/// the bounds on the errors of these, and `slack` is told which of them the value was taken of. None
/// where it is not known what they should be, or that is out of range.
pub(super) fn errors(
    found: [f64; 2],
    exact: [(f64, f64); 2],
    slack: impl FnOnce(usize, f64) -> f64,
) -> Option<[f64; 2]> {
    let (exact, form) = settled(exact)?;
    if exact.abs() > f64::from(f32::MAX) {
        return None;
    }
    let slack = slack(form, exact);
    Some(found.map(|found| units_off(found, exact, slack)))
}

/// What an error counts against near a root, beside the unit: what a rounding of the input `x` does to
/// a form that is `exact` there. `at` gives all symbols.
pub(super) fn slack(reference: &Program, exact: f64, x: f64, at: &dyn Fn(f64) -> Vec<f64>) -> f64 {
    let near_root = [0.75, 1.25]
        .map(|factor| reference.double(&at(x * factor)))
        .iter()
        .any(|value| value.signum() != exact.signum());
    if near_root {
        let moved = reference.double(&at(x * (1.0 + 2f64.powi(-24))));
        (moved - exact).abs()
    } else {
        0.0
    }
}

/// How far `found` is off `exact`, in units in the last place of `f32`.
pub(super) fn units(found: f64, exact: f64) -> f64 {
    let out = exact.abs() > f64::from(f32::MAX) && found.is_infinite();
    if out && found.signum() == exact.signum() {
        return 0.0;
    }
    units_off(found, exact, 0.0)
}

/// How far a value in `f32` is off, in units in the last place, where `slack` is what a rounding
/// of the input does.
pub(super) fn units_off(found: f64, exact: f64, slack: f64) -> f64 {
    let rounded = (exact as f32).abs();
    let unit = f64::from(rounded.next_up()) - f64::from(rounded);
    if found.is_finite() {
        (found - exact).abs() / (unit + slack)
    } else {
        f64::INFINITY
    }
}

/// The value of the form that is the more certain here, of these values and errors, and which that
/// is; none where neither has enough digits.
fn settled(exact: [(f64, f64); 2]) -> Option<(f64, usize)> {
    let mut best: Option<(f64, f64, usize)> = None;
    for (form, (value, error)) in exact.into_iter().enumerate() {
        let relative = error / value.abs().max(f64::from(f32::from_bits(1)));
        if value.is_finite() && relative < best.map_or(1e-9, |(_, least, _)| least) {
            best = Some((value, relative, form));
        }
    }
    best.map(|(value, _, form)| (value, form))
}

/// The price of all that is computed for one element.
fn cost(graph: &Graph, lowered: Id, symbols: &Symbols) -> u32 {
    let nodes = graph.reachable(&[lowered]);
    let mut exponentials: Vec<Id> = Vec::new();
    let mut total = 0;
    for &id in nodes.iter().filter(|&&id| symbols.varies(graph, id)) {
        let Some((op, arguments)) = graph.apply(id) else {
            continue;
        };
        total += op.row().cost;
        // The exponential of one argument is computed once, whatever factor it goes with.
        if matches!(op, Op::Exp | Op::TimesExp) {
            let argument = arguments[arguments.len() - 1];
            if exponentials.contains(&argument) {
                total -= Op::Exp.row().cost;
            }
            exponentials.push(argument);
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::Symbol;

    #[test]
    fn what_is_another_formula_is_never_better() {
        let mut graph = Graph::new();
        let symbols = Symbols {
            names: vec!["x".into()],
            inputs: 1,
        };
        let x = graph.symbol(Symbol(0));
        let e = graph.op(Op::Exp, &[x]);
        let one = graph.integer(1);
        let below = graph.op(Op::Add, &[one, e]);
        let form = graph.op(Op::Div, &[e, below]);
        // Cheaper, finite everywhere, and σ(−x).
        let minus = graph.op(Op::Neg, &[x]);
        let wrong = graph.op(Op::Sigmoid, &[minus]);
        let right = graph.op(Op::Sigmoid, &[x]);
        for (candidate, chosen) in [(wrong, form), (right, right)] {
            let mut tried = Tried::default();
            let best = better(&mut graph, &mut tried, form, candidate, &symbols, &[0.0]);
            assert_eq!(best, chosen);
        }
    }
}
