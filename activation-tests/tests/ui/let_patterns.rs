//! A `let` that is no plain name.

use activation_core::activation;

#[activation]
fn bound(x: f32) -> f32 {
    let (a, b) = (x, x);
    let mut c = x;
    let d: f32;
    a + b + c + d
}

fn main() {}
