//! The operations on arrays of any shapes: broadcasting, new arrays, gradients that are sums.
//!
//! Everything is already dynamically dimensioned here, so that this code exists once for each
//! formula and element type, not once for each dimension.

use ndarray::{Array, ArrayD, ArrayViewD, ArrayViewMutD, Axis, Dimension, IxDyn};

use super::{
    arrays::Target,
    driver::{Run, add_sums},
    threads::{PART, both},
};
use crate::{operands::Element, simd::Scalar};

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

/// Where a gradient goes: to elements of its own, or into sums of the shape of its input.
enum Place<'a, E> {
    Full(ArrayViewMutD<'a, E>),
    Summed(ArrayViewMutD<'a, f64>),
}

impl<T: Scalar, const R: usize, const W: usize> dyn Run<T, R, W> + '_ {
    /// [`walk`](Self::walk) for gradients that have the shapes of the inputs: where an input
    /// was broadcast, its gradient is summed.
    pub(crate) fn walk_gradients<E: Element<Lane = T>>(
        &self,
        reads: [ArrayViewD<'_, E>; R],
        mut gradients: [ArrayViewMutD<'_, E>; W],
        sums: &mut [f64],
    ) {
        let shape = reads[0].raw_dim();
        let is_full = gradients.each_ref().map(|view| view.raw_dim() == shape);
        let mut full = gradients.iter().zip(is_full);
        let mut cells: [Option<ArrayD<f64>>; W] = core::array::from_fn(|_| {
            let (view, is_full) = full.next()?;
            (!is_full).then(|| Array::zeros(view.raw_dim()))
        });
        let mut pairs = gradients.iter_mut().zip(&mut cells);
        let places: [Place<'_, E>; W] = core::array::from_fn(|_| {
            let (gradient, cells) = pairs.next().expect("a place for each gradient");
            match cells {
                None => Place::Full(gradient.view_mut()),
                Some(cells) => Place::Summed(cells.view_mut()),
            }
        });
        self.walk_parts(&shape, reads, places, sums);
        for (gradient, cells) in gradients.iter_mut().zip(&cells) {
            if let Some(cells) = cells {
                gradient.zip_mut_with(cells, |gradient, &sum| {
                    *gradient = if self.reads_old() {
                        gradient.add_sum(sum)
                    } else {
                        E::narrow_sum(sum)
                    };
                });
            }
        }
    }

    /// [`walk`](Self::walk) for results of the shape of the output, without sums.
    pub(crate) fn walk_full<E: Element<Lane = T>>(
        &self,
        reads: [ArrayViewD<'_, E>; R],
        writes: [ArrayViewMutD<'_, E>; W],
    ) {
        let shape = writes[0].raw_dim();
        self.walk_parts(&shape, reads, writes.map(Place::Full), &mut []);
    }

    /// [`walk`](Self::walk), a large array cut in halves and those again, and the sums of all
    /// parts in their order.
    fn walk_parts<E: Element<Lane = T>>(
        &self,
        shape: &IxDyn,
        reads: [ArrayViewD<'_, E>; R],
        mut places: [Place<'_, E>; W],
        sums: &mut [f64],
    ) {
        let Some(axis) = axis_to_cut(shape, &reads, &places) else {
            let mut parts = places.map(|place| match place {
                Place::Full(view) => (Some(view), None),
                Place::Summed(cells) => (None, Some(cells.into_cell_view())),
            });
            let targets = parts.each_mut().map(|(full, cells)| {
                let cells = cells.as_ref().and_then(|c| c.broadcast(shape.clone()));
                full.take().map_or_else(
                    || Target::Summed(cells.expect("inputs broadcast to the output")),
                    Target::Full,
                )
            });
            return self.walk(reads, targets, sums);
        };
        let at = shape[axis] / 2;
        let (mut one, mut other) = (shape.clone(), shape.clone());
        (one[axis], other[axis]) = (at, shape[axis] - at);
        let halves = reads.map(|view| view.split_at(Axis(axis), at));
        let others = halves.each_ref().map(|half| half.1.view());
        let ones = halves.each_ref().map(|half| half.0.view());
        // A sum that both halves share is kept twice, and put together in the end.
        let mut shared: [Option<ArrayD<f64>>; W] = [const { None }; W];
        let mut pairs = places.iter_mut().zip(&mut shared);
        let mut both_places: [(Place<'_, E>, Option<Place<'_, E>>); W] =
            core::array::from_fn(|_| {
                let (place, shared) = pairs.next().expect("a place for each gradient");
                match place {
                    Place::Full(view) => {
                        let (one, other) = view.view_mut().split_at(Axis(axis), at);
                        (Place::Full(one), Some(Place::Full(other)))
                    }
                    Place::Summed(cells) => match own_axis(cells.shape(), shape, axis) {
                        Some(own) => {
                            let (one, other) = cells.view_mut().split_at(Axis(own), at);
                            (Place::Summed(one), Some(Place::Summed(other)))
                        }
                        None => {
                            let copy = shared.insert(ArrayD::zeros(cells.raw_dim()));
                            (
                                Place::Summed(cells.view_mut()),
                                Some(Place::Summed(copy.view_mut())),
                            )
                        }
                    },
                }
            });
        let other_places = both_places
            .each_mut()
            .map(|pair| pair.1.take().expect("taken once"));
        let one_places = both_places.map(|pair| pair.0);
        let (mut totals, mut other_totals) = (self.no_sums(), self.no_sums());
        both(
            || self.walk_parts(&one, ones, one_places, &mut totals),
            || self.walk_parts(&other, others, other_places, &mut other_totals),
        );
        add_sums(sums, &totals, &other_totals);
        for (place, shared) in places.iter_mut().zip(&shared) {
            if let (Place::Summed(cells), Some(shared)) = (place, shared) {
                *cells += shared;
            }
        }
    }
}

/// The axis of `shape`, the shape of an operand that broadcasts to `full`, that belongs to
/// `axis` there, unless the operand is broadcast along it.
fn own_axis(shape: &[usize], full: &IxDyn, axis: usize) -> Option<usize> {
    let own = (axis + shape.len()).checked_sub(full.ndim())?;
    (shape[own] == full[axis]).then_some(own)
}

/// The axis along which an array is cut in halves, if it is large enough: the outermost one in
/// memory, unless a sum that is shared along it is so large that a second one of it costs more
/// than a few elements in a hundred.
fn axis_to_cut<E>(
    shape: &IxDyn,
    reads: &[ArrayViewD<'_, E>],
    places: &[Place<'_, E>],
) -> Option<usize> {
    const SHARE: usize = 32;
    if shape.size() <= PART {
        return None;
    }
    let is_cheap = |axis: &usize| {
        places.iter().all(|place| match place {
            Place::Full(_) => true,
            Place::Summed(cells) => {
                own_axis(cells.shape(), shape, *axis).is_some()
                    || cells.len() <= shape.size() / SHARE
            }
        })
    };
    let stride = |axis: usize| {
        let written = places.iter().find_map(|place| match place {
            Place::Full(view) => Some(view.strides()[axis]),
            Place::Summed(_) => None,
        });
        written
            .or_else(|| reads.first().map(|view| view.strides()[axis]))
            .map_or(0, isize::unsigned_abs)
    };
    (0..shape.ndim())
        .filter(|&axis| shape[axis] > 1)
        .filter(is_cheap)
        .max_by_key(|&axis| (stride(axis), core::cmp::Reverse(axis)))
}
