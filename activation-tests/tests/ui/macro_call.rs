//! Macros inside a formula.

use activation_core::activation;

#[activation]
fn asserted(x: f32) -> f32 {
    assert!(x > 0.0);
    x
}

fn main() {}
