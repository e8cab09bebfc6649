//! What `use activation_core::prelude::*` brings: the attribute and the traits that hold the methods.
//! An activation whose type would have the name of one of them is refused, since it would hide the
//! trait.

pub use activation_macros::activation;

pub use crate::{
    activation::Activation, erased::DynActivation, ext::Activate, from_output::BackwardFromOutput,
    second_order::SecondOrder,
};
