//! Algebra: equal expressions, the one that reads best.
//!
//! `simplify` (with `sum`, `product` and `merge`) brings every subexpression to one normal form, `stability` (with `stable_product`,
//! `logarithm`, `twin`, `root`, `angle` and `gate`) rewrites that by the rules of `rule`, `search`
//! looks for forms beyond them (`exponential`, `spread`, `dominant`, `level`, `series`, `tail`,
//! `binary`, and `centre` and `crossing` beside roots; `unit` says what a sum is a function of) and takes the better one by `judge`,
//! `reach` puts factors in order, `guard` repairs its far ends, `vanish` powers beside a 0, `nan` lets a NaN through,
//! `typed` takes a form as it was typed where that is far better (at the places of `trial`), `precise`
//! (with `bare`, `scale`, `half_power`, `norm`, `affine` and `wave`) and `contract` turn it into what a processor does; `sign`
//! says what can be seen of a sign. Not here: derivatives (`differentiate`), the order of
//! computation (`schedule`).

mod affine;
mod angle;
mod bare;
mod binary;
mod centre;
mod contract;
mod crossing;
mod dominant;
mod exponential;
mod gate;
mod guard;
mod half_power;
mod judge;
mod level;
mod logarithm;
mod merge;
mod nan;
mod norm;
mod power_series;
mod precise;
mod product;
mod reach;
mod root;
pub mod rule;
mod scale;
mod search;
mod series;
mod sign;
mod simplify;
mod spread;
mod stability;
mod stable_product;
mod sum;
mod tail;
mod trial;
mod twin;
mod typed;
mod unit;
mod vanish;
mod wave;

pub use self::{
    guard::{guard, guard_alone, guard_second},
    nan::keep_nan,
    reach::in_reach,
    sign::never_positive,
    simplify::Simplifier,
    typed::{Form, Judgement, as_typed},
};

use crate::{
    expr::{Graph, Id},
    schedule::Symbols,
};

/// The expression `root` as a machine computes it best. A form is tried again and again: what was
/// lowered before is known. A graph has one set of symbols.
pub fn lower(graph: &mut Graph, root: Id, symbols: &Symbols) -> Id {
    if let Some(known) = graph.lowered(root) {
        return known;
    }
    let precise = precise::precise(graph, root, symbols, precise::Given::Exact);
    let lowered = contract::contract(graph, precise, symbols);
    graph.note_lowered(root, lowered);
    lowered
}

/// [`lower`] for a form through the output, which was rounded.
pub fn lower_of_output(graph: &mut Graph, root: Id, symbols: &Symbols) -> Id {
    let precise = precise::precise(graph, root, symbols, precise::Given::Rounded);
    contract::contract(graph, precise, symbols)
}

/// [`lower`] for what is written out: its parts have the names that they have by now.
pub fn lower_named(graph: &mut Graph, root: Id, symbols: &Symbols) -> Id {
    if graph.has_names() {
        graph.forget_lowered();
    }
    lower(graph, root, symbols)
}
