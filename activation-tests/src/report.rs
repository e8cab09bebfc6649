//! The certificate as a Markdown table, and the list of what is wrong.

use std::{
    fmt::Write as _,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::{
    bounds,
    certificate::{Column, Failures, Kind},
};

/// The measured columns of one entry.
pub struct Measured {
    /// The entry.
    pub name: String,
    /// What was found.
    pub columns: Vec<Column>,
    /// How many inputs were looked at.
    pub sample: usize,
    /// How many true values needed more than the first precision.
    pub raised: u64,
    /// Seconds it took.
    pub seconds: f64,
}

/// Runs `work` for `0..count` on all cores, and keeps the order.
pub fn parallel<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, T)>> = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count {
                        return;
                    }
                    let result = work(index);
                    done.lock()
                        .expect("no thread panicked")
                        .push((index, result));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no thread panicked");
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

fn units(value: f64) -> String {
    if value > 1000.0 {
        ">1000".to_owned()
    } else {
        format!("{value:.2}")
    }
}

fn place(at: &[f64]) -> String {
    let numbers: Vec<String> = at.iter().map(|x| format!("{x:.6e}")).collect();
    numbers.join(", ")
}

fn failures(text: &mut String, what: &str, found: &Failures) {
    if let Some((low, high)) = found.range {
        let _ = write!(
            text,
            " {what} {}× for x in [{low:.5e}, {high:.5e}];",
            found.count
        );
    }
}

/// The table: one line an entry, its worst errors and its counts.
#[must_use]
pub fn table(rows: &[Measured]) -> String {
    let mut text = String::from(
        "| entry | value (ulp) | derivative (ulp) | parameters (ulp) | second (ulp) | from output | \
         not finite | wrong zero | wrong sign | wrong limits |\n\
         |---|---|---|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        let worst = |of: fn(Kind) -> bool| {
            let columns = row.columns.iter().filter(|column| of(column.kind));
            let worst = columns.map(|column| column.worst).reduce(f64::max);
            worst.map_or(String::new(), units)
        };
        let sum = |count: fn(&Column) -> u64| row.columns.iter().map(count).sum::<u64>();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            row.name,
            worst(|kind| kind == Kind::Value),
            worst(|kind| kind == Kind::Slope),
            worst(|kind| kind == Kind::Parameter),
            worst(|kind| kind == Kind::Curvature),
            worst(|kind| matches!(kind, Kind::FromOutput(_))),
            sum(|c| c.not_finite.count),
            sum(|c| c.wrong_zero.count),
            sum(|c| c.wrong_sign.count),
            sum(|c| c.specials.len() as u64),
        );
    }
    text
}

/// The report that is quoted: the kernels of the catalogue, entry by entry.
#[must_use]
pub fn certificate(rows: &[Measured]) -> String {
    let points: usize = rows.iter().map(|row| row.sample * row.columns.len()).sum();
    let (kept, all) = (kept(rows), rows.len());
    format!(
        "# Certificate\n\nThe largest error of every kernel in `f32`, in units in the last place of \
         the true value of the formula as typed, over {points} values. Beside it how often a result \
         is NaN or infinite, zero or of the wrong sign where the true one is not, and how many of \
         the values at ±∞ and NaN are not the limit.\n\n\
         The derivative from the output is counted in 2⁻²⁴ of the largest slope where it is accurate \
         only in relation to that, as its entry says.\n\n\
         {kept} of {all} entries are within {} (value), {} (derivative), {} (derivatives in \
         parameters) and {} (second derivative) without a failure. The others are the rows of [BOUNDS.md](BOUNDS.md), with \
         their reasons.\n\n\
         A test holds every figure, to a tenth and a quarter of a unit: levels (instruction sets) \
         differ in the last bits. No count that is 0 may become another. `UPDATE=1 cargo test -p activation-tests --test certificate` \
         writes this anew.\n\n{}",
        bounds::VALUE,
        bounds::DERIVATIVE,
        bounds::PARAMETER,
        bounds::CURVATURE,
        table(rows)
    )
}

/// In which rows of the report `printed` something is worse now than it says, in words.
#[must_use]
pub fn beyond(printed: &str, rows: &[Measured]) -> Vec<String> {
    let mut wrong = Vec::new();
    let cells = |text: &str| -> Vec<(String, Vec<String>)> {
        let rows = text.lines().filter(|line| line.starts_with("| "));
        rows.skip(1)
            .map(|line| {
                let mut cells = line
                    .trim_matches('|')
                    .split('|')
                    .map(|cell| cell.trim().to_owned());
                (cells.next().unwrap_or_default(), cells.collect())
            })
            .collect()
    };
    let number = |cell: &str| match cell {
        "" => 0.0,
        ">1000" => f64::INFINITY,
        _ => cell.parse().expect("a number"),
    };
    let old = cells(printed);
    for (name, new) in cells(&table(rows)) {
        let Some((_, old)) = old.iter().find(|(entry, _)| *entry == name) else {
            wrong.push(format!("{name} has no row"));
            continue;
        };
        for (index, (old, new)) in old.iter().zip(&new).enumerate() {
            // What is 0 stays 0; how often something fails depends on the sample.
            let room = if index < 5 {
                0.1 * number(old) + 0.25
            } else {
                number(old)
            };
            if number(new) > number(old) + room {
                wrong.push(format!("{name}: {new}, where {old} is printed"));
            }
        }
    }
    wrong
}

/// How many of `rows` keep the general bounds in all their columns.
#[must_use]
pub fn kept(rows: &[Measured]) -> usize {
    rows.iter().filter(|row| row.is_kept()).count()
}

impl Measured {
    /// Whether all columns keep the general bounds.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.columns.iter().all(bounds::is_kept)
    }
}

/// What breaks the general bounds, column by column with the inputs at which it does.
#[must_use]
pub fn troubles(rows: &[Measured]) -> String {
    let mut text = String::new();
    for row in rows {
        for column in &row.columns {
            if bounds::is_kept(column) {
                continue;
            }
            let _ = write!(
                text,
                "{} {}: {} ulp at {};",
                row.name,
                column.name,
                units(column.worst),
                place(&column.worst_at),
            );
            failures(&mut text, ">1000 ulp", &column.off_by_thousands);
            failures(&mut text, "not finite", &column.not_finite);
            failures(&mut text, "zero", &column.wrong_zero);
            failures(&mut text, "wrong sign", &column.wrong_sign);
            if !column.specials.is_empty() {
                let _ = write!(text, " {};", column.specials.join(", "));
            }
            failures(&mut text, "no reference", &column.no_reference);
            text.push('\n');
        }
    }
    let (kept, all) = (kept(rows), rows.len());
    let _ = writeln!(text, "\n{kept} of {all} keep the general bounds.");
    text
}
