//! Whatever the layout and the length, an element's result is the same to the bit.

mod common;

use activation_core::Activation;
use common::{Gate, LeakyRelu, Mix, Softsign, numbers, singles};
use ndarray::{
    Array, Array1, Array2, Array3, Array4, ArrayD, ArrayView, Axis, Dimension, Ix0, IxDyn,
    ShapeBuilder, Slice, arr0, array,
};

fn bits<D: Dimension>(array: &Array<f32, D>) -> Vec<u32> {
    array.iter().map(|x| x.to_bits()).collect()
}

/// Every operation over `x` and `dy` in their layouts against the same in standard layout.
fn check<D: Dimension>(x: ArrayView<'_, f32, D>, dy: ArrayView<'_, f32, D>) {
    let act = Softsign { beta: 1.25 };
    let (x0, dy0) = (x.as_standard_layout(), dy.as_standard_layout());
    let (x0, dy0) = (x0.into_owned(), dy0.into_owned());
    let y0 = act.forward(&x0);
    let dx0 = act.backward(&x0, &dy0);
    // The reference itself: element by element.
    for (value, x) in y0.iter().zip(&x0) {
        assert_eq!(value.to_bits(), act.value(*x).to_bits());
    }
    for ((value, x), dy) in dx0.iter().zip(&x0).zip(&dy0) {
        assert_eq!(value.to_bits(), (act.derivative(*x) * dy).to_bits());
    }

    assert_eq!(bits(&act.forward(&x)), bits(&y0));
    assert_eq!(bits(&act.backward(&x, &dy)), bits(&dx0));
    let (y, derivative) = act.value_and_derivative(&x);
    assert_eq!(bits(&y), bits(&y0));
    let (_, derivative0) = act.value_and_derivative(&x0);
    assert_eq!(bits(&derivative), bits(&derivative0));
    let (dx, _) = act.backward_with_parameters(&x, &dy);
    assert_eq!(bits(&dx), bits(&dx0));

    let mut y = x0.mapv(|_| f32::NAN);
    act.forward_into(&x, &mut y);
    assert_eq!(bits(&y), bits(&y0));
    let mut dx = x0.mapv(|_| f32::NAN);
    act.backward_into(&x, &dy, &mut dx);
    assert_eq!(bits(&dx), bits(&dx0));
    act.backward_acc(&x, &dy, &mut dx);
    assert_eq!(bits(&dx), bits(&(&dx0 + &dx0)));
    let mut dx = dy.to_owned();
    act.backward_inplace(&x, &mut dx);
    assert_eq!(bits(&dx), bits(&dx0));
}

/// Runs [`check`] and writes into `view` of arrays of `shape`, which is not contiguous.
fn check_written(
    shape: &[usize],
    view: impl Fn(&mut ArrayD<f32>) -> ndarray::ArrayViewMutD<'_, f32>,
) {
    let act = LeakyRelu { slope: 0.1 };
    let len = shape.iter().product();
    let mut base = ArrayD::from_shape_vec(shape, singles(len, 1)).unwrap();
    let untouched = base.clone();
    let x = view(&mut base.clone()).to_owned();
    let dy = x.mapv(|x| x * 3.0 + 1.0);
    let y0 = act.forward(&x);
    let dx0 = act.backward(&x, &dy);

    act.forward_inplace(&mut view(&mut base));
    assert_eq!(bits(&view(&mut base).to_owned()), bits(&y0));
    // What the view does not cover is left alone.
    view(&mut base).assign(&x);
    assert_eq!(base, untouched);

    act.forward_into(&x, &mut view(&mut base));
    assert_eq!(bits(&view(&mut base).to_owned()), bits(&y0));
    act.backward_into(&x, &dy, &mut view(&mut base));
    assert_eq!(bits(&view(&mut base).to_owned()), bits(&dx0));
    act.backward_acc(&x, &dy, &mut view(&mut base));
    assert_eq!(bits(&view(&mut base).to_owned()), bits(&(&dx0 + &dx0)));
    view(&mut base).assign(&dy);
    act.backward_inplace(&x, &mut view(&mut base));
    assert_eq!(bits(&view(&mut base).to_owned()), bits(&dx0));
    view(&mut base).assign(&x);
    assert_eq!(base, untouched);
}

