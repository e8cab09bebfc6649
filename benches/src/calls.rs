//! What a call costs beside its kernel: sizes, layouts, gradients of parameters.

use std::{fmt::Write as _, hint::black_box};

use activation_core::{
    Activation,
    catalogue::{Celu, Elu, Gelu, Isru, LeakyRelu, Prelu, Relu, Silu, Snake, Softplus, Swish},
    kernel::{Kernel, N},
};
use ndarray::{Array1, Array2, Axis, Slice, Zip};

use crate::{clock::nanoseconds, numbers};

/// The sizes in elements: less than a vector, one step, in L1, in L2, in L3, in memory.
const SIZES: [usize; 6] = [7, 64, 1 << 12, 1 << 16, 1 << 20, 1 << 25];

/// The three tables, as Markdown.
pub fn tables() -> String {
    format!("{}\n{}\n{}", sizes(), layouts(), parameters())
}

/// One row of times, a name in front.
fn row(text: &mut String, name: &str, times: &[f64]) {
    let cells: Vec<String> = times.iter().map(|time| format!("{time:.3}")).collect();
    let _ = writeln!(text, "| {name} | {} |", cells.join(" | "));
}

fn sizes() -> String {
    let mut text = format!(
        "## Sizes\n\nNanoseconds an element, into an array that is there and into a new one, beside copy \
         and triad of the same arrays, and `Zip` into an array and `mapv` to a new one with functions of \
         the standard library.\n\n| elements | {} |\n|{}\n",
        SIZES.map(|size| size.to_string()).join(" | "),
        "---|".repeat(1 + SIZES.len())
    );
    let at_each = |measure: &dyn Fn(&Array1<f32>, &mut Array1<f32>) -> f64| {
        SIZES.map(|len| {
            let x = Array1::from(numbers(len));
            measure(&x, &mut x.clone())
        })
    };
    row(
        &mut text,
        "copy",
        &at_each(&|x, y| nanoseconds(x.len(), || black_box(&mut *y).assign(black_box(x)))),
    );
    row(&mut text, "relu", &at_each(&forward::<Relu>));
    row(&mut text, "silu", &at_each(&forward::<Silu>));
    row(&mut text, "gelu", &at_each(&forward::<Gelu>));
    let relu = |x: f32| x.max(0.0);
    let silu = |x: f32| x / (1.0 + (-x).exp());
    row(&mut text, "relu, std", &at_each(&|x, y| zip(relu, x, y)));
    row(&mut text, "silu, std", &at_each(&|x, y| zip(silu, x, y)));
    row(&mut text, "relu, new", &at_each(&|x, _| new::<Relu>(x)));
    row(&mut text, "silu, new", &at_each(&|x, _| new::<Silu>(x)));
    row(&mut text, "relu, mapv", &at_each(&|x, _| mapv(relu, x)));
    row(&mut text, "silu, mapv", &at_each(&|x, _| mapv(silu, x)));
    row(
        &mut text,
        "triad",
        &at_each(&|x, y| {
            nanoseconds(x.len(), || {
                Zip::from(black_box(&mut *y))
                    .and(black_box(x))
                    .and(black_box(x))
                    .for_each(|y, &a, &b| *y = a + 1.5 * b);
            })
        }),
    );
    for (name, backward) in [
        (
            "relu, backward",
            backward::<Relu> as fn(&Array1<f32>, &mut Array1<f32>) -> f64,
        ),
        ("silu, backward", backward::<Silu>),
        ("gelu, backward", backward::<Gelu>),
    ] {
        row(&mut text, name, &at_each(&backward));
    }
    text
}

fn forward<K: Kernel<Inputs = N<1>> + Default>(x: &Array1<f32>, y: &mut Array1<f32>) -> f64 {
    let act = K::default();
    nanoseconds(x.len(), || {
        act.forward_into(black_box(x), black_box(&mut *y))
    })
}

fn new<K: Kernel<Inputs = N<1>> + Default>(x: &Array1<f32>) -> f64 {
    let act = K::default();
    nanoseconds(x.len(), || {
        black_box(act.forward(black_box(x)));
    })
}

