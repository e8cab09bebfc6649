//! What a formula calls, and everything around the kernels that names it: types, values, checks.
//!
//! An activation that is called with the same parameters is *prepared* once, under one name. The
//! path that the user typed stands where nothing of ours is in scope: in types, and in items beside
//! the impl. `prepare` alone names it inside a function. Not here: the calls in a kernel's body
//! (`parts`).

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Attribute, Path, ext::IdentExt, parse_quote};

use super::tokens::ident;
use crate::{
    analysis::Analysis,
    call::{Call, Callee},
    expr::{Graph, Id},
    schedule::{Symbols, free_names},
};

/// An activation that is called, with its parameters.
pub(crate) struct Called {
    callee: usize,
    /// The values of the parameters that are given.
    parameters: Vec<Id>,
    /// Its name in the kernels.
    pub(crate) name: Ident,
    /// The first node that calls it.
    node: Id,
}

/// All that a formula calls.
pub(crate) struct Calls<'a> {
    graph: &'a Graph,
    /// The activations, in the order of their first call.
    pub(crate) all: Vec<Called>,
    /// A call for each of the places where they are called: the activation, and the node.
    pub(crate) places: Vec<(usize, Id)>,
}

impl<'a> Calls<'a> {
    /// What `roots` call.
    pub(crate) fn new(graph: &'a Graph, roots: &[Id], symbols: &Symbols) -> Calls<'a> {
        let mut found: BTreeMap<(usize, &[Id]), usize> = BTreeMap::new();
        let mut places: BTreeMap<(usize, &[Id]), (usize, Id)> = BTreeMap::new();
        let (mut all, mut wanted) = (Vec::new(), Vec::new());
        for node in graph.calls(roots) {
            let Some((call, arguments)) = graph.call_at(node) else {
                continue;
            };
            let callee = graph.callee(call);
            let parameters = &arguments[callee.inputs..];
            let index = *found.entry((call.callee, parameters)).or_insert_with(|| {
                all.push((call.callee, parameters.to_vec(), node));
                wanted.push(snake_case(&callee.type_name()));
                all.len() - 1
            });
            places
                .entry((call.callee, arguments))
                .or_insert((index, node));
        }
        let names = free_names(graph, symbols, &wanted);
        let all = all
            .into_iter()
            .zip(names)
            .map(|((callee, parameters, node), name)| Called {
                callee,
                parameters,
                name: ident(&name),
                node,
            });
        Calls {
            graph,
            all: all.collect(),
            places: places.into_values().collect(),
        }
    }

    /// The activation that a node calls.
    pub(crate) fn called(&self, call: &Call, arguments: &[Id]) -> &Called {
        let parameters = &arguments[self.graph.callee(call).inputs..];
        let same =
            |called: &&Called| called.callee == call.callee && called.parameters == parameters;
        self.all.iter().find(same).expect("every call was counted")
    }

    fn callee(&self, called: &Called) -> &'a Callee {
        let (call, _) = self.graph.call_at(called.node).expect("a call");
        self.graph.callee(call)
    }

    /// The parameters that have a slope: those whose value moves with a parameter of the formula.
    pub(crate) fn trained<'b>(&'b self, called: &'b Called) -> impl Iterator<Item = usize> + 'b {
        let moves = |&index: &usize| !self.graph.symbols(called.parameters[index]).is_empty();
        (0..called.parameters.len()).filter(moves)
    }

    /// Whether any call gives a parameter.
    pub(crate) fn gives(&self) -> bool {
        self.all.iter().any(|called| !called.parameters.is_empty())
    }

