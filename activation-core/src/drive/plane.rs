//! Rows of two-dimensional operands, as the slices the loop wants.
//!
//! A contiguous row is handed out as it lies in memory. Any other goes through a small block:
//! gathered or filled before the loop sees it, scattered or summed afterwards. Nothing the size
//! of an array is ever copied.

use ndarray::{ArrayView1, ArrayView2, ArrayViewMut1, Axis, Ix2, MathCell, Slice};

use super::{
    arrays::Target,
    slices::{Piece, Pieces},
};
use crate::simd::Scalar;

/// How many elements of a row go through a block at a time.
const PIECE: usize = 512;

/// How many rows are added up in their own type before the sums go to the cells in `f64`.
const GROUP: usize = 16;

/// How many elements the block of a summed operand has.
const CAPACITY: usize = 4096;

/// The blocks of a walk; those that are not needed stay empty.
pub(super) struct Scratch<T, const R: usize, const W: usize> {
    reads: [Vec<T>; R],
    writes: [Vec<T>; W],
}

impl<T: Scalar, const R: usize, const W: usize> Scratch<T, R, W> {
    pub(super) fn new() -> Self {
        Self {
            reads: [const { Vec::new() }; R],
            writes: [const { Vec::new() }; W],
        }
    }
}

/// How the rows of an operand lie.
#[derive(Clone, Copy, PartialEq)]
enum Rows {
    Contiguous,
    /// One element for the whole row.
    Repeated,
    Strided,
    /// Written to be summed.
    Summed,
}

impl Rows {
    fn of<T>(view: &ArrayView2<'_, T>) -> Self {
        Self::with_stride(view.ncols(), view.strides()[1])
    }

    fn with_stride(len: usize, stride: isize) -> Self {
        match stride {
            _ if len == 1 => Self::Contiguous,
            1 => Self::Contiguous,
            0 => Self::Repeated,
            _ => Self::Strided,
        }
    }
}

