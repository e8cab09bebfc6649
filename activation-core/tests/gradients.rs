//! Gradients of parameters and of broadcast inputs against plain loops in `f64`, and the
//! messages for shapes that do not fit.

mod common;

use activation_core::Activation;
use common::{BiasRelu, Four, Gate, LeakyRelu, Mix, Reciprocal, Softsign, numbers, singles};
use ndarray::{Array, Array1, Array2, Array3, Axis, Ix1, Ix2, arr0, array};

fn close(value: f64, reference: f64, relative: f64, scale: f64) {
    let error = (value - reference).abs();
    assert!(
        error <= relative * scale.abs(),
        "{value} instead of {reference}: off by {error:e}"
    );
}

#[test]
fn parameters() {
    for len in [
        0, 1, 2, 3, 7, 8, 9, 31, 33, 200, 1023, 1024, 1025, 5000, 100_000,
    ] {
        let (x, dy) = (Array1::from(singles(len, 1)), Array1::from(singles(len, 2)));
        let act = Softsign { beta: 1.25 };
        let (dx, gradient) = act.backward_with_parameters(&x, &dy);
        assert_eq!(dx, act.backward(&x, &dy));
        let terms = x.iter().zip(&dy).map(|(&x, &dy)| {
            let x = f64::from(x);
            x / (1.0 + x.abs()) * f64::from(dy)
        });
        let scale = terms.clone().map(f64::abs).sum::<f64>();
        close(gradient.beta, terms.sum(), 1e-6, scale);

        let mut into = Array::zeros(len);
        assert_eq!(
            act.backward_with_parameters_into(&x, &dy, &mut into),
            gradient
        );
        assert_eq!(into, dx);
        assert_eq!(
            act.backward_with_parameters_acc(&x, &dy, &mut into),
            gradient
        );
        assert_eq!(into, &dx + &dx);

        let (x, dy) = (Array1::from(numbers(len, 1)), Array1::from(numbers(len, 2)));
        let (_, gradient) = act.backward_with_parameters(&x, &dy);
        let terms = x.iter().zip(&dy).map(|(x, dy)| x / (1.0 + x.abs()) * dy);
        let scale = terms.clone().map(f64::abs).sum::<f64>();
        close(gradient.beta, terms.sum(), 1e-15, scale);
    }
}

#[test]
fn padding_adds_nothing_to_sums() {
    // The kernel is infinite, and NaN times zero, where a tail is padded.
    for len in 1..=70 {
        let x = Array1::from_elem(len, 2.0f32);
        let (_, gradient) = Reciprocal::default().backward_with_parameters(&x, &x);
        assert_eq!(gradient.scale, len as f64);
    }
}

#[test]
fn the_bias_of_a_batch() {
    for (batch, features) in [(1, 1), (5, 3), (300, 4), (17, 300), (4, 0), (0, 4)] {
        let v = Array2::from_shape_vec((batch, features), singles(batch * features, 3)).unwrap();
        let dy = v.mapv(|x| x * 2.0 + 0.5);
        let b = Array1::from(singles(features, 4));
        let y = BiasRelu::default().forward((&v, &b));
        assert_eq!(y, (&v + &b).mapv(|x| x.max(0.0)));
        let (dv, db) = BiasRelu::default().backward((&v, &b), &dy);
        let slope = (&v + &b).mapv(|x| if x > 0.0 { 1.0 } else { 0.0 });
        assert_eq!(dv, &dy * &slope);
        let reference = dv.mapv(f64::from).sum_axis(Axis(0));
        let size = dv.mapv(|term| f64::from(term.abs())).sum_axis(Axis(0));
        for ((value, reference), size) in db.iter().zip(&reference).zip(&size) {
            // A few rows at a time are summed in f32 before they are added up in f64: what is
            // lost is in proportion to the terms, not to a sum in which they cancel.
            close(
                f64::from(*value),
                *reference,
                2.0 * f64::from(f32::EPSILON),
                *size,
            );
        }
        let mut acc = (dv.clone(), db.clone());
        BiasRelu::default().backward_acc((&v, &b), &dy, (&mut acc.0, &mut acc.1));
        assert_eq!(acc, (&dv + &dv, &db + &db));
        let mut into = (dv.mapv(|_| 9.0), db.mapv(|_| 9.0));
        BiasRelu::default().backward_into((&v, &b), &dy, (&mut into.0, &mut into.1));
        assert_eq!(into, (dv.clone(), db.clone()));
        // The inputs may be swapped, and lie in any order.
        let swapped = Gate::default().backward((&b, &v.t().as_standard_layout().t()), &dy);
        let straight = Gate::default().backward((&v, &b), &dy);
        assert_eq!(swapped.1, straight.0);
        for (one, other) in swapped.0.iter().zip(&straight.1) {
            close(f64::from(*one), f64::from(*other), 1e-6, 4.0 * batch as f64);
        }
    }
}

#[test]
fn a_sum_over_a_hundred_thousand_rows() {
    let rows = 100_000;
    let v = Array2::from_elem((rows, 3), 1.0f32);
    let dy = Array2::from_shape_vec((rows, 3), singles(rows * 3, 5))
        .unwrap()
        .mapv(|x| x + 4.1);
    let (_, db) = BiasRelu::default().backward((&v, &array![1.0f32, 2.0, -3.0]), &dy);
    let reference = dy.mapv(f64::from).sum_axis(Axis(0));
    close(f64::from(db[0]), reference[0], 1e-6, reference[0]);
    close(f64::from(db[1]), reference[1], 1e-6, reference[1]);
    assert_eq!(db[2], 0.0);
    let (_, db) = BiasRelu::default().backward((&v, &arr0(1.0f32)), &dy);
    close(
        f64::from(*db.first().unwrap()),
        reference.sum(),
        1e-6,
        reference.sum(),
    );
}

