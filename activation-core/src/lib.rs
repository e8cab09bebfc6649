//! Neural-network activations declared as formulas.
mod activation;
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
