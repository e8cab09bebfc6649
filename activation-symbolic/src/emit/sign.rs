//! Which exponentials are needed only where their argument is at most 0: there is a cheaper
//! function for those.

use std::collections::BTreeSet;

use crate::{
    expr::{Graph, Id, IdSet},
    op::Op,
};

/// The exponentials that reach `roots` only through branches that are taken where their argument
/// is at most 0, or NaN; but not those that share their work with one that does not.
pub(super) fn confined(graph: &Graph, roots: &[Id]) -> BTreeSet<Id> {
    let all = graph.reachable(roots);
    let exponentials = all.iter().filter_map(|&id| match graph.apply(id) {
        Some(
            (op @ (Op::Exp | Op::ExpResidual | Op::ExpM1), &[u]) | (op @ Op::TimesExp, &[_, u]),
        ) => Some((id, op, u)),
        _ => None,
    });
    let conditions: Vec<Id> = (all.iter().filter_map(|&id| graph.apply(id)))
        .filter(|&(op, _)| op == Op::Select)
        .map(|(_, arguments)| arguments[0])
        .collect();
    // Most are in no such branch: no way to them is sought.
    let is_bounded = |u: Id| {
        let mut sides = conditions
            .iter()
            .flat_map(|&asked| [(asked, true), (asked, false)]);
        sides.any(|(asked, holds)| bounds(graph, asked, holds, u))
    };
    let (below, above): (Vec<_>, Vec<_>) = exponentials.partition(|&(id, op, u)| {
        op != Op::ExpResidual && is_bounded(u) && !is_needed_above(graph, roots, id, u)
    });
    let work = |op: Op, u: Id| (op == Op::ExpM1, u);
    let shared: BTreeSet<_> = above.iter().map(|&(_, op, u)| work(op, u)).collect();
    below
        .into_iter()
        .filter(|&(_, op, u)| !shared.contains(&work(op, u)))
        .map(|(id, ..)| id)
        .collect()
}

/// Whether `target` is part of a result where u may be positive.
fn is_needed_above(graph: &Graph, roots: &[Id], target: Id, u: Id) -> bool {
    let (mut seen, mut open) = (IdSet::new(), roots.to_vec());
    while let Some(id) = open.pop() {
        if id == target {
            return true;
        }
        if !seen.insert(id) {
            continue;
        }
        match graph.apply(id) {
            Some((Op::Select, &[condition, yes, no])) => {
                open.push(condition);
                let branches = [(yes, true), (no, false)];
                let above = branches
                    .into_iter()
                    .filter(|&(_, holds)| !bounds(graph, condition, holds, u));
                open.extend(above.map(|(branch, _)| branch));
            }
            Some((_, arguments)) => open.extend(arguments),
            None => open.extend(graph.call_at(id).into_iter().flat_map(|(_, a)| a)),
        }
    }
    false
}

/// Whether u is at most 0, or NaN, where `condition` holds or does not.
fn bounds(graph: &Graph, condition: Id, holds: bool, u: Id) -> bool {
    let low = |id: Id| graph.number_at(id).is_some_and(|n| n.to_f64() <= 0.0);
    match graph.apply(condition) {
        Some((Op::Lt | Op::Le, &[a, b])) => match holds {
            true => a == u && low(b),
            false => b == u && low(a),
        },
        Some((Op::Gt | Op::Ge, &[a, b])) => match holds {
            true => b == u && low(a),
            false => a == u && low(b),
        },
        Some((Op::And, &[a, b])) if holds => bounds(graph, a, true, u) || bounds(graph, b, true, u),
        Some((Op::Or, &[a, b])) if !holds => {
            bounds(graph, a, false, u) || bounds(graph, b, false, u)
        }
        Some((Op::Not, &[a])) => bounds(graph, a, !holds, u),
        _ => false,
    }
}
