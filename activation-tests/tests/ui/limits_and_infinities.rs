//! Constants of the float types.

use activation_core::activation;

#[activation]
fn guarded(x: f32) -> f32 {
    if x > f32::MAX { f32::INFINITY } else { x + f32::EPSILON + f32::PI }
}

fn main() {}
