//! Arrays of any layout: the walk over all axes but the last two.

use ndarray::{
    ArrayView, ArrayViewD, ArrayViewMut, Axis, Dimension, Ix4, IxDyn, MathCell, RemoveAxis,
};

use super::{
    axes::{Axes, NEST, arrange},
    driver::Run,
    plane::{Plane, Scratch},
};
use crate::{operands::Element, simd::Scalar};

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

impl<T: Scalar, const R: usize, const W: usize> dyn Run<T, R, W> + '_ {
    /// Runs the loop over arrays of one shape and any layout and adds to `sums`.
    ///
    /// # Panics
    /// When the shapes differ.
    pub(crate) fn walk<E: Element<Lane = T>>(
        &self,
        mut reads: [ArrayViewD<'_, E>; R],
        mut writes: [Target<'_, E, IxDyn>; W],
        sums: &mut [f64],
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
        self.nest(reads, writes, &mut Scratch::new(), sums);
    }

    fn nest<E: Element<Lane = T>>(
        &self,
        reads: [ArrayViewD<'_, E>; R],
        mut writes: [Target<'_, E, IxDyn>; W],
        scratch: &mut Scratch<T, R, W>,
        sums: &mut [f64],
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
        let lens = [shape[0], shape[1]];
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
                let writes = writes.each_mut().map(|target| target.at(j));
                let reads_old = self.reads_old();
                let mut plane = Plane::new(self.level(), reads, writes, reads_old, scratch);
                self.enter(None, Some(&mut plane), None, sums);
            }
        }
    }
}
