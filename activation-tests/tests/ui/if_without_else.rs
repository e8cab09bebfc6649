//! An `if` that has no value.

use activation_core::activation;

#[activation]
fn relu_like(x: f32) -> f32 {
    if x > 0.0 { x }
}

fn main() {}
