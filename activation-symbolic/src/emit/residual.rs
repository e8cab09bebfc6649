//! What backward keeps and what an element costs, for the documentation and for programs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    metadata::notation,
    text::{inline, text},
    tokens::option,
};
use crate::{
    analysis::Analysis,
    cost::Work,
    expr::{Graph, Id},
    residual::{Accuracy, Reason, Residual},
    schedule::Symbols,
};

/// The symbols of a form through the output, in which the output stands in the input's place.
pub(crate) fn output_symbols(analysis: &Analysis) -> Symbols {
    let graph = &analysis.graph;
    let mut symbols = analysis.symbols.clone();
    let is_free = |name: &&str| {
        let taken = symbols.names.iter().any(|taken| taken == name);
        !taken && !graph.ids().any(|id| graph.name(id) == Some(name))
    };
    let name = ["y", "out", "output", "activated"]
        .into_iter()
        .find(is_free)
        .unwrap_or("_y");
    symbols.names[0] = name.to_owned();
    symbols
}

/// Why there is no form, in words.
fn reason(analysis: &Analysis, reason: &Reason) -> String {
    let name = &analysis.symbols.names[0];
    match reason {
        Reason::SeveralInputs => "one output does not tell several inputs apart".to_owned(),
        Reason::Calls => "it calls another activation, which cannot be looked into".to_owned(),
        Reason::Surrogate => {
            "the derivative is that of a surrogate, of which the output tells nothing".to_owned()
        }
        Reason::Turns(at) => {
            format!("two inputs have one output: the formula turns at {name} = {at}")
        }
        Reason::NoInverse(op) => format!("{} has no inverse among the ops", op.row().name),
        Reason::Several(id) => format!(
            "`{}` cannot be solved for {name}",
            inline(&analysis.graph, *id, &analysis.symbols)
        ),
        Reason::Flat => "the output stands still where the derivative moves".to_owned(),
        Reason::Pieces(count) => format!("the formula has {count} pieces"),
        Reason::NoneHeld if analysis.symbols.names.len() == analysis.symbols.inputs => {
            "no form through the output was found".to_owned()
        }
        Reason::NoneHeld => "no form holds for all parameters".to_owned(),
    }
}

/// What becomes of a form that is right on paper only.
fn spoiled(form: &str) -> String {
    format!("rounding of the output spoils `{form}`")
}

/// The section on cost of a type's documentation.
pub(crate) fn docs(analysis: &Analysis) -> Vec<String> {
    let mut lines = vec![
        "# Cost".to_owned(),
        "| an element | exponentials | divisions | other |".to_owned(),
        "|---|---|---|---|".to_owned(),
    ];
    let cost = &analysis.cost;
    let mut row = |head: &str, work: &Work| {
        let Work {
            exponentials,
            divisions,
            other,
        } = work;
        lines.push(format!(
            "| {head} | {exponentials} | {divisions} | {other} |"
        ));
    };
    row("forward", &cost.forward);
    row("backward", &cost.backward);
    if let Some(work) = &cost.from_output {
        row("backward from the output", work);
    }
    lines.push(String::new());
    let names = &analysis.symbols.names;
    let keeps_input = |why: &str| {
        let Residual::Inputs(read, _) = &analysis.residual else {
            return format!("Backward keeps the input; not in place, since {why}.");
        };
        let kept: Vec<String> = read.iter().map(|&k| format!("`{}`", names[k])).collect();
        format!(
            "Backward keeps {} ({} bytes an element in `f32`); not in place, since {why}.",
            kept.join(", "),
            4 * read.len()
        )
    };
    lines.push(match &analysis.residual {
        Residual::Nothing => "Backward keeps nothing: the derivative is the same everywhere. \
                              Forward can run in place."
            .to_owned(),
        Residual::Inputs(_, why) => keeps_input(&reason(analysis, why)),
        Residual::Output(through) => {
            let form = text(&analysis.graph, through.form, &output_symbols(analysis));
            match through.accuracy {
                Accuracy::Paper => keeps_input(&spoiled(&form)),
                _ => kept_output(analysis, &form),
            }
        }
    });
    lines
}

