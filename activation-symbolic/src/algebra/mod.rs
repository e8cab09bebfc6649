//! Algebra: equal expressions, the one that reads best.
//!
//! `simplify` brings every subexpression to one normal form. Not here: derivatives
//! (`differentiate`), the order of computation (`schedule`).

mod contract;
mod product;
mod simplify;
mod sum;

pub use self::{contract::contract, simplify::Simplifier};
