//! Which of what is found holds with other parameters too: the rest is said of the default ones.
//!
//! That is looked at coarsely, since most formulas keep their shape or change it altogether.

use super::{Properties, Shape, Symmetry, continuity_at, is_bent, mirrors, sample};
use crate::{
    eval::{Program, evaluate},
    tape::{INPUT, with_input},
};

/// Whether a claim holds with all parameters that were tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// That value and slope are monotone, or are not.
    pub monotone: bool,
    /// How many derivatives are continuous.
    pub continuity: bool,
    /// That it is even, or odd.
    pub symmetry: bool,
    /// That it is like the identity near 0.
    pub identity: bool,
}

/// Where is looked, on both sides of 0.
const DISTANCES: [f64; 22] = [
    1e-6, 1e-3, 0.03, 0.125, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0,
    10.0, 15.0, 20.0, 50.0, 100.0,
];

/// Parameters beside the default ones: all moved in each way, and each by itself in one.
fn settings(defaults: &[f64]) -> Vec<Vec<f64>> {
    let moves: [fn(f64) -> f64; 3] = [|d| 2.7 * d, |d| -d, |d| d + 0.37];
    let mut settings: Vec<Vec<f64>> = Vec::new();
    let mut add = |setting: Vec<f64>| {
        if setting[..] != *defaults {
            settings.push(setting);
        }
    };
    for to in moves {
        add([
            &defaults[..1],
            &defaults[1..].iter().map(|&d| to(d)).collect::<Vec<_>>(),
        ]
        .concat());
    }
    if defaults.len() > 2 {
        for k in 1..defaults.len().min(5) {
            let mut setting = defaults.to_vec();
            setting[k] = moves[(k + 1) % 3](setting[k]);
            add(setting);
        }
    }
    settings
}

pub(super) fn elsewhere(shape: &Shape<'_>, found: &Properties) -> Elsewhere {
    let mut held = Elsewhere {
        monotone: true,
        continuity: true,
        symmetry: true,
        identity: true,
    };
    if shape.defaults.len() < 2 {
        return held;
    }
    let slope = Program::new(shape.graph, shape.slope);
    for setting in settings(shape.defaults) {
        let kinks: Vec<_> = (shape.kinks.iter())
            .map(|kink| {
                let at = |id| evaluate(shape.graph, id, &with_input(&setting, kink.at_default));
                (
                    at(kink.at),
                    is_bent(kink.jump, (at(kink.left), at(kink.right))),
                )
            })
            .collect();
        let mut points = vec![0.0];
        points.extend(DISTANCES.iter().flat_map(|x| [-x, *x]));
        for &(at, _) in kinks.iter().filter(|(at, _)| at.is_finite()).take(4) {
            points.extend([1e-6, -1e-6].iter().flat_map(|off| [at + off, -at - off]));
        }
        points.sort_by(f64::total_cmp);
        points.dedup();
        let [values, slopes] = [shape.value, shape.slope].map(|root| {
            let mut all = sample::everywhere(shape.graph, &[root], &points, INPUT, &setting);
            std::mem::take(&mut all[root.index()])
        });
        let places: Vec<usize> = (0..points.len()).filter(|&k| !values[k].is_nan()).collect();
        // With some parameters there is no formula.
        if places.len() < points.len() / 2 {
            continue;
        }
        let keep = |all: &[f64]| -> Vec<f64> { places.iter().map(|&k| all[k]).collect() };
        let (points, values, slopes) = (keep(&points), keep(&values), keep(&slopes));
        let jumps = found.continuity == Some(-1);
        held.monotone &= sample::monotone(&values, 1e-12) == found.monotone
            && (jumps || sample::monotone(&slopes, 1e-9) == found.slope_monotone);
        let bent = kinks.iter().any(|(_, bent)| *bent);
        if !jumps && held.continuity {
            held.continuity = match found.continuity {
                Some(0) => bent || kinks.is_empty(),
                order => {
                    let mut with_input = setting.clone();
                    let mut slope = |x: f64| {
                        with_input[INPUT.0 as usize] = x;
                        slope.double(&with_input)
                    };
                    let seams = shape.seams.iter();
                    let orders = seams.filter_map(|&seam| continuity_at(&mut slope, seam));
                    !bent && (!kinks.is_empty() || orders.min() == order)
                }
            };
        }
        held.symmetry &= match found.symmetry {
            Symmetry::Even => mirrors(&points, &values, 1.0),
            Symmetry::Odd => mirrors(&points, &values, -1.0),
            Symmetry::None => true,
        };
        if found.identity_near_zero && held.identity {
            let zero = points.iter().position(|&x| x == 0.0);
            held.identity = !kinks.contains(&(0.0, true))
                && zero.is_some_and(|k| values[k].abs() < 1e-12 && (slopes[k] - 1.0).abs() < 1e-12);
        }
    }
    held
}
