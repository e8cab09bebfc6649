//! Whether a form is computed as it was typed after all.
//!
//! On paper `-(x/7)·x` is `-x²/7`, and that reads best; but x² overflows where x²/7 does not. No
//! rule sees that coming, so it is tried at last: a few inputs show whether the engine's form
//! loses its digits or leaves the range of `f32` anywhere, which hardly one does. Only then the
//! forms on the way to it are held against it, at many inputs, and one that is nowhere worse and
//! better somewhere takes its place.
//!
//! Not here: which of two forms is better all in all (`judge`).

use super::{
    judge::{errors, units},
    lower,
};
use crate::{
    eval::Program,
    expr::{Graph, Id},
    schedule::Symbols,
    tape::settings,
};

/// A form as it is computed, and before it was guarded: a clamp is exact, and not the formula.
#[derive(Clone, Copy)]
pub struct Form {
    /// Before.
    pub exact: Id,
    /// As it is computed.
    pub computed: Id,
}

/// Errors up to here are no reason to take another form, in units in the last place.
const FINE: f64 = 6.0;

/// More units are as good as a failure.
const WRONG: f64 = 1e6;

/// Neighbours whose errors count: a form without digits is right to the bit now and then.
const AROUND: usize = 8;

/// Where a form is looked at first.
const GLANCE: [f64; 29] = [
    1e-45, 3e-42, 2e-30, 1e-17, 3e-9, 1.7e-4, 0.021, 0.11, 0.26, 0.52, 0.74, 1.0, 1.57, 2.53, 4.1,
    6.7, 9.3, 12.7, 16.9, 23.1, 47.3, 71.9, 88.1, 103.0, 1.1e4, 3.1e6, 7.3e11, 2.1e19, 3.4e38,
];

/// The form of a formula of one input to compute: that of `engine`, or of one of `others`, which
/// are equal on paper, where it is nowhere worse in `f32` and somewhere better. `finish` guards a
/// form at its far ends, which also cuts something off now and then: it is tried without as well.
pub fn as_typed(
    graph: &mut Graph,
    engine: Form,
    others: &[Id],
    symbols: &Symbols,
    values: &[f64],
    finish: &dyn Fn(&mut Graph, Id) -> Id,
) -> Id {
    if others.iter().all(|&other| other == engine.computed) {
        return engine.computed;
    }
    let suspects = suspects(graph, engine, others[0], symbols, values);
    if suspects.is_empty() {
        return engine.computed;
    }
    let mut best = engine;
    for &exact in others {
        let plain = Form {
            exact,
            computed: exact,
        };
        // A guard takes its time, so a few inputs are asked first. What is held against a form
        // that has taken the engine's place already has no such hint.
        let is_first = best.computed == engine.computed;
        if is_first && !Trial::new(graph, [best, plain], symbols).shows(&suspects, values) {
            continue;
        }
        for computed in [finish(graph, exact), exact] {
            let other = Form { exact, computed };
            if Trial::new(graph, [best, other], symbols).is_won(&suspects, values) {
                best = other;
            }
        }
    }
    best.computed
}

