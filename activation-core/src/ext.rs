//! The same calls, read from the array: `v.activate(&act)`.

use ndarray::{Array, ArrayRef, Dimension};

use crate::{
    activation::Activation,
    kernel::{Kernel, N},
    operands::Element,
};

/// `v.activate(&Swish::default())` on every array and view of `f32` or `f64`.
pub trait Activate<A, D> {
    /// `g` of every element: [`Activation::forward`].
    fn activate<K: Activation + Kernel<Inputs = N<1>>>(&self, activation: &K) -> Array<A, D>;
    /// Replaces every element by `g` of it: [`Activation::forward_inplace`].
    fn activate_inplace<K: Activation + Kernel<Inputs = N<1>>>(&mut self, activation: &K);
}

impl<A: Element, D: Dimension> Activate<A, D> for ArrayRef<A, D> {
    #[inline]
    fn activate<K: Activation + Kernel<Inputs = N<1>>>(&self, activation: &K) -> Array<A, D> {
        activation.forward(self)
    }
    #[inline]
    fn activate_inplace<K: Activation + Kernel<Inputs = N<1>>>(&mut self, activation: &K) {
        activation.forward_inplace(self);
    }
}
