//! The expression: a hash-consed directed acyclic graph.
//!
//! Equal subexpressions are one node, so "the same" is a comparison of two ids, and sharing is
//! found by construction. Nodes are only ever appended: an id stays valid, and arguments have
//! smaller ids than the node they belong to, so ids are a topological order. What the user
//! wrote (spans, the names of `let`s) lies beside the graph, never in it.

mod index;
mod table;

use std::collections::BTreeMap;

use proc_macro2::Span;

use self::index::Index;
pub(crate) use self::index::Mixer;
pub(crate) use self::table::{IdMap, IdSet};
use crate::{
    call::{Call, Callee},
    number::Number,
    op::{Op, Template},
};

/// A node of a [`Graph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u32);

impl Id {
    /// The node's position in the graph.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An input or a parameter, by its position in the function's signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// An exact constant.
    Number(Number),
    /// An input or a parameter.
    Symbol(Symbol),
    /// An op applied to nodes.
    Apply(Op, Vec<Id>),
    /// Another activation, or a derivative of it, applied to nodes.
    Call(Call, Vec<Id>),
}

/// A hash-consed expression graph.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    /// The symbols each node depends on, as bits; the last bit stands for all beyond 63.
    depends: Vec<u64>,
    /// The activations that are called, each once.
    callees: Vec<Callee>,
    index: Index,
    /// Where a node was first written by the user.
    spans: BTreeMap<Id, Span>,
    /// The name of the `let` that first held a node.
    names: BTreeMap<Id, String>,
    /// What was made of a node for the machine: forms are tried again and again.
    lowered: IdMap,
}

impl Graph {
    /// An empty graph.
    #[must_use]
    pub fn new() -> Graph {
        Graph::default()
    }

