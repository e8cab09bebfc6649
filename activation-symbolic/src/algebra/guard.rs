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

mod clamp;
mod end;

use self::{
    clamp::{PLACES, Places, clamp, exchange, hold_waves},
    end::{Computed, End},
};
use crate::{
    eval::Program,
    expr::{Graph, Id, IdSet, Symbol},
    op::Op,
    schedule::Symbols,
};

/// Bounds to try: beyond any use; where the square still has a value; the cube; where the square
/// of an exponential has, and, if that leaves something to be desired, where an exponential has;
/// for what falls off as 1/x does, the largest number.
const BOUNDS: [Bound; 6] = [
    Some(1_000_000_000_000_000_000),
    Some(1_000_000_000_000),
    Some(1_000),
    Some(40),
    Some(80),
    None,
];

/// What is far enough out for other inputs of every size: also for those that are large together
/// with this one, where the form can bear it.
const BOUNDS_BESIDE: [Bound; 4] = [
    None,
    Some(1_000_000_000_000_000_000_000_000_000_000),
    BOUNDS[0],
    BOUNDS[1],
];

/// What is tried for a second derivative, which falls off faster: beside an x⁻³ the x of 10¹⁸ is
/// too near in `f32`, and any but the largest number is in `f64`.
const FAR_BOUNDS: [Bound; 6] = [None, BOUNDS[0], BOUNDS[1], BOUNDS[2], BOUNDS[3], BOUNDS[4]];

/// A bound up to here is within reach of other parameters than the defaults, and of `f64`; with
/// other inputs every bound is.
const NEAR: i128 = 1_000;

/// What is made of powers and roots falls off as they do, and an x⁻³ is a number in `f64` long after
/// 10¹⁸: farther out, with room for parameters before the largest number.
const ALGEBRAIC: [Bound; 6] = [
    BOUNDS_BESIDE[1],
    None,
    BOUNDS[0],
    BOUNDS[1],
    BOUNDS[2],
    BOUNDS[3],
];

/// The bound for what oscillates, which is not the same beyond any other: only ∞ itself becomes a
/// number. sin(x)/x has its phase up to the last float, 3.4·10³⁸.
const WAVE: [Bound; 1] = [None];

/// How far out an input is clamped; none is the largest number of the type.
type Bound = Option<i128>;

/// How many parts are tried for themselves.
const PARTS: usize = 12;

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
    let bounds = match samples {
        [_, _, ..] => &BOUNDS_BESIDE[..],
        _ if is_algebraic(graph, form, input) => &ALGEBRAIC,
        _ => &BOUNDS,
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
    // As it is, it is computed once for both sides.
    let computed = Computed::new(graph, form, symbols);
    for side in [1.0, -1.0] {
        let end = End::new(graph, form, input, samples, symbols.inputs, side, tail);
        let mut each = if best == form {
            end.each_failure(&computed)
        } else {
            end.each_failure(&Computed::new(graph, best, symbols))
        };
        let mut fewest = each.iter().sum();
        let mut seen = IdSet::from_iter([best]);
        if fewest == 0 {
            continue;
        }
        let mut unguarded = best;
        if waves {
            unguarded = hold_waves(graph, best);
            seen.insert(unguarded);
            each = end.each_failure(&Computed::new(graph, unguarded, symbols));
            let left = each.iter().sum();
            if left < fewest {
                (best, fewest) = (unguarded, left);
            }
            if left == 0 {
                continue;
            }
        }
        let is_open = is_infinite(graph, form, input, -side, samples);
        // What is no number at ∞ alone is not worth the two instructions.
        let beside = waves && fewest >= 2 * GRAVE;
        let mut parts = vec![unguarded];
        if fewest >= GRAVE {
            parts.extend(end.births(graph, unguarded).into_iter().take(PARTS));
        }
        let mut harmful: Option<(Id, usize)> = None;
        'parts: for part in parts {
            // A function is at its end long before, and the slope beside it has its bound: the
            // largest number is the last resort for the whole.
            let is_late = |&(bound, place): &(Bound, Places)| {
                bound.is_none() && place.argument && !waves && !algebraic
            };
            let early = tries(bounds, beside).filter(|tried| !is_late(tried));
            let late = tries(bounds, beside).filter(|tried| part == unguarded && is_late(tried));
            for (bound, place) in early.chain(late) {
                // What fails before the bound fails with it, too.
                if end.before(bound, &each) >= fewest {
                    continue;
                }
                let clamped = clamp(graph, part, input, bound, (side, is_open), place);
                let candidate = exchange(graph, unguarded, part, clamped);
                // Where no x stands, no clamp does either.
                if !seen.insert(candidate) {
                    continue;
                }
                let tried = Computed::new(graph, candidate, symbols);
                let left = end.failures(&tried, &each, fewest);
                let near = bound.is_some_and(|bound| bound <= NEAR) || symbols.inputs > 1;
                let harms = |end: &End| {
                    let in_wide = near || algebraic;
                    end.harms(graph, &computed, (candidate, &tried), bound, in_wide)
                };
                if left < fewest && !harms(&end) {
                    (best, fewest) = (candidate, left);
                } else if left < fewest && !near && harmful.is_none_or(|(_, least)| left < least) {
                    harmful = Some((candidate, left));
                }
                if fewest == 0 {
                    break 'parts;
                }
            }
        }
        // Better wrong far out with other parameters than no number at the defaults.
        if let Some((candidate, left)) = harmful.filter(|&(_, left)| left < fewest)
            && fewest >= GRAVE
        {
            (best, fewest) = (candidate, left);
        }
        sound &= fewest < GRAVE;
    }
    (best, sound)
}

/// Whether `form` is infinite where the input is, on this side.
fn is_infinite(graph: &Graph, form: Id, input: Symbol, side: f64, samples: &[Vec<f64>]) -> bool {
    let program = Program::new(graph, form);
    samples.iter().any(|sample| {
        let mut values = sample.clone();
        values[input.0 as usize] = side * f64::INFINITY;
        program.double(&values).is_infinite()
    })
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

/// Every bound in every place; and where an oscillation forbids them, those that it does not see.
fn tries(bounds: &[Bound], beside: bool) -> impl Iterator<Item = (Bound, Places)> {
    let beside = BOUNDS[..2].iter().filter(move |_| beside);
    let beside = beside.map(|&bound| (bound, PLACES[PLACES.len() - 1]));
    let all = bounds.iter();
    all.flat_map(|&bound| PLACES.map(|place| (bound, place)))
        .chain(beside)
}
