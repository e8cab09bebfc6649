//! An attribute that stands there twice.

use activation_core::activation;

#[activation]
#[activation]
fn half(x: f32) -> f32 {
    0.5 * x
}

#[activation(name = Quartered)]
/// A quarter.
#[activation_core::activation]
fn quarter(x: f32, #[param(default = 0.25)] a: f32) -> f32 {
    a * x
}

fn main() {
    let _ = (half(1.0), quarter(1.0, 0.2), Half, Quartered { a: 0.5 });
}
