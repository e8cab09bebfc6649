//! Straight lines, as the error that `deny` makes of the warning.

#![deny(deprecated)]

use activation_core::activation;

#[activation]
fn scaled(x: f32, #[param(default = 2.0)] slope: f32) -> f32 {
    slope * x - 1.0
}

#[activation]
fn biased(v: f32, bias: f32) -> f32 {
    v + bias
}

fn main() {}
