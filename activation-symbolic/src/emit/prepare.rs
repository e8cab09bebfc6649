//! The function `prepare` of a kernel: what depends on parameters alone, once a call.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    call::nest,
    item::Writer,
    rust::{Body, ident, mentions},
};
use crate::{
    expr::Id,
    schedule::{join_calls, schedule},
};

impl Writer<'_> {
    /// The parameters, what is computed from them alone, and what is called, prepared.
    pub(super) fn prepare(&self, names: &[&syn::Ident]) -> TokenStream {
        let result = if self.calls.all.is_empty() {
            let length = Literal::usize_unsuffixed(names.len() + self.hoisted.len());
            quote!([f64; #length])
        } else {
            quote!(__krate::kernel::Prepared<Self, f64>)
        };
        let hand_out =
            |own: TokenStream, called: Vec<TokenStream>| nest([vec![own], called].concat());
        let hoisted: Vec<Id> = self.hoisted.iter().copied().collect();
        let computed: BTreeSet<Id> = self
            .calls
            .computed()
            .chain(hoisted.iter().copied())
            .collect();
        let outputs: Vec<Id> = computed.into_iter().collect();
        let mut schedule = schedule(self.graph, &outputs, self.symbols, false, self.names);
        // Every value that is handed out is a binding here, used elsewhere or not.
        schedule.bindings.extend(&outputs);
        join_calls(self.graph, &mut schedule, self.symbols, true);
        let anchor = &self.symbols.names[self.symbols.inputs - 1..][usize::from(!names.is_empty())];
        let mut body = Body::new(self.graph, self.symbols, &schedule, self.calls, anchor);
        body.prepared = Some(BTreeSet::new());
        if outputs.is_empty() {
            let called = self.calls.all.iter().map(|called| body.construct(called));
            let values = hand_out(quote!([#(self.#names),*]), called.collect());
            return quote! {
                fn prepare(&self) -> #result {
                    #values
                }
            };
        }
        let written = body.write(&schedule.bindings, &hoisted);
        let (statements, outputs) = (written.statements, written.outputs);
        let imports = imports(&statements);
        let called = self.calls.all.iter().map(|called| {
            let name = &called.name;
            quote!(#name)
        });
        let values = hand_out(quote!([#(#names.0,)* #(#outputs.0),*]), called.collect());
        // Constants are made from a number at hand; where no parameter is, from this one.
        let seed = if names.is_empty() && mentions(&statements, anchor) {
            let name = ident(anchor);
            quote!(let #name = __krate::simd::Lane(0.0_f64);)
        } else {
            quote!()
        };
        quote! {
            fn prepare(&self) -> #result {
                #imports
                #seed
                #(let #names = __krate::simd::Lane(self.#names);)*
                #statements
                #values
            }
        }
    }
}

/// What `statements` on parameters need in scope.
pub(super) fn imports(statements: &TokenStream) -> TokenStream {
    let mentioned = |names: &[&str]| names.iter().any(|name| mentions(statements, name));
    let math = mentioned(&["math"]).then(|| {
        quote!(
            use __krate::math;
        )
    });
    // Only methods need the trait in scope.
    let methods = [
        "mul_add", "abs", "sqrt", "floor", "ceil", "trunc", "splat", "max", "min", "lt", "le",
        "gt", "ge", "eq", "ne",
    ];
    let vector = mentioned(&methods).then(|| {
        quote!(
            use __krate::simd::Vector as _;
        )
    });
    let alias = mentioned(&["V"]).then(|| {
        quote!(
            type V = __krate::simd::Lane<f64>;
        )
    });
    quote!(#math #vector #alias)
}
