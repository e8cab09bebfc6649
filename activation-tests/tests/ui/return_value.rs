//! A `return` in place of the last expression.

use activation_core::activation;

#[activation]
fn silu_like(x: f32) -> f32 {
    return x * sigmoid(x);
}

fn main() {}
