//! Where two branches meet and the formula is smooth all the same.
//!
//! The chain rule takes what each branch has at a tie by convention, and adds that up: it states 0
//! for `relu(x) - relu(-x)` at 0, and for softplus as `x.max(0.0) + ln(1.0 + exp(-abs(x)))`, whose
//! slopes there are 1 and 0.5. Where both sides of a place have one slope and the value does not
//! jump, that slope is the derivative, and no choice is left to a convention. Each input and each
//! parameter is looked at by itself, the others held.

use crate::{
    algebra::Simplifier,
    eval::evaluate,
    expr::{Graph, Id, Node, Symbol},
    kinks::{Place, beside, places, rewrite, roots, substitute, switches},
    op::Op,
    schedule::Symbols,
    tape::{INPUT, Tape, settings},
};

/// How far beside a place its sides are looked at, and how near they are to each other and to the
/// slope between them: a second derivative of 100 still is no jump.
const STEP: f64 = 1e-8;
const SAME: f64 = 1e-6;

/// What the inputs beside the one that is looked at are, one after the other: nothing special.
const BESIDE: [f64; 4] = [0.83, -1.7, 2.3, -0.41];

/// `slope`, by `symbol`, with the slope of both sides at places where the chain rule states another
/// one.
///
/// `value` and `slope` are simplified; `defaults` holds one value a symbol.
pub(crate) fn smooth(
    graph: &mut Graph,
    forms: [Id; 2],
    symbol: Symbol,
    symbols: &Symbols,
    defaults: &[f64],
) -> Id {
    if symbols.inputs == 1 && symbol == INPUT {
        return smooth_alone(graph, forms, symbols, defaults);
    }
    // The others are as parameters are, and the one is the first.
    let mut alone = Symbols {
        inputs: 1,
        ..symbols.clone()
    };
    alone.names.swap(0, symbol.0 as usize);
    let values = values_beside(symbol, symbols.inputs, defaults, 0);
    let mended = |graph: &mut Graph| {
        let forms = forms.map(|form| exchanged(graph, form, symbol));
        let form = smooth_alone(graph, forms, &alone, &values);
        (form != forms[1]).then(|| exchanged(graph, form, symbol))
    };
    // As below: most have none.
    let form = mended(&mut graph.clone()).and_then(|_| mended(graph));
    form.unwrap_or(forms[1])
}

/// The values of all symbols but one, which is in the place of the first one.
fn values_beside(symbol: Symbol, inputs: usize, defaults: &[f64], turn: usize) -> Vec<f64> {
    let mut values = defaults.to_vec();
    for (k, value) in values[..inputs].iter_mut().enumerate() {
        *value = BESIDE[(k + turn) % BESIDE.len()];
    }
    values.swap(0, symbol.0 as usize);
    values
}

/// Whether neither the value of a formula of several inputs nor one of its slopes by them changes
/// abruptly where `switch` is 0: then it is no kink.
pub(crate) fn is_smooth_across(
    graph: &Graph,
    forms: &[Id],
    switch: Id,
    symbols: &Symbols,
    defaults: &[f64],
) -> bool {
    let mut scratch = graph.clone();
    let mut looked = false;
    for symbol in (0..symbols.inputs as u32).map(Symbol) {
        if !scratch.symbols(switch).contains(&symbol) {
            continue;
        }
        let switch = exchanged(&mut scratch, switch, symbol);
        let tapes: Vec<Tape> = (forms.iter())
            .map(|&form| {
                let form = exchanged(&mut scratch, form, symbol);
                Tape::new(&scratch, form)
            })
            .collect();
        for turn in 0..BESIDE.len() {
            let values = values_beside(symbol, symbols.inputs, defaults, turn);
            for (_, at) in roots(&mut scratch, switch, &values).found {
                looked = true;
                let is_smooth = |tape: &Tape| {
                    let [left, here, right] = around(tape, at, &values);
                    are_same(left, here) && are_same(here, right)
                };
                if !tapes.iter().all(is_smooth) {
                    return false;
                }
            }
        }
    }
    looked
}

/// `id` with the first symbol and another one in each other's place.
fn exchanged(graph: &mut Graph, id: Id, other: Symbol) -> Id {
    let (first, second) = (graph.symbol(INPUT), graph.symbol(other));
    rewrite(graph, id, &mut |_, node, _| match node {
        _ if node == first => Some(second),
        _ if node == second => Some(first),
        _ => None,
    })
}

fn smooth_alone(
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
    let mut trial = Trial {
        value: Tape::new(graph, value),
        stated: Tape::new(graph, slope),
        settings: settings(defaults),
        at: Vec::new(),
    };
    let mut result = slope;
    for &Place { at, at_default, .. } in &places {
        // What is computed has a tie at numbers, at other inputs and at parameters, and nowhere else
        // for certain.
        if !scratch.is_leaf(at) {
            continue;
        }
        trial.at = (trial.settings.iter())
            .map(|setting| evaluate(&scratch, at, setting))
            .collect();
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
        if trial.is_right(&sides) {
            continue;
        }
        let x = graph.symbol(INPUT);
        let at = match scratch.node(at).clone() {
            Node::Number(number) => graph.number(number),
            Node::Symbol(symbol) => graph.symbol(symbol),
            _ => continue,
        };
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
        if trial.is_mended(&tried, &sides) {
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
    /// Where the place is that is looked at, in each setting.
    at: Vec<f64>,
}

impl Trial {
    /// Whether the slope that is stated at a place is that of its sides, or these differ.
    fn is_right(&self, sides: &Tape) -> bool {
        let at = self.at[0];
        let [left, _, right] = around(sides, at, &self.settings[0]);
        let [_, here, _] = around(&self.stated, at, &self.settings[0]);
        !are_same(left, right) || are_same(left, here)
    }

    /// Whether `form` is the slope at the place as both sides have it, and the stated one elsewhere.
    fn is_mended(&self, form: &Tape, sides: &Tape) -> bool {
        let grid = || (0..97).map(|k| -24.07 + f64::from(k) * 0.5053);
        self.settings.iter().zip(&self.at).all(|(setting, &at)| {
            let points = grid().chain([-300.0, 300.0]);
            let points: Vec<f64> = points.filter(|x| (x - at).abs() > SAME).collect();
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
