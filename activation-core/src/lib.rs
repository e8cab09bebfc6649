//! Neural-network activations declared as formulas.
pub mod kernel;
pub mod math;
pub mod simd;

// The catalogue is declared with the macro, whose output names this crate from outside.
#[allow(unused_extern_crates)]
extern crate self as activation_core;

pub use activation_macros::activation;
