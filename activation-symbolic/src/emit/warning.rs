//! How a warning becomes one of rustc's: the use of something deprecated, at the user's token.
//!
//! A macro on stable Rust can only report errors. But rustc warns of the use of what is
//! deprecated, with a note of our choice, at the token that names it; it is rustc's own lint, so
//! `#[allow(deprecated)]`, `#![deny(…)]` and the silence about dependencies hold as ever. The
//! technique is that of the crate `proc-macro-warning`; it is a few lines, and that crate would
//! bring a second `syn`. Not here: what is warned about (`lint`).

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::{lint::Warning, parse::Signature};

/// Items that do nothing but warn.
pub(crate) fn warnings(signature: &Signature, warnings: &[Warning]) -> TokenStream {
    let gates: Vec<_> = signature.gates().collect();
    let items = warnings.iter().map(|warning| {
        let name = Ident::new(warning.lint, warning.span);
        let note = format!("{}\n{}", warning.message, warning.help);
        quote! {
            #(#gates)*
            const _: () = {
                #[deprecated(note = #note)]
                const fn #name() {}
                #name();
            };
        }
    });
    items.collect()
}
