//! Prints the certificate of the catalogue: how accurate everything is, against the formulas as
//! typed.
//!
//! ```text
//! certificate [engine | typed | kernels] [--coarse] [--time] [--forms] [names …]
//! ```
//! `engine` interprets the engine's form with perfect functions, `typed` the formula as typed,
//! `kernels` runs what was compiled. Names choose entries; `--forms` prints what the engine made
//! of them.

use std::time::Instant;

use activation_tests::{
    candidate::{Candidate, Interpreted},
    certificate::{Truth, certify},
    entries,
    report::{self, Row},
    sample::Density,
};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let mode = ["engine", "typed", "kernels"]
        .into_iter()
        .find(|mode| has(mode));
    let mode = mode.unwrap_or(if cfg!(feature = "kernels") {
        "kernels"
    } else {
        "engine"
    });
    let density = if has("--coarse") {
        Density::COARSE
    } else {
        Density::DEFAULT
    };
    let names: Vec<&String> = arguments
        .iter()
        .filter(|name| !name.starts_with("--") && *name != mode)
        .collect();

    let start = Instant::now();
    let mut entries = entries::names();
    entries.retain(|entry| names.is_empty() || names.contains(&entry));
    // What the engine knows about a formula holds spans, which stay on their thread: each thread
    // reads its entry for itself.
    let rows: Vec<Option<Row>> = report::parallel(entries.len(), |index| {
        let entry = entries::named(&entries[index]);
        let start = Instant::now();
        if has("--forms") {
            let analysis = &entry.analysis;
            let names: Vec<&str> = analysis.symbols.names.iter().map(String::as_str).collect();
            let forms = std::iter::once(&analysis.stable_value).chain(&analysis.stable_partials);
            for (column, &form) in entry.columns().iter().zip(forms) {
                println!(
                    "{} {column} = {}",
                    entry.name,
                    analysis.graph.sexpr(form, &names)
                );
            }
        }
        let candidate: Box<dyn Candidate> = match mode {
            "typed" => Box::new(Interpreted::typed(&entry)),
            #[cfg(feature = "kernels")]
            "kernels" => activation_tests::kernels::of(&entry.name)?,
            _ => Box::new(Interpreted::engine(&entry)),
        };
        let mut truth = Truth::single(&entry, density);
        let columns = certify(&mut truth, candidate.as_ref());
        let seconds = start.elapsed().as_secs_f64();
        if has("--time") {
            let (points, raised) = (truth.inputs[0].len(), truth.raised());
            eprintln!(
                "{}: {points} points, {seconds:.1} s, {raised} raised",
                entry.name
            );
        }
        let sample = truth.inputs[0].len();
        Some(Row {
            name: entry.name.clone(),
            inputs: entry.inputs(),
            columns,
            sample,
            seconds,
        })
    });
    let rows: Vec<Row> = rows.into_iter().flatten().collect();
    println!("{}\n{}", report::table(&rows), report::troubles(&rows));
    let points: usize = rows.iter().map(|row| row.sample * row.columns.len()).sum();
    println!(
        "{points} values of `{mode}` in {:.0} s.",
        start.elapsed().as_secs_f64()
    );
}
