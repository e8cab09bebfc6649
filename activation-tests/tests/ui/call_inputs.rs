//! A call with another number of inputs than the activation has.

use activation_core::{activation, catalogue::SwiGlu};

#[activation]
fn gate(x: f32) -> f32 {
    tanh(x)
}

#[activation]
fn too_many(x: f32, y: f32) -> f32 {
    x * crate::Gate(x, y) + Gate(y)
}

#[activation]
fn too_few(x: f32, #[param(default = 1.0)] beta: f32) -> f32 {
    beta * SwiGlu(x)
}

#[activation]
fn none(x: f32) -> f32 {
    x * Gate()
}

fn main() {}
