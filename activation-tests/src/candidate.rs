//! Whatever claims to compute a formula: the graph op by op, or a compiled kernel.

use activation_symbolic::{
    algebra::{lower, lower_of_output},
    differentiate::differentiate,
    eval,
    expr::{Graph, Id, Node, Symbol},
    op::Op,
};

use crate::entries::Entry;

/// The columns of an entry (value, then every derivative) over inputs given as columns.
pub trait Candidate {
    /// In `f32`, widened.
    fn single(&self, inputs: &[Vec<f32>]) -> Vec<Vec<f32>>;
    /// In `f64`, where it can.
    fn double(&self, _inputs: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
        None
    }
}

/// A graph interpreted in `f32`, every op rounded correctly: what a form can reach with perfect
/// vector functions. What depends on parameters alone is computed in `f64`, as kernels do.
pub struct Interpreted {
    graph: Graph,
    /// One a column of the entry; the last may be given the value in the place of the input.
    roots: Vec<Id>,
    from_output: bool,
    inputs: usize,
    defaults: Vec<f64>,
}

impl Interpreted {
    /// The engine's form of an entry, as a processor gets it.
    #[must_use]
    pub fn engine(entry: &Entry) -> Self {
        let analysis = &entry.analysis;
        let mut graph = analysis.graph.clone();
        let mut forms = vec![analysis.stable_value];
        forms.extend(&analysis.stable_partials);
        forms.extend(analysis.second.as_ref().map(|second| second.stable));
        let mut roots: Vec<Id> = forms
            .into_iter()
            .map(|id| lower(&mut graph, id, &analysis.symbols))
            .collect();
        let through = analysis.residual.usable();
        roots.extend(
            through.map(|through| lower_of_output(&mut graph, through.computed, &analysis.symbols)),
        );
        Self {
            graph,
            roots,
            from_output: through.is_some(),
            inputs: entry.inputs(),
            defaults: analysis.defaults.clone(),
        }
    }

    /// The formula and its derivatives as typed: what an op-by-op framework computes.
    #[must_use]
    pub fn typed(entry: &Entry) -> Self {
        let analysis = &entry.analysis;
        let mut roots = vec![analysis.typed];
        roots.extend(
            analysis
                .derivations
                .iter()
                .map(|derivation| derivation.result),
        );
        let mut graph = analysis.graph.clone();
        if analysis.second.is_some() {
            roots.push(differentiate(&mut graph, roots[1], Symbol(0), 1).result);
        }
        Self {
            graph,
            roots,
            from_output: false,
            inputs: entry.inputs(),
            defaults: analysis.defaults.clone(),
        }
    }

    fn program(&self, root: Id) -> Program<'_> {
        let order = self.graph.reachable(&[root]);
        let mut moving = vec![false; self.graph.len()];
        for &id in &order {
            moving[id.index()] = match self.graph.node(id) {
                Node::Symbol(Symbol(symbol)) => (*symbol as usize) < self.inputs,
                Node::Number(_) => false,
                // What rounding loses depends on the type that is computed in.
                Node::Apply(Op::Rest, _) => true,
                Node::Apply(_, arguments) | Node::Call(_, arguments) => {
                    arguments.iter().any(|a| moving[a.index()])
                }
            };
        }
        let mut fixed = vec![None; self.graph.len()];
        for &id in &order {
            if !moving[id.index()] {
                let value = eval::evaluate(&self.graph, id, &self.defaults);
                fixed[id.index()] = Some(value);
            }
        }
        Program {
            graph: &self.graph,
            root,
            fixed,
        }
    }
}

/// What a form is computed in.
#[derive(Clone, Copy)]
enum Kind {
    Single,
    Double,
}

impl Kind {
    fn round(self, value: f64) -> f64 {
        match self {
            Kind::Single => f64::from(value as f32),
            Kind::Double => value,
        }
    }
}

struct Program<'g> {
    graph: &'g Graph,
    root: Id,
    /// What does not depend on an input.
    fixed: Vec<Option<f64>>,
}

impl Program<'_> {
    fn run(&self, inputs: &[f64], kind: Kind, memo: &mut [f64], done: &mut [bool]) -> f64 {
        done.fill(false);
        self.walk(self.root, inputs, kind, memo, done)
    }

    fn walk(&self, id: Id, inputs: &[f64], kind: Kind, memo: &mut [f64], done: &mut [bool]) -> f64 {
        if let Some(value) = self.fixed[id.index()] {
            return kind.round(value);
        }
        if done[id.index()] {
            return memo[id.index()];
        }
        let value = match self.graph.node(id) {
            Node::Symbol(Symbol(symbol)) => inputs[*symbol as usize],
            Node::Number(number) => number.to_f64(),
            // As in `eval`: another formula is not at hand.
            Node::Call(..) => f64::NAN,
            Node::Apply(Op::Select, arguments) => {
                let condition = self.walk(arguments[0], inputs, kind, memo, done);
                let taken = arguments[if condition != 0.0 { 1 } else { 2 }];
                self.walk(taken, inputs, kind, memo, done)
            }
            Node::Apply(op, arguments) => {
                let mut few = [0.0; 48];
                let values = &mut few[..arguments.len()];
                for (value, &argument) in values.iter_mut().zip(arguments) {
                    *value = self.walk(argument, inputs, kind, memo, done);
                }
                let values = &*values;
                match kind {
                    Kind::Single => eval::apply_single(*op, values),
                    Kind::Double => (op.row().evaluate)(values),
                }
            }
        };
        let value = kind.round(value);
        memo[id.index()] = value;
        done[id.index()] = true;
        value
    }

    fn over(&self, inputs: &[Vec<f64>], kind: Kind) -> Vec<f64> {
        let (mut memo, mut done) = (vec![0.0; self.graph.len()], vec![false; self.graph.len()]);
        (0..inputs[0].len())
            .map(|i| {
                let point: Vec<f64> = inputs.iter().map(|column| column[i]).collect();
                self.run(&point, kind, &mut memo, &mut done)
            })
            .collect()
    }
}

impl Interpreted {
    fn columns(&self, inputs: &[Vec<f64>], kind: Kind) -> Vec<Vec<f64>> {
        let last = self.roots.len() - 1;
        let mut columns: Vec<Vec<f64>> = Vec::new();
        for (index, &root) in self.roots.iter().enumerate() {
            let program = self.program(root);
            columns.push(if self.from_output && index == last {
                program.over(&columns[..1], kind)
            } else {
                program.over(inputs, kind)
            });
        }
        columns
    }
}

impl Candidate for Interpreted {
    fn single(&self, inputs: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let wide = |column: &Vec<f32>| column.iter().map(|&x| x.into()).collect();
        let inputs: Vec<Vec<f64>> = inputs.iter().map(wide).collect();
        let narrow = |column: &Vec<f64>| column.iter().map(|&y| y as f32).collect();
        let columns = self.columns(&inputs, Kind::Single);
        columns.iter().map(narrow).collect()
    }

    fn double(&self, inputs: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
        Some(self.columns(inputs, Kind::Double))
    }
}
