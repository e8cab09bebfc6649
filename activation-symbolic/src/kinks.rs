//! Where a formula changes branch, and where its slope jumps there.
//!
//! Every `if`, `max`, `abs`, … hides a *switching function* that changes sign where the branch
//! changes. For formulas of one input its roots are candidates; a candidate is a [`Kink`] when
//! the slopes left and right of it are different expressions, or infinite, or the values differ.

use std::collections::BTreeSet;

use crate::{
    algebra::Simplifier,
    differentiate::differentiate,
    eval::evaluate,
    expr::{Graph, Id, IdMap, Node, Symbol},
    number::Number,
    op::Op,
    tape::{INPUT, bisect, with_input},
};

/// A point where the slope or the value jumps, or the slope is infinite.
#[derive(Clone, Debug)]
pub struct Kink {
    /// Where, in terms of the parameters.
    pub at: Id,
    /// Where, at the default parameters.
    pub at_default: f64,
    /// The slope from the left, in terms of the parameters.
    pub left: Id,
    /// The slope from the right, in terms of the parameters.
    pub right: Id,
    /// The slopes at the default parameters.
    pub slopes_default: (f64, f64),
    /// Whether the value jumps too, at the default parameters.
    pub jump: bool,
    /// Whether there are more of its kind, farther from 0 than is listed.
    pub goes_on: bool,
}

/// The switching functions of `roots`, simplified, each once.
pub fn switches(graph: &mut Graph, roots: &[Id], inputs: u32) -> Vec<Id> {
    let mut found = Vec::new();
    for id in graph.reachable(roots) {
        let Some((op, arguments)) = graph.apply(id) else {
            continue;
        };
        let arguments = arguments.to_vec();
        match (op, arguments.as_slice()) {
            (op, &[a, b]) if op.is_comparison() || matches!(op, Op::Max | Op::Min) => {
                found.push(graph.op(Op::Sub, &[a, b]));
            }
            (Op::Abs | Op::Signum | Op::Relu, &[a]) => found.push(a),
            (Op::Clamp, &[a, low, high]) => {
                found.push(graph.op(Op::Sub, &[a, low]));
                found.push(graph.op(Op::Sub, &[a, high]));
            }
            // sin πu changes sign at the integers, cos πu halfway between them.
            (Op::Floor | Op::Ceil | Op::Trunc | Op::Fract, &[a]) => {
                found.push(periodic(graph, Op::Sin, a));
            }
            (Op::Round, &[a]) => found.push(periodic(graph, Op::Cos, a)),
            _ => {}
        }
    }
    let mut simplifier = Simplifier::new(graph, inputs);
    let mut seen = BTreeSet::new();
    let mut switches = Vec::new();
    for id in found {
        let simple = simplifier.simplify(id);
        let opposite = simplifier.negate(simple);
        let varies = simplifier.graph().depends_on_first(simple, inputs);
        if varies && !seen.contains(&opposite) && seen.insert(simple) {
            switches.push(simple);
        }
    }
    switches
}

fn periodic(graph: &mut Graph, op: Op, argument: Id) -> Id {
    let pi = graph.number(Number::constant("PI").expect("π is a constant"));
    let angle = graph.op(Op::Mul, &[pi, argument]);
    graph.op(op, &[angle])
}

/// A place where a formula of one input may change branch.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The function that changes sign there.
    pub switch: Id,
    /// Where, in terms of the parameters.
    pub at: Id,
    /// Where, at the default parameters.
    pub at_default: f64,
    /// Whether the function changes sign at more places, farther from 0 than is looked.
    pub goes_on: bool,
}

/// Where the switching functions of a formula of one input change sign.
///
/// `defaults` holds one value a symbol; that of the input is ignored.
pub fn places(graph: &mut Graph, switches: &[Id], defaults: &[f64]) -> Vec<Place> {
    let places = switches.iter().flat_map(|&switch| {
        let Roots { found, go_on } = roots(graph, switch, defaults);
        found.into_iter().map(move |(at, at_default)| Place {
            switch,
            at,
            at_default,
            goes_on: go_on,
        })
    });
    places.collect()
}

