//! Changing a name.

use activation_core::activation;

#[activation]
fn changed(x: f32) -> f32 {
    let y = x;
    y = y * 2.0;
    y += 1.0;
    y
}

fn main() {}
