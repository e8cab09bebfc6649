//! Along what is looked: one input moves, the others stand still.

use crate::{
    expr::{Graph, Id, Node, Symbol},
    op::Op,
    parse::{Formula, Signature},
    properties::number,
};

/// Where the inputs stand that do not move.
const ELSEWHERE: f64 = 0.75;

/// One input, and the values of all other symbols.
pub(super) struct Line {
    /// The input that moves.
    pub(super) along: Symbol,
    /// One value a symbol; that of the input is ignored.
    pub(super) values: Vec<f64>,
}

/// A line for every input.
pub(super) fn lines(formula: &Formula) -> Vec<Line> {
    let signature = &formula.signature;
    let others = signature.inputs.iter().map(|_| ELSEWHERE);
    let defaults = signature
        .parameters
        .iter()
        .map(|parameter| parameter.default);
    let values: Vec<f64> = others.chain(defaults).collect();
    let line = |along| Line {
        along,
        values: values.clone(),
    };
    super::inputs(signature).map(line).collect()
}

impl Line {
    /// The values of all symbols where the input is `x`.
    pub(super) fn at(&self, x: f64) -> Vec<f64> {
        let mut values = self.values.clone();
        values[self.along.0 as usize] = x;
        values
    }

    /// In words: `x = -1`, and where the other inputs stand.
    pub(super) fn place(&self, x: f64, signature: &Signature) -> String {
        let name = signature.symbol_name(self.along);
        let others = super::inputs(signature).filter(|symbol| *symbol != self.along);
        let others = others.map(|symbol| {
            let value = self.values[symbol.0 as usize];
            format!(", {} = {}", signature.symbol_name(symbol), short(value))
        });
        format!("`{name} = {}{}`", short(x), others.collect::<String>())
    }
}

/// A number in few digits.
pub(super) fn short(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else {
        number(value)
    }
}

/// Which nodes `root` is really made of: those in a branch that is not taken, or behind an `&&` or
/// `||` that is settled, are not. `value` is that of a node.
pub(super) fn live(graph: &Graph, root: Id, value: impl Fn(Id) -> f64) -> Vec<bool> {
    let mut live = vec![false; root.index() + 1];
    let mut pending = vec![root];
    while let Some(id) = pending.pop() {
        if std::mem::replace(&mut live[id.index()], true) {
            continue;
        }
        let holds = |id: &Id| value(*id) != 0.0;
        match graph.node(id) {
            Node::Apply(Op::Select, of) => {
                pending.extend([of[0], if holds(&of[0]) { of[1] } else { of[2] }]);
            }
            Node::Apply(op @ (Op::And | Op::Or), of) => {
                pending.push(of[0]);
                if holds(&of[0]) == (*op == Op::And) {
                    pending.push(of[1]);
                }
            }
            _ => pending.extend(graph.arguments(id)),
        }
    }
    live
}
