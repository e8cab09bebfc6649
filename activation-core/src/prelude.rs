//! What `use activation_core::prelude::*` brings: the methods, and nothing that could clash
//! with a name of yours.

pub use crate::{activation::Activation, ext::Activate};
