//! One branch is a number, the other a truth value.

use activation_core::activation;

#[activation]
fn mixed(x: f32) -> f32 {
    if x > 0.0 { x } else { x < -1.0 }
}

fn main() {}
