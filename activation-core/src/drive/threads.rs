//! Who does which part of a large array.
//!
//! Invariant: how work is cut depends on shapes and strides alone, and results of parts are
//! put together in the order of the parts. Threads only decide who computes a part, so that
//! every result, sums included, is bit-equal to that of one thread.

/// The most elements that are worked through in one go; more are cut in halves, each for a
/// thread of its own where one is free.
///
/// Measured on two cores (Zen 5, `f32`, forward, called from outside the pool, which then has
/// to be woken; one thread divided by two, above 1 where two are faster):
///
/// | elements | relu | silu | a kernel of 0.5 ns an element |
/// |---|---|---|---|
/// | 2¹⁷ | 0.3 | 1.3 | 1.7 |
/// | 2¹⁸ | 0.6 | 1.5 | 1.8 |
/// | 2¹⁹ | 1.0 | 1.3 | |
///
/// From inside the pool the gain is 1.9 and more from 2¹⁷ on, relu included, and what a part
/// costs beyond its elements is not measurable on one thread.
pub(super) const PART: usize = 1 << 17;

/// Whether there is no second thread to do a half.
#[inline]
pub(super) fn is_alone() -> bool {
    #[cfg(feature = "rayon")]
    return rayon::current_num_threads() <= 1;
    #[cfg(not(feature = "rayon"))]
    true
}

/// Does both halves, on two threads where the feature `rayon` is on and the pool has them.
#[inline]
pub(super) fn both<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    #[cfg(feature = "rayon")]
    if !is_alone() {
        return rayon::join(one, other);
    }
    (one(), other())
}
