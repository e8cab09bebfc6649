//! What a kernel says of its formula to programs: the constant `METADATA`.
//!
//! Not here: what backward keeps and what an element costs (`residual`).

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;

use super::{
    call,
    latex::latex,
    residual,
    text::{self, inline, text},
    tokens::{literal, number, option},
};
use crate::{
    analysis::Analysis,
    expr::{Graph, Id},
    kinks::Kink,
    parse::Signature,
    properties::Properties,
    schedule::Symbols,
};

/// The value of `METADATA`.
pub(super) fn metadata(signature: &Signature, analysis: &Analysis) -> TokenStream {
    let (graph, symbols) = (&analysis.graph, &analysis.symbols);
    let notation = |id: Id| notation(graph, id, symbols);
    let name = signature.function.unraw().to_string();
    let inputs = &symbols.names[..symbols.inputs];
    let parameters = signature.parameters.iter().map(|parameter| {
        let (name, default) = (&parameter.name, literal(parameter.default));
        quote! { __krate::kernel::Parameter { name: #name, default: #default } }
    });
    let formula = notation(analysis.value);
    let surrogate = option(analysis.surrogate.map(notation));
    let calls = call::callees(analysis);
    let calls = calls.iter().map(|callee| &callee.path);
    let derivatives = symbols.names.iter().zip(&analysis.partials);
    let derivatives = derivatives.map(|(name, &partial)| {
        let expression = notation(partial);
        quote! { __krate::kernel::Partial { with_respect_to: #name, expression: #expression } }
    });
    let second = analysis.second.as_ref();
    let second_derivative = option(second.map(|second| notation(second.derivative)));
    let switches = analysis
        .switches
        .iter()
        .map(|&id| inline(graph, id, symbols));
    let kink = |found: &Kink| kink(graph, found, symbols);
    let kinks = analysis.kinks.iter().map(kink);
    let bends = second.into_iter().flat_map(|second| &second.bends);
    let bends = bends.map(kink);
    let [residual, cost] = residual::metadata(analysis);
    let properties = option(analysis.properties.as_ref().map(properties));
    quote! {
        __krate::kernel::Metadata {
            name: #name,
            inputs: &[#(#inputs),*],
            parameters: &[#(#parameters),*],
            formula: #formula,
            surrogate: #surrogate,
            calls: &[#(<#calls as __krate::kernel::Kernel>::METADATA),*],
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

/// An expression as text and as LaTeX.
pub(super) fn notation(graph: &Graph, id: Id, symbols: &Symbols) -> TokenStream {
    let (text, latex) = (text(graph, id, symbols), latex(graph, id, symbols));
    quote! { __krate::kernel::Notation { text: #text, latex: #latex } }
}

fn kink(graph: &Graph, kink: &Kink, symbols: &Symbols) -> TokenStream {
    let [at, left, right] = text::kink(graph, kink, symbols);
    let (left_default, right_default) = kink.slopes_default;
    let [at_default, left_default, right_default] =
        [kink.at_default, left_default, right_default].map(number);
    let jump = kink.jump;
    quote! {
        __krate::kernel::Kink {
            at: #at,
            at_default: #at_default,
            left: #left,
            right: #right,
            left_default: #left_default,
            right_default: #right_default,
            jump: #jump,
        }
    }
}

fn properties(found: &Properties) -> TokenStream {
    let Properties {
        range,
        monotone,
        slope_monotone,
        continuity,
        symmetry,
        identity_near_zero,
        // The business of `lint`, and of the documentation: this is said of the defaults.
        straight: _,
        slopeless: _,
        elsewhere: _,
    } = found;
    let range = range.as_ref().map(ToString::to_string).unwrap_or_default();
    let continuity = option(continuity.map(Literal::i32_unsuffixed));
    let symmetry = format_ident!("{symmetry:?}");
    quote! {
        __krate::kernel::Properties {
            range: #range,
            monotone: #monotone,
            slope_monotone: #slope_monotone,
            continuity: #continuity,
            symmetry: __krate::kernel::Symmetry::#symmetry,
            identity_near_zero: #identity_near_zero,
        }
    }
}
