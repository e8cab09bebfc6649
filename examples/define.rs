//! You will see an activation of your own, declared as a formula, and the derivatives that came
//! with it.

use activation_core::{kernel::Kernel, prelude::*};
use ndarray::{Array, Array1};

/// A ripple: the identity with a wave on it that dies away from the origin.
#[activation]
pub fn ripple(
    x: f32,
    /// How many waves there are.
    #[param(default = 4.0)]
    frequency: f32,
) -> f32 {
    let envelope = exp(-x * x);
    x + envelope * sin(frequency * x)
}

fn main() {
    // The type is named after the function; its parameter is a field.
    let act = Ripple::default();
    let about = Ripple::METADATA;
    println!("g(x)         = {}", about.formula.text);
    for partial in about.derivatives {
        println!(
            "∂/∂{:9} = {}",
            partial.with_respect_to, partial.expression.text
        );
    }

    // Both curves, sideways: * is the value, · its slope.
    let x = Array::linspace(-2.4_f32, 2.4, 25);
    let y = act.forward(&x);
    let slope = act.backward(&x, &Array1::ones(x.len()));
    println!("\n     x       g(x)     g′(x)");
    for ((&x, &y), &slope) in x.iter().zip(&y).zip(&slope) {
        let mut line = [' '; 61];
        let column = |value: f32| (30.0 + 6.0 * value).round() as usize;
        line[30] = '|';
        line[column(slope)] = '·';
        line[column(y)] = '*';
        println!(
            "{x:7.3}  {y:8.4}  {slope:8.4}  {}",
            String::from_iter(line).trim_end()
        );
    }

    // The function is still a function.
    println!("\nripple(0.5, 4.0) = {}", ripple(0.5, 4.0));
}

#[test]
fn the_slope_is_that_of_the_curve() {
    let (act, h) = (Ripple { frequency: 3.0 }, 1e-5_f64);
    for x in [-2.0_f64, -0.3, 0.0, 0.7, 1.9] {
        let difference = (act.value(x + h) - act.value(x - h)) / (2.0 * h);
        assert!((act.derivative(x) - difference).abs() < 1e-8);
    }
    main();
}
