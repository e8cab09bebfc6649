//! Too many or too few arguments.

use activation_core::activation;

#[activation]
fn bounded(x: f32) -> f32 {
    max(x) + x.exp(2.0) + clamp(x, 1.0) + x.clamp(0.0) + elu(x) + leaky_relu(x)
}

#[activation]
fn power(x: f32) -> f32 {
    x.powi(2, 3)
}

fn main() {}
