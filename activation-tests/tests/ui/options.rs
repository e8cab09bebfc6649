//! Options of the attribute.

use activation_core::activation;

#[activation(nmae = Gate)]
fn a(x: f32) -> f32 {
    x
}

#[activation(name = Gate, name = Other)]
fn b(x: f32) -> f32 {
    x
}

#[activation(name = "Gate")]
fn c(x: f32) -> f32 {
    x
}

#[activation(crate)]
fn d(x: f32) -> f32 {
    x
}

#[activation(1.0)]
fn e(x: f32) -> f32 {
    x
}

#[activation(allow)]
fn f(x: f32) -> f32 {
    x
}

#[activation(allow(discontinous, everything))]
fn g(x: f32) -> f32 {
    x
}

fn main() {}
