//! What an element costs: exponentials, divisions, and the rest.
//!
//! Counted in what the kernel computes for each element, with shared parts once; what depends on
//! parameters alone is prepared once a call and does not count. How many exponentials and
//! divisions hide in a function is a column of the op table.

use std::collections::BTreeSet;

use crate::{
    algebra::lower,
    expr::{Graph, Id},
    number::Number,
    op::Op,
    schedule::Symbols,
};

/// The work of one element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Exponentials, logarithms and other functions of their price.
    pub exponentials: u32,
    /// Divisions and square roots.
    pub divisions: u32,
    /// Multiplications, additions, comparisons and choices outside of functions.
    pub other: u32,
}

/// The work of forward and backward.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// The value.
    pub forward: Work,
    /// The slopes in the inputs, times `dy`.
    pub backward: Work,
    /// The slope from the output, times `dy`, where there is a form.
    pub from_output: Option<Work>,
}

/// The work of `outputs`, once they are written in the instructions of a processor.
#[must_use]
pub fn work(graph: &mut Graph, outputs: &[Id], symbols: &Symbols) -> Work {
    let lowered: Vec<Id> = outputs
        .iter()
        .map(|&id| lower(graph, id, symbols))
        .collect();
    work_of_lowered(graph, &lowered, symbols)
}

/// [`work`] of what is written so already.
#[must_use]
pub fn work_of_lowered(graph: &Graph, lowered: &[Id], symbols: &Symbols) -> Work {
    let mut work = Work::default();
    let mut taken = BTreeSet::new();
    for id in graph.reachable(lowered) {
        let Some((op, arguments)) = graph.apply(id) else {
            continue;
        };
        if !symbols.varies(graph, id) {
            continue;
        }
        let (mut exponentials, divisions) = op.row().inside;
        // The exponential of one argument is computed once, whatever factor it goes with.
        if matches!(op, Op::Exp | Op::TimesExp) {
            let argument = arguments[arguments.len() - 1];
            if !taken.insert(argument) {
                exponentials = 0;
            }
        }
        work.exponentials += exponentials;
        work.divisions += divisions;
        match op {
            Op::Powi => {
                let exponent = graph.number_at(arguments[1]).and_then(Number::as_integer);
                let exponent = exponent.expect("check admits integer exponents only");
                // Squarings, and a product for each further bit.
                let bits = exponent.unsigned_abs();
                work.other += bits.max(1).ilog2() + bits.count_ones().saturating_sub(1);
                work.divisions += u32::from(exponent < 0);
            }
            Op::Polynomial => {
                let few = graph.number_at(arguments[1]).map_or(0.0, Number::to_f64);
                work.other += few as u32;
            }
            _ if exponentials + divisions == 0 => work.other += 1,
            _ => {}
        }
    }
    work
}

/// `work`, and a product with `dy` for each of `count` inputs.
#[must_use]
pub fn chained(work: Work, count: usize) -> Work {
    Work {
        other: work.other + u32::try_from(count).expect("a signature has few arguments"),
        ..work
    }
}
