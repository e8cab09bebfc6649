//! Statements that a formula has not.

use activation_core::activation;

#[activation]
fn series(x: f32) -> f32 {
    for i in 0..3 {}
    while x > 0.0 {}
    match x {
        _ => x,
    }
}

fn main() {}
