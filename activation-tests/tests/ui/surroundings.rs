//! What stands around a formula, and is not seen by it.

use activation_core::activation;

const ALPHA: f32 = 0.1;
const STEEPNESS: f32 = 2.0;
const K: f32 = 3.0;

#[activation]
fn scaled(x: f32) -> f32 {
    ALPHA * tanh(STEEPNESS * x) + K
}

#[activation]
fn defaulted(x: f32, #[default = 1.0] beta: f32) -> f32 {
    let t = beta * x;
    t(1.0 + x)
}

fn main() {}
