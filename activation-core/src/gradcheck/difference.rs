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

/// The slope from the step whose estimated error is the smallest.
fn best(f: &dyn Fn(f64) -> Sample, x: f64, nodes: &[f64], side: Option<&Sample>) -> Option<Slope> {
    let scale = x.abs().clamp(1e-2, 1e3);
    (2..=24)
        .filter_map(|halvings| stencil(f, x, scale * 0.5_f64.powi(halvings), nodes, side))
        .min_by(|a, b| a.error.total_cmp(&b.error))
}

/// The slope from one step: of the order of the stencil, its error estimated from the order
/// two below and from the rounding of the values.
fn stencil(
    f: &dyn Fn(f64) -> Sample,
    x: f64,
    step: f64,
    nodes: &[f64],
    side: Option<&Sample>,
) -> Option<Slope> {
    // Nodes are where the sums round to.
    let places: Vec<f64> = nodes.iter().map(|node| x + node * step).collect();
    let offsets: Vec<f64> = places.iter().map(|place| place - x).collect();
    let mut values = Vec::with_capacity(places.len());
    for &place in &places {
        let sample = f(place);
        let same_side = side.is_none_or(|side| {
            side.switches
                .iter()
                .zip(&sample.switches)
                .all(|(a, b)| (*a > 0.0, *a < 0.0) == (*b > 0.0, *b < 0.0))
        });
        if !same_side || !sample.value.is_finite() {
            return None;
        }
        values.push(sample.value);
    }
    let apply = |count: usize| {
        let weights = weights(&offsets[..count]);
        let sum: f64 = weights.iter().zip(&values).map(|(w, v)| w * v).sum();
        let size: f64 = weights
            .iter()
            .zip(&values)
            .map(|(w, v)| (w * v).abs())
            .sum();
        (sum, size)
    };
    let (value, size) = apply(nodes.len());
    let (lower, _) = apply(nodes.len() - 2);
    let error = (value - lower).abs() + 4.0 * f64::EPSILON * size;
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
