//! Where the value jumps, and which `if` or step is to blame.

use std::collections::BTreeMap;

use super::{
    Finding, at_defaults,
    line::{Line, lines, live, short},
};
use crate::{
    algebra::Simplifier,
    analysis::Analysis,
    eval::evaluate,
    expr::{Graph, Id, Node, Symbol},
    kinks::{self, ROOTS, places, rewrite, roots, switches},
    number::Number,
    op::Op,
    parse::Formula,
    properties::{everywhere, stands_alone},
};

const STEPS: [Op; 6] = [
    Op::Signum,
    Op::Floor,
    Op::Ceil,
    Op::Round,
    Op::Trunc,
    Op::Fract,
];

/// A place where the value jumps.
struct Jump {
    at: f64,
    kind: Kind,
}

impl Jump {
    fn is_at(&self, at: f64) -> bool {
        (self.at - at).abs() < 1e-12
    }
}

enum Kind {
    /// From one value to another.
    Between(f64, f64),
    /// At that place alone, and back.
    Point { there: f64, beside: f64 },
}

/// Who gave a surrogate knows of the step.
pub(super) fn find(formula: &Formula, analysis: &Analysis) -> Vec<Finding> {
    let Formula {
        graph,
        root,
        signature,
        surrogate,
        ..
    } = formula;
    let may_jump = |id: Id| {
        let op = graph.apply(id).map(|(op, _)| op);
        op.is_some_and(|op| op == Op::Select || STEPS.contains(&op))
    };
    let suspects: Vec<Id> = graph
        .reachable(&[*root])
        .into_iter()
        .filter(|&id| may_jump(id))
        .collect();
    if suspects.is_empty() || surrogate.is_some() || analysis.has_calls() {
        return Vec::new();
    }
    // One finding a token: the jump that is nearest to 0, and how many others there are.
    let mut found: BTreeMap<Option<Id>, (String, f64, usize)> = BTreeMap::new();
    for line in lines(formula) {
        for jump in jumps(formula, analysis, &line) {
            let culprit = culprit(formula, &suspects, &line, &jump);
            let message = sentence(formula, culprit, &line, &jump);
            let entry = found
                .entry(culprit)
                .or_insert((message.clone(), jump.at, 0));
            entry.2 += 1;
            if jump.at.abs() < entry.1.abs() {
                (entry.0, entry.1) = (message, jump.at);
            }
        }
    }
    let finding = |(culprit, (mut message, _, count)): (Option<Id>, (String, f64, usize))| {
        match count {
            1 => {}
            2 => message.push_str(", and at one more place"),
            3..ROOTS => message.push_str(&format!(", and at {} more places", count - 1)),
            _ => message.push_str(", and elsewhere"),
        }
        let span = culprit.and_then(|id| graph.span(id));
        Finding {
            span: span.unwrap_or_else(|| signature.function.span()),
            message,
            fix: "let both sides meet, differentiate something smooth with `surrogate = …`",
        }
    };
    found.into_iter().map(finding).collect()
}

/// Where the value jumps along a line, from left to right.
fn jumps(formula: &Formula, analysis: &Analysis, line: &Line) -> Vec<Jump> {
    let (mut graph, value, places) = if formula.signature.inputs.len() == 1 {
        let kinks = analysis.kinks.iter().filter(|kink| kink.jump);
        let places: Vec<_> = kinks.map(|kink| (kink.at, kink.at_default)).collect();
        (analysis.graph.clone(), analysis.value, places)
    } else {
        let (mut graph, value) = alone(&analysis.graph, analysis.value, line, formula);
        let switches = switches(&mut graph, &[value], 1);
        let places = places(&mut graph, &switches, &line.values).into_iter();
        let places = places.map(|place| (place.at, place.at_default)).collect();
        (graph, value, places)
    };
    let mut found: Vec<Jump> = Vec::new();
    for (at, at_default) in places {
        if found.iter().any(|jump| jump.is_at(at_default)) {
            continue;
        }
        let jump = kinks::jump(&mut graph, value, at, at_default, &line.values);
        found.extend(jump.map(|(left, right)| Jump {
            at: at_default,
            kind: Kind::Between(left, right),
        }));
    }
    // What single precision does not tell apart is one value, as at the end of an approximation.
    found.retain(|jump| match jump.kind {
        Kind::Between(left, right) => (left - right).abs() > 1e-6 * (1.0 + left.abs()),
        Kind::Point { .. } => true,
    });
    points(formula, line, &mut found);
    found.sort_by(|a, b| a.at.total_cmp(&b.at));
    found
}

