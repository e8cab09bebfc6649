//! Two-dimensional operands, as the rows the loop wants.
//!
//! A contiguous row is handed out as it lies in memory. Any other, and any of narrower
//! elements, goes through a small block: gathered, widened or filled before the loop sees it,
//! scattered, narrowed or summed afterwards. Nothing the size of an array is ever copied.

use core::ops::Range;

use ndarray::{ArrayView1, ArrayView2, ArrayViewMut1, Axis, Ix2, MathCell, Slice, Zip};

use super::{
    arrays::Target,
    driver::{Piece, Pieces},
    rows::{Rows, RowsMut},
};
use crate::{
    operands::Element,
    simd::{Level, Scalar},
};

/// How many elements of a row go through a block at a time.
const PIECE: usize = 512;

/// How many elements a block has.
const CAPACITY: usize = 2048;

/// How many rows are added up in their own type before the sums go to the cells in `f64`.
const GROUP: usize = 16;

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

/// How the rows of an operand reach the loop.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// As they lie in memory.
    Direct,
    /// The same one again and again, as it lies in memory.
    DirectSame,
    /// Through a block.
    Block,
    /// Through a block, the same one again and again.
    BlockSame,
}

impl Way {
    fn of<E: Element>(shape: &[usize], strides: &[isize]) -> Self {
        let direct = E::lanes(&[]).is_some() && (strides[1] == 1 || shape[1] == 1);
        match (direct, strides[0] == 0) {
            (true, false) => Way::Direct,
            (true, true) => Way::DirectSame,
            (false, false) => Way::Block,
            (false, true) => Way::BlockSame,
        }
    }
}

