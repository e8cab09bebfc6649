//! What is demanded of every column of every entry, and the exceptions, by name and with their
//! reason.
//!
//! The exceptions are the rows of `BOUNDS.md`: one a column, with the bound, the kinds of failure
//! that are tolerated, and the inputs that need it, which every sample visits. A row that nothing
//! needs is as wrong as one that is missing, so the table shrinks as the engine improves.

use std::{fmt::Write as _, path::PathBuf};

use activation_symbolic::residual::Accuracy;

use crate::{
    certificate::{Column, Failures, Kind},
    report::Measured,
};

/// What the value of an entry without a row of its own is held to, in units in the last place.
pub const VALUE: f64 = 6.0;
/// The derivative in an input.
pub const DERIVATIVE: f64 = 9.0;
/// The derivative in a parameter.
pub const PARAMETER: f64 = 12.0;
/// The second derivative.
pub const CURVATURE: f64 = 12.0;
/// The derivative from the output where it is accurate in relation to the largest slope alone, in
/// 2⁻²⁴ of that: the 1.5e-7 that the rounding of the output costs are 2.5, and forward is one or
/// two places off itself.
pub const ABSOLUTE: f64 = 5.0;
/// The derivative from the output, where it keeps 1e-5 of itself.
pub const RELATIVE: f64 = 168.0;
/// An error beyond this is as good as wrong; more is not told apart.
const WRONG: f64 = 1000.0;

/// The bound of a column.
#[must_use]
pub fn general(kind: Kind) -> f64 {
    match kind {
        Kind::Value => VALUE,
        Kind::Slope => DERIVATIVE,
        Kind::Parameter => PARAMETER,
        Kind::Curvature => CURVATURE,
        Kind::FromOutput(Accuracy::Relative) => RELATIVE,
        Kind::FromOutput(_) => ABSOLUTE,
    }
}

/// The kinds of failure, and the words of the table for them.
const KINDS: [&str; 4] = ["not finite", "zero", "sign", "limits"];

fn failures(column: &Column) -> [Option<&Failures>; 3] {
    let kinds = [&column.not_finite, &column.wrong_zero, &column.wrong_sign];
    kinds.map(|found| (found.count > 0).then_some(found))
}

/// The kinds of failure that `column` has.
fn kinds(column: &Column) -> Vec<&'static str> {
    let mut found: Vec<&str> = KINDS
        .into_iter()
        .zip(failures(column))
        .filter_map(|(kind, found)| found.map(|_| kind))
        .collect();
    found.extend((!column.specials.is_empty()).then_some(KINDS[3]));
    found
}

/// Whether `column` keeps the general bounds without any failure.
#[must_use]
pub fn is_kept(column: &Column) -> bool {
    column.worst <= general(column.kind) && kinds(column).is_empty()
}

/// A column that does not keep the general bounds.
#[derive(Clone, Debug)]
pub struct Exception {
    /// What computes it: the engine's form, the kernel, a spelling.
    pub candidate: String,
    /// The entry.
    pub entry: String,
    /// Its column.
    pub column: String,
    /// Units in the last place that are allowed; infinite for more than 1000.
    pub bound: f64,
    /// Kinds of failure that are tolerated.
    pub kinds: Vec<String>,
    /// Inputs that need the row, one number an input each.
    pub at: Vec<Vec<f64>>,
    /// Why.
    pub reason: String,
}

/// The reason of a row that nobody has looked into. No test accepts it.
const UNKNOWN: &str = "?";

/// The exceptions.
#[derive(Clone, Debug, Default)]
pub struct Table {
    rows: Vec<Exception>,
}

const HEAD: &str = "\
# The columns that do not keep the general bounds

Every other column of every entry, kernel and spelling is within 6 units in the last place
(value), 9 (derivative) or 12 (derivative in a parameter, second derivative), and never NaN or
infinite, zero or of the wrong sign where the true value is not; the derivative from the output is as
accurate as its entry says. `UPDATE=1 cargo test -p activation-tests --test certificate`
rewrites the figures and removes rows that nothing needs; a new row gets `?` for its reason, which
no test accepts.

| what | entry | column | allowed | at | reason |
|---|---|---|---|---|---|
";

impl Table {
    /// Where the table lies.
    #[must_use]
    pub fn path() -> PathBuf {
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/BOUNDS.md"))
    }

    /// The table as it is written down.
    ///
    /// # Panics
    /// When it cannot be read.
    #[must_use]
    pub fn load() -> Self {
        let text = std::fs::read_to_string(Self::path()).unwrap_or_default();
        Self::read(&text)
    }

