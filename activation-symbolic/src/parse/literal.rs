//! Literals of a formula. The exponent of `powi` is not one: see `call`.

use proc_macro2::Span;
use syn::Lit;

use super::formula::Reader;
use crate::{expr::Id, number::Number};

/// What an expression should be, by its place.
#[derive(Clone, Copy)]
pub(super) enum Wanted {
    Number,
    Truth,
    /// A `let` takes both.
    Either,
}

impl Reader<'_> {
    pub(super) fn literal(&mut self, literal: &Lit) -> Option<Id> {
        match literal {
            Lit::Float(float) => self.float(float.base10_digits(), float.suffix(), literal.span()),
            // `1f32` is a float whatever its looks.
            Lit::Int(int) if matches!(int.suffix(), "f32" | "f64") => {
                self.float(int.base10_digits(), int.suffix(), literal.span())
            }
            // Rust reads `2x` as a number with a suffix.
            Lit::Int(int) if self.look_up(int.suffix()).is_some() => {
                let (digits, name) = (int.base10_digits(), int.suffix());
                self.ledger.error(
                    int.span(),
                    format!("a product is written with `*`; write `{digits}.0 * {name}`"),
                );
                None
            }
            Lit::Int(int) => {
                self.ledger.error(
                    int.span(),
                    format!(
                        "`{int}` is an integer, and a formula computes in floats; write `{}.0`",
                        int.base10_digits()
                    ),
                );
                None
            }
            Lit::Bool(literal) => {
                let number = if literal.value { "1.0" } else { "0.0" };
                let value = literal.value;
                let message = match self.wanted {
                    Wanted::Number => format!(
                        "a number is needed here, and `{value}` is a truth value; write `{number}`"
                    ),
                    Wanted::Truth => "a condition that is always the same decides nothing; keep \
                                      the branch that is taken"
                        .to_owned(),
                    Wanted::Either => format!(
                        "`{value}` is a truth value that is always the same; keep the branch that \
                         is taken, or for a number write `{number}`"
                    ),
                };
                self.ledger.error(literal.span, message);
                None
            }
            other => {
                self.ledger
                    .error_over(other, "a formula computes with numbers; write one here");
                None
            }
        }
    }

    fn float(&mut self, digits: &str, suffix: &str, span: Span) -> Option<Id> {
        if self.look_up(suffix).is_some() {
            let message = format!("a product is written with `*`; write `{digits} * {suffix}`");
            self.ledger.error(span, message);
            return None;
        }
        if !matches!(suffix, "" | "f32" | "f64") {
            let message = format!("`{suffix}` is no suffix of a number here; write `{digits}`");
            self.ledger.error(span, message);
            return None;
        }
        let number = Number::decimal(digits);
        if number.is_none() {
            // In Rust one is infinity and the other 0, without a word.
            let message = match digits.parse::<f64>() {
                Ok(f64::INFINITY) => {
                    "this is more than the largest `f64`, 1.8e308; write a number that there is, or \
                     leave the case out"
                }
                Ok(0.0) => "this is less than the smallest `f64`, 4.9e-324; write `0.0`",
                _ => {
                    "a number of a formula is kept exactly, in at most 38 digits, zeros included; \
                     write one with fewer"
                }
            };
            self.ledger.error(span, message);
        }
        Some(self.constant(number?, span))
    }
}
