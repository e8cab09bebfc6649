//! An expression of one input, evaluated at many points.

use crate::{
    eval::Program,
    expr::{Graph, Id, Symbol},
};

/// The input of a formula of one.
pub(crate) const INPUT: Symbol = Symbol(0);

/// The values of all symbols where the input is `x`; in `defaults` that of the input is ignored.
pub(crate) fn with_input(defaults: &[f64], x: f64) -> Vec<f64> {
    let mut values = defaults.to_vec();
    values[INPUT.0 as usize] = x;
    values
}

/// Where a function changes sign between two points, on the side of the second.
pub(crate) fn bisect(at: impl Fn(f64) -> f64, [mut low, mut high]: [f64; 2]) -> f64 {
    let sign = at(low).signum();
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if sign * at(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// An expression over the [`INPUT`] and parameters.
#[derive(Clone, Debug)]
pub(crate) struct Tape {
    program: Program,
}

impl Tape {
    pub(crate) fn new(graph: &Graph, root: Id) -> Tape {
        Tape {
            program: Program::new(graph, root),
        }
    }

    /// The values at `inputs`; `values` holds the parameters behind a place for the input.
    pub(crate) fn double(&self, inputs: &[f64], values: &[f64]) -> Vec<f64> {
        self.run(inputs, values, Program::double)
    }

    /// The same with every constant, argument and result rounded to `f32`.
    pub(crate) fn single(&self, inputs: &[f64], values: &[f64]) -> Vec<f64> {
        self.run(inputs, values, Program::single)
    }

    fn run(
        &self,
        inputs: &[f64],
        values: &[f64],
        evaluate: fn(&Program, &[f64]) -> f64,
    ) -> Vec<f64> {
        let mut values = values.to_vec();
        let at = |&x: &f64| {
            values[0] = x;
            evaluate(&self.program, &values)
        };
        inputs.iter().map(at).collect()
    }
}

/// The default parameters, and settings beside them in every direction.
pub(crate) fn settings(defaults: &[f64]) -> Vec<Vec<f64>> {
    let mut settings = vec![defaults.to_vec()];
    for k in 1..defaults.len() {
        let d = defaults[k];
        for value in [1.25 * d + 0.125, 0.5, 2.0, -0.75, -2.0, 0.0] {
            let mut setting = defaults.to_vec();
            setting[k] = value;
            settings.push(setting);
        }
    }
    if defaults.len() > 2 {
        for seed in 1..=6 {
            let all = defaults.iter().enumerate();
            let mixed = all.map(|(k, d)| {
                let step = (seed * (k + 2) * 7) % 11;
                d + (step as f64 - 5.0) * 0.31
            });
            settings.push(mixed.collect());
        }
    }
    settings
}
