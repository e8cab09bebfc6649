//! Arrays of any layout: the walk over outer axes, and rows that are not contiguous.
//!
//! A row that is contiguous in every operand goes to the loop as it lies in memory. Otherwise
//! it goes through blocks on the stack, gathered before and scattered after; nothing the size
//! of an array is ever copied.

use ndarray::{
    ArrayView, ArrayView1, ArrayViewD, ArrayViewMut, Axis, Dimension, Ix4, IxDyn, MathCell,
    RemoveAxis,
};

use super::{
    axes::{Axes, NEST, arrange},
    body::{Body, Sums},
    slices::Driver,
};
use crate::simd::Scalar;

/// How many elements of a row are gathered at a time.
const PIECE: usize = 256;

/// Where a written operand goes.
pub(crate) enum Target<'a, T, D: Dimension> {
    /// To an element of its own for each.
    Full(ArrayViewMut<'a, T, D>),
    /// Into sums: the view is broadcast, so that several elements share a cell.
    Summed(ArrayView<'a, MathCell<f64>, D>),
}

impl<T, D: RemoveAxis> Target<'_, T, D> {
    /// The part at `index` of the first axis.
    #[inline(always)]
    fn at(&mut self, index: usize) -> Target<'_, T, D::Smaller> {
        match self {
            Target::Full(view) => Target::Full(view.index_axis_mut(Axis(0), index)),
            Target::Summed(view) => Target::Summed(view.index_axis(Axis(0), index)),
        }
    }
}

impl<T> Target<'_, T, IxDyn> {
    fn axes(&mut self) -> &mut dyn Axes {
        match self {
            Target::Full(view) => view,
            Target::Summed(view) => view,
        }
    }
}

/// The stack blocks of a walk.
struct Scratch<T, const R: usize, const W: usize> {
    reads: [[T; PIECE]; R],
    writes: [[T; PIECE]; W],
}

