//! Arrays of `f16` and `bf16`: what is computed in `f32`, rounded once.
#![cfg(feature = "half")]

mod common;

#[path = "common/halves.rs"]
mod halves;

use activation_core::{
    Activation,
    catalogue::{Gelu, HardShrink, Mish, Silu, Tanh},
    kernel::{Kernel, N},
    operands::ScalarInputs,
};
use common::{BiasRelu, Four, Gate, LeakyRelu, Mix, Softsign, singles};
use half::{bf16, f16};
use halves::{Half, every, same};
use ndarray::{Array1, Array2, ArrayView, Axis, Dimension, Slice};

/// All there are, through an entry, forward and backward.
fn all<H: Half, K: Kernel<Inputs = N<1>> + Default>() {
    let (x, act) = (every::<H>(), K::default());
    let name = K::METADATA.name;
    let (wide, dy) = (x.mapv(H::exact), cut(x.view(), -1));
    same(name, &act.forward(&x), &act.forward(&wide));
    let dx = act.backward(&wide, &dy.mapv(H::exact));
    same(name, &act.backward(&x, &dy), &dx);
}

#[test]
fn every_half_through_some_entries() {
    fn through<H: Half>() {
        all::<H, Silu>();
        all::<H, Tanh>();
        all::<H, Gelu>();
        all::<H, Mish>();
        all::<H, HardShrink>();
    }
    through::<f16>();
    through::<bf16>();
}

