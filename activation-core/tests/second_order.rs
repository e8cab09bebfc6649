//! Second derivatives and backward of backward over arrays.

use activation_core::{
    catalogue::{Celu, Mish, Softsign, Swish, Tanh},
    prelude::*,
};
use ndarray::{Array2, array};

fn numbers(rows: usize, columns: usize, step: f64) -> Array2<f64> {
    Array2::from_shape_fn((rows, columns), |(i, j)| {
        (i * 7 + j * 3) as f64 * step - 2.0
    })
}

#[test]
fn known_values() {
    // tanh″ = −2·tanh·(1 − tanh²), swish″(0) = β/2.
    let t = 0.5f64.tanh();
    assert!((Tanh.curvature(0.5_f64) + 2.0 * t * (1.0 - t * t)).abs() < 1e-15);
    assert_eq!(Swish { beta: 3.0 }.curvature(0.0_f64), 1.5);
    // The branch that is taken at 0 is the exponential's: `KINKS.md`.
    assert_eq!(Celu::default().curvature(0.0_f64), 1.0);
    // The element of smallest magnitude between 2 and −2.
    assert_eq!(Softsign.second_derivative(&array![0.0_f32]), array![0.0]);
}

#[test]
fn backward_of_backward_is_the_gradient_of_backward() {
    let act = Mish;
    let (x, dy, ddx) = (
        numbers(4, 5, 0.11),
        numbers(4, 5, 0.07),
        numbers(4, 5, 0.05),
    );
    // A loss in dx with the gradient ddx: Σ ddx·dx.
    let loss = |x: &Array2<f64>, dy: &Array2<f64>| (&act.backward(x, dy) * &ddx).sum();
    let [of_x, of_dy] = act.double_backward(&x, &dy, &ddx);
    const STEP: f64 = 1e-5;
    for index in [(0, 0), (1, 3), (2, 2), (3, 4)] {
        let moved = |array: &Array2<f64>, by: f64| {
            let mut array = array.clone();
            array[index] += by;
            array
        };
        let in_x = (loss(&moved(&x, STEP), &dy) - loss(&moved(&x, -STEP), &dy)) / (2.0 * STEP);
        let in_dy = (loss(&x, &moved(&dy, STEP)) - loss(&x, &moved(&dy, -STEP))) / (2.0 * STEP);
        assert!((of_x[index] - in_x).abs() < 1e-8, "{} {in_x}", of_x[index]);
        assert!(
            (of_dy[index] - in_dy).abs() < 1e-8,
            "{} {in_dy}",
            of_dy[index]
        );
    }
}

#[test]
fn the_same_in_every_layout() {
    let act = Swish { beta: 1.5 };
    let (x, dy, ddx) = (
        numbers(5, 7, 0.11),
        numbers(5, 7, 0.07),
        numbers(5, 7, 0.05),
    );
    let [of_x, of_dy] = act.double_backward(&x, &dy, &ddx);
    assert_eq!(of_dy, act.backward(&x, &ddx));
    assert_eq!(of_x, act.second_derivative(&x) * (&dy * &ddx));
    assert_eq!(act.second_derivative(&x), x.mapv(|x| act.curvature(x)));
    let (mut a, mut b) = (Array2::zeros((7, 5)), Array2::zeros((7, 5)));
    let (dy_t, ddx_t) = (dy.t(), ddx.t().to_owned());
    act.double_backward_into(x.t(), &dy_t, &ddx_t, &mut a, &mut b);
    assert_eq!((a.t(), b.t()), (of_x.view(), of_dy.view()));
}

#[test]
#[should_panic(expected = "shape of ddx [2] does not match the shape of x [3]")]
fn another_shape_panics() {
    let (x, ddx) = (array![1.0_f32, 2.0, 3.0], array![1.0, 2.0]);
    Tanh.double_backward(&x, &x, &ddx);
}
