//! The symbolic derivative of the formula *as typed*: the chain rule over the op table.
//!
//! One pass in topological order, one derivative a node, so shared subexpressions are
//! differentiated once. Only terms that are exactly zero and factors that are exactly one are
//! dropped on the way; everything else is left to `algebra`, which works on the value and on
//! the derivative separately. Stabilising first would be wrong: softplus rewritten as
//! `ln_1p(exp(-|x|)) + relu(x)` and then differentiated has slope −0.5 at 0 (NNlib.jl#671).
//!
//! Kinks follow one convention: the element of smallest magnitude of the subdifferential, in each
//! variable by itself. For one-argument ops the table says it; for `max` and `min` it depends on
//! both slopes and is worked out here. Where both sides move, by inputs of their own, it is the
//! shortest of the vectors: `max(a, b)` has ½ and ½ at a tie, since 0 and 0 would stop both.

use std::collections::BTreeMap;

use crate::{
    call::Call,
    expr::{Graph, Id, Node, Symbol},
    number::Number,
    op::Op,
};

/// The derivative of every subexpression, as the chain rule gives it.
#[derive(Debug)]
pub struct Derivation {
    /// `(subexpression, its derivative)`, arguments before their users; constants are left out.
    pub steps: Vec<(Id, Id)>,
    /// The derivative of the root.
    pub result: Id,
}

/// ∂root/∂variable. `inputs` is the number of inputs: with several, the sides of a `max` or `min`
/// may have inputs of their own, and a tie takes the mean.
pub fn differentiate(graph: &mut Graph, root: Id, variable: Symbol, inputs: u32) -> Derivation {
    let mut pass = Pass {
        variable,
        inputs,
        zero: graph.integer(0),
        one: graph.integer(1),
        graph,
    };
    let mut slopes = BTreeMap::new();
    let mut steps = Vec::new();
    for id in pass.graph.reachable(&[root]) {
        let slope = pass.slope(id, &slopes);
        if slope != pass.zero {
            steps.push((id, slope));
        }
        slopes.insert(id, slope);
    }
    Derivation {
        steps,
        result: slopes[&root],
    }
}

struct Pass<'g> {
    graph: &'g mut Graph,
    variable: Symbol,
    inputs: u32,
    zero: Id,
    one: Id,
}

