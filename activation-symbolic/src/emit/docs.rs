//! The documentation of a generated type: formula, derivatives, kinks, parameters.

use proc_macro2::TokenStream;
use quote::quote;

use super::text::{inline, text};
use crate::{
    analysis::Analysis,
    parse::{Parameter, Signature},
};

/// The lines that follow the user's own documentation.
pub(crate) fn type_docs(signature: &Signature, analysis: &Analysis) -> Vec<String> {
    let (graph, symbols) = (&analysis.graph, &analysis.symbols);
    let documented = signature.docs().next().is_some();
    let mut lines = if documented {
        vec![String::new()]
    } else {
        let formula = inline(graph, analysis.value, symbols);
        vec![format!(" The activation `{formula}`."), String::new()]
    };
    let mut line = |text: String| lines.push(format!(" {text}"));
    let arguments = symbols.names[..symbols.inputs].join(", ");
    line("# Formula".into());
    line("```text".into());
    let head = format!("{}({arguments})", signature.function);
    let heads: Vec<String> = std::iter::once(head)
        .chain(symbols.names.iter().map(|name| format!("∂/∂{name}")))
        .collect();
    let width = heads
        .iter()
        .map(|head| head.chars().count())
        .max()
        .unwrap_or(0);
    let ids = std::iter::once(&analysis.value).chain(&analysis.partials);
    for (head, &id) in heads.iter().zip(ids) {
        let pad = " ".repeat(width - head.chars().count());
        line(format!("{head}{pad} = {}", text(graph, id, symbols)));
    }
    line("```".into());

    if let Some(surrogate) = analysis.surrogate {
        line(String::new());
        line("# Surrogate gradient".into());
        let surrogate = text(graph, surrogate, symbols);
        line(format!(
            "The derivatives are those of `{surrogate}`, not of the formula."
        ));
    }

    if !analysis.kinks.is_empty() {
        line(String::new());
        line("# Kinks".into());
        line("| at | slope from the left | slope from the right | value |".into());
        line("|---|---|---|---|".into());
        for kink in &analysis.kinks {
            let [at, left, right] =
                [kink.at, kink.left, kink.right].map(|id| inline(graph, id, symbols));
            let name = &symbols.names[0];
            let value = if kink.jump { "jumps" } else { "continuous" };
            line(format!(
                "| `{name} = {at}` | `{left}` | `{right}` | {value} |"
            ));
        }
    } else if symbols.inputs > 1 && !analysis.switches.is_empty() {
        line(String::new());
        line("# Kinks".into());
        for &switch in &analysis.switches {
            line(format!("- where `{} = 0`", inline(graph, switch, symbols)));
        }
    }
    lines
}

/// The user's documentation of a parameter, and its default.
pub(crate) fn field_docs(parameter: &Parameter) -> TokenStream {
    let docs = &parameter.docs;
    let default = format!(" {} by default.", parameter.default);
    if docs.is_empty() {
        let summary = format!(" The parameter `{}`;{default}", parameter.ident);
        quote! { #[doc = #summary] }
    } else {
        quote! { #(#docs)* #[doc = ""] #[doc = #default] }
    }
}
