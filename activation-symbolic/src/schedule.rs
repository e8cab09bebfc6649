//! The order of computation: what gets a name of its own, what is computed once a call.
//!
//! Every subexpression that is used more than once becomes one `let`. What depends on
//! parameters alone leaves the loop: it is *prepared*, once a call and in `f64`. Names are the
//! user's where a `let` gave one, else the letter a textbook would take.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    expr::{Graph, Id, Node, Symbol},
    number::Number,
    op::Op,
};

/// The names of the symbols of a formula.
#[derive(Clone, Debug)]
pub struct Symbols {
    /// Input names, then parameter names.
    pub names: Vec<String>,
    /// How many of them are inputs.
    pub inputs: usize,
}

impl Symbols {
    /// The name of `symbol`.
    #[must_use]
    pub fn name(&self, Symbol(symbol): Symbol) -> &str {
        &self.names[symbol as usize]
    }

    /// Whether `id` depends on an input.
    #[must_use]
    pub fn varies(&self, graph: &Graph, id: Id) -> bool {
        graph.depends_on_first(id, self.inputs as u32)
    }
}

/// An order of computation for some outputs.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// What is computed: one expression an output.
    pub outputs: Vec<Id>,
    /// Subexpressions with a name, arguments before their users.
    pub bindings: Vec<Id>,
    /// The name of every binding and of every prepared value.
    pub names: BTreeMap<Id, String>,
    /// Subexpressions of parameters alone that are computed once a call.
    pub prepared: Vec<Id>,
}

impl Schedule {
    /// The schedule of nothing, which names nothing.
    #[must_use]
    pub fn empty() -> Schedule {
        Schedule {
            outputs: Vec::new(),
            bindings: Vec::new(),
            names: BTreeMap::new(),
            prepared: Vec::new(),
        }
    }
}

/// Schedules `outputs`. With `hoist`, expressions of parameters alone are prepared; without,
/// the schedule is one straight line, as text and formulas on paper want it. `given` holds
/// names that are settled already.
#[must_use]
pub fn schedule(
    graph: &Graph,
    outputs: &[Id],
    symbols: &Symbols,
    hoist: bool,
    given: &BTreeMap<Id, String>,
) -> Schedule {
    let reachable = graph.reachable(outputs);
    let is_leaf = |id: Id| graph.is_leaf(id);
    let hoisted = |id: Id| hoist && is_hoisted(graph, symbols, id);

    // What is prepared is computed elsewhere: its inside does not count as used here.
    let mut uses = vec![0_usize; graph.len()];
    let mut prepared = BTreeSet::new();
    for &output in outputs {
        uses[output.index()] += 1;
        if hoisted(output) {
            prepared.insert(output);
        }
    }
    // So is what has a name already, unless that is what is computed here.
    let elsewhere = |id: Id| hoisted(id) || (given.contains_key(&id) && !outputs.contains(&id));
    for &id in reachable.iter().filter(|&&id| !elsewhere(id)) {
        // On paper the parameters of a call are written out at the call.
        let arguments = if hoist {
            graph.operands(id)
        } else {
            graph.arguments(id)
        };
        for &argument in arguments {
            uses[argument.index()] += 1;
            if hoisted(argument) {
                prepared.insert(argument);
            }
        }
        // A square repeats its base.
        if let Some((Op::Powi, arguments)) = graph.apply(id)
            && repeats_base(graph, arguments[1])
        {
            uses[arguments[0].index()] += 1;
        }
    }

    let mut taken = Taken::from(taken_names(symbols));
    taken.extend(given.values().cloned());
    let mut names = BTreeMap::new();
    let mut bindings = Vec::new();
    for &id in &reachable {
        let shared = uses[id.index()] > 1 && !is_leaf(id) && !hoisted(id);
        if shared {
            bindings.push(id);
        }
        if shared || prepared.contains(&id) || given.contains_key(&id) {
            let name = match given.get(&id) {
                Some(name) => name.clone(),
                None => free_name(graph, id, symbols, &mut taken),
            };
            names.insert(id, name);
        }
    }
    Schedule {
        outputs: outputs.to_vec(),
        bindings,
        names,
        prepared: prepared.into_iter().collect(),
    }
}

