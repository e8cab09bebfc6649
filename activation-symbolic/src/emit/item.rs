//! The items an activation becomes: the type, its `Kernel`, and the plain function.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::{
    docs,
    latex::latex,
    rust::{Body, ident, literal, mentions},
    text::{inline, text},
};
use crate::{
    algebra::contract,
    analysis::Analysis,
    expr::{Graph, Id},
    parse::Signature,
    schedule::{Schedule, Symbols, names_for, schedule},
};

/// Everything `#[activation]` writes for one formula.
#[must_use]
pub fn item(signature: &Signature, analysis: &Analysis) -> TokenStream {
    let definition = definition(signature, analysis);
    let kernel = kernel(signature, analysis);
    let function = function(signature, analysis);
    quote! { #definition #kernel #function }
}

/// The type: a unit struct for a formula without parameters, else one public field each.
fn definition(signature: &Signature, analysis: &Analysis) -> TokenStream {
    let Signature {
        vis,
        type_name,
        parameters,
        function,
        ..
    } = signature;
    let gates: Vec<_> = signature.gates().collect();
    let attrs: Vec<_> = signature.docs().chain(signature.gates()).collect();
    let docs = docs::type_docs(signature, analysis);
    let derives = quote! {
        #[derive(
            ::core::fmt::Debug, ::core::clone::Clone, ::core::marker::Copy, ::core::cmp::PartialEq
        )]
    };
    if parameters.is_empty() {
        // A unit struct is a value too, and must not meet a function of its own name.
        let body = if type_name == function {
            quote!({})
        } else {
            quote!(;)
        };
        return quote! {
            #(#attrs)*
            #(#[doc = #docs])*
            #derives
            #vis struct #type_name #body

            #(#gates)*
            impl #type_name {
                /// The activation; it has no parameters.
                #[must_use]
                pub const fn new() -> Self {
                    Self {}
                }
            }

            #(#gates)*
            impl ::core::default::Default for #type_name {
                fn default() -> Self {
                    Self {}
                }
            }
        };
    }
    let names: Vec<_> = parameters.iter().map(|p| &p.ident).collect();
    let defaults: Vec<_> = parameters.iter().map(|p| literal(p.default)).collect();
    let fields = parameters.iter().map(|parameter| {
        let name = &parameter.ident;
        let docs = docs::field_docs(parameter);
        quote! { #docs pub #name: f64 }
    });
    let summary = format!(
        " The activation with these parameters: {}.",
        parameters
            .iter()
            .map(|p| format!("`{}`", p.ident))
            .collect::<Vec<_>>()
            .join(", ")
    );
    quote! {
        #(#attrs)*
        #(#[doc = #docs])*
        #derives
        #vis struct #type_name { #(#fields),* }

        #(#gates)*
        impl #type_name {
            #[doc = #summary]
            #[must_use]
            pub const fn new(#(#names: f64),*) -> Self {
                Self { #(#names),* }
            }
        }

        #(#gates)*
        #[allow(clippy::approx_constant)]
        impl ::core::default::Default for #type_name {
            fn default() -> Self {
                Self { #(#names: #defaults),* }
            }
        }
    }
}

/// One kernel function: what it computes and how its results are handed out.
struct Function {
    outputs: Vec<Id>,
    schedule: Schedule,
}

