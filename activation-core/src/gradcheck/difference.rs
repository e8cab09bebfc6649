//! The derivative of a function of one number by finite differences, to nearly full accuracy.
//!
//! Nothing here knows about activations: a function comes with the signs of its switching
//! functions, and a stencil is used only where no sign changes along it.

/// What the function says at a point.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) value: f64,
    /// The switching functions; at their roots the function changes branch.
    pub(super) switches: Vec<f64>,
}

/// A slope and how far it may be off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slope {
    pub(super) value: f64,
    pub(super) error: f64,
}

/// The slopes on both sides of a point; equal where the function is smooth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slopes {
    pub(super) left: Slope,
    pub(super) right: Slope,
    pub(super) kind: Kind,
}

/// What lies at or near a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// No switch changes sign nearby.
    Smooth,
    /// A switch changes sign so near that the stencil lies on one side only.
    Beside,
    /// A switch is zero here.
    AtKink,
}

/// Stencils in units of the step: nine points in the middle, nine to either side.
const CENTRAL: [f64; 9] = [0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0, -4.0, 4.0];
const RIGHT: [f64; 9] = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
const BESIDE: [f64; 9] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];

/// The slopes of `f` at `x`, or nothing where no stencil fits or the function is not finite.
pub(super) fn slopes(f: &dyn Fn(f64) -> Sample, x: f64) -> Option<Slopes> {
    let here = f(x);
    if !here.value.is_finite() {
        return None;
    }
    // A switch that is zero all around is no border but a constant.
    let tiny = x.abs().max(1e-3) * 1e-7;
    let (before, after) = (f(x - tiny), f(x + tiny));
    let at_root = (0..here.switches.len()).any(|i| {
        here.switches[i] == 0.0 && (before.switches[i] != 0.0 || after.switches[i] != 0.0)
    });
    if at_root {
        // The value at the kink belongs to one side at most, so neither stencil uses it.
        let left = best(f, x, &BESIDE.map(|node| -node), Some(&before))?;
        let right = best(f, x, &BESIDE, Some(&after))?;
        let kind = Kind::AtKink;
        return Some(Slopes { left, right, kind });
    }
    let central = best(f, x, &CENTRAL, Some(&here)).map(|slope| (slope, Kind::Smooth));
    let mut candidates: Vec<_> = central.into_iter().collect();
    if candidates
        .iter()
        .all(|(slope, _)| slope.error > 1e-11 * slope.value.abs())
    {
        for nodes in [RIGHT, RIGHT.map(|node| -node)] {
            candidates.extend(best(f, x, &nodes, Some(&here)).map(|slope| (slope, Kind::Beside)));
        }
    }
    let (slope, kind) = candidates
        .into_iter()
        .min_by(|a, b| a.0.error.total_cmp(&b.0.error))?;
    Some(Slopes {
        left: slope,
        right: slope,
        kind,
    })
}

/// The slope from the step with the smallest error, among those that agree with smaller steps.
///
/// An estimated error is worth nothing alone: where all nodes of a large step miss a narrow bump,
/// or fall on the zeros of a wave, the orders agree with each other on a slope of 0. So the steps
/// are taken from the smallest on, whose error is large but honest, since it is mostly rounding,
/// and a larger step replaces the slope so far only if the two agree within their errors: the rule
/// of Lepski (1990) for the width of a smoothing window.
fn best(f: &dyn Fn(f64) -> Sample, x: f64, nodes: &[f64], side: Option<&Sample>) -> Option<Slope> {
    // Powers of two, so that nodes are exact and what rounds in `f` rounds alike at all of them.
    let scale = x.abs().clamp(1e-2, 1e3).log2().floor().exp2();
    let noise = noise(f, x, scale, nodes, side);
    let mut smaller: Option<Slope> = None;
    let mut best: Option<Slope> = None;
    for halvings in (1..=24).rev() {
        let step = scale * 0.5_f64.powi(halvings);
        let Some(estimate) = stencil(f, x, step, nodes, side, noise) else {
            continue;
        };
        // The orders may agree by chance where their errors change sign; two steps hardly do at
        // the same place. Where rounding rules, the smaller step is twice as far off as this one.
        let apart = smaller.map_or(0.0, |smaller| (estimate.value - smaller.value).abs());
        let slope = Slope {
            error: estimate.error.max(0.5 * apart),
            ..estimate
        };
        let better = best.is_none_or(|best| {
            let agrees = (slope.value - best.value).abs() <= 4.0 * (estimate.error + best.error);
            agrees && slope.error < best.error
        });
        if better {
            best = Some(slope);
        }
        smaller = Some(estimate);
    }
    best
}

/// How much a value of `f` is off by rounding: its eighth differences over distances so small that
/// nothing else is left in them (Hamming, Introduction to Applied Numerical Analysis, 1971).
fn noise(
    f: &dyn Fn(f64) -> Sample,
    x: f64,
    scale: f64,
    nodes: &[f64],
    side: Option<&Sample>,
) -> f64 {
    const BINOMIALS: [f64; 9] = [1.0, -8.0, 28.0, -56.0, 70.0, -56.0, 28.0, -8.0, 1.0];
    // The root of the sum of their squares: what the difference makes of independent errors.
    const GROWTH: f64 = 113.446_463_142_3;
    let mut order = nodes.to_vec();
    order.sort_by(f64::total_cmp);
    (34..=37)
        .filter_map(|halvings| {
            let step = scale * 0.5_f64.powi(halvings);
            let places: Vec<f64> = order.iter().map(|node| x + node * step).collect();
            let values = values(f, &places, side)?;
            let difference: f64 = BINOMIALS.iter().zip(&values).map(|(b, v)| b * v).sum();
            Some(difference.abs() / GROWTH)
        })
        .fold(0.0, f64::max)
}

