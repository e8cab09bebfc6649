//! Entries of the catalogue on arrays that lie every which way in memory: each result has the
//! bits it has on a contiguous array.
//!
//! What walks arrays does not know which kernel it feeds, and is tested for itself beside the
//! code; here the two meet. Every entry costs seconds of compile time, so it is the ones that
//! networks use, with every kind of kernel among them: straight lines, one exponential, several
//! functions, the slow path of the sine, parameters, two inputs.

use activation_core::{catalogue::*, prelude::*};
use ndarray::{Array2, ArrayView2, Axis, AxisDescription, ShapeBuilder as _, Slice};

/// How the numbers are seen in the array that holds them.
type See = fn(&Array2<f32>) -> ArrayView2<'_, f32>;

/// Every second row and every third column.
fn every_few(axis: AxisDescription) -> Slice {
    Slice::new(0, None, 2 + axis.axis.index() as isize)
}

/// Without the first and last row, the first two columns and the last three.
fn inside(axis: AxisDescription) -> Slice {
    if axis.axis == Axis(0) {
        Slice::new(1, Some(-1), 1)
    } else {
        Slice::new(2, Some(-3), 1)
    }
}

/// The same numbers as `x`, laid out differently: the array that holds them, and how to see them
/// in it.
fn layouts(x: &Array2<f32>) -> Vec<(&'static str, Array2<f32>, See)> {
    let (rows, columns) = x.dim();
    let mut column_major = Array2::zeros((rows, columns).f());
    column_major.assign(x);
    let mut reversed = x.clone();
    reversed.invert_axis(Axis(0));
    reversed.invert_axis(Axis(1));
    let reversed = reversed.as_standard_layout().into_owned();
    let mut sparse = Array2::from_elem((2 * rows, 3 * columns), f32::NAN);
    sparse.slice_each_axis_mut(every_few).assign(x);
    let mut window = Array2::from_elem((rows + 2, columns + 5), f32::NAN);
    window.slice_each_axis_mut(inside).assign(x);
    vec![
        ("column-major", column_major, |a| a.view()),
        ("reversed", reversed, |a| {
            a.slice_each_axis(|_| Slice::new(0, None, -1))
        }),
        ("sparse", sparse, |a| a.slice_each_axis(every_few)),
        ("a window", window, |a| a.slice_each_axis(inside)),
    ]
}

fn sample(rows: usize, columns: usize, seed: u32) -> Array2<f32> {
    Array2::from_shape_fn((rows, columns), |(i, j)| {
        let k = (i * columns + j) as u32 + seed;
        let unit = (k.wrapping_mul(2_654_435_761) >> 8) as f32 / (1 << 24) as f32;
        16.0 * unit - 8.0
    })
}

fn bits(array: &Array2<f32>) -> Vec<u32> {
    array.iter().map(|value| value.to_bits()).collect()
}

macro_rules! entries {
    ($($name:ident: $entry:expr;)+) => {$(
        #[test]
        fn $name() {
            let act = $entry;
            for (rows, columns) in [(1, 1), (5, 7), (3, 70), (70, 3)] {
                let (x, dy) = (sample(rows, columns, 1), sample(rows, columns, 99));
                let (y, dx) = (act.forward(&x), act.backward(&x, &dy));
                for (layout, array, see) in layouts(&x) {
                    let view = see(&array);
                    assert_eq!(view, x, "{layout}");
                    assert_eq!(bits(&act.forward(&view)), bits(&y), "forward, {layout}");
                    assert_eq!(bits(&act.backward(&view, &dy)), bits(&dx), "backward, {layout}");
                }
            }
        }
    )+};
}

entries! {
    relu: Relu;
    leaky_relu: LeakyRelu::default();
    hard_swish: HardSwish;
    sigmoid: Sigmoid;
    tanh: Tanh;
    softsign: Softsign;
    elu: Elu::default();
    softplus: Softplus::default();
    swish: Swish { beta: 1.5 };
    gelu: Gelu;
    mish: Mish;
    sinusoid: Sinusoid;
}

#[test]
fn two_inputs() {
    let (a, b, dy) = (sample(9, 33, 1), sample(9, 33, 7), sample(9, 33, 99));
    let (y, (da, db)) = (SwiGlu.forward((&a, &b)), SwiGlu.backward((&a, &b), &dy));
    for ((layout, first, see), (_, second, also)) in layouts(&a).into_iter().zip(layouts(&b)) {
        let (a, b) = (see(&first), also(&second));
        assert_eq!(
            bits(&SwiGlu.forward((&a, &b))),
            bits(&y),
            "forward, {layout}"
        );
        let (this, that) = SwiGlu.backward((&a, &b), &dy);
        assert_eq!(
            (bits(&this), bits(&that)),
            (bits(&da), bits(&db)),
            "backward, {layout}"
        );
    }
}
