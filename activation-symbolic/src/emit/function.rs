//! One function of a kernel: what it is given, the statements, what it hands out.
//!
//! Not here: the expressions in it (`rust`), and what is computed from parameters alone
//! (`prepare`).

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    call::{Calls, nest},
    rust::{Body, Shared},
    tokens::{ident, mentions, names_read},
};
use crate::{
    expr::{Graph, Id},
    schedule::{Symbols, join_calls, names_for, prepared, schedule},
};

/// Writes the functions of one kernel.
pub(super) struct Writer<'a> {
    pub(super) graph: &'a Graph,
    pub(super) symbols: &'a Symbols,
    pub(super) calls: &'a Calls<'a>,
    pub(super) shared: &'a Shared,
    /// What any function hoists: it is prepared once for all of them.
    pub(super) hoisted: BTreeSet<Id>,
    /// The names of what is hoisted, and of the parameters that are computed for calls.
    pub(super) names: BTreeMap<Id, String>,
}

impl<'a> Writer<'a> {
    /// A writer of functions that hand out no more than `outputs`.
    pub(super) fn new(
        graph: &'a Graph,
        symbols: &'a Symbols,
        calls: &'a Calls<'a>,
        shared: &'a Shared,
        outputs: &[&[Id]],
    ) -> Self {
        let hoisted: BTreeSet<Id> = outputs
            .iter()
            .flat_map(|outputs| prepared(graph, outputs, symbols))
            .collect();
        let settled = calls.computed().chain(hoisted.iter().copied()).collect();
        Self {
            graph,
            symbols,
            calls,
            shared,
            names: names_for(graph, &settled, symbols),
            hoisted,
        }
    }

    /// The function `name`, with a `result` that `tail` puts together from the outputs.
    pub(super) fn function(
        &self,
        name: &str,
        outputs: &[Id],
        result: &TokenStream,
        tail: impl Fn(&[TokenStream]) -> TokenStream,
    ) -> TokenStream {
        let mut schedule = schedule(self.graph, outputs, self.symbols, true, &self.names);
        join_calls(self.graph, &mut schedule, self.symbols, false);
        let anchor = &self.symbols.names[0];
        let mut body = Body::new(self.graph, self.symbols, &schedule, self.calls, anchor);
        body.shared.clone_from(self.shared);
        let written = body.write(outputs);
        let (statements, tail) = (written.statements, tail(&written.outputs));
        let body = quote! { #statements #tail };
        let imports = mentions(&body, "math").then(math_import);
        let arguments = self.arguments(&body);
        let name = ident(name);
        quote! {
            #[inline(always)]
            fn #name<V: __krate::simd::Vector>(#arguments) -> #result {
                #imports
                #body
            }
        }
    }

    /// What is prepared and the inputs, as patterns with their types. What `body` does not read is
    /// `_`, so that no lint asks about it.
    fn arguments(&self, body: &TokenStream) -> TokenStream {
        let mut read = BTreeSet::new();
        names_read(body.clone(), &mut read);
        let pattern = |name: &String| {
            let used = read.contains(name);
            let name = ident(name);
            if used { quote!(#name) } else { quote!(_) }
        };
        let (inputs, parameters) = self.symbols.names.split_at(self.symbols.inputs);
        let hoisted = self.hoisted.iter().map(|id| &self.names[id]);
        let own: Vec<_> = parameters.iter().chain(hoisted).map(pattern).collect();
        let [n, m] = [own.len(), inputs.len()].map(Literal::usize_unsuffixed);
        let own = quote!([#(#own),*]);
        let prepared = if self.calls.all.is_empty() {
            quote!(#own: [V; #n])
        } else {
            let called = self.calls.all.iter();
            let pattern = nest(own, called.map(|called| pattern(&called.name.to_string())));
            quote!(#pattern: __krate::kernel::Prepared<Self, V>)
        };
        let inputs = inputs.iter().map(pattern);
        quote!(#prepared, [#(#inputs),*]: [V; #m],)
    }

    /// The function `switches`: those of the formula, `own` in number, then those of what it calls,
    /// where it calls it.
    pub(super) fn switches(&self, outputs: &[Id], own: usize) -> TokenStream {
        let result = if self.calls.places.is_empty() {
            let length = Literal::usize_unsuffixed(own);
            quote!([V; #length])
        } else {
            quote!(__krate::kernel::Switches<Self, V>)
        };
        self.function("switches", outputs, &result, |outputs| {
            let (own, inputs) = outputs.split_at(own);
            nest(quote!([#(#own),*]), self.calls.switches(inputs))
        })
    }
}

/// The vector functions, for a body that calls one.
pub(super) fn math_import() -> TokenStream {
    quote!(
        use __krate::math;
    )
}