fn cut<H: Copy, D: Dimension>(view: ArrayView<'_, H, D>, step: isize) -> ArrayView<'_, H, D> {
    let last = Axis(view.ndim() - 1);
    view.slice_axis_move(last, Slice::from(..).step_by(step))
}

/// Every operation of a formula of one input, in one layout.
fn operations<H, D: Dimension>(x: ArrayView<'_, H, D>, dy: ArrayView<'_, H, D>)
where
    H: Half + ScalarInputs<N<1>, Elem = H>,
{
    let act = Softsign { beta: 1.25 };
    let (wide, wide_dy) = (x.mapv(H::exact), dy.mapv(H::exact));
    let y = act.forward(&wide);
    let dx = act.backward(&wide, &wide_dy);
    same("forward", &act.forward(&x), &y);
    same("backward", &act.backward(&x, &dy), &dx);
    let (value, derivative) = act.value_and_derivative(&x);
    same("value", &value, &y);
    same(
        "derivative",
        &derivative,
        &act.value_and_derivative(&wide).1,
    );
    let mut out = x.to_owned();
    act.forward_into(&x, &mut out);
    same("into", &out, &y);
    out.assign(&x);
    act.forward_inplace(&mut out);
    same("in place", &out, &y);
    act.backward_into(&x, &dy, &mut out);
    same("backward into", &out, &dx);
    out.assign(&dy);
    act.backward_inplace(&x, &mut out);
    same("backward in place", &out, &dx);
    // What was there is exact in f32; product and sum are rounded there, the result once more.
    out.assign(&dy);
    act.backward_acc(&x, &dy, &mut out);
    same("accumulated", &out, &(&wide_dy + &dx));
    let (with, parameters) = act.backward_with_parameters(&x, &dy);
    let (_, reference) = act.backward_with_parameters(&wide, &wide_dy);
    same("with parameters", &with, &dx);
    let terms = wide.mapv(|x| x / (1.0 + x.abs())) * &wide_dy;
    let size: f64 = terms.iter().map(|term| f64::from(term.abs())).sum();
    assert!((parameters.beta - reference.beta).abs() <= 1e-6 * size);
    for (x, y) in x.iter().zip(&value).take(40) {
        assert_eq!(act.value(*x), *y);
        let derivative = act.derivative(x.exact());
        assert_eq!(act.derivative(*x), H::rounded(derivative));
    }
}

fn layouts<H>()
where
    H: Half + ScalarInputs<N<1>, Elem = H>,
{
    for (rows, columns) in [(1, 1), (3, 7), (5, 600), (700, 3), (300, 500)] {
        let numbers = |seed| singles(rows * columns, seed).into_iter().map(H::rounded);
        let x = Array2::from_shape_vec((rows, columns), numbers(1).collect()).unwrap();
        let dy = Array2::from_shape_vec((columns, rows), numbers(2).collect()).unwrap();
        operations(x.view(), x.view());
        operations(x.view(), dy.t());
        operations(x.t(), dy.view());
        operations(cut(x.view(), -2), cut(dy.t(), 2));
        operations(
            x.row(0).broadcast((4, columns)).unwrap(),
            x.row(0).broadcast((4, columns)).unwrap(),
        );
    }
}

#[test]
fn every_layout() {
    layouts::<f16>();
    layouts::<bf16>();
}

#[test]
fn sums_are_rounded_once() {
    let (rows, columns) = (300, 40);
    let numbers = |len, seed| singles(len, seed).into_iter().map(f16::from_f32).collect();
    let v: Array2<f16> =
        Array2::from_shape_vec((rows, columns), numbers(rows * columns, 1)).unwrap();
    let b: Array1<f16> = Array1::from_vec(numbers(columns, 2));
    let (wide, wide_b) = (v.mapv(f16::to_f32), b.mapv(f16::to_f32));
    let (dv, db) = BiasRelu::default().backward((&v, &b), &v);
    let (wide_dv, wide_db) = BiasRelu::default().backward((&wide, &wide_b), &wide);
    same("dv", &dv, &wide_dv);
    // The sum of halves in f64 is exact: one rounding is all there may be.
    let exact = wide_dv.mapv(f64::from).sum_axis(Axis(0));
    for ((db, exact), near) in db.iter().zip(&exact).zip(&wide_db) {
        assert!((f64::from(*near) - exact).abs() < 1e-3);
        assert_eq!(*db, f16::from_f64(*exact));
    }
    let mut acc = (dv.clone(), db.clone());
    BiasRelu::default().backward_acc((&v, &b), &v, (&mut acc.0, &mut acc.1));
    for ((acc, db), exact) in acc.1.iter().zip(&db).zip(&exact) {
        assert_eq!(*acc, f16::from_f64(db.to_f64() + exact));
    }
    let y = Gate::default().forward((&v, &b));
    same("gate", &y, &Gate::default().forward((&wide, &wide_b)));
    assert_eq!(Gate::default().value((v[[0, 0]], b[0])), y[[0, 0]]);
    let y = Mix::default().forward((&v, &b, &v));
    same("mix", &y, &Mix::default().forward((&wide, &wide_b, &wide)));
}

/// A threshold that no `f16` holds is compared as it is (pytorch#185472 rounds it).
#[test]
fn parameters_are_not_rounded() {
    let x = every::<f16>();
    let slope = 0.300_048_828_125 + 1e-5;
    let y = LeakyRelu { slope }.forward(&x);
    same(
        "slope",
        &y,
        &LeakyRelu { slope }.forward(&x.mapv(f16::to_f32)),
    );
    assert!(
        y != LeakyRelu {
            slope: f16::from_f64(slope).to_f64()
        }
        .forward(&x)
    );
    let act = HardShrink { lambd: 0.500_2 };
    let near = f16::from_f64(0.500_2);
    let kept = f64::from(near) > 0.500_2;
    assert_eq!(act.value(near) == near, kept);
}

/// Of as many inputs as in `f32`.
#[test]
fn single_points() {
    let [a, b, c, d] = [0.5, -1.25, 3.0, 0.75];
    macro_rules! points {
        ($($H:ident),+) => {$(
            let [h, i, j, k] = [a, b, c, d].map($H::from_f32);
            let act = Mix::default();
            assert_eq!(act.value((h, i, j)).to_f32(), act.value((a, b, c)));
            let (s, t, u) = act.derivative((h, i, j));
            assert_eq!((s.to_f32(), t.to_f32(), u.to_f32()), act.derivative((a, b, c)));
            let act = Four::default();
            assert_eq!(act.value((h, i, j, k)).to_f32(), act.value((a, b, c, d)));
            let (s, t, u, v) = act.derivative((h, i, j, k));
            assert_eq!(
                (s.to_f32(), t.to_f32(), u.to_f32(), v.to_f32()),
                act.derivative((a, b, c, d))
            );
        )+};
    }
    points!(f16, bf16);
}