fn kernel(signature: &Signature, analysis: &Analysis) -> TokenStream {
    let Signature {
        type_name,
        krate,
        parameters,
        ..
    } = signature;
    let symbols = &analysis.symbols;
    let mut graph = analysis.graph.clone();
    let mut lower = |ids: &[Id]| -> Vec<Id> {
        ids.iter()
            .map(|&id| contract(&mut graph, id, symbols))
            .collect()
    };
    let value = lower(&[analysis.stable_value]);
    let gradient = lower(analysis.stable_gradient());
    let partials = lower(&analysis.stable_partials);
    let switches = lower(&analysis.switches);
    let both = [value.clone(), gradient.clone()].concat();

    // What any kernel hoists is prepared once for all of them, under one name.
    let hoisted: BTreeSet<Id> = [&value, &partials, &switches]
        .iter()
        .flat_map(|outputs| schedule(&graph, outputs, symbols, true, &BTreeMap::new()).prepared)
        .collect();
    let hoisted_names = names_for(&graph, &hoisted, symbols);
    let plan = |outputs: &[Id]| Function {
        outputs: outputs.to_vec(),
        schedule: schedule(&graph, outputs, symbols, true, &hoisted_names),
    };
    let writer = Writer {
        graph: &graph,
        symbols,
        hoisted: &hoisted,
        names: &hoisted_names,
    };

    let inputs = symbols.inputs;
    let prepared = parameters.len() + hoisted.len();
    let [inputs_n, parameters_n, prepared_n, switches_n] =
        [inputs, parameters.len(), prepared, switches.len()].map(Literal::usize_unsuffixed);
    let names: Vec<_> = parameters.iter().map(|p| &p.ident).collect();
    let gates = signature.gates();

    let metadata = metadata(signature, analysis);
    let prepare = writer.prepare(&names, &prepared_n);
    let value = writer.function("value", &plan(&value), &quote!(V), |o| quote!(#(#o),*));
    let gradient = writer.function(
        "gradient",
        &plan(&gradient),
        &quote!([V; #inputs_n]),
        |o| quote!([#(#o),*]),
    );
    let both = writer.function(
        "value_and_gradient",
        &plan(&both),
        &quote!((V, [V; #inputs_n])),
        |o| {
            let (value, gradient) = (&o[0], &o[1..]);
            quote!((#value, [#(#gradient),*]))
        },
    );
    // What is empty has a default in the trait.
    let full = (!parameters.is_empty()).then(|| {
        writer.function(
            "full_gradient",
            &plan(&partials),
            &quote!(([V; #inputs_n], [V; #parameters_n])),
            |o| {
                let (gradient, parameters) = o.split_at(inputs);
                quote!(([#(#gradient),*], [#(#parameters),*]))
            },
        )
    });
    let switches = (!switches.is_empty()).then(|| {
        writer.function(
            "switches",
            &plan(&switches),
            &quote!([V; #switches_n]),
            |o| quote!([#(#o),*]),
        )
    });
    quote! {
        #(#gates)*
        #[automatically_derived]
        #[allow(clippy::approx_constant)]
        impl #krate::kernel::Kernel for #type_name {
            type Inputs = #krate::kernel::N<#inputs_n>;
            type Parameters = #krate::kernel::N<#parameters_n>;
            type Prepared = #krate::kernel::N<#prepared_n>;
            type Switches = #krate::kernel::N<#switches_n>;

            const METADATA: &'static #krate::kernel::Metadata = &#metadata;

            fn parameters(&self) -> [f64; #parameters_n] {
                [#(self.#names),*]
            }

            fn with_parameters([#(#names),*]: [f64; #parameters_n]) -> Self {
                Self { #(#names),* }
            }

            #prepare
            #value
            #gradient
            #both
            #full
            #switches
        }
    }
    .pipe_krate(krate)
}

/// Writes the functions of one `Kernel` impl.
struct Writer<'a> {
    graph: &'a Graph,
    symbols: &'a Symbols,
    hoisted: &'a BTreeSet<Id>,
    names: &'a BTreeMap<Id, String>,
}

impl Writer<'_> {
    fn function(
        &self,
        name: &str,
        plan: &Function,
        result: &TokenStream,
        tail: impl Fn(&[TokenStream]) -> TokenStream,
    ) -> TokenStream {
        let anchor = &self.symbols.names[0];
        let body = Body::new(self.graph, self.symbols, &plan.schedule, anchor);
        let written = body.write(&plan.schedule.bindings, &plan.outputs);
        let (statements, tail) = (written.statements, tail(&written.outputs));
        let body = quote! { #statements #tail };

        // Arguments the body does not read are `_`, so that no lint asks about them.
        let pattern = |name: &String| {
            let used = mentions(&body, name);
            let name = ident(name);
            if used { quote!(#name) } else { quote!(_) }
        };
        let (inputs, parameters) = self.symbols.names.split_at(self.symbols.inputs);
        let hoisted: Vec<String> = self
            .hoisted
            .iter()
            .map(|id| self.names[id].clone())
            .collect();
        let prepared: Vec<String> = [parameters.to_vec(), hoisted].concat();
        let (n, m) = (prepared.len(), inputs.len());
        let (n, m) = (Literal::usize_unsuffixed(n), Literal::usize_unsuffixed(m));
        let prepared = prepared.iter().map(pattern);
        let inputs = inputs.iter().map(pattern);
        let imports = if mentions(&body, "math") {
            quote!(
                use __krate::math;
            )
        } else {
            quote!()
        };
        let name = format_ident!("{name}");
        quote! {
            #[inline(always)]
            fn #name<V: __krate::simd::Vector>(
                [#(#prepared),*]: [V; #n],
                [#(#inputs),*]: [V; #m],
            ) -> #result {
                #imports
                #body
            }
        }
    }

    /// The parameters, and what is computed from them alone.
    fn prepare(&self, names: &[&syn::Ident], length: &Literal) -> TokenStream {
        if self.hoisted.is_empty() {
            return quote! {
                fn prepare(&self) -> [f64; #length] {
                    [#(self.#names),*]
                }
            };
        }
        let outputs: Vec<Id> = self.hoisted.iter().copied().collect();
        let schedule = schedule(self.graph, &outputs, self.symbols, false, self.names);
        // Every hoisted value is a binding here, used elsewhere or not.
        let mut bindings: BTreeSet<Id> = schedule.bindings.iter().copied().collect();
        bindings.extend(&outputs);
        let bindings: Vec<Id> = bindings.into_iter().collect();
        let anchor = &self.symbols.names[self.symbols.inputs];
        let body = Body::new(self.graph, self.symbols, &schedule, anchor);
        let written = body.write(&bindings, &outputs);
        let (statements, outputs) = (written.statements, written.outputs);
        let imports = if mentions(&statements, "math") {
            quote!(
                use __krate::math;
            )
        } else {
            quote!()
        };
        // Only methods need the trait in scope.
        let methods = [
            "mul_add", "abs", "sqrt", "floor", "ceil", "trunc", "splat", "max", "min",
        ];
        let comparisons = ["lt", "le", "gt", "ge", "eq", "ne"];
        let vector = if methods
            .iter()
            .chain(&comparisons)
            .any(|m| mentions(&statements, m))
        {
            quote!(
                use __krate::simd::Vector as _;
            )
        } else {
            quote!()
        };
        let alias = if mentions(&statements, "V") {
            quote!(
                type V = __krate::simd::Lane<f64>;
            )
        } else {
            quote!()
        };
        quote! {
            fn prepare(&self) -> [f64; #length] {
                #imports
                #vector
                #alias
                #(let #names = __krate::simd::Lane(self.#names);)*
                #statements
                [#(#names.0,)* #(#outputs.0),*]
            }
        }
    }
}

/// Puts the path of the runtime crate where the writers left `__krate`. This is the one place
/// where generated code learns where the runtime lives.
trait PipeKrate {
    fn pipe_krate(self, krate: &syn::Path) -> TokenStream;
}

impl PipeKrate for TokenStream {
    fn pipe_krate(self, krate: &syn::Path) -> TokenStream {
        self.into_iter()
            .flat_map(|token| match token {
                proc_macro2::TokenTree::Ident(found) if found == "__krate" => quote!(#krate),
                proc_macro2::TokenTree::Group(group) => {
                    let inner = group.stream().pipe_krate(krate);
                    let mut new = proc_macro2::Group::new(group.delimiter(), inner);
                    new.set_span(group.span());
                    proc_macro2::TokenTree::Group(new).into()
                }
                other => other.into(),
            })
            .collect()
    }
}

fn metadata(signature: &Signature, analysis: &Analysis) -> TokenStream {
    let krate = &signature.krate;
    let symbols = &analysis.symbols;
    let graph = &analysis.graph;
    let notation = |id: Id| {
        let (text, latex) = (text(graph, id, symbols), latex(graph, id, symbols));
        quote! { #krate::kernel::Notation { text: #text, latex: #latex } }
    };
    let name = signature.function.to_string();
    let inputs = &symbols.names[..symbols.inputs];
    let parameters = signature.parameters.iter().map(|parameter| {
        let (name, default) = (parameter.ident.to_string(), literal(parameter.default));
        quote! { #krate::kernel::Parameter { name: #name, default: #default } }
    });
    let formula = notation(analysis.value);
    let derivatives = symbols
        .names
        .iter()
        .zip(&analysis.partials)
        .map(|(name, &partial)| {
            let expression = notation(partial);
            quote! { #krate::kernel::Partial { with_respect_to: #name, expression: #expression } }
        });
    let surrogate = match analysis.surrogate.map(notation) {
        Some(surrogate) => quote!(::core::option::Option::Some(#surrogate)),
        None => quote!(::core::option::Option::None),
    };
    let switches = analysis
        .switches
        .iter()
        .map(|&id| inline(graph, id, symbols));
    let kinks = analysis.kinks.iter().map(|kink| {
        let [at, left, right] =
            [kink.at, kink.left, kink.right].map(|id| inline(graph, id, symbols));
        let [at_default, left_default, right_default] = [
            kink.at_default,
            kink.slopes_default.0,
            kink.slopes_default.1,
        ]
        .map(number);
        let jump = kink.jump;
        quote! {
            #krate::kernel::Kink {
                at: #at,
                at_default: #at_default,
                left: #left,
                right: #right,
                left_default: #left_default,
                right_default: #right_default,
                jump: #jump,
            }
        }
    });
    quote! {
        #krate::kernel::Metadata {
            name: #name,
            inputs: &[#(#inputs),*],
            parameters: &[#(#parameters),*],
            formula: #formula,
            surrogate: #surrogate,
            derivatives: &[#(#derivatives),*],
            switches: &[#(#switches),*],
            kinks: &[#(#kinks),*],
        }
    }
}

/// An `f64` literal that may be infinite.
fn number(value: f64) -> TokenStream {
    if value.is_finite() {
        literal(value)
    } else if value.is_nan() {
        quote!(f64::NAN)
    } else if value > 0.0 {
        quote!(f64::INFINITY)
    } else {
        quote!(f64::NEG_INFINITY)
    }
}

/// The function the user declared, callable with one number an argument.
fn function(signature: &Signature, analysis: &Analysis) -> TokenStream {
    let Signature {
        vis,
        function,
        type_name,
        krate,
        scalar,
        parameters,
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
    let parameters: Vec<_> = parameters.iter().map(|p| &p.ident).collect();
    // A conversion of `f64` to itself would be a lint.
    let values = parameters.iter().map(|name| {
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
