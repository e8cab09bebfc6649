//! The far ends of the line: what a stable form does at ±∞, and where its parts overflow.
//!
//! `x·σ(x)` is −∞·0 at −∞, `x/(1 + |x|)` is ∞/∞, `x/√(1 + x²)` is wrong as soon as x² overflows.
//! On paper each has a limit that it reaches long before. So the input is clamped on the side
//! that fails, as far out as it helps: one instruction, and no input between the bounds is
//! touched. Which bound it is, if any, is found by trying: a form is evaluated with the roundings
//! and the range of `f32` at points out to ±∞, beside itself in `f64`. Where a clamp of the whole
//! form does not help, only the part is clamped in which a NaN is born.
//!
//! Not here: a NaN that comes in, and how it gets out again (`nan`).

use std::collections::BTreeSet;

use super::lower;
use crate::{
    eval::Program,
    expr::{Graph, Id, IdMap, IdSet, Symbol},
    kinks::substitute,
    number::Number,
    op::Op,
    schedule::Symbols,
};

/// Bounds to try: beyond any use; where the square still has a value; the cube; where the square
/// of an exponential has, and, if that leaves something to be desired, where an exponential has;
/// for what falls off as 1/x does, the largest number.
/// The first two alone are far enough out for every size of another input.
const BOUNDS: [Bound; 6] = [
    Some(1_000_000_000_000_000_000),
    Some(1_000_000_000_000),
    Some(1_000),
    Some(40),
    Some(80),
    None,
];

/// What is tried for a second derivative, which falls off faster: beside an x⁻³ the x of 10¹⁸ is
/// too near in `f32`, and any but the largest number is in `f64`.
const FAR_BOUNDS: [Bound; 6] = [None, BOUNDS[0], BOUNDS[1], BOUNDS[2], BOUNDS[3], BOUNDS[4]];

/// The bound for what oscillates, which is not the same beyond any other: only ∞ itself becomes a
/// number. sin(x)/x has its phase up to the last float, 3.4·10³⁸.
const WAVE: [Bound; 1] = [None];

/// How far out an input is clamped; none is the largest number of the type.
type Bound = Option<i128>;

/// How many parts are tried for themselves.
const PARTS: usize = 12;

/// Where the ends are looked at, on either side: behind every bound before x² overflows, too, since
/// there a form may still be right as it is.
const POINTS: [f32; 15] = [
    f32::INFINITY,
    3e38,
    1e30,
    3e19,
    4e18,
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

/// How much more a NaN, a lost infinity or a number that is far off weighs than a tail that is
/// cut off when it is next to nothing.
const GRAVE: usize = 100;

/// A tail of a value or a slope of less than this is about to leave the range: it may be cut off.
const TAIL: f64 = 1e-30;

/// That of a second derivative is a few subnormal numbers away from 0: with x⁻³ and x⁻⁴ among
/// them, they get there long before x is out of use.
const FAR_TAIL: f64 = 1e-43;

/// `form` with `input` clamped where that repairs it. `samples` holds the values of all symbols,
/// a few times; that of `input` is ignored. Tells whether nothing grave is left.
pub fn guard(
    graph: &mut Graph,
    form: Id,
    symbols: &Symbols,
    input: Symbol,
    samples: &[Vec<f64>],
) -> (Id, bool) {
    let bounds = if samples.len() > 1 {
        &BOUNDS[..2]
    } else {
        &BOUNDS
    };
    guard_with(graph, form, symbols, input, samples, bounds, TAIL)
}

/// [`guard`] for the second derivative of a formula of one input.
pub fn guard_second(graph: &mut Graph, form: Id, symbols: &Symbols, defaults: &[f64]) -> Id {
    let samples = [defaults.to_vec()];
    let x = Symbol(0);
    guard_with(graph, form, symbols, x, &samples, &FAR_BOUNDS, FAR_TAIL).0
}

fn guard_with(
    graph: &mut Graph,
    form: Id,
    symbols: &Symbols,
    input: Symbol,
    samples: &[Vec<f64>],
    bounds: &[Bound],
    tail: f64,
) -> (Id, bool) {
    // What calls another activation cannot be tried; each guards its own ends.
    if !graph.symbols(form).contains(&input) || !graph.calls(&[form]).is_empty() {
        return (form, true);
    }
    let mut best = form;
    let mut sound = true;
    let held = hold_waves(graph, form);
    let waves = held != form;
    let bounds = if waves { &WAVE[..] } else { bounds };
    let algebraic = is_algebraic(graph, form, input);
    for side in [1.0, -1.0] {
        let end = End::new(graph, form, input, samples, side, tail);
        let mut each = end.each_failure(graph, best, symbols);
        let mut fewest = each.iter().sum();
        let mut tried = IdSet::from_iter([best]);
        if fewest == 0 {
            continue;
        }
        let mut unguarded = best;
        if waves {
            unguarded = hold_waves(graph, best);
            tried.insert(unguarded);
            each = end.each_failure(graph, unguarded, symbols);
            let left = each.iter().sum();
            if left < fewest {
                (best, fewest) = (unguarded, left);
            }
            if left == 0 {
                continue;
            }
        }
        // What is no number at ∞ alone is not worth the two instructions.
        let beside = waves && fewest >= 2 * GRAVE;
        let mut parts = vec![unguarded];
        if fewest >= GRAVE {
            parts.extend(end.births(graph, unguarded).into_iter().take(PARTS));
        }
        'parts: for part in parts {
            for (bound, place) in tries(bounds, beside) {
                // A function is at its end long before, and the slope beside it has its bound.
                if bound.is_none() && place.argument && !waves && !algebraic {
                    continue;
                }
                // What fails before the bound fails with it, too.
                if end.before(bound, &each) >= fewest {
                    continue;
                }
                let clamped = clamp(graph, part, input, bound, side, place);
                let candidate = exchange(graph, unguarded, part, clamped);
                // Where no x stands, no clamp does either.
                if !tried.insert(candidate) {
                    continue;
                }
                let left = end.failures(graph, candidate, symbols, fewest);
                if left < fewest {
                    (best, fewest) = (candidate, left);
                }
                if left == 0 {
                    break 'parts;
                }
            }
        }
        sound &= fewest < GRAVE;
    }
    (best, sound)
}

