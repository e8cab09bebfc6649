//! Beside a root that has no closed form: a polynomial in the distance from it.
//!
//! √softplus″ has the sign of e⁻ˣ·(x + ln(1 + e⁻ˣ)) − ½ above 0, which is 0 at 0.9214…: at 0.58 its
//! terms are eight times their difference, and no identity makes one term of them. So the root is
//! found by trial, and where roundings cost more around it than a slope may be off, the form is
//! what its series there has (`power_series`).
//!
//! Not here: forms with parameters, whose roots move with them.

use super::{
    judge::units_off,
    lower,
    power_series::{UNIT, fit, powers, series},
    simplify::Simplifier,
};
use crate::{
    eval::Program,
    expr::{Graph, Id, Symbol},
    kinks::substitute,
    number::Number,
    op::Op,
    schedule::Symbols,
};

/// Where roots are looked for, on either side of 0, and how densely.
const REACH: f64 = 6.0;
const STEP: f64 = 0.25;
/// What all roundings beside a root may come to, in units in the last place, before they are
/// looked at one by one. It is a bound that nothing reaches: 45 is common.
const SUSPECT: f64 = 60.0;
/// More than this is too much where functions have no error of their own, as here: 9 is what a
/// slope may be off with them, 12 what a second derivative may.
const TOO_MUCH: f64 = 10.0;
/// What may be left beside the window, and what is asked of a few places first.
const ENOUGH: f64 = 5.0;
/// How far a window may reach.
const WIDTHS: [f64; 6] = [0.25, 0.375, 0.5, 0.75, 1.0, 1.25];
/// How many coefficients stand for the form.
const LENGTH: usize = 64;
/// Places around a root, in parts of it, and how many of them are few.
const PLACES: i32 = 64;
const PART: f64 = 1.0 / 86.0;
const FEW: usize = 8;

/// An expression of the one input, in `f32` and beside a reference.
struct Judged<'p> {
    exact: &'p Program,
    found: Program,
}

impl Judged<'_> {
    /// How far the form is off at `x`, in units in the last place: near the root at `root` those
    /// that the rounding of x makes are none of its own.
    fn off(&self, x: f64, root: f64) -> f64 {
        let exact = self.exact.double(&[x]);
        let slack = if (x - root).abs() < 0.25 * x.abs() {
            let moved = self.exact.double(&[x * (1.0 + 2f64.powi(-24))]);
            (moved - exact).abs()
        } else {
            0.0
        };
        units_off(self.found.single(&[x]), exact, slack)
    }

    /// Places around the root, by their distance, with what the form is off there; none where a
    /// few of them say that it is little.
    fn around(&self, root: f64) -> Vec<(f64, f64)> {
        let place = |k: i32| f64::from((root * (1.0 + f64::from(k) * PART)) as f32);
        let at = |x: f64| ((x - root).abs(), self.off(x, root));
        let places = (-PLACES..=PLACES).map(place);
        let little = |x: f64| self.off(x, root) < ENOUGH;
        if places.clone().step_by(FEW).all(little) {
            return Vec::new();
        }
        places.map(at).collect()
    }
}

