//! You will see an activation made of others: what each of them is, and that the whole is one
//! kernel with one gradient for every parameter.

use activation_core::{
    catalogue::Swish,
    kernel::{Kernel, Metadata},
    prelude::*,
};
use ndarray::Array1;

/// A gate that closes like tanh, and opens along a line.
#[activation]
fn gate(x: f32, #[param(default = 0.25)] slope: f32) -> f32 {
    if x > 0.0 { slope * x } else { tanh(x) }
}

/// A swish behind that gate. `beta` is handed to the swish; the gate's slope stays its default.
#[activation]
fn gated_swish(x: f32, #[param(default = 1.5)] beta: f32) -> f32 {
    crate::Gate(x) * Swish { beta }(x)
}

/// The same, and everything in it written out.
#[activation]
fn written_out(x: f32, #[param(default = 1.5)] beta: f32) -> f32 {
    let gate = if x > 0.0 { 0.25 * x } else { tanh(x) };
    gate * swish(x, beta)
}

fn describe(metadata: &Metadata, indent: &str) {
    println!("{indent}{}(x) = {}", metadata.name, metadata.formula.text);
    for partial in metadata.derivatives {
        let (variable, expression) = (partial.with_respect_to, partial.expression.text);
        println!("{indent}  ∂/∂{variable} = {expression}");
    }
    for called in metadata.calls {
        describe(called, &format!("{indent}    "));
    }
}

fn main() {
    describe(GatedSwish::METADATA, "");

    let x = Array1::linspace(-3.0_f64, 3.0, 7);
    let dy = Array1::ones(x.len());
    let (composed, in_full) = (GatedSwish::default(), WrittenOut::default());
    let (dx, slopes) = composed.backward_with_parameters(&x, &dy);
    let (expected, expected_slopes) = in_full.backward_with_parameters(&x, &dy);
    println!("\n     x   composed    written out");
    for ((x, dx), expected) in x.iter().zip(&dx).zip(&expected) {
        println!("{x:6.1}  {dx:9.6}      {expected:9.6}");
    }
    println!(
        "  beta  {:9.6}      {:9.6}",
        slopes.beta, expected_slopes.beta
    );
}

#[test]
fn composed_and_written_out_have_the_same_gradients() {
    let x = Array1::linspace(-3.0_f64, 3.0, 61);
    let dy = x.mapv(f64::cos);
    let (dx, slopes) = GatedSwish { beta: 0.7 }.backward_with_parameters(&x, &dy);
    let (expected, in_full) = WrittenOut { beta: 0.7 }.backward_with_parameters(&x, &dy);
    for (dx, expected) in dx.iter().zip(&expected) {
        assert!((dx - expected).abs() < 1e-14);
    }
    assert!((slopes.beta - in_full.beta).abs() < 1e-13);
    main();
}
