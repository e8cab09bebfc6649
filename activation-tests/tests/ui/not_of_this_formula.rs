//! Methods that only some activations have, of others.

use activation_core::prelude::*;
use ndarray::array;

#[activation]
fn hump(x: f32) -> f32 {
    x * exp(-x * x)
}

#[activation]
fn gate(a: f32, b: f32) -> f32 {
    a * sigmoid(b)
}

fn layer<A: BackwardFromOutput>(_: A) {}

fn main() {
    let y = array![0.5_f32];
    Hump.backward_from_output(&y, &y);
    Gate.backward_from_output(&y, &y);
    Gate.second_derivative((&y, &y));
    layer(Hump);
}