/// The pieces of two-dimensional operands of one shape: strips of columns, each row by row.
pub(super) struct Plane<'p, 'a, T, const R: usize, const W: usize> {
    reads: [ArrayView2<'a, T>; R],
    writes: [Target<'a, T, Ix2>; W],
    read_rows: [Rows; R],
    write_rows: [Rows; W],
    scratch: &'p mut Scratch<T, R, W>,
    /// Whether blocks hold what the operands hold before the loop sees them.
    reads_old: bool,
    rows: usize,
    columns: usize,
    /// The width of a strip, and how many of its rows are summed at a time.
    piece: usize,
    group: usize,
    /// The piece that was handed out last.
    row: usize,
    from: usize,
    started: bool,
    filled: Option<usize>,
}

impl<'p, 'a, T: Scalar, const R: usize, const W: usize> Plane<'p, 'a, T, R, W> {
    pub(super) fn new(
        reads: [ArrayView2<'a, T>; R],
        writes: [Target<'a, T, Ix2>; W],
        reads_old: bool,
        scratch: &'p mut Scratch<T, R, W>,
    ) -> Self {
        let [rows, columns] = match &writes[0] {
            Target::Full(view) => [view.nrows(), view.ncols()],
            Target::Summed(view) => [view.nrows(), view.ncols()],
        };
        let read_rows = reads.each_ref().map(Rows::of);
        let write_rows = writes.each_ref().map(|target| match target {
            Target::Full(view) => Rows::with_stride(columns, view.strides()[1]),
            Target::Summed(_) => Rows::Summed,
        });
        let mut all = read_rows.iter().chain(&write_rows);
        let piece = if all.all(|rows| *rows == Rows::Contiguous) {
            columns
        } else {
            columns.min(PIECE)
        };
        let shares_cells = |target: &Target<'_, T, Ix2>| match target {
            Target::Full(_) => true,
            Target::Summed(view) => view.strides()[0] == 0,
        };
        let group = if writes.iter().all(shares_cells) {
            (CAPACITY / piece).clamp(1, GROUP)
        } else {
            1
        };
        let sizes = scratch.reads.iter_mut().zip(read_rows);
        for (block, rows) in sizes.chain(scratch.writes.iter_mut().zip(write_rows)) {
            let size = match rows {
                Rows::Contiguous => 0,
                Rows::Repeated | Rows::Strided => PIECE,
                Rows::Summed => CAPACITY,
            };
            if block.len() < size {
                *block = vec![T::default(); size];
            }
        }
        Self {
            reads,
            writes,
            read_rows,
            write_rows,
            scratch,
            reads_old,
            rows,
            columns,
            piece,
            group,
            row: 0,
            from: 0,
            started: false,
            filled: None,
        }
    }

    /// The columns of the strip that is being walked.
    #[inline(always)]
    fn strip(&self) -> core::ops::Range<usize> {
        self.from..self.columns.min(self.from + self.piece)
    }

    /// Where the current row of a summed operand is in its block.
    #[inline(always)]
    fn slot(&self) -> usize {
        self.row % self.group * self.strip().len()
    }

    /// Takes what the loop has written from the blocks to where it belongs.
    #[inline(always)]
    fn finish_piece(&mut self) {
        let (strip, row) = (self.strip(), self.row);
        for (i, rows) in self.write_rows.iter().enumerate() {
            match (&mut self.writes[i], rows) {
                (Target::Full(view), Rows::Repeated | Rows::Strided) => {
                    let mut places = view.row_mut(row);
                    places.slice_axis_inplace(Axis(0), Slice::from(strip.clone()));
                    places.assign(&ArrayView1::from(&self.scratch.writes[i][..strip.len()]));
                }
                (Target::Full(_), _) => {}
                (Target::Summed(view), _) => {
                    let summed = row % self.group + 1;
                    if summed == self.group || row + 1 == self.rows {
                        let mut cells = view.row(row);
                        cells.slice_axis_inplace(Axis(0), Slice::from(strip.clone()));
                        let block = &mut self.scratch.writes[i][..summed * strip.len()];
                        add_rows(cells, block, strip.len());
                    }
                }
            }
        }
    }

    /// Goes to the next piece, if there is one.
    #[inline(always)]
    fn advance(&mut self) -> bool {
        if self.started {
            self.finish_piece();
            self.row += 1;
        }
        self.started = true;
        if self.row == self.rows {
            self.row = 0;
            self.from += self.piece;
        }
        self.from < self.columns
    }
}

impl<T: Scalar, const R: usize, const W: usize> Pieces<T, R, W> for Plane<'_, '_, T, R, W> {
    fn next(&mut self) -> Option<Piece<'_, T, R, W>> {
        if !self.advance() {
            return None;
        }
        let (strip, row, slot) = (self.strip(), self.row, self.slot());
        let len = strip.len();
        let mut reads: [&[T]; R] = [&[]; R];
        for (i, block) in self.scratch.reads.iter_mut().enumerate() {
            let view = &self.reads[i];
            match self.read_rows[i] {
                Rows::Contiguous => {
                    let slice = view.index_axis(Axis(0), row).to_slice();
                    reads[i] = &slice.unwrap_or_default()[strip.clone()];
                    continue;
                }
                Rows::Repeated => {
                    if self.filled != Some(row) {
                        block[..self.piece].fill(view[[row, 0]]);
                    }
                }
                _ => gather(view.index_axis(Axis(0), row), &strip, block),
            }
            reads[i] = &block[..len];
        }
        self.filled = Some(row);
        let mut writes: [&mut [T]; W] = core::array::from_fn(|_| Default::default());
        let operands = self.writes.iter_mut().zip(&self.write_rows);
        for (i, ((target, rows), block)) in operands.zip(&mut self.scratch.writes).enumerate() {
            writes[i] = match target {
                Target::Full(view) => {
                    if *rows == Rows::Contiguous {
                        let slice = view.index_axis_mut(Axis(0), row).into_slice();
                        &mut slice.unwrap_or_default()[strip.clone()]
                    } else {
                        if self.reads_old {
                            gather(view.index_axis(Axis(0), row), &strip, block);
                        }
                        &mut block[..len]
                    }
                }
                Target::Summed(_) => {
                    let place = &mut block[slot..slot + len];
                    if self.reads_old {
                        place.fill(T::default());
                    }
                    place
                }
            };
        }
        Some((reads, writes))
    }
}

/// Copies a strip of a row to a block.
fn gather<T: Copy>(mut row: ArrayView1<'_, T>, strip: &core::ops::Range<usize>, block: &mut [T]) {
    row.slice_axis_inplace(Axis(0), Slice::from(strip.clone()));
    ArrayViewMut1::from(&mut block[..strip.len()]).assign(&row);
}

/// Adds the rows of a block, each `len` long, to the cells they share: one cell for all when
/// the row is broadcast, else one for each column.
fn add_rows<T: Scalar>(cells: ArrayView1<'_, MathCell<f64>>, block: &mut [T], len: usize) {
    if len > 1 && cells.strides()[0] == 0 {
        let cell = &cells[0];
        cell.set(cell.get() + sum(block));
        return;
    }
    let (first, rest) = block.split_at_mut(len);
    for row in rest.chunks_exact(len) {
        for (sum, value) in first.iter_mut().zip(row) {
            *sum += *value;
        }
    }
    let add = |(cell, value): (&MathCell<f64>, &T)| {
        cell.set(cell.get() + Scalar::to_f64(*value));
    };
    match cells.to_slice() {
        Some(cells) => cells.iter().zip(&*first).for_each(add),
        None => cells.iter().zip(&*first).for_each(add),
    }
}

/// The sum of a block, in lanes of its own type, in stretches that keep `f32` accurate, and
/// then in `f64`.
fn sum<T: Scalar>(block: &[T]) -> f64 {
    const LANES: usize = 16;
    let mut total = 0.0;
    for stretch in block.chunks(PIECE) {
        let mut lanes = [T::default(); LANES];
        let mut chunks = stretch.chunks_exact(LANES);
        for chunk in &mut chunks {
            for (lane, value) in lanes.iter_mut().zip(chunk) {
                *lane += *value;
            }
        }
        for (lane, value) in lanes.iter_mut().zip(chunks.remainder()) {
            *lane += *value;
        }
        let mut width = LANES / 2;
        while width > 0 {
            for i in 0..width {
                lanes[i] += lanes[i + width];
            }
            width /= 2;
        }
        total += Scalar::to_f64(lanes[0]);
    }
    total
}