/// What [`schedule`] prepares for `outputs` where nothing has a name yet.
#[must_use]
pub fn prepared(graph: &Graph, outputs: &[Id], symbols: &Symbols) -> BTreeSet<Id> {
    let hoisted = |id: &Id| is_hoisted(graph, symbols, *id);
    let mut prepared: BTreeSet<Id> = outputs.iter().copied().filter(hoisted).collect();
    for id in graph.reachable(outputs).iter().filter(|id| !hoisted(id)) {
        prepared.extend(graph.operands(*id).iter().copied().filter(hoisted));
    }
    prepared
}

/// Whether `id` is of parameters alone and can be prepared. Only numbers are handed to the loop: a
/// condition on parameters is asked inside it, of numbers that are prepared. What rounding loses
/// depends on the type of the loop.
fn is_hoisted(graph: &Graph, symbols: &Symbols, id: Id) -> bool {
    let stays = |(op, _): (Op, &[Id])| op.is_truth() || op == Op::Rest;
    !graph.is_leaf(id) && !symbols.varies(graph, id) && !graph.apply(id).is_some_and(stays)
}

/// Gives names to the parts of calls that are asked for at once: what several of them are, and
/// derivatives, which come in arrays; with `all`, every call.
pub fn join_calls(graph: &Graph, schedule: &mut Schedule, symbols: &Symbols, all: bool) {
    // What the schedule writes: all but the inside of what is prepared.
    let mut written = BTreeSet::new();
    let mut pending = schedule.outputs.clone();
    while let Some(id) = pending.pop() {
        if !schedule.prepared.contains(&id) && written.insert(id) {
            pending.extend(graph.operands(id));
        }
    }
    let mut parts: BTreeMap<_, Vec<Id>> = BTreeMap::new();
    for &id in &written {
        if let Some((call, arguments)) = graph.call_at(id) {
            parts.entry((call.callee, arguments)).or_default().push(id);
        }
    }
    let mut taken = Taken::from(taken_names(symbols));
    taken.extend(schedule.names.values().cloned());
    let is_value = |id: Id| {
        graph
            .call_at(id)
            .is_some_and(|(call, _)| call.derivative.is_empty())
    };
    for group in parts.into_values() {
        if let [id] = group[..]
            && is_value(id)
            && !all
        {
            continue;
        }
        for id in group {
            schedule
                .names
                .entry(id)
                .or_insert_with(|| free_name(graph, id, symbols, &mut taken));
            schedule.bindings.push(id);
        }
    }
    schedule.bindings.sort_unstable();
    schedule.bindings.dedup();
}

/// Names near those that are `wanted`, which no expression of `graph` will be given.
#[must_use]
pub fn free_names(graph: &Graph, symbols: &Symbols, wanted: &[String]) -> Vec<String> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut taken = taken_names(symbols);
    for id in graph.ids() {
        taken.extend(graph.name(id).map(str::to_owned));
        taken.insert(letter(graph, id, symbols).to_owned());
    }
    // `claim` appends a number to one of these.
    let clashes = |name: &str| {
        let is_number = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit());
        taken
            .iter()
            .any(|stem| name.strip_prefix(stem.as_str()).is_some_and(is_number))
    };
    let mut names: Vec<String> = Vec::new();
    for wanted in wanted {
        let mut name = wanted.clone();
        let mut number = 1;
        while clashes(&name) || names.contains(&name) {
            number += 1;
            name = format!("{wanted}_{number}");
        }
        names.push(name);
    }
    names
}

/// A name for each of `ids`.
#[must_use]
pub fn names_for(graph: &Graph, ids: &BTreeSet<Id>, symbols: &Symbols) -> BTreeMap<Id, String> {
    let mut taken = Taken::from(taken_names(symbols));
    ids.iter()
        .map(|&id| (id, free_name(graph, id, symbols, &mut taken)))
        .collect()
}

fn taken_names(symbols: &Symbols) -> BTreeSet<String> {
    let reserved = RESERVED.iter().map(|&name| name.to_owned());
    symbols.names.iter().cloned().chain(reserved).collect()
}

