//! The operations that overwrite what they read; formulas of one input only.

use ndarray::{ArrayRef, ArrayView, Dimension};

use super::{
    body::{BackwardInPlace, ForwardInPlace},
    flat::{Flat, slices},
    operate::check_shape,
    slices::Driver,
};
use crate::{
    kernel::{Kernel, N},
    operands::Element,
    simd::level,
};

/// `x = g(x)`.
#[inline]
pub(crate) fn forward_in_place<K, T, D>(kernel: &K, x: &mut ArrayRef<T, D>)
where
    K: Kernel<Inputs = N<1>>,
    T: Element,
    D: Dimension,
{
    let driver = Driver::<ForwardInPlace<K>, 0, 1>::new(level(), kernel);
    match x.as_slice_memory_order_mut() {
        Some(x) => driver.run([], [x], &mut []),
        None => driver.erased().walk_full([], [x.view_mut().into_dyn()]),
    }
}

/// `dy = g′(x) ⊙ dy`.
#[inline]
pub(crate) fn backward_in_place<K, T, D>(
    kernel: &K,
    x: &ArrayView<'_, T, D>,
    dy: &mut ArrayRef<T, D>,
) where
    K: Kernel<Inputs = N<1>>,
    T: Element,
    D: Dimension,
{
    let driver = Driver::<BackwardInPlace<K>, 1, 1>::new(level(), kernel);
    let flat = Flat::of(x);
    if let Some(reads) = slices(&[flat])
        && let Some(dy) = flat.alike(dy)
    {
        return driver.run(reads, [dy], &mut []);
    }
    check_shape("dy", dy.shape(), "shape of x", x.shape());
    driver
        .erased()
        .walk_full([x.view().into_dyn()], [dy.view_mut().into_dyn()]);
}
