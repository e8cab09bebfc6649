//! The order in which the axes of arrays of one shape are walked.
//!
//! Elementwise work may visit elements in any order, so axes are sorted, reversed and merged
//! until rows are as long and as contiguous as the operands together allow. Only shapes and
//! strides are touched here, never elements.

use ndarray::{ArrayBase, Axis, IxDyn, RawData};

/// The shape of an operand, to be rearranged.
pub(super) trait Axes {
    fn lens(&self) -> &[usize];
    fn strides(&self) -> &[isize];
    fn swap(&mut self, one: usize, other: usize);
    fn invert(&mut self, axis: usize);
    /// Makes `outer` part of `inner`; the caller has checked that the strides allow it.
    fn merge(&mut self, outer: usize, inner: usize);
    /// Removes the axis, which has length 1.
    fn remove(&mut self, axis: usize);
    /// Inserts an axis of length 1 before all others.
    fn insert(&mut self);
}

impl<S: RawData> Axes for ArrayBase<S, IxDyn> {
    fn lens(&self) -> &[usize] {
        self.shape()
    }
    fn strides(&self) -> &[isize] {
        ArrayBase::strides(self)
    }
    fn swap(&mut self, one: usize, other: usize) {
        self.swap_axes(one, other);
    }
    fn invert(&mut self, axis: usize) {
        self.invert_axis(Axis(axis));
    }
    fn merge(&mut self, outer: usize, inner: usize) {
        let merged = self.merge_axes(Axis(outer), Axis(inner));
        debug_assert!(merged, "the strides were checked");
    }
    fn remove(&mut self, axis: usize) {
        self.index_axis_inplace(Axis(axis), 0);
    }
    fn insert(&mut self) {
        self.insert_axis_inplace(Axis(0));
    }
}

/// How many axes a nest of loops has at least; more axes are rare and recurse.
pub(super) const NEST: usize = 4;

/// Rearranges operands of one shape, none of them empty, to at least [`NEST`] axes with the
/// rows in the last one. The first operand leads: where operands disagree, its order is taken.
pub(super) fn arrange(operands: &mut [&mut dyn Axes]) {
    let mut axis = 0;
    while axis < operands[0].lens().len() {
        if operands[0].lens()[axis] == 1 {
            operands.iter_mut().for_each(|operand| operand.remove(axis));
        } else {
            axis += 1;
        }
    }
    let axes = operands[0].lens().len();
    for axis in 0..axes {
        let signs: isize = operands.iter().map(|o| o.strides()[axis].signum()).sum();
        if signs < 0 {
            operands.iter_mut().for_each(|operand| operand.invert(axis));
        }
    }
    sort(operands);
    let mut inner = axes;
    while inner > 1 {
        inner -= 1;
        let mergeable = |operand: &&mut dyn Axes| {
            let (lens, strides) = (operand.lens(), operand.strides());
            strides[inner - 1] == lens[inner] as isize * strides[inner]
        };
        if operands.iter().all(mergeable) {
            for operand in operands.iter_mut() {
                operand.merge(inner - 1, inner);
                operand.remove(inner - 1);
            }
        }
    }
    if let Some(row) = row_axis(operands) {
        for axis in row + 1..operands[0].lens().len() {
            operands
                .iter_mut()
                .for_each(|operand| operand.swap(axis - 1, axis));
        }
    }
    while operands[0].lens().len() < NEST {
        operands.iter_mut().for_each(|operand| operand.insert());
    }
}

/// Sorts the axes by falling stride of the first operand: an insertion sort, since there are a
/// handful.
fn sort(operands: &mut [&mut dyn Axes]) {
    for sorted in 1..operands[0].lens().len() {
        for axis in (1..=sorted).rev() {
            let strides = operands[0].strides();
            if strides[axis - 1].abs() >= strides[axis].abs() {
                break;
            }
            operands
                .iter_mut()
                .for_each(|operand| operand.swap(axis - 1, axis));
        }
    }
}

/// The axis whose rows are the cheapest to walk. Starting a row costs about as much as
/// gathering or scattering 16 elements of one operand.
fn row_axis(operands: &[&mut dyn Axes]) -> Option<usize> {
    const ROW: f64 = 16.0;
    let cost = |axis: usize| {
        let strided = operands
            .iter()
            .filter(|o| !matches!(o.strides()[axis], 0 | 1));
        ROW / operands[0].lens()[axis] as f64 + strided.count() as f64
    };
    // Of equal axes the last, which has the smallest stride.
    (0..operands[0].lens().len())
        .rev()
        .min_by(|&a, &b| cost(a).total_cmp(&cost(b)))
}
