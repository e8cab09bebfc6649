//! Every entry at ±∞, at the last finite numbers, at both zeros, and for NaN.

mod limits;
mod registry;

use activation_core::catalogue::{ENTRIES, NAMES};

#[test]
fn are_reached() {
    limits::check(|row, points| limits::lanes(row, points, |entry| entry.single));
}

#[test]
fn have_a_row_for_every_input() {
    let rows: Vec<_> = limits::ENDS
        .iter()
        .map(|row| (row.name, row.input))
        .collect();
    let inputs: Vec<_> = NAMES
        .iter()
        .zip(ENTRIES)
        .flat_map(|(&name, entry)| (0..entry.inputs.len()).map(move |input| (name, input)))
        .collect();
    assert_eq!(rows, inputs);
}
