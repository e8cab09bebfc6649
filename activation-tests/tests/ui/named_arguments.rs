//! Arguments by name.

use activation_core::activation;

#[activation]
fn bounded(x: f32) -> f32 {
    clamp(x, min = 0.0, max = 1.0) + x.clamp(max = 2.0, min = -x) + Swish(x, beta = 1.5)
}

fn main() {}
