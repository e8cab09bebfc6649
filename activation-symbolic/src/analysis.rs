//! The phases in their order: from a formula to everything that is written out about it.

use crate::{
    algebra::Simplifier,
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
    /// The formula, simplified.
    pub value: Id,
    /// How the derivative in each input and then each parameter comes about.
    pub derivations: Vec<Derivation>,
    /// The derivatives in each input and then each parameter, simplified.
    pub partials: Vec<Id>,
    /// The functions that change sign where the formula changes branch.
    pub switches: Vec<Id>,
    /// The kinks of a formula of one input.
    pub kinks: Vec<Kink>,
}

impl Analysis {
    /// Analyses the formula `typed`; `defaults` holds one value a parameter.
    #[must_use]
    pub fn new(mut graph: Graph, typed: Id, symbols: Symbols, defaults: &[f64]) -> Analysis {
        let inputs = u32::try_from(symbols.inputs).expect("a signature has few arguments");
        let all = u32::try_from(symbols.names.len()).expect("a signature has few arguments");
        // As typed first, then simplified: see `differentiate`.
        let derivations: Vec<Derivation> =
            (0..all).map(|s| differentiate(&mut graph, typed, Symbol(s), inputs)).collect();
        let mut simplifier = Simplifier::new(&mut graph, inputs);
        let value = simplifier.simplify(typed);
        let partials: Vec<Id> =
            derivations.iter().map(|derivation| simplifier.simplify(derivation.result)).collect();

        let mut roots = vec![typed];
        roots.extend(&partials[..symbols.inputs]);
        let switches = switches(&mut graph, &roots, inputs);
        let defaults = [vec![0.0; symbols.inputs], defaults.to_vec()].concat();
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
            value,
            derivations,
            partials,
            switches,
            kinks,
        }
    }

    /// The derivatives in the inputs.
    #[must_use]
    pub fn gradient(&self) -> &[Id] {
        &self.partials[..self.symbols.inputs]
    }
}
