//! What can be seen about the sign of an expression.

use crate::{
    expr::{Graph, Id},
    number::Number,
    op::Op,
};

/// Whether `id` can be seen to be at most 0, or NaN.
pub fn never_positive(graph: &Graph, id: Id) -> bool {
    match graph.apply(id) {
        Some((Op::Neg, &[inner])) => never_negative(graph, inner),
        Some((Op::Max, &[a, b])) => never_positive(graph, a) && never_positive(graph, b),
        Some((Op::Min, &[a, b])) => never_positive(graph, a) || never_positive(graph, b),
        Some((Op::Mul | Op::Div, &[a, b])) => {
            (never_positive(graph, a) && never_negative(graph, b))
                || (never_negative(graph, a) && never_positive(graph, b))
        }
        _ => graph.number_at(id).is_some_and(|n| n.to_f64() <= 0.0),
    }
}

/// Whether `id` can be seen to be at least 0, or NaN.
fn never_negative(graph: &Graph, id: Id) -> bool {
    match graph.apply(id) {
        Some((Op::Abs, _)) => true,
        Some((Op::Powi, &[_, n])) => {
            let exponent = graph.number_at(n).and_then(Number::as_integer);
            exponent.is_some_and(|n| n % 2 == 0)
        }
        Some((Op::Mul, &[a, b])) if a == b => true,
        Some((Op::Mul | Op::Div, &[a, b])) => never_negative(graph, a) && never_negative(graph, b),
        _ => graph.number_at(id).is_some_and(|n| n.to_f64() >= 0.0),
    }
}
