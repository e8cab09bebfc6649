//! Types other than one float.

use activation_core::activation;

#[activation]
fn array(x: &[f32]) -> Vec<f32> {
    x
}

#[activation]
fn mixed(x: f32, #[param(default = 1.0)] p: f64) -> f64 {
    p * x
}

#[activation]
fn whole(x: i32) -> i32 {
    x
}

fn main() {}