impl Pass<'_> {
    fn slope(&mut self, id: Id, slopes: &BTreeMap<Id, Id>) -> Id {
        let (op, arguments) = match self.graph.node(id) {
            Node::Symbol(symbol) if *symbol == self.variable => return self.one,
            Node::Number(_) | Node::Symbol(_) => return self.zero,
            Node::Apply(op, arguments) => (*op, arguments.clone()),
            Node::Call(call, arguments) => {
                let (call, arguments) = (call.clone(), arguments.clone());
                return self.call(&call, &arguments, slopes);
            }
        };
        // A truth value has no slope; neither has what does not move.
        if op.is_truth() || arguments.iter().all(|a| slopes[a] == self.zero) {
            return self.zero;
        }
        match op {
            Op::Select => {
                let (yes, no) = (slopes[&arguments[1]], slopes[&arguments[2]]);
                if yes == no {
                    yes
                } else {
                    self.graph.op(Op::Select, &[arguments[0], yes, no])
                }
            }
            Op::Max | Op::Min => self.extremum(op, arguments[0], arguments[1], slopes),
            Op::Powi => {
                let exponent = self
                    .graph
                    .number_at(arguments[1])
                    .and_then(Number::as_integer);
                let exponent = exponent.expect("check admits integer exponents only");
                let less = self.graph.integer(exponent - 1);
                let power = self.graph.op(Op::Powi, &[arguments[0], less]);
                let partial = self.graph.op(Op::Mul, &[arguments[1], power]);
                self.product(partial, slopes[&arguments[0]])
            }
            // u · u is a square: 2 · (x − 1) is a multiple of x − 1, which 2 · x − 2 hides.
            Op::Mul if arguments[0] == arguments[1] => {
                let two = self.graph.integer(2);
                let partial = self.graph.op(Op::Mul, &[two, arguments[0]]);
                self.product(partial, slopes[&arguments[0]])
            }
            _ => {
                let mut total = self.zero;
                for (argument, template) in arguments.iter().zip(op.row().partials) {
                    let inner = slopes[argument];
                    if inner != self.zero {
                        let partial = self.graph.instantiate(template, &arguments, Some(id));
                        let term = self.product(partial, inner);
                        total = self.sum(total, term);
                    }
                }
                total
            }
        }
    }

    /// The slope of a call: the chain rule, with the partial derivatives that the other
    /// activation has of itself. Those of a derivative are derivatives of a higher order.
    fn call(&mut self, call: &Call, arguments: &[Id], slopes: &BTreeMap<Id, Id>) -> Id {
        let mut total = self.zero;
        for (index, argument) in arguments.iter().enumerate() {
            let inner = slopes[argument];
            if inner != self.zero {
                let partial = self.graph.call(call.partial(index), arguments);
                let term = self.product(partial, inner);
                total = self.sum(total, term);
            }
        }
        total
    }

    fn sum(&mut self, a: Id, b: Id) -> Id {
        if a == self.zero {
            b
        } else if b == self.zero {
            a
        } else {
            self.graph.op(Op::Add, &[a, b])
        }
    }

    fn product(&mut self, a: Id, b: Id) -> Id {
        if a == self.zero || b == self.zero {
            self.zero
        } else if a == self.one {
            b
        } else if b == self.one {
            a
        } else {
            self.graph.op(Op::Mul, &[a, b])
        }
    }

    /// The slope of `max(a, b)` or `min(a, b)`: that of the side taken, and at a tie the
    /// smallest element of the segment between both.
    fn extremum(&mut self, op: Op, a: Id, b: Id, slopes: &BTreeMap<Id, Id>) -> Id {
        let (slope_a, slope_b) = (slopes[&a], slopes[&b]);
        if slope_a == slope_b {
            return slope_a;
        }
        let tie = self.tie(a, b, slope_a, slope_b);
        let (ahead, behind) = if op == Op::Max {
            (Op::Gt, Op::Lt)
        } else {
            (Op::Lt, Op::Gt)
        };
        let first = self.graph.op(ahead, &[a, b]);
        if tie == slope_b {
            return self.graph.op(Op::Select, &[first, slope_a, slope_b]);
        }
        let second = self.graph.op(behind, &[a, b]);
        if tie == slope_a {
            return self.graph.op(Op::Select, &[second, slope_b, slope_a]);
        }
        let rest = self.graph.op(Op::Select, &[second, slope_b, tie]);
        self.graph.op(Op::Select, &[first, slope_a, rest])
    }

    fn tie(&mut self, a: Id, b: Id, slope_a: Id, slope_b: Id) -> Id {
        let is_input = self.variable.0 < self.inputs;
        let moved_by = |graph: &Graph, id: Id| {
            graph
                .symbols(id)
                .into_iter()
                .filter(|s| s.0 < self.inputs)
                .collect::<Vec<_>>()
        };
        if is_input && self.inputs > 1 {
            let (by_a, by_b) = (moved_by(self.graph, a), moved_by(self.graph, b));
            // Sides that share no input have orthogonal gradients. For the usual case of
            // gradients of the same length the shortest vector between them is the mean. Of sides
            // that share one the mean is nothing in particular: of r·a and ¾·a at r = 0 it is
            // neither side's slope nor the shortest.
            let apart = by_a.iter().all(|input| !by_b.contains(input));
            if apart && !by_a.is_empty() && !by_b.is_empty() {
                let half = Number::fraction(1, 2).expect("2 is not 0");
                let half = self.graph.number(half);
                let sum = self.sum(slope_a, slope_b);
                return self.product(half, sum);
            }
        }
        let number = |graph: &Graph, id: Id| graph.number_at(id).map(Number::to_f64);
        match (number(self.graph, slope_a), number(self.graph, slope_b)) {
            (Some(0.0), _) | (_, Some(0.0)) => self.zero,
            (Some(p), Some(q)) if p.signum() != q.signum() => self.zero,
            (Some(p), Some(q)) => {
                if p.abs() < q.abs() {
                    slope_a
                } else {
                    slope_b
                }
            }
            // max(min(a′, b′), 0) + min(max(a′, b′), 0): 0 if the signs differ, else the
            // smaller of both.
            _ => {
                let low = self.graph.op(Op::Min, &[slope_a, slope_b]);
                let high = self.graph.op(Op::Max, &[slope_a, slope_b]);
                let above = self.graph.op(Op::Max, &[low, self.zero]);
                let below = self.graph.op(Op::Min, &[high, self.zero]);
                self.graph.op(Op::Add, &[above, below])
            }
        }
    }
}