/// The kinks among the places of a formula of one input, from left to right at the default
/// parameters. A formula that calls other activations cannot be evaluated here, so that its slopes
/// are not known: it has no kinks, but switches all the same.
pub fn kinks(
    graph: &mut Graph,
    value: Id,
    slope: Id,
    places: &[Place],
    defaults: &[f64],
) -> Vec<Kink> {
    let mut kinks: Vec<Kink> = Vec::new();
    if !graph.calls(&[value, slope]).is_empty() {
        return kinks;
    }
    for place in places {
        let known = |kink: &&mut Kink| (kink.at_default - place.at_default).abs() < 1e-12;
        if let Some(kink) = kinks.iter_mut().find(known) {
            kink.goes_on |= place.goes_on;
            continue;
        }
        kinks.extend(examine(graph, value, slope, place, defaults));
    }
    kinks.sort_by(|a, b| a.at_default.total_cmp(&b.at_default));
    kinks
}

/// No more places than this are found between −20 and 20 for a switch that is not affine.
pub(crate) const ROOTS: usize = 16;

/// Farther out than between −20 and 20 is looked sparsely, and where more sign changes than these
/// are seen, the function is taken for one that has no last.
const FAR: usize = 4;

/// Where a switching function is 0.
pub(crate) struct Roots {
    /// In terms of the parameters, and at the default ones.
    pub(crate) found: Vec<(Id, f64)>,
    /// Whether there are more.
    pub(crate) go_on: bool,
}

/// Where `switch` is 0: as an expression if it is affine in the input; else at the places nearest
/// to 0, found by bisection, as expressions where it is affine around them and as numbers elsewhere.
pub(crate) fn roots(graph: &mut Graph, switch: Id, defaults: &[f64]) -> Roots {
    if let Some(root) = affine_root(graph, switch) {
        let place = evaluate(graph, root, defaults);
        return Roots {
            found: Vec::from_iter(place.is_finite().then_some((root, place))),
            go_on: false,
        };
    }
    let value = |x: f64| evaluate(graph, switch, &with_input(defaults, x));
    let crosses = |&[low, high]: &[f64; 2]| value(low).signum() * value(high) < 0.0;
    // An odd number of steps, so that the grid meets 0 and the small integers nowhere.
    const STEPS: i32 = 4001;
    let grid = |k: i32| -20.0 + 40.0 * f64::from(k) / f64::from(STEPS);
    // From the middle outwards.
    let near = (0..STEPS).map(|step| {
        let away = (step + 1) / 2;
        let k = STEPS / 2 + if step % 2 == 0 { away } else { -away };
        [grid(k), grid(k + 1)]
    });
    let mut crossings: Vec<[f64; 2]> = near.filter(crosses).take(ROOTS).collect();
    let mut go_on = crossings.len() == ROOTS;
    if !go_on {
        let grid = |k: i32| 20.0 * 1.05_f64.powi(k);
        let far = (0..80).flat_map(|k| [[grid(k), grid(k + 1)], [-grid(k + 1), -grid(k)]]);
        let far: Vec<[f64; 2]> = far.filter(crosses).take(FAR + 1).collect();
        go_on = far.len() > FAR;
        if !go_on {
            crossings.extend(far);
        }
    }
    let mut found: Vec<(Id, f64)> = crossings
        .into_iter()
        .filter_map(|ends| root_between(graph, switch, ends, defaults))
        .collect();
    found.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    Roots { found, go_on }
}

/// Where `switch` changes sign between two points.
fn root_between(
    graph: &mut Graph,
    switch: Id,
    ends: [f64; 2],
    defaults: &[f64],
) -> Option<(Id, f64)> {
    let found = bisect(|x| evaluate(graph, switch, &with_input(defaults, x)), ends);
    // Roots at round numbers are found only to the last bit: say −1, not −0.9999999999999999.
    let nearby = (found * 1e9).round() / 1e9;
    // x − sin x has no digits around 0: what changes sign there is rounding.
    let rounder = (found * 1e6).round() / 1e6;
    let root = if (nearby - found).abs() < 1e-12 {
        nearby
    } else if evaluate(graph, switch, &with_input(defaults, rounder)) == 0.0 {
        rounder
    } else {
        found
    };
    // |x| − λ is affine on either side of 0, and has its roots at ±λ.
    let branch = resolve(graph, switch, &with_input(defaults, root));
    let exact = affine_root(graph, branch).filter(|&exact| {
        (evaluate(graph, exact, defaults) - root).abs() < 1e-9 * (1.0 + root.abs())
    });
    match exact {
        Some(exact) => Some((exact, root)),
        None => Some((graph.number(Number::from_f64(root)?), root)),
    }
}

