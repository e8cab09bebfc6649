//! A parameter that does not reach the result.

use activation_core::activation;

#[activation]
fn swish(x: f32, #[param(default = 1.0)] beta: f32) -> f32 {
    let scaled = beta * x;
    x * sigmoid(x)
}

fn main() {}
