//! A literal that exact arithmetic cannot hold.

use activation_core::activation;

#[activation]
fn tiny(x: f32) -> f32 {
    x + 1e-60
}

fn main() {}
