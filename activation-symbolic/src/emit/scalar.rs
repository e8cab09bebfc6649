//! The function the user declared, for one element: a call of the kernel, with one number an
//! argument.

use proc_macro2::TokenStream;
use quote::quote;

use super::text::inline;
use crate::{analysis::Analysis, parse::Signature};

/// The function, in the place and under the name of the formula.
pub(super) fn function(signature: &Signature, analysis: &Analysis) -> TokenStream {
    let Signature {
        vis,
        function,
        type_name,
        krate,
        scalar,
        ..
    } = signature;
    let attrs = signature
        .attrs
        .iter()
        .filter(|attr| !attr.path().is_ident("doc"));
    let arguments = signature.order.iter().map(|&argument| {
        let name = signature.ident(argument);
        quote! { #name: #scalar }
    });
    let inputs: Vec<_> = signature.inputs.iter().map(|input| &input.ident).collect();
    let inputs = match inputs.as_slice() {
        [one] => quote!(#one),
        more => quote!((#(#more),*)),
    };
    let values = signature.parameters.iter().map(|parameter| {
        let name = &parameter.ident;
        // A conversion of `f64` to itself would be a lint.
        if scalar == "f64" {
            quote!(#name)
        } else {
            quote!(#name: ::core::convert::From::from(#name))
        }
    });
    let activation = quote!(#type_name { #(#values),* });
    let summary = format!(
        " `{}`, for one element; see [`{type_name}`] for arrays, parameters and derivatives.",
        inline(&analysis.graph, analysis.value, &analysis.symbols)
    );
    quote! {
        #[doc = #summary]
        #(#attrs)*
        #vis fn #function(#(#arguments),*) -> #scalar {
            #krate::Activation::value(&#activation, #inputs)
        }
    }
}
