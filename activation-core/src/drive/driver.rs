//! A loop as what feeds it sees it: behind a pointer, without the formula in it.
//!
//! Whatever walks over arrays, cuts them for threads or makes new ones asks a loop for very little.
//! So all of that exists once for each element type and number of operands, where one copy for
//! each operation on each formula took more than half of what a formula costs to compile.

use fearless_simd::Level;
use ndarray::{ArrayView1, ArrayViewMut1, Axis};

use super::{
    arrays::Target,
    flat::{lanes, lanes_mut, nothing},
    plane::{Plane, Scratch},
    rows::{Rows, RowsMut},
    slices::BLOCK,
    threads::{PART, both},
};
use crate::{operands::Element, simd::Scalar};

/// Slices of one length, one for each operand.
pub(crate) type Slices<'a, T, const R: usize, const W: usize> = ([&'a [T]; R], [&'a mut [T]; W]);

/// Rows of one length, as many for each operand and at least one.
pub(crate) type Piece<'a, T, const R: usize, const W: usize> =
    ([Rows<'a, T>; R], [RowsMut<'a, T>; W]);

/// Where pieces come from. Called through a pointer, so that the loop, the kernel unrolled in
/// it, exists once for each level and not once more for each kind of source.
pub(crate) trait Pieces<T, const R: usize, const W: usize> {
    /// The next piece; the one before it is finished.
    fn next(&mut self) -> Option<Piece<'_, T, R, W>>;
}

/// A loop that reads `R` operands and writes `W`.
pub(crate) trait Run<T, const R: usize, const W: usize>: Sync {
    /// The instructions in use.
    fn level(&self) -> Level;
    /// Whether it needs what the written operands hold.
    fn reads_old(&self) -> bool;
    /// How many sums it keeps beside what it writes.
    fn sums(&self) -> usize;
    /// Works through the slices `whole`, or through `pieces`, one after the other, and adds to
    /// `sums`. What a whole row writes goes to the end of the vectors `fresh`, if there are any,
    /// which have room for it.
    fn enter<'a>(
        &'a self,
        whole: Option<Slices<'a, T, R, W>>,
        pieces: Option<&'a mut (dyn Pieces<T, R, W> + '_)>,
        fresh: Option<&'a mut [Vec<T>; W]>,
        sums: &'a mut [f64],
    );
}

impl<T: Scalar, const R: usize, const W: usize> dyn Run<T, R, W> + '_ {
    /// Sums to start from.
    pub(super) fn no_sums(&self) -> Vec<f64> {
        vec![0.0; self.sums()]
    }

    /// Runs the loop over slices of one length and adds to `sums`.
    ///
    /// # Panics
    /// When the lengths differ.
    pub(crate) fn run<E: Element<Lane = T>>(
        &self,
        reads: [&[E]; R],
        writes: [&mut [E]; W],
        sums: &mut [f64],
    ) {
        let len = writes[0].len();
        if len > PART {
            return self.run_halves(reads, writes, sums);
        }
        if E::lanes(&[]).is_some() {
            self.enter(Some((lanes(reads), lanes_mut(writes))), None, None, sums);
        } else if len > 0 {
            self.run_widened(reads, writes, sums);
        }
    }

    #[inline(never)]
    fn run_halves<E: Element<Lane = T>>(
        &self,
        reads: [&[E]; R],
        mut writes: [&mut [E]; W],
        sums: &mut [f64],
    ) {
        let len = writes[0].len();
        let at = half(len);
        let rest = reads.map(|slice| &slice[at..len]);
        let reads = reads.map(|slice| &slice[..at]);
        let mut halves = writes.each_mut().map(|slice| slice[..len].split_at_mut(at));
        let (mut totals, mut other_totals) = (self.no_sums(), self.no_sums());
        let other = halves.each_mut().map(|half| core::mem::take(&mut half.1));
        let one = halves.map(|half| half.0);
        both(
            || self.run(reads, one, &mut totals),
            || self.run(rest, other, &mut other_totals),
        );
        add_sums(sums, &totals, &other_totals);
    }

    #[inline(never)]
    fn run_widened<E: Element<Lane = T>>(
        &self,
        reads: [&[E]; R],
        writes: [&mut [E]; W],
        sums: &mut [f64],
    ) {
        let len = writes[0].len();
        let reads = reads.map(|slice| ArrayView1::from(&slice[..len]).insert_axis(Axis(0)));
        let writes = writes
            .map(|slice| Target::Full(ArrayViewMut1::from(&mut slice[..len]).insert_axis(Axis(0))));
        let mut scratch = Scratch::new();
        let mut plane = Plane::new(self.level(), reads, writes, self.reads_old(), &mut scratch);
        self.enter(None, Some(&mut plane), None, sums);
    }

    /// Runs the loop over slices of one length, in one thread, adds what it writes to the end of
    /// vectors that have room for it, and adds to `sums`.
    pub(super) fn fill(&self, reads: [&[T]; R], vectors: &mut [Vec<T>; W], sums: &mut [f64]) {
        let len = reads[0].len();
        if len > PART {
            let at = half(len);
            let (mut totals, mut other_totals) = (self.no_sums(), self.no_sums());
            self.fill(reads.map(|slice| &slice[..at]), vectors, &mut totals);
            self.fill(reads.map(|slice| &slice[at..]), vectors, &mut other_totals);
            return add_sums(sums, &totals, &other_totals);
        }
        self.enter(Some((reads, nothing())), None, Some(vectors), sums);
    }
}

/// Adds the sums of two parts, in this order, to what there is.
pub(super) fn add_sums(sums: &mut [f64], one: &[f64], other: &[f64]) {
    for (sum, (one, other)) in sums.iter_mut().zip(one.iter().zip(other)) {
        *sum += one + other;
    }
}

/// Where slices of more than [`PART`] elements are cut.
fn half(len: usize) -> usize {
    (len / 2).next_multiple_of(BLOCK)
}
