//! What a user calls: the trait [`Activation`], which every kernel has.
//!
//! Every method is a thin shell; arrays are told apart in `operands`, loops live in `drive`.

use ndarray::{Array, ArrayRef, Dimension};

use crate::{
    drive,
    kernel::{Kernel, N},
    operands::{Element, GradientsMut, Operand, Operands, ScalarInputs},
};

/// An activation over arrays: `y = g(x)` forward, `dx = g′(x) ⊙ dy` backward.
///
/// Implemented for every [`Kernel`], that is for every formula with `#[activation]`.
///
/// * `x` is a reference to an array or view of `f32` or `f64` (with the feature `half` also of
///   `f16` or `bf16`), of any dimension and layout; for a formula of several inputs a tuple of them, `(&a, &b)`.
/// * Several inputs broadcast together as `ndarray` does; the gradient of an input has the
///   shape of that input, summed over the axes along which it was broadcast.
/// * An element's result is bit-identical whatever the layout and the length of the array.
///   Sums (gradients of parameters and of broadcast inputs) are taken in blocks: their last
///   bits may depend on the memory order of the arrays, never on the number of threads.
/// * A new array lies in memory like the first input of the output's shape.
///
/// # Panics
/// Every method over several inputs panics when their shapes do not broadcast together, and
/// every method that takes another array beside the inputs panics when it has not the shape
/// that is stated; both messages name the shapes.
pub trait Activation: Kernel {
    /// `y = g(x)`, in the shape of `x`, or in the shape that several inputs broadcast to.
    ///
    /// # Panics
    /// When several inputs do not broadcast together.
    #[inline]
    fn forward<X: Operands<Self::Inputs>>(&self, x: X) -> Array<X::Elem, X::Dim> {
        x.forward(self)
    }

    /// Writes `g(x)` to `y`, which has the shape of the output.
    ///
    /// # Panics
    /// When `y` has another shape.
    #[inline]
    fn forward_into<X: Operands<Self::Inputs>>(&self, x: X, y: &mut ArrayRef<X::Elem, X::Dim>) {
        x.forward_into(self, y);
    }

    /// Replaces every element of `x` by `g` of it.
    #[inline]
    fn forward_inplace<A: Element, D: Dimension>(&self, x: &mut ArrayRef<A, D>)
    where
        Self: Kernel<Inputs = N<1>>,
    {
        drive::forward_in_place(self, x);
    }

    /// `dx = g′(x) ⊙ dy`: the gradient of every input, in its shape. `dy` has the shape of the
    /// output.
    ///
    /// # Panics
    /// When `dy` has another shape.
    #[inline]
    fn backward<X: Operands<Self::Inputs>>(
        &self,
        x: X,
        dy: &ArrayRef<X::Elem, X::Dim>,
    ) -> X::Gradients {
        x.backward(self, dy)
    }

    /// Writes the gradients to `dx`, or `(&mut da, &mut db)`, which have the shapes of the
    /// inputs.
    ///
    /// # Panics
    /// When `dy` has not the shape of the output, or a gradient not that of its input.
    #[inline]
    fn backward_into<X, G>(&self, x: X, dy: &ArrayRef<X::Elem, X::Dim>, mut dx: G)
    where
        X: Operands<Self::Inputs>,
        G: GradientsMut<Self::Inputs, Elem = X::Elem, Dims = X::Dims>,
    {
        x.backward_into::<_, false>(self, dy, dx.views_mut());
    }

    /// Adds the gradients to `dx`, or `(&mut da, &mut db)`, which have the shapes of the
    /// inputs.
    ///
    /// # Panics
    /// When `dy` has not the shape of the output, or a gradient not that of its input.
    #[inline]
    fn backward_acc<X, G>(&self, x: X, dy: &ArrayRef<X::Elem, X::Dim>, mut dx: G)
    where
        X: Operands<Self::Inputs>,
        G: GradientsMut<Self::Inputs, Elem = X::Elem, Dims = X::Dims>,
    {
        x.backward_into::<_, true>(self, dy, dx.views_mut());
    }

    /// Turns `dy` into `dx = g′(x) ⊙ dy`.
    ///
    /// # Panics
    /// When `dy` has not the shape of `x`.
    #[inline]
    fn backward_inplace<X>(&self, x: X, dy: &mut ArrayRef<X::Elem, X::Dim>)
    where
        Self: Kernel<Inputs = N<1>>,
        X: Operand,
    {
        drive::backward_in_place(self, &x.operand(), dy);
    }

    /// `g(x)` and its derivative, or the tuple of its partial derivatives, each in the shape of
    /// the output: nothing is summed and no `dy` is applied.
    ///
    /// # Panics
    /// When several inputs do not broadcast together.
    #[inline]
    fn value_and_derivative<X: Operands<Self::Inputs>>(
        &self,
        x: X,
    ) -> (Array<X::Elem, X::Dim>, X::Partials) {
        x.value_and_derivative(self)
    }

    /// [`backward`](Self::backward) and the gradient of the parameters, in one pass: the
    /// gradient of a `Swish` is a `Swish`, whose fields are `Σ ∂g/∂parameter · dy`.
    ///
    /// # Panics
    /// When `dy` has not the shape of the output.
    #[inline]
    fn backward_with_parameters<X: Operands<Self::Inputs>>(
        &self,
        x: X,
        dy: &ArrayRef<X::Elem, X::Dim>,
    ) -> (X::Gradients, Self) {
        x.backward_with_parameters(self, dy)
    }

    /// [`backward_into`](Self::backward_into), returning the gradient of the parameters.
    ///
    /// # Panics
    /// When `dy` has not the shape of the output, or a gradient not that of its input.
    #[inline]
    fn backward_with_parameters_into<X, G>(
        &self,
        x: X,
        dy: &ArrayRef<X::Elem, X::Dim>,
        mut dx: G,
    ) -> Self
    where
        X: Operands<Self::Inputs>,
        G: GradientsMut<Self::Inputs, Elem = X::Elem, Dims = X::Dims>,
    {
        x.backward_with_parameters_into::<_, false>(self, dy, dx.views_mut())
    }

    /// [`backward_acc`](Self::backward_acc), returning the gradient of the parameters (of this
    /// call alone).
    ///
    /// # Panics
    /// When `dy` has not the shape of the output, or a gradient not that of its input.
    #[inline]
    fn backward_with_parameters_acc<X, G>(
        &self,
        x: X,
        dy: &ArrayRef<X::Elem, X::Dim>,
        mut dx: G,
    ) -> Self
    where
        X: Operands<Self::Inputs>,
        G: GradientsMut<Self::Inputs, Elem = X::Elem, Dims = X::Dims>,
    {
        x.backward_with_parameters_into::<_, true>(self, dy, dx.views_mut())
    }

    /// `g` of one number, or of a tuple of numbers: bit-identical to the same element in an
    /// array.
    #[inline]
    fn value<X: ScalarInputs<Self::Inputs>>(&self, x: X) -> X::Elem {
        drive::value_at(self, x.numbers())
    }

    /// The derivative at one number, or the tuple of partial derivatives at a tuple of
    /// numbers: bit-identical to the same element in an array.
    #[inline]
    fn derivative<X: ScalarInputs<Self::Inputs>>(&self, x: X) -> X {
        X::from_numbers(drive::gradient_at(self, x.numbers()))
    }
}

impl<K: Kernel> Activation for K {}