/// [`guard`] for a formula of one input; `defaults` holds the values of all symbols.
pub fn guard_alone(graph: &mut Graph, form: Id, symbols: &Symbols, defaults: &[f64]) -> Id {
    guard(graph, form, symbols, Symbol(0), &[defaults.to_vec()]).0
}

/// Whether `form` is made of `input` by arithmetic, roots and signs: nothing in it has an end before
/// the largest number.
fn is_algebraic(graph: &Graph, form: Id, input: Symbol) -> bool {
    let is_algebraic = |&id: &Id| match graph.apply(id) {
        Some((op, _)) if graph.may_depend_on(id, input) => matches!(
            op,
            Op::Add
                | Op::Sub
                | Op::Mul
                | Op::Div
                | Op::Neg
                | Op::Powi
                | Op::Sqrt
                | Op::Abs
                | Op::Signum
        ),
        _ => true,
    };
    graph.reachable(&[form]).iter().all(is_algebraic)
}

/// Where an x stands.
#[derive(Clone, Copy)]
struct Places {
    /// As a factor of the whole.
    factor: bool,
    /// In a sum, outside of functions.
    term: bool,
    /// In the argument of a function.
    argument: bool,
    /// Outside of functions, in what is multiplied by one that falls off.
    beside: bool,
}

/// Where to clamp, the most harmless first.
const PLACES: [Places; 8] = {
    const fn places(factor: bool, term: bool, argument: bool) -> Places {
        Places {
            factor,
            term,
            argument,
            beside: false,
        }
    }
    [
        places(true, true, false),
        places(false, false, true),
        places(false, true, false),
        places(true, false, false),
        places(false, true, true),
        places(true, false, true),
        places(true, true, true),
        // The terms of a polynomial in an exponential but for the first, which is not 0 times
        // anything.
        Places {
            beside: true,
            ..places(false, false, false)
        },
    ]
};

/// Every bound in every place; and where an oscillation forbids them, those that it does not see.
fn tries(bounds: &[Bound], beside: bool) -> impl Iterator<Item = (Bound, Places)> {
    let beside = BOUNDS[..2].iter().filter(move |_| beside);
    let beside = beside.map(|&bound| (bound, PLACES[PLACES.len() - 1]));
    let all = bounds.iter();
    all.flat_map(|&bound| PLACES.map(|place| (bound, place)))
        .chain(beside)
}

