//! The operations on arrays of any shapes: broadcasting, new arrays, gradients that are sums.
//!
//! Everything is already dynamically dimensioned here, so that this code exists once for each
//! formula and element type, not once for each dimension.

use ndarray::{Array, ArrayD, ArrayViewD, ArrayViewMutD, Dimension, IxDyn};

use super::{
    arrays::Target,
    body::{Body, Sums},
    slices::Driver,
};
use crate::{kernel::Size, simd::Scalar};

/// The shape that all `shapes` broadcast to.
///
/// # Panics
/// When they do not: "shapes [2, 3] and [4] do not broadcast together".
#[inline]
pub(crate) fn broadcast_shape<D: Dimension, const N: usize>(shapes: [&[usize]; N]) -> D {
    let mut dim = D::zeros(shapes.iter().map(|shape| shape.len()).max().unwrap_or(0));
    dim.slice_mut().fill(1);
    for shape in shapes {
        for (len, &other) in dim.slice_mut().iter_mut().rev().zip(shape.iter().rev()) {
            if *len == 1 {
                *len = other;
            } else if other != 1 && other != *len {
                no_common_shape(&shapes);
            }
        }
    }
    dim
}

#[cold]
#[inline(never)]
fn no_common_shape(shapes: &[&[usize]]) -> ! {
    let shapes: Vec<String> = shapes.iter().map(|shape| format!("{shape:?}")).collect();
    panic!("shapes {} do not broadcast together", shapes.join(" and "));
}

/// Panics unless an array has the shape that another one prescribes.
#[inline]
pub(crate) fn check_shape(name: &str, shape: &[usize], model: &str, expected: &[usize]) {
    if shape != expected {
        wrong_shape(name, shape, model, expected);
    }
}

#[cold]
#[inline(never)]
fn wrong_shape(name: &str, shape: &[usize], model: &str, expected: &[usize]) -> ! {
    panic!("shape of {name} {shape:?} does not match the {model} {expected:?}");
}

/// [`check_shape`] for the gradient of an input.
#[inline]
pub(crate) fn check_gradient(input: &str, shape: &[usize], expected: &[usize]) {
    if shape != expected {
        panic!(
            "shape of the gradient of `{input}` {shape:?} does not match the shape of \
             `{input}` {expected:?}"
        );
    }
}

impl<B: Body<R, W>, const R: usize, const W: usize> Driver<B, R, W> {
    /// [`walk`](Self::walk) for gradients that have the shapes of the inputs: where an input
    /// was broadcast, its gradient is summed.
    pub(crate) fn walk_gradients<T: Scalar>(
        &self,
        reads: [ArrayViewD<'_, T>; R],
        mut gradients: [ArrayViewMutD<'_, T>; W],
    ) -> Sums<B, R, W, f64> {
        let mut sums = B::Sums::from_fn(|_| 0.0);
        let shape = reads[0].raw_dim();
        let is_full = gradients.each_ref().map(|view| view.raw_dim() == shape);
        let mut full = gradients.iter().zip(is_full);
        let mut cells: [Option<ArrayD<f64>>; W] = core::array::from_fn(|_| {
            let (view, is_full) = full.next()?;
            (!is_full).then(|| Array::zeros(view.raw_dim()))
        });
        let cell_views = cells
            .each_mut()
            .map(|cells| Some(cells.as_mut()?.view_mut().into_cell_view()));
        let mut pairs = gradients.iter_mut().zip(&cell_views);
        let targets: [Target<'_, T, IxDyn>; W] = core::array::from_fn(|_| {
            let (gradient, cells) = pairs.next().expect("a target for each gradient");
            match cells {
                None => Target::Full(gradient.view_mut()),
                Some(cells) => Target::Summed(
                    cells
                        .broadcast(shape.clone())
                        .expect("inputs broadcast to the output"),
                ),
            }
        });
        self.walk(reads, targets, &mut sums);
        for (gradient, cells) in gradients.iter_mut().zip(&cells) {
            if let Some(cells) = cells {
                gradient.zip_mut_with(cells, |gradient, &sum| {
                    let sum = T::from_f64(sum);
                    *gradient = if B::READS_OLD { *gradient + sum } else { sum };
                });
            }
        }
        sums
    }

    /// [`walk`](Self::walk) for results of the shape of the output, without sums.
    pub(crate) fn walk_full<T: Scalar>(
        &self,
        reads: [ArrayViewD<'_, T>; R],
        writes: [ArrayViewMutD<'_, T>; W],
    ) {
        let mut sums = B::Sums::from_fn(|_| 0.0);
        self.walk(reads, writes.map(Target::Full), &mut sums);
    }
}
