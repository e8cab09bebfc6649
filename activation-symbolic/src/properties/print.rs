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

/// No number has more digits behind the point.
const MOST_DIGITS: i32 = 12;

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
    // Cut off, not rounded: the digits that stand there are right. 1.00… and 0.999… do not tell on
    // which side of 1 they are: there are as many digits as tell.
    let least = (3 - size.log10().ceil() as i32).clamp(0, MOST_DIGITS);
    for digits in least..=MOST_DIGITS {
        let scale = 10.0_f64.powi(digits);
        let whole = (size * scale).round();
        if (size * scale - whole).abs() < 1e-6 && digits > least {
            let exact = format!("{:.*}", digits as usize, whole / scale);
            return format!("{sign}{exact}");
        }
        let cut = format!("{:.*}", digits as usize, (size * scale).floor() / scale);
        let behind = cut.split_once('.').map_or("", |(_, behind)| behind);
        let tells = |digit: char| behind.chars().any(|d| d != digit);
        if behind.is_empty() || (tells('0') && tells('9')) {
            return format!("{sign}{cut}…");
        }
    }
    format!("{sign}{size}")
}
