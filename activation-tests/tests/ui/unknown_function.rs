//! A function that is misspelt.

use activation_core::activation;

#[activation]
fn swish(x: f32, #[param(default = 1.0)] beta: f32) -> f32 {
    x * sigmod(beta * x)
}

fn main() {}
