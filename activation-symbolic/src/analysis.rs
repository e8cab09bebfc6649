//! The phases in their order: from a formula to everything that is written out about it.

use crate::{
    algebra::{Simplifier, guard, stability::Rewrite},
    differentiate::{Derivation, differentiate},
    expr::{Graph, Id, Symbol},
    kinks::{Kink, kinks, switches},
    schedule::Symbols,
};

/// What the engine knows about a formula.
#[derive(Debug)]
pub struct Analysis {
    /// The expressions below.
    pub graph: Graph,
    /// Inputs and parameters.
    pub symbols: Symbols,
    /// One value a symbol: 0 for inputs, the default for parameters.
    pub defaults: Vec<f64>,
    /// The formula as typed.
    pub typed: Id,
    /// What is differentiated in its place, as typed, where the user said so.
    pub surrogate: Option<Id>,
    /// The formula, simplified.
    pub value: Id,
    /// How the derivative in each input and then each parameter comes about.
    pub derivations: Vec<Derivation>,
    /// The derivatives in each input and then each parameter, simplified.
    pub partials: Vec<Id>,
    /// The formula in the form that is computed.
    pub stable_value: Id,
    /// The derivatives in the form that is computed.
    pub stable_partials: Vec<Id>,
    /// What the stability rules rewrote: in the value, then in each derivative.
    pub rewrites: Vec<Vec<Rewrite>>,
    /// The functions that change sign where the formula changes branch.
    pub switches: Vec<Id>,
    /// The kinks of a formula of one input.
    pub kinks: Vec<Kink>,
}

impl Analysis {
    /// Analyses the formula `typed`; `defaults` holds one value a parameter.
    #[must_use]
    pub fn new(graph: Graph, typed: Id, symbols: Symbols, defaults: &[f64]) -> Analysis {
        Analysis::with_surrogate(graph, typed, None, symbols, defaults)
    }

    /// [`new`](Self::new), but `surrogate` is differentiated in the place of `typed`, where it is
    /// given: in all that `typed` depends on. What the surrogate alone mentions, such as its
    /// sharpness, has the derivative 0 as ever.
    #[must_use]
    pub fn with_surrogate(
        mut graph: Graph,
        typed: Id,
        surrogate: Option<Id>,
        symbols: Symbols,
        defaults: &[f64],
    ) -> Analysis {
        let inputs = u32::try_from(symbols.inputs).expect("a signature has few arguments");
        let all = u32::try_from(symbols.names.len()).expect("a signature has few arguments");
        // As typed first, then simplified: see `differentiate`.
        let moving = graph.symbols(typed);
        let derivations: Vec<Derivation> = (0..all)
            .map(Symbol)
            .map(|s| {
                let root = surrogate.filter(|_| moving.contains(&s)).unwrap_or(typed);
                differentiate(&mut graph, root, s, inputs)
            })
            .collect();
        let mut simplifier = Simplifier::new(&mut graph, inputs);
        let value = simplifier.simplify(typed);
        let partials: Vec<Id> = derivations
            .iter()
            .map(|derivation| simplifier.simplify(derivation.result))
            .collect();
        let (stable_value, log) = simplifier.stabilise(value);
        let mut rewrites = vec![log];
        let mut stable_partials = Vec::new();
        for &partial in &partials {
            let (stable, log) = simplifier.stabilise(partial);
            stable_partials.push(stable);
            rewrites.push(log);
        }

        let mut roots = vec![typed];
        roots.extend(&partials[..symbols.inputs]);
        let switches = switches(&mut graph, &roots, inputs);
        let defaults = [vec![0.0; symbols.inputs], defaults.to_vec()].concat();
        let (mut stable_value, mut stable_partials) = (stable_value, stable_partials);
        if symbols.inputs == 1 {
            stable_value = guard(&mut graph, stable_value, &defaults);
            for partial in &mut stable_partials {
                *partial = guard(&mut graph, *partial, &defaults);
            }
        }
        let kinks = if symbols.inputs == 1 {
            kinks(&mut graph, value, partials[0], &switches, &defaults)
        } else {
            Vec::new()
        };
        Analysis {
            graph,
            symbols,
            defaults,
            typed,
            surrogate,
            value,
            derivations,
            partials,
            stable_value,
            stable_partials,
            rewrites,
            switches,
            kinks,
        }
    }

    /// The derivatives in the inputs, in the form that is computed.
    #[must_use]
    pub fn stable_gradient(&self) -> &[Id] {
        &self.stable_partials[..self.symbols.inputs]
    }
}
