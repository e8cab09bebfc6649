//! The certificate: every entry, measured against its formula as typed, keeps the bounds.
//!
//! `UPDATE=1 cargo test -p activation-tests --test certificate` rewrites `BOUNDS.md` and
//! `CERTIFICATE.md`. The engine alone takes `--no-default-features`, which compiles nothing of
//! the catalogue.

use std::sync::Mutex;

use activation_tests::{
    bounds::Table,
    entries,
    measure::{self, Subject},
    report::{self, Measured},
    sample::Density,
};

/// One test at a time writes the table.
static TABLE: Mutex<()> = Mutex::new(());

fn updates() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// All entries, or those named in the variable `ONLY`.
fn chosen() -> Vec<String> {
    let mut names = entries::names();
    if let Ok(only) = std::env::var("ONLY") {
        let only: Vec<&str> = only.split([',', ' ']).collect();
        names.retain(|name| only.contains(&name.as_str()));
    }
    names
}

/// Holds what was measured against the rows of `candidate`, or rewrites them.
fn hold(candidate: &str, measured: &[Measured]) {
    println!("{candidate}: {}", report::troubles(measured));
    if updates() {
        let _one = TABLE.lock();
        let mut table = Table::load();
        table.update(candidate, measured);
        std::fs::write(Table::path(), table.print()).expect("the table can be written");
    }
    let wrong = Table::load().complaints(candidate, measured);
    assert!(wrong.is_empty(), "{candidate}:\n{}", wrong.join("\n"));
}

#[test]
fn the_table_reads_as_it_is_written() {
    let table = Table::load();
    let text = std::fs::read_to_string(Table::path()).expect("the table lies here");
    assert_eq!(table.print(), text);
}

#[test]
fn the_forms_of_the_engine() {
    let measured = measure::catalogue(Subject::Engine, &chosen(), Density::COARSE, &Table::load());
    hold("engine", &measured);
}

#[test]
#[ignore = "minutes, in release"]
fn the_forms_of_the_engine_densely() {
    let measured = measure::catalogue(Subject::Engine, &chosen(), Density::DEFAULT, &Table::load());
    hold("engine", &measured);
}

#[cfg(feature = "kernels")]
mod kernels {
    use std::sync::atomic::{AtomicU64, Ordering};

    use activation_tests::{
        certificate::{Column, Truth},
        walk,
    };

    use super::*;

    fn certificate() -> std::path::PathBuf {
        concat!(env!("CARGO_MANIFEST_DIR"), "/CERTIFICATE.md").into()
    }

    #[test]
    fn in_single_precision() {
        let names = chosen();
        let table = Table::load();
        let measured = measure::catalogue(Subject::Kernel, &names, Density::COARSE, &table);
        if updates() {
            let text = report::certificate(&measured);
            std::fs::write(certificate(), text).expect("the report can be written");
        }
        let printed = std::fs::read_to_string(certificate()).expect("the report lies here");
        let wrong = report::beyond(&printed, &measured);
        assert!(wrong.is_empty(), "CERTIFICATE.md:\n{}", wrong.join("\n"));
        hold("kernel", &measured);
    }

    #[test]
    fn in_double_precision() {
        let measured = measure::double(&chosen(), Density::COARSE, 4, &Table::load());
        hold("kernel in f64", &measured);
    }

    #[test]
    #[ignore = "minutes, in release"]
    fn densely() {
        let names = chosen();
        let table = Table::load();
        let measured = measure::catalogue(Subject::Kernel, &names, Density::DEFAULT, &table);
        hold("kernel", &measured);
        let measured = measure::double(&names, Density::DEFAULT, 4, &table);
        hold("kernel in f64", &measured);
    }

    /// `ONLY=gelu,mish cargo test -p activation-tests --release --test certificate --
    /// --ignored all_floats --nocapture`: minutes an entry and core.
    #[test]
    #[ignore = "minutes an entry, in release"]
    fn all_floats() {
        if cfg!(debug_assertions) {
            panic!("2³² floats are for a release build: cargo test --release");
        }
        let finite = 2 * 255 * (1_u64 << 23);
        for name in chosen() {
            let entry = entries::named(&name);
            if entry.inputs() > 1 {
                continue;
            }
            let visited = AtomicU64::new(0);
            let binades = report::parallel(2 * 255, |index| {
                // Each thread reads the entry for itself: spans stay on their thread.
                let entry = entries::named(&name);
                let candidate = Subject::Kernel.candidate(&entry).expect("a kernel");
                let mut truth = Truth::over_nothing(&entry);
                let (exponent, negative) = (index as u32 / 2, index % 2 == 1);
                walk::binade(&mut truth, candidate.as_ref(), exponent, negative, &visited)
            });
            assert_eq!(visited.load(Ordering::Relaxed), finite, "{name}");
            let mut columns: Vec<Column> = binades[0].0.clone();
            for (binade, _) in &binades[1..] {
                for (column, found) in columns.iter_mut().zip(binade) {
                    column.merge(found);
                }
            }
            let skipped: Vec<&String> = binades.iter().flat_map(|(_, names)| names).collect();
            println!("{name}: {finite} floats, left out: {skipped:?}");
            let mut truth = Truth::single(&entry, Density::COARSE, &[]);
            let candidate = Subject::Kernel.candidate(&entry).expect("a kernel");
            truth.specials(candidate.as_ref(), &mut columns);
            let measured = Measured {
                name: name.clone(),
                columns,
                sample: finite as usize,
                raised: truth.raised(),
                seconds: 0.0,
            };
            println!("{}", report::table(std::slice::from_ref(&measured)));
            hold("kernel", &[measured]);
        }
    }
}