impl<B: Body<R, W>, const R: usize, const W: usize> Driver<B, R, W> {
    /// Runs the body over arrays of one shape and any layout and adds to `sums`.
    ///
    /// # Panics
    /// When the shapes differ.
    pub(crate) fn walk<T: Scalar>(
        &self,
        mut reads: [ArrayViewD<'_, T>; R],
        mut writes: [Target<'_, T, IxDyn>; W],
        sums: &mut Sums<B, R, W, f64>,
    ) {
        let mut operands: Vec<&mut dyn Axes> = Vec::with_capacity(R + W);
        operands.extend(writes.iter_mut().map(Target::axes));
        operands.extend(reads.iter_mut().map(|view| view as &mut dyn Axes));
        let shape = operands[0].lens().to_vec();
        for operand in &operands {
            assert_eq!(operand.lens(), shape, "operands of one shape");
        }
        if shape.contains(&0) {
            return;
        }
        arrange(&mut operands);
        let mut scratch = Scratch {
            reads: [[T::default(); PIECE]; R],
            writes: [[T::default(); PIECE]; W],
        };
        self.nest(reads, writes, &mut scratch, sums);
    }

    fn nest<T: Scalar>(
        &self,
        reads: [ArrayViewD<'_, T>; R],
        mut writes: [Target<'_, T, IxDyn>; W],
        scratch: &mut Scratch<T, R, W>,
        sums: &mut Sums<B, R, W, f64>,
    ) {
        let shape = writes[0].axes().lens();
        if shape.len() > NEST {
            for i in 0..shape[0] {
                let reads = reads.each_ref().map(|view| view.index_axis(Axis(0), i));
                let writes = writes.each_mut().map(|target| target.at(i));
                self.nest(reads, writes, scratch, sums);
            }
            return;
        }
        const { assert!(NEST == 4) };
        let lens = [shape[0], shape[1], shape[2]];
        let axes = "arranged to four axes";
        let reads = reads.map(|view| view.into_dimensionality::<Ix4>().expect(axes));
        let mut writes = writes.map(|target| match target {
            Target::Full(view) => Target::Full(view.into_dimensionality::<Ix4>().expect(axes)),
            Target::Summed(view) => Target::Summed(view.into_dimensionality::<Ix4>().expect(axes)),
        });
        for i in 0..lens[0] {
            let reads = reads.each_ref().map(|view| view.index_axis(Axis(0), i));
            let mut writes = writes.each_mut().map(|target| target.at(i));
            for j in 0..lens[1] {
                let reads = reads.each_ref().map(|view| view.index_axis(Axis(0), j));
                let mut writes = writes.each_mut().map(|target| target.at(j));
                for k in 0..lens[2] {
                    let reads = reads.each_ref().map(|view| view.index_axis(Axis(0), k));
                    let writes = writes.each_mut().map(|target| target.at(k));
                    self.row(reads, writes, scratch, sums);
                }
            }
        }
    }

    #[inline(always)]
    fn row<T: Scalar>(
        &self,
        reads: [ArrayView1<'_, T>; R],
        mut writes: [Target<'_, T, ndarray::Ix1>; W],
        scratch: &mut Scratch<T, R, W>,
        sums: &mut Sums<B, R, W, f64>,
    ) {
        let contiguous = |target: &Target<'_, T, ndarray::Ix1>| match target {
            Target::Full(view) => view.is_standard_layout(),
            Target::Summed(_) => false,
        };
        if reads.iter().all(|view| view.is_standard_layout()) && writes.iter().all(contiguous) {
            let reads = reads.map(|view| view.to_slice().unwrap_or_default());
            let writes = writes.each_mut().map(|target| match target {
                Target::Full(view) => view.as_slice_mut().unwrap_or_default(),
                Target::Summed(_) => Default::default(),
            });
            self.run(reads, writes, sums);
        } else {
            self.row_in_pieces(reads, writes, scratch, sums);
        }
    }

    fn row_in_pieces<T: Scalar>(
        &self,
        reads: [ArrayView1<'_, T>; R],
        mut writes: [Target<'_, T, ndarray::Ix1>; W],
        scratch: &mut Scratch<T, R, W>,
        sums: &mut Sums<B, R, W, f64>,
    ) {
        let len = match &writes[0] {
            Target::Full(view) => view.len(),
            Target::Summed(view) => view.len(),
        };
        for (view, block) in reads.iter().zip(&mut scratch.reads) {
            if view.strides()[0] == 0 {
                block[..len.min(PIECE)].fill(view[0]);
            }
        }
        for from in (0..len).step_by(PIECE) {
            let to = len.min(from + PIECE);
            let piece = ndarray::Slice::from(from..to);
            for (view, block) in reads.iter().zip(&mut scratch.reads) {
                if view.strides()[0] != 0 && !view.is_standard_layout() {
                    gather(view.slice_axis(Axis(0), piece), block);
                }
            }
            let mut blocks = reads.iter().zip(&scratch.reads);
            let read_slices: [&[T]; R] = core::array::from_fn(|_| {
                let (view, block) = blocks.next().expect("a block for each operand");
                match view.to_slice() {
                    Some(slice) => &slice[from..to],
                    None => &block[..to - from],
                }
            });
            if B::READS_OLD {
                for (target, block) in writes.iter().zip(&mut scratch.writes) {
                    match target {
                        Target::Full(view) if !view.is_standard_layout() => {
                            gather(view.slice_axis(Axis(0), piece), block);
                        }
                        Target::Full(_) => {}
                        Target::Summed(_) => block[..to - from].fill(T::default()),
                    }
                }
            }
            let mut blocks = writes.iter_mut().zip(&mut scratch.writes);
            let write_slices: [&mut [T]; W] = core::array::from_fn(|_| {
                let (target, block) = blocks.next().expect("a block for each operand");
                match target {
                    Target::Full(view) if view.is_standard_layout() => {
                        &mut view.as_slice_mut().unwrap_or_default()[from..to]
                    }
                    _ => &mut block[..to - from],
                }
            });
            self.run(read_slices, write_slices, sums);
            for (target, block) in writes.iter_mut().zip(&scratch.writes) {
                match target {
                    Target::Full(view) if view.is_standard_layout() => {}
                    Target::Full(view) => {
                        let places = view.slice_axis_mut(Axis(0), piece);
                        for (place, value) in places.into_iter().zip(block) {
                            *place = *value;
                        }
                    }
                    Target::Summed(view) => {
                        add(view.slice_axis(Axis(0), piece), &block[..to - from]);
                    }
                }
            }
        }
    }
}

fn gather<T: Copy>(view: ArrayView1<'_, T>, block: &mut [T; PIECE]) {
    for (place, value) in block.iter_mut().zip(view) {
        *place = *value;
    }
}

/// Adds a piece of a row to its cells: to one cell when the row is broadcast, else each to its
/// own.
fn add<T: Scalar>(cells: ArrayView1<'_, MathCell<f64>>, piece: &[T]) {
    if cells.strides()[0] == 0 {
        let cell = &cells[0];
        cell.set(cell.get() + sum(piece));
    } else if let Some(cells) = cells.to_slice() {
        for (cell, value) in cells.iter().zip(piece) {
            cell.set(cell.get() + Scalar::to_f64(*value));
        }
    } else {
        for (cell, value) in cells.iter().zip(piece) {
            cell.set(cell.get() + Scalar::to_f64(*value));
        }
    }
}

/// The sum of a piece, in lanes of its own type and then in `f64`.
fn sum<T: Scalar>(piece: &[T]) -> f64 {
    const LANES: usize = 16;
    let mut lanes = [T::default(); LANES];
    let mut chunks = piece.chunks_exact(LANES);
    for chunk in &mut chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane = *lane + *value;
        }
    }
    let whole: f64 = lanes.iter().copied().map(Scalar::to_f64).sum();
    let rest: f64 = chunks.remainder().iter().copied().map(Scalar::to_f64).sum();
    whole + rest
}
