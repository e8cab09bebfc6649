//! Building expressions with the simplifier at hand.

use crate::{
    algebra::Simplifier,
    expr::{Graph, Id, Node, Symbol},
    number::Number,
    op::Op,
    tape::INPUT,
};

/// A graph to build in, and its normal forms.
#[derive(Debug)]
pub(super) struct Builder<'s, 'g> {
    simplifier: &'s mut Simplifier<'g>,
}

impl<'s, 'g> Builder<'s, 'g> {
    pub(super) fn new(simplifier: &'s mut Simplifier<'g>) -> Self {
        Builder { simplifier }
    }

    pub(super) fn graph(&mut self) -> &mut Graph {
        self.simplifier.graph()
    }

    pub(super) fn simplify(&mut self, id: Id) -> Id {
        self.simplifier.simplify(id)
    }

    pub(super) fn op(&mut self, op: Op, arguments: &[Id]) -> Id {
        self.graph().op(op, arguments)
    }

    pub(super) fn integer(&mut self, value: i64) -> Id {
        self.graph().integer(value)
    }

    /// The input; in a form through the output, the output.
    pub(super) fn input(&mut self) -> Id {
        self.graph().symbol(INPUT)
    }

    /// Whether `id` is the exact number `value`, once simplified.
    pub(super) fn is(&mut self, id: Id, value: i64) -> bool {
        let id = self.simplify(id);
        let number = self.graph().number_at(id);
        number.and_then(Number::as_integer) == Some(value)
    }

    /// Whether `id` depends on the input.
    pub(super) fn varies(&mut self, id: Id) -> bool {
        self.graph().symbols(id).contains(&INPUT)
    }

    /// Whether `root` reaches `symbol` by a way that does not go through `gate`.
    pub(super) fn reaches_around(&mut self, root: Id, gate: Id, symbol: Symbol) -> bool {
        let graph = self.graph();
        let mut seen = vec![false; graph.len()];
        let mut pending = vec![root];
        while let Some(id) = pending.pop() {
            if id == gate || std::mem::replace(&mut seen[id.index()], true) {
                continue;
            }
            if *graph.node(id) == Node::Symbol(symbol) {
                return true;
            }
            pending.extend(graph.arguments(id));
        }
        false
    }
}
