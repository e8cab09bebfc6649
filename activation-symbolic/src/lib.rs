//! The engine behind `#[activation]`: from a formula, written as a Rust function, to its
//! derivative and the code of its kernels.
//!
//! An ordinary library on `proc_macro2` tokens, so that a test, an example and a terminal can
//! call it. The list of modules reads as the sentence that describes the work, and a module
//! uses only those above it: the [`op`] table, exact [`number`]s and [`call`]s of other
//! activations make an [`expr`]ession, the [`diagnostic`] ledger collects what [`parse`] and [`check`] find wrong, [`differentiate`]
//! applies the chain rule to what was typed, [`algebra`] brings value and derivative to the form
//! that reads best, [`kinks`] finds where the slope jumps and [`properties`] what the shape is, `second` chooses a form of the second
//! derivative, [`residual`] finds what backward has to keep, [`cost`] counts, [`analysis`] is all
//! of it in order, [`lint`] warns of what is rarely meant, [`schedule`] decides what is named and computed when, [`emit`] writes it as
//! Rust, text and LaTeX, and [`explain`] tells how it came about. [`eval`] interprets expressions;
//! [`fallback`] is what a refused formula becomes.

use proc_macro2::TokenStream;
use quote::quote;

pub mod op;

pub mod number;

pub mod call;

pub mod expr;

pub mod diagnostic;

pub mod parse;

pub mod check;

pub mod fallback;

pub mod eval;

mod tape;

pub mod differentiate;

pub mod schedule;

pub mod algebra;

pub mod kinks;

mod smooth;

pub mod properties;

mod second;

pub mod residual;

pub mod cost;

pub mod analysis;

pub mod lint;

pub mod emit;

pub mod explain;

use self::{analysis::Analysis, diagnostic::Ledger, lint::Warning, parse::Parsed};

/// What `#[activation(attr)]` on `item` becomes.
///
/// Never panics: mistakes become `compile_error!`s at the tokens they are about, next to a
/// hollow type that keeps the rest of the program quiet.
#[must_use]
pub fn expand(attr: TokenStream, item: TokenStream) -> TokenStream {
    let (parsed, errors) = read(attr, item.clone());
    let errors = errors.err().map(syn::Error::into_compile_error);
    match parsed {
        Parsed::Formula(_, formula) if errors.is_none() => emit::expand(&formula),
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
            let other = syn::parse2(item)
                .ok()
                .filter(|item| !matches!(item, syn::Item::Fn(_)));
            quote!(#errors #other)
        }
    }
}

/// The analysis of a formula, from the tokens of the function under `#[activation(attr)]`.
///
/// # Errors
/// All mistakes of the formula at once, each at its token.
pub fn analyse(attr: TokenStream, item: TokenStream) -> syn::Result<Analysis> {
    let (parsed, errors) = read(attr, item.clone());
    errors?;
    match parsed {
        Parsed::Formula(_, formula) => Ok(emit::analyse(&formula)),
        _ => Err(syn::Error::new_spanned(
            item,
            "expected a function whose body is a formula",
        )),
    }
}

/// What the user of a formula is warned about.
///
/// # Errors
/// All mistakes of the formula at once, each at its token.
pub fn warnings(attr: TokenStream, item: TokenStream) -> syn::Result<Vec<Warning>> {
    let (parsed, errors) = read(attr, item);
    errors?;
    Ok(match parsed {
        Parsed::Formula(_, formula) => lint::lint(&formula, &emit::analyse(&formula)),
        _ => Vec::new(),
    })
}

fn read(attr: TokenStream, item: TokenStream) -> (Parsed, syn::Result<()>) {
    let mut ledger = Ledger::new();
    let parsed = parse::parse(attr, item, &mut ledger);
    match &parsed {
        Parsed::Formula(_, formula) => {
            check::check(formula, &mut ledger);
            lint::check(&formula.signature, &mut ledger);
        }
        Parsed::Head(_, signature) => lint::check(signature, &mut ledger),
        Parsed::Nothing => {}
    }
    (parsed, ledger.finish())
}