/// `form` with `min(x, bound)` or `max(x, −bound)` in these places of x.
fn clamp(
    graph: &mut Graph,
    form: Id,
    input: Symbol,
    bound: Bound,
    side: f64,
    places: Places,
) -> Id {
    let x = graph.symbol(input);
    let clamped = match bound.and_then(|bound| Number::fraction(bound, 1)) {
        None => graph.op(Op::Finite, &[x]),
        Some(bound) => {
            let (op, bound) = if side > 0.0 {
                (Op::Min, bound)
            } else {
                (Op::Max, bound.negate())
            };
            let bound = graph.number(bound);
            // The constant comes first: `math::max` keeps a NaN of either side.
            graph.op(op, &[bound, x])
        }
    };
    let choose = |clamps| if clamps { clamped } else { x };
    let mut replacement = Replacement {
        graph,
        input,
        x,
        factor: choose(places.factor),
        term: choose(places.term),
        argument: choose(places.argument),
        beside: places.beside.then_some(clamped),
        done: [IdMap::new(), IdMap::new(), IdMap::new()],
    };
    replacement.replace(form, Part::Factor)
}

/// `form` with a finite argument in all its sines and cosines: of an a·x as well, which is
/// infinite before x is.
fn hold_waves(graph: &mut Graph, form: Id) -> Id {
    let mut done = IdMap::new();
    for id in graph.reachable(&[form]) {
        let same = match graph.apply(id) {
            Some((op, arguments)) => {
                let mut arguments = done.all(arguments);
                let is_held = matches!(graph.apply(arguments[0]), Some((Op::Finite, _)));
                if matches!(op, Op::Sin | Op::Cos | Op::Tan) && !is_held {
                    arguments[0] = graph.op(Op::Finite, &arguments);
                }
                graph.op(op, &arguments)
            }
            None => id,
        };
        done.insert(id, same);
    }
    done.of(form)
}

struct Replacement<'g> {
    graph: &'g mut Graph,
    input: Symbol,
    x: Id,
    factor: Id,
    term: Id,
    argument: Id,
    /// None where that is no place of its own.
    beside: Option<Id>,
    /// What has become of each part, as what it is reached as.
    done: [IdMap; 3],
}

/// What a part is of the whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Factor,
    Term,
    /// A factor of a function that falls off.
    Beside,
}

impl Replacement<'_> {
    /// Rebuilds the arithmetic around functions.
    fn replace(&mut self, id: Id, part: Part) -> Id {
        if id == self.x {
            return match (part, self.beside) {
                (Part::Factor, _) => self.factor,
                (Part::Beside, Some(beside)) => beside,
                _ => self.term,
            };
        }
        if let Some(new) = self.done[part as usize].get(id) {
            return new;
        }
        let new = match self.graph.apply(id) {
            // A bound of the other side counts as arithmetic: what is inside of it is still
            // outside of functions.
            Some((
                op @ (Op::Add
                | Op::Sub
                | Op::Mul
                | Op::Div
                | Op::Neg
                | Op::Powi
                | Op::Select
                | Op::Min
                | Op::Max
                | Op::Finite),
                arguments,
            )) => {
                let mut arguments = arguments.to_vec();
                let part = match (part, op) {
                    (Part::Factor, Op::Add | Op::Sub) => Part::Term,
                    _ => part,
                };
                let falls = |id: &Id| self.beside.is_some() && op == Op::Mul && self.falls_off(*id);
                let mut parts = vec![part; arguments.len()];
                for (index, _) in arguments.iter().enumerate().filter(|(_, a)| falls(a)) {
                    parts[1 - index] = Part::Beside;
                }
                // The condition of an `if` asks about the input as it is.
                let first = usize::from(op == Op::Select);
                for (argument, &part) in arguments.iter_mut().zip(&parts).skip(first) {
                    *argument = self.replace(*argument, part);
                }
                self.graph.op(op, &arguments)
            }
            // What is multiplied by such a function may stand in another one, and may have others
            // in it; the one that falls off stays as it is, to be computed once, and so does what
            // oscillates.
            Some((op, arguments))
                if self.beside.is_some()
                    && !self.falls_off(id)
                    && !matches!(op, Op::Sin | Op::Cos | Op::Tan) =>
            {
                let mut arguments = arguments.to_vec();
                let inside = match part {
                    Part::Beside => part,
                    _ => Part::Term,
                };
                for argument in &mut arguments {
                    *argument = self.replace(*argument, inside);
                }
                self.graph.op(op, &arguments)
            }
            // A factor stands outside of the function that it goes into.
            Some((op @ (Op::TimesExp | Op::TimesNormalCdf), &[factor, argument])) => {
                let part = self.beside.map_or(part, |_| Part::Beside);
                let factor = self.replace(factor, part);
                let argument = substitute(self.graph, argument, self.input, self.argument);
                self.graph.op(op, &[factor, argument])
            }
            _ => substitute(self.graph, id, self.input, self.argument),
        };
        self.done[part as usize].insert(id, new);
        new
    }

    /// Whether a function that falls off, on one side at least, is a factor of `id`.
    fn falls_off(&self, id: Id) -> bool {
        match self.graph.apply(id) {
            Some((Op::Mul, arguments)) => arguments.iter().any(|&a| self.falls_off(a)),
            Some((Op::Div | Op::Neg | Op::Powi, arguments)) => self.falls_off(arguments[0]),
            Some((op, _)) => matches!(
                op,
                Op::Exp | Op::Sigmoid | Op::LogisticPdf | Op::NormalCdf | Op::NormalPdf | Op::Erfc
            ),
            None => false,
        }
    }
}

