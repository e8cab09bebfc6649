//! A number where a truth value is needed.

use activation_core::activation;

#[activation]
fn masked(x: f32) -> f32 {
    if x { x } else if x > 0.0 && x { 1.0 } else { !x }
}

fn main() {}