/// The values at `places`, if all are finite and on the same side of every switch.
fn values(f: &dyn Fn(f64) -> Sample, places: &[f64], side: Option<&Sample>) -> Option<Vec<f64>> {
    let value = |&place: &f64| {
        let sample = f(place);
        let same_side = side.is_none_or(|side| {
            side.switches
                .iter()
                .zip(&sample.switches)
                .all(|(a, b)| (*a > 0.0, *a < 0.0) == (*b > 0.0, *b < 0.0))
        });
        (same_side && sample.value.is_finite()).then_some(sample.value)
    };
    places.iter().map(value).collect()
}

/// The slope from one step: of the order of the stencil, its error estimated from the order
/// two below and from the rounding of the values, of which `noise` is what was seen.
fn stencil(
    f: &dyn Fn(f64) -> Sample,
    x: f64,
    step: f64,
    nodes: &[f64],
    side: Option<&Sample>,
    noise: f64,
) -> Option<Slope> {
    // Nodes are where the sums round to.
    let places: Vec<f64> = nodes.iter().map(|node| x + node * step).collect();
    let offsets: Vec<f64> = places.iter().map(|place| place - x).collect();
    let values = values(f, &places, side)?;
    let apply = |count: usize| {
        let weights = weights(&offsets[..count]);
        let terms = || weights.iter().zip(&values);
        let sum: f64 = terms().map(|(w, v)| w * v).sum();
        let rounding: f64 = terms()
            .map(|(w, v)| w.abs() * (4.0 * f64::EPSILON * v.abs() + 2.0 * noise))
            .sum();
        (sum, rounding)
    };
    let (value, rounding) = apply(nodes.len());
    let (lower, _) = apply(nodes.len() - 2);
    let error = (value - lower).abs() + rounding;
    error.is_finite().then_some(Slope { value, error })
}

/// The weights with which values at `offsets` give the derivative at 0: the derivatives of the
/// Lagrange polynomials.
fn weights(offsets: &[f64]) -> Vec<f64> {
    let others = |i: usize| (0..offsets.len()).filter(move |&j| j != i);
    (0..offsets.len())
        .map(|i| {
            let denominator: f64 = others(i).map(|j| offsets[i] - offsets[j]).product();
            let numerator: f64 = others(i)
                .map(|k| {
                    others(i)
                        .filter(|&j| j != k)
                        .map(|j| -offsets[j])
                        .product::<f64>()
                })
                .sum();
            numerator / denominator
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn smooth(f: impl Fn(f64) -> f64) -> impl Fn(f64) -> Sample {
        move |x| Sample {
            value: f(x),
            switches: Vec::new(),
        }
    }

    #[test]
    fn smooth_functions() {
        for x in [-20.0, -3.0, -0.1, 0.0, 1e-9, 0.7, 2.5, 30.0] {
            for (f, derivative) in [
                (f64::tanh as fn(f64) -> f64, 1.0 - f64::tanh(x).powi(2)),
                (f64::sin, f64::cos(x)),
                (|x: f64| (-x * x).exp(), -2.0 * x * (-x * x).exp()),
            ] {
                let slopes = slopes(&smooth(f), x).unwrap();
                let off = (slopes.left.value - derivative).abs();
                assert!(
                    off < 1e-11 * derivative.abs() + 1e-12,
                    "{x}: {slopes:?} {derivative}"
                );
                assert!(
                    off <= 10.0 * slopes.left.error,
                    "{x}: {slopes:?} {derivative}"
                );
            }
        }
    }

    /// What is narrow beside the input, or in step with it, is invisible to large steps.
    #[test]
    fn narrow_functions() {
        let bump = |mu: f64| (-((3.05 - mu) / 0.1).powi(2)).exp();
        let on_line = |x: f64| x + 5.0 * (-(x - 1e4) * (x - 1e4)).exp();
        let wave = |x: f64| (100.0 * x).sin();
        let binary = |x: f64| (128.0 * core::f64::consts::PI * x).sin();
        let tall = |x: f64| 1e6 + (-((x - 3.0) / 0.1).powi(2)).exp();
        for (f, x, derivative) in [
            (&bump as &dyn Fn(f64) -> f64, 3.0, 10.0 * (-0.25_f64).exp()),
            (&on_line, 10000.5, 1.0 - 5.0 * (-0.25_f64).exp()),
            (&wave, 4.0 * core::f64::consts::PI, 100.0),
            (&binary, 4.0, 128.0 * core::f64::consts::PI),
            (&tall, 3.05, -10.0 * (-0.25_f64).exp()),
        ] {
            let slope = slopes(&smooth(f), x).unwrap().left;
            let off = (slope.value - derivative).abs();
            assert!(off <= 10.0 * slope.error, "{x}: {slope:?} {derivative}");
            assert!(slope.error < 1e-7 * derivative.abs(), "{x}: {slope:?}");
        }
    }

    #[test]
    fn kinks_and_jumps() {
        let step = |x: f64| Sample {
            value: if x > 1.0 { 5.0 + x * x } else { x },
            switches: vec![x - 1.0],
        };
        let at = slopes(&step, 1.0).unwrap();
        assert_eq!(at.kind, Kind::AtKink);
        assert!((at.left.value - 1.0).abs() < 1e-9 && (at.right.value - 2.0).abs() < 1e-9);
        for (x, derivative) in [
            (1.0 - 1e-6, 1.0),
            (1.0 + 1e-6, 2.0 + 2e-6),
            (1.3, 2.6),
            (0.0, 1.0),
        ] {
            let slopes = slopes(&step, x).unwrap();
            assert!(
                (slopes.left.value - derivative).abs() < 1e-9,
                "{x}: {slopes:?}"
            );
        }
    }
}
