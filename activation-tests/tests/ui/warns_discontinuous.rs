//! Branches that do not meet, as the error that `deny` makes of the warning.

#![deny(deprecated)]

use activation_core::activation;

#[activation]
fn threshold(x: f32, #[param(default = 0.5)] theta: f32) -> f32 {
    if x > theta { x } else { 0.0 }
}

#[activation]
fn stairs(x: f32) -> f32 {
    0.5 * x.floor() + tanh(x)
}

#[activation]
fn closed(x: f32, gate: f32) -> f32 {
    let open = if gate == 0.0 { 0.0 } else { 1.0 };
    x * open
}

fn main() {}
