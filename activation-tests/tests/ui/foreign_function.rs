//! Functions that go by another name, or are not in the language.

use activation_core::activation;

#[activation]
fn compressed(x: f32) -> f32 {
    log(1.0 + x * x) + x.rsqrt() + helper(x)
}

#[activation]
fn qualified(x: f32) -> f32 {
    mathematics::tanh(x)
}

#[activation]
fn rowwise(x: f32) -> f32 {
    softmax(x) + my_gate(x)
}

fn helper(x: f32) -> f32 {
    x
}

fn main() {}
