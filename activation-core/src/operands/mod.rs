//! What an activation takes and gives: one array, or a tuple of arrays for a formula of
//! several inputs.
//!
//! This file ties the number of arrays to the number of inputs at compile time, and hands
//! slices or dynamically dimensioned views to the drivers. How anything is computed is not
//! said here.

mod element;
#[cfg(feature = "half")]
mod half;
mod numbers;
mod tuples;

use ndarray::{
    Array, ArrayBase, ArrayRef, ArrayView, ArrayViewD, ArrayViewMut, Data, DataMut, Dimension,
    ViewRepr,
};

pub use self::{element::Element, numbers::ScalarInputs};
use crate::kernel::{Kernel, Size};

/// A readable array: `&Array`, `&ArrayView`, `&ArcArray`, `&ArrayRef`, or an `ArrayView`
/// itself, of `f32` or `f64`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an array an activation can read",
    label = "not a reference to an array of `f32` or `f64`",
    note = "one input is a reference such as `&v`; several inputs are a tuple such as `(&a, &b)`"
)]
pub trait Operand {
    /// The element type.
    type Elem: Element;
    /// The dimension.
    type Dim: Dimension;
    /// A view of the array.
    fn operand(&self) -> ArrayView<'_, Self::Elem, Self::Dim>;
}

impl<A: Element, S: Data<Elem = A>, D: Dimension> Operand for &ArrayBase<S, D> {
    type Elem = A;
    type Dim = D;
    #[inline]
    fn operand(&self) -> ArrayView<'_, A, D> {
        self.view()
    }
}

impl<A: Element, D: Dimension> Operand for &ArrayRef<A, D> {
    type Elem = A;
    type Dim = D;
    #[inline]
    fn operand(&self) -> ArrayView<'_, A, D> {
        self.view()
    }
}

impl<A: Element, D: Dimension> Operand for ArrayBase<ViewRepr<&A>, D> {
    type Elem = A;
    type Dim = D;
    #[inline]
    fn operand(&self) -> ArrayView<'_, A, D> {
        self.view()
    }
}

/// A writable array: `&mut Array`, `&mut ArrayViewMut`, `&mut ArcArray` or `&mut ArrayRef`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an array an activation can write",
    label = "not a mutable reference to an array of `f32` or `f64`"
)]
pub trait OperandMut {
    /// The element type.
    type Elem: Element;
    /// The dimension.
    type Dim: Dimension;
    /// A mutable view of the array.
    fn operand_mut(&mut self) -> ArrayViewMut<'_, Self::Elem, Self::Dim>;
}

impl<A: Element, S: DataMut<Elem = A>, D: Dimension> OperandMut for &mut ArrayBase<S, D> {
    type Elem = A;
    type Dim = D;
    #[inline]
    fn operand_mut(&mut self) -> ArrayViewMut<'_, A, D> {
        self.view_mut()
    }
}

impl<A: Element, D: Dimension> OperandMut for &mut ArrayRef<A, D> {
    type Elem = A;
    type Dim = D;
    #[inline]
    fn operand_mut(&mut self) -> ArrayViewMut<'_, A, D> {
        self.view_mut()
    }
}

/// The dimensions of the inputs, as a tuple.
pub trait Dimensions {
    /// One mutable view for each.
    type ViewsMut<'a, A: 'a>;
}

/// Where the gradients of the inputs go: `&mut dx`, or `(&mut da, &mut db)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot receive the gradients of these inputs",
    note = "the gradient of one input goes to `&mut dx`, those of several to `(&mut da, &mut db)`, each of the dimension of its input"
)]
pub trait GradientsMut<Count: Size> {
    /// The element type.
    type Elem: Element;
    /// The dimensions of the inputs.
    type Dims: Dimensions;
    /// One mutable view for each.
    fn views_mut(&mut self) -> <Self::Dims as Dimensions>::ViewsMut<'_, Self::Elem>;
}

/// The inputs of an activation that takes `Count` of them: a reference to an array, or a tuple
/// of references, which broadcast together as `ndarray` does.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not fit the number of inputs of this activation",
    label = "expected the inputs of `{Count}`",
    note = "an activation of one input takes a reference such as `&v`, one of two inputs a tuple `(&a, &b)`, and so on; all of them `f32` or all of them `f64`"
)]
pub trait Operands<Count: Size> {
    /// The element type.
    type Elem: Element;
    /// The dimension of the output: the largest of the inputs'.
    type Dim: Dimension;
    /// The dimensions of the inputs, as a tuple.
    type Dims: Dimensions;
    /// One new array for each input, of its dimension: `Array`, or a tuple of `Array`s.
    type Gradients;
    /// One new array for each input, of the output's dimension.
    type Partials;

    /// The inputs as they are, as a list.
    #[doc(hidden)]
    fn views(&self) -> Vec<ArrayViewD<'_, Self::Elem>>;
    /// `g` into a new array.
    #[doc(hidden)]
    fn forward<K: Kernel<Inputs = Count>>(&self, kernel: &K) -> Array<Self::Elem, Self::Dim>;
    /// `g` into an array.
    #[doc(hidden)]
    fn forward_into<K: Kernel<Inputs = Count>>(
        &self,
        kernel: &K,
        y: &mut ArrayRef<Self::Elem, Self::Dim>,
    );
    /// `g` and its derivatives into new arrays.
    #[doc(hidden)]
    fn value_and_derivative<K: Kernel<Inputs = Count>>(
        &self,
        kernel: &K,
    ) -> (Array<Self::Elem, Self::Dim>, Self::Partials);
    /// The gradients into new arrays.
    #[doc(hidden)]
    fn backward<K: Kernel<Inputs = Count>>(
        &self,
        kernel: &K,
        dy: &ArrayRef<Self::Elem, Self::Dim>,
    ) -> Self::Gradients;
    /// The gradients into arrays, or with `ADD` onto them.
    #[doc(hidden)]
    fn backward_into<K: Kernel<Inputs = Count>, const ADD: bool>(
        &self,
        kernel: &K,
        dy: &ArrayRef<Self::Elem, Self::Dim>,
        gradients: <Self::Dims as Dimensions>::ViewsMut<'_, Self::Elem>,
    );
    /// The gradients of inputs into new arrays, and those of parameters.
    #[doc(hidden)]
    fn backward_with_parameters<K: Kernel<Inputs = Count>>(
        &self,
        kernel: &K,
        dy: &ArrayRef<Self::Elem, Self::Dim>,
    ) -> (Self::Gradients, K);
    /// The gradients of inputs into arrays, or with `ADD` onto them, and those of parameters.
    #[doc(hidden)]
    fn backward_with_parameters_into<K: Kernel<Inputs = Count>, const ADD: bool>(
        &self,
        kernel: &K,
        dy: &ArrayRef<Self::Elem, Self::Dim>,
        gradients: <Self::Dims as Dimensions>::ViewsMut<'_, Self::Elem>,
    ) -> K;
}
