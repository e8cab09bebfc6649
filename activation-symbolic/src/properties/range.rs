//! The values that a formula takes.

use std::ops::RangeInclusive;

use super::{Shape, poles::Poles, sample::Sample};
use crate::{
    algebra::Simplifier,
    eval::{Program, evaluate},
    kinks::resolve,
    op::Op,
    tape::with_input,
};

/// The values that a formula takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Range {
    /// The least interval that holds them all; a jump leaves a gap in it.
    Between(Bound, Bound),
    /// A few numbers, in ascending order.
    Of(Vec<f64>),
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// Where it is.
    pub at: f64,
    /// Whether the value is taken, and not only approached.
    pub taken: bool,
}

/// As many peaks are climbed, those that look highest.
const CLIMBED: usize = 4;

/// Beyond this a value is on its way to infinity, as at a pole.
const POLE: f64 = 1e12;

/// What is so many times higher than the points beside it is no peak, but a pole between them.
const STEEP: f64 = 1e5;

pub(super) fn range(shape: Shape<'_>, sample: &Sample, poles: &Poles) -> Option<Range> {
    let steps = shape.graph.reachable(&[shape.value]).into_iter().any(|id| {
        let rounding = [Op::Floor, Op::Ceil, Op::Round, Op::Trunc, Op::Fract];
        matches!(shape.graph.apply(id), Some((op, _)) if rounding.contains(&op))
    });
    if steps || sample.points.len() < 20 {
        return None;
    }
    let moves = shape.graph.depends_on_first(shape.slope, 1);
    if !moves && sample.slopes.iter().all(|&slope| slope == 0.0) {
        let mut values = sample.values.clone();
        values.sort_by(f64::total_cmp);
        // What differs by rounding is one number.
        values.dedup_by(|b, a| (*a - *b).abs() <= 1e-12 * (1.0 + a.abs()));
        return (values.len() <= 4).then_some(Range::Of(values));
    }
    let far = [0, sample.points.len() - 1].map(|end| far(&shape, sample, end));
    if far.contains(&Far::Unknown) {
        return None;
    }
    let mut finder = Finder {
        shape,
        sample,
        far,
        poles: poles.to,
    };
    let upper = finder.upper(1.0);
    let lower = finder.upper(-1.0);
    // What goes to either infinity at poles may leave out any number between: 1/(1 − x) is never 0.
    if upper.at.is_infinite()
        && lower.at.is_infinite()
        && !poles.leave_nothing_out(far.map(Far::grows))
    {
        return None;
    }
    // What was looked at knows better than what was concluded.
    if finder.is_exceeded(1.0, upper) || finder.is_exceeded(-1.0, lower) {
        return None;
    }
    let lower = Bound {
        at: 0.0 - lower.at,
        ..lower
    };
    (lower.at < upper.at).then_some(Range::Between(lower, upper))
}

/// What becomes of a formula beyond the sample, on one side.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Far {
    /// It goes to infinity, with this sign.
    Grows(f64),
    /// It has this limit.
    Settles(f64),
    /// It still moves, too slowly to tell where to.
    Unknown,
    /// It is not seen there: waves, or what cancels. The sample alone is to be believed.
    Unseen,
}

impl Far {
    /// The sign of the infinity it goes to, or 0.
    fn grows(self) -> f64 {
        match self {
            Far::Grows(sign) => sign,
            _ => 0.0,
        }
    }
}

/// Between two of four points at equal distances in the logarithm what goes to infinity moves by no
/// less than before: ln x by the same.
pub(super) const UNDIMINISHED: f64 = 0.985;

