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
    certificate::{Column, Failures},
};

/// The measured columns of one entry.
pub struct Row {
    /// The entry.
    pub name: String,
    /// How many of its columns belong to inputs.
    pub inputs: usize,
    /// What was found.
    pub columns: Vec<Column>,
    /// How many inputs were looked at.
    pub sample: usize,
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
pub fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "| entry | value (ulp) | derivative (ulp) | parameters (ulp) | not finite | wrong zero | \
         wrong sign | wrong limits |\n|---|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        let worst = |columns: &[Column]| columns.iter().map(|c| c.worst).reduce(f64::max);
        let (value, rest) = row.columns.split_at(1);
        let (inputs, parameters) = rest.split_at(row.inputs);
        let sum = |count: fn(&Column) -> u64| row.columns.iter().map(count).sum::<u64>();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            row.name,
            units(value[0].worst),
            worst(inputs).map_or(String::new(), units),
            worst(parameters).map_or(String::new(), units),
            sum(|c| c.not_finite.count),
            sum(|c| c.wrong_zero.count),
            sum(|c| c.wrong_sign.count),
            sum(|c| c.specials.len() as u64),
        );
    }
    text
}

/// What breaks its bounds, column by column with the inputs at which it does.
#[must_use]
pub fn troubles(rows: &[Row]) -> String {
    let mut text = String::new();
    let mut passed = 0;
    for row in rows {
        let broken = bounds::broken(&row.name, row.inputs, &row.columns);
        if broken.is_empty() {
            passed += 1;
            continue;
        }
        for (index, column) in row.columns.iter().enumerate() {
            let alone = Column {
                name: column.name.clone(),
                ..Column::default()
            };
            let mut only = vec![alone; index];
            only.push(column.clone());
            if bounds::broken(&row.name, row.inputs, &only).is_empty() {
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
    let _ = writeln!(
        text,
        "\n{passed} of {} entries keep their bounds.",
        rows.len()
    );
    text
}