/// Where `switch` is 0, if it is affine in the input.
fn affine_root(graph: &mut Graph, switch: Id) -> Option<Id> {
    let rate = differentiate(graph, switch, INPUT, 1).result;
    let rate = Simplifier::new(graph, 1).simplify(rate);
    if graph.depends_on_first(rate, 1) {
        return None;
    }
    let zero = graph.integer(0);
    let offset = substitute(graph, switch, INPUT, zero);
    let quotient = graph.op(Op::Div, &[offset, rate]);
    let root = graph.op(Op::Neg, &[quotient]);
    Some(Simplifier::new(graph, 1).simplify(root))
}

/// The kink at a candidate, if it is one.
fn examine(
    graph: &mut Graph,
    value: Id,
    slope: Id,
    place: &Place,
    defaults: &[f64],
) -> Option<Kink> {
    let &Place { at, at_default, .. } = place;
    let slopes = beside(graph, slope, at_default, defaults);
    let jump = jump(graph, value, at, at_default, defaults).is_some();
    if slopes[0] == slopes[1] && !jump {
        return None;
    }
    let there = with_input(defaults, at_default);
    let [(left, left_default), (right, right_default)] = limits(graph, slopes, at, &there);
    // Where the slope is infinite it is no number, on whichever side.
    let endless = left_default.is_infinite() || right_default.is_infinite();
    if left == right && !jump && !endless {
        return None;
    }
    // Two spellings of one number are no kink: what no parameter can move apart is compared.
    let constant = graph.symbols(left).is_empty() && graph.symbols(right).is_empty();
    let close = (left_default - right_default).abs() < 1e-9 * (1.0 + left_default.abs());
    if constant && close && !jump && !endless {
        return None;
    }
    Some(Kink {
        at,
        at_default,
        left,
        right,
        slopes_default: (left_default, right_default),
        jump,
        goes_on: place.goes_on,
    })
}

/// The values on the left and on the right of a candidate at the default parameters, if `value`
/// jumps there.
pub(crate) fn jump(
    graph: &mut Graph,
    value: Id,
    at: Id,
    at_default: f64,
    defaults: &[f64],
) -> Option<(f64, f64)> {
    let values = beside(graph, value, at_default, defaults);
    let there = with_input(defaults, at_default);
    let [(left, low), (right, high)] = limits(graph, values, at, &there);
    let jumps = left != right && (low - high).abs() > 1e-9 * (1.0 + low.abs());
    jumps.then_some((low, high))
}

/// The branches of `id` that are taken on the left and on the right of a candidate.
pub(crate) fn beside(graph: &mut Graph, id: Id, at_default: f64, defaults: &[f64]) -> [Id; 2] {
    let offset = 1e-6 * (1.0 + at_default.abs());
    [at_default - offset, at_default + offset].map(|x| {
        let resolved = resolve(graph, id, &with_input(defaults, x));
        Simplifier::new(graph, 1).simplify(resolved)
    })
}

/// The branches on the left and on the right of a place where they end, there, and their values.
fn limits(graph: &mut Graph, branches: [Id; 2], at: Id, there: &[f64]) -> [(Id, f64); 2] {
    let mut side = 1.0;
    branches.map(|branch| {
        side = -side;
        limit(graph, branch, at, there, side)
    })
}

