//! You will see the parameter of an activation being learned: swish finds its β by gradient
//! descent.

use activation_core::{catalogue::Swish, prelude::*};
use ndarray::Array;

/// The sharpness that is to be found.
const TARGET: f64 = 1.7;

fn main() {
    println!("step      loss         β      (wanted: {TARGET})");
    let found = learn(|step, loss, beta| {
        if step % 20 == 0 {
            println!("{step:4}  {loss:.3e}  {beta:.6}");
        }
    });
    println!("\nlearned β = {found:.6}");
}

/// Fits a swish to another one of which only the values are known. `watch` is told step, loss
/// and β.
fn learn(watch: impl Fn(usize, f64, f64)) -> f64 {
    let x = Array::linspace(-4.0, 4.0, 201);
    let target = Swish { beta: TARGET }.forward(&x);

    let mut act = Swish::default();
    for step in 0..=200 {
        // The loss is the mean of (y - target)², so each y pulls with 2 (y - target) / n.
        let error = act.forward(&x) - &target;
        watch(step, error.pow2().mean().unwrap(), act.beta);
        let dy = error * (2.0 / x.len() as f64);

        // One pass yields the gradient of the input, which nobody needs here, and that of the
        // parameters: Σ ∂g/∂β ⊙ dy. The gradient of a `Swish` is a `Swish`.
        let (_dx, gradient) = act.backward_with_parameters(&x, &dy);
        act.beta -= 4.0 * gradient.beta;
    }
    act.beta
}

#[test]
fn finds_the_sharpness() {
    assert!((learn(|_, _, _| ()) - TARGET).abs() < 1e-3);
    main();
}