/// `form` with `new` in the place of `old`.
fn exchange(graph: &mut Graph, form: Id, old: Id, new: Id) -> Id {
    let mut done = IdMap::new();
    done.insert(old, new);
    for id in graph.reachable(&[form]) {
        if id == old {
            continue;
        }
        let same = match graph.apply(id) {
            Some((op, arguments)) => {
                let arguments = done.all(arguments);
                graph.op(op, &arguments)
            }
            None => id,
        };
        done.insert(id, same);
    }
    done.of(form)
}

/// An input at an end.
struct Point {
    /// How far out it is.
    size: f64,
    /// All symbols there.
    values: Vec<f64>,
    /// What a form should be.
    expected: f64,
}

/// One side of the line: where it is looked at, and what is expected there.
struct End {
    points: Vec<Point>,
    /// What is smaller may be cut off.
    tail: f64,
}

impl End {
    fn new(
        graph: &Graph,
        form: Id,
        input: Symbol,
        samples: &[Vec<f64>],
        side: f64,
        tail: f64,
    ) -> End {
        let program = Program::new(graph, form);
        let mut points = Vec::new();
        for sample in samples {
            let at = |x: f64| {
                let mut values = sample.clone();
                values[input.0 as usize] = x;
                values
            };
            let exact = |x: f64| program.double(&at(x));
            // Known before it is needed: the farthest points come first.
            let trend = POINTS[1..]
                .iter()
                .find_map(|&point| Trend::at(exact, side * f64::from(point)));
            for &point in POINTS.iter().rev() {
                let x = side * f64::from(point);
                let mut expected = exact(x);
                if expected.is_nan() {
                    // A form that has no value in f64 either goes on as it did on the way.
                    let Some(Some(trend)) = trend else { continue };
                    expected = trend.continued(x);
                }
                points.push(Point {
                    size: x.abs(),
                    values: at(x),
                    expected,
                });
            }
        }
        End { points, tail }
    }

    /// How badly `candidate` fails in `f32`, if that is less than `limit`.
    fn failures(&self, graph: &mut Graph, candidate: Id, symbols: &Symbols, limit: usize) -> usize {
        let failure = self.failure(graph, candidate, symbols);
        let mut total = 0;
        for point in &self.points {
            total += failure(point);
            if total >= limit {
                break;
            }
        }
        total
    }

    /// How much of these failures a clamp leaves as it is: it touches no input before its bound.
    fn before(&self, bound: Bound, failures: &[usize]) -> usize {
        let bound = bound.map_or(f64::from(f32::MAX), |bound| bound as f64);
        let points = self.points.iter().zip(failures);
        let before = points.filter(|(point, _)| point.size <= bound);
        before.map(|(_, failures)| failures).sum()
    }

