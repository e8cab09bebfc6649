//! You will see a ready-made activation and its gradient on a vector, and then on a batch.

use activation_core::{catalogue::Swish, kernel::Kernel, prelude::*};
use ndarray::{Array, Array1, Array2, array};

fn main() {
    let act = Swish { beta: 1.5 };
    println!(
        "Swish is {}, here with beta = 1.5\n",
        Swish::METADATA.formula.text
    );

    // Forward, y = g(v). On the way back, what arrives is the gradient in y, and what leaves is
    // the gradient in v: dv = g′(v) ⊙ dy.
    let v = Array::linspace(-3.0_f32, 3.0, 7);
    let dy = Array1::ones(7);
    let y = act.forward(&v);
    let dv = act.backward(&v, &dy);
    println!("v  = {v:7.3}");
    println!("y  = {y:7.3}");
    println!("dv = {dv:7.3}\n");

    // A batch is a matrix with a row for each example. Nothing changes, whatever the dimension
    // and the layout: here the matrix is transposed and the numbers are f64.
    let batch = array![[-2.0, 0.5], [-1.0, 1.0], [0.0, 2.0]];
    let error = Array2::from_elem((2, 3), 0.1);
    let y = batch.t().activate(&act);
    println!("a batch\n{:7.3}\n", batch.t());
    println!("its activation, as batch.t().activate(&act)\n{y:7.3}\n");
    println!(
        "its gradient for an error of 0.1\n{:7.3}",
        act.backward(&batch.t(), &error)
    );
}

#[test]
fn swish_is_the_input_times_a_sigmoid() {
    let v = Array::linspace(-3.0, 3.0, 7);
    let expected = v.mapv(|v: f64| v / (1.0 + (-1.5 * v).exp()));
    let difference = Swish { beta: 1.5 }.forward(&v) - expected;
    assert!(difference.iter().all(|difference| difference.abs() < 1e-14));
    main();
}
