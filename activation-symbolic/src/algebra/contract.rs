//! From algebra to machine: `a·b + c` in one instruction, no division by what is constant in
//! the loop.
//!
//! The rewriting looks at one node at a time and never at how often it is used, so the same
//! subexpression becomes the same instructions in every kernel: `value` and
//! `value_and_gradient` agree to the last bit.

use std::collections::HashMap;

use crate::{
    expr::{Graph, Id, Node},
    number::Number,
    op::Op,
    schedule::Symbols,
};

/// The expression `root` in the ops a processor has.
pub fn contract(graph: &mut Graph, root: Id, symbols: &Symbols) -> Id {
    let mut done: HashMap<Id, Id> = HashMap::new();
    for id in graph.reachable(&[root]) {
        let new = match graph.node(id).clone() {
            Node::Apply(op, arguments) => {
                let arguments: Vec<Id> = arguments.iter().map(|a| done[a]).collect();
                step(graph, op, &arguments, symbols)
            }
            _ => id,
        };
        if let Some(name) = graph.name(id).map(str::to_owned) {
            graph.note_name(new, &name);
        }
        done.insert(id, new);
    }
    done[&root]
}

fn step(graph: &mut Graph, op: Op, arguments: &[Id], symbols: &Symbols) -> Id {
    match (op, arguments) {
        (Op::Add, &[a, b]) => {
            if let Some((p, q)) = as_product(graph, b, symbols) {
                return graph.op(Op::MulAdd, &[p, q, a]);
            }
            if let Some((p, q)) = as_product(graph, a, symbols) {
                return graph.op(Op::MulAdd, &[p, q, b]);
            }
        }
        (Op::Sub, &[a, b]) => {
            if let Some((p, q)) = as_product(graph, b, symbols) {
                let p = negate(graph, p);
                return graph.op(Op::MulAdd, &[p, q, a]);
            }
            if let Some((p, q)) = as_product(graph, a, symbols) {
                let b = negate(graph, b);
                return graph.op(Op::MulAdd, &[p, q, b]);
            }
        }
        (Op::Div, &[a, b]) if !symbols.varies(graph, b) && symbols.varies(graph, a) => {
            let inverse = match graph.number_at(b).and_then(Number::reciprocal) {
                Some(number) => graph.number(number),
                None => graph.op(Op::Recip, &[b]),
            };
            return graph.op(Op::Mul, &[a, inverse]);
        }
        _ => {}
    }
    graph.op(op, arguments)
}

/// The two factors of a product that is computed in the loop.
fn as_product(graph: &Graph, id: Id, symbols: &Symbols) -> Option<(Id, Id)> {
    match graph.apply(id)? {
        (Op::Mul, &[p, q]) if symbols.varies(graph, id) => {
            // The receiver of `mul_add` must be a vector, so a constant goes second.
            Some(if graph.number_at(p).is_some() {
                (q, p)
            } else {
                (p, q)
            })
        }
        (Op::Powi, &[base, exponent])
            if graph.number_at(exponent).and_then(Number::as_integer) == Some(2)
                && symbols.varies(graph, id) =>
        {
            Some((base, base))
        }
        _ => None,
    }
}

fn negate(graph: &mut Graph, id: Id) -> Id {
    match graph.node(id).clone() {
        Node::Number(number) => graph.number(number.negate()),
        Node::Apply(Op::Neg, arguments) => arguments[0],
        _ => graph.op(Op::Neg, &[id]),
    }
}