#[test]
fn two_dimensions() {
    for (rows, columns) in [(1, 1), (3, 5), (7, 64), (64, 7), (33, 300), (300, 3)] {
        let n = rows * columns;
        let c = Array2::from_shape_vec((rows, columns), singles(n, 2)).unwrap();
        let f = Array2::from_shape_vec((rows, columns).f(), singles(n, 3)).unwrap();
        check(c.view(), c.view());
        check(f.view(), f.view());
        check(c.view(), f.view());
        check(c.t(), c.t());
        check(cut!(c.view(), ..;2, ..), cut!(f.view(), ..;2, ..));
        check(cut!(c.view(), .., ..;3), cut!(c.view(), .., ..;-3));
        check(cut!(c.view(), ..;-1, ..), cut!(c.view(), ..;-1, ..));
        check(cut!(c.view(), ..;-1, ..;-1), cut!(f.view(), ..;-1, ..;-1));
        check(cut!(c.view(), .., 1..), cut!(f.view(), .., 1..));
        let row = c.row(0);
        let broadcast = row.broadcast((4, columns)).unwrap();
        check(broadcast, broadcast);
    }
}

#[test]
fn more_dimensions() {
    let c = Array4::from_shape_vec((3, 4, 5, 6), singles(360, 4)).unwrap();
    let d = Array4::from_shape_vec((3, 4, 5, 6), singles(360, 5)).unwrap();
    for axes in [
        [0, 1, 2, 3],
        [3, 2, 1, 0],
        [1, 3, 0, 2],
        [0, 2, 3, 1],
        [2, 0, 1, 3],
    ] {
        let (p, q) = (c.view().permuted_axes(axes), d.view().permuted_axes(axes));
        check(p, q);
        let standard = q.as_standard_layout().into_owned();
        check(p, standard.view());
        check(
            cut!(p.view(), ..2, ..;-1, 1.., ..;2),
            cut!(q.view(), ..2, .., 1.., ..;2),
        );
    }
    let cube = Array3::from_shape_vec((10, 11, 12), singles(1320, 6)).unwrap();
    check(
        cut!(cube.view(), 2..8, 1..;3, 4..),
        cut!(cube.view(), ..6, ..;-3, ..8),
    );
    let six = ArrayD::from_shape_vec(IxDyn(&[2, 3, 4, 2, 3, 4]), singles(576, 7)).unwrap();
    let mut view = six.view().permuted_axes(IxDyn(&[5, 0, 3, 1, 4, 2]));
    view.slice_axis_inplace(Axis(0), Slice::new(0, None, 2));
    check(view.view(), view.view());
    for axis in 0..6 {
        view.slice_axis_inplace(Axis(axis), Slice::new(0, None, -1));
    }
    check(
        view.view(),
        six.slice_axis(Axis(0), Slice::from(..))
            .permuted_axes(IxDyn(&[5, 0, 3, 1, 4, 2]))
            .slice_axis(Axis(0), Slice::new(0, None, 2)),
    );
}

#[test]
fn scalars_and_empty_arrays() {
    check(arr0(1.5).view(), arr0(-2.0).view());
    let y: Array<f32, Ix0> = Softsign::default().forward(&arr0(1.0));
    assert_eq!(y, arr0(0.5));
    for shape in [[0, 3], [3, 0], [0, 0]] {
        let empty = Array2::<f32>::zeros(shape);
        check(empty.view(), empty.view());
        check(empty.t(), empty.t());
        let (dx, parameters) = Softsign::default().backward_with_parameters(&empty, &empty);
        assert_eq!(dx.shape(), shape);
        assert_eq!(parameters.beta, 0.0);
        let (da, db) = Gate::default().backward((&empty, &arr0(2.0)), &empty);
        assert_eq!((da.shape(), db), (&shape[..], arr0(0.0)));
    }
    let mut nothing = Array1::<f64>::zeros(0);
    LeakyRelu::default().forward_inplace(&mut nothing);
}

