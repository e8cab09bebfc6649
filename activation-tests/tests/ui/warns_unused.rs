//! Arguments without influence and a name that nothing reads, as the error that `deny` makes of the warning.

#![deny(deprecated)]

use activation_core::activation;

#[activation]
fn gated(a: f32, b: f32) -> f32 {
    tanh(a)
}

#[activation]
fn cancelled(x: f32, #[param(default = 1.0)] beta: f32) -> f32 {
    tanh(x + beta - beta)
}

#[activation]
fn forgotten(x: f32) -> f32 {
    let gate = sigmoid(x);
    x * tanh(x)
}

fn main() {}
