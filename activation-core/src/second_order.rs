//! The second order: the trait [`SecondOrder`], for gradients of gradients.

use ndarray::{Array, ArrayRef};

use crate::{
    activation::Activation,
    drive,
    kernel::{Inputs, Kernel, Metadata, N, OneInput, Parameters, Prepared},
    operands::{Operand, Operands},
    simd::{Scalar, Vector},
};

/// The second derivative of a formula of one input, and backward of its backward.
///
/// Implemented for every [`Kernel`] of one input. The second derivative comes from the same
/// engine as the first: the derivative *as typed* is differentiated, then simplified and
/// stabilised by itself. Where it jumps it is that of the branch taken, and with `max`, `min`,
/// `abs` and `clamp` the element of smallest magnitude between both sides: softsign has 0 at 0,
/// between 2 and −2. [`Metadata::bends`] lists these points. (A kink of the formula itself, such
/// as that of ReLU, has no second derivative; what stands there is that of the branches, 0.)
///
/// A formula of several inputs has a matrix of second derivatives for each element. The engine
/// does not write it, and the trait is not implemented.
///
/// ```
/// use activation_core::{catalogue::Tanh, prelude::*};
/// use ndarray::array;
///
/// let x = array![0.5_f64, -1.0];
/// let (dy, ddx) = (array![2.0, 1.0], array![1.0, 3.0]);
/// // The loss depends on dx = g′(x) ⊙ dy through ddx = ∂loss/∂dx.
/// let [of_x, of_dy] = Tanh.double_backward(&x, &dy, &ddx);
/// let curvature = Tanh.second_derivative(&x);
/// assert_eq!(of_x[1], curvature[1] * (dy[1] * ddx[1]));
/// assert_eq!(of_dy, Tanh.backward(&x, &ddx));
/// ```
pub trait SecondOrder: Activation + Kernel<Inputs = N<1>> {
    /// `g″(x)`, in the shape of `x`.
    #[inline]
    fn second_derivative<X: Operands<N<1>>>(&self, x: X) -> Array<X::Elem, X::Dim> {
        x.forward(&Curvature(*self))
    }

    /// `g″` of one number: bit-identical to the same element in an array.
    #[inline]
    fn curvature<T: Scalar>(&self, x: T) -> T {
        drive::value_at(&Curvature(*self), [x])
    }

    /// Backward of `dx = g′(x) ⊙ dy`: given `ddx`, the gradient of some loss in `dx`, its gradients
    /// in `x`, which is `g″(x) ⊙ dy ⊙ ddx`, and in `dy`, which is `g′(x) ⊙ ddx`.
    ///
    /// # Panics
    /// When `dy` or `ddx` has not the shape of `x`.
    #[inline]
    fn double_backward<X: Operand>(
        &self,
        x: X,
        dy: &ArrayRef<X::Elem, X::Dim>,
        ddx: &ArrayRef<X::Elem, X::Dim>,
    ) -> [Array<X::Elem, X::Dim>; 2] {
        drive::double_backward(self, &x.operand(), [&dy.view(), &ddx.view()])
    }

    /// [`double_backward`](Self::double_backward) into arrays: writes the gradient in `x` to
    /// `of_x` and that in `dy` to `of_dy`.
    ///
    /// # Panics
    /// When an array has not the shape of `x`.
    #[inline]
    fn double_backward_into<X: Operand>(
        &self,
        x: X,
        dy: &ArrayRef<X::Elem, X::Dim>,
        ddx: &ArrayRef<X::Elem, X::Dim>,
        of_x: &mut ArrayRef<X::Elem, X::Dim>,
        of_dy: &mut ArrayRef<X::Elem, X::Dim>,
    ) {
        drive::double_backward_into(self, &x.operand(), [&dy.view(), &ddx.view()], [of_x, of_dy]);
    }
}

impl<K: OneInput> SecondOrder for K {}

/// The second derivative of `K`, as a formula of its own: what computes values computes it.
#[derive(Clone, Copy, Debug)]
struct Curvature<K>(K);

impl<K: Kernel<Inputs = N<1>>> Kernel for Curvature<K> {
    type Inputs = N<1>;
    type Parameters = K::Parameters;
    type Prepared = K::Prepared;
    type Switches = N<0>;

    const METADATA: &'static Metadata = K::METADATA;

    fn parameters(&self) -> Parameters<Self, f64> {
        self.0.parameters()
    }
    fn with_parameters(parameters: Parameters<Self, f64>) -> Self {
        Self(K::with_parameters(parameters))
    }
    fn prepare(&self) -> Prepared<Self, f64> {
        self.0.prepare()
    }
    #[inline(always)]
    fn value<V: Vector>(prepared: Prepared<Self, V>, inputs: [V; 1]) -> V {
        let (_, [curvature]) = K::gradient_and_curvature(prepared, inputs);
        curvature
    }
    #[inline(always)]
    fn gradient<V: Vector>(_: Prepared<Self, V>, _: Inputs<Self, V>) -> Inputs<Self, V> {
        unreachable!("the third order is never asked for")
    }
    #[inline(always)]
    fn value_and_gradient<V: Vector>(
        _: Prepared<Self, V>,
        _: Inputs<Self, V>,
    ) -> (V, Inputs<Self, V>) {
        unreachable!("the third order is never asked for")
    }
}