#[test]
fn every_way_to_broadcast() {
    let shapes: [&[usize]; 9] = [
        &[],
        &[1],
        &[5],
        &[4, 5],
        &[4, 1],
        &[1, 5],
        &[3, 4, 5],
        &[3, 1, 5],
        &[2, 3, 4, 5],
    ];
    let make = |shape: &[usize], seed| {
        Array::from_shape_vec(shape, numbers(shape.iter().product(), seed)).unwrap()
    };
    let act = Mix::default();
    for a in shapes {
        for b in shapes {
            for c in [shapes[0], shapes[4], shapes[6]] {
                let (a, b, c) = (make(a, 1), make(b, 2), make(c, 3));
                let y = act.forward((&a, &b, &c));
                let reference = &a * &b * act.s + &c * act.t;
                assert_eq!(y.shape(), reference.shape());
                assert!(y.abs_diff_eq_(&reference));
                let dy = make(y.shape(), 4);
                let ((da, db, dc), parameters) = act.backward_with_parameters((&a, &b, &c), &dy);
                let full = |x: &ndarray::ArrayD<f64>| x.broadcast(y.raw_dim()).unwrap().to_owned();
                let (fa, fb, fc) = (full(&a), full(&b), full(&c));
                assert!(da.abs_diff_eq_(&reduce(&dy * &fb * act.s, a.shape())));
                assert!(db.abs_diff_eq_(&reduce(&dy * &fa * act.s, b.shape())));
                assert!(dc.abs_diff_eq_(&reduce(&dy * act.t, c.shape())));
                close(parameters.s, (&dy * &fa * &fb).sum(), 1e-12, 1000.0);
                close(parameters.t, (&dy * &fc).sum(), 1e-12, 1000.0);
                let (y2, (pa, pb, pc)) = act.value_and_derivative((&a, &b, &c));
                assert_eq!(y2, y);
                assert!(pa.abs_diff_eq_(&(&fb * act.s)) && pb.abs_diff_eq_(&(&fa * act.s)));
                assert!(pc.abs_diff_eq_(&fc.mapv(|_| act.t)));
            }
        }
    }
}

/// The sum over the axes along which `shape` is broadcast.
fn reduce(mut full: ndarray::ArrayD<f64>, shape: &[usize]) -> ndarray::ArrayD<f64> {
    while full.ndim() > shape.len() {
        full = full.sum_axis(Axis(0));
    }
    for (axis, &len) in shape.iter().enumerate() {
        if len == 1 {
            full = full.sum_axis(Axis(axis)).insert_axis(Axis(axis));
        }
    }
    full
}

trait Close {
    fn abs_diff_eq_(&self, other: &Self) -> bool;
}
impl Close for ndarray::ArrayD<f64> {
    fn abs_diff_eq_(&self, other: &Self) -> bool {
        self.shape() == other.shape() && self.iter().zip(other).all(|(a, b)| (a - b).abs() < 1e-11)
    }
}

#[test]
fn dimensions_are_the_largest() {
    let (a, b) = (Array2::<f32>::ones((2, 3)), Array1::<f32>::ones(3));
    let y: Array<f32, Ix2> = Gate::default().forward((&a, &b));
    let (da, db): (Array<f32, Ix2>, Array<f32, Ix1>) = Gate::default().backward((&a, &b), &y);
    assert_eq!((da.sum(), db.sum()), (6.0, 6.0));
    let c = Array3::<f32>::ones((4, 1, 1));
    let y = Four::default().forward((&a, &b, &arr0(1.0), &c));
    assert_eq!((y.dim(), y.sum()), ((4, 2, 3), 96.0));
    let gradients = Four::default().backward((&a, &b, &arr0(1.0), &c), &y);
    assert_eq!(gradients.2, arr0(8.0 * 24.0));
}

#[test]
fn points() {
    assert_eq!(Softsign::default().value(1.0), 0.5);
    assert_eq!(Softsign::default().value(-3.0f32), -0.75);
    assert_eq!(LeakyRelu { slope: 0.5 }.derivative(-1.0f64), 0.5);
    assert_eq!(Gate::default().value((2.0f32, 3.0)), 6.0);
    assert_eq!(Gate::default().derivative((2.0, 3.0)), (3.0, 2.0));
    assert_eq!(Mix::default().derivative((2.0, 3.0, 1.0)), (1.5, 1.0, -1.5));
}

mod messages {
    use super::*;

    #[test]
    #[should_panic(expected = "shape of dy [3, 4] does not match the output shape [3, 5]")]
    fn dy() {
        Softsign::default().backward(&Array2::<f32>::zeros((3, 5)), &Array2::zeros((3, 4)));
    }
    #[test]
    #[should_panic(expected = "shape of dy [4] does not match the shape of x [5]")]
    fn dy_in_place() {
        Softsign::default().backward_inplace(&Array1::<f32>::zeros(5), &mut Array1::zeros(4));
    }
    #[test]
    #[should_panic(expected = "shape of y [4] does not match the output shape [5]")]
    fn y() {
        Softsign::default().forward_into(&Array1::<f32>::zeros(5), &mut Array1::zeros(4));
    }
    #[test]
    #[should_panic(
        expected = "shape of the gradient of `b` [1] does not match the shape of `b` [5]"
    )]
    fn gradient() {
        let x = Array1::<f32>::zeros(5);
        Gate::default().backward_into((&x, &x), &x, (&mut x.clone(), &mut Array1::zeros(1)));
    }
    #[test]
    #[should_panic(expected = "shapes [2, 3] and [4] do not broadcast together")]
    fn inputs() {
        Gate::default().forward((&Array2::<f32>::zeros((2, 3)), &Array1::zeros(4)));
    }
}