    /// Reads the rows of a Markdown table.
    ///
    /// # Panics
    /// When a row is malformed.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let rows = text.lines().filter(|line| line.starts_with("| "));
        let rows = rows.skip(1).map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let [candidate, entry, column, allowed, at, reason] = cells[..] else {
                panic!("six cells, not {line}");
            };
            let mut bound = 0.0;
            let mut kinds = Vec::new();
            for word in allowed.split(", ") {
                match word.parse() {
                    Ok(units) => bound = units,
                    Err(_) if word.starts_with('>') => bound = f64::INFINITY,
                    Err(_) => kinds.push(word.to_owned()),
                }
            }
            let point = |text: &str| {
                let numbers = text.split(' ').map(|x| x.parse().expect("a number"));
                numbers.collect::<Vec<f64>>()
            };
            let at = at.split("; ").filter(|at| !at.is_empty()).map(point);
            Exception {
                candidate: candidate.to_owned(),
                entry: entry.trim_matches('`').to_owned(),
                column: column.to_owned(),
                bound,
                kinds,
                at: at.collect(),
                reason: reason.to_owned(),
            }
        });
        Self {
            rows: rows.collect(),
        }
    }

    /// The table as Markdown.
    #[must_use]
    pub fn print(&self) -> String {
        let mut text = HEAD.to_owned();
        for row in &self.rows {
            let bound = if row.bound.is_finite() {
                row.bound.to_string()
            } else {
                ">1000".to_owned()
            };
            let allowed = [vec![bound], row.kinds.clone()].concat().join(", ");
            let point = |point: &Vec<f64>| point.iter().map(number).collect::<Vec<_>>().join(" ");
            let at: Vec<String> = row.at.iter().map(point).collect();
            let _ = writeln!(
                text,
                "| {} | `{}` | {} | {allowed} | {} | {} |",
                row.candidate,
                row.entry,
                row.column,
                at.join("; "),
                row.reason,
            );
        }
        text
    }

    /// Inputs of `entry` that some row needs.
    #[must_use]
    pub fn places(&self, entry: &str) -> Vec<Vec<f64>> {
        let rows = self.rows.iter().filter(|row| row.entry == entry);
        rows.flat_map(|row| row.at.clone()).collect()
    }

    /// Everything in which `measured` and the rows of `candidate` disagree, in words.
    #[must_use]
    pub fn complaints(&self, candidate: &str, measured: &[Measured]) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut rows: Vec<&Exception> = self.rows.iter().collect();
        rows.retain(|row| row.candidate == candidate);
        for entry in measured {
            for column in &entry.columns {
                let place = format!("{} {}", entry.name, column.name);
                let own = |row: &&Exception| row.entry == entry.name && row.column == column.name;
                let row = rows.iter().position(own).map(|at| rows.swap_remove(at));
                let bound = row.map_or(general(column.kind), |row| row.bound);
                let (worst, at) = (column.worst, &column.worst_at);
                if worst > bound {
                    wrong.push(format!("{place}: {worst:.1} ulp at {at:?}, not {bound}"));
                }
                let allowed = row.map_or(&[][..], |row| &row.kinds);
                let found = kinds(column);
                for kind in found
                    .iter()
                    .filter(|kind| !allowed.iter().any(|a| a == *kind))
                {
                    let mut first = failures(column).into_iter().zip(KINDS);
                    let first = first.find(|(_, name)| name == kind);
                    let first = first.and_then(|(found, _)| found).map(|found| &found.first);
                    let specials = &column.specials;
                    wrong.push(format!("{place}: {kind} at {first:?} {specials:?}"));
                }
                let Some(row) = row else { continue };
                if is_kept(column) {
                    wrong.push(format!("{place}: no longer needs its row"));
                }
                for kind in row
                    .kinds
                    .iter()
                    .filter(|kind| !found.contains(&kind.as_str()))
                {
                    wrong.push(format!("{place}: no longer fails as its row says: {kind}"));
                }
                if row.reason == UNKNOWN || row.reason.is_empty() {
                    wrong.push(format!("{place}: its row has no reason"));
                }
            }
        }
        let left = rows
            .iter()
            .map(|row| format!("{} {}: there is none", row.entry, row.column));
        wrong.extend(left);
        wrong
    }

    /// Replaces the rows of `candidate` by what was measured; reasons stay. `within` are the
    /// entries that were measured.
    pub fn update(&mut self, candidate: &str, measured: &[Measured]) {
        let mut new = Vec::new();
        for entry in measured {
            for column in &entry.columns {
                if is_kept(column) {
                    continue;
                }
                let own = |row: &&Exception| {
                    row.candidate == candidate
                        && row.entry == entry.name
                        && row.column == column.name
                };
                let old = self.rows.iter().find(own);
                let mut at = vec![column.worst_at.clone()];
                for found in failures(column).into_iter().flatten() {
                    at.push(found.first.clone());
                }
                at.retain(|at| !at.is_empty());
                at.dedup();
                let bound = bound(column.worst.max(general(column.kind)));
                // A figure that still holds stays, so that the table changes only where the
                // engine does.
                let same = old
                    .map(|old| old.bound)
                    .filter(|&old| column.worst <= old && (bound > 0.7 * old || old == bound));
                new.push(Exception {
                    candidate: candidate.to_owned(),
                    entry: entry.name.clone(),
                    column: column.name.clone(),
                    bound: same.unwrap_or(bound),
                    kinds: kinds(column).into_iter().map(str::to_owned).collect(),
                    at,
                    reason: old.map_or(UNKNOWN.to_owned(), |old| old.reason.clone()),
                });
            }
        }
        let is_measured = |row: &Exception| {
            row.candidate == candidate && measured.iter().any(|entry| entry.name == row.entry)
        };
        self.rows.retain(|row| !is_measured(row));
        self.rows.extend(new);
        self.rows.sort_by(|a, b| {
            let key = |row: &Exception| (row.candidate.clone(), row.entry.clone());
            key(a).cmp(&key(b))
        });
    }
}

/// More than was measured, in two digits: a sample that visits the worst input and its neighbours
/// finds a worse one.
fn bound(measured: f64) -> f64 {
    if measured > WRONG {
        return f64::INFINITY;
    }
    let more = 1.4 * measured;
    let digit = 10_f64.powf(more.log10().floor() - 1.0);
    (more / digit).ceil() * digit
}

/// The shortest text that reads back as the same number, of either format.
fn number(x: &f64) -> String {
    let single = *x as f32;
    if f64::from(single) == *x {
        format!("{single:e}")
    } else {
        format!("{x:e}")
    }
}