/// Whether `aⁿ` is spelled out as a product.
pub(crate) fn repeats_base(graph: &Graph, exponent: Id) -> bool {
    let exponent = graph.number_at(exponent).and_then(Number::as_integer);
    matches!(exponent, Some(2 | 3))
}

/// Names that generated code uses for other things.
const RESERVED: &[&str] = &[
    "math", "prepared", "inputs", "zero", "one", "two", "half", "self",
];

fn free_name(graph: &Graph, id: Id, symbols: &Symbols, taken: &mut Taken) -> String {
    let wanted = graph.name(id).unwrap_or_else(|| letter(graph, id, symbols));
    taken.claim(wanted)
}

/// Names that are taken.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    names: BTreeSet<String>,
    /// The numbers to try next: those below are taken, and there may be many.
    next: BTreeMap<String, usize>,
}

impl Taken {
    /// The first of `wanted`, `wanted2`, `wanted3`, … that is not taken, and is from now on.
    pub(crate) fn claim(&mut self, wanted: &str) -> String {
        let mut number = self.next.get(wanted).copied().unwrap_or(1);
        let name = loop {
            let name = match number {
                1 => wanted.to_owned(),
                _ => format!("{wanted}{number}"),
            };
            number += 1;
            if self.names.insert(name.clone()) {
                break name;
            }
        };
        self.next.insert(wanted.to_owned(), number);
        name
    }
}

impl From<BTreeSet<String>> for Taken {
    fn from(names: BTreeSet<String>) -> Taken {
        Taken {
            names,
            next: BTreeMap::new(),
        }
    }
}

impl Extend<String> for Taken {
    fn extend<T: IntoIterator<Item = String>>(&mut self, names: T) {
        self.names.extend(names);
    }
}

/// Whether `id` is a bound of `guard`: no formula clamps at such a number.
fn is_far(graph: &Graph, id: Id) -> bool {
    graph
        .number_at(id)
        .is_some_and(|number| number.to_f64().abs() >= 1e9)
}

/// What stands for an expression that has no letter of its own.
const ANY: &str = "v";

/// The letter for such an expression, unless an input or a parameter has it: `b2` beside a parameter
/// `b` would look like another of its kind.
fn letter(graph: &Graph, id: Id, symbols: &Symbols) -> &'static str {
    let letter = usual_letter(graph, id);
    if symbols.names.iter().any(|name| name == letter) {
        ANY
    } else {
        letter
    }
}

/// The letter a textbook takes for such an expression.
fn usual_letter(graph: &Graph, id: Id) -> &'static str {
    match graph.node(id) {
        Node::Number(_) | Node::Symbol(_) => "k",
        Node::Call(call, _) if call.derivative.is_empty() => "g",
        Node::Call(..) => "dg",
        Node::Apply(op, _) => match op {
            Op::Add | Op::Sub => "u",
            Op::Mul | Op::Neg => "w",
            Op::Div | Op::Recip => "q",
            Op::Powi | Op::Powf => "p",
            Op::Sqrt => "r",
            Op::Exp | Op::Exp2 | Op::ExpM1 => "e",
            Op::Ln | Op::Ln1p | Op::Log2 | Op::LogSigmoid | Op::LogNormalCdf => "l",
            Op::Sigmoid => "s",
            Op::Tanh | Op::Tan => "t",
            Op::Softplus => "sp",
            Op::Erf | Op::Erfc => "f",
            Op::NormalCdf => "cdf",
            Op::NormalPdf => "pdf",
            Op::InverseMills => "mills",
            Op::MillsExcess => "excess",
            Op::Sin | Op::SinOfProduct | Op::SinOfSum => "sin",
            Op::Cos | Op::CosOfProduct | Op::CosOfSum => "cos",
            Op::Sinh => "sh",
            Op::Cosh => "ch",
            Op::Abs => "a",
            Op::Max | Op::Min if graph.arguments(id).iter().any(|&a| is_far(graph, a)) => "near",
            Op::Clamp | Op::Max | Op::Min | Op::Relu => "h",
            Op::Select => "b",
            op if op.is_truth() => "c",
            _ => ANY,
        },
    }
}
