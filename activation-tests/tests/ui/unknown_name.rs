//! Names that nothing bears.

use activation_core::activation;

#[activation]
fn swish(x: f32, #[param(default = 1.0)] beta: f32) -> f32 {
    let gate = sigmoid(bta * x);
    x * gaet * QI * threshold
}

#[activation]
fn constants(x: f32) -> f32 {
    x * PHI + SQRT_3 + FRAC_PI_5
}

fn main() {}
