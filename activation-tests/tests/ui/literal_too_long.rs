//! Literals that exact arithmetic cannot hold, and that no float can.

use activation_core::activation;

#[activation]
fn tiny(x: f32) -> f32 {
    x + 1e-60
}

#[activation]
fn huge(x: f32) -> f32 {
    x + 1e400 + 1e-400
}

fn main() {}
