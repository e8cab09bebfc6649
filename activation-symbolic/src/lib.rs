//! The engine behind `#[activation]`: from a formula, written as a Rust function, to its
//! derivative and the code of its kernels.
//!
//! An ordinary library on `proc_macro2` tokens, so that a test, an example and a terminal can
//! call it. The modules in the order of the work, each using only those before it:
//! [`op`] (the table of primitives), [`number`] (exact constants), [`expr`] (the expression),
//! [`diagnostic`] (the ledger of errors), [`parse`], [`check`], and beside them [`fallback`]
//! (what a refused formula becomes) and [`eval`] (an interpreter).

use proc_macro2::TokenStream;
use quote::quote;

pub mod check;
pub mod diagnostic;
pub mod eval;
pub mod expr;
pub mod fallback;
pub mod number;
pub mod op;
pub mod parse;

use self::{diagnostic::Ledger, parse::Parsed};

/// What `#[activation(attr)]` on `item` becomes.
///
/// Never panics: mistakes become `compile_error!`s at the tokens they are about, next to a
/// hollow type that keeps the rest of the program quiet.
#[must_use]
pub fn expand(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut ledger = Ledger::new();
    let parsed = parse::parse(attr, item.clone(), &mut ledger);
    if let Parsed::Formula(_, formula) = &parsed {
        check::check(formula, &mut ledger);
    }
    let errors = ledger.finish().err().map(syn::Error::into_compile_error);
    match parsed {
        // SEAM: the emitter replaces this arm's value by `emit::expand(&formula)`.
        Parsed::Formula(declaration, formula) if errors.is_none() => {
            fallback::expand(&declaration, &formula.signature)
        }
        Parsed::Formula(declaration, formula) => {
            let hollow = fallback::expand(&declaration, &formula.signature);
            quote!(#errors #hollow)
        }
        Parsed::Head(declaration, signature) => {
            let hollow = fallback::expand(&declaration, &signature);
            quote!(#errors #hollow)
        }
        // No function: another item stays what it was, and about less rustc speaks itself.
        Parsed::Nothing => {
            let other = syn::parse2(item).ok().filter(|item| !matches!(item, syn::Item::Fn(_)));
            quote!(#errors #other)
        }
    }
}
