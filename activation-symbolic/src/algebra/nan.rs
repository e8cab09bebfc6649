//! A NaN that comes in goes out, though a comparison with it is false and an `if` may then take a
//! branch that has forgotten it.
//!
//! `if x > 1 { x } else { 0 }` is 0 for a NaN, `if x <= 1 { 0 } else { x }` is the same formula
//! and keeps it, at no cost: so conditions are turned around where that helps. Where no branch has
//! the input in it, as in a step, the input is asked itself.
//!
//! This is about values. A slope is that of the branch, as that of a straight line is: what is
//! passed back through the loss is NaN already.

use crate::{
    eval::evaluate,
    expr::{Graph, Id, IdMap, Symbol},
    op::Op,
};

/// `form`, whose value is NaN where `input` is and decides a branch. `samples` holds the values of
/// all symbols, a few times; that of `input` is ignored.
pub fn keep_nan(graph: &mut Graph, form: Id, input: Symbol, samples: &[Vec<f64>]) -> Id {
    let missing: Vec<Vec<f64>> = samples
        .iter()
        .cloned()
        .map(|mut values| {
            values[input.0 as usize] = f64::NAN;
            values
        })
        .collect();
    let keeps = |graph: &Graph, id: Id| {
        missing
            .iter()
            .all(|values| evaluate(graph, id, values).is_nan())
    };
    let decides = graph.reachable(&[form]).into_iter().any(|id| {
        matches!(graph.apply(id), Some((Op::Select, arguments))
            if graph.symbols(arguments[0]).contains(&input))
    });
    if !decides || keeps(graph, form) {
        return form;
    }

    let mut done = IdMap::new();
    for id in graph.reachable(&[form]) {
        let new = match graph.apply(id) {
            Some((op, arguments)) => {
                let mut arguments = done.all(arguments);
                if op == Op::Select {
                    let [condition, then, other] = arguments[..] else {
                        unreachable!("an `if` has three arguments")
                    };
                    let helps = keeps(graph, then) && !keeps(graph, other);
                    if let Some(opposite) = opposite(graph, condition).filter(|_| helps) {
                        arguments = vec![opposite, other, then];
                    }
                }
                graph.op(op, &arguments)
            }
            None => id,
        };
        done.insert(id, new);
    }
    let turned = done.of(form);
    if keeps(graph, turned) {
        return turned;
    }
    let x = graph.symbol(input);
    let is_nan = graph.op(Op::Ne, &[x, x]);
    graph.op(Op::Select, &[is_nan, x, form])
}

/// The comparison that is true of the other numbers.
fn opposite(graph: &mut Graph, condition: Id) -> Option<Id> {
    let (op, arguments) = graph.apply(condition)?;
    let arguments = arguments.to_vec();
    let op = match op {
        Op::Lt => Op::Ge,
        Op::Le => Op::Gt,
        Op::Gt => Op::Le,
        Op::Ge => Op::Lt,
        _ => return None,
    };
    Some(graph.op(op, &arguments))
}
