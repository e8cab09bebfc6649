//! Operators that a formula has not.

use activation_core::activation;

#[activation]
fn operated(x: f32) -> f32 {
    x % 2.0 + (x ^ 2) + if (x > 0.0) & (x < 1.0) | true { x } else { 0.0 }
}

#[activation]
fn python(x: f32) -> f32 {
    x ** 2.0 + 2x + pow(x, 0.5)
}

#[activation]
fn scaled(x: f32) -> f32 {
    if x > 0.0 { 1.0 } else { 0.5 } * x
}

fn main() {}
