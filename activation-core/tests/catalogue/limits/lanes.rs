//! Every entry at ±∞, at the last finite numbers, at both zeros, and for NaN.

use activation_core::catalogue::{ENTRIES, NAMES};

use super::{ENDS, check, lanes};

#[test]
fn are_reached() {
    check(|row, points| lanes(row, points, |entry| entry.single));
}

#[test]
fn have_a_row_for_every_input() {
    let rows: Vec<_> = ENDS.iter().map(|row| (row.name, row.input)).collect();
    let inputs: Vec<_> = NAMES
        .iter()
        .zip(ENTRIES)
        .flat_map(|(&name, entry)| (0..entry.inputs.len()).map(move |input| (name, input)))
        .collect();
    assert_eq!(rows, inputs);
}