/// What a person would write: a closure, which is inlined.
fn zip(value: impl Fn(f32) -> f32 + Copy, x: &Array1<f32>, y: &mut Array1<f32>) -> f64 {
    nanoseconds(x.len(), || {
        Zip::from(black_box(&mut *y))
            .and(black_box(x))
            .for_each(|y, &x| *y = value(x));
    })
}

fn mapv(value: impl Fn(f32) -> f32 + Copy, x: &Array1<f32>) -> f64 {
    nanoseconds(x.len(), || {
        black_box(black_box(x).mapv(value));
    })
}

fn backward<K: Kernel<Inputs = N<1>> + Default>(x: &Array1<f32>, dx: &mut Array1<f32>) -> f64 {
    let act = K::default();
    nanoseconds(x.len(), || {
        act.backward_into(black_box(x), black_box(x), black_box(&mut *dx));
    })
}

fn layouts() -> String {
    const LEN: usize = 1 << 16;
    let mut text = String::from(
        "## Layouts\n\nNanoseconds an element of 65536, forward: contiguous; rows of 20, of 64 and of 256 with a \
         gap behind each; every other column; transposed into standard order.\n\n\
         | | contiguous | rows of 20 | rows of 64 | rows of 256 | every other | transposed |\n|---|---|---|---|---|---|---|\n",
    );
    fn times<K: Kernel<Inputs = N<1>> + Default>() -> [f64; 6] {
        let act = K::default();
        let rows = |width: usize, taken: usize, step: isize| {
            let shape = (LEN / taken.div_ceil(step.unsigned_abs()), width);
            let x = Array2::from_shape_vec(shape, numbers(shape.0 * shape.1))
                .expect("a shape of this size");
            let mut y = x.clone();
            // Not `s![…]`, which allows itself what is forbidden here.
            let part = Slice::new(0, Some(taken as isize), step);
            let x = x.slice_axis(Axis(1), part);
            let mut y = y.slice_axis_mut(Axis(1), part);
            nanoseconds(LEN, || act.forward_into(black_box(&x), black_box(&mut y)))
        };
        let x = Array2::from_shape_vec((256, 256), numbers(LEN)).expect("a square");
        let mut y = x.clone();
        let (x, y) = (x.t(), &mut y);
        [
            rows(256, 256, 1),
            rows(32, 20, 1),
            rows(80, 64, 1),
            rows(272, 256, 1),
            rows(256, 256, 2),
            nanoseconds(LEN, || act.forward_into(black_box(&x), black_box(&mut *y))),
        ]
    }
    row(&mut text, "relu", &times::<Relu>());
    row(&mut text, "silu", &times::<Silu>());
    row(&mut text, "gelu", &times::<Gelu>());
    text
}

fn parameters() -> String {
    let mut text = String::from(
        "## Gradients of parameters\n\nNanoseconds an element of 65536: forward, backward, and backward \
         with the gradient of the parameters summed in the same pass; how many times the backward that \
         takes, and how many times both. The sum costs next to nothing; what is dearer has a function of \
         its own in that gradient.\n\n\
         | | forward | backward | with parameters | of backward | of both |\n|---|---|---|---|---|---|\n",
    );
    fn times<K: Kernel<Inputs = N<1>> + Default>() -> [f64; 5] {
        let x = Array1::from(numbers(1 << 16));
        let mut dx = x.clone();
        let value = forward::<K>(&x, &mut dx);
        let plain = backward::<K>(&x, &mut dx);
        let act = K::default();
        let whole = nanoseconds(x.len(), || {
            black_box(act.backward_with_parameters_into(
                black_box(&x),
                black_box(&x),
                black_box(&mut dx),
            ));
        });
        [value, plain, whole, whole / plain, whole / (value + plain)]
    }
    row(&mut text, "leaky_relu", &times::<LeakyRelu>());
    row(&mut text, "prelu", &times::<Prelu>());
    row(&mut text, "elu", &times::<Elu>());
    row(&mut text, "celu", &times::<Celu>());
    row(&mut text, "swish", &times::<Swish>());
    row(&mut text, "softplus", &times::<Softplus>());
    row(&mut text, "isru", &times::<Isru>());
    row(&mut text, "snake", &times::<Snake>());
    text
}
