//! Every entry's derivatives against differences of its values, in `f64`, and the slopes on both
//! sides of its kinks.
//!
//! The kernels are called at single points: to build the loops over arrays for every entry, as
//! `gradcheck` needs them, would take a quarter of an hour.

use crate::registry::{Entry, entries, entry_named};

/// Where a formula has values only for some inputs.
fn domain(entry: &Entry, parameters: &[f64]) -> (f64, f64) {
    match entry.name {
        // A real power of a negative number is no number.
        "power" => (0.05, 6.0),
        // 1 − alpha (x + alpha) > 0.
        "soft_exponential" if parameters[0] < 0.0 => (-0.5 + 1.0 / parameters[0], 6.0),
        _ => (-6.0, 6.0),
    }
}

/// The default parameters, and two other sets that keep every denominator away from 0.
fn parameter_sets(entry: &Entry) -> Vec<Vec<f64>> {
    let defaults = entry.defaults();
    if defaults.is_empty() {
        return vec![defaults];
    }
    let moved = |by: f64| {
        defaults
            .iter()
            .enumerate()
            .map(|(k, d)| d * (1.0 + by) + by * (0.25 + 0.125 * k as f64))
            .collect()
    };
    vec![moved(0.25), moved(0.5), defaults]
}

/// Inputs that look random and are the same everywhere.
fn inputs(count: usize, (low, high): (f64, f64), seed: u64) -> Vec<f64> {
    let mut state = (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    (0..count)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            low + (high - low) * (state >> 11) as f64 / (1u64 << 53) as f64
        })
        .collect()
}

/// The slope at 0 of `f`, from five values, and how far it may be off.
fn difference(f: impl Fn(f64) -> f64, step: f64) -> (f64, f64) {
    let at = [-2.0, -1.0, 1.0, 2.0].map(|k| f(k * step));
    let fine = (8.0 * (at[2] - at[1]) - (at[3] - at[0])) / (12.0 * step);
    let coarse = (at[2] - at[1]) / (2.0 * step);
    let size = at.iter().fold(0.0, |a: f64, b| a.max(b.abs()));
    // The two agree up to the fine one's error; the rest is rounding.
    (
        fine,
        0.02 * (fine - coarse).abs() + 1e-12 * (1.0 + size) / step,
    )
}

