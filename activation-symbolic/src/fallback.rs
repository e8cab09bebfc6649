//! The hollow replacement of a refused formula: the type with the right fields, and kernels
//! that cannot be reached.
//!
//! The mistake is reported where it was made; with the replacement in place nothing else lights
//! up at the places that use the activation.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{FnArg, PatType, parse_quote};

use crate::parse::{Declaration, Signature};

/// The type and the function of a refused formula.
#[must_use]
pub fn expand(declaration: &Declaration, signature: &Signature) -> TokenStream {
    let function = function(declaration, signature);
    // With a `self` the function sits in an `impl`, where no type may be declared.
    if declaration.sig.receiver().is_some() {
        return function;
    }
    let ty = hollow_type(signature);
    let krate = &signature.krate;
    let name = &signature.type_name;
    let gates = signature.gates().filter(|gate| gate.path().is_ident("cfg"));
    quote! {
        #ty
        #(#gates)*
        #krate::__serde!(#name);
        #function
    }
}

/// The function with its head as typed and a body that is never run.
fn function(declaration: &Declaration, signature: &Signature) -> TokenStream {
    let (attrs, vis) = (&signature.attrs, &signature.vis);
    let mut sig = declaration.sig.clone();
    for argument in &mut sig.inputs {
        if let FnArg::Typed(PatType { attrs, pat, .. }) = argument {
            // The attributes are ours, and a name may be what was refused.
            attrs.clear();
            **pat = parse_quote!(_);
        }
    }
    sig.variadic = None;
    quote! {
        #(#attrs)*
        #vis #sig { ::core::unreachable!() }
    }
}

fn hollow_type(signature: &Signature) -> TokenStream {
    let Signature {
        vis,
        type_name,
        parameters,
        krate,
        ..
    } = signature;
    let docs = signature.docs();
    let gates: Vec<_> = signature.gates().collect();
    let names: Vec<_> = parameters
        .iter()
        .map(|parameter| &parameter.ident)
        .collect();
    let defaults = parameters.iter().map(|parameter| parameter.default);
    let field_docs = parameters.iter().map(|parameter| &parameter.docs);
    let name = type_name.to_string();
    let (inputs, count) = (signature.inputs.len(), names.len());
    let body = if names.is_empty() && type_name != &signature.function {
        quote!(;)
    } else {
        quote!({ #(#(#field_docs)* pub #names: f64,)* })
    };
    let eq = names.is_empty().then(|| quote!(, ::core::cmp::Eq));
    // Whether it has one is not known: who uses it has no second error.
    let marker = (inputs == 1).then(|| {
        quote! {
            #(#gates)*
            impl #krate::kernel::ThroughOutput for #type_name {}
        }
    });
    quote! {
        #(#docs)*
        #(#gates)*
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug,
            ::core::cmp::PartialEq #eq)]
        #vis struct #type_name #body

        #(#gates)*
        impl #type_name {
            /// The activation with these parameters.
            #[must_use]
            pub const fn new(#(#names: f64),*) -> Self {
                Self { #(#names),* }
            }
        }

        #(#gates)*
        impl ::core::default::Default for #type_name {
            fn default() -> Self {
                Self { #(#names: #defaults),* }
            }
        }

        #marker

        #(#gates)*
        impl #krate::kernel::Kernel for #type_name {
            type Inputs = #krate::kernel::N<#inputs>;
            type Parameters = #krate::kernel::N<#count>;
            type Prepared = #krate::kernel::N<0>;
            type Switches = #krate::kernel::N<0>;
            const METADATA: &'static #krate::kernel::Metadata =
                &#krate::kernel::Metadata::hollow(#name);
            fn parameters(&self) -> #krate::kernel::Parameters<Self, f64> {
                ::core::unreachable!()
            }
            fn with_parameters(_: #krate::kernel::Parameters<Self, f64>) -> Self {
                ::core::unreachable!()
            }
            fn prepare(&self) -> #krate::kernel::Prepared<Self, f64> {
                ::core::unreachable!()
            }
            fn value<V: #krate::simd::Vector>(
                _: #krate::kernel::Prepared<Self, V>,
                _: #krate::kernel::Inputs<Self, V>,
            ) -> V {
                ::core::unreachable!()
            }
            fn gradient<V: #krate::simd::Vector>(
                _: #krate::kernel::Prepared<Self, V>,
                _: #krate::kernel::Inputs<Self, V>,
            ) -> #krate::kernel::Inputs<Self, V> {
                ::core::unreachable!()
            }
            fn value_and_gradient<V: #krate::simd::Vector>(
                _: #krate::kernel::Prepared<Self, V>,
                _: #krate::kernel::Inputs<Self, V>,
            ) -> (V, #krate::kernel::Inputs<Self, V>) {
                ::core::unreachable!()
            }
            fn full_gradient<V: #krate::simd::Vector>(
                _: #krate::kernel::Prepared<Self, V>,
                _: #krate::kernel::Inputs<Self, V>,
            ) -> (#krate::kernel::Inputs<Self, V>, #krate::kernel::Parameters<Self, V>) {
                ::core::unreachable!()
            }
            fn switches<V: #krate::simd::Vector>(
                _: #krate::kernel::Prepared<Self, V>,
                _: #krate::kernel::Inputs<Self, V>,
            ) -> #krate::kernel::Switches<Self, V> {
                ::core::unreachable!()
            }
        }
    }
}
