//! Constants without a value.

use activation_core::activation;

#[activation]
fn undefined(x: f32) -> f32 {
    x / 0.0 + ln(-1.0) + x.clamp(6.0, 0.0) + exp(1e6)
}

fn main() {}