#[test]
fn of_inputs_and_parameters() {
    let mut wrong = Vec::new();
    for entry in entries() {
        if entry.metadata.surrogate.is_some() {
            continue; // its derivative is another function's: see values.rs
        }
        for parameters in parameter_sets(&entry) {
            let mut tried = 0;
            for seed in 0..200 {
                let count = entry.metadata.inputs.len();
                let mut x = inputs(count, domain(&entry, &parameters), seed);
                if entry.name == "bipolar_relu" {
                    x[1] = f64::from(u8::from(x[1] > 0.0));
                }
                tried += usize::from(check(&entry, &parameters, &x, &mut wrong));
            }
            assert!(
                tried >= 150,
                "{}: only {tried} points are away from kinks",
                entry.name
            );
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
}

/// Compares at one point; false where a kink is too near.
fn check(entry: &Entry, parameters: &[f64], x: &[f64], wrong: &mut Vec<String>) -> bool {
    const STEP: f64 = 1e-3;
    let here = (entry.double)(parameters, x);
    let moved = |values: &[f64], k: usize, by: f64| {
        let mut values = values.to_vec();
        values[k] += by;
        values
    };
    let beside = |k: usize, by: f64| match k.checked_sub(x.len()) {
        None => (entry.double)(parameters, &moved(x, k, by)),
        Some(parameter) => (entry.double)(&moved(parameters, parameter, by), x),
    };
    // An array index is not moved, and soft exponential's formula is another on either side of 0.
    let fixed = |k: usize| {
        (entry.name == "bipolar_relu" && k == 1)
            || (entry.name == "soft_exponential" && k == 1 && parameters[0] == 0.0)
    };
    // |x − c|ᵈ has no third derivative at c, and differences feel that from afar.
    let margin = if entry.name == "repsu" { 40.0 } else { 2.0 };
    let all = x.len() + parameters.len();
    let crosses = (0..all).filter(|&k| !fixed(k)).any(|k| {
        let signs = [-margin, margin].map(|by| beside(k, by * STEP).switches);
        signs[0]
            .iter()
            .zip(&signs[1])
            .any(|(a, b)| (*a > 0.0, *a < 0.0) != (*b > 0.0, *b < 0.0))
    });
    if crosses {
        return false;
    }
    let slopes = here.gradient.iter().chain(&here.parameters);
    for (k, &slope) in slopes.enumerate().filter(|(k, _)| !fixed(*k)) {
        let (reference, error) = difference(|by| beside(k, by).value, STEP);
        let close = (slope - reference).abs() <= error + 1e-9 * reference.abs();
        if !close {
            let names = entry.metadata.inputs.iter().copied();
            let mut names = names.chain(entry.metadata.parameters.iter().map(|p| p.name));
            wrong.push(format!(
                "{} of {parameters:?} at {x:?}: ∂/∂{} is {slope:e}, the difference {reference:e} ± {error:e}",
                entry.name,
                names.nth(k).unwrap()
            ));
        }
    }
    true
}

#[test]
fn of_second_order() {
    const STEP: f64 = 1e-3;
    let mut wrong = Vec::new();
    let single = |entry: &Entry| entry.metadata.inputs.len() == 1;
    for entry in entries().into_iter().filter(single) {
        assert!(entry.metadata.second_derivative.is_some(), "{}", entry.name);
        for parameters in parameter_sets(&entry) {
            let mut tried = 0;
            for seed in 0..200 {
                let x = inputs(1, domain(&entry, &parameters), seed)[0];
                let at = |by: f64| (entry.double)(&parameters, &[x + by]);
                // As for the first order, |x − c|ᵈ is felt from afar.
                let margin = if entry.name == "repsu" { 40.0 } else { 2.0 };
                let signs = [-margin, margin].map(|by| at(by * STEP).switches);
                let mut pairs = signs[0].iter().zip(&signs[1]);
                if pairs.any(|(a, b)| (*a > 0.0, *a < 0.0) != (*b > 0.0, *b < 0.0)) {
                    continue;
                }
                tried += 1;
                let (reference, error) = difference(|by| at(by).gradient[0], STEP);
                let found = at(0.0).curvature.unwrap();
                if (found - reference).abs() > error + 1e-9 * reference.abs() {
                    wrong.push(format!(
                        "{} of {parameters:?} at {x}: {found:e}, the difference {reference:e} ± \
                         {error:e}",
                        entry.name
                    ));
                }
            }
            assert!(tried >= 150, "{}: only {tried} points", entry.name);
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
}

#[test]
fn both_sides_of_a_bend() {
    let mut found = 0;
    for entry in entries() {
        let defaults = entry.defaults();
        for bend in entry.metadata.bends {
            const BESIDE: f64 = 1e-7;
            let at = |by: f64| (entry.double)(&defaults, &[bend.at_default + by]);
            let curvature = |by: f64| at(by).curvature.unwrap();
            for (by, stated) in [(-BESIDE, bend.left_default), (BESIDE, bend.right_default)] {
                assert!(
                    (curvature(by) - stated).abs() < 1e-5 * (1.0 + stated.abs()),
                    "{} at {} + {by}: {}, and {stated} is stated",
                    entry.name,
                    bend.at_default,
                    curvature(by)
                );
            }
            // The slope is continuous, and the second derivative there lies in between.
            assert!((at(-BESIDE).gradient[0] - at(BESIDE).gradient[0]).abs() < 1e-5);
            let (low, high) = (
                bend.left_default.min(bend.right_default),
                bend.left_default.max(bend.right_default),
            );
            let here = curvature(0.0);
            assert!(
                (low - 1e-9..=high + 1e-9).contains(&here),
                "{} at {}: {here}, not between {low} and {high}",
                entry.name,
                bend.at_default
            );
            found += 1;
        }
    }
    assert!(found >= 12, "only {found} bends");
    // Of smallest magnitude where nothing but |x| decides.
    let softsign = entry_named("softsign");
    assert_eq!((softsign.double)(&[], &[0.0]).curvature, Some(0.0));
}

/// Why the second order of an entry does not hold up in `f32` at `x`, where it does not.
fn lost_in_single(name: &str, x: f64) -> Option<&'static str> {
    let (lost, why) = match name {
        "sinc" => (x.abs() < 0.02, "0/0 as typed; no series replaces it yet"),
        "gcu" => (
            x.abs() > 1e12,
            "the bound that repairs ±∞ lies in the cosine, too",
        ),
        "eanaf" => (x > 29.0, "the cube of an exponential overflows"),
        "soboleva_tanh" => (x.abs() > 29.0, "the cube of an exponential overflows"),
        "tanh_exp" => (
            x < -1e11,
            "an infinite factor beside an exponential that is 0",
        ),
        "sqrt_softplus" => (x < -100.0, "softplus is 0, and the form divides by it"),
        "colu" => (
            x < -80.0,
            "an exponential that overflows times one that is 0",
        ),
        _ => return None,
    };
    lost.then_some(why)
}

/// Where the second derivative has a value in `f64`, it has one in `f32`, and the right one: in the
/// tails to some digits of the largest there is.
#[test]
fn second_order_in_single_precision() {
    let mut wrong = Vec::new();
    let line = (-300..=300).map(|k| f64::from(k) * 0.0913 + 0.0007);
    let scales = (-30..=30).flat_map(|k| [10f64.powi(k) * 1.7, -(10f64.powi(k) * 1.7)]);
    let points: Vec<f64> = line.chain(scales).map(|x| f64::from(x as f32)).collect();
    for entry in entries() {
        if entry.metadata.inputs.len() > 1 || entry.name == "power" {
            continue; // a real power of a negative number is no number
        }
        let defaults: Vec<f64> = entry
            .defaults()
            .iter()
            .map(|&p| f64::from(p as f32))
            .collect();
        let exact: Vec<f64> = points
            .iter()
            .map(|&x| (entry.double)(&defaults, &[x]).curvature.unwrap())
            .collect();
        let largest = (points.iter().zip(&exact))
            .filter(|(x, _)| x.abs() < 8.0)
            .fold(0.0, |most: f64, (_, exact)| most.max(exact.abs()));
        for (&x, &exact) in points.iter().zip(&exact) {
            let lost = lost_in_single(entry.name, x).is_some();
            if lost || exact.is_nan() || exact.abs() > f64::from(f32::MAX) {
                continue;
            }
            let found = (entry.single)(&defaults, &[x]).curvature.unwrap();
            let close = (found - exact).abs() <= 1e-4 * exact.abs() + 1e-5 * largest;
            if !close {
                wrong.push(format!("{} at {x:e}: {found:e}, not {exact:e}", entry.name));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[wrong.len().saturating_sub(64)..].join("\n")
    );
}

#[test]
fn soft_exponential_leaves_zero() {
    // The slope in alpha at 0 is the limit from both sides.
    let entry = entry_named("soft_exponential");
    for x in [-1.5, 0.0, 0.75, 2.0] {
        let slope = |alpha: f64| (entry.double)(&[alpha], &[x]).parameters[0];
        assert_eq!(slope(0.0), 1.0 + x * x / 2.0);
        for alpha in [1e-4, -1e-4] {
            assert!(
                (slope(alpha) - slope(0.0)).abs() < 2e-3,
                "{alpha}: {}",
                slope(alpha)
            );
        }
    }
}

#[test]
fn both_sides_of_a_kink() {
    for entry in entries() {
        let defaults = entry.defaults();
        for kink in entry.metadata.kinks {
            const BESIDE: f64 = 1e-7;
            let slope = |by: f64| (entry.double)(&defaults, &[kink.at_default + by]).gradient[0];
            for (by, stated) in [(-BESIDE, kink.left_default), (BESIDE, kink.right_default)] {
                assert!(
                    (slope(by) - stated).abs() < 1e-5,
                    "{} at {} + {by}: {}, and {stated} is stated",
                    entry.name,
                    kink.at_default,
                    slope(by)
                );
            }
            // In between at the kink itself.
            let (low, high) = (
                kink.left_default.min(kink.right_default),
                kink.left_default.max(kink.right_default),
            );
            let here = slope(0.0);
            assert!(
                (low - 1e-9..=high + 1e-9).contains(&here),
                "{} at {}: {here}, not between {low} and {high}",
                entry.name,
                kink.at_default
            );
        }
    }
}
