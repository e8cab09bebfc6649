//! Exponents of `powi` that are not integer literals.

use activation_core::activation;

#[activation]
fn cubed(x: f32, #[param(default = 3.0)] n: f32) -> f32 {
    powi(x, n) + x.powi(2.0) + x.powi(-0.5) + x.powi(99999999999)
}

fn main() {}
