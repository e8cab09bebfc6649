//! Calls in the body of a kernel: `gate.value([x])`, `let (g, [dg]) = …`.
//!
//! What is needed of an activation at the same inputs, its value and its derivatives, is asked for
//! at once, so that the other kernel shares its subexpressions. In `prepare` the activations are
//! made there too, each before its first call.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    call::Called,
    rust::Body,
    tokens::{ident, literal},
};
use crate::{
    call::Call,
    expr::{Id, Node},
};

impl Body<'_> {
    /// A value that is asked for alone.
    pub(super) fn value_of_call(&mut self, call: &Call, arguments: &[Id]) -> TokenStream {
        debug_assert!(call.derivative.is_empty(), "derivatives come in arrays");
        let called = self.calls.called(call, arguments);
        let inputs = self.inputs_of_call(call, arguments);
        let activation = self.activation(called);
        quote!(#activation.value([#(#inputs),*]))
    }

    /// The `let`s of all parts of a call, in the place of its first part, `binding`.
    pub(super) fn parts_of_call(
        &mut self,
        binding: Id,
        call: &Call,
        arguments: &[Id],
    ) -> TokenStream {
        let graph = self.graph;
        let calls = self.calls;
        let callee = graph.callee(call);
        let mut parts: BTreeMap<&[usize], Id> = BTreeMap::new();
        for &part in &self.schedule.bindings {
            if let Some((other, same)) = graph.call_at(part)
                && (other.callee, same) == (call.callee, arguments)
            {
                parts.insert(&other.derivative, part);
            }
        }
        if parts.values().min() != Some(&binding) {
            return TokenStream::new();
        }
        let called = calls.called(call, arguments);
        let prepare = self.prepare_first(called);
        let inputs = self.inputs_of_call(call, arguments);
        let inputs = quote!([#(#inputs),*]);
        let activation = self.activation(called);
        let name = |derivative: &[usize]| {
            parts
                .get(derivative)
                .map(|part| ident(&self.schedule.names[part]))
        };
        let slopes = |indices: &mut dyn Iterator<Item = usize>| -> Option<TokenStream> {
            let names: Vec<_> = indices.map(|index| name(&[index])).collect();
            let is_asked = names.iter().any(Option::is_some);
            let names = names.iter().map(|name| match name {
                Some(name) => quote!(#name),
                None => quote!(_),
            });
            is_asked.then(|| quote!([#(#names),*]))
        };
        let value = name(&[]);
        let of_inputs = slopes(&mut (0..callee.inputs));
        let mut trained = calls.trained(called).map(|index| callee.inputs + index);
        let of_parameters = slopes(&mut trained);
        let lets = match (value, of_inputs, of_parameters) {
            (Some(value), None, None) => quote!(let #value = #activation.value(#inputs);),
            (None, Some(slopes), None) => quote!(let #slopes = #activation.gradient(#inputs);),
            (Some(value), Some(slopes), None) => {
                quote!(let (#value, #slopes) = #activation.value_and_gradient(#inputs);)
            }
            (value, slopes, parameters) => {
                let value = value.map(|value| quote!(let #value = #activation.value(#inputs);));
                let slopes = slopes.unwrap_or_else(|| quote!(_));
                quote! {
                    #value
                    let (#slopes, #parameters) = #activation.full_gradient(#inputs);
                }
            }
        };
        quote!(#prepare #lets)
    }

    fn inputs_of_call(&mut self, call: &Call, arguments: &[Id]) -> Vec<TokenStream> {
        let inputs = self.graph.callee(call).inputs;
        arguments[..inputs]
            .iter()
            .map(|&input| self.vector(input))
            .collect()
    }

    /// The activation as its functions are called.
    fn activation(&self, called: &Called) -> TokenStream {
        let name = &called.name;
        if self.prepared.is_some() {
            quote!(#name.lanes())
        } else {
            quote!(#name)
        }
    }

    /// In `prepare`, the `let` of an activation that is called there for the first time.
    fn prepare_first(&mut self, called: &Called) -> Option<TokenStream> {
        let is_new = self.prepared.as_mut()?.insert(called.name.to_string());
        let (name, activation) = (&called.name, self.construct(called));
        is_new.then(|| quote!(let #name = #activation;))
    }

    /// In `prepare`, the activations that only the kernels call.
    pub(super) fn prepare_rest(&mut self) -> TokenStream {
        let calls = self.calls;
        calls
            .all
            .iter()
            .filter_map(|called| self.prepare_first(called))
            .collect()
    }

    /// An activation with its parameters, made from numbers.
    pub(super) fn construct(&self, called: &Called) -> TokenStream {
        self.calls
            .construct(called, |id| match self.graph.node(id) {
                Node::Number(number) => literal(number.to_f64()),
                Node::Symbol(symbol) => {
                    let name = ident(self.symbols.name(*symbol));
                    quote!(self.#name)
                }
                _ => {
                    let name = ident(&self.schedule.names[&id]);
                    quote!(#name.0)
                }
            })
    }
}
