//! The value of the formula, followed by a semicolon.

use activation_core::activation;

#[activation]
fn silu_like(x: f32) -> f32 {
    x * sigmoid(x);
}

fn main() {}
