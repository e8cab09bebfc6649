//! Writing: the same expression as Rust, as text and as LaTeX.
//!
//! Nothing here decides anything: what is computed, in which order and under which name is
//! settled by `schedule`.

mod call;
mod definition;
mod docs;
mod function;
mod kernel;
pub mod latex;
mod metadata;
mod parts;
mod prepare;
mod residual;
mod rust;
mod scalar;
mod sign;
pub mod text;
mod tokens;
mod warning;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    analysis::Analysis,
    expr::{Graph, Id},
    lint::lint,
    op::Op,
    parse::Formula,
    schedule::Symbols,
};

/// The items that take the place of a formula.
#[must_use]
pub fn expand(formula: &Formula) -> TokenStream {
    let signature = &formula.signature;
    let analysis = analyse(formula);
    let definition = definition::definition(signature, &analysis);
    let kernel = kernel::kernel(signature, &analysis);
    let configuration = definition::configuration(signature);
    let function = scalar::function(signature, &analysis);
    let warnings = warning::warnings(signature, &lint(formula, &analysis));
    quote! { #definition #kernel #configuration #function #warnings }
}

/// The analysis of a formula that was read from source.
#[must_use]
pub fn analyse(formula: &Formula) -> Analysis {
    let signature = &formula.signature;
    let symbols = Symbols {
        names: signature
            .symbol_names()
            .into_iter()
            .map(str::to_owned)
            .collect(),
        inputs: signature.inputs.len(),
    };
    let defaults: Vec<f64> = signature.parameters.iter().map(|p| p.default).collect();
    let graph = formula.graph.clone();
    Analysis::with_surrogate(graph, formula.root, formula.surrogate, symbols, &defaults)
}

/// How strongly a printed expression binds; brackets go around what binds less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Binding {
    Select,
    Or,
    And,
    Comparison,
    Sum,
    /// A division: as a factor it has brackets, since people read `a / b * c` in two ways.
    Quotient,
    Product,
    Sign,
    Power,
    Atom,
}

/// What `id` is the negative of, if it is written as one.
fn negated(graph: &Graph, id: Id) -> Option<Id> {
    let is = |id: Id, number: i64| {
        graph
            .number_at(id)
            .is_some_and(|n| n.as_integer() == Some(number))
    };
    match graph.apply(id)? {
        (Op::Neg, &[inner]) => Some(inner),
        (Op::Mul, &[factor, inner]) => match graph.apply(factor) {
            Some((Op::Neg, &[one])) if is(one, 1) => Some(inner),
            _ => is(factor, -1).then_some(inner),
        },
        _ => None,
    }
}
