//! A formula without a result.

use activation_core::activation;

#[activation]
fn resultless(x: f64) {
    x * 2.0
}

fn main() {}
