//! Ops without a value, as the error that `deny` makes of the warning.

#![deny(deprecated)]

use activation_core::activation;

#[activation]
fn entropy(x: f32) -> f32 {
    -x * ln(x)
}

#[activation]
fn sinc(x: f32) -> f32 {
    sin(x) / x
}

#[activation]
fn root(x: f32, #[param(default = 0.5)] exponent: f32) -> f32 {
    let magnitude = if x > 0.0 { sqrt(x) } else { -sqrt(-x) };
    magnitude + x.powf(exponent)
}

#[activation]
fn ratio(a: f32, b: f32) -> f32 {
    a / (1.0 + b)
}

fn main() {}
