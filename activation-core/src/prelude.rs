//! What `use activation_core::prelude::*` brings: the attribute, the methods, and nothing that
//! could clash with a name of yours.

pub use activation_macros::activation;

pub use crate::{
    activation::Activation, erased::DynActivation, ext::Activate, from_output::BackwardFromOutput,
    second_order::SecondOrder,
};