    /// How many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node `id`.
    #[must_use]
    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[id.index()]
    }

    /// The op and arguments of `id`, if it is an application.
    #[must_use]
    pub fn apply(&self, id: Id) -> Option<(Op, &[Id])> {
        match self.node(id) {
            Node::Apply(op, arguments) => Some((*op, arguments)),
            _ => None,
        }
    }

    /// The activation that `id` calls and its arguments, if it is a call.
    #[must_use]
    pub fn call_at(&self, id: Id) -> Option<(&Call, &[Id])> {
        match self.node(id) {
            Node::Call(call, arguments) => Some((call, arguments)),
            _ => None,
        }
    }

    /// Whether `id` is a number or a symbol, and so made of nothing else.
    #[must_use]
    pub fn is_leaf(&self, id: Id) -> bool {
        matches!(self.node(id), Node::Number(_) | Node::Symbol(_))
    }

    /// The constant `id` is, if it is one.
    #[must_use]
    pub fn number_at(&self, id: Id) -> Option<&Number> {
        match self.node(id) {
            Node::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The arguments of `id`, none for numbers and symbols.
    #[must_use]
    pub fn arguments(&self, id: Id) -> &[Id] {
        match self.node(id) {
            Node::Apply(_, arguments) | Node::Call(_, arguments) => arguments,
            Node::Number(_) | Node::Symbol(_) => &[],
        }
    }

    /// What a kernel computes for every element to compute `id`: its arguments, but for the
    /// parameters that a call gives, which are the same for all elements.
    #[must_use]
    pub fn operands(&self, id: Id) -> &[Id] {
        match self.node(id) {
            Node::Call(call, arguments) => &arguments[..self.callee(call).inputs],
            _ => self.arguments(id),
        }
    }

    fn insert(&mut self, node: Node) -> Id {
        let known = self
            .index
            .find(&self.nodes, index::hash(&node), |known| *known == node);
        known.unwrap_or_else(|| self.append(node))
    }

    fn append(&mut self, node: Node) -> Id {
        let id = Id(u32::try_from(self.nodes.len()).expect("fewer than 2³² nodes"));
        let depends = match &node {
            Node::Number(_) => 0,
            Node::Symbol(Symbol(symbol)) => 1 << (*symbol).min(63),
            Node::Apply(_, arguments) | Node::Call(_, arguments) => arguments
                .iter()
                .fold(0, |bits, a| bits | self.depends[a.index()]),
        };
        self.depends.push(depends);
        self.nodes.push(node);
        self.index.note_last(&self.nodes);
        id
    }

    /// The constant `number`.
    pub fn number(&mut self, number: Number) -> Id {
        self.insert(Node::Number(number))
    }

    /// The whole number `value`.
    pub fn integer(&mut self, value: i64) -> Id {
        self.number(Number::integer(value))
    }

    /// The input or parameter `symbol`.
    pub fn symbol(&mut self, symbol: Symbol) -> Id {
        self.insert(Node::Symbol(symbol))
    }

    /// `op` applied to `arguments`, exactly as given: nothing is simplified here.
    pub fn op(&mut self, op: Op, arguments: &[Id]) -> Id {
        debug_assert!(
            op == Op::Polynomial || op.row().arity == arguments.len(),
            "{op:?}"
        );
        // Most are there already: they are looked for before they are made.
        self.find(op, arguments)
            .unwrap_or_else(|| self.append(Node::Apply(op, arguments.to_vec())))
    }

    /// `op` applied to `arguments`, if there is such a node.
    pub(crate) fn find(&self, op: Op, arguments: &[Id]) -> Option<Id> {
        let is_same = |node: &Node| match node {
            Node::Apply(known, of) => *known == op && of == arguments,
            _ => false,
        };
        let hash = index::hash_apply(op, arguments);
        self.index.find(&self.nodes, hash, is_same)
    }

    /// The number of `callee` among the callees: the one it has, or a new one.
    pub fn note_callee(&mut self, callee: Callee) -> usize {
        let known = self.callees.iter().position(|known| known.is_same(&callee));
        known.unwrap_or_else(|| {
            self.callees.push(callee);
            self.callees.len() - 1
        })
    }

    /// The activation that is called.
    #[must_use]
    pub fn callee(&self, call: &Call) -> &Callee {
        &self.callees[call.callee]
    }

    /// The name of the activation that is called: of its type, or with its path where another
    /// callee has a type of that name.
    #[must_use]
    pub fn callee_name(&self, call: &Call) -> String {
        let callee = self.callee(call);
        let (name, path) = (callee.type_name(), callee.path_name());
        let is_other = |other: &Callee| other.type_name() == name && other.path_name() != path;
        if self.callees.iter().any(is_other) {
            path
        } else {
            name
        }
    }

    /// `call` applied to `arguments`.
    pub fn call(&mut self, call: Call, arguments: &[Id]) -> Id {
        self.insert(Node::Call(call, arguments.to_vec()))
    }

    /// The calls of other activations that `roots` reach, in topological order.
    #[must_use]
    pub fn calls(&self, roots: &[Id]) -> Vec<Id> {
        let mut calls = self.reachable(roots);
        calls.retain(|&id| self.call_at(id).is_some());
        calls
    }

    /// The node `id` over other arguments, exactly as given.
    pub fn rebuild(&mut self, id: Id, arguments: &[Id]) -> Id {
        match self.node(id) {
            &Node::Apply(op, _) => self.op(op, arguments),
            Node::Call(call, _) => self.call(call.clone(), arguments),
            Node::Number(_) | Node::Symbol(_) => id,
        }
    }

    /// A template with the arguments and, where it mentions it, the result filled in.
    pub fn instantiate(&mut self, template: &Template, arguments: &[Id], result: Option<Id>) -> Id {
        match template {
            Template::Argument(index) => arguments[*index],
            Template::Result => result.expect("a template that mentions the result is given it"),
            Template::Fraction(numerator, denominator) => {
                let fraction = Number::fraction(i128::from(*numerator), i128::from(*denominator));
                self.number(fraction.expect("the denominators of the table are not zero"))
            }
            Template::TwoOverSqrtPi => self.constant("FRAC_2_SQRT_PI"),
            Template::Ln2 => self.constant("LN_2"),
            Template::SqrtTwoOverPi => {
                let ratio = Number::constant("FRAC_2_PI").and_then(|ratio| ratio.root());
                self.number(ratio.expect("2/π has a root"))
            }
            Template::Apply(op, operands) => {
                let operands: Vec<Id> = operands
                    .iter()
                    .map(|operand| self.instantiate(operand, arguments, result))
                    .collect();
                self.op(*op, &operands)
            }
        }
    }

    fn constant(&mut self, name: &str) -> Id {
        self.number(Number::constant(name).expect("the table names constants that exist"))
    }

    /// Notes where the user wrote `id`; the first note stays.
    pub fn note_span(&mut self, id: Id, span: Span) {
        self.spans.entry(id).or_insert(span);
    }

    /// Notes the name the user's `let` gave `id`; the first note stays.
    pub fn note_name(&mut self, id: Id, name: &str) {
        self.names.entry(id).or_insert_with(|| name.to_owned());
    }

    /// Where the user wrote `id`, if they did.
    #[must_use]
    pub fn span(&self, id: Id) -> Option<Span> {
        self.spans.get(&id).copied()
    }

    /// The name the user's `let` gave `id`, if one did.
    #[must_use]
    pub fn name(&self, id: Id) -> Option<&str> {
        self.names.get(&id).map(String::as_str)
    }

    /// What `id` was made for the machine, if it was.
    pub(crate) fn lowered(&self, id: Id) -> Option<Id> {
        self.lowered.get(id)
    }

    /// Notes what `id` is for the machine.
    pub(crate) fn note_lowered(&mut self, id: Id, lowered: Id) {
        self.lowered.insert(id, lowered);
    }

    /// Forgets what nodes are for the machine.
    pub(crate) fn forget_lowered(&mut self) {
        self.lowered = IdMap::new();
    }

    /// Whether a node has a name.
    pub(crate) fn has_names(&self) -> bool {
        !self.names.is_empty()
    }

    /// All nodes that `roots` reach, in topological order: arguments before their users.
    ///
    /// Everything begins with this, and nobody has optimised it: plain loops over slices.
    #[must_use]
    pub fn reachable(&self, roots: &[Id]) -> Vec<Id> {
        let Some(last) = roots.iter().max() else {
            return Vec::new();
        };
        let mut words = vec![0_u64; last.index() / 64 + 1];
        let (words, nodes) = (&mut words[..], &self.nodes[..]);
        for root in roots {
            words[root.index() / 64] |= 1 << (root.0 % 64);
        }
        // From the last node down, all users of a node have been seen before it is. Hardly an
        // expression has more nodes than there is room for at once.
        let mut found = Vec::with_capacity(128);
        let mut word = words.len();
        while word > 0 {
            word -= 1;
            let mut left = words[word];
            while left != 0 {
                let bit = left.ilog2();
                let place = word * 64 + bit as usize;
                found.push(Id(place as u32));
                if let Node::Apply(_, arguments) | Node::Call(_, arguments) = &nodes[place] {
                    let (arguments, mut next) = (&arguments[..], 0);
                    while next < arguments.len() {
                        let Id(argument) = arguments[next];
                        words[argument as usize / 64] |= 1 << (argument % 64);
                        next += 1;
                    }
                }
                // Its arguments may be in this word.
                left = words[word] & ((1 << bit) - 1);
            }
        }
        found.reverse();
        found
    }

    /// The symbols that `id` depends on, in ascending order.
    #[must_use]
    pub fn symbols(&self, id: Id) -> Vec<Symbol> {
        let bits = self.depends[id.index()];
        if bits >> 63 == 0 {
            let mut symbols = Vec::new();
            let mut left = bits;
            while left != 0 {
                symbols.push(Symbol(left.trailing_zeros()));
                left &= left - 1;
            }
            return symbols;
        }
        self.reachable(&[id])
            .into_iter()
            .filter_map(|id| match self.node(id) {
                Node::Symbol(symbol) => Some(*symbol),
                _ => None,
            })
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// Whether `id` depends on `symbol`, as far as the bits tell: if not, it does not.
    pub(crate) fn may_depend_on(&self, id: Id, Symbol(symbol): Symbol) -> bool {
        self.depends[id.index()] & (1 << symbol.min(63)) != 0
    }

    /// Whether `id` depends on one of the first `count` symbols.
    #[must_use]
    pub fn depends_on_first(&self, id: Id, count: u32) -> bool {
        let first = match count {
            0..63 => (1 << count) - 1,
            _ => u64::MAX,
        };
        self.depends[id.index()] & first != 0
    }

    /// How many nodes `id` has when everything shared is written out; saturates.
    #[must_use]
    pub fn written_size(&self, id: Id) -> usize {
        let mut sizes = vec![0_usize; id.index() + 1];
        for id in self.reachable(&[id]) {
            let size = self
                .arguments(id)
                .iter()
                .fold(1, |sum: usize, a| sum.saturating_add(sizes[a.index()]));
            sizes[id.index()] = size;
        }
        sizes[id.index()]
    }

    /// All nodes, arguments before their users.
    pub fn ids(&self) -> impl Iterator<Item = Id> + use<> {
        (0..self.nodes.len()).map(|index| Id(index as u32))
    }

    /// `id` as an S-expression, `(* x (sigmoid x))`, with the names of the symbols: the print
    /// that tests compare.
    #[must_use]
    pub fn sexpr(&self, id: Id, names: &[&str]) -> String {
        match self.node(id) {
            Node::Number(number) => number.to_string(),
            Node::Symbol(Symbol(symbol)) => names[*symbol as usize].to_owned(),
            Node::Apply(..) | Node::Call(..) => {
                let head = match self.node(id) {
                    Node::Call(call, _) => {
                        let derivative = call.derivative.iter().map(|index| format!("′{index}"));
                        self.callee_name(call) + &derivative.collect::<String>()
                    }
                    _ => self
                        .apply(id)
                        .map_or("", |(op, _)| op.row().name)
                        .to_owned(),
                };
                let mut text = format!("({head}");
                for &argument in self.arguments(id) {
                    text.push(' ');
                    text.push_str(&self.sexpr(argument, names));
                }
                text.push(')');
                text
            }
        }
    }
}
