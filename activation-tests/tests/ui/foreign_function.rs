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

#[activation]
fn of_the_catalogue(x: f32) -> f32 {
    selu(x) + prelu(x, 0.1)
}

#[activation]
fn of_floats(x: f32) -> f32 {
    x.log(10.0) + cbrt(x) + x.acosh() + x.copysign(1.0) + x.to_degrees() * PI()
}

fn helper(x: f32) -> f32 {
    x
}

fn main() {}
