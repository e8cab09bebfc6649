//! The ledger of errors: everything between two gates reports and carries on.
//!
//! A mistake is written down where it is found, with the token it is about; the reader goes on
//! and finds the next one, so that a person sees all mistakes of a formula at once. A gate is
//! where going on would be pointless. Not here: what is a mistake (`parse`, `check`).

use std::fmt::Display;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;

/// All errors of one formula.
///
/// A ledger must be read with [`finish`](Self::finish): one that is dropped unread would
/// swallow errors, which a debug build answers with a panic.
#[derive(Debug, Default)]
pub struct Ledger {
    errors: Vec<Report>,
    read: bool,
}

/// One error: where, from its first token to its last, and what.
#[derive(Debug)]
pub struct Report {
    first: Span,
    last: Span,
    message: String,
}

impl Report {
    /// Adds a line that helps.
    pub fn help(&mut self, help: impl Display) -> &mut Report {
        self.message.push_str(&format!("\n\n  = help: {help}"));
        self
    }
}

impl Ledger {
    /// An empty ledger.
    #[must_use]
    pub fn new() -> Ledger {
        Ledger::default()
    }

    /// Writes down an error at one token.
    pub fn error(&mut self, span: Span, message: impl Display) -> &mut Report {
        self.push(span, span, message.to_string())
    }

    /// Writes down an error about all of `tokens`.
    pub fn error_over(&mut self, tokens: impl ToTokens, message: impl Display) -> &mut Report {
        let mut spans = tokens
            .into_token_stream()
            .into_iter()
            .map(|token| token.span());
        let first = spans.next().unwrap_or_else(Span::call_site);
        self.push(first, spans.last().unwrap_or(first), message.to_string())
    }

    /// Writes down what `syn` has found.
    pub fn syntax(&mut self, error: syn::Error) {
        for error in error {
            self.error(error.span(), &error);
        }
    }

    fn push(&mut self, first: Span, last: Span, message: String) -> &mut Report {
        self.errors.push(Report {
            first,
            last,
            message,
        });
        self.errors.last_mut().expect("just pushed")
    }

    /// `None` once an error is written down: what comes after needs an input without mistakes.
    #[must_use]
    pub fn gate(&self) -> Option<()> {
        self.errors.is_empty().then_some(())
    }

    /// Reads the ledger: all errors as one, in the order of the source.
    ///
    /// # Errors
    /// When anything was written down.
    pub fn finish(mut self) -> Result<(), syn::Error> {
        self.read = true;
        let mut errors = std::mem::take(&mut self.errors);
        // Stable, so that two errors about one token stay in the order they were found in.
        errors.sort_by_key(|report| {
            let start = report.first.start();
            (start.line, start.column)
        });
        let combined = errors
            .into_iter()
            .map(Report::into_syn)
            .reduce(|mut all, next| {
                all.combine(next);
                all
            });
        combined.map_or(Ok(()), Err)
    }
}

impl Report {
    fn into_syn(self) -> syn::Error {
        // Only the ends matter: rustc underlines from the first token to the last.
        let ends: TokenStream = [self.first, self.last]
            .map(|span| Ident::new("end", span).into_token_stream())
            .into_iter()
            .collect();
        syn::Error::new_spanned(ends, self.message)
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        if cfg!(debug_assertions) && !self.read && !std::thread::panicking() {
            panic!(
                "a ledger of {} errors was dropped unread",
                self.errors.len()
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_come_in_the_order_of_the_source() {
        let tokens: Vec<_> = "first second"
            .parse::<TokenStream>()
            .unwrap()
            .into_iter()
            .collect();
        let mut ledger = Ledger::new();
        assert!(ledger.gate().is_some());
        ledger.error(tokens[1].span(), "late");
        ledger.error(tokens[0].span(), "early").help("rise earlier");
        assert!(ledger.gate().is_none());
        let messages: Vec<String> = ledger
            .finish()
            .unwrap_err()
            .into_iter()
            .map(|error| error.to_string())
            .collect();
        assert_eq!(messages, ["early\n\n  = help: rise earlier", "late"]);
    }

    #[test]
    #[cfg(debug_assertions)]
    #[should_panic(expected = "dropped unread")]
    fn an_unread_ledger_panics() {
        Ledger::new().error(Span::call_site(), "lost");
    }
}
