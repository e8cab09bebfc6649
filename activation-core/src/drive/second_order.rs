//! Backward of backward, for formulas of one input.

use core::marker::PhantomData;

use ndarray::{Array, ArrayRef, ArrayView, Dimension};

use super::{
    body::Body,
    flat::{Flat, array_like, slices},
    operate::check_shape,
    slices::Driver,
};
use crate::{
    kernel::{Kernel, N, Prepared},
    operands::Element,
    simd::{Vector, level},
};

/// `g″(x) ⊙ dy ⊙ ddx` and `g′(x) ⊙ ddx`; reads `x`, `dy`, `ddx`.
struct DoubleBackward<K>(PhantomData<K>);

impl<K: Kernel<Inputs = N<1>>> Body<3, 2> for DoubleBackward<K> {
    type Kernel = K;
    type Sums = N<0>;
    const READS_OLD: bool = false;
    #[inline(always)]
    fn step<V: Vector>(
        prepared: Prepared<K, V>,
        [x, dy, ddx]: [V; 3],
        _: [V; 2],
    ) -> ([V; 2], [V; 0]) {
        let ([slope], [curvature]) = K::gradient_and_curvature(prepared, [x]);
        ([curvature * (dy * ddx), slope * ddx], [])
    }
}

/// Into new arrays.
#[inline]
pub(crate) fn double_backward<K, T, D>(
    kernel: &K,
    x: &ArrayView<'_, T, D>,
    given: [&ArrayView<'_, T, D>; 2],
) -> [Array<T, D>; 2]
where
    K: Kernel<Inputs = N<1>>,
    T: Element,
    D: Dimension,
{
    if let Some(reads) = slices(&[x, given[0], given[1]].map(Flat::of)) {
        let driver = Driver::<DoubleBackward<K>, 3, 2>::new(level(), kernel);
        return driver
            .collect(reads, &mut [])
            .map(|elements| array_like(x.raw_dim(), x, elements));
    }
    let new = || array_like(x.raw_dim(), x, vec![T::default(); x.len()]);
    let (mut of_x, mut of_dy) = (new(), new());
    double_backward_into(kernel, x, given, [&mut of_x, &mut of_dy]);
    [of_x, of_dy]
}

/// Into arrays that exist.
#[inline]
pub(crate) fn double_backward_into<K, T, D>(
    kernel: &K,
    x: &ArrayView<'_, T, D>,
    [dy, ddx]: [&ArrayView<'_, T, D>; 2],
    [of_x, of_dy]: [&mut ArrayRef<T, D>; 2],
) where
    K: Kernel<Inputs = N<1>>,
    T: Element,
    D: Dimension,
{
    let driver = Driver::<DoubleBackward<K>, 3, 2>::new(level(), kernel);
    let flat = Flat::of(x);
    if let Some(reads) = slices(&[flat, Flat::of(dy), Flat::of(ddx)])
        && let Some(of_x) = flat.alike(of_x)
        && let Some(of_dy) = flat.alike(of_dy)
    {
        return driver.run(reads, [of_x, of_dy], &mut []);
    }
    let shape = "shape of x";
    check_shape("dy", dy.shape(), shape, x.shape());
    check_shape("ddx", ddx.shape(), shape, x.shape());
    check_shape("the gradient of x", of_x.shape(), shape, x.shape());
    check_shape("the gradient of dy", of_dy.shape(), shape, x.shape());
    driver.erased().walk_full(
        [x, dy, ddx].map(|view| view.view().into_dyn()),
        [of_x, of_dy].map(|gradient| gradient.view_mut().into_dyn()),
    );
}
