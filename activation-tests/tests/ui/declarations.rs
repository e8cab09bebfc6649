//! Items inside a formula.

use activation_core::activation;

#[activation]
fn declared(x: f32) -> f32 {
    const HALF: f32 = 0.5;
    use std::f32::consts::PI;
    fn twice(x: f32) -> f32 {
        2.0 * x
    }
    twice(x) * PI + HALF
}

fn main() {}
