//! Places beside which a formula has no end.

use super::{
    Shape,
    range::UNDIMINISHED,
    sample::{Sample, everywhere},
};
use crate::{
    eval::Program,
    op::Op,
    tape::{INPUT, with_input},
};

/// Where a formula has no end.
#[derive(Default)]
pub(super) struct Poles {
    /// Whether it goes to −∞, and to ∞, beside one of the places where something happens.
    pub(super) to: [bool; 2],
    /// Those with values on both sides, from left to right, and the sign of the infinity that is
    /// reached from the left and from the right, or 0.
    between: Vec<(f64, [f64; 2])>,
}

impl Poles {
    /// Whether there is one with values on both sides.
    pub(super) fn part(&self) -> bool {
        !self.between.is_empty()
    }

    /// Whether no pole parts the line, or a part of it goes from one infinity to the other; `first`
    /// and `last` are the signs of the infinities far out, or 0.
    pub(super) fn leave_nothing_out(&self, [first, last]: [f64; 2]) -> bool {
        let ends = self.between.iter().flat_map(|&(_, sides)| sides);
        let ends: Vec<f64> = [first].into_iter().chain(ends).chain([last]).collect();
        !self.part() || ends.chunks(2).any(|ends| ends[0] * ends[1] < 0.0)
    }
}

pub(super) fn poles(shape: &Shape<'_>, sample: &Sample) -> Poles {
    let mut found = Poles::default();
    let ends = |id| match shape.graph.apply(id) {
        Some((op, _)) => op != Op::Sqrt && op.row().domain.is_some(),
        None => false,
    };
    if !shape.graph.reachable(&[shape.value]).into_iter().any(ends) {
        return found;
    }
    let mut points = Vec::new();
    for place in &sample.places {
        for side in [-1.0, 1.0] {
            points.extend([1e-3, 1e-5, 1e-7].map(|h| place + side * h * (1.0 + place.abs())));
        }
    }
    let all = everywhere(shape.graph, &[shape.value], &points, INPUT, shape.defaults);
    let every = &all[shape.value.index()];
    let program = Program::new(shape.graph, shape.value);
    let mut signs = Vec::new();
    for (values, points) in every.chunks(3).zip(points.chunks(3)) {
        let mut reached = if values[2].is_nan() { f64::NAN } else { 0.0 };
        for (sign, to) in [-1.0, 1.0].into_iter().zip(&mut found.to) {
            let [far, near, nearest] = [0, 1, 2].map(|k| sign * values[k]);
            let (first, second) = (near - far, nearest - near);
            let grows = first > 0.0 && second >= UNDIMINISHED * first;
            let certain = || {
                let error = |x: f64| program.with_error(&with_input(shape.defaults, x)).1;
                second > 16.0 * (error(points[1]) + error(points[2]))
            };
            if nearest == f64::INFINITY || (grows && certain()) {
                *to = true;
                reached = sign;
            }
        }
        signs.push(reached);
    }
    let sides = signs.chunks(2).map(|sides| [sides[0], sides[1]]);
    found.between = (sample.places.iter().copied())
        .zip(sides)
        .filter(|(_, [left, right])| left.abs() + right.abs() > 0.0)
        .collect();
    found.between.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.between.dedup_by(|a, b| (a.0 - b.0).abs() < 1e-9);
    found
}