    /// How badly `candidate` fails at every point.
    fn each_failure(&self, graph: &mut Graph, candidate: Id, symbols: &Symbols) -> Vec<usize> {
        let failure = self.failure(graph, candidate, symbols);
        self.points.iter().map(failure).collect()
    }

    /// Tells how badly `candidate` fails at a point.
    fn failure(
        &self,
        graph: &mut Graph,
        candidate: Id,
        symbols: &Symbols,
    ) -> impl Fn(&Point) -> usize + use<> {
        let lowered = lower(graph, candidate, symbols);
        let program = Program::new(graph, lowered);
        let normal = |&id| {
            matches!(
                graph.apply(id),
                Some((Op::TimesNormalCdf | Op::TimesNormalPdf, _))
            )
        };
        let has_end = graph.reachable(&[lowered]).iter().any(normal);
        let tail = self.tail;
        move |Point {
                  values, expected, ..
              }: &Point| {
            let found = program.single(values);
            let at_infinity = values.iter().any(|value| value.is_infinite());
            let size = expected.abs();
            if size > f64::from(f32::MAX) || (at_infinity && size > 1e10) {
                let kept = found.is_infinite() && found.signum() == expected.signum();
                return if kept { 0 } else { GRAVE };
            }
            let off = (found - expected).abs();
            // A tail that has left the range, or is about to: no sign and no digits are asked;
            // and at ∞ itself, no more than a clamp can give.
            let floor = if at_infinity { 1e-17 } else { 10.0 * tail };
            if off <= 1e-4 * size || (size < tail && found.abs() < floor) {
                // φ in parts is no smaller beyond its end, −18.6, so that 10¹⁸·10¹⁸·φ(−10¹⁸) is
                // 3·10⁻⁴⁰ and should be 0.
                let leaves = size < f64::from(f32::from_bits(1)) && found.abs() > 1e-37;
                usize::from(!at_infinity && (leaves || has_end && size == 0.0 && found != 0.0))
            } else if off <= 1e-6 {
                1
            } else {
                GRAVE
            }
        }
    }

    /// The parts of `form` that are NaN somewhere without an argument that is.
    fn births(&self, graph: &Graph, form: Id) -> BTreeSet<Id> {
        let mut births = BTreeSet::new();
        let parts = graph.reachable(&[form]);
        let program = Program::new(graph, form);
        let mut results = Vec::new();
        for Point { values, .. } in &self.points {
            program.singles(values, &mut results);
            let is_nan = |id: &Id| {
                let position = parts.binary_search(id).expect("arguments are reachable");
                results[position].is_nan()
            };
            births.extend(
                parts
                    .iter()
                    .copied()
                    .filter(|id| is_nan(id) && !graph.arguments(*id).iter().any(is_nan)),
            );
        }
        births
    }
}

/// A function far out: like a power of x.
#[derive(Clone, Copy)]
struct Trend {
    x: f64,
    value: f64,
    exponent: f64,
}

impl Trend {
    /// The trend at `x`: `None` where the function has no value, `Some(None)` where it is like no
    /// power, as what oscillates.
    fn at(f: impl Fn(f64) -> f64, x: f64) -> Option<Option<Trend>> {
        let [low, value, high] = [0.9 * x, x, 1.1 * x].map(f);
        if low.is_nan() || value.is_nan() || high.is_nan() {
            return None;
        }
        let trend = |exponent| Some(Some(Trend { x, value, exponent }));
        if [low, value, high].iter().all(|v| v.abs() < 1e-12) {
            return Some(Some(Trend {
                x,
                value: 0.0,
                exponent: 0.0,
            }));
        }
        if value.is_infinite() {
            return trend(0.0);
        }
        let below = (value / low).ln() / -0.9_f64.ln();
        let above = (high / value).ln() / 1.1_f64.ln();
        // A logarithm has a slowly falling exponent, a root of a polynomial one near a number.
        if (above - below).abs() < 1e-3 {
            let near = (2.0 * above).round() / 2.0;
            trend(if (above - near).abs() < 1e-6 {
                near
            } else {
                above
            })
        } else {
            Some(None)
        }
    }

    fn continued(self, x: f64) -> f64 {
        if self.exponent == 0.0 {
            return self.value;
        }
        self.value * (x / self.x).powf(self.exponent)
    }
}
