//! Forms through the output, tried: do they equal the slope, under which parameters, and how
//! much of the slope do they keep in `f32`?
//!
//! The points are always the same ones, so the same formula gets the same answer.

use super::Accuracy;
use crate::{
    expr::{Graph, Id},
    kinks::Place,
    tape::{Tape, bisect, settings},
};

/// A formula at the points where forms are tried.
#[derive(Clone, Debug)]
pub(super) struct Judge {
    value: Tape,
    slope: Tape,
    /// What is 0 at kinks.
    switches: Vec<Tape>,
    /// Points close to the kinks.
    close: Vec<f64>,
    /// The default parameters first, then others.
    settings: Vec<Vec<f64>>,
}

/// How far a form may be off where it is held against the slope in `f64`: much more than any
/// rounding there (the root of one, in the worst case), much less than any mistake.
const SAME: f64 = 1e-6;

impl Judge {
    pub(super) fn new(
        graph: &Graph,
        [value, slope]: [Id; 2],
        places: &[Place],
        defaults: &[f64],
    ) -> Judge {
        let mut switches: Vec<Id> = places.iter().map(|place| place.switch).collect();
        switches.dedup();
        let close = places.iter().take(8).flat_map(|place| {
            let at = place.at_default;
            let steps = [1, 4, 7, 10, 13, 16, 19].map(|k| at.abs().max(1.0) * 0.5f64.powi(k));
            steps
                .into_iter()
                .flat_map(move |step| [at - step, at + step])
        });
        Judge {
            value: Tape::new(graph, value),
            slope: Tape::new(graph, slope),
            switches: switches.iter().map(|&s| Tape::new(graph, s)).collect(),
            close: close.collect(),
            settings: settings(defaults),
        }
    }

    /// The judge of one case: where none of `denied` holds, preferably.
    pub(super) fn within(&self, graph: &Graph, value: Id, slope: Id, denied: &[Id]) -> Judge {
        let denied: Vec<Tape> = denied.iter().map(|&id| Tape::new(graph, id)).collect();
        let inside =
            |setting: &Vec<f64>| denied.iter().all(|d| d.double(&[0.0], setting)[0] == 0.0);
        let mut settings = self.settings.clone();
        // Stable: the default parameters stay first where they belong to the case.
        settings.sort_by_key(|setting| !inside(setting));
        Judge {
            value: Tape::new(graph, value),
            slope: Tape::new(graph, slope),
            switches: self.switches.clone(),
            close: self.close.clone(),
            settings,
        }
    }

    /// The parameters to look at first.
    pub(super) fn setting(&self) -> &[f64] {
        &self.settings[0]
    }

    /// The slope that is stated at `at`, given the slopes on both sides as expressions: whether
    /// it is that of the side behind. Told by the first setting in which the sides differ.
    pub(super) fn belongs_behind(&self, graph: &Graph, at: Id, sides: [Id; 2]) -> bool {
        let at = Tape::new(graph, at);
        let sides = sides.map(|side| Tape::new(graph, side));
        for setting in &self.settings {
            let x = at.double(&[0.0], setting);
            let here = self.slope.double(&x, setting)[0];
            let [before, behind] = [0, 1].map(|k: usize| sides[k].double(&x, setting)[0]);
            if (before - behind).abs() > 1e-9 * (1.0 + before.abs()) {
                return (behind - here).abs() < (before - here).abs();
            }
        }
        false
    }

    /// Where the formula turns from rising to falling or back, if it does: to four digits.
    pub(super) fn turning_point(&self) -> Option<f64> {
        let defaults = &self.settings[0];
        let slope = |x: f64| self.slope.double(&[x], defaults)[0];
        let points = moderate();
        let slopes = self.slope.double(&points, defaults);
        let values = self.value.double(&points, defaults);
        let mut last: Option<(f64, f64)> = None;
        for ((&x, &slope_here), value) in points.iter().zip(&slopes).zip(values) {
            // Where there is no value, what the slope would be is nothing.
            if slope_here == 0.0 || !slope_here.is_finite() || value.is_nan() {
                continue;
            }
            if let Some((before_x, before)) = last
                && before * slope_here < 0.0
            {
                // What is too small for a number on both sides of a turn is 0 around it.
                let turn = 0.5 * (bisect(slope, [before_x, x]) + bisect(slope, [x, before_x]));
                return Some((turn * 1e3).round() / 1e3 + 0.0);
            }
            last = Some((x, slope_here));
        }
        None
    }

    /// Whether the formula rises (1) or falls (−1), as far as it moves.
    pub(super) fn direction(&self) -> f64 {
        let slopes = self.slope.double(&moderate(), &self.settings[0]);
        let moving = slopes.into_iter().find(|s| *s != 0.0 && s.is_finite());
        moving.map_or(1.0, f64::signum)
    }

    /// Whether `form` is the slope between two points, at the default parameters.
    pub(super) fn agrees_between(&self, graph: &Graph, form: Id, low: f64, high: f64) -> bool {
        let (low, high) = (low.max(high.min(0.0) - 6.0), high.min(low.max(0.0) + 6.0));
        let points: Vec<f64> = (1..16)
            .map(|k| low + (high - low) * f64::from(k) / 16.0)
            .collect();
        self.agrees(graph, form, &points, &self.settings[0]) == Some(true)
    }

