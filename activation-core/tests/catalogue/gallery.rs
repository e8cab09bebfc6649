//! The gallery of the catalogue shows what the kernels compute: every entry of one input at its
//! default parameters, with its slope.
//!
//! `UPDATE=1 cargo test -p activation-core --test catalogue -- gallery` draws it anew.

use std::{fmt::Write as _, ops::RangeInclusive};

use crate::registry::{Entry, entries};
use crate::written::hold;

const COLUMNS: usize = 7;
/// A cell in pixels, and the picture in it.
const CELL: (f64, f64) = (132.0, 118.0);
const PICTURE: (f64, f64) = (120.0, 90.0);
/// What a picture shows, in x and in y.
const X: RangeInclusive<f64> = -4.0..=4.0;
const Y: RangeInclusive<f64> = -2.0..=4.0;
const STEPS: usize = 96;

fn along(range: &RangeInclusive<f64>, at: f64) -> f64 {
    (at - range.start()) / (range.end() - range.start())
}

/// Where a point of the plane is in a picture; y no further out than its frame is high.
fn place(x: f64, y: f64) -> (f64, f64) {
    let height = (Y.end() - Y.start()) / 2.0;
    let y = y.clamp(Y.start() - height, Y.end() + height);
    (along(&X, x) * PICTURE.0, (1.0 - along(&Y, y)) * PICTURE.1)
}

/// The path of a curve, interrupted where it has no value or jumps.
fn path(curve: impl Fn(f64) -> f64, jumps: &[f64]) -> String {
    let (mut path, mut before) = (String::new(), None::<f64>);
    for step in 0..=STEPS {
        let x = X.start() + (X.end() - X.start()) * step as f64 / STEPS as f64;
        let y = curve(x);
        if !y.is_finite() {
            before = None;
            continue;
        }
        let is_apart = before.is_none_or(|last| jumps.iter().any(|at| (last..=x).contains(at)));
        let (left, top) = place(x, y);
        let command = if is_apart { 'M' } else { 'L' };
        let _ = write!(path, "{command}{left:.1} {top:.1}");
        before = Some(x);
    }
    path
}

fn cell(index: usize, entry: &Entry) -> String {
    let (left, top) = (
        CELL.0 * (index % COLUMNS) as f64,
        CELL.1 * (index / COLUMNS) as f64,
    );
    let defaults = entry.defaults();
    let at = |x: f64| (entry.double)(&defaults, &[x]);
    let metadata = entry.metadata;
    let kinks: Vec<f64> = metadata.kinks.iter().map(|kink| kink.at_default).collect();
    let jumps = metadata.kinks.iter().filter(|kink| kink.jump);
    let jumps: Vec<f64> = jumps.map(|kink| kink.at_default).collect();
    // A surrogate has its own corners, and no slope jumps at those of the formula.
    let bends = if metadata.surrogate.is_some() {
        &[][..]
    } else {
        &kinks
    };
    let slope = path(|x| at(x).gradient[0], bends);
    let value = path(|x| at(x).value, &jumps);
    let (zero_x, zero_y) = place(0.0, 0.0);
    let (width, height) = PICTURE;
    format!(
        "<svg x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{}\">\
         <text x=\"1\" y=\"11\" font-size=\"{}\">{}</text>\
         <svg y=\"16\" width=\"{width}\" height=\"{height}\">\
         <rect width=\"{width}\" height=\"{height}\" class=\"f\"/>\
         <path d=\"M0 {zero_y:.1}H{width}M{zero_x:.1} 0V{height}\" class=\"a\"/>\
         <path d=\"{slope}\" class=\"s\"/><path d=\"{value}\" class=\"g\"/></svg></svg>\n",
        height + 20.0,
        if entry.name.len() > 16 { 9 } else { 11 },
        entry.name
    )
}

fn gallery() -> String {
    let entries = entries();
    let cells: Vec<String> = (entries.iter())
        .filter(|entry| entry.metadata.inputs.len() == 1)
        .enumerate()
        .map(|(index, entry)| cell(index, entry))
        .collect();
    let (width, height) = (
        CELL.0 * COLUMNS as f64,
        CELL.1 * cells.len().div_ceil(COLUMNS) as f64,
    );
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-6 -6 {} {}\" \
         font-family=\"sans-serif\">\n\
         <style>svg{{background:#fff}}.f{{fill:#fafafa}}.a{{stroke:#ccc;fill:none}}\
         .g{{stroke:#4878a8;stroke-width:2;fill:none}}\
         .s{{stroke:#e49444;stroke-width:1.2;fill:none}}</style>\n{}</svg>\n",
        width + 6.0,
        height + 6.0,
        cells.concat()
    )
}

#[test]
fn is_up_to_date() {
    hold("src/catalogue/gallery.svg", |_| gallery());
}
