//! Blocks without a value.

use activation_core::activation;

#[activation]
fn nothing(x: f32) -> f32 {}

#[activation]
fn only_let(x: f32) -> f32 {
    let y = if x > 0.0 { x } else { };
}

fn main() {}
