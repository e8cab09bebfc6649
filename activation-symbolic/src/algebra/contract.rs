//! From algebra to machine: `a·b + c` in one instruction, no division by what is constant in
//! the loop.
//!
//! The rewriting looks at one node at a time and never at how often it is used, so the same
//! subexpression becomes the same instructions in every kernel: `value` and
//! `value_and_gradient` agree to the last bit.

use crate::{
    expr::{Graph, Id, IdMap, IdSet, Node},
    number::Number,
    op::Op,
    schedule::Symbols,
};

/// The expression `root` in the ops a processor has.
pub(super) fn contract(graph: &mut Graph, root: Id, symbols: &Symbols) -> Id {
    let mut done = IdMap::up_to(root);
    let order = graph.reachable(&[root]);
    let exact = exact_sums(graph, &order);
    for id in order {
        let new = match graph.node(id) {
            Node::Apply(op, arguments) => {
                let (op, arguments) = (*op, done.all(arguments));
                if exact.contains(id) {
                    graph.op(op, &arguments)
                } else {
                    step(graph, op, &arguments, symbols)
                }
            }
            Node::Call(call, arguments) => {
                let (call, arguments) = (call.clone(), done.all(arguments));
                graph.call(call, &arguments)
            }
            _ => id,
        };
        // It has its own name already.
        if new != id
            && let Some(name) = graph.name(id).map(str::to_owned)
        {
            graph.note_name(new, &name);
        }
        done.insert(id, new);
    }
    done.of(root)
}

/// The sums whose rounding error is computed beside them: fused, they would have another.
fn exact_sums(graph: &mut Graph, order: &[Id]) -> IdSet {
    let mut sums = IdSet::new();
    for &id in order {
        if let Some((Op::SumResidual, &[a, b])) = graph.apply(id) {
            sums.insert(graph.op(Op::Add, &[a, b]));
            if let Some((Op::Neg, &[b])) = graph.apply(b) {
                sums.insert(graph.op(Op::Sub, &[a, b]));
            }
        }
    }
    sums
}

fn step(graph: &mut Graph, op: Op, arguments: &[Id], symbols: &Symbols) -> Id {
    let arguments = match (op, arguments) {
        (Op::Add | Op::Sub, &[a, b]) => &[addend(graph, a), addend(graph, b)],
        _ => arguments,
    };
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
            // A factor below 1 goes in first: x·h/6 is finite where x·h is not. And one constant
            // goes into the other, so that c·x/k is one product.
            if let Some((Op::Mul, &[p, q])) = graph.apply(a) {
                let first = graph.op(Op::Mul, &[p, inverse]);
                return graph.op(Op::Mul, &[first, q]);
            }
            return graph.op(Op::Mul, &[a, inverse]);
        }
        // (½·x)·x is finite up to 2.6·10¹⁹, ½·x² up to 1.8·10¹⁹. Other numbers stay behind x²,
        // which may be at hand.
        (Op::Mul, &[c, power])
            if graph.number_at(c).and_then(Number::as_fraction) == Some((1, 2))
                && symbols.varies(graph, power) =>
        {
            if let Some((Op::Powi, &[base, exponent])) = graph.apply(power)
                && graph.number_at(exponent).and_then(Number::as_integer) == Some(2)
            {
                let first = graph.op(Op::Mul, &[c, base]);
                return graph.op(Op::Mul, &[first, base]);
            }
        }
        // (c·x)·x is finite where x² is not, for a small c.
        (Op::Mul, &[c, power])
            if graph.number_at(c).is_none()
                && !symbols.varies(graph, c)
                && symbols.varies(graph, power) =>
        {
            if let Some((Op::Powi, &[base, exponent])) = graph.apply(power) {
                let rest = match graph.number_at(exponent).and_then(Number::as_integer) {
                    Some(2) => Some(base),
                    Some(exponent @ 3..) => {
                        let less = graph.integer(exponent - 1);
                        Some(graph.op(Op::Powi, &[base, less]))
                    }
                    _ => None,
                };
                if let Some(rest) = rest {
                    let first = graph.op(Op::Mul, &[c, base]);
                    return graph.op(Op::Mul, &[first, rest]);
                }
            }
        }
        _ => {}
    }
    graph.op(op, arguments)
}

/// What is added instead of `id`: the distribution Φ loses its last digit in a sum, so that the
/// quicker of its two forms will do, which is multiplied by a factor.
fn addend(graph: &mut Graph, id: Id) -> Id {
    let Some((Op::NormalCdf, &[argument])) = graph.apply(id) else {
        return id;
    };
    let one = graph.integer(1);
    graph.op(Op::TimesNormalCdf, &[one, argument])
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