/// What becomes of the formula behind the point `end`, by looking as far as single precision goes.
fn far(shape: &Shape<'_>, sample: &Sample, end: usize) -> Far {
    let x = sample.points[end];
    let waves = [Op::Sin, Op::Cos, Op::Tan];
    let is_wave = |id| matches!(shape.graph.apply(id), Some((op, _)) if waves.contains(&op));
    let start = 10.0 * x.abs();
    if !(1e6..1e25).contains(&start)
        || shape
            .graph
            .reachable(&[shape.value])
            .into_iter()
            .any(is_wave)
    {
        return Far::Unseen;
    }
    let program = Program::new(shape.graph, shape.value);
    let ratio = (1e28 / start).cbrt();
    let found = [0, 1, 2, 3].map(|k| {
        let x = start.copysign(x) * ratio.powi(k);
        program.with_error(&with_input(shape.defaults, x))
    });
    let [values, errors] = [found.map(|(value, _)| value), found.map(|(_, error)| error)];
    let last = values[3];
    if last.is_infinite() && values.iter().all(|value| !value.is_nan()) {
        return Far::Grows(last.signum());
    }
    let steps = [0, 1, 2].map(|k| values[k + 1] - values[k]);
    let rounding = errors
        .iter()
        .fold(1e-12 * (1.0 + last.abs()), |sum, error| sum + error);
    if !steps.iter().all(|step| step.is_finite()) || !rounding.is_finite() {
        return Far::Unseen;
    }
    let [first, second, third] = steps;
    if third.abs() <= rounding {
        // What is lost in rounding may be anything.
        return if rounding <= 1e-9 * (1.0 + last.abs()) {
            Far::Settles(last)
        } else {
            Far::Unseen
        };
    }
    let ratios = [second / first, third / second];
    if third.abs() >= UNDIMINISHED * second.abs() && third * second >= 0.0 {
        Far::Grows(third.signum())
    } else if third.abs() <= 1e-9 * (1.0 + last.abs()) {
        Far::Settles(last)
    } else if ratios[1] > 0.0 && ratios[1] < 0.5 && (ratios[0] - ratios[1]).abs() < 0.02 {
        // A power that falls.
        Far::Settles(last + third * ratios[1] / (1.0 - ratios[1]))
    } else {
        Far::Unknown
    }
}

struct Finder<'a, 'b> {
    shape: Shape<'a>,
    sample: &'b Sample,
    /// Behind the first point, and behind the last one.
    far: [Far; 2],
    /// Whether it goes to −∞, and to ∞, somewhere near.
    poles: [bool; 2],
}

impl Finder<'_, '_> {
    fn value(&self, x: f64) -> f64 {
        self.shape.at(self.shape.value, x)
    }

    /// The upper bound of the formula, or of minus the formula.
    fn upper(&mut self, sign: f64) -> Bound {
        if self.is_unbounded(sign) {
            return Bound {
                at: f64::INFINITY,
                taken: false,
            };
        }
        let mut bound = self.highest_peak(sign);
        let (points, values) = (&self.sample.points, &self.sample.values);
        let last = points.len() - 1;
        for (side, end) in [(-1.0, 0), (1.0, last)] {
            let x = points[end];
            if x.abs() < 1e5 {
                // The end of what the formula is defined for.
                if sign * values[end] > bound.at {
                    bound = Bound {
                        at: sign * values[end],
                        taken: true,
                    };
                }
                continue;
            }
            let limit = self.limit(sign, side, end);
            if limit == f64::NEG_INFINITY {
                continue;
            }
            let rounding = 1e-12 * (1.0 + limit.abs());
            let flat = limit >= bound.at - rounding && self.is_flat(x);
            if limit > bound.at + rounding || (limit >= bound.at - rounding && !bound.taken) {
                bound = Bound {
                    at: limit,
                    taken: flat,
                };
            }
            bound.taken |= flat;
        }
        // A level branch, however short, takes its value.
        let level = |k: &usize| sign * values[*k] == bound.at && values[*k] == values[k + 1];
        if !bound.taken
            && let Some(k) = (0..last).find(level)
        {
            bound.taken = self.is_flat(0.5 * (points[k] + points[k + 1]));
        }
        bound
    }

