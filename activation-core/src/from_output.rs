//! Backward from the output: the trait [`BackwardFromOutput`], for formulas whose derivative can
//! be written through their value.

use ndarray::{ArrayRef, Dimension};

use crate::{
    activation::Activation,
    drive,
    kernel::{Kernel, N, ThroughOutput},
    operands::{Element, GradientsMut, Operand, Operands},
    residual::{self, NotFromOutput, Seen},
    simd::Scalar,
};

/// Backward without the input: `dx = g′ ⊙ dy`, with the derivative computed from `y = g(x)`.
///
/// So forward can overwrite its input, and a layer keeps one array where it would keep two.
/// `#[activation]` sees to it for the formulas of one input for which it finds a form that survives the rounding of `y`, at least in absolute terms: which form, how accurate and under
/// which conditions on the parameters is in [`Metadata::residual`] and in the documentation of the
/// type. What has no such form (`x · σ(x)` takes some values twice) does not have these methods.
///
/// ```
/// use activation_core::{catalogue::Tanh, prelude::*};
/// use ndarray::array;
///
/// let mut v = array![0.5_f32, -1.0, 2.0];
/// let dy = array![1.0, 1.0, 1.0];
/// let dv = Tanh.backward(&v, &dy);
/// Tanh.forward_inplace(&mut v); // what was v is gone
/// let from_output = Tanh.backward_from_output(&v, &dy);
/// assert!((&dv - &from_output).iter().all(|off| off.abs() < 1e-7));
/// ```
///
/// # Panics
/// Every method but [`check_from_output`](Self::check_from_output) panics when the parameters
/// break a condition ("`leaky_relu` has no backward from its output at negative_slope = -0.5: it
/// needs negative_slope >= 0"), which is asked once a call, and when shapes differ.
///
/// [`Metadata::residual`]: crate::kernel::Metadata::residual
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no backward from its output",
    note = "the cost section of its documentation says why; `backward` works from the input"
)]
pub trait BackwardFromOutput: Activation + Kernel<Inputs = N<1>> {
    /// Whether the parameters admit it.
    ///
    /// # Errors
    /// When they break a condition.
    #[inline]
    fn check_from_output(&self) -> Result<(), NotFromOutput> {
        residual::check(self)
    }

    /// `dx`, in the shape of `y`, which `dy` has, too.
    ///
    /// # Panics
    /// When the parameters break a condition, or `dy` has another shape.
    #[inline]
    fn backward_from_output<Y: Operands<N<1>>>(
        &self,
        y: Y,
        dy: &ArrayRef<Y::Elem, Y::Dim>,
    ) -> Y::Gradients {
        residual::require(self);
        y.backward(&Seen(*self), dy)
    }

    /// Writes `dx`.
    ///
    /// # Panics
    /// When the parameters break a condition, or `dy` or `dx` has not the shape of `y`.
    #[inline]
    fn backward_from_output_into<Y, G>(&self, y: Y, dy: &ArrayRef<Y::Elem, Y::Dim>, mut dx: G)
    where
        Y: Operands<N<1>>,
        G: GradientsMut<N<1>, Elem = Y::Elem, Dims = Y::Dims>,
    {
        residual::require(self);
        y.backward_into::<_, false>(&Seen(*self), dy, dx.views_mut());
    }

    /// Adds to `dx`.
    ///
    /// # Panics
    /// When the parameters break a condition, or `dy` or `dx` has not the shape of `y`.
    #[inline]
    fn backward_from_output_acc<Y, G>(&self, y: Y, dy: &ArrayRef<Y::Elem, Y::Dim>, mut dx: G)
    where
        Y: Operands<N<1>>,
        G: GradientsMut<N<1>, Elem = Y::Elem, Dims = Y::Dims>,
    {
        residual::require(self);
        y.backward_into::<_, true>(&Seen(*self), dy, dx.views_mut());
    }

    /// Turns `dy` into `dx`.
    ///
    /// # Panics
    /// When the parameters break a condition, or `dy` has not the shape of `y`.
    #[inline]
    fn backward_from_output_inplace<Y: Operand>(&self, y: Y, dy: &mut ArrayRef<Y::Elem, Y::Dim>) {
        residual::require(self);
        drive::backward_in_place(&Seen(*self), &y.operand(), dy);
    }

    /// The derivative at the input whose value is `y`: bit-identical to the same element in an
    /// array.
    ///
    /// # Panics
    /// When the parameters break a condition.
    #[inline]
    fn derivative_from_output<T: Scalar>(&self, y: T) -> T {
        residual::require(self);
        drive::gradient_at(&Seen(*self), [y])[0]
    }
}

impl<K: ThroughOutput> BackwardFromOutput for K {}

/// [`BackwardFromOutput::backward_from_output_inplace`] for a kernel of which only metadata tell
/// whether it has one.
pub(crate) fn in_place<K, A, D>(
    kernel: &K,
    y: &ndarray::ArrayView<'_, A, D>,
    dy: &mut ArrayRef<A, D>,
) -> Result<(), NotFromOutput>
where
    K: Kernel<Inputs = N<1>>,
    A: Element,
    D: Dimension,
{
    residual::check(kernel)?;
    drive::backward_in_place(&Seen(*kernel), y, dy);
    Ok(())
}