/// A branch at the place where it ends, and its value there. What is 0/0 there is followed from
/// beside it, at the default parameters.
fn limit(graph: &mut Graph, branch: Id, at: Id, there: &[f64], side: f64) -> (Id, f64) {
    let id = substitute(graph, branch, INPUT, at);
    let id = Simplifier::new(graph, 1).simplify(id);
    let value = evaluate(graph, id, there);
    if !value.is_nan() {
        return (id, value);
    }
    let place = there[INPUT.0 as usize];
    let [far, near, nearest] = [1e-3, 1e-6, 1e-9].map(|step| {
        let x = place + side * step * (1.0 + place.abs());
        evaluate(graph, branch, &with_input(there, x))
    });
    let (first, second) = (near - far, nearest - near);
    if nearest.is_infinite() || (second.abs() >= 0.98 * first.abs() && second.abs() > 1.0) {
        return (id, f64::INFINITY.copysign(nearest));
    }
    // As a power does it, Aitken's rule says where to.
    let shrinks = second.abs() < 0.5 * first.abs();
    let end = if shrinks {
        nearest + second * second / (first - second)
    } else {
        nearest
    };
    let end = (end * 1e6).round() / 1e6 + 0.0;
    match Number::from_f64(end) {
        Some(number) if (end - nearest).abs() < 0.01 => (graph.number(number), end),
        _ => (id, value),
    }
}

/// `id` with `replacement` for `symbol`.
pub(crate) fn substitute(graph: &mut Graph, id: Id, symbol: Symbol, replacement: Id) -> Id {
    let own = Node::Symbol(symbol);
    if !graph.may_depend_on(id, symbol) || *graph.node(replacement) == own {
        return id;
    }
    let mut done = IdMap::up_to(id);
    for part in graph.reachable(&[id]) {
        let new = if *graph.node(part) == own {
            replacement
        } else if graph.may_depend_on(part, symbol) {
            let arguments = done.all(graph.arguments(part));
            graph.rebuild(part, &arguments)
        } else {
            part
        };
        done.insert(part, new);
    }
    done.of(id)
}

/// `id` with every branch replaced by the one taken at `values`.
pub(crate) fn resolve(graph: &mut Graph, id: Id, values: &[f64]) -> Id {
    rewrite(graph, id, &mut |graph, node, new| {
        let (op, old) = graph.apply(node)?;
        let value = |id: Id| evaluate(graph, id, values);
        match (op, old) {
            (Op::Select, old) => Some(new[if value(old[0]) != 0.0 { 1 } else { 2 }]),
            (Op::Max, old) => Some(new[usize::from(value(old[1]) > value(old[0]))]),
            (Op::Min, old) => Some(new[usize::from(value(old[1]) < value(old[0]))]),
            (Op::Clamp, old) if value(old[0]).max(value(old[1])) > value(old[2]) => Some(new[2]),
            (Op::Clamp, old) if value(old[0]) < value(old[1]) => Some(new[1]),
            (Op::Clamp, _) => Some(new[0]),
            (Op::Relu, old) if value(old[0]) > 0.0 => Some(new[0]),
            (Op::Relu, _) => Some(graph.integer(0)),
            (Op::Abs, old) if value(old[0]) > 0.0 => Some(new[0]),
            (Op::Abs, _) => Some(graph.op(Op::Neg, &[new[0]])),
            (Op::Signum | Op::Floor | Op::Ceil | Op::Round | Op::Trunc, _) => {
                let number = Number::from_f64(value(node))?;
                Some(graph.number(number))
            }
            (Op::Fract, old) => {
                let whole = Number::from_f64(value(old[0]).trunc())?;
                let whole = graph.number(whole);
                Some(graph.op(Op::Sub, &[new[0], whole]))
            }
            _ => None,
        }
    })
}

/// What takes the place of a node, given its new arguments; `None` keeps the node's op.
pub(crate) type Step<'a> = dyn FnMut(&mut Graph, Id, &[Id]) -> Option<Id> + 'a;

/// Rebuilds `root` bottom up; `step` sees the old node and the new arguments and may answer
/// what takes the node's place.
pub(crate) fn rewrite(graph: &mut Graph, root: Id, step: &mut Step<'_>) -> Id {
    let mut done = IdMap::new();
    for id in graph.reachable(&[root]) {
        let arguments = done.all(graph.arguments(id));
        let new = match step(graph, id, &arguments) {
            Some(new) => new,
            None => graph.rebuild(id, &arguments),
        };
        done.insert(id, new);
    }
    done.of(root)
}
