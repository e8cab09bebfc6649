//! Where two branches meet and the formula is smooth all the same.
//!
//! The chain rule takes what each branch has at a tie by convention, and adds that up: it states 0
//! for `relu(x) - relu(-x)` at 0, and for softplus as `x.max(0.0) + ln(1.0 + exp(-abs(x)))`, whose
//! slopes there are 1 and 0.5. Where both sides of a place have one slope and the value does not
//! jump, that slope is the derivative, and no choice is left to a convention.

use crate::{
    algebra::Simplifier,
    expr::{Graph, Id},
    kinks::{Place, beside, places, substitute, switches},
    op::Op,
    schedule::Symbols,
    tape::{INPUT, Tape, settings},
};

/// How far beside a place its sides are looked at, and how near they are to each other and to the
/// slope between them: a second derivative of 100 still is no jump.
const STEP: f64 = 1e-8;
const SAME: f64 = 1e-6;

/// `slope` with the slope of both sides at places where the chain rule states another one.
///
/// `value` and `slope` are simplified and have one input; `defaults` holds one value a symbol.
pub(crate) fn smooth(
    graph: &mut Graph,
    [value, slope]: [Id; 2],
    symbols: &Symbols,
    defaults: &[f64],
) -> Id {
    // Most formulas have no such place: what is looked at leaves no trace in the graph.
    let mut scratch = graph.clone();
    let switches = switches(&mut scratch, &[value, slope], 1);
    let mut places = places(&mut scratch, &switches, defaults);
    places.sort_by(|a, b| a.at_default.total_cmp(&b.at_default));
    places.dedup_by(|a, b| (a.at_default - b.at_default).abs() < 1e-12);
    let trial = Trial {
        value: Tape::new(graph, value),
        stated: Tape::new(graph, slope),
        settings: settings(defaults),
    };
    let mut result = slope;
    for &Place { at, at_default, .. } in &places {
        let Some(number) = scratch.number_at(at).cloned() else {
            continue;
        };
        let [left, right] = beside(&mut scratch, slope, at_default, defaults);
        let is_point = left == right && places.len() == 1;
        // What is 0/0 at a point by itself, and without digits beside it, is looked at as it is
        // computed: by its series.
        let sides = if is_point {
            let mut simplifier = Simplifier::new(&mut scratch, 1);
            let stable = simplifier.stabilise(left).0;
            let stable = simplifier.search(stable, symbols, defaults, &mut Vec::new());
            Tape::new(&scratch, stable)
        } else {
            trial.stated.clone()
        };
        if trial.is_right(&sides, at_default) {
            continue;
        }
        let (x, at) = (graph.symbol(INPUT), graph.number(number));
        let [left, right] = beside(graph, slope, at_default, defaults);
        // Both sides, where there are no more; else the place by itself.
        let form = if is_point {
            left
        } else if places.len() == 1 {
            let before = graph.op(Op::Lt, &[x, at]);
            graph.op(Op::Select, &[before, left, right])
        } else {
            let there = substitute(graph, right, INPUT, at);
            let here = graph.op(Op::Eq, &[x, at]);
            graph.op(Op::Select, &[here, there, result])
        };
        let form = Simplifier::new(graph, 1).simplify(form);
        let tried = if is_point {
            sides.clone()
        } else {
            Tape::new(graph, form)
        };
        if trial.is_mended(&tried, &sides, at_default) {
            result = form;
        }
    }
    result
}

/// A formula and its slope as stated, at the default parameters and at others.
struct Trial {
    value: Tape,
    stated: Tape,
    settings: Vec<Vec<f64>>,
}

impl Trial {
    /// Whether the slope that is stated at a place is that of its sides, or these differ.
    fn is_right(&self, sides: &Tape, at: f64) -> bool {
        let [left, _, right] = around(sides, at, &self.settings[0]);
        let [_, here, _] = around(&self.stated, at, &self.settings[0]);
        !are_same(left, right) || are_same(left, here)
    }

    /// Whether `form` is the slope at `at` as both sides have it, and the stated one elsewhere.
    fn is_mended(&self, form: &Tape, sides: &Tape, at: f64) -> bool {
        let points: Vec<f64> = (0..97)
            .map(|k| -24.07 + f64::from(k) * 0.5053)
            .chain([-300.0, 300.0])
            .filter(|x| (x - at).abs() > SAME)
            .collect();
        self.settings.iter().all(|setting| {
            let [left, _, right] = around(sides, at, setting);
            let [_, here, _] = around(form, at, setting);
            let [before, value, behind] = around(&self.value, at, setting);
            if [left, right, before, value, behind]
                .iter()
                .any(|v| v.is_nan())
            {
                // Such a parameter has no formula.
                return setting != &self.settings[0];
            }
            let stated = self.stated.double(&points, setting);
            let found = form.double(&points, setting);
            // Where the slope as typed has no value, the branch by itself may have one.
            let mut elsewhere = stated.iter().zip(found);
            are_same(left, here)
                && are_same(here, right)
                && are_same(before, value)
                && are_same(value, behind)
                && elsewhere.all(|(&stated, found)| stated.is_nan() || are_same(stated, found))
        })
    }
}

/// What `tape` is on the left of a place, there, and on its right.
fn around(tape: &Tape, at: f64, setting: &[f64]) -> [f64; 3] {
    let step = STEP * at.abs().max(1.0);
    let found = tape.double(&[at - step, at, at + step], setting);
    [found[0], found[1], found[2]]
}

fn are_same(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= SAME * a.abs().max(1.0)
}
