//! What a step reads and writes: the lanes that are in flight, or the first few of them.

use super::body::Body;
use crate::{
    kernel::Size,
    simd::{Scalar, Vector},
};

/// The most lanes in flight: four registers of 16 `f32`, at AVX-512.
pub(super) const MAX_LANES: usize = 64;

/// Bytes of a cache line, and of the longest register.
const LINE: usize = 64;

/// How many elements `start` is behind the start of a cache line, or of the part of
/// one that a step of so many lanes fills.
#[inline(always)]
pub(super) fn beyond_a_line<T>(start: *const T, lanes: usize) -> usize {
    start as usize % LINE.min(lanes * size_of::<T>()) / size_of::<T>()
}

/// `slice`, which may be shorter than the vector. Where terms are summed every lane has an element
/// of its own, or is beyond the end and holds a zero; where none are, a register may hold elements
/// of the one before it, which takes no detour through memory.
#[inline(always)]
pub(super) fn load<B: Body<R, W>, V: Vector, const R: usize, const W: usize>(
    seed: V,
    slice: &[V::Scalar],
) -> V {
    if slice.len() == V::LANES {
        return seed.load(slice);
    }
    if B::Sums::LEN == 0 {
        return seed.load_part(slice, 0);
    }
    let mut lanes = [V::Scalar::default(); MAX_LANES];
    // Element by element: a call to `memcpy` would cost the loop its registers.
    for (lane, value) in lanes.iter_mut().zip(slice) {
        *lane = *value;
    }
    seed.load(&lanes)
}

/// Writes the lanes that [`load`] reads from `slice`.
#[inline(always)]
pub(super) fn store<B: Body<R, W>, V: Vector, const R: usize, const W: usize>(
    vector: V,
    slice: &mut [V::Scalar],
) {
    if slice.len() == V::LANES {
        return vector.store(slice);
    }
    if B::Sums::LEN == 0 {
        return vector.store_part(slice, 0);
    }
    let mut lanes = [V::Scalar::default(); MAX_LANES];
    vector.store(&mut lanes);
    for (value, lane) in slice.iter_mut().zip(lanes) {
        *value = lane;
    }
}

/// Adds the first `len` lanes to the end of `elements`, which has room for them.
#[inline(always)]
pub(super) fn append<V: Vector>(vector: V, elements: &mut Vec<V::Scalar>, len: usize) {
    // Without it a call that lets the vector grow would be in the loop, and cost it its registers.
    assert!(
        elements.capacity() - elements.len() >= len,
        "room for the elements"
    );
    // Each branch has lanes of its own: only those that nothing reads one by one go from registers
    // to where they belong.
    if len == V::LANES {
        let mut lanes = [V::Scalar::default(); MAX_LANES];
        vector.store(&mut lanes);
        elements.extend_from_slice(&lanes[..V::LANES]);
    } else {
        let mut lanes = [V::Scalar::default(); MAX_LANES];
        vector.store(&mut lanes);
        elements.extend(lanes.iter().take(len));
    }
}

/// 0, 1, 2, … along the lanes.
#[inline(always)]
pub(super) fn positions<V: Vector>(seed: V) -> V {
    let mut lanes = [V::Scalar::default(); MAX_LANES];
    for (i, lane) in lanes.iter_mut().enumerate() {
        *lane = V::Scalar::from_f64(i as f64);
    }
    seed.load(&lanes)
}
