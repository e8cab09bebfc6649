//! Neural-network activations declared as formulas.
pub mod kernel;
pub mod math;
pub mod simd;
