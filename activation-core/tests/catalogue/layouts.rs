//! Whatever the layout, an entry's result is the same to the bit: value, derivatives, gradients of
//! inputs and parameters, into arrays and in place.

use activation_core::{
    catalogue::{NAMES, by_name},
    erased::DynActivation,
    simd::Scalar,
};
use ndarray::{
    Array2, ArrayD, ArrayView2, ArrayViewD, ArrayViewMut2, Axis, ShapeBuilder as _, Slice,
};

/// How the numbers are seen in the array that holds them.
type See<T> = fn(&Array2<T>) -> ArrayView2<'_, T>;
type SeeMut<T> = fn(&mut Array2<T>) -> ArrayViewMut2<'_, T>;
/// What it is called, the array, and how to see the numbers in it.
type Layout<T> = (&'static str, Array2<T>, See<T>, SeeMut<T>);

fn reversed(_: ndarray::AxisDescription) -> Slice {
    Slice::new(0, None, -1)
}

/// Every second row and every third column.
fn every_few(axis: ndarray::AxisDescription) -> Slice {
    Slice::new(0, None, 2 + axis.axis.index() as isize)
}

/// Without the first row, the first column and the last two.
fn inside(axis: ndarray::AxisDescription) -> Slice {
    let end = (axis.axis == Axis(1)).then_some(-2);
    Slice::new(1, end, 1)
}

/// The same numbers as `x`, laid out differently.
fn layouts<T: Scalar>(x: &Array2<T>) -> Vec<Layout<T>> {
    let (rows, columns) = x.dim();
    let gap = T::from_f64(f64::NAN);
    let mut column_major = Array2::from_elem((rows, columns).f(), gap);
    column_major.assign(x);
    let mut backwards = Array2::from_elem((rows, columns), gap);
    backwards.slice_each_axis_mut(reversed).assign(x);
    let mut sparse = Array2::from_elem((2 * rows, 3 * columns), gap);
    sparse.slice_each_axis_mut(every_few).assign(x);
    let mut window = Array2::from_elem((rows + 1, columns + 3), gap);
    window.slice_each_axis_mut(inside).assign(x);
    vec![
        ("standard", x.clone(), |a| a.view(), |a| a.view_mut()),
        ("column-major", column_major, |a| a.view(), |a| a.view_mut()),
        (
            "reversed",
            backwards,
            |a| a.slice_each_axis(reversed),
            |a| a.slice_each_axis_mut(reversed),
        ),
        (
            "sparse",
            sparse,
            |a| a.slice_each_axis(every_few),
            |a| a.slice_each_axis_mut(every_few),
        ),
        (
            "a window",
            window,
            |a| a.slice_each_axis(inside),
            |a| a.slice_each_axis_mut(inside),
        ),
    ]
}

/// Numbers between −4 and 4 that look random.
fn sample<T: Scalar>((rows, columns): (usize, usize), seed: usize) -> Array2<T> {
    Array2::from_shape_fn((rows, columns), |(i, j)| {
        let k = (i * columns + j + 1000 * seed) as u32;
        T::from_f64(f64::from(k.wrapping_mul(2_654_435_761) >> 8) / f64::from(1 << 21) - 4.0)
    })
}

fn bits<'a, T: Scalar>(numbers: impl IntoIterator<Item = &'a T>) -> Vec<u64> {
    // Every f32 is an f64, and no two are the same one.
    let bits = |x: &T| Scalar::to_f64(*x).to_bits();
    numbers.into_iter().map(bits).collect()
}

/// Everything an entry computes from views, as bits.
#[derive(Debug, PartialEq)]
struct Results {
    value: Vec<u64>,
    derivatives: Vec<Vec<u64>>,
    gradients: Vec<Vec<u64>>,
    parameters: Vec<u64>,
}

