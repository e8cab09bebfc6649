//! Every mistake of a formula is reported, and each once.

use activation_core::activation;

#[activation]
fn busy(x: f32, #[param] beta: f32) -> f32 {
    let mut gate = sigmod(beta * x);
    let half = gate / 2;
    if half > 0.0 {
        half * x
    }
}

fn main() {}
