//! Neural-network activations declared as formulas: write `g` once, get its symbolic derivative
//! and fused forward and backward kernels over [`ndarray`] arrays at compile time.
//!
//! ```
//! use activation_core::{kernel::Kernel as _, prelude::*};
//! use ndarray::array;
//!
//! /// Swish, the self-gated unit of Ramachandran, Zoph and Le (2017).
//! #[activation]
//! pub fn swish(x: f32, #[param(default = 1.0)] beta: f32) -> f32 {
//!     x * sigmoid(beta * x)
//! }
//!
//! let act = Swish { beta: 1.5 };
//! let v = array![[-1.0_f32, 0.0], [1.0, 2.0]];
//! let y = act.forward(&v);
//! let dv = act.backward(&v, &y); // g′(v) ⊙ dy
//! assert_eq!(Swish::METADATA.formula.text, "x * sigmoid(beta * x)");
//! ```
//!
//! Where to look: the attribute [`activation`](macro@activation) and its grammar; the trait
//! [`Activation`] and what it does with arrays; ready-made entries in [`catalogue`]; their
//! derivatives held against differences by [`gradcheck`](mod@gradcheck); activations chosen at run
//! time in [`erased`]; the instruction set in use in [`simd`]; vectorised functions in [`math`].

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

/// README's examples, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
