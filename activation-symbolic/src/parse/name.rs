//! Names in a formula: arguments, `let`s and the constants of `std::f64::consts`.
//!
//! Not here: the names of functions (`call`).

use proc_macro2::Ident;
use syn::{ExprPath, Path, PathArguments, ext::IdentExt};

use super::{
    activation, call,
    formula::Reader,
    suggest::{nearest, same_digits},
};
use crate::{expr::Id, number::Number};

/// The constants of `std::f64::consts` that are stable.
const CONSTANTS: [&str; 21] = [
    "PI",
    "TAU",
    "E",
    "LN_2",
    "LN_10",
    "LOG2_E",
    "LOG10_E",
    "LOG2_10",
    "LOG10_2",
    "SQRT_2",
    "FRAC_1_SQRT_2",
    "FRAC_2_SQRT_PI",
    "FRAC_1_PI",
    "FRAC_2_PI",
    "FRAC_PI_2",
    "FRAC_PI_3",
    "FRAC_PI_4",
    "FRAC_PI_6",
    "FRAC_PI_8",
    "GOLDEN_RATIO",
    "EULER_GAMMA",
];

/// Constants of a float type that are no numbers of mathematics.
const LIMITS: [&str; 11] = [
    "EPSILON",
    "MAX",
    "MIN",
    "MIN_POSITIVE",
    "DIGITS",
    "MANTISSA_DIGITS",
    "RADIX",
    "MAX_EXP",
    "MIN_EXP",
    "MAX_10_EXP",
    "MIN_10_EXP",
];

/// The segments of a path, without `r#`; `None` where it has generic arguments.
pub(super) fn segments(path: &Path) -> Option<Vec<(String, Ident)>> {
    path.segments
        .iter()
        .map(|segment| {
            let plain = matches!(segment.arguments, PathArguments::None);
            plain.then(|| (segment.ident.unraw().to_string(), segment.ident.clone()))
        })
        .collect()
}

/// Whether a name is that of a constant, by Rust's own convention; one of one letter, `K`, could be
/// a type too, but stands where a value does.
fn is_constant(name: &str) -> bool {
    name.contains(char::is_uppercase) && !name.contains(char::is_lowercase)
}

impl Reader<'_> {
    /// A name that stands for a value.
    pub(super) fn name(&mut self, expression: &ExprPath) -> Option<Id> {
        let segments = match (&expression.qself, segments(&expression.path)) {
            (None, Some(segments)) => segments,
            _ => {
                self.ledger.error_over(
                    expression,
                    "a formula knows its arguments, its `let`s and the constants of \
                     `std::f64::consts`; write one of these",
                );
                return None;
            }
        };
        let (last, before) = segments.split_last().expect("a path has a segment");
        let (name, ident) = last;
        let before: Vec<&str> = before.iter().map(|(name, _)| name.as_str()).collect();
        if before.is_empty()
            && expression.path.leading_colon.is_none()
            && let Some(value) = self.read_name(name)
        {
            if let Some(id) = value {
                self.graph.note_span(id, ident.span());
            }
            return value;
        }
        match (Number::constant(name), before.as_slice()) {
            (
                Some(number),
                []
                | ["consts"]
                | ["f32" | "f64", "consts"]
                | ["std" | "core", "f32" | "f64", "consts"],
            ) => {
                let id = self.graph.number(number);
                self.graph.note_span(id, ident.span());
                Some(id)
            }
            (Some(_), _) => {
                self.ledger.error_over(
                    expression,
                    format!("the constant is called `{name}`; write `std::f64::consts::{name}`"),
                );
                None
            }
            (None, before) => {
                let message = self.unknown_name(name, before);
                self.ledger.error(ident.span(), message);
                None
            }
        }
    }

    fn unknown_name(&self, name: &str, before: &[&str]) -> String {
        if LIMITS.contains(&name) {
            return format!(
                "`{name}` differs between `f32` and `f64`, and a formula is written once for \
                 both; write the number you mean"
            );
        }
        if matches!(name, "INFINITY" | "NEG_INFINITY" | "NAN") {
            return format!(
                "`{name}` is no number of a formula; leave the case out, or write it as `if … {{ \
                 … }} else {{ … }}`"
            );
        }
        if before.is_empty() && call::is_function(name) {
            return format!("`{name}` is a function; call it, as in `{name}(x)`");
        }
        if self.is_default() {
            return format!(
                "a default is a constant, and `{name}` is none; write a number, such as `1.0`"
            );
        }
        if name == "PHI" {
            return "unknown name `PHI`; the golden ratio is called `GOLDEN_RATIO`".to_owned();
        }
        let names = if before.is_empty() {
            self.names()
        } else {
            Vec::new()
        };
        // `SQRT_3` is no `SQRT_2` misspelt.
        let constants = CONSTANTS
            .into_iter()
            .filter(|known| same_digits(known, name));
        let candidates = names.iter().map(String::as_str).chain(constants);
        match nearest(name, candidates) {
            Some(meant) => format!("unknown name `{name}`; did you mean `{meant}`?"),
            None if is_constant(name) => format!(
                "a formula does not see the constants around it; write the number that `{name}` \
                 stands for, or {}",
                self.as_parameter(&name.to_lowercase())
            ),
            None if activation::is_type(name) => {
                format!("`{name}` stands for no value; an activation is called, as in `{name}(x)`")
            }
            None => format!(
                "unknown name `{name}`; a formula knows its arguments, its `let`s and the \
                 constants of `std::f64::consts`, so {}",
                self.as_parameter(name)
            ),
        }
    }

    /// How to declare what is not known.
    fn as_parameter(&self, name: &str) -> String {
        // A keyword such as `self` is no name that could be declared.
        let argument = match syn::parse_str::<Ident>(name) {
            Ok(ident) => format!(" {ident}: {}", self.scalar_name()),
            Err(_) => String::new(),
        };
        format!("make it a parameter with `#[param(default = …)]{argument}`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_constant_that_is_suggested_exists() {
        for name in CONSTANTS {
            assert!(Number::constant(name).is_some(), "{name}");
        }
    }
}
