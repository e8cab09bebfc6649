//! The items an activation becomes: the type, its `Kernel`, and the plain function.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Group, Literal, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;

use super::{
    call::{self, Calls, nest},
    docs,
    latex::latex,
    residual,
    rust::{Body, Shared, ident, literal, mentions, names_read},
    text::{self, inline, text},
};
use crate::{
    algebra::lower,
    analysis::Analysis,
    expr::{Graph, Id},
    kinks::Kink,
    parse::Signature,
    properties::Properties,
    schedule::{Schedule, Symbols, join_calls, names_for, schedule},
};

/// Everything `#[activation]` writes for one formula.
#[must_use]
pub fn item(signature: &Signature, analysis: &Analysis) -> TokenStream {
    let definition = definition(signature, analysis);
    let kernel = kernel(signature, analysis);
    let configuration = configuration(signature);
    let function = function(signature, analysis);
    quote! { #definition #kernel #configuration #function }
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
    let mut lowered = |ids: &[Id]| -> Vec<Id> {
        ids.iter()
            .map(|&id| lower(&mut graph, id, symbols))
            .collect()
    };
    let value = lowered(&[analysis.stable_value]);
    let gradient = lowered(analysis.stable_gradient());
    let partials = lowered(&analysis.stable_partials);
    let switches = lowered(&analysis.switches);
    // The slope first: both share most of what they are made of.
    let second = analysis.second.as_ref();
    let second = second.map(|second| lowered(&[analysis.stable_partials[0], second.stable]));
    let second = second.unwrap_or_default();
    let through = analysis.residual.usable();
    let from_output = through.map(|through| lowered(&[through.computed]));
    let from_output = from_output.unwrap_or_default();
    let conditions = through.map_or(&[][..], |through| &through.conditions);
    let both = [value.clone(), gradient.clone()].concat();

    let called = Calls::new(&graph, &[&value[..], &partials].concat(), symbols);
    let own_switches = switches.len();
    let switches = [switches, called.inputs()].concat();
    // What any kernel hoists is prepared once for all of them, under one name.
    let hoisted: BTreeSet<Id> = [&value, &partials, &switches, &from_output, &second]
        .iter()
        .flat_map(|outputs| schedule(&graph, outputs, symbols, true, &BTreeMap::new()).prepared)
        .collect();
    let settled: BTreeSet<Id> = called.computed().chain(hoisted.iter().copied()).collect();
    let settled_names = names_for(&graph, &settled, symbols);
    let plan = |outputs: &[Id]| {
        let mut schedule = schedule(&graph, outputs, symbols, true, &settled_names);
        join_calls(&graph, &mut schedule, symbols, false);
        Function {
            outputs: outputs.to_vec(),
            schedule,
        }
    };
    let shared = Shared::of(&graph, &[&value[..], &partials].concat());
    let writer = Writer {
        shared: &shared,
        graph: &graph,
        symbols,
        hoisted: &hoisted,
        names: &settled_names,
        calls: &called,
    };

    let inputs = symbols.inputs;
    let prepared = parameters.len() + hoisted.len();
    let [inputs_n, parameters_n, prepared_n, switches_n] =
        [inputs, parameters.len(), prepared, own_switches].map(Literal::usize_unsuffixed);
    let bundle = |own: TokenStream, called: Vec<TokenStream>| nest([vec![own], called].concat());
    let prepared = bundle(
        quote!(__krate::kernel::N<#prepared_n>),
        called.types().collect(),
    );
    let switched = bundle(
        quote!(__krate::kernel::N<#switches_n>),
        called.switch_types().collect(),
    );
    // Whether a call gives all parameters there are is not known here.
    let lints = called.gives().then(|| quote!(, clippy::needless_update));
    let checks = called.checks(krate, &signature.gates().collect::<Vec<_>>());
    let names: Vec<_> = parameters.iter().map(|p| &p.ident).collect();
    let gates: Vec<_> = signature.gates().collect();

    let metadata = metadata(signature, analysis);
    let prepare = writer.prepare(&names);
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
    let switches = (!switches.is_empty()).then(|| writer.switches(&plan(&switches), own_switches));
    let second = (!second.is_empty()).then(|| {
        writer.function(
            "gradient_and_curvature",
            &plan(&second),
            &quote!(([V; 1], [V; 1])),
            |o| {
                let (slope, curvature) = (&o[0], &o[1]);
                quote!(([#slope], [#curvature]))
            },
        )
    });
    let output_symbols = residual::output_symbols(analysis);
    let writer = Writer {
        symbols: &output_symbols,
        ..writer
    };
    let from_output_function = (!from_output.is_empty()).then(|| {
        writer.function(
            "gradient_from_output",
            &plan(&from_output),
            &quote!([V; 1]),
            |o| quote!([#(#o),*]),
        )
    });
    let broken_condition = (!conditions.is_empty()).then(|| writer.broken(&names, conditions));
    let marker = through.map(|_| {
        let gates = signature.gates();
        quote! {
            #(#gates)*
            #[automatically_derived]
            impl #krate::BackwardFromOutput for #type_name {}
        }
    });
    quote! {
        #marker

        #(#gates)*
        #[automatically_derived]
        #[allow(clippy::approx_constant #lints)]
        impl #krate::kernel::Kernel for #type_name {
            type Inputs = #krate::kernel::N<#inputs_n>;
            type Parameters = #krate::kernel::N<#parameters_n>;
            type Prepared = #prepared;
            type Switches = #switched;

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
            #second
            #from_output_function
            #broken_condition
        }

        #(#checks)*
    }
    .pipe_krate(krate)
}

/// Whether the type can be read from a configuration is up to the features of the runtime crate.
pub(crate) fn configuration(signature: &Signature) -> TokenStream {
    let (krate, type_name) = (&signature.krate, &signature.type_name);
    // A lint attribute has no meaning on a macro.
    let gates = signature.gates().filter(|gate| gate.path().is_ident("cfg"));
    quote! {
        #(#gates)*
        #krate::__serde!(#type_name);
    }
}

/// Writes the functions of one `Kernel` impl.
pub(super) struct Writer<'a> {
    pub(super) graph: &'a Graph,
    pub(super) symbols: &'a Symbols,
    pub(super) hoisted: &'a BTreeSet<Id>,
    /// The names of what is hoisted, and of the parameters that are computed for calls.
    pub(super) names: &'a BTreeMap<Id, String>,
    pub(super) calls: &'a Calls<'a>,
    shared: &'a Shared,
}

impl Writer<'_> {
    /// The switches of the formula, then those of what it calls, where it calls it.
    fn switches(&self, plan: &Function, own: usize) -> TokenStream {
        let result = if self.calls.places.is_empty() {
            let length = Literal::usize_unsuffixed(own);
            quote!([V; #length])
        } else {
            quote!(__krate::kernel::Switches<Self, V>)
        };
        self.function("switches", plan, &result, |outputs| {
            let (own, inputs) = outputs.split_at(own);
            nest([vec![quote!([#(#own),*])], self.calls.switches(inputs)].concat())
        })
    }

    fn function(
        &self,
        name: &str,
        plan: &Function,
        result: &TokenStream,
        tail: impl Fn(&[TokenStream]) -> TokenStream,
    ) -> TokenStream {
        let anchor = &self.symbols.names[0];
        let mut body = Body::new(self.graph, self.symbols, &plan.schedule, self.calls, anchor);
        body.shared.clone_from(self.shared);
        let written = body.write(&plan.schedule.bindings, &plan.outputs);
        let (statements, tail) = (written.statements, tail(&written.outputs));
        let body = quote! { #statements #tail };

        // Arguments the body does not read are `_`, so that no lint asks about them.
        let mut read = BTreeSet::new();
        names_read(body.clone(), &mut read);
        let pattern = |name: &String| {
            let used = read.contains(name);
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
        let own = quote!([#(#prepared),*]);
        let prepared = if self.calls.all.is_empty() {
            quote!(#own: [V; #n])
        } else {
            let called = self.calls.all.iter();
            let called = called.map(|called| pattern(&called.name.to_string()));
            let pattern = nest([own].into_iter().chain(called).collect());
            quote!(#pattern: __krate::kernel::Prepared<Self, V>)
        };
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
                #prepared,
                [#(#inputs),*]: [V; #m],
            ) -> #result {
                #imports
                #body
            }
        }
    }

    /// Which of `conditions` the parameters break first.
    fn broken(&self, names: &[&syn::Ident], conditions: &[Id]) -> TokenStream {
        let asked: BTreeSet<_> = conditions
            .iter()
            .flat_map(|&condition| self.graph.symbols(condition))
            .collect();
        let names: Vec<&syn::Ident> = names
            .iter()
            .zip(self.symbols.inputs..)
            .filter(|(_, symbol)| asked.iter().any(|asked| asked.0 as usize == *symbol))
            .map(|(name, _)| *name)
            .collect();
        let schedule = schedule(
            self.graph,
            conditions,
            self.symbols,
            false,
            &BTreeMap::new(),
        );
        let anchor = names[0].unraw().to_string();
        let body = Body::new(self.graph, self.symbols, &schedule, self.calls, &anchor);
        let written = body.write(&schedule.bindings, conditions);
        let (statements, outputs) = (written.statements, written.outputs);
        let head = super::prepare::imports(&quote!(#statements #(#outputs)*));
        quote! {
            fn broken_condition(&self) -> ::core::option::Option<usize> {
                #head
                #(let #names = __krate::simd::Lane(self.#names);)*
                #statements
                [#(#outputs),*].iter().position(|&holds: &bool| !holds)
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
        let mut tokens: Vec<TokenTree> = Vec::new();
        for token in self {
            match token {
                TokenTree::Ident(found) if found == "__krate" => tokens.extend(quote!(#krate)),
                TokenTree::Group(group) => {
                    let inner = group.stream().pipe_krate(krate);
                    let mut new = Group::new(group.delimiter(), inner);
                    new.set_span(group.span());
                    tokens.push(TokenTree::Group(new));
                }
                other => tokens.push(other),
            }
        }
        tokens.into_iter().collect()
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
    let name = signature.function.unraw().to_string();
    let inputs = &symbols.names[..symbols.inputs];
    let parameters = signature.parameters.iter().map(|parameter| {
        let (name, default) = (&parameter.name, literal(parameter.default));
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
    let calls = call::callees(analysis);
    let calls = calls.iter().map(|callee| &callee.path);
    let second_derivative = match &analysis.second {
        Some(second) => {
            let second = notation(second.derivative);
            quote!(::core::option::Option::Some(#second))
        }
        None => quote!(::core::option::Option::None),
    };
    let switches = analysis
        .switches
        .iter()
        .map(|&id| inline(graph, id, symbols));
    let kink = |kink: &Kink| {
        let [at, left, right] = text::kink(graph, kink, symbols);
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
    };
    let kinks = analysis.kinks.iter().map(kink);
    let bends = analysis.second.iter().flat_map(|second| &second.bends);
    let bends = bends.map(kink);
    let [residual, cost] = residual::metadata(krate, analysis);
    let properties = match &analysis.properties {
        Some(found) => {
            let found = properties(found, krate);
            quote!(::core::option::Option::Some(#found))
        }
        None => quote!(::core::option::Option::None),
    };
    quote! {
        #krate::kernel::Metadata {
            name: #name,
            inputs: &[#(#inputs),*],
            parameters: &[#(#parameters),*],
            formula: #formula,
            surrogate: #surrogate,
            calls: &[#(<#calls as #krate::kernel::Kernel>::METADATA),*],
            derivatives: &[#(#derivatives),*],
            second_derivative: #second_derivative,
            switches: &[#(#switches),*],
            kinks: &[#(#kinks),*],
            bends: &[#(#bends),*],
            residual: #residual,
            cost: #cost,
            properties: #properties,
        }
    }
}

fn properties(found: &Properties, krate: &syn::Path) -> TokenStream {
    let Properties {
        range,
        monotone,
        slope_monotone,
        continuity,
        symmetry,
        identity_near_zero,
        // The business of `lint`.
        straight: _,
    } = found;
    let range = range.as_ref().map(ToString::to_string).unwrap_or_default();
    let continuity = match continuity.map(Literal::i32_unsuffixed) {
        Some(order) => quote!(::core::option::Option::Some(#order)),
        None => quote!(::core::option::Option::None),
    };
    let symmetry = format_ident!("{symmetry:?}");
    quote! {
        #krate::kernel::Properties {
            range: #range,
            monotone: #monotone,
            slope_monotone: #slope_monotone,
            continuity: #continuity,
            symmetry: #krate::kernel::Symmetry::#symmetry,
            identity_near_zero: #identity_near_zero,
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
