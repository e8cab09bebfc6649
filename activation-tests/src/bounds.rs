//! What is demanded of every entry, and the exceptions, by name and with their reason.

use crate::certificate::Column;

/// Bounds in units in the last place.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Of the value.
    pub value: f64,
    /// Of the derivative in an input.
    pub derivative: f64,
    /// Of the derivative in a parameter.
    pub parameter: f64,
}

/// What every entry without a row of its own is held to, with no failure of any kind.
pub const DEFAULT: Bounds = Bounds {
    value: 6.0,
    derivative: 9.0,
    parameter: 12.0,
};

/// An entry that cannot reach the default, and why.
#[derive(Clone, Copy, Debug)]
pub struct Exception {
    /// The entry.
    pub entry: &'static str,
    /// Its bounds.
    pub bounds: Bounds,
    /// Failures (NaN, wrong zeros, wrong signs, wrong limits) are tolerated too.
    pub failures: bool,
    /// Why.
    pub reason: &'static str,
}

/// The exceptions.
pub const EXCEPTIONS: &[Exception] = &[];

/// The bounds of `entry`, and whether failures are tolerated.
#[must_use]
pub fn of(entry: &str) -> (Bounds, bool) {
    let row = EXCEPTIONS.iter().find(|row| row.entry == entry);
    row.map_or((DEFAULT, false), |row| (row.bounds, row.failures))
}

/// What in `columns` breaks the bounds of `entry`, in words.
#[must_use]
pub fn broken(entry: &str, inputs: usize, columns: &[Column]) -> Vec<String> {
    let (bounds, failures) = of(entry);
    let mut broken = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let bound = match index {
            0 => bounds.value,
            index if index <= inputs => bounds.derivative,
            _ => bounds.parameter,
        };
        let name = &column.name;
        if column.worst > bound {
            let (worst, at) = (column.worst, &column.worst_at);
            broken.push(format!(
                "{entry} {name}: {worst:.1} ulp at {at:?}, allowed are {bound}"
            ));
        }
        if !failures && (column.failures() > 0 || !column.specials.is_empty()) {
            broken.push(format!(
                "{entry} {name}: {} not finite, {} wrong zeros, {} wrong signs, {}",
                column.not_finite.count,
                column.wrong_zero.count,
                column.wrong_sign.count,
                column.specials.join(", "),
            ));
        }
    }
    broken
}
