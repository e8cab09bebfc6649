//! Calls of activations that are not there: rustc says so, at the path that was typed.

use activation_core::activation;

mod gates {
    #[activation_core::activation]
    fn hidden(x: f32) -> f32 {
        tanh(x)
    }
}

#[activation]
fn undeclared(x: f32) -> f32 {
    x * crate::Gat(x)
}

#[activation]
fn private(x: f32, #[param(default = 1.0)] beta: f32) -> f32 {
    gates::Hidden(beta * x)
}

fn main() {}