/// The pieces of two-dimensional operands of one shape: strips of columns, each some rows at a
/// time.
pub(super) struct Plane<'p, 'a, E: Element, const R: usize, const W: usize> {
    level: Level,
    reads: [ArrayView2<'a, E>; R],
    writes: [Target<'a, E, Ix2>; W],
    read_ways: [Way; R],
    write_ways: [Way; W],
    scratch: &'p mut Scratch<E::Lane, R, W>,
    /// Whether blocks hold what the operands hold before the loop sees them.
    reads_old: bool,
    shape: [usize; 2],
    /// The largest piece.
    piece: [usize; 2],
    /// The piece that was handed out last.
    rows: Range<usize>,
    strip: Range<usize>,
}

impl<'p, 'a, E: Element, const R: usize, const W: usize> Plane<'p, 'a, E, R, W> {
    pub(super) fn new(
        level: Level,
        reads: [ArrayView2<'a, E>; R],
        writes: [Target<'a, E, Ix2>; W],
        reads_old: bool,
        scratch: &'p mut Scratch<E::Lane, R, W>,
    ) -> Self {
        let shape = match &writes[0] {
            Target::Full(view) => [view.nrows(), view.ncols()],
            Target::Summed(view) => [view.nrows(), view.ncols()],
        };
        let read_ways = reads
            .each_ref()
            .map(|view| Way::of::<E>(view.shape(), view.strides()));
        let write_ways = writes.each_ref().map(|target| match target {
            Target::Full(view) => match Way::of::<E>(view.shape(), view.strides()) {
                Way::Direct | Way::DirectSame => Way::Direct,
                Way::Block | Way::BlockSame => Way::Block,
            },
            Target::Summed(_) => Way::Block,
        });
        let blocks = |ways: &[Way]| {
            ways.iter()
                .any(|way| matches!(way, Way::Block | Way::BlockSame))
        };
        let piece = if blocks(&read_ways) || blocks(&write_ways) {
            let width = shape[1].min(PIECE);
            [(CAPACITY / width.max(1)).min(shape[0]), width]
        } else {
            shape
        };
        let ways = read_ways.iter().chain(&write_ways);
        for (block, way) in (scratch.reads.iter_mut())
            .chain(&mut scratch.writes)
            .zip(ways)
        {
            if blocks(&[*way]) && block.len() < piece[0] * piece[1] {
                *block = vec![E::Lane::default(); piece[0] * piece[1]];
            }
        }
        Self {
            level,
            reads,
            writes,
            read_ways,
            write_ways,
            scratch,
            reads_old,
            shape,
            piece,
            rows: 0..0,
            strip: 0..0,
        }
    }

    /// Takes what the loop has written from the blocks to where it belongs.
    fn finish(&mut self) {
        let width = self.strip.len();
        for (i, way) in self.write_ways.iter().enumerate() {
            if *way != Way::Block {
                continue;
            }
            let block = &mut self.scratch.writes[i][..self.rows.len() * width];
            match &mut self.writes[i] {
                Target::Full(view) => {
                    for (row, lanes) in self.rows.clone().zip(block.chunks_exact(width)) {
                        let mut places = view.row_mut(row);
                        places.slice_axis_inplace(Axis(0), Slice::from(self.strip.clone()));
                        scatter(self.level, lanes, places);
                    }
                }
                Target::Summed(view) => {
                    // Rows that share their cells are added up before the cells are touched.
                    let group = if view.strides()[0] == 0 { GROUP } else { 1 };
                    let rows = self.rows.clone().step_by(group);
                    for (row, lanes) in rows.zip(block.chunks_mut(group * width)) {
                        let mut cells = view.row(row);
                        cells.slice_axis_inplace(Axis(0), Slice::from(self.strip.clone()));
                        add_rows(cells, lanes, width);
                    }
                }
            }
        }
    }

    /// Goes to the next piece, if there is one.
    fn advance(&mut self) -> bool {
        if !self.rows.is_empty() {
            self.finish();
        }
        let mut row = self.rows.end;
        let mut column = self.strip.start;
        if row == self.shape[0] {
            (row, column) = (0, self.strip.end);
        }
        if column == self.shape[1] {
            return false;
        }
        self.rows = row..self.shape[0].min(row + self.piece[0]);
        self.strip = column..self.shape[1].min(column + self.piece[1]);
        true
    }
}

impl<E: Element, const R: usize, const W: usize> Pieces<E::Lane, R, W> for Plane<'_, '_, E, R, W> {
    fn next(&mut self) -> Option<Piece<'_, E::Lane, R, W>> {
        if !self.advance() {
            return None;
        }
        let (rows, strip, level) = (self.rows.clone(), self.strip.clone(), self.level);
        let (count, width) = (rows.len(), strip.len());
        let mut reads: [Rows<'_, E::Lane>; R] = core::array::from_fn(|_| Rows::Same(&[]));
        for (i, block) in self.scratch.reads.iter_mut().enumerate() {
            let view = &self.reads[i];
            reads[i] = match self.read_ways[i] {
                Way::Direct => E::rows(view).map_or(Rows::Same(&[]), |all| {
                    let (_, from) = all.split_at(rows.start);
                    Rows::Array(from.split_at(count).0, strip.clone())
                }),
                Way::DirectSame => {
                    let row = view.index_axis(Axis(0), 0).to_slice().unwrap_or_default();
                    Rows::Same(&E::lanes(row).unwrap_or_default()[strip.clone()])
                }
                Way::Block => {
                    let block = &mut block[..count * width];
                    for (row, lanes) in rows.clone().zip(block.chunks_exact_mut(width)) {
                        gather(level, view.row(row), &strip, lanes);
                    }
                    Rows::Block(block.chunks_exact(width))
                }
                Way::BlockSame => {
                    if rows.start == 0 {
                        gather(level, view.row(0), &strip, &mut block[..width]);
                    }
                    Rows::Same(&block[..width])
                }
            };
        }
        let mut writes: [RowsMut<'_, E::Lane>; W] = core::array::from_fn(|_| RowsMut::One(None));
        let operands = self.writes.iter_mut().zip(&self.write_ways);
        for (i, ((target, way), block)) in operands.zip(&mut self.scratch.writes).enumerate() {
            let view = match target {
                Target::Full(view) => view,
                Target::Summed(_) => {
                    let block = &mut block[..count * width];
                    if self.reads_old {
                        block.fill(E::Lane::default());
                    }
                    writes[i] = RowsMut::Block(block.chunks_exact_mut(width));
                    continue;
                }
            };
            writes[i] = if *way == Way::Block {
                let block = &mut block[..count * width];
                if self.reads_old {
                    for (row, lanes) in rows.clone().zip(block.chunks_exact_mut(width)) {
                        gather(level, view.row(row), &strip, lanes);
                    }
                }
                RowsMut::Block(block.chunks_exact_mut(width))
            } else {
                E::rows_mut(view).map_or(RowsMut::One(None), |all| {
                    let (_, from) = all.split_at(rows.start);
                    RowsMut::Array(from.split_at(count).0, strip.clone())
                })
            };
        }
        Some((reads, writes))
    }
}

/// A strip of a row, widened.
fn gather<E: Element>(
    level: Level,
    mut row: ArrayView1<'_, E>,
    strip: &Range<usize>,
    lanes: &mut [E::Lane],
) {
    row.slice_axis_inplace(Axis(0), Slice::from(strip.clone()));
    match row.to_slice() {
        Some(row) => E::widen_slice(level, row, lanes),
        None if row.strides()[0] == 0 => lanes.fill(row[0].widen()),
        None => Zip::from(ArrayViewMut1::from(lanes))
            .and(row)
            .for_each(|lane, element| *lane = element.widen()),
    }
}

/// Lanes, narrowed, to their places.
fn scatter<E: Element>(level: Level, lanes: &[E::Lane], mut places: ArrayViewMut1<'_, E>) {
    match places.as_slice_mut() {
        Some(places) => E::narrow_slice(level, lanes, places),
        None => Zip::from(places)
            .and(ArrayView1::from(lanes))
            .for_each(|place, lane| *place = E::narrow(*lane)),
    }
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