#[test]
fn written_views() {
    check_written(&[40, 50], |a| cut!(a.view_mut(), .., 3..).into_dyn());
    check_written(&[40, 50], |a| cut!(a.view_mut(), 1..;2, ..;3).into_dyn());
    check_written(&[40, 50], |a| cut!(a.view_mut(), ..;-1, ..).into_dyn());
    check_written(&[40, 50], |a| {
        cut!(a.view_mut(), ..;-1, ..;-2).reversed_axes().into_dyn()
    });
    check_written(&[40, 50], |a| a.view_mut().reversed_axes());
    check_written(&[600], |a| cut!(a.view_mut(), ..;-1).into_dyn());
    check_written(&[6, 7, 8], |a| {
        cut!(a.view_mut(), 1.., ..;2, 2..).into_dyn()
    });
    check_written(&[1], |a| a.view_mut());
    check_written(&[], |a| a.view_mut());
}

#[test]
fn every_length() {
    let x = Array1::from(singles(200, 8));
    let dy = Array1::from(singles(200, 9));
    let act = Softsign { beta: 0.75 };
    let (y, dx) = (act.forward(&x), act.backward(&x, &dy));
    for from in 0..4 {
        for to in from..=200 {
            let (xp, dyp) = (cut!(x.view(), from..to), cut!(dy.view(), from..to));
            assert_eq!(act.forward(&xp), cut!(y.view(), from..to));
            assert_eq!(act.backward(&xp, &dyp), cut!(dx.view(), from..to));
            let mut z = xp.to_owned();
            act.forward_inplace(&mut z);
            assert_eq!(z, cut!(y.view(), from..to));
        }
    }
    // Into rows with a gap behind each, which must stay as it is, and added to what is there.
    for len in 0..=200 {
        check_written(&[2, len + 1], |a| cut!(a.view_mut(), .., 1..).into_dyn());
    }
    let x = Array1::from(numbers(200, 8));
    let y = act.forward(&x);
    for to in 0..=200 {
        assert_eq!(act.forward(cut!(x.view(), ..to)), cut!(y.view(), ..to));
    }
}

/// Around the lengths at which the loop does something else: whole steps, results on cache lines,
/// sums that are full.
#[test]
fn longer_arrays() {
    let (x, dy) = (
        Array1::from(singles(3_000, 1)),
        Array1::from(singles(3_000, 2)),
    );
    for len in [
        255, 256, 511, 512, 513, 575, 1_023, 1_024, 1_025, 1_087, 2_049, 3_000,
    ] {
        check(cut!(x.view(), ..len), cut!(dy.view(), ..len));
    }
}

#[test]
fn new_arrays_lie_like_the_input() {
    let act = Softsign::default();
    let c = Array3::from_shape_vec((3, 4, 5), numbers(60, 1)).unwrap();
    for axes in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1], [1, 2, 0]] {
        let x = c.view().permuted_axes(axes);
        assert_eq!(act.forward(x).strides(), x.strides());
        assert_eq!(act.backward(x, &x).strides(), x.strides());
    }
    let sliced = cut!(c.view(), .., ..3, ..).reversed_axes();
    assert_eq!(act.forward(sliced).strides(), [1, 5, 15]);
}

#[test]
fn every_kind_of_array() {
    let act = Softsign::default();
    let owned = array![[1.0f32, -1.0], [3.0, 0.0]];
    let y = array![[0.5, -0.5], [0.75, 0.0]];
    let shared = owned.to_shared();
    let reference: &ndarray::ArrayRef<f32, _> = &owned;
    assert_eq!(act.forward(&owned), y);
    assert_eq!(act.forward(&owned.view()), y);
    assert_eq!(act.forward(owned.view()), y);
    assert_eq!(act.forward(&shared), y);
    assert_eq!(act.forward(reference), y);
    assert_eq!(act.forward(&owned.clone().into_dyn()), y.clone().into_dyn());
    assert_eq!(
        act.backward(&owned, &shared),
        act.backward(reference, &owned.view())
    );
    let mut shared = owned.to_shared();
    act.forward_inplace(&mut shared);
    assert_eq!(shared, y);
    let mix = Mix::default();
    let (da, db, dc) = mix.backward((&owned, &y, &shared), &owned);
    assert_eq!((da.dim(), db.dim(), dc.dim()), ((2, 2), (2, 2), (2, 2)));
}