/// Inputs at which a form seems to lose digits in `f32`, or leaves its range too early.
fn suspects(
    graph: &mut Graph,
    form: Form,
    simplified: Id,
    symbols: &Symbols,
    values: &[f64],
) -> Vec<f64> {
    let lowered = lower(graph, form.computed, symbols);
    let [program, exact, simplified] =
        [lowered, form.exact, simplified].map(|id| Program::new(graph, id));
    let mut values: Vec<f64> = values.iter().map(|&v| f64::from(v as f32)).collect();
    let mut at = |program: &Program, single: bool, x: f64| {
        values[0] = x;
        if single {
            program.single(&values)
        } else {
            program.double(&values)
        }
    };
    let mut inputs = Vec::new();
    for side in [1.0, -1.0] {
        // Where the form becomes infinite, if it does, it may do so too early.
        let (mut low, mut high) = (5.0, 128.0 - 2f64.powi(-20));
        let power = |exponent: f64| side * f64::from(exponent.exp2() as f32);
        let mut is_finite = |exponent: f64| at(&program, true, power(exponent)).is_finite();
        if !is_finite(high) && is_finite(low) {
            while high - low > 1e-3 {
                let middle = 0.5 * (low + high);
                if is_finite(middle) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            inputs.push(power(high));
        }
        // Where it changes its sign, terms cancel.
        let line = GLANCE.map(|x| side * f64::from(x as f32));
        let mut last: Option<(f64, f64)> = None;
        for x in line {
            inputs.push(x);
            let value = at(&exact, false, x);
            if let Some((mut from, before)) = last.filter(|(_, v)| v * value < 0.0) {
                let mut to = x;
                for _ in 0..10 {
                    let middle = 0.5 * (from + to);
                    if at(&exact, false, middle) * before > 0.0 {
                        from = middle;
                    } else {
                        to = middle;
                    }
                }
                inputs.extend([from, to].map(|x| f64::from(x as f32)));
            }
            last = Some((x, value));
        }
    }
    // One of the two may have no value; which of them is right is asked later.
    inputs.retain(|&x| {
        let found = at(&program, true, x);
        let exact = [&exact, &simplified].map(|exact| at(exact, false, x));
        let known = exact.iter().filter(|exact| !exact.is_nan());
        let mut errors = known.map(|&exact| units(found, exact));
        errors.any(|error| error.is_nan() || error > FINE)
    });
    inputs
}

/// Two forms to be held against each other.
struct Trial {
    programs: [Program; 2],
    references: [Program; 2],
}

impl Trial {
    fn new(graph: &mut Graph, forms: [Form; 2], symbols: &Symbols) -> Trial {
        let lowered = forms.map(|form| lower(graph, form.computed, symbols));
        Trial {
            programs: lowered.map(|id| Program::new(graph, id)),
            references: forms.map(|form| Program::new(graph, form.exact)),
        }
    }

    /// The errors of both forms at `inputs`; none where they agree.
    fn errors(&self, inputs: &[f64], values: &[f64]) -> [Vec<f64>; 2] {
        let mut at: Vec<f64> = values.iter().map(|&v| f64::from(v as f32)).collect();
        let mut found = [Vec::new(), Vec::new()];
        for &x in inputs {
            at[0] = x;
            let single = self.programs.each_ref().map(|program| program.single(&at));
            // Asked first: the reference takes several times as long.
            let agree = single[0].to_bits() == single[1].to_bits() && single[0].is_finite();
            let place = |x: f64| [&[x], &at[1..]].concat();
            let errors = if agree {
                None
            } else {
                errors(single, &self.references, x, &place)
            };
            for (found, error) in found.iter_mut().zip(errors.unwrap_or([0.0; 2])) {
                found.push(error.min(WRONG));
            }
        }
        found
    }

    /// Whether the second form is better at one of these inputs.
    fn shows(&self, inputs: &[f64], values: &[f64]) -> bool {
        let [first, second] = self.errors(inputs, values);
        (first.iter().zip(&second)).any(|(first, second)| *first > FINE.max(2.0 * second))
    }

    /// Whether the second form is nowhere worse than the first, and somewhere better.
    fn is_won(&self, suspects: &[f64], values: &[f64]) -> bool {
        // What is a number at the ends stays one.
        let ends = [f64::INFINITY, f64::NEG_INFINITY].map(|x| [&[x], &values[1..]].concat());
        let mut lost =
            (ends.iter()).map(|at| self.programs.each_ref().map(|p| p.single(at).is_nan()));
        if lost.any(|is_nan| is_nan == [false, true]) {
            return false;
        }
        let inputs = inputs(suspects);
        let mut better = false;
        for setting in settings(values).iter().take(3) {
            let [first, second] = self.errors(&inputs, setting);
            if is_worse(&second, &first) {
                return false;
            }
            better |= is_worse(&first, &second);
        }
        better
    }
}

/// Whether an error of `these` is large, and larger than those around it in `others`.
fn is_worse(these: &[f64], others: &[f64]) -> bool {
    these.iter().enumerate().any(|(i, &own)| {
        let range = i.saturating_sub(AROUND)..others.len().min(i + AROUND + 1);
        own > FINE && own > 2.0 * others[range].iter().copied().fold(0.0, f64::max)
    })
}

/// Many inputs, in their order: sixteen in an octave where networks compute, three elsewhere, and
/// `suspects`.
fn inputs(suspects: &[f64]) -> Vec<f64> {
    let mut positive: Vec<f64> = (-149..128)
        .flat_map(|octave| {
            let parts: i32 = if (-5..8).contains(&octave) { 16 } else { 3 };
            (0..parts).map(move |part| {
                let x = 2f64.powi(octave) * (1.0 + (f64::from(part) + 0.07) / f64::from(parts));
                f64::from(x as f32)
            })
        })
        .collect();
    positive.dedup();
    let negative: Vec<f64> = positive.iter().map(|x| -x).collect();
    let mut all = [&negative, &positive, suspects].concat();
    all.sort_by(f64::total_cmp);
    all
}