    /// Whether `form` is the slope at the default parameters and wherever else the conditions hold.
    pub(super) fn holds(&self, graph: &Graph, form: Id, conditions: &[Id]) -> bool {
        let form = Tape::new(graph, form);
        let conditions: Vec<Tape> = conditions.iter().map(|&c| Tape::new(graph, c)).collect();
        let points = moderate();
        self.settings.iter().enumerate().all(|(index, setting)| {
            let admitted = conditions
                .iter()
                .all(|c| c.double(&[0.0], setting)[0] != 0.0);
            match self.agrees_taped(&form, &points, setting) {
                agrees if index == 0 => admitted && agrees == Some(true),
                agrees => !admitted || agrees != Some(false),
            }
        })
    }

    fn agrees(&self, graph: &Graph, form: Id, points: &[f64], setting: &[f64]) -> Option<bool> {
        self.agrees_taped(&Tape::new(graph, form), points, setting)
    }

    /// Whether `form` is the slope at these points; `None` where there is no slope at most.
    fn agrees_taped(&self, form: &Tape, points: &[f64], setting: &[f64]) -> Option<bool> {
        let outputs = self.value.double(points, setting);
        let mut slopes = self.slope.double(points, setting);
        let found = form.double(&outputs, setting);
        // At a kink itself any of the slopes there would do.
        let mut kink = vec![false; points.len()];
        for switch in &self.switches {
            let values = switch.double(points, setting);
            kink.iter_mut()
                .zip(values)
                .for_each(|(kink, value)| *kink |= value == 0.0);
        }
        for k in (0..points.len()).filter(|&k| kink[k]) {
            let beside = [points[k] - 1e-9, points[k] + 1e-9];
            let beside = self.slope.double(&beside, setting);
            let nearest = |a: f64, b: f64| (a - found[k]).abs() < (b - found[k]).abs();
            for slope in beside {
                if nearest(slope, slopes[k]) {
                    slopes[k] = slope;
                }
            }
        }
        let known: Vec<(f64, f64)> = (0..points.len())
            .filter(|&k| slopes[k].is_finite() && outputs[k].is_finite())
            .map(|k| (slopes[k], found[k]))
            .collect();
        if known.len() < 5 {
            return None;
        }
        let scale = known
            .iter()
            .fold(0.0, |most: f64, (s, _)| most.max(s.abs()));
        let off = |&(slope, found): &(f64, f64)| {
            // NaN is off, too, but where the output has long reached its limit.
            let close = (found - slope).abs() <= SAME * (slope.abs() + scale.min(1.0));
            let past = found.is_nan() && slope != 0.0 && slope.abs() <= 1e-12 * scale;
            !(close || past)
        };
        Some(!known.iter().any(off))
    }

    /// How well `form` computes in `f32` from a value that was rounded to it.
    pub(super) fn accuracy(&self, graph: &Graph, form: Id, conditions: &[Id]) -> Accuracy {
        let form = Tape::new(graph, form);
        let conditions: Vec<Tape> = conditions.iter().map(|&c| Tape::new(graph, c)).collect();
        let holds = |setting: &&Vec<f64>| {
            conditions
                .iter()
                .all(|c| c.double(&[0.0], setting)[0] != 0.0)
        };
        let points = [far(), self.close.clone()].concat();
        let mut accuracy = Accuracy::Relative;
        for setting in self.settings.iter().filter(holds).take(3) {
            // A parameter is the same number forward and backward.
            let setting = &setting
                .iter()
                .map(|&p| f64::from(p as f32))
                .collect::<Vec<_>>();
            let outputs = self.value.double(&points, setting);
            // At the very ends comparisons tie that never do before: the slope is the last one.
            let last = f64::from(f32::MAX);
            let finite: Vec<f64> = points.iter().map(|x| x.clamp(-last, last)).collect();
            let slopes = self.slope.double(&finite, setting);
            let found = form.single(&outputs, setting);
            let near = self.slope.double(&moderate(), setting);
            let largest = near
                .iter()
                .filter(|s| s.is_finite())
                .fold(0.0, |most: f64, s| most.max(s.abs()));
            for k in 0..points.len() {
                let (slope, output) = (slopes[k], outputs[k] as f32);
                // Where forward has left the range there is nothing to compute from.
                let lost = points[k].is_finite() && !output.is_finite();
                if slope.is_nan() || slope.abs() > last || lost {
                    continue;
                }
                let error = (found[k] - slope).abs();
                let small = slope.abs() < 1e-37 && error < 1e-37;
                if small || error <= 1e-5 * slope.abs() {
                    continue;
                }
                // NaN is no error that any bound admits.
                let admitted = error <= 1.5e-7 * largest;
                accuracy = match admitted {
                    true => accuracy.min(Accuracy::Absolute),
                    false => return Accuracy::Paper,
                };
            }
        }
        accuracy
    }
}

/// Points where every formula has its shape, off the numbers at which people put kinks.
fn moderate() -> Vec<f64> {
    let line = (0..36).map(|k| -6.03 + f64::from(k) * 0.3413);
    // At 0, where outputs that stand for a whole stretch of inputs are met from elsewhere.
    line.clone()
        .filter(|x| *x < 0.0)
        .chain([0.0])
        .chain(line.filter(|x| *x > 0.0))
        .collect()
}

/// Points out to the ends of `f32`.
fn far() -> Vec<f64> {
    let line = (0..120).map(|k| -30.07 + f64::from(k) * 0.5053);
    let scales = (-10..=12).map(|k| 10f64.powi(3 * k) * 1.37);
    let tails = [48.0, 64.0, 87.0, 89.0, 101.0, 120.0, 500.0, f64::INFINITY];
    let both = scales.chain(tails).flat_map(|x| [x, -x]);
    line.chain(both).collect()
}
