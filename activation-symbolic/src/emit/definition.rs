//! The type of an activation: its fields, how one is made, and what its parameters are by default.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, tokens::literal};
use crate::{analysis::Analysis, parse::Signature};

/// A unit struct for a formula without parameters, else one public field each.
pub(super) fn definition(signature: &Signature, analysis: &Analysis) -> TokenStream {
    let Signature {
        vis,
        type_name,
        parameters,
        function,
        ..
    } = signature;
    let gates: Vec<_> = signature.gates().collect();
    let attrs = signature.docs().chain(signature.gates());
    let docs = docs::type_docs(signature, analysis);
    let summary = docs::new_docs(signature);
    let names: Vec<_> = parameters.iter().map(|p| &p.ident).collect();
    let defaults = parameters.iter().map(|p| literal(p.default));
    let fields = parameters.iter().map(|parameter| {
        let name = &parameter.ident;
        let docs = docs::field_docs(parameter);
        quote! { #docs pub #name: f64 }
    });
    // A unit struct is a value too, and must not meet a function of its own name.
    let body = if parameters.is_empty() && type_name != function {
        quote!(;)
    } else {
        quote!({ #(#fields),* })
    };
    // A default may look like a constant of `std`.
    let lints = (!parameters.is_empty()).then(|| quote!(#[allow(clippy::approx_constant)]));
    // Parameters may be NaN, which is not equal to itself.
    let eq = (parameters.is_empty()).then(|| quote!(, ::core::cmp::Eq));
    quote! {
        #(#attrs)*
        #(#[doc = #docs])*
        #[derive(
            ::core::fmt::Debug, ::core::clone::Clone, ::core::marker::Copy, ::core::cmp::PartialEq
            #eq
        )]
        #vis struct #type_name #body

        #(#gates)*
        impl #type_name {
            #[doc = #summary]
            #[must_use]
            pub const fn new(#(#names: f64),*) -> Self {
                Self { #(#names),* }
            }
        }

        #(#gates)*
        #lints
        impl ::core::default::Default for #type_name {
            fn default() -> Self {
                Self { #(#names: #defaults),* }
            }
        }
    }
}

/// Whether the type can be read from a configuration is up to the features of the runtime crate.
pub(super) fn configuration(signature: &Signature) -> TokenStream {
    let (krate, type_name) = (&signature.krate, &signature.type_name);
    // A lint attribute has no meaning on a macro.
    let gates = signature.gates().filter(|gate| gate.path().is_ident("cfg"));
    quote! {
        #(#gates)*
        #krate::__serde!(#type_name);
    }
}
