//! The default of a parameter: a constant expression, evaluated exactly where it can be.
//!
//! It is read with the grammar of formulas, without any argument in scope.

use proc_macro2::TokenStream;
use syn::Expr;

use super::formula::Reader;
use crate::{
    diagnostic::Ledger,
    eval,
    expr::{Graph, Id, Node},
    number::Number,
    op::Op,
};

/// The value of `#[param(default = …)]`, as it is and rounded to the nearest `f64`.
pub(super) fn evaluate(tokens: TokenStream, ledger: &mut Ledger) -> Option<(Number, f64)> {
    let expression: Expr = match syn::parse2(tokens) {
        Ok(expression) => expression,
        Err(error) => {
            ledger.syntax(error);
            return None;
        }
    };
    let mut graph = Graph::new();
    let id = Reader::of_a_default(&mut graph, ledger).number(&expression)?;
    if let Some(number) = exact(&graph, id) {
        let value = number.to_f64();
        return Some((number, value));
    }
    let value = eval::evaluate(&graph, id, &[]);
    let number = if value.is_finite() {
        Number::from_f64(value)
    } else {
        None
    };
    if number.is_none() {
        ledger.error_over(
            expression,
            format!("a default is an ordinary number, and this one is {value}"),
        );
    }
    Some((number?, value))
}

/// The exact value of a constant expression, where exact numbers can hold it.
fn exact(graph: &Graph, id: Id) -> Option<Number> {
    let (op, arguments) = match graph.node(id) {
        Node::Number(number) => return Some(number.clone()),
        Node::Symbol(_) | Node::Call(..) => return None,
        Node::Apply(op, arguments) => (*op, arguments),
    };
    let a = exact(graph, *arguments.first()?)?;
    let b = || exact(graph, *arguments.get(1)?);
    match op {
        Op::Add => a.add(&b()?),
        Op::Sub => a.add(&b()?.negate()),
        Op::Mul => a.multiply(&b()?),
        Op::Div => a.divide(&b()?),
        Op::Powi => a.power(b()?.as_integer()?),
        Op::Neg => Some(a.negate()),
        Op::Abs => Some(a.absolute()),
        Op::Recip => a.reciprocal(),
        Op::Sqrt => a.root(),
        Op::Ln => a.logarithm(),
        _ => None,
    }
}
