//! The attribute on something else.

use activation_core::activation;

#[activation]
struct Swish {
    beta: f32,
}

fn main() {}
