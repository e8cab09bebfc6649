//! Formulas without an input, or with too many.

use activation_core::activation;

#[activation]
fn nullary() -> f32 {
    1.0
}

#[activation]
fn constant(#[param(default = 1.0)] p: f32) -> f32 {
    p
}

#[activation]
fn crowded(a: f32, b: f32, c: f32, d: f32, e: f32) -> f32 {
    a + b + c + d + e
}

fn main() {}
