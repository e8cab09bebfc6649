//! The documentation of a generated type: formula, derivatives, kinks, parameters.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    call, residual,
    text::{self, inline, text},
};
use crate::{
    analysis::Analysis,
    parse::{Parameter, Signature},
    properties::{Properties, Symmetry},
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
        .chain((symbols.inputs == 1).then(|| format!("∂²/∂{}²", symbols.names[0])))
        .collect();
    let width = heads
        .iter()
        .map(|head| head.chars().count())
        .max()
        .unwrap_or(0);
    let second = analysis.second.iter().map(|second| &second.derivative);
    let ids = std::iter::once(&analysis.value)
        .chain(&analysis.partials)
        .chain(second);
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
            let [at, left, right] = text::kink(graph, kink, symbols);
            let name = &symbols.names[0];
            let value = if kink.jump { "jumps" } else { "continuous" };
            line(format!(
                "| `{name} = {at}` | `{left}` | `{right}` | {value} |"
            ));
        }
        if analysis.kinks.iter().any(|kink| kink.goes_on) {
            line("| … | | | |".into());
        }
    } else if (symbols.inputs > 1 || analysis.has_calls()) && !analysis.switches.is_empty() {
        line(String::new());
        line("# Kinks".into());
        for &switch in &analysis.switches {
            line(format!("- where `{} = 0`", inline(graph, switch, symbols)));
        }
    }
    let bends = analysis.second.iter().flat_map(|second| &second.bends);
    for (position, bend) in bends.enumerate() {
        if position == 0 {
            line(String::new());
        }
        let [at, left, right] = text::kink(graph, bend, symbols);
        let name = &symbols.names[0];
        line(format!(
            "At `{name} = {at}` the second derivative jumps from `{left}` to `{right}`."
        ));
    }

    line(String::new());
    residual::docs(analysis).into_iter().for_each(&mut line);

    let callees = call::callees(analysis);
    if !callees.is_empty() {
        line(String::new());
        line("# Calls".into());
        for callee in callees {
            let path = callee.path_name();
            line(format!(
                "- `{path}`, whose derivatives, kinks and far ends are its own"
            ));
        }
    }
    if let Some(found) = &analysis.properties {
        let defaults = match signature.parameters.as_slice() {
            [] => "",
            _ => ", at the default parameters",
        };
        lines.push(String::new());
        lines.push(" # Properties".into());
        lines.extend(properties(found, defaults));
    }
    lines
}

/// What is seen of the shape of a formula, a line each: of the defaults, where others change it.
fn properties(found: &Properties, defaults: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let held = &found.elsewhere;
    let unless = |held: bool| if held { "" } else { defaults };
    if let Some(range) = &found.range {
        lines.push(format!(" - range `{range}`{defaults}"));
    }
    let monotone = |yes: bool| if yes { "monotone" } else { "not monotone" };
    lines.push(format!(
        " - {}, its slope {}{}",
        monotone(found.monotone),
        monotone(found.slope_monotone),
        unless(held.monotone)
    ));
    let continuous = match found.continuity {
        None => " - smooth".to_owned(),
        Some(..0) => " - not continuous".to_owned(),
        Some(0) => " - continuous, its slope is not".to_owned(),
        Some(1) => " - continuous with its slope".to_owned(),
        Some(order) => format!(" - continuous with {order} derivatives"),
    };
    lines.push(continuous + unless(held.continuity));
    match found.symmetry {
        Symmetry::Even => lines.push(format!(" - even{}", unless(held.symmetry))),
        Symmetry::Odd => lines.push(format!(" - odd{}", unless(held.symmetry))),
        Symmetry::None => {}
    }
    if found.identity_near_zero {
        let defaults = unless(held.identity);
        lines.push(format!(" - like the identity near 0{defaults}"));
    }
    lines
}

/// The line that documents `new`.
pub(crate) fn new_docs(signature: &Signature) -> String {
    let parameters = signature.parameters.iter();
    let names: Vec<String> = parameters.map(|p| format!("`{}`", p.ident)).collect();
    if names.is_empty() {
        " The activation; it has no parameters.".to_owned()
    } else {
        format!(
            " The activation with these parameters: {}.",
            names.join(", ")
        )
    }
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
