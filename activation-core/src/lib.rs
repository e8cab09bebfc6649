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
//! [`Activation`] and what it does with arrays; ready-made entries in [`catalogue`];
//! backward without the input in [`BackwardFromOutput`], gradients of gradients in [`SecondOrder`], what it costs and keeps in [`residual`]; their
//! derivatives held against differences by [`gradcheck`](mod@gradcheck); activations chosen at run
//! time in [`erased`], and from configuration files in [`configuration`]; the instruction set in use in [`simd`]; vectorised functions in [`math`].
//!
//! # Features
//!
//! * `rayon`, on by default: arrays of more than 131 072 elements are worked on by the threads of
//!   the current rayon pool. Results are bit-equal to those of one thread.
//! * `half`: arrays of `half::f16` and `half::bf16` ([`Element`](operands::Element)), computed in
//!   `f32` and rounded once.
//! * `serde`: every activation read from a configuration file and written to a checkpoint.

// The catalogue is declared with the macro, whose output names this crate from outside.
extern crate self as activation_core;

mod activation;
pub mod call;
pub mod catalogue;
pub mod configuration;
mod drive;
pub mod erased;
pub mod ext;
mod from_output;
pub mod gradcheck;
pub mod kernel;
pub mod math;
pub mod operands;
pub mod prelude;
pub mod residual;
mod second_order;
pub mod simd;

pub use activation::Activation;
pub use activation_macros::activation;
pub use from_output::BackwardFromOutput;
pub use second_order::SecondOrder;

/// README's examples, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
