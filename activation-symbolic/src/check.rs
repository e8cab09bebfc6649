//! The judge: what is wrong with an expression that is well-formed.
//!
//! Only what cannot be meant is refused: a constant that has no value, a division by a constant
//! zero, bounds in the wrong order. Whether a formula is a good activation is not judged, and
//! grammar and types are the business of `parse`.

use proc_macro2::Span;

use crate::{
    diagnostic::Ledger,
    expr::{Graph, Id, Node},
    op::Op,
    parse::Formula,
};

/// The most operations a formula may have. The longest activation of the literature has about
/// 40; algebra is quadratic at worst, and a macro must not make its user wait.
const LARGEST: usize = 400;

/// What the prelude brings: a type of such a name would hide the trait, and with it the methods of
/// every activation beside it.
const TRAITS: [&str; 5] = [
    "Activation",
    "Activate",
    "BackwardFromOutput",
    "DynActivation",
    "SecondOrder",
];

/// Judges a formula; what is wrong is in the ledger afterwards.
pub fn check(formula: &Formula, ledger: &mut Ledger) {
    let graph = &formula.graph;
    let name = &formula.signature.type_name;
    if TRAITS.iter().any(|taken| name == taken) {
        ledger.error(
            name.span(),
            format!(
                "the type would be named `{name}`, as is a trait of the prelude, which it would \
                 hide; name it otherwise with `#[activation(name = …)]`"
            ),
        );
    }
    let operations = graph.ids().filter(|&id| !graph.is_leaf(id)).count();
    if operations > LARGEST {
        ledger.error(
            formula.signature.function.span(),
            format!(
                "this formula has {operations} operations, more than the {LARGEST} that are \
                 taken; declare a part of it as an activation of its own"
            ),
        );
        return;
    }
    let mut values: Vec<Option<f64>> = Vec::with_capacity(graph.len());
    for id in graph.ids() {
        let value = constant(graph, id, &values);
        // What follows from a value that was refused is refused silently.
        let refused = judge(graph, id, value, &values).map(|message| {
            let span = graph.span(id).unwrap_or_else(Span::call_site);
            ledger.error(span, message);
        });
        values.push(value.filter(|_| refused.is_none()));
    }
}

/// The value of a node that no symbol reaches.
fn constant(graph: &Graph, id: Id, values: &[Option<f64>]) -> Option<f64> {
    match graph.node(id) {
        Node::Number(number) => Some(number.to_f64()),
        Node::Symbol(_) | Node::Call(..) => None,
        Node::Apply(op, arguments) => {
            let arguments: Vec<f64> = arguments
                .iter()
                .map(|argument| values[argument.index()])
                .collect::<Option<_>>()?;
            Some((op.row().evaluate)(&arguments))
        }
    }
}

/// What is wrong with a node, if anything.
fn judge(graph: &Graph, id: Id, value: Option<f64>, values: &[Option<f64>]) -> Option<String> {
    let (op, arguments) = graph.apply(id)?;
    let argument = |index: usize| values[arguments[index].index()];
    match op {
        Op::Div if argument(1) == Some(0.0) => {
            return Some("this divides by zero; write another divisor".to_owned());
        }
        Op::Clamp => {
            if let (Some(low), Some(high)) = (argument(1), argument(2))
                && low > high
            {
                return Some(format!(
                    "the lower bound of this `clamp`, {low}, is above the upper, {high}; swap them"
                ));
            }
        }
        _ => {}
    }
    let value = value.filter(|value| !value.is_finite())?;
    let call = match arguments {
        [only] => format!("`{}` of {}", op.row().name, values[only.index()]?),
        _ => format!("the result of this `{}`", op.row().name),
    };
    Some(if value.is_nan() {
        format!("{call} is not a real number; the formula has no value here")
    } else {
        format!("{call} is infinite; the formula has no value here")
    })
}
