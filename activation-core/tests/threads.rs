//! One thread or several: the same bits, sums included.
#![cfg(feature = "rayon")]

mod common;

use activation_core::Activation;
use common::{BiasRelu, Gate, Mix, Softsign, numbers, singles};
use ndarray::{Array1, Array2, Array3, ArrayView, Axis, Dimension, Slice};

/// What `work` returns on one thread and on three has the same bits.
fn check<T: Send>(work: impl Fn() -> T + Sync, bits: impl Fn(&T) -> Vec<u64>) {
    let pool = |threads| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap()
    };
    let one = bits(&pool(1).install(&work));
    assert!(!one.is_empty());
    assert!(one == bits(&pool(3).install(&work)), "three threads differ");
    assert!(one == bits(&work()), "the global pool differs");
}

fn singles_of<D: Dimension>(array: &ndarray::Array<f32, D>) -> impl Iterator<Item = u64> {
    array.iter().map(|x| u64::from(x.to_bits()))
}

fn operations<D: Dimension>(x: ArrayView<'_, f32, D>, dy: ArrayView<'_, f32, D>) {
    let act = Softsign { beta: 1.25 };
    check(|| act.forward(&x), |y| singles_of(y).collect());
    check(|| act.backward(&x, &dy), |dx| singles_of(dx).collect());
    check(
        || act.value_and_derivative(&x),
        |(y, d)| singles_of(y).chain(singles_of(d)).collect(),
    );
    check(
        || {
            let mut y = x.to_owned();
            act.forward_inplace(&mut y);
            act.backward_inplace(&x, &mut y);
            act.backward_acc(&x, &dy, &mut y);
            y
        },
        |y| singles_of(y).collect(),
    );
    check(
        || act.backward_with_parameters(&x, &dy),
        |(dx, act)| singles_of(dx).chain([act.beta.to_bits()]).collect(),
    );
    // And each element is what it is alone.
    let y = act.forward(&x);
    for (x, y) in x.iter().zip(&y).step_by(997) {
        assert_eq!(act.value(*x).to_bits(), y.to_bits());
    }
}

#[test]
fn contiguous() {
    for len in [131_072, 131_073, 400_001] {
        let (x, dy) = (Array1::from(singles(len, 1)), Array1::from(singles(len, 2)));
        operations(x.view(), dy.view());
    }
}

#[test]
fn strided() {
    let x = Array2::from_shape_vec((700, 513), singles(700 * 513, 3)).unwrap();
    let dy = Array2::from_shape_vec((513, 700), singles(700 * 513, 4)).unwrap();
    operations(x.view(), dy.t());
    operations(x.t(), dy.view());
    let cut = Slice::from(1..512);
    operations(
        x.slice_axis(Axis(1), cut),
        dy.slice_axis(Axis(0), cut).reversed_axes(),
    );
    let every_other = Slice::from(..).step_by(-2);
    operations(
        x.slice_axis(Axis(1), every_other),
        x.slice_axis(Axis(1), every_other),
    );
    let cube = Array3::from_shape_vec((3, 171, 700), singles(3 * 171 * 700, 5)).unwrap();
    operations(
        cube.view().permuted_axes([1, 0, 2]),
        cube.view().permuted_axes([1, 0, 2]),
    );
}

#[test]
fn sums_over_broadcast_axes() {
    // Long columns, long rows, one number a row, one for all.
    for (rows, columns) in [(9_000, 40), (40, 9_000), (3, 100_000), (200_000, 2)] {
        let v = Array2::from_shape_vec((rows, columns), singles(rows * columns, 6)).unwrap();
        let dy = v.mapv(|x| x * 0.5 + 0.25);
        let bias = Array1::from(singles(columns, 7));
        check(
            || BiasRelu::default().backward((&v, &bias), &dy),
            |(dv, db)| singles_of(dv).chain(singles_of(db)).collect(),
        );
        let gate = Array2::from_shape_vec((rows, 1), singles(rows, 8)).unwrap();
        check(
            || Gate::default().backward((&v, &gate), &dy),
            |(dv, dg)| singles_of(dv).chain(singles_of(dg)).collect(),
        );
        let (_, db) = Gate::default().backward((&v, &bias), &dy);
        let terms = (&v * &dy).mapv(f64::from);
        let size = terms.mapv(f64::abs).sum_axis(Axis(0));
        for ((db, sum), size) in db.iter().zip(&terms.sum_axis(Axis(0))).zip(&size) {
            assert!((f64::from(*db) - sum).abs() <= 3e-7 * size);
        }
    }
    let shape = (4, 90, 500);
    let a = Array3::from_shape_vec(shape, numbers(4 * 90 * 500, 1)).unwrap();
    let b = Array2::from_shape_vec((90, 1), numbers(90, 2)).unwrap();
    let c = Array3::from_shape_vec((4, 1, 500), numbers(2000, 3)).unwrap();
    check(
        || Mix::default().backward_with_parameters((&a, &b, &c), &a),
        |((da, db, dc), mix)| {
            let all = da.iter().chain(db).chain(dc).chain([&mix.s, &mix.t]);
            all.map(|x| x.to_bits()).collect()
        },
    );
}
