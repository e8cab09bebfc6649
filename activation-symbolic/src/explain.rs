//! The engine in words: how a derivative comes about, step by step.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{
    analysis::Analysis,
    emit::text::{self, Printer, inline, text},
    expr::{Graph, Id, Node, Symbol},
    kinks::Kink,
    op::Op,
    schedule::{Schedule, Symbols},
};

/// The formula, and for every input and parameter the derivative with its derivation.
#[must_use]
pub fn explain(analysis: &Analysis) -> String {
    let symbols = &analysis.symbols;
    let mut out = String::new();
    let arguments = symbols.names[..symbols.inputs].join(", ");
    let formula = text(&analysis.graph, analysis.value, symbols);
    let _ = writeln!(out, "g({arguments}) = {formula}");
    for (index, name) in symbols.names.iter().enumerate() {
        let _ = write!(out, "\n∂g/∂{name}\n{}", derivation(analysis, index));
    }
    if let Some(second) = &analysis.second {
        let name = &symbols.names[0];
        let derivative = text(&analysis.graph, second.derivative, symbols);
        let _ = writeln!(out, "\n∂²g/∂{name}²\n  = {derivative}");
    }
    out.push_str(&rewrites(analysis));
    if !analysis.kinks.is_empty() {
        out.push_str("\nkinks\n");
    }
    for kink in &analysis.kinks {
        let [at, left, right] = text::kink(&analysis.graph, kink, symbols);
        let jump = if kink.jump {
            ", and the value jumps"
        } else {
            ""
        };
        let name = &symbols.names[0];
        let _ = writeln!(
            out,
            "  {name} = {at}: slope {left} from the left, {right} from the right{jump}"
        );
    }
    if analysis.kinks.iter().any(|kink| kink.goes_on) {
        out.push_str("  …\n");
    }
    for bend in second_bends(analysis) {
        let [at, left, right] = text::kink(&analysis.graph, bend, symbols);
        let name = &symbols.names[0];
        let _ = writeln!(
            out,
            "\nat {name} = {at} the second derivative jumps from {left} to {right}"
        );
    }
    if symbols.inputs > 1 || analysis.has_calls() {
        for &switch in &analysis.switches {
            let switch = inline(&analysis.graph, switch, symbols);
            let _ = writeln!(out, "\nthe branch changes where {switch} = 0");
        }
    }
    out
}

fn second_bends(analysis: &Analysis) -> &[Kink] {
    match &analysis.second {
        Some(second) => &second.bends,
        None => &[],
    }
}

/// What the stability rules rewrote, and where the form as typed fails.
fn rewrites(analysis: &Analysis) -> String {
    let (graph, symbols) = (&analysis.graph, &analysis.symbols);
    let mut out = String::new();
    let second = analysis.second.as_ref();
    let heads = std::iter::once("g".to_owned())
        .chain(symbols.names.iter().map(|name| format!("∂g/∂{name}")))
        .chain(second.map(|_| format!("∂²g/∂{}²", symbols.names[0])));
    let forms = std::iter::once(&analysis.stable_value)
        .chain(&analysis.stable_partials)
        .chain(second.map(|second| &second.stable));
    let logs = analysis
        .rewrites
        .iter()
        .chain(second.map(|second| &second.rewrites));
    for ((head, &form), log) in heads.zip(forms).zip(logs) {
        if log.is_empty() {
            continue;
        }
        let _ = writeln!(
            out,
            "\n{head}, as it is computed\n  = {}",
            text(graph, form, symbols)
        );
        for rewrite in log {
            let [before, after] =
                [rewrite.before, rewrite.after].map(|id| inline(graph, id, symbols));
            let _ = writeln!(out, "  {before} → {after}");
            let rule = rewrite.rule;
            let at = rewrite.at.map(|x| format!(", at {x:e} for one"));
            let _ = writeln!(
                out,
                "    {}: `{}` dies in f32: {}{}",
                rule.name,
                rule.left,
                rule.dies,
                at.unwrap_or_default()
            );
        }
    }
    out
}

