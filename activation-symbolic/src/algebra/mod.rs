//! Algebra: equal expressions, the one that reads best.
//!
//! `simplify` brings every subexpression to one normal form, `stability` rewrites that for
//! accuracy, `guard` repairs its far ends, `contract` uses the instructions of a processor. Not
//! here: derivatives (`differentiate`), the order of computation (`schedule`).

mod contract;
mod guard;
mod product;
mod simplify;
pub mod stability;
mod sum;

pub use self::{contract::contract, guard::guard, simplify::Simplifier};