    /// The values of parameters that are computed.
    pub(crate) fn computed(&self) -> impl Iterator<Item = Id> + '_ {
        let parameters = self.all.iter().flat_map(|called| &called.parameters);
        parameters.copied().filter(|&id| !self.graph.is_leaf(id))
    }

    /// The types that hold the prepared activations.
    pub(crate) fn types(&self) -> impl Iterator<Item = TokenStream> + '_ {
        self.all.iter().map(|called| {
            let callee = self.callee(called);
            let path = &callee.path;
            let mut names = self
                .trained(called)
                .map(|index| callee.parameters[index].unraw().to_string())
                .peekable();
            if names.peek().is_none() {
                quote!(__krate::call::Call<#path>)
            } else {
                quote!(__krate::call::Call<#path, {
                    __krate::call::parameters::<#path>(&[#(#names),*])
                }>)
            }
        })
    }

    /// The types of the switches at every place.
    pub(crate) fn switch_types(&self) -> impl Iterator<Item = TokenStream> + '_ {
        self.places.iter().map(|&(index, _)| {
            let path = &self.callee(&self.all[index]).path;
            quote!(<#path as __krate::kernel::Kernel>::Switches)
        })
    }

    /// The inputs of all places, one after the other.
    pub(crate) fn inputs(&self) -> Vec<Id> {
        let inputs = self
            .places
            .iter()
            .flat_map(|&(_, node)| self.graph.operands(node));
        inputs.copied().collect()
    }

    /// The switches at every place, from what its inputs are written as.
    pub(crate) fn switches(&self, mut inputs: &[TokenStream]) -> Vec<TokenStream> {
        let switches = self.places.iter().map(|&(index, node)| {
            let here;
            (here, inputs) = inputs.split_at(self.graph.operands(node).len());
            let name = &self.all[index].name;
            quote!(#name.switches([#(#here),*]))
        });
        switches.collect()
    }

    /// The activation as a value, `value` writing the numbers it is given.
    pub(crate) fn construct(
        &self,
        called: &Called,
        value: impl FnMut(Id) -> TokenStream,
    ) -> TokenStream {
        let callee = self.callee(called);
        let path = in_prepare(&callee.path);
        let activation = if callee.parameters.is_empty() {
            quote!(<#path as ::core::default::Default>::default())
        } else {
            let names = &callee.parameters;
            let values = called.parameters.iter().copied().map(value);
            quote!(#path { #(#names: #values,)* ..::core::default::Default::default() })
        };
        quote!(__krate::call::Called::new(#activation))
    }

    /// Items that hold every call to the number of inputs its activation takes.
    pub(crate) fn checks(&self, krate: &Path, gates: &[&Attribute]) -> Vec<TokenStream> {
        let mut seen = BTreeSet::new();
        let calls = self.all.iter().filter(|called| seen.insert(called.callee));
        let checks = calls.map(|called| {
            let callee = self.callee(called);
            let (path, inputs) = (&callee.path, Literal::usize_unsuffixed(callee.inputs));
            // All of it has the span of the call, which rustc then underlines.
            let krate = spanned(krate.to_token_stream(), callee.span);
            quote_spanned! {callee.span=>
                #(#gates)*
                const _: () = #krate::call::takes::<#path>(#inputs);
            }
        });
        checks.collect()
    }
}

/// `own`, `(own, one)`, `(own, (one, two))`: the shape of a bundle, what is the formula's own and
/// then what is of those it calls.
pub(crate) fn nest(own: TokenStream, called: impl IntoIterator<Item = TokenStream>) -> TokenStream {
    let mut parts: Vec<TokenStream> = called.into_iter().collect();
    let Some(last) = parts.pop() else {
        return own;
    };
    let inner = parts.into_iter().rev();
    let called = inner.fold(last, |rest, part| quote!((#part, #rest)));
    quote!((#own, #called))
}

/// The activations that are called, each once.
pub(crate) fn callees(analysis: &Analysis) -> Vec<&Callee> {
    let roots = [&[analysis.value][..], &analysis.partials].concat();
    let mut callees: Vec<&Callee> = Vec::new();
    for node in analysis.graph.calls(&roots) {
        if let Some((call, _)) = analysis.graph.call_at(node) {
            let callee = analysis.graph.callee(call);
            let path = callee.path_name();
            if !callees.iter().any(|known| known.path_name() == path) {
                callees.push(callee);
            }
        }
    }
    callees
}

/// Tokens of our own that stand for what the user typed.
fn spanned(tokens: TokenStream, span: Span) -> TokenStream {
    let respan = |mut token: TokenTree| {
        token.set_span(span);
        token
    };
    tokens.into_iter().map(respan).collect()
}

/// A path of the user's beside the names that `prepare` has in scope.
fn in_prepare(path: &Path) -> Path {
    let first = path.segments.first().map(|segment| segment.ident.unraw());
    if path.leading_colon.is_none() && first.is_some_and(|name| name == "math" || name == "V") {
        parse_quote!(self::#path)
    } else {
        path.clone()
    }
}

/// The name of a type as that of a value: `MyGate` is `my_gate`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let mut after_small = false;
    for letter in name.chars() {
        if letter.is_uppercase() && after_small {
            snake.push('_');
        }
        after_small = !letter.is_uppercase() && letter != '_';
        snake.extend(letter.to_lowercase());
    }
    snake
}
