//! A truth value where a number is needed.

use activation_core::activation;

#[activation]
fn step(x: f32) -> f32 {
    x > 0.0
}

#[activation]
fn masked(x: f32) -> f32 {
    let inside = x > -1.0;
    x * inside + (0.0 < x) * x
}

#[activation]
fn rectified(x: f32) -> f32 {
    if x > 0.0 { x } else { false }
}

fn main() {}
