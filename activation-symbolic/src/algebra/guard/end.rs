//! One side of the line: what a form should be there, how badly one fails, and where its NaNs are
//! born. Not here: what is done about that (`clamp`).

use std::{cell::OnceCell, collections::BTreeSet};

use super::{Bound, GRAVE};
use crate::{
    algebra::lower,
    eval::Program,
    expr::{Graph, Id, Symbol},
    op::Op,
    schedule::Symbols,
};

/// Where the ends are looked at, on either side: behind every bound before x² overflows, too, since
/// there a form may still be right as it is.
const POINTS: [f32; 16] = [
    f32::INFINITY,
    3e38,
    1e33,
    3e19,
    4e18,
    1e15,
    1e10,
    1e6,
    5e3,
    500.0,
    120.0,
    89.0,
    86.0,
    60.0,
    42.0,
    20.0,
];

/// An input at an end.
struct Point {
    /// How far out it is.
    size: f64,
    /// All symbols there.
    values: Vec<f64>,
    /// What a form should be.
    expected: f64,
}

/// What a clamp may make of a tail in `f64`.
const WIDE_TAIL: f64 = 1e-100;

/// Where inputs are large together: a clamp that is right for one that is large alone may be wrong
/// there.
const TOGETHER: [f64; 5] = [4e18, 3e19, 1e25, 1e31, 1e36];
/// How far out an input is beside another one of every size.
const FAR: [f64; 2] = [1e20, 1e30];
/// That other one: where a product of both is of any size, and where an exponential is.
const OTHER: [f64; 6] = [1e-30, 1e-20, 60.0, 90.0, 1e20, 1e30];

/// What the parameters are multiplied by to see what a clamp does when they are trained.
const MOVED: [f64; 5] = [1.0, 0.04, -0.04, 2.7, -1.0];

impl Point {
    /// All symbols with the parameters moved, which stand behind the input.
    fn moved(&self, by: f64) -> Vec<f64> {
        let move_one = |(k, &value): (usize, &f64)| match value {
            _ if k == 0 => value,
            0.0 => by - 1.0,
            _ => value * by,
        };
        self.values.iter().enumerate().map(move_one).collect()
    }
}

/// `sample` with `input` far out, and the others as far in their proportions, or one of them of any
/// size.
fn beside_others(sample: &[f64], inputs: usize, input: Symbol, side: f64) -> Vec<Vec<f64>> {
    let input = input.0 as usize;
    let unit = side * sample[input];
    let together = TOGETHER.into_iter().map(|size| {
        let mut values = sample.to_vec();
        values[..inputs].iter_mut().for_each(|x| *x *= size / unit);
        values
    });
    let others = (0..inputs).filter(|&other| other != input);
    let apart = others
        .flat_map(|other| FAR.map(|x| (other, x)))
        .flat_map(|(other, x)| OTHER.map(|y| (other, x, y)))
        .map(|(other, x, y)| {
            let mut values = sample.to_vec();
            values[input] = side * x;
            values[other] = y.copysign(sample[other]);
            values
        });
    together.chain(apart).collect()
}

/// A form as a machine computes it.
pub(super) struct Computed {
    program: Program,
    /// Whether it has a function in parts, which ends before `f32` does.
    has_end: bool,
}

impl Computed {
    pub(super) fn new(graph: &mut Graph, form: Id, symbols: &Symbols) -> Computed {
        let lowered = lower(graph, form, symbols);
        let in_parts = |&id: &Id| {
            matches!(
                graph.apply(id),
                Some((Op::TimesNormalCdf | Op::TimesNormalPdf, _))
            )
        };
        Computed {
            program: Program::new(graph, lowered),
            has_end: graph.reachable(&[lowered]).iter().any(in_parts),
        }
    }
}

/// The last input that a clamp does not touch.
fn end_of(bound: Bound) -> f64 {
    bound.map_or(f64::from(f32::MAX), |bound| bound as f64)
}

/// All symbols somewhere; what the form is there, if that is finite, and whether that is what is
/// computed: known as soon as it is asked for.
struct Kept {
    values: Vec<f64>,
    known: OnceCell<Option<(f64, bool)>>,
}

/// One side of the line: where it is looked at, and what is expected there.
pub(super) struct End {
    points: Vec<Point>,
    /// Which of the values of all symbols is clamped.
    input: usize,
    /// Where a clamp must not harm.
    kept: Vec<Kept>,
    /// The form, without a clamp.
    exact: Program,
    /// What is smaller may be cut off.
    tail: f64,
}

