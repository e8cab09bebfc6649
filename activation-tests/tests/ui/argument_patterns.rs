//! Arguments that are no plain names, or share one.

use activation_core::activation;

#[activation]
fn patterns((a, b): (f32, f32), mut x: f32, _: f32) -> f32 {
    a + b + x
}

#[activation]
fn twins(x: f32, x: f32) -> f32 {
    x
}

fn main() {}
