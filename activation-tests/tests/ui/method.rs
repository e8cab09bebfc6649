//! The attribute on a method.

use activation_core::activation;

struct Layer;

impl Layer {
    #[activation]
    fn forward(&self, x: f32) -> f32 {
        x.tanh()
    }
}

fn main() {}
