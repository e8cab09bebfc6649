//! What can be meant and rarely is, as warnings at the user's tokens.
//!
//! One lint, one row of [`LINTS`]. What cannot be meant is an error and the business of `check`;
//! how a warning becomes one of rustc's is that of `emit`. A lint tries the formula out at the
//! default parameters and at points that are always the same, so that it is bounded, deterministic
//! and says at which input it happens; it claims only what it has seen happen in the result.
//!
//! `jump` is where branches do not meet, `domain` where an op has no value, `line` along what is
//! looked.

mod domain;
mod jump;
mod line;

use proc_macro2::Span;

use crate::{
    analysis::Analysis,
    diagnostic::Ledger,
    expr::{Id, Symbol},
    parse::{Argument, Formula, Signature, suggest::nearest},
    properties::{Properties, Range},
};

/// One row of the table: something that is warned about.
#[derive(Debug)]
pub struct Lint {
    /// Its name, which `allow(…)` takes.
    pub name: &'static str,
    /// What it warns about, in a sentence.
    pub sentence: &'static str,
    /// Where it happens, and how to mend it.
    find: fn(&Formula, &Analysis) -> Vec<Finding>,
}

/// All lints.
pub static LINTS: &[Lint] = &[
    Lint {
        name: "discontinuous",
        sentence: "The value jumps: the branches of an `if` do not meet, or a step is taken.",
        find: jump::find,
    },
    Lint {
        name: "undefined",
        sentence: "An op has no value at some real input, and so the formula or its slope has none.",
        find: domain::find,
    },
    Lint {
        name: "affine",
        sentence: "The formula is a straight line: it adds nothing to the layers around it.",
        find: affine,
    },
    Lint {
        name: "unused",
        sentence: "The formula does not depend on one of its arguments, or nothing reads one of its `let`s.",
        find: unused,
    },
];

/// What a lint has found.
struct Finding {
    span: Span,
    message: String,
    /// How to mend it.
    fix: &'static str,
}

/// What a person is warned about: where, and in which words.
#[derive(Clone, Debug)]
pub struct Warning {
    /// The name of the lint.
    pub lint: &'static str,
    /// The token it is about.
    pub span: Span,
    /// What happens.
    pub message: String,
    /// How to mend it, and how to silence this.
    pub help: String,
}

/// The warnings about a formula without mistakes, but for those that it silences.
#[must_use]
pub fn lint(formula: &Formula, analysis: &Analysis) -> Vec<Warning> {
    let silenced = |lint: &&Lint| {
        !formula
            .signature
            .allowed
            .iter()
            .any(|name| name == lint.name)
    };
    let found = LINTS.iter().filter(silenced).flat_map(|lint| {
        let findings = (lint.find)(formula, analysis).into_iter();
        let name = lint.name;
        findings.map(move |Finding { span, message, fix }| Warning {
            lint: name,
            span,
            message,
            help: format!("{fix}, or silence this with `#[activation(allow({name}))]`"),
        })
    });
    found.collect()
}

/// Judges what `allow(…)` names.
pub fn check(signature: &Signature, ledger: &mut Ledger) {
    for allowed in &signature.allowed {
        let typed = allowed.to_string();
        let mut names = LINTS.iter().map(|lint| lint.name);
        if names.clone().any(|name| name == typed) {
            continue;
        }
        let help = match nearest(&typed, names.clone()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => {
                let last = names.next_back().unwrap_or_default();
                let others: Vec<String> = names.map(|name| format!("`{name}`")).collect();
                format!("there are {} and `{last}`", others.join(", "))
            }
        };
        ledger.error(allowed.span(), format!("unknown warning `{typed}`; {help}"));
    }
}

fn inputs(signature: &Signature) -> impl Iterator<Item = Symbol> + '_ {
    (0..signature.inputs.len()).map(|input| signature.symbol(Argument::Input(input)))
}

/// The only value of a formula, if it has one.
fn constant(properties: &Properties) -> Option<f64> {
    match &properties.range {
        Some(Range::Of(values)) => match values.as_slice() {
            &[value] => Some(value),
            _ => None,
        },
        _ => None,
    }
}

/// A formula whose slopes are the same everywhere, and which has no branches; or of which no more
/// than a straight line can be seen.
fn affine(formula: &Formula, analysis: &Analysis) -> Vec<Finding> {
    let Formula { signature, .. } = formula;
    let moves = |id: Id| analysis.symbols.varies(&analysis.graph, id);
    let slopes = &analysis.partials[..signature.inputs.len()];
    let properties = analysis.properties.as_ref();
    let straight = properties.is_some_and(|p| p.straight);
    // A constant has such a slope too, and a sawtooth has it where it has one.
    let is_seen = properties.is_none_or(|p| p.monotone && constant(p).is_none());
    let is_affine = formula.surrogate.is_none()
        // What is constant is the business of `unused`.
        && moves(analysis.value)
        && (straight || (is_seen && analysis.switches.is_empty() && !slopes.iter().any(|&s| moves(s))));
    if !is_affine {
        return Vec::new();
    }
    let names: Vec<String> = signature
        .inputs
        .iter()
        .map(|input| format!("`{}`", input.name))
        .collect();
    let message = format!(
        "this is a straight line in {}, and two linear layers around it collapse into one: \
         W = W₂W₁, b = W₂b₁ + b₂, up to its slope and offset",
        names.join(", ")
    );
    vec![Finding {
        span: signature.function.span(),
        message,
        fix: "bend it, leave it out",
    }]
}

/// An argument that the result does not depend on, and a `let` that nothing reads, of which rustc
/// cannot warn: it never sees the body.
fn unused(formula: &Formula, analysis: &Analysis) -> Vec<Finding> {
    let Formula {
        signature,
        graph,
        root,
        surrogate,
        unread,
    } = formula;
    let mut typed = graph.symbols(*root);
    let mut used = analysis.graph.symbols(analysis.value);
    if let &Some(surrogate) = surrogate {
        let through = graph.symbols(surrogate);
        typed.extend(&through);
        used.extend(&through);
    }
    // With other parameters it may move.
    let settled = (analysis.properties.as_ref())
        .filter(|_| signature.parameters.is_empty() && surrogate.is_none())
        .and_then(constant);
    let find = |argument: &Argument| {
        let symbol = signature.symbol(*argument);
        let kind = match argument {
            Argument::Input(_) => "input",
            Argument::Parameter(_) => "parameter",
        };
        let name = signature.symbol_name(symbol);
        let message = match (used.contains(&symbol), typed.contains(&symbol)) {
            (true, _) => {
                let value = line::short(settled?);
                format!("the result does not depend on the {kind} `{name}`: it is {value}")
            }
            (false, true) => {
                format!("the {kind} `{name}` cancels: the result does not depend on it")
            }
            (false, false) => format!("the result does not depend on the {kind} `{name}`"),
        };
        Some(Finding {
            span: signature.ident(*argument).span(),
            message,
            fix: "use it, remove it",
        })
    };
    let unread = unread.iter().map(|ident| Finding {
        span: ident.span(),
        message: format!("nothing reads `{ident}`"),
        fix: "use it, remove it, begin its name with `_`",
    });
    signature
        .order
        .iter()
        .filter_map(find)
        .chain(unread)
        .collect()
}

/// Of which parameters a finding speaks, where there are any.
fn at_defaults(signature: &Signature) -> &'static str {
    if signature.parameters.is_empty() {
        ""
    } else {
        " with the default parameters"
    }
}