impl Simplifier<'_> {
    /// `form`, of one input and no parameters, with windows at its roots where it needs them;
    /// `smooth` is the same without any branches.
    pub(super) fn beside_roots(&mut self, smooth: Id, form: Id, symbols: &Symbols) -> Id {
        let x = self.graph.symbol(Symbol(0));
        if symbols.names.len() != 1 || form == x || self.graph.symbols(form) != [Symbol(0)] {
            return form;
        }
        let exact = Program::new(self.graph, form);
        let mut windowed = form;
        for [low, high] in brackets(&exact) {
            let near = f64::midpoint(low, high);
            // Roundings, as far as they are certain to be small, and then as they are.
            let bound = [-0.4, -0.25, 0.25, 0.4].map(|part| {
                let (value, error) = exact.with_error(&[near * (1.0 + part)]);
                error / (value.abs() * f64::EPSILON)
            });
            if bound.iter().all(|&units| units < SUSPECT) {
                continue;
            }
            let root = between(&exact, low, high);
            // Not into the graph: the order of what is in it is that of what is written.
            let mut scratch = self.graph.clone();
            let lowered = lower(&mut scratch, form, symbols);
            let found = Program::new(&scratch, lowered);
            let judged = Judged {
                exact: &exact,
                found,
            };
            let around = judged.around(root);
            let worst = |width: f64| {
                let outside = around.iter().filter(|&&(distance, _)| distance >= width);
                outside.fold(0.0, |worst: f64, &(_, off)| worst.max(off))
            };
            if worst(0.0) < TOO_MUCH {
                continue;
            }
            let within = WIDTHS.into_iter().filter(|width| width / root.abs() < 1.0);
            let narrowest = within.into_iter().find(|&width| worst(width) < ENOUGH);
            let Some(width) = narrowest else { continue };
            if let Some([near, polynomial]) = self.window(smooth, root, width) {
                windowed = self.graph.op(Op::Select, &[near, polynomial, windowed]);
            }
        }
        windowed
    }

    /// Whether x is within `width` of the root of `smooth` near `root`, and the polynomial that
    /// `smooth` is there, which begins with 0.
    fn window(&mut self, smooth: Id, root: f64, width: f64) -> Option<[Id; 2]> {
        let unit = self.graph.symbol(UNIT);
        let number = |graph: &mut Graph, value: f64| {
            Number::from_f64(value).map(|number| graph.number(number))
        };
        // Beside the root first, at a place that does not depend on how the form is rounded there.
        let root = (root * 2f64.powi(20)).round() * 2f64.powi(-20);
        let centre = number(self.graph, root)?;
        let place = self.graph.op(Op::Add, &[centre, unit]);
        let moved = substitute(self.graph, smooth, Symbol(0), place);
        let series = series(self.graph, &[moved], LENGTH)?.remove(0);
        // The value there is small, and what its evaluation is off is not: many values, around it,
        // say more.
        let program = Program::new(self.graph, smooth);
        let values = (-64..64).map(|k| {
            let t = (f64::from(k) + 0.5) / 2048.0;
            let more = series[1..].iter().rev().fold(0.0, |sum, c| (sum + c) * t);
            program.double(&[root + t]) - more
        });
        let value = values.sum::<f64>() / 128.0;
        // The root is `by` further, where the series is that of the slope, moved; its third power
        // is nothing any more.
        let by = (0..3).fold(0.0, |by, _| -(value + series[2] * by * by) / series[1]);
        let slope: Vec<f64> = (1..LENGTH - 2)
            .map(|k| {
                let n = k as f64;
                let second = 0.5 * (n + 1.0) * (n + 2.0) * series[k + 2] * by;
                series[k] + ((n + 1.0) * series[k + 1] + second) * by
            })
            .collect();
        let at = |t: f64| slope.iter().rev().fold(0.0, |sum, c| sum * t + c).abs();
        let least = [-width, -0.5 * width, 0.0, 0.5 * width, width];
        let least = least.map(at).into_iter().fold(f64::INFINITY, f64::min);
        let powers = powers(slope.len(), false);
        let fit = fit(&slope, &powers, width, false, least)?.written_out();
        // The root in two parts, of which x loses nothing to the first, in any type. Of the other
        // as many digits as are certain.
        let first = (root * 1024.0).round() / 1024.0;
        let second = (((root - first) + by) * 2f64.powi(56)).round() * 2f64.powi(-56);
        let parts = [first, second];
        let mut distance = self.graph.symbol(Symbol(0));
        for part in parts {
            let op = if part < 0.0 { Op::Add } else { Op::Sub };
            let part = number(self.graph, part.abs())?;
            distance = self.graph.op(op, &[distance, part]);
        }
        let few = self.graph.integer(fit.single.len() as i64 + 1);
        let mut arguments = vec![distance, few];
        for coefficients in [fit.single, fit.double] {
            arguments.push(self.graph.integer(0));
            for coefficient in coefficients {
                arguments.push(number(self.graph, coefficient)?);
            }
        }
        let polynomial = self.graph.op(Op::Polynomial, &arguments);
        let size = self.graph.op(Op::Abs, &[distance]);
        let width = number(self.graph, width)?;
        let near = self.graph.op(Op::Lt, &[size, width]);
        Some([near, polynomial])
    }
}

/// Where a form changes its sign, but for what is beside 0.
fn brackets(form: &Program) -> Vec<[f64; 2]> {
    let count = (REACH / STEP) as i32;
    // Off the numbers at which people put kinks.
    let place = |k: i32| (f64::from(k) + 0.01) * STEP;
    let values: Vec<f64> = (-count..=count).map(|k| form.double(&[place(k)])).collect();
    (-count..count)
        .zip(values.windows(2))
        .filter(|(k, pair)| pair[0] * pair[1] < 0.0 && *k != -1 && *k != 0)
        .map(|(k, _)| [place(k), place(k + 1)])
        .collect()
}

/// The root between two places of different signs.
fn between(form: &Program, mut low: f64, mut high: f64) -> f64 {
    let before = form.double(&[low]);
    for _ in 0..56 {
        let middle = f64::midpoint(low, high);
        if form.double(&[middle]) * before > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}
