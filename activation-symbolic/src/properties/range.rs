//! The values that a formula takes.

use super::{
    Shape,
    sample::{IN_A_DECADE, Sample},
};
use crate::{
    algebra::Simplifier,
    eval::evaluate,
    expr::{Id, Symbol},
    kinks::resolve,
    op::Op,
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

/// Beyond this a value is on its way to infinity, as at a pole.
const POLE: f64 = 1e12;

pub(super) fn range(shape: Shape<'_>, sample: &Sample) -> Option<Range> {
    let steps = shape.graph.reachable(&[shape.value]).into_iter().any(|id| {
        let rounding = [Op::Floor, Op::Ceil, Op::Round, Op::Trunc, Op::Fract];
        matches!(shape.graph.apply(id), Some((op, _)) if rounding.contains(&op))
    });
    if steps || sample.points.len() < 20 {
        return None;
    }
    let moves = shape.graph.symbols(shape.slope).contains(&Symbol(0));
    if !moves && sample.slopes.iter().all(|&slope| slope == 0.0) {
        let mut values = sample.values.clone();
        values.sort_by(f64::total_cmp);
        values.dedup();
        return (values.len() <= 4).then_some(Range::Of(values));
    }
    let mut finder = Finder { shape, sample };
    let upper = finder.upper(1.0);
    let lower = finder.upper(-1.0);
    let lower = Bound {
        at: 0.0 - lower.at,
        ..lower
    };
    Some(Range::Between(lower, upper))
}

struct Finder<'a, 'b> {
    shape: Shape<'a>,
    sample: &'b Sample,
}

impl Finder<'_, '_> {
    fn at(&self, id: Id, x: f64) -> f64 {
        let mut values = self.shape.defaults.to_vec();
        values[0] = x;
        evaluate(self.shape.graph, id, &values)
    }

    /// The upper bound of the formula, or of minus the formula.
    fn upper(&mut self, sign: f64) -> Bound {
        let (points, values) = (&self.sample.points, &self.sample.values);
        let last = points.len() - 1;
        let value = |k: usize| sign * values[k];
        let highest = |places: std::ops::RangeInclusive<usize>| {
            places.reduce(|best, k| if value(k) > value(best) { k } else { best })
        };
        let infinite = Bound {
            at: f64::INFINITY,
            taken: false,
        };
        let top = highest(0..=last).expect("some points");
        if value(top).is_infinite() || (value(top) > POLE && points[top].abs() < 1e3) {
            return infinite;
        }
        // The ends, if they are the highest: the largest of the last decade against that of the one
        // before the one before.
        for side in [-1.0, 1.0] {
            let k = |back: usize| if side > 0.0 { last - back } else { back };
            let decade = |d: usize| {
                let places = d * IN_A_DECADE..(d + 1) * IN_A_DECADE;
                places.map(|back| value(k(back))).fold(f64::MIN, f64::max)
            };
            let grows = decade(0) >= value(top) && decade(0) > decade(2) + 0.5;
            if points[k(0)].abs() > 1e5 && grows {
                return infinite;
            }
        }

        // Where points lie close together, a peak between them can be climbed.
        let close = |k: usize| points[k].abs() <= 10.0;
        let (first, end) = (
            (1..last).find(|&k| close(k)).unwrap_or(1),
            (1..last).rfind(|&k| close(k)).unwrap_or(last - 1),
        );
        let best = highest(first..=end).expect("points around 0");
        let lower = |k: usize| value(k) < value(best) - 1e-15 * value(best).abs();
        let mut bound = Bound {
            at: value(best),
            taken: lower(best - 1) && lower(best + 1),
        };
        if bound.taken {
            let peak = self.peak(sign, points[best - 1], points[best + 1]);
            bound.at = bound.at.max(peak);
        }
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
            let limit = sign * self.limit(side, end);
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
        bound
    }

    /// Where the formula goes behind the last point on one side.
    fn limit(&self, side: f64, end: usize) -> f64 {
        let near = self.sample.values[end];
        let at_infinity = self.at(self.shape.value, side * f64::INFINITY);
        if (at_infinity - near).abs() <= 1e-5 * (1.0 + near.abs()) {
            return at_infinity;
        }
        // What cancels far out is followed from nearer by.
        let [a, b, c] = [1e4, 1e5, 1e6].map(|x| self.at(self.shape.value, side * x));
        let (first, second) = (b - a, c - b);
        let bend = second - first;
        if bend == 0.0 || second.abs() >= first.abs() {
            near
        } else {
            c - second * second / bend
        }
    }

    /// Whether the slope is 0 on the whole branch at `x`, and not only too small for a number.
    fn is_flat(&mut self, x: f64) -> bool {
        let mut values = self.shape.defaults.to_vec();
        values[0] = x;
        let graph = &mut *self.shape.graph;
        let branch = resolve(graph, self.shape.derivative, &values);
        let branch = Simplifier::new(graph, 1).simplify(branch);
        !graph.symbols(branch).contains(&Symbol(0)) && evaluate(graph, branch, &values) == 0.0
    }

    /// The largest value between two points, by golden section.
    fn peak(&self, sign: f64, mut low: f64, mut high: f64) -> f64 {
        let f = |x: f64| sign * self.at(self.shape.value, x);
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
