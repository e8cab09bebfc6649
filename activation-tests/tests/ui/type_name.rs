//! Names that make no name for the type.

use activation_core::activation;

#[activation]
fn Relu(x: f32) -> f32 {
    x.max(0.0)
}

#[activation]
fn self_(x: f32) -> f32 {
    x
}

fn main() {}
