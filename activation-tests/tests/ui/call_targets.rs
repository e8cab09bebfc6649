//! Calls of what cannot be called.

use activation_core::activation;

#[activation]
fn generic(x: f32, #[param(default = Gate(1.0))] p: f32) -> f32 {
    p * Gate::<f32>(x)
}

#[activation]
fn endless(x: f32) -> f32 {
    1.0 + Endless(x)
}

#[activation]
fn recursive(x: f32) -> f32 {
    1.0 + recursive(x)
}

fn main() {}