    /// Whether the values, or minus the values, go on to infinity: at a pole, or far out.
    fn is_unbounded(&self, sign: f64) -> bool {
        let Sample { points, values, .. } = self.sample;
        let last = points.len() - 1;
        let value = |k: usize| sign * values[k];
        let top = highest(0..=last, value);
        let is_pole = self.poles[usize::from(sign > 0.0)];
        if is_pole || value(top).is_infinite() || (value(top) > POLE && points[top].abs() < 1e3) {
            return true;
        }
        // The ends, if they are the highest: the largest of the last decade against that of the one
        // before the one before.
        let sides = [(-1.0, 0), (1.0, last)].into_iter().zip(self.far);
        sides.into_iter().any(|((side, end), far)| {
            match far {
                Far::Grows(to) => return to == sign,
                Far::Settles(_) => return false,
                Far::Unknown | Far::Unseen => {}
            }
            let end = points[end].abs();
            let decade = |d: i32| {
                let inside = |place: &usize| {
                    let x = side * points[*place];
                    let far = end * 10.0_f64.powi(-d) * 1.01;
                    x <= far && x > 0.1 * far
                };
                let places = (0..=last).filter(inside);
                places.map(value).fold(f64::MIN, f64::max)
            };
            end > 1e5 && decade(0) >= value(top) && decade(0) > decade(2) + 0.5
        })
    }

    /// The largest of the values, or of minus the values, where points lie close together, so that a
    /// peak between them can be climbed.
    fn highest_peak(&self, sign: f64) -> Bound {
        let Sample { points, values, .. } = self.sample;
        let last = points.len() - 1;
        let value = |k: usize| sign * values[k];
        let close = |k: &usize| points[*k].abs() <= self.sample.reach;
        let first = (1..last).find(close).unwrap_or(1);
        let end = (1..last).rfind(close).unwrap_or(last - 1);
        // Closer by, a peak is level in its digits.
        let apart = |k: usize, other: &usize| {
            (points[k] - points[*other]).abs() > 1e-6 * (1.0 + points[k].abs())
        };
        let is_peak = |k: &usize| {
            let lower = |other: usize| value(other) < value(*k) - 1e-15 * value(*k).abs();
            let left = (0..*k).rfind(|other| apart(*k, other));
            let right = (k + 1..=last).find(|other| apart(*k, other));
            left.is_some_and(lower) && right.is_some_and(lower)
        };
        // A wide one is level in its digits farther out, and falls off on both sides all the same.
        let is_top = |k: usize| {
            let differs = |other: &usize| (value(*other) - value(k)).abs() > 1e-15 * value(k).abs();
            let sides = [(0..k).rfind(differs), (k + 1..=last).find(differs)];
            sides
                .into_iter()
                .all(|side| side.is_some_and(|other| value(other) < value(k)))
        };
        // Of several a peak: far out the value may be as high for want of digits alone.
        let best = highest(first..=end, value);
        let mut equals = (first..=end).filter(|&k| value(k) == value(best));
        let best = equals.find(is_peak).unwrap_or(best);
        let mut bound = Bound {
            at: value(best),
            taken: is_peak(&best) || is_top(best),
        };
        let endless = Bound {
            at: f64::INFINITY,
            taken: false,
        };
        let beside = |k: usize| values[k - 1].abs().max(values[k + 1].abs());
        if bound.at > STEEP * (1.0 + beside(best)) {
            return endless;
        }
        // The highest of the points need not lie on the highest peak.
        let vertex = |k: &usize| {
            let [a, b, c] = [k - 1, *k, k + 1].map(value);
            let [left, right] = [points[*k] - points[k - 1], points[k + 1] - points[*k]];
            let (rise, fall) = ((b - a) / left, (b - c) / right);
            let bend = (rise + fall) / (left + right);
            let tilt = (rise * right - fall * left) / (left + right);
            b + 0.25 * tilt * tilt / bend
        };
        let mut peaks: Vec<usize> = (first..=end).filter(is_peak).collect();
        peaks.sort_by(|a, b| vertex(b).total_cmp(&vertex(a)));
        let of_best = bound.taken.then_some(best);
        for k in of_best.into_iter().chain(peaks.into_iter().take(CLIMBED)) {
            let peak = self.peak(sign, points[k - 1], points[k + 1]);
            if peak > STEEP * (1.0 + beside(k)) {
                return endless;
            }
            if peak > bound.at {
                bound = Bound {
                    at: peak,
                    taken: true,
                };
            }
        }
        bound
    }

