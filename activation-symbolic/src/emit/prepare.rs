//! The functions of a kernel that depend on parameters alone: `prepare`, once a call, and
//! `broken_condition`.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Ident, ext::IdentExt as _};

use super::{
    call::nest,
    function::{Writer, math_import},
    rust::Body,
    tokens::{ident, mentions, words},
};
use crate::{
    expr::{Id, Symbol},
    schedule::{join_calls, schedule},
};

impl Writer<'_> {
    /// The parameters, what is computed from them alone, and what is called, prepared.
    pub(super) fn prepare(&self, names: &[&Ident]) -> TokenStream {
        let result = if self.calls.all.is_empty() {
            let length = Literal::usize_unsuffixed(names.len() + self.hoisted.len());
            quote!([f64; #length])
        } else {
            quote!(__krate::kernel::Prepared<Self, f64>)
        };
        let outputs: Vec<Id> = self.names.keys().copied().collect();
        let mut schedule = schedule(self.graph, &outputs, self.symbols, false, &self.names);
        // Every value that is handed out is a binding here, used elsewhere or not.
        schedule.bindings.extend(&outputs);
        join_calls(self.graph, &mut schedule, self.symbols, true);
        let anchor = &self.symbols.names[self.symbols.inputs - 1..][usize::from(!names.is_empty())];
        let mut body = Body::new(self.graph, self.symbols, &schedule, self.calls, anchor);
        body.prepared = Some(BTreeSet::new());
        if outputs.is_empty() {
            let called = self.calls.all.iter().map(|called| body.construct(called));
            let values = nest(quote!([#(self.#names),*]), called);
            return quote! {
                fn prepare(&self) -> #result {
                    #values
                }
            };
        }
        let hoisted: Vec<Id> = self.hoisted.iter().copied().collect();
        let written = body.write(&hoisted);
        let (statements, outputs) = (written.statements, written.outputs);
        let imports = imports(&statements);
        let called = self.calls.all.iter().map(|called| {
            let name = &called.name;
            quote!(#name)
        });
        let values = nest(quote!([#(#names.0,)* #(#outputs.0),*]), called);
        // Constants are made from a number at hand; where no parameter is, from this one.
        let seed = (names.is_empty() && mentions(&statements, anchor)).then(|| {
            let name = ident(anchor);
            quote!(let #name = __krate::simd::Lane(0.0_f64);)
        });
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

    /// Which of `conditions` the parameters break first.
    pub(super) fn broken_condition(&self, names: &[&Ident], conditions: &[Id]) -> TokenStream {
        let asked: BTreeSet<Symbol> = conditions
            .iter()
            .flat_map(|&condition| self.graph.symbols(condition))
            .collect();
        let first = self.symbols.inputs;
        let names: Vec<&Ident> = asked
            .into_iter()
            .map(|Symbol(symbol)| names[symbol as usize - first])
            .collect();
        let given = BTreeMap::new();
        let schedule = schedule(self.graph, conditions, self.symbols, false, &given);
        let anchor = names[0].unraw().to_string();
        let body = Body::new(self.graph, self.symbols, &schedule, self.calls, &anchor);
        let written = body.write(conditions);
        let (statements, outputs) = (written.statements, written.outputs);
        let imports = imports(&quote!(#statements #(#outputs)*));
        quote! {
            fn broken_condition(&self) -> ::core::option::Option<usize> {
                #imports
                #(let #names = __krate::simd::Lane(self.#names);)*
                #statements
                [#(#outputs),*].iter().position(|&holds: &bool| !holds)
            }
        }
    }
}

/// What `statements` on parameters need in scope.
fn imports(statements: &TokenStream) -> TokenStream {
    let mut found = BTreeSet::new();
    words(statements.clone(), &mut found);
    let math = found.contains("math").then(math_import);
    // Only methods need the trait in scope.
    let methods = [
        "mul_add", "abs", "sqrt", "floor", "ceil", "trunc", "splat", "max", "min", "lt", "le",
        "gt", "ge", "eq", "ne",
    ];
    let vector = methods.iter().any(|&name| found.contains(name)).then(|| {
        quote!(
            use __krate::simd::Vector as _;
        )
    });
    let alias = found.contains("V").then(|| {
        quote!(
            type V = __krate::simd::Lane<f64>;
        )
    });
    quote!(#math #vector #alias)
}
