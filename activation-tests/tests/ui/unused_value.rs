//! A value in the middle of a formula.

use activation_core::activation;

#[activation]
fn wasted(x: f32) -> f32 {
    x.exp();
    x
}

fn main() {}
