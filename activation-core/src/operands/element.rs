//! What one element of an array may be: the trait `Element`.
//!
//! Kernels compute in `f32` and `f64` alone. A narrower element is widened before the kernel
//! sees it, and rounded once afterwards.

use core::fmt::{Debug, Display};

use ndarray::{
    ArrayView2, ArrayViewMut2, Axis, Ix1,
    iter::{AxisIter, AxisIterMut},
};

use crate::simd::{Level, Scalar};

/// A number that arrays may hold: `f32` and `f64`, and with the feature `half` also
/// [`half::f16`] and [`half::bf16`], which are computed in `f32`.
///
/// [`half::f16`]: https://docs.rs/half/latest/half/struct.f16.html
/// [`half::bf16`]: https://docs.rs/half/latest/half/struct.bf16.html
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number that an activation computes with",
    label = "an array of `{Self}`",
    note = "arrays are of `f32` or `f64`, and with the feature `half` of `f16` or `bf16`; \
            `v.mapv(|x| x as f32)` makes one"
)]
pub trait Element:
    Copy + Default + PartialEq + PartialOrd + Debug + Display + Send + Sync + 'static
{
    /// The type that kernels compute in.
    type Lane: Scalar;

    /// This number, exactly.
    fn widen(self) -> Self::Lane;
    /// The nearest number of this type, ties to even.
    fn narrow(lane: Self::Lane) -> Self;
    /// The nearest number of this type to a sum, which drivers keep in `f64`.
    fn narrow_sum(sum: f64) -> Self;
    /// This number plus a sum.
    fn add_sum(self, sum: f64) -> Self;

    /// The slice itself, where this is the type that kernels compute in.
    #[doc(hidden)]
    fn lanes(slice: &[Self]) -> Option<&[Self::Lane]>;
    /// The slice itself, where this is the type that kernels compute in.
    #[doc(hidden)]
    fn lanes_mut(slice: &mut [Self]) -> Option<&mut [Self::Lane]>;
    /// The rows of a view, where this is the type that kernels compute in.
    #[doc(hidden)]
    fn rows<'v>(view: &'v ArrayView2<'_, Self>) -> Option<AxisIter<'v, Self::Lane, Ix1>>;
    /// The rows of a view, where this is the type that kernels compute in.
    #[doc(hidden)]
    fn rows_mut<'v>(
        view: &'v mut ArrayViewMut2<'_, Self>,
    ) -> Option<AxisIterMut<'v, Self::Lane, Ix1>>;
    /// [`narrow`](Self::narrow) of a vector; the vector itself, where there is nothing to do.
    #[doc(hidden)]
    fn narrow_vec(level: Level, lanes: Vec<Self::Lane>) -> Vec<Self>;
    /// [`widen`](Self::widen) of a slice, with the instructions of a level.
    #[doc(hidden)]
    fn widen_slice(level: Level, from: &[Self], to: &mut [Self::Lane]);
    /// [`narrow`](Self::narrow) of a slice, with the instructions of a level.
    #[doc(hidden)]
    fn narrow_slice(level: Level, from: &[Self::Lane], to: &mut [Self]);
}

macro_rules! lanes {
    ($($T:ty),+) => {$(
        impl Element for $T {
            type Lane = Self;
            #[inline(always)]
            fn widen(self) -> Self {
                self
            }
            #[inline(always)]
            fn narrow(lane: Self) -> Self {
                lane
            }
            #[inline]
            fn narrow_sum(sum: f64) -> Self {
                sum as Self
            }
            // The sum is rounded first, so that accumulating into zeros equals not accumulating.
            #[inline]
            fn add_sum(self, sum: f64) -> Self {
                self + sum as Self
            }
            #[inline(always)]
            fn lanes(slice: &[Self]) -> Option<&[Self]> {
                Some(slice)
            }
            #[inline(always)]
            fn lanes_mut(slice: &mut [Self]) -> Option<&mut [Self]> {
                Some(slice)
            }
            #[inline]
            fn rows<'v>(view: &'v ArrayView2<'_, Self>) -> Option<AxisIter<'v, Self, Ix1>> {
                Some(view.axis_iter(Axis(0)))
            }
            #[inline]
            fn rows_mut<'v>(
                view: &'v mut ArrayViewMut2<'_, Self>,
            ) -> Option<AxisIterMut<'v, Self, Ix1>> {
                Some(view.axis_iter_mut(Axis(0)))
            }
            #[inline(always)]
            fn narrow_vec(_: Level, lanes: Vec<Self>) -> Vec<Self> {
                lanes
            }
            #[inline]
            fn widen_slice(_: Level, from: &[Self], to: &mut [Self]) {
                to.copy_from_slice(from);
            }
            #[inline]
            fn narrow_slice(_: Level, from: &[Self], to: &mut [Self]) {
                to.copy_from_slice(from);
            }
        }
    )+};
}
lanes!(f32, f64);
