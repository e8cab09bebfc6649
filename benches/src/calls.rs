//! What a call costs beside its kernel: sizes, layouts, gradients of parameters.

use std::{fmt::Write as _, hint::black_box};

use activation_core::{
    Activation,
    catalogue::{Elu, Gelu, Prelu, Relu, Silu, Swish},
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
        "## Sizes\n\nNanoseconds an element, into an array that is there, beside copy and triad of the \
         same arrays and `mapv_into` of the standard library's functions.\n\n| elements | {} |\n|{}\n",
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
    for (name, forward) in [
        (
            "relu",
            forward::<Relu> as fn(&Array1<f32>, &mut Array1<f32>) -> f64,
        ),
        ("silu", forward::<Silu>),
        ("gelu", forward::<Gelu>),
    ] {
        row(&mut text, name, &at_each(&forward));
    }
    for (name, value) in [
        ("relu, std", (|x| f32::max(x, 0.0)) as fn(f32) -> f32),
        ("silu, std", |x| x / (1.0 + (-x).exp())),
    ] {
        row(
            &mut text,
            name,
            &at_each(&|x, y| {
                nanoseconds(x.len(), || {
                    Zip::from(black_box(&mut *y))
                        .and(black_box(x))
                        .for_each(|y, &x| *y = value(x));
                })
            }),
        );
    }
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

fn backward<K: Kernel<Inputs = N<1>> + Default>(x: &Array1<f32>, dx: &mut Array1<f32>) -> f64 {
    let act = K::default();
    nanoseconds(x.len(), || {
        act.backward_into(black_box(x), black_box(x), black_box(&mut *dx));
    })
}

fn layouts() -> String {
    const LEN: usize = 1 << 16;
    let mut text = String::from(
        "## Layouts\n\nNanoseconds an element of 65536, forward: contiguous; rows of 64 and of 256 with a \
         gap behind each; every other column; transposed into standard order.\n\n\
         | | contiguous | rows of 64 | rows of 256 | every other | transposed |\n|---|---|---|---|---|---|\n",
    );
    fn times<K: Kernel<Inputs = N<1>> + Default>() -> [f64; 5] {
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
        "## Gradients of parameters\n\nBackward of 65536 elements, nanoseconds an element, and with the \
         gradient of the parameters summed in the same pass.\n\n\
         | | backward | with parameters | ratio |\n|---|---|---|---|\n",
    );
    fn times<K: Kernel<Inputs = N<1>> + Default>() -> [f64; 3] {
        let x = Array1::from(numbers(1 << 16));
        let mut dx = x.clone();
        let plain = backward::<K>(&x, &mut dx);
        let act = K::default();
        let whole = nanoseconds(x.len(), || {
            black_box(act.backward_with_parameters_into(
                black_box(&x),
                black_box(&x),
                black_box(&mut dx),
            ));
        });
        [plain, whole, whole / plain]
    }
    row(&mut text, "prelu", &times::<Prelu>());
    row(&mut text, "elu", &times::<Elu>());
    row(&mut text, "swish", &times::<Swish>());
    text
}