/// `value` where one input moves, as [`Symbol`] 0, and the others are numbers.
fn alone(graph: &Graph, value: Id, line: &Line, formula: &Formula) -> (Graph, Id) {
    let mut graph = graph.clone();
    let inputs = formula.signature.inputs.len();
    let value = rewrite(
        &mut graph,
        value,
        &mut |graph, id, _| match graph.node(id) {
            Node::Symbol(symbol) if *symbol == line.along => Some(graph.symbol(Symbol(0))),
            &Node::Symbol(Symbol(k)) if (k as usize) < inputs => {
                let value = Number::from_f64(line.values[k as usize])?;
                Some(graph.number(value))
            }
            _ => None,
        },
    );
    let value = Simplifier::new(&mut graph, 1).simplify(value);
    (graph, value)
}

/// The places where an equality holds, and with it another value than all around.
fn points(formula: &Formula, line: &Line, found: &mut Vec<Jump>) {
    let Formula { graph, root, .. } = formula;
    let equalities: Vec<Id> = graph
        .reachable(&[*root])
        .into_iter()
        .filter_map(|id| equality(graph, id))
        .collect();
    if equalities.is_empty() {
        return;
    }
    let value = |x: f64| evaluate(graph, *root, &line.at(x));
    for id in equalities {
        let (mut graph, equality) = alone(graph, id, line, formula);
        // An equality of numbers is settled.
        let Some((_, &[a, b])) = graph.apply(equality) else {
            continue;
        };
        let switch = graph.op(Op::Sub, &[a, b]);
        for (_, at) in roots(&mut graph, switch, &line.values).found {
            if found.iter().any(|jump| jump.is_at(at)) {
                continue;
            }
            let kind = stands_alone(value, at).map(|(there, beside)| Kind::Point { there, beside });
            found.extend(kind.map(|kind| Jump { at, kind }));
        }
    }
}

/// The comparison by which a condition holds where two numbers are equal and nowhere else, or
/// everywhere else: `a == b`, `a != b`, `a >= b && a <= b`, `a < b || a > b`.
fn equality(graph: &Graph, id: Id) -> Option<Id> {
    // `a < b` as which of both is the larger, so that `b > a` is the same.
    let larger = |id: Id| match graph.apply(id) {
        Some((op @ (Op::Lt | Op::Le), &[a, b])) => Some((op == Op::Lt, b, a)),
        Some((op @ (Op::Gt | Op::Ge), &[a, b])) => Some((op == Op::Gt, a, b)),
        _ => None,
    };
    match graph.apply(id)? {
        (Op::Eq | Op::Ne, _) => Some(id),
        (op @ (Op::And | Op::Or), &[one, other]) => {
            let ((is_strict, a, b), (also, c, d)) = (larger(one)?, larger(other)?);
            let is_both = is_strict == also && is_strict == (op == Op::Or) && (a, b) == (d, c);
            is_both.then_some(one)
        }
        _ => None,
    }
}

/// The innermost node that changes branch at a jump, and its value with it.
fn culprit(formula: &Formula, suspects: &[Id], line: &Line, jump: &Jump) -> Option<Id> {
    let Formula { graph, root, .. } = formula;
    let offset = 1e-6 * (1.0 + jump.at.abs());
    let beside = match jump.kind {
        Kind::Between(..) => [jump.at - offset, jump.at + offset],
        Kind::Point { .. } => [jump.at, jump.at + offset],
    };
    let table = everywhere(graph, &[*root], &beside, line.along, &line.values);
    let sides = [0, 1].map(|side| live(graph, *root, |id| table[id.index()][side]));
    let differs = |id: Id, least: f64| {
        let [left, right] = [table[id.index()][0], table[id.index()][1]];
        let same = (left - right).abs() <= least * (1.0 + left.abs().min(right.abs()));
        // What is NaN on one side differs.
        !same
    };
    let changes = |id: &&Id| {
        let is_live = sides.iter().any(|live| live[id.index()]);
        let switched = match graph.apply(**id) {
            Some((Op::Select, of)) => differs(of[0], 0.0),
            _ => true,
        };
        is_live && switched && differs(**id, 1e-4)
    };
    suspects.iter().find(changes).copied()
}

fn sentence(formula: &Formula, culprit: Option<Id>, line: &Line, jump: &Jump) -> String {
    let signature = &formula.signature;
    let place = line.place(jump.at, signature);
    let defaults = at_defaults(signature);
    let values = match jump.kind {
        Kind::Between(left, right) => {
            let [mut from, mut to] = [left, right].map(short);
            // Few digits do not show how two numbers that are close differ.
            if (left - right).abs() < 0.01 * left.abs() {
                [from, to] = [left, right].map(|value| value.to_string());
            }
            format!("from {from} to {to}")
        }
        Kind::Point { there, beside } => {
            format!("to {}, with {} around it", short(there), short(beside))
        }
    };
    let cause = match culprit.and_then(|id| formula.graph.apply(id)) {
        Some((Op::Select, _)) => ": the branches of this `if` do not meet there".to_owned(),
        Some((op, _)) => format!(": `{}` is a step", op.row().name),
        None => String::new(),
    };
    format!("the value jumps at {place}{defaults}, {values}{cause}")
}
