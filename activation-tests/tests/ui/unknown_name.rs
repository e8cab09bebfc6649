//! Names that nothing bears.

use activation_core::activation;

#[activation]
fn swish(x: f32, #[param(default = 1.0)] beta: f32) -> f32 {
    let gate = sigmoid(bta * x);
    x * gaet * QI * threshold
}

fn main() {}
