//! How ranges are written: `(0, 1)`, `[-0.278…, ∞)`, `{0, 1}`.

use std::{
    f64::consts::{FRAC_1_PI, FRAC_PI_2, PI},
    fmt,
};

use super::Range;

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Range::Between(lower, upper) => {
                let open = if lower.taken { '[' } else { '(' };
                let close = if upper.taken { ']' } else { ')' };
                write!(f, "{open}{}, {}{close}", number(lower.at), number(upper.at))
            }
            Range::Of(values) => {
                let values: Vec<String> = values.iter().map(|&value| number(value)).collect();
                write!(f, "{{{}}}", values.join(", "))
            }
        }
    }
}

/// A number in few digits, with `…` where there are more.
pub(crate) fn number(value: f64) -> String {
    let sign = if value < 0.0 { "-" } else { "" };
    let size = value.abs();
    if size.is_infinite() {
        return format!("{sign}∞");
    }
    let known = [("π/2", FRAC_PI_2), ("π", PI), ("1/π", FRAC_1_PI)];
    if let Some((name, _)) = known
        .iter()
        .find(|(_, known)| (size - known).abs() < 1e-9 * known)
    {
        return format!("{sign}{name}");
    }
    let short = (size * 1e4).round() / 1e4;
    if (size - short).abs() < 1e-9 * (1.0 + size) {
        let sign = if short == 0.0 { "" } else { sign };
        return format!("{sign}{short}");
    }
    // Cut off, not rounded: the digits that stand there are right.
    let digits = (3 - size.log10().ceil() as i32).clamp(0, 12);
    let scale = 10.0_f64.powi(digits);
    let cut = (size * scale).floor() / scale;
    format!("{sign}{cut:.*}…", digits as usize)
}
