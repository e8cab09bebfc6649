//! Rows of one operand, one after the other, as slices.
//!
//! These iterators end up inside the loop, once for each operand: a row must cost a few
//! instructions, since rows of 64 elements are one step of the widest level.

use core::{
    ops::Range,
    slice::{ChunksExact, ChunksExactMut},
};

use ndarray::{
    Ix1,
    iter::{AxisIter, AxisIterMut},
};

/// The rows of an operand that is read.
pub(crate) enum Rows<'a, T> {
    /// The same one as often as it is asked for.
    Same(&'a [T]),
    /// A strip of those of an array whose rows are contiguous.
    Array(AxisIter<'a, T, Ix1>, Range<usize>),
    /// Those of a block without gaps.
    Block(ChunksExact<'a, T>),
}

impl<'a, T> Rows<'a, T> {
    /// The next row. Beyond the last one it is empty.
    #[inline(always)]
    pub(super) fn next(&mut self) -> &'a [T] {
        let row = match self {
            Rows::Same(row) => return row,
            Rows::Array(rows, strip) => rows
                .next()
                .and_then(|row| row.to_slice()?.get(strip.clone())),
            Rows::Block(rows) => rows.next(),
        };
        row.unwrap_or_default()
    }
}

/// The rows of an operand that is written.
pub(crate) enum RowsMut<'a, T> {
    /// One.
    One(Option<&'a mut [T]>),
    /// A strip of those of an array whose rows are contiguous.
    Array(AxisIterMut<'a, T, Ix1>, Range<usize>),
    /// Those of a block without gaps.
    Block(ChunksExactMut<'a, T>),
}

impl<'a, T> RowsMut<'a, T> {
    /// The next row, if there is one.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Option<&'a mut [T]> {
        match self {
            RowsMut::One(row) => row.take(),
            RowsMut::Array(rows, strip) => rows
                .next()
                .and_then(|row| row.into_slice()?.get_mut(strip.clone())),
            RowsMut::Block(rows) => rows.next(),
        }
    }
}
