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
    bounds::Table,
    entries,
    measure::{self, Subject},
    report,
    sample::Density,
};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let modes = [
        ("engine", Subject::Engine),
        ("typed", Subject::Typed),
        #[cfg(feature = "kernels")]
        ("kernels", Subject::Kernel),
    ];
    let mode = modes.iter().find(|(mode, _)| has(mode));
    // By default what users run, where it is compiled.
    let usual = if cfg!(feature = "kernels") {
        &modes[modes.len() - 1]
    } else {
        &modes[0]
    };
    let (mode, subject) = *mode.unwrap_or(usual);
    let density = if has("--coarse") {
        Density::COARSE
    } else {
        Density::DEFAULT
    };
    let chosen: Vec<&String> = arguments
        .iter()
        .filter(|name| !name.starts_with("--") && *name != mode)
        .collect();

    let start = Instant::now();
    let mut names = entries::names();
    names.retain(|entry| chosen.is_empty() || chosen.contains(&entry));
    if has("--forms") {
        for name in &names {
            forms(name);
        }
    }
    let rows = measure::catalogue(subject, &names, density, &Table::default());
    if has("--time") {
        for row in &rows {
            let (name, sample, raised) = (&row.name, row.sample, row.raised);
            let seconds = row.seconds;
            eprintln!("{name}: {sample} points, {seconds:.1} s, {raised} raised");
        }
    }
    println!("{}\n{}", report::table(&rows), report::troubles(&rows));
    let points: usize = rows.iter().map(|row| row.sample * row.columns.len()).sum();
    println!(
        "{points} values of `{mode}` in {:.0} s.",
        start.elapsed().as_secs_f64()
    );
}

/// Prints what the engine made of an entry.
fn forms(name: &str) {
    let entry = entries::named(name);
    let analysis = &entry.analysis;
    let symbols = &analysis.symbols.names;
    let symbols: Vec<&str> = symbols.iter().map(String::as_str).collect();
    let forms = std::iter::once(&analysis.stable_value).chain(&analysis.stable_partials);
    for (column, &form) in entry.columns().iter().zip(forms) {
        let form = analysis.graph.sexpr(form, &symbols);
        println!("{name} {} = {form}", column.1);
    }
}
