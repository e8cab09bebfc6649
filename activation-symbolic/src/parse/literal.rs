//! Literals of a formula. The exponent of `powi` is not one: see `call`.

use syn::{Lit, LitFloat, LitInt};

use super::formula::Reader;
use crate::{expr::Id, number::Number};

impl Reader<'_> {
    pub(super) fn literal(&mut self, literal: &Lit) -> Option<Id> {
        match literal {
            Lit::Float(literal) => self.float(literal),
            Lit::Int(literal) => {
                self.integer(literal);
                None
            }
            Lit::Bool(literal) => {
                self.ledger.error(
                    literal.span,
                    "a condition that is always the same decides nothing; keep the branch that is \
                     taken",
                );
                None
            }
            other => {
                self.ledger
                    .error_over(other, "a formula computes with numbers; write one here");
                None
            }
        }
    }

    fn float(&mut self, literal: &LitFloat) -> Option<Id> {
        if !matches!(literal.suffix(), "" | "f32" | "f64") {
            self.ledger.error(
                literal.span(),
                format!(
                    "`{}` is no suffix of a number here; write `{}`",
                    literal.suffix(),
                    literal.base10_digits()
                ),
            );
            return None;
        }
        let number = Number::decimal(literal.base10_digits());
        if number.is_none() {
            self.ledger.error(
                literal.span(),
                "a number of a formula is kept exactly, in at most 38 digits, zeros included; \
                 write one with fewer",
            );
        }
        Some(self.constant(number?, literal.span()))
    }

    fn integer(&mut self, literal: &LitInt) {
        let float = match literal.base10_digits() {
            digits if literal.suffix().is_empty() || literal.suffix().starts_with(['i', 'u']) => {
                format!("{digits}.0")
            }
            _ => "1.0".to_owned(),
        };
        self.ledger.error(
            literal.span(),
            format!("`{literal}` is an integer, and a formula computes in floats; write `{float}`"),
        );
    }
}