/// The sentence on a form that can be used.
fn kept_output(analysis: &Analysis, form: &str) -> String {
    let through = analysis.residual.usable().expect("a form that can be used");
    let terms = match through.accuracy {
        Accuracy::Relative => "relative",
        _ => "absolute",
    };
    let conditions: Vec<String> = through
        .conditions
        .iter()
        .map(|&id| format!("`{}`", inline(&analysis.graph, id, &analysis.symbols)))
        .collect();
    let provided = if conditions.is_empty() {
        String::new()
    } else {
        format!(", provided that {}", conditions.join(" and "))
    };
    let parameters = if analysis.symbols.names.len() > 1 {
        " The gradients of parameters need the input."
    } else {
        ""
    };
    format!(
        "Backward can keep the output alone (4 bytes an element in `f32`) and forward run in \
         place: the derivative is `{form}`, accurate in {terms} terms{provided}.{parameters}"
    )
}

/// The metadata: residual, then cost.
pub(crate) fn metadata(analysis: &Analysis) -> [TokenStream; 2] {
    let graph = &analysis.graph;
    let module = quote!(__krate::residual);
    let inputs = |read: &[usize]| {
        let names = read.iter().map(|&k| &analysis.symbols.names[k]);
        quote!(#module::Kept::Inputs(&[#(#names),*]))
    };
    let (kept, from_output) = match &analysis.residual {
        Residual::Nothing => {
            let why = "there is nothing to compute from: the derivative is the same everywhere";
            (
                quote!(#module::Kept::Nothing),
                quote!(#module::FromOutput::No(#why)),
            )
        }
        Residual::Inputs(read, why) => {
            let why = reason(analysis, why);
            (inputs(read), quote!(#module::FromOutput::No(#why)))
        }
        Residual::Output(through) => {
            let symbols = output_symbols(analysis);
            if through.accuracy == Accuracy::Paper {
                let why = spoiled(&text(graph, through.form, &symbols));
                (inputs(&[0]), quote!(#module::FromOutput::No(#why)))
            } else {
                let conditions = through.conditions.iter().map(|&id| {
                    let text = inline(graph, id, &analysis.symbols);
                    let parameters = parameters(graph, id, &analysis.symbols);
                    quote!(#module::Condition { text: #text, parameters: &[#(#parameters),*] })
                });
                let accuracy = match through.accuracy {
                    Accuracy::Relative => quote!(Relative),
                    _ => quote!(Absolute),
                };
                let derivative = notation(graph, through.form, &symbols);
                let form = quote! {
                    #module::FromOutput::Yes {
                        derivative: #derivative,
                        conditions: &[#(#conditions),*],
                        accuracy: #module::Accuracy::#accuracy,
                    }
                };
                (quote!(#module::Kept::Output), form)
            }
        }
    };
    let work = |work: &Work| {
        let [exponentials, divisions, other] =
            [work.exponentials, work.divisions, work.other].map(Literal::u32_unsuffixed);
        quote!([#exponentials, #divisions, #other])
    };
    let cost = &analysis.cost;
    let (forward, backward) = (work(&cost.forward), work(&cost.backward));
    let through = option(cost.from_output.as_ref().map(work));
    [
        quote!(#module::Residual { kept: #kept, from_output: #from_output }),
        quote!(#module::Cost::of(#forward, #backward, #through)),
    ]
}

/// The names of the parameters a condition asks about.
fn parameters<'a>(
    graph: &Graph,
    condition: Id,
    symbols: &'a Symbols,
) -> impl Iterator<Item = &'a str> {
    let asked = graph.symbols(condition).into_iter();
    asked.map(|symbol| symbols.name(symbol))
}
