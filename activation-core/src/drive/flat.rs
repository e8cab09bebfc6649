//! Arrays that are one slice of memory, and new arrays.

use ndarray::{Array, ArrayRef, ArrayView, Dimension};

use super::{
    body::Body,
    driver::Run,
    slices::Driver,
    step::MAX_LANES,
    threads::{PART, is_alone},
};
use crate::{operands::Element, simd::Level};

/// How an operand lies in memory.
#[derive(Clone, Copy)]
pub(crate) struct Flat<'a, T> {
    pub(crate) shape: &'a [usize],
    strides: &'a [isize],
    /// The elements in memory order, when there are no gaps between them and no axis runs
    /// backwards (a new array could not be made to lie like that).
    slice: Option<&'a [T]>,
    standard: bool,
}

impl<'a, T> Flat<'a, T> {
    #[inline(always)]
    pub(crate) fn of<D: Dimension>(view: &'a ArrayView<'_, T, D>) -> Self {
        let standard = view.is_standard_layout();
        Self {
            shape: view.shape(),
            strides: view.strides(),
            slice: if standard {
                view.as_slice()
            } else if view.strides().iter().any(|&stride| stride < 0) {
                None
            } else {
                view.as_slice_memory_order()
            },
            standard,
        }
    }

    /// Whether another operand has its elements in the order of this one.
    #[inline(always)]
    fn lies_like(&self, shape: &[usize], strides: &[isize], standard: bool) -> bool {
        self.shape == shape && (self.standard && standard || self.strides == strides)
    }

    /// The elements of an array in the order of this operand, when they lie in it without gaps.
    #[inline(always)]
    pub(crate) fn alike<'b, D: Dimension>(
        &self,
        array: &'b mut ArrayRef<T, D>,
    ) -> Option<&'b mut [T]> {
        let standard = array.is_standard_layout();
        if !self.lies_like(array.shape(), array.strides(), standard) {
            return None;
        }
        // An empty part of an array is in standard layout and may have gaps all the same.
        if standard {
            array.as_slice_mut()
        } else {
            array.as_slice_memory_order_mut()
        }
    }
}

/// The operands as slices, when all have one shape and lie in one order without gaps. The
/// same position in each then belongs to the same element.
#[inline(always)]
pub(crate) fn slices<'a, T, const N: usize>(flats: &[Flat<'a, T>; N]) -> Option<[&'a [T]; N]> {
    let first = &flats[0];
    let alike = |flat: &Flat<'_, T>| {
        flat.slice.is_some() && first.lies_like(flat.shape, flat.strides, flat.standard)
    };
    flats
        .iter()
        .all(alike)
        .then(|| flats.each_ref().map(|flat| flat.slice.unwrap_or_default()))
}

/// The ways of a few elements, without a pointer between: it would cost them a sixth.
impl<B: Body<R, W>, const R: usize, const W: usize> Driver<B, R, W> {
    /// Runs the loop over slices of one length and adds to `sums`.
    ///
    /// # Panics
    /// When the lengths differ.
    #[inline]
    pub(crate) fn run<E: Element>(
        &self,
        reads: [&[E]; R],
        writes: [&mut [E]; W],
        sums: &mut [f64],
    ) {
        if E::lanes(&[]).is_some() && writes[0].len() <= PART {
            self.enter(Some((lanes(reads), lanes_mut(writes))), None, None, sums);
        } else {
            self.erased().run(reads, writes, sums);
        }
    }

    /// Runs the loop over slices of one length into new vectors.
    ///
    /// They are zeroed first only where they are shorter than a step, hold a type that is
    /// converted, or are so long that several threads write them.
    #[inline]
    pub(crate) fn collect<E: Element>(&self, reads: [&[E]; R], sums: &mut [f64]) -> [Vec<E>; W] {
        const { assert!(!B::READS_OLD) };
        let len = reads[0].len();
        if E::lanes(&[]).is_some() && len >= MAX_LANES && (len <= PART || is_alone()) {
            let mut vectors = with_room(len);
            let reads = lanes(reads);
            if len <= PART {
                self.enter(Some((reads, nothing())), None, Some(&mut vectors), sums);
            } else {
                self.erased().fill(reads, &mut vectors, sums);
            }
            return narrowed(self.level, vectors);
        }
        let mut vectors = zeros(len);
        self.run(reads, vectors.each_mut().map(Vec::as_mut_slice), sums);
        vectors
    }
}

// The arrays of operands are made and taken apart here, where no formula is known: `array::map` is
// a hundred lines of code for each closure that it is given.

/// The slices as the loop reads them.
#[inline]
pub(super) fn lanes<E: Element, const N: usize>(slices: [&[E]; N]) -> [&[E::Lane]; N] {
    slices.map(|slice| E::lanes(slice).unwrap_or_default())
}

/// The slices as the loop writes them.
#[inline]
pub(super) fn lanes_mut<E: Element, const N: usize>(slices: [&mut [E]; N]) -> [&mut [E::Lane]; N] {
    slices.map(|slice| E::lanes_mut(slice).unwrap_or_default())
}

/// Slices without elements.
#[inline]
pub(super) fn nothing<'a, T, const N: usize>() -> [&'a mut [T]; N] {
    core::array::from_fn(|_| Default::default())
}

/// Vectors that have room for so many elements.
#[inline]
fn with_room<T, const N: usize>(len: usize) -> [Vec<T>; N] {
    core::array::from_fn(|_| Vec::with_capacity(len))
}

/// What the loop has written, rounded.
#[inline]
fn narrowed<E: Element, const N: usize>(level: Level, vectors: [Vec<E::Lane>; N]) -> [Vec<E>; N] {
    vectors.map(|vector| E::narrow_vec(level, vector))
}

/// So many zeros. `vec!` asks for zeroed memory, which costs nothing where it comes as fresh
/// pages, and bypasses the allocator's lists of pieces at hand where it is short.
#[inline]
fn zeros<E: Element, const N: usize>(len: usize) -> [Vec<E>; N] {
    core::array::from_fn(|_| {
        if len > PART {
            return vec![E::default(); len];
        }
        let mut vector = Vec::with_capacity(len);
        vector.resize(len, E::default());
        vector
    })
}

/// The array of shape `dim` whose elements in memory order are `elements`, its axes in the
/// order in which those of `model` lie in memory.
#[inline]
pub(crate) fn array_like<T, D, E>(
    dim: D,
    model: &ArrayView<'_, T, E>,
    elements: Vec<T>,
) -> Array<T, D>
where
    D: Dimension,
    E: Dimension,
{
    const FITS: &str = "as many elements as the shape has";
    let same_shape = model.shape() == dim.slice();
    if !same_shape || model.is_standard_layout() || model.strides().contains(&0) {
        return Array::from_shape_vec(dim, elements).expect(FITS);
    }
    let strides = model.strides();
    let mut order = dim.clone();
    for (axis, place) in order.slice_mut().iter_mut().enumerate() {
        *place = axis;
    }
    order
        .slice_mut()
        .sort_by_key(|&axis| core::cmp::Reverse(strides[axis].unsigned_abs()));
    let (mut sorted, mut inverse) = (dim.clone(), dim.clone());
    for (place, &axis) in order.slice().iter().enumerate() {
        sorted.slice_mut()[place] = dim.slice()[axis];
        inverse.slice_mut()[axis] = place;
    }
    Array::from_shape_vec(sorted, elements)
        .expect(FITS)
        .permuted_axes(inverse)
}
