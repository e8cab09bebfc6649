//! The `Kernel` of an activation: which functions it has, and what each hands out.
//!
//! Not here: how a function is written (`function`; `prepare` for what needs parameters alone),
//! and what is said of the formula (`metadata`).

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    call::{Calls, nest},
    function::Writer,
    metadata::metadata,
    residual,
    rust::Shared,
    tokens::with_krate,
};
use crate::{
    algebra::{lower_named, lower_of_output},
    analysis::Analysis,
    expr::{Graph, Id},
    parse::Signature,
};

/// What the functions of a kernel hand out, in the form that a machine computes best.
struct Outputs {
    value: Vec<Id>,
    /// The slopes in the inputs.
    gradient: Vec<Id>,
    /// The slopes in the inputs and then in the parameters.
    partials: Vec<Id>,
    switches: Vec<Id>,
    /// The slope, then the second derivative, where there is one.
    curvature: Vec<Id>,
    /// The slope from the output, where there is one.
    from_output: Vec<Id>,
}

impl Outputs {
    fn of(analysis: &Analysis, graph: &mut Graph) -> Self {
        let mut lowered = |ids: &[Id]| -> Vec<Id> {
            ids.iter()
                .map(|&id| lower_named(graph, id, &analysis.symbols))
                .collect()
        };
        let value = lowered(&[analysis.stable_value]);
        let gradient = lowered(analysis.stable_gradient());
        let partials = lowered(&analysis.stable_partials);
        let switches = lowered(&analysis.switches);
        // The slope first: both share most of what they are made of.
        let second = analysis.second.as_ref();
        let curvature = second.map(|second| lowered(&[analysis.stable_partials[0], second.stable]));
        let from_output = analysis.residual.usable().map(|through| {
            let symbols = &analysis.symbols;
            vec![lower_of_output(graph, through.computed, symbols)]
        });
        Self {
            value,
            gradient,
            partials,
            switches,
            curvature: curvature.unwrap_or_default(),
            from_output: from_output.unwrap_or_default(),
        }
    }
}

/// The impl, and what is checked beside it.
pub(super) fn kernel(signature: &Signature, analysis: &Analysis) -> TokenStream {
    let Signature {
        type_name,
        krate,
        parameters,
        ..
    } = signature;
    let gates: Vec<_> = signature.gates().collect();
    let names: Vec<_> = parameters.iter().map(|p| &p.ident).collect();
    let symbols = &analysis.symbols;
    let mut graph = analysis.graph.clone();
    let outputs = Outputs::of(analysis, &mut graph);
    let roots = [&outputs.value[..], &outputs.partials].concat();
    let calls = Calls::new(&graph, &roots, symbols);
    let shared = Shared::of(&graph, &roots);
    let switches = [&outputs.switches[..], &calls.inputs()].concat();
    let writer = Writer::new(
        &graph,
        symbols,
        &calls,
        &shared,
        &[
            &outputs.value,
            &outputs.partials,
            &switches,
            &outputs.from_output,
            &outputs.curvature,
        ],
    );

    let [inputs_n, parameters_n, prepared_n, switches_n] = [
        symbols.inputs,
        parameters.len(),
        parameters.len() + writer.hoisted.len(),
        outputs.switches.len(),
    ]
    .map(Literal::usize_unsuffixed);
    let prepared = nest(quote!(__krate::kernel::N<#prepared_n>), calls.types());
    let switched = nest(
        quote!(__krate::kernel::N<#switches_n>),
        calls.switch_types(),
    );
    // Whether a call gives all parameters there are is not known here.
    let lints = calls.gives().then(|| quote!(, clippy::needless_update));
    let checks = calls.checks(krate, &gates);
    let metadata = metadata(signature, analysis);

    let prepare = writer.prepare(&names);
    let functions = functions(&writer, &outputs, &switches, parameters.len());
    let [marker, through_output] = through_output(writer, signature, analysis, &outputs);
    let items = quote! {
        #marker

        #(#gates)*
        #[automatically_derived]
        #[allow(clippy::approx_constant #lints)]
        impl __krate::kernel::Kernel for #type_name {
            type Inputs = __krate::kernel::N<#inputs_n>;
            type Parameters = __krate::kernel::N<#parameters_n>;
            type Prepared = #prepared;
            type Switches = #switched;

            const METADATA: &'static __krate::kernel::Metadata = &#metadata;

            fn parameters(&self) -> [f64; #parameters_n] {
                [#(self.#names),*]
            }

            fn with_parameters([#(#names),*]: [f64; #parameters_n]) -> Self {
                Self { #(#names),* }
            }

            #prepare
            #functions
            #through_output
        }

        #(#checks)*
    };
    with_krate(items, krate)
}

/// The functions that are given the inputs of an element.
fn functions(
    writer: &Writer<'_>,
    outputs: &Outputs,
    switches: &[Id],
    parameters: usize,
) -> TokenStream {
    let inputs = writer.symbols.inputs;
    let [inputs_n, parameters_n] = [inputs, parameters].map(Literal::usize_unsuffixed);
    let value = writer.function("value", &outputs.value, &quote!(V), |o| quote!(#(#o),*));
    let gradient = writer.function(
        "gradient",
        &outputs.gradient,
        &quote!([V; #inputs_n]),
        |o| quote!([#(#o),*]),
    );
    let both = writer.function(
        "value_and_gradient",
        &[&outputs.value[..], &outputs.gradient].concat(),
        &quote!((V, [V; #inputs_n])),
        |o| {
            let (value, gradient) = (&o[0], &o[1..]);
            quote!((#value, [#(#gradient),*]))
        },
    );
    // What is empty has a default in the trait.
    let full = (parameters > 0).then(|| {
        writer.function(
            "full_gradient",
            &outputs.partials,
            &quote!(([V; #inputs_n], [V; #parameters_n])),
            |o| {
                let (gradient, parameters) = o.split_at(inputs);
                quote!(([#(#gradient),*], [#(#parameters),*]))
            },
        )
    });
    let switches =
        (!switches.is_empty()).then(|| writer.switches(switches, outputs.switches.len()));
    let curvature = (!outputs.curvature.is_empty()).then(|| {
        writer.function(
            "gradient_and_curvature",
            &outputs.curvature,
            &quote!(([V; 1], [V; 1])),
            |o| {
                let (slope, curvature) = (&o[0], &o[1]);
                quote!(([#slope], [#curvature]))
            },
        )
    });
    quote!(#value #gradient #both #full #switches #curvature)
}

/// Where backward can do with the output: the trait that says so, and the functions of the kernel
/// that it goes through.
fn through_output(
    writer: Writer<'_>,
    signature: &Signature,
    analysis: &Analysis,
    outputs: &Outputs,
) -> [TokenStream; 2] {
    let Some(through) = analysis.residual.usable() else {
        return Default::default();
    };
    let (type_name, gates) = (&signature.type_name, signature.gates());
    let marker = quote! {
        #(#gates)*
        #[automatically_derived]
        impl __krate::kernel::ThroughOutput for #type_name {}
    };
    let names: Vec<_> = signature.parameters.iter().map(|p| &p.ident).collect();
    let conditions = &through.conditions;
    let broken_condition =
        (!conditions.is_empty()).then(|| writer.broken_condition(&names, conditions));
    let symbols = residual::output_symbols(analysis);
    let writer = Writer {
        symbols: &symbols,
        ..writer
    };
    let gradient = writer.function(
        "gradient_from_output",
        &outputs.from_output,
        &quote!([V; 1]),
        |o| quote!([#(#o),*]),
    );
    [marker, quote!(#gradient #broken_condition)]
}
