//! Whether a form is computed as it was typed after all.
//!
//! What the engine makes of a formula has its digits nearly everywhere, and hardly ever one that
//! it lacks where the formula as typed has it: a bound that `guard` set is too near, a polynomial
//! in exponentials overflows. So it is tried at last: a few inputs show whether the engine's form
//! loses its digits anywhere, which hardly one does. Only then the forms on the way to it are held
//! against it, at many inputs. One of them takes its place where it is nowhere worse and far better
//! somewhere, and where it costs no more. Where the engine's form is wrong where networks compute,
//! it may cost more, and be a few units worse elsewhere.
//!
//! Not here: which of two forms is better all in all (`judge`).

use super::{
    judge::{errors, slack, units},
    lower,
    trial::{Place, places, rounded},
};
use crate::{
    cost::work,
    eval::Program,
    expr::{Graph, Id, IdSet},
    schedule::Symbols,
    tape::settings,
};

/// A form as it is computed, and before it was guarded: a clamp is exact, and not the formula.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// Before.
    pub exact: Id,
    /// As it is computed.
    pub computed: Id,
}

/// What is known about the formula whose forms are held against each other.
#[derive(Clone, Copy, Debug)]
pub struct Judgement<'a> {
    /// Inputs and parameters.
    pub symbols: &'a Symbols,
    /// The values of all symbols by default.
    pub defaults: &'a [f64],
    /// Errors up to here are no reason to take another form, in units in the last place.
    pub fine: f64,
}

/// A form must be so many units better somewhere to be preferred to that of the engine.
const CLEAR: f64 = 100.0;

/// Where networks compute, a form with such an error is wrong.
const GRAVE: f64 = 1000.0;

/// How many times what is fine is no loss beside a form that is wrong.
const SLACK: f64 = 4.0;

/// More units are as good as a failure.
const WRONG: f64 = 1e6;

/// Neighbours whose errors count: a form without digits is right to the bit now and then.
const AROUND: usize = 8;

/// The form of a formula of one input to compute, where that is not the form of `engine`: one of
/// `others`, which are equal on paper, and an input at which that of the engine is far worse.
/// `finish` guards a form at its far ends, which also cuts something off now and then: it is tried
/// without as well.
pub fn as_typed(
    graph: &mut Graph,
    engine: Form,
    others: &[Id],
    judgement: &Judgement<'_>,
    finish: &dyn Fn(&mut Graph, Id) -> Id,
) -> Option<(Id, f64)> {
    if others.iter().all(|&other| other == engine.computed) {
        return None;
    }
    let suspects = judgement.suspects(graph, engine);
    if suspects.is_empty() {
        return None;
    }
    let mut scratch = graph.clone();
    let mut best = engine;
    let mut found = None;
    // Two of them are one form now and then, or that of the engine.
    let mut refused = IdSet::from_iter([engine.computed]);
    for &exact in others {
        let plain = Form {
            exact,
            computed: exact,
        };
        // A guard takes its time, so a few inputs are asked first. What is held against a form
        // that has taken the engine's place already has no such hint.
        if found.is_none()
            && (refused.contains(exact)
                || !judgement
                    .trial(&mut scratch, [best, plain])
                    .shows(&suspects))
        {
            refused.insert(exact);
            continue;
        }
        for guarded in [true, false] {
            // Written where it is shown only once it is chosen.
            let computed = if guarded {
                finish(&mut scratch, exact)
            } else {
                exact
            };
            let other = Form { exact, computed };
            let trial = judgement.trial(&mut scratch, [best, other]);
            if let Some(at) = trial.won(&suspects) {
                (best, found) = (other, Some((exact, guarded, at)));
            }
        }
    }
    let (exact, guarded, at) = found?;
    let form = if guarded { finish(graph, exact) } else { exact };
    Some((form, at))
}

impl<'a> Judgement<'a> {
    /// Inputs at which the form of the engine seems to lose its digits in `f32`.
    fn suspects(&self, graph: &mut Graph, form: Form) -> Vec<f64> {
        let lowered = lower(graph, form.computed, self.symbols);
        let [program, exact] = [lowered, form.exact].map(|id| Program::new(graph, id));
        let values = rounded(self.defaults);
        let is_suspect = |place: &Place| {
            let error = units(place.found, place.exact);
            // Without a value in `f64` it is not known which of them is right: that is asked later.
            error.is_nan() || error > CLEAR
        };
        let places = places(&program, &exact, &values, &[1.0]).into_iter();
        places.filter(is_suspect).map(|place| place.x).collect()
    }