    /// Whether a value is beyond a bound, and not only by rounding.
    fn is_exceeded(&self, sign: f64, bound: Bound) -> bool {
        let Sample { points, values, .. } = self.sample;
        let program = Program::new(self.shape.graph, self.shape.value);
        let beyond = |value: f64| value - bound.at > 1e-9 * (1.0 + bound.at.abs());
        let certain = |x: f64| {
            let (value, error) = program.with_error(&with_input(self.shape.defaults, x));
            beyond(sign * value - 16.0 * error)
        };
        let mut places = points.iter().zip(values);
        places.any(|(&x, &value)| beyond(sign * value) && certain(x))
    }

    /// Where the formula, or minus the formula, goes behind the last point on one side.
    fn limit(&self, sign: f64, side: f64, end: usize) -> f64 {
        let far = self.far[usize::from(side > 0.0)];
        let near = match far {
            Far::Settles(limit) => limit,
            _ => self.sample.values[end],
        };
        let at_infinity = self.value(side * f64::INFINITY);
        if (at_infinity - near).abs() <= 1e-5 * (1.0 + near.abs()) {
            return sign * at_infinity;
        }
        match far {
            Far::Settles(limit) => return self.rounded(sign, sign * limit),
            Far::Grows(to) => return sign * to * f64::INFINITY,
            Far::Unknown | Far::Unseen => {}
        }
        // What cancels far out is followed from nearer by.
        let [a, b, c] = [1e4, 1e5, 1e6].map(|x| self.value(side * x));
        let (first, second) = (b - a, c - b);
        let bend = second - first;
        // As a power falls, and no wave.
        if !(0.0..0.7).contains(&(second / first)) {
            sign * near
        } else {
            self.rounded(sign, sign * (c - second * second / bend))
        }
    }

    /// An extrapolated limit as a number of few digits, where it is one but for what such a limit is
    /// off, and no value is beyond.
    fn rounded(&self, sign: f64, limit: f64) -> f64 {
        let simple = (limit * 1e3).round() / 1e3;
        let mut values = self.sample.values.iter();
        let is_near = (limit - simple).abs() < 1e-6 * (1.0 + simple.abs());
        if is_near && values.all(|value| sign * value <= simple) {
            simple
        } else {
            limit
        }
    }

    /// Whether the slope is 0 on the whole branch at `x`, and not only too small for a number.
    fn is_flat(&mut self, x: f64) -> bool {
        let values = with_input(self.shape.defaults, x);
        let graph = &mut *self.shape.graph;
        let branch = resolve(graph, self.shape.derivative, &values);
        let branch = Simplifier::new(graph, 1).simplify(branch);
        !graph.depends_on_first(branch, 1) && evaluate(graph, branch, &values) == 0.0
    }

    /// The largest value between two points, by golden section.
    fn peak(&self, sign: f64, mut low: f64, mut high: f64) -> f64 {
        let f = |x: f64| sign * self.value(x);
        const RATIO: f64 = 0.618_033_988_749_894_8;
        let mut x = [high - RATIO * (high - low), low + RATIO * (high - low)];
        let mut y = x.map(f);
        for _ in 0..36 {
            if y[0] > y[1] {
                high = x[1];
                x = [high - RATIO * (high - low), x[0]];
                y = [f(x[0]), y[0]];
            } else {
                low = x[0];
                x = [x[1], low + RATIO * (high - low)];
                y = [y[1], f(x[1])];
            }
        }
        y[0].max(y[1])
    }
}

/// The first of the places with the largest value.
fn highest(places: RangeInclusive<usize>, value: impl Fn(usize) -> f64) -> usize {
    let higher = |best, k| if value(k) > value(best) { k } else { best };
    places.reduce(higher).expect("some points")
}
