//! Writes `REPORT.md` and `report.svg`: twelve activations here and in other crates, on the same
//! numbers in the same run, and what a call costs beside its kernel.
//!
//! `cargo run --release --bin report`, on one core: `RAYON_NUM_THREADS=1 taskset -c 1 …`.

use std::{fmt::Write as _, hint::black_box};

use activation_benches::{
    calls,
    chart::chart,
    clock::nanoseconds,
    numbers, peers,
    rows::{ROWS, plain},
};
use activation_core::simd::{level, level_name};
use ndarray::Array1;

const LEN: usize = 1 << 16;

fn main() -> std::io::Result<()> {
    let x = Array1::from(numbers(LEN));
    let mut y = x.clone();
    let copy = nanoseconds(LEN, || black_box(&mut y).assign(black_box(&x)));
    let triad = nanoseconds(LEN, || {
        ndarray::Zip::from(black_box(&mut y))
            .and(black_box(&x))
            .and(black_box(&x))
            .for_each(|y, &a, &b| *y = a + 1.5 * b);
    });
    let mut forward = String::new();
    let mut backward = String::new();
    let mut bars = Vec::new();
    for row in ROWS {
        let [value, gradient] = (row.ours)(&x, &mut y);
        let [zip, zip_gradient] = plain(row, &x, &mut y);
        let others = peers::forward(row.name, x.as_slice().unwrap_or_default());
        let cell = |time: &Option<f64>| {
            time.map_or_else(String::new, |time| {
                format!("{time:.3} ({:.1})", time / value)
            })
        };
        let cells: Vec<String> = others.iter().map(cell).collect();
        let _ = writeln!(
            forward,
            "| {} | **{value:.3}** | {zip:.3} ({:.1}) | {} |",
            row.name,
            zip / value,
            cells.join(" | ")
        );
        let _ = writeln!(
            backward,
            "| {} | **{gradient:.3}** | {zip_gradient:.3} ({:.1}) |",
            row.name,
            zip_gradient / gradient
        );
        let named = peers::NAMES.iter().zip(others);
        let ratios = named.filter_map(|(peer, time)| Some((peer.to_string(), time? / value)));
        let ratios = [("ndarray + std".to_owned(), zip / value)]
            .into_iter()
            .chain(ratios);
        bars.push((row.name.to_owned(), ratios.collect()));
        eprintln!("{} done", row.name);
    }
    let level = level_name(level());
    let dashes = "---|".repeat(3 + peers::NAMES.len());
    let report = format!(
        "# Against others\n\n\
         Nanoseconds an element, `f32`, {LEN} elements, one core, level `{level}`; in parentheses how \
         many times longer it takes than here. The best of sixty batches each, in one run; written \
         by `cargo run --release --bin report`. Copy {copy:.3}, triad {triad:.3}.\n\n\
         candle-core and burn allocate their result, tract-linalg works in place (the copy before \
         each call is taken off), the others write to an array that is there. tract-linalg's `Gelu` \
         is the one with tanh.\n\n\
         ## Forward\n\n| | activation | ndarray + std | {} |\n|{dashes}\n{forward}\n\
         ## Backward\n\nNone of the crates has a backward kernel that can be called by itself.\n\n\
         | | activation | ndarray + std |\n|---|---|---|\n{backward}\n{}",
        peers::NAMES.join(" | "),
        calls::tables()
    );
    std::fs::write("REPORT.md", report)?;
    std::fs::write(
        "report.svg",
        chart("Forward: time relative to activation (1 = as fast)", &bars),
    )
}