    fn trial(&self, graph: &mut Graph, forms: [Form; 2]) -> Trial<'a> {
        let lowered = forms.map(|form| lower(graph, form.computed, self.symbols));
        let [old, new] = forms.map(|form| work(graph, &[form.computed], self.symbols));
        let [old_calls, new_calls] = [old, new].map(|work| work.exponentials + work.divisions);
        Trial {
            judgement: *self,
            programs: lowered.map(|id| Program::new(graph, id)),
            references: forms.map(|form| Program::new(graph, form.exact)),
            is_dearer: new_calls > old_calls || new.other > old.other,
        }
    }
}

/// Two forms to be held against each other.
struct Trial<'a> {
    judgement: Judgement<'a>,
    programs: [Program; 2],
    references: [Program; 2],
    /// Whether the second costs more.
    is_dearer: bool,
}

impl Trial<'_> {
    /// The errors of both forms at `inputs`; none where they agree.
    fn errors(&self, inputs: &[f64], values: &[f64]) -> [Vec<f64>; 2] {
        let mut at = rounded(values);
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
                let exact = self.references.each_ref().map(|form| form.with_error(&at));
                errors(single, exact, |form, exact| {
                    slack(&self.references[form], exact, x, &place)
                })
            };
            for (found, error) in found.iter_mut().zip(errors.unwrap_or([0.0; 2])) {
                found.push(error.min(WRONG));
            }
        }
        found
    }

    /// Whether the second form is far better at one of these inputs.
    fn shows(&self, inputs: &[f64]) -> bool {
        let [first, second] = self.errors(inputs, self.judgement.defaults);
        (first.iter().zip(&second)).any(|(first, second)| first - 2.0 * second > CLEAR)
    }

    /// An input at which the second form is far better than the first, if it is nowhere worse.
    fn won(&self, suspects: &[f64]) -> Option<f64> {
        // What is a number at the ends stays one.
        let rest = &self.judgement.defaults[1..];
        let ends = [f64::INFINITY, f64::NEG_INFINITY].map(|x| [&[x], rest].concat());
        let mut lost =
            (ends.iter()).map(|at| self.programs.each_ref().map(|p| p.single(at).is_nan()));
        if lost.any(|is_nan| is_nan == [false, true]) {
            return None;
        }
        let inputs = many(suspects);
        let mut gain: Option<(f64, f64)> = None;
        for setting in settings(self.judgement.defaults).iter().take(3) {
            let [first, second] = self.errors(&inputs, setting);
            let is_grave =
                |index: usize| first[index] >= GRAVE && (1e-30..1e6).contains(&inputs[index].abs());
            let fine = self.judgement.fine;
            let gains: Vec<_> = excess(&first, &second, fine)
                .filter(|&(_, excess)| excess > CLEAR)
                .collect();
            // A few units are nothing beside a value that is wrong.
            let saves = gains.iter().any(|&(index, _)| is_grave(index));
            let fine = if saves { SLACK * fine } else { fine };
            if excess(&second, &first, fine).next().is_some() {
                return None;
            }
            for (index, excess) in gains {
                let counts = !self.is_dearer || is_grave(index);
                if counts && gain.is_none_or(|(_, most)| excess > most) {
                    gain = Some((inputs[index], excess));
                }
            }
        }
        gain.map(|(x, _)| x)
    }
}

/// Where an error of `these` is larger than `fine`, and than those around it in `others`: by how
/// much.
fn excess(these: &[f64], others: &[f64], fine: f64) -> impl Iterator<Item = (usize, f64)> {
    these.iter().enumerate().filter_map(move |(i, &own)| {
        let range = i.saturating_sub(AROUND)..others.len().min(i + AROUND + 1);
        let around = 2.0 * others[range].iter().copied().fold(0.0, f64::max);
        (own > fine && own > around).then_some((i, own - around))
    })
}

/// Many inputs, in their order: sixteen in an octave where networks compute, three elsewhere, and
/// `suspects`.
fn many(suspects: &[f64]) -> Vec<f64> {
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