impl End {
    pub(super) fn new(
        graph: &Graph,
        form: Id,
        input: Symbol,
        samples: &[Vec<f64>],
        inputs: usize,
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
        let kept: Vec<Vec<f64>> = if inputs > 1 {
            let beside = |sample: &Vec<f64>| beside_others(sample, inputs, input, side);
            samples.iter().flat_map(beside).collect()
        } else {
            let finite = points.iter().filter(|point| point.size.is_finite());
            let has_parameters = samples.iter().any(|sample| sample.len() > inputs);
            let moved = if has_parameters {
                &MOVED[..]
            } else {
                &MOVED[..1]
            };
            finite
                .flat_map(|point| moved.iter().map(|&by| point.moved(by)))
                .collect()
        };
        let keep = |values| Kept {
            values,
            known: OnceCell::new(),
        };
        End {
            points,
            input: input.0 as usize,
            kept: kept.into_iter().map(keep).collect(),
            exact: program,
            tail,
        }
    }

    /// How badly a form fails in `f32`, if that is less than `limit`: as badly as that where it is
    /// wrong at a number at which another one, which fails as `others` do, is right.
    pub(super) fn failures(&self, form: &Computed, others: &[usize], limit: usize) -> usize {
        let mut total = 0;
        for (point, &other) in self.points.iter().zip(others) {
            let failure = self.failure(form, point);
            let breaks = failure >= GRAVE && other == 0 && point.size.is_finite();
            total += failure;
            if breaks || total >= limit {
                return limit;
            }
        }
        total
    }

    /// Whether the form with a clamp is wrong where the one without, as it is `computed`, is right:
    /// with parameters that are not the defaults, or other inputs that are large, too; and, if that
    /// is asked, in `f64`, whose exponentials reach further.
    pub(super) fn harms(
        &self,
        graph: &Graph,
        computed: &Computed,
        (clamped, tried): (Id, &Computed),
        bound: Bound,
        in_wide: bool,
    ) -> bool {
        let is_near = |found: f64, expected: f64, off: f64, tail: f64| {
            let off = off * expected.abs();
            found == expected || (found - expected).abs() <= off.max(tail)
        };
        let right_at = |values: &Vec<f64>| {
            let expected = self.exact.double(values);
            let found = computed.program.single(values);
            let is_right = is_near(found, expected, 1e-4, 0.0);
            expected.is_finite().then_some((expected, is_right))
        };
        let wide = in_wide.then(|| Program::new(graph, clamped));
        let bound = end_of(bound);
        let mut beyond = (self.kept.iter()).filter(|kept| kept.values[self.input].abs() > bound);
        beyond.any(|Kept { values, known }| {
            let &Some((expected, is_right)) = known.get_or_init(|| right_at(values)) else {
                return false;
            };
            let near = |found: f64, off: f64, tail: f64| is_near(found, expected, off, tail);
            is_right && !near(tried.program.single(values), 1e-4, 10.0 * self.tail)
                || wide
                    .as_ref()
                    .is_some_and(|wide| !near(wide.double(values), 1e-9, WIDE_TAIL))
        })
    }

    /// How much of these failures a clamp leaves as it is: it touches no input before its bound.
    pub(super) fn before(&self, bound: Bound, failures: &[usize]) -> usize {
        let bound = end_of(bound);
        let points = self.points.iter().zip(failures);
        let before = points.filter(|(point, _)| point.size <= bound);
        before.map(|(_, failures)| failures).sum()
    }

    /// How badly a form fails at every point.
    pub(super) fn each_failure(&self, form: &Computed) -> Vec<usize> {
        let failure = |point| self.failure(form, point);
        self.points.iter().map(failure).collect()
    }

    fn failure(&self, form: &Computed, point: &Point) -> usize {
        let Point {
            values, expected, ..
        } = point;
        let found = form.program.single(values);
        let at_infinity = values.iter().any(|value| value.is_infinite());
        let size = expected.abs();
        if size > f64::from(f32::MAX) || (at_infinity && size > 1e10) {
            let kept = found.is_infinite() && found.signum() == expected.signum();
            return if kept { 0 } else { GRAVE };
        }
        let off = (found - expected).abs();
        // A tail that has left the range, or is about to: no sign and no digits are asked;
        // and at ∞ itself, no more than a clamp can give.
        let floor = if at_infinity { 1e-17 } else { 10.0 * self.tail };
        if off <= 1e-4 * size || (size < self.tail && found.abs() < floor) {
            // φ in parts is no smaller beyond its end, −18.6, so that 10¹⁸·10¹⁸·φ(−10¹⁸) is
            // 3·10⁻⁴⁰ and should be 0.
            let leaves = size < f64::from(f32::from_bits(1)) && found.abs() > 1e-37;
            usize::from(!at_infinity && (leaves || form.has_end && size == 0.0 && found != 0.0))
        } else if off <= 1e-6 {
            1
        } else {
            GRAVE
        }
    }

    /// The parts of `form` that are NaN somewhere without an argument that is.
    pub(super) fn births(&self, graph: &Graph, form: Id) -> BTreeSet<Id> {
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