/// The derivative in the symbol with this index: one numbered line a subexpression, then the
/// simplified result.
#[must_use]
pub fn derivation(analysis: &Analysis, index: usize) -> String {
    let (mut graph, mut symbols) = (analysis.graph.clone(), analysis.symbols.clone());
    let derivation = &analysis.derivations[index];
    let variable = Symbol(u32::try_from(index).expect("a signature has few arguments"));

    // Subexpressions are v1, v2, …; what does not move is written out.
    let mut lines: Vec<[String; 3]> = Vec::new();
    let mut moving: Vec<(Id, Id)> = Vec::new();
    for &(node, slope) in &derivation.steps {
        if *graph.node(node) != Node::Symbol(variable) {
            moving.push((node, slope));
        }
    }
    let mut values = BTreeMap::new();
    // What stands for a slope, as a symbol of its own.
    let mut slopes: BTreeMap<Id, Id> = BTreeMap::new();
    let define = |graph: &Graph, symbols: &Symbols, names: BTreeMap<Id, String>, id: Id| {
        let schedule = Schedule {
            names,
            ..Schedule::empty()
        };
        let printer = Printer {
            graph,
            symbols,
            schedule: &schedule,
        };
        match schedule.names.get(&id) {
            Some(name) => name.clone(),
            None => printer.define(id),
        }
    };
    for (position, &(node, slope)) in moving.iter().enumerate() {
        let name = match node {
            node if node == analysis.typed => "g".to_owned(),
            node if Some(node) == analysis.surrogate => "surrogate".to_owned(),
            _ => format!("v{}", position + 1),
        };
        // A value is made of values.
        let definition = define(&graph, &symbols, values.clone(), node);
        // A slope is made of them, of the result of the op and of the slopes of its arguments.
        values.insert(node, name.clone());
        let of_arguments = graph.arguments(node).iter().filter_map(|argument| {
            let (_, slope) = moving.iter().find(|(node, _)| node == argument)?;
            Some((*slope, *slopes.get(argument)?))
        });
        let of_arguments: BTreeMap<Id, Id> = of_arguments.collect();
        let lifted = lift(&mut graph, slope, &of_arguments);
        let written = define(&graph, &symbols, values.clone(), lifted);
        lines.push([
            format!("{name} = {definition}"),
            format!("{name}′ = {written}"),
            rule(&graph, node),
        ]);
        // What no symbol moves is a number, and stands as one.
        if !graph.is_leaf(slope) && !graph.symbols(slope).is_empty() {
            let symbol = Symbol(u32::try_from(symbols.names.len()).expect("fewer than 2³² steps"));
            symbols.names.push(format!("{name}′"));
            slopes.insert(node, graph.symbol(symbol));
        }
    }
    let width = |column: usize| {
        lines
            .iter()
            .map(|l| l[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let (first, second) = (width(0), width(1));
    let mut out = String::new();
    for (position, [definition, slope, rule]) in lines.iter().enumerate() {
        let _ = writeln!(
            out,
            "  {}. {definition:first$}   {slope:second$}   {rule}",
            position + 1
        );
    }
    let result = text(&graph, analysis.partials[index], &analysis.symbols);
    let _ = writeln!(out, "  = {result}");
    out
}

/// A slope with the slopes of arguments as what stands for them, where the chain rule put them: what
/// is equal to one of them by chance stays written out.
fn lift(graph: &mut Graph, slope: Id, slopes: &BTreeMap<Id, Id>) -> Id {
    if let Some(&symbol) = slopes.get(&slope) {
        return symbol;
    }
    let Some((op, arguments)) = graph.apply(slope) else {
        return slope;
    };
    let mut arguments = arguments.to_vec();
    // Of a product the last factor is the slope of an argument, and of a branch the first asks.
    let from = match op {
        Op::Add | Op::Max | Op::Min => 0,
        Op::Mul | Op::Select => 1,
        _ => return slope,
    };
    for argument in &mut arguments[from..] {
        *argument = lift(graph, *argument, slopes);
    }
    graph.op(op, &arguments)
}

/// The rule that gave a node's derivative.
fn rule(graph: &Graph, node: Id) -> String {
    if let Some((call, _)) = graph.call_at(node) {
        let path = graph.callee(call).path_name();
        return format!("chain rule, with the derivative that `{path}` has of itself");
    }
    let Some((op, arguments)) = graph.apply(node) else {
        return String::new();
    };
    match op {
        Op::Add | Op::Sub | Op::Neg => "sum rule".into(),
        Op::Mul => "product rule".into(),
        Op::Div | Op::Recip => "quotient rule".into(),
        Op::Powi | Op::Powf => "power rule".into(),
        Op::Select => "the branch that is taken".into(),
        Op::Max | Op::Min => "the side that is taken; at a tie the smallest slope".into(),
        _ => {
            // The row's template over the letters of the table, as the step has it.
            let mut graph = Graph::new();
            let symbols = Symbols {
                names: ["a", "b", "c", "y"].map(str::to_owned).to_vec(),
                inputs: 4,
            };
            let letters: Vec<Id> = (0..4).map(|k| graph.symbol(Symbol(k))).collect();
            let partial = &op.row().partials[0];
            let partial = graph.instantiate(partial, &letters[..arguments.len()], Some(letters[3]));
            let mentions_result = graph.symbols(partial).contains(&Symbol(3));
            let result = if mentions_result {
                ", y the result"
            } else {
                ""
            };
            format!(
                "chain rule, {}′(a) = {}{result}",
                op.row().name,
                inline(&graph, partial, &symbols)
            )
        }
    }
}
