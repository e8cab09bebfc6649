//! A function that is not called.

use activation_core::activation;

#[activation]
fn uncalled(x: f32) -> f32 {
    x.tanh + sigmoid
}

fn main() {}
