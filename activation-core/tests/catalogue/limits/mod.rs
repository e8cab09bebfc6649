//! What is right at ±∞, the last finite numbers, both zeros, and NaN, in whichever way an entry is
//! called.

mod ends;
mod lanes;
mod vectors;

pub(crate) use self::ends::{ENDS, Ends};
use crate::registry::{Entry, Point, entry_named};

/// What is not as it should be, and why: each row is a weakness of the engine, and must fail as
/// long as it stands here.
#[rustfmt::skip]
const EXCEPTIONS: &[(&str, usize, &str, &str)] = &[
    ("channel_snake", 1, "-∞", "the sine of ∞, which has no value, over ∞"),
    ("channel_snake", 1, "∞", "the sine of ∞, which has no value, over ∞"),
    ("channel_snake", 1, "0", "0/0; the frequency is positive"),
];

const MAX: f64 = f32::MAX as f64;

/// How value and slope in the row's input are computed at points of that input, in one precision.
pub(crate) type At = fn(&Ends, &[f64]) -> Vec<(f64, f64)>;

/// A kernel at parameters and inputs.
type Kernel = fn(&[f64], &[f64]) -> Point;

/// [`At`], one lane at a time.
pub(crate) fn lanes(
    row: &Ends,
    points: &[f64],
    kernel: impl Fn(&Entry) -> Kernel,
) -> Vec<(f64, f64)> {
    let entry = entry_named(row.name);
    let at = |&x: &f64| {
        let mut inputs = row.others[..entry.metadata.inputs.len()].to_vec();
        inputs[row.input] = x;
        let point = kernel(&entry)(&entry.defaults(), &inputs);
        (point.value, point.gradient[row.input])
    };
    points.iter().map(at).collect()
}

/// Whether a number is at its limit, or, before infinity, on its way there.
fn reaches(found: f64, limit: f64, there: bool) -> bool {
    if limit.is_nan() {
        return there || !found.is_nan();
    }
    if limit.is_infinite() {
        return if there {
            found == limit
        } else {
            found.signum() == limit.signum() && found.abs() > 50.0
        };
    }
    (found - limit).abs() <= 1e-6 * limit.abs().max(1.0)
}

/// What is wrong with a row in one precision.
fn wrong(row: &Ends, precision: &str, at: At, double: At) -> Vec<(&'static str, String)> {
    let names = ["-∞", "-MAX", "-1e30", "1e30", "MAX", "∞"];
    let points = [f64::NEG_INFINITY, -MAX, -1e30, 1e30, MAX, f64::INFINITY];
    let mut wrong = Vec::new();
    let found = at(row, &points);
    // What overflows in f32 alone has a value in f64.
    let exact = double(row, &points);
    for (k, (value, slope)) in found.into_iter().enumerate() {
        let there = points[k].is_infinite();
        let fits = |found: f64, exact: f64| there || found.is_finite() || exact.abs() > MAX;
        let good = reaches(value, row.value[k / 3], there) && fits(value, exact[k].0);
        let good_slope = reaches(slope, row.slope[k / 3], there) && fits(slope, exact[k].1);
        if !good || !good_slope {
            let text = format!(
                "{} (input {}) at {}: {precision} value {value:e} for {:e}, slope {slope:e} for {:e}",
                row.name,
                row.input,
                names[k],
                row.value[k / 3],
                row.slope[k / 3],
            );
            wrong.push((names[k], text));
        }
    }
    let [below, above, missing] = at(row, &[-0.0, 0.0, f64::NAN])[..] else {
        unreachable!("three points, three results")
    };
    if below != above || !below.0.is_finite() || !below.1.is_finite() {
        let text = format!("{} at −0 and 0: {below:?} and {above:?}", row.name);
        wrong.push(("0", text));
    }
    if !missing.0.is_nan() {
        let text = format!(
            "{} (input {}) loses a NaN: {}",
            row.name, row.input, missing.0
        );
        wrong.push(("NaN", text));
    }
    wrong
}

/// Holds every row to what `single` finds in `f32`, and to the lanes in `f64`.
pub(crate) fn check(single: At) {
    let double: At = |row, points| lanes(row, points, |entry| entry.double);
    let mut unexpected = Vec::new();
    let mut excused = Vec::new();
    for row in ENDS {
        let both = [
            wrong(row, "f32", single, double),
            wrong(row, "f64", double, double),
        ]
        .concat();
        for (point, text) in both {
            let exception = EXCEPTIONS.iter().position(|&(name, input, at, _)| {
                (name, input, at) == (row.name, row.input, point)
            });
            match exception {
                Some(exception) => excused.push(exception),
                None => unexpected.push(text),
            }
        }
    }
    assert!(unexpected.is_empty(), "{}", unexpected.join("\n"));
    let (good, _): (Vec<_>, Vec<_>) = EXCEPTIONS
        .iter()
        .enumerate()
        .partition(|(index, _)| !excused.contains(index));
    assert!(good.is_empty(), "no exceptions any more: {good:#?}");
}
