//! Neural-network activations declared as formulas.

// The catalogue is declared with the macro, whose output names this crate from outside.
extern crate self as activation_core;

mod activation;
pub mod catalogue;
mod drive;
pub mod erased;
pub mod ext;
pub mod gradcheck;
pub mod kernel;
pub mod math;
pub mod operands;
pub mod prelude;
pub mod simd;

pub use activation::Activation;
pub use activation_macros::activation;