fn results<T: Scalar>(
    act: &dyn DynActivation<T>,
    x: &[ArrayViewD<'_, T>],
    dy: &ArrayViewD<'_, T>,
) -> Results {
    let all = |arrays: &[ArrayD<T>]| -> Vec<Vec<u64>> { arrays.iter().map(bits).collect() };
    let value = act.forward_list(x);
    let (same, derivatives) = act.value_and_derivative_list(x);
    assert_eq!(bits(&same), bits(&value), "{}: the two values", act.name());
    let gradients = act.backward_list(x, dy);
    let (too, trained) = act.backward_list_with_parameters(x, dy);
    assert_eq!(
        all(&too),
        all(&gradients),
        "{}: the two gradients",
        act.name()
    );
    let parameters = act.metadata().parameters.iter();
    Results {
        value: bits(&value),
        derivatives: all(&derivatives),
        gradients: all(&gradients),
        parameters: parameters
            .map(|p| trained.parameter(p.name).unwrap().to_bits())
            .collect(),
    }
}

/// What is written into views of all layouts, and in place.
fn check_written<T: Scalar>(
    act: &dyn DynActivation<T>,
    x: &[Array2<T>],
    dy: &Array2<T>,
    want: &Results,
) {
    let name = act.name();
    let views: Vec<_> = x.iter().map(|x| x.view().into_dyn()).collect();
    let dy_view = dy.view().into_dyn();
    let nothing = dy.mapv(|_| T::from_f64(0.0));
    for (layout, array, see, see_mut) in layouts(&nothing) {
        let mut y = array.clone();
        act.forward_list_into(&views, &mut see_mut(&mut y).into_dyn());
        assert_eq!(bits(see(&y)), want.value, "{name} into {layout}");
        let mut gradients = vec![array.clone(); x.len()];
        let mut targets: Vec<_> = gradients
            .iter_mut()
            .map(|g| see_mut(g).into_dyn())
            .collect();
        act.backward_list_into(&views, &dy_view, &mut targets);
        act.backward_list_acc(&views, &dy_view, &mut targets);
        for (gradient, once) in gradients.iter().zip(&want.gradients) {
            let twice = once.iter().map(|&bits| 2.0 * f64::from_bits(bits));
            assert_eq!(
                bits(see(gradient)),
                twice.map(f64::to_bits).collect::<Vec<_>>(),
                "{name}: gradients into {layout}, twice"
            );
        }
    }
    if let [x] = x {
        for (layout, mut array, see, see_mut) in layouts(x) {
            act.forward_view_inplace(&mut see_mut(&mut array).into_dyn());
            assert_eq!(bits(see(&array)), want.value, "{name} in place, {layout}");
        }
        for (layout, mut array, see, see_mut) in layouts(dy) {
            act.backward_view_inplace(&views[0], &mut see_mut(&mut array).into_dyn());
            assert_eq!(
                bits(see(&array)),
                want.gradients[0],
                "{name} in place, {layout}"
            );
        }
    }
}

fn check<T: Scalar>(name: &str) {
    let act = by_name::<T>(name).unwrap();
    let inputs = act.metadata().inputs.len();
    for shape in [(1, 1), (3, 5), (2, 67)] {
        let dy = sample(shape, 9);
        let mut x: Vec<Array2<T>> = (0..inputs).map(|k| sample(shape, k)).collect();
        if name == "power" {
            x[0].mapv_inplace(|x| T::from_f64(Scalar::to_f64(x).abs()));
        }
        let views: Vec<_> = x.iter().map(|x| x.view().into_dyn()).collect();
        let want = results(&*act, &views, &dy.view().into_dyn());
        let arrays: Vec<_> = x.iter().map(layouts).collect();
        let slopes = layouts(&dy);
        for layout in 0..slopes.len() {
            let seen: Vec<_> = arrays
                .iter()
                .map(|layouts| (layouts[layout].2)(&layouts[layout].1).into_dyn())
                .collect();
            // The gradient lies otherwise than the inputs.
            let (_, ref array, see, _) = slopes[(layout + 1) % slopes.len()];
            let found = results(&*act, &seen, &see(array).into_dyn());
            assert_eq!(found, want, "{name} {shape:?}, {}", slopes[layout].0);
        }
        check_written(&*act, &x, &dy, &want);

        // One row for all, by a stride of 0.
        let rows: Vec<_> = x.iter().map(|x| x.row(0)).collect();
        let spread: Vec<_> = rows
            .iter()
            .map(|row| row.broadcast(shape).unwrap())
            .collect();
        let owned: Vec<_> = spread.iter().map(|view| view.to_owned()).collect();
        let [spread, owned] = [
            spread
                .into_iter()
                .map(ArrayView2::into_dyn)
                .collect::<Vec<_>>(),
            owned.iter().map(|x| x.view().into_dyn()).collect(),
        ];
        let dy = dy.view().into_dyn();
        let (found, want) = (results(&*act, &spread, &dy), results(&*act, &owned, &dy));
        assert_eq!(found, want, "{name} {shape:?}, broadcast");
    }
}

#[test]
fn make_no_difference() {
    NAMES.iter().for_each(|name| check::<f32>(name));
}
