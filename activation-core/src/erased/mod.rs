//! Activations behind a pointer, `Box<dyn DynActivation<f32>>`, for networks whose layers are
//! chosen at run time.
//!
//! Everything is forwarded to [`Activation`](crate::Activation) through one virtual call an
//! array; the number of inputs is checked then, since the type no longer tells it.

mod compact;
mod lists;

use core::fmt;

use ndarray::{Array, ArrayD, ArrayRef, ArrayView, ArrayViewD, ArrayViewMutD, Dimension};

pub(crate) use self::compact::Compact;
pub use self::lists::ListInputs;
use crate::{
    catalogue::nearest,
    kernel::{Kernel, Metadata},
    operands::Element,
    residual::{self, NotFromOutput},
};

/// What every activation can do behind a pointer.
///
/// Inputs are lists of views, one for each input of the formula, which broadcast together. For
/// activations of one input the methods of `dyn DynActivation` ([`forward`], [`backward`] and
/// so on) take any array and keep its dimension.
///
/// [`forward`]: trait.DynActivation.html#method.forward
/// [`backward`]: trait.DynActivation.html#method.backward
///
/// # Panics
/// Every method that takes a list panics when it is not as long as the formula has inputs
/// ("`gate` takes 2 inputs, not 1"), and when shapes do not fit as
/// [`Activation`](crate::Activation) says.
pub trait DynActivation<A: Element>: fmt::Debug + Send + Sync {
    /// What the engine knows about the formula.
    fn metadata(&self) -> &'static Metadata;
    /// The name of the formula.
    fn name(&self) -> &'static str {
        self.metadata().name
    }
    /// The value of a parameter.
    ///
    /// # Errors
    /// When the formula has no parameter of this name.
    fn parameter(&self, name: &str) -> Result<f64, UnknownParameter>;
    /// Changes a parameter.
    ///
    /// # Errors
    /// When the formula has no parameter of this name.
    fn set_parameter(&mut self, name: &str, value: f64) -> Result<(), UnknownParameter>;
    /// A copy behind a pointer of its own.
    fn boxed_clone(&self) -> Box<dyn DynActivation<A>>;

    /// `y = g(x…)`, in the shape the inputs broadcast to.
    fn forward_list(&self, x: &[ArrayViewD<'_, A>]) -> ArrayD<A>;
    /// Writes `g(x…)` to `y`, which has the shape the inputs broadcast to.
    fn forward_list_into(&self, x: &[ArrayViewD<'_, A>], y: &mut ArrayViewMutD<'_, A>);
    /// Replaces every element by `g` of it; for formulas of one input.
    fn forward_view_inplace(&self, x: &mut ArrayViewMutD<'_, A>);
    /// `g` and its partial derivatives, each in the shape the inputs broadcast to.
    fn value_and_derivative_list(&self, x: &[ArrayViewD<'_, A>]) -> (ArrayD<A>, Vec<ArrayD<A>>);
    /// The gradient of every input, in its shape.
    fn backward_list(&self, x: &[ArrayViewD<'_, A>], dy: &ArrayViewD<'_, A>) -> Vec<ArrayD<A>>;
    /// Writes the gradients to `gradients`, which have the shapes of the inputs.
    fn backward_list_into(
        &self,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
        gradients: &mut [ArrayViewMutD<'_, A>],
    );
    /// Adds the gradients to `gradients`, which have the shapes of the inputs.
    fn backward_list_acc(
        &self,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
        gradients: &mut [ArrayViewMutD<'_, A>],
    );
    /// Turns `dy` into `dx`; for formulas of one input.
    fn backward_view_inplace(&self, x: &ArrayViewD<'_, A>, dy: &mut ArrayViewMutD<'_, A>);
    /// The gradient of every input, and that of the parameters, in the parameters of an
    /// activation of the same formula.
    fn backward_list_with_parameters(
        &self,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
    ) -> (Vec<ArrayD<A>>, Box<dyn DynActivation<A>>);
    /// Whether `dx` can be computed from the output, with these parameters; see
    /// [`BackwardFromOutput`](crate::BackwardFromOutput), whose method has another name, so that
    /// both traits can be in scope.
    ///
    /// # Errors
    /// When it cannot.
    fn admits_from_output(&self) -> Result<(), NotFromOutput>;
    /// Turns `dy` into `dx`, given the output.
    ///
    /// # Errors
    /// When `dx` cannot be computed from the output, with these parameters; `dy` is as it was.
    fn backward_from_output_view_inplace(
        &self,
        y: &ArrayViewD<'_, A>,
        dy: &mut ArrayViewMutD<'_, A>,
    ) -> Result<(), NotFromOutput>;
}

impl<A: Element, K: Kernel + fmt::Debug> DynActivation<A> for K
where
    K::Inputs: ListInputs,
{
    fn metadata(&self) -> &'static Metadata {
        K::METADATA
    }
    fn parameter(&self, name: &str) -> Result<f64, UnknownParameter> {
        let index = parameter_index(K::METADATA, name)?;
        Ok(self.parameters().as_ref()[index])
    }
    fn set_parameter(&mut self, name: &str, value: f64) -> Result<(), UnknownParameter> {
        let index = parameter_index(K::METADATA, name)?;
        let mut parameters = self.parameters();
        parameters.as_mut()[index] = value;
        *self = K::with_parameters(parameters);
        Ok(())
    }
    fn boxed_clone(&self) -> Box<dyn DynActivation<A>> {
        Box::new(*self)
    }

    fn forward_list(&self, x: &[ArrayViewD<'_, A>]) -> ArrayD<A> {
        K::Inputs::forward(self, x)
    }
    fn forward_list_into(&self, x: &[ArrayViewD<'_, A>], y: &mut ArrayViewMutD<'_, A>) {
        K::Inputs::forward_into(self, x, y);
    }
    fn forward_view_inplace(&self, x: &mut ArrayViewMutD<'_, A>) {
        K::Inputs::forward_inplace(self, x);
    }
    fn value_and_derivative_list(&self, x: &[ArrayViewD<'_, A>]) -> (ArrayD<A>, Vec<ArrayD<A>>) {
        K::Inputs::value_and_derivative(self, x)
    }
    fn backward_list(&self, x: &[ArrayViewD<'_, A>], dy: &ArrayViewD<'_, A>) -> Vec<ArrayD<A>> {
        K::Inputs::backward(self, x, dy)
    }
    fn backward_list_into(
        &self,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
        gradients: &mut [ArrayViewMutD<'_, A>],
    ) {
        K::Inputs::backward_into::<_, _, false>(self, x, dy, gradients);
    }
    fn backward_list_acc(
        &self,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
        gradients: &mut [ArrayViewMutD<'_, A>],
    ) {
        K::Inputs::backward_into::<_, _, true>(self, x, dy, gradients);
    }
    fn backward_view_inplace(&self, x: &ArrayViewD<'_, A>, dy: &mut ArrayViewMutD<'_, A>) {
        K::Inputs::backward_inplace(self, x, dy);
    }
    fn backward_list_with_parameters(
        &self,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
    ) -> (Vec<ArrayD<A>>, Box<dyn DynActivation<A>>) {
        let (gradients, parameters) = K::Inputs::backward_with_parameters(self, x, dy);
        (gradients, Box::new(parameters))
    }
    fn admits_from_output(&self) -> Result<(), NotFromOutput> {
        residual::check(self)
    }
    fn backward_from_output_view_inplace(
        &self,
        y: &ArrayViewD<'_, A>,
        dy: &mut ArrayViewMutD<'_, A>,
    ) -> Result<(), NotFromOutput> {
        K::Inputs::backward_from_output_inplace(self, y, dy)
    }
}

/// Activations of one input over arrays of any dimension. They panic for a formula of several
/// inputs.
impl<A: Element> dyn DynActivation<A> {
    /// `y = g(x)`, in the shape of `x`.
    pub fn forward<D: Dimension>(&self, x: &ArrayRef<A, D>) -> Array<A, D> {
        same_dimension(self.forward_list(&[x.view().into_dyn()]))
    }
    /// Writes `g(x)` to `y`, which has the shape of `x`.
    pub fn forward_into<D: Dimension>(&self, x: &ArrayRef<A, D>, y: &mut ArrayRef<A, D>) {
        self.forward_list_into(&[x.view().into_dyn()], &mut y.view_mut().into_dyn());
    }
    /// Replaces every element of `x` by `g` of it.
    pub fn forward_inplace<D: Dimension>(&self, x: &mut ArrayRef<A, D>) {
        self.forward_view_inplace(&mut x.view_mut().into_dyn());
    }
    /// `g(x)` and its derivative, in the shape of `x`.
    pub fn value_and_derivative<D: Dimension>(
        &self,
        x: &ArrayRef<A, D>,
    ) -> (Array<A, D>, Array<A, D>) {
        let (y, partials) = self.value_and_derivative_list(&[x.view().into_dyn()]);
        (same_dimension(y), only(partials))
    }
    /// `dx = g′(x) ⊙ dy`, in the shape of `x`.
    pub fn backward<D: Dimension>(&self, x: &ArrayRef<A, D>, dy: &ArrayRef<A, D>) -> Array<A, D> {
        only(self.backward_list(&[dynamic(x)], &dynamic(dy)))
    }
    /// Writes `g′(x) ⊙ dy` to `dx`.
    pub fn backward_into<D: Dimension>(
        &self,
        x: &ArrayRef<A, D>,
        dy: &ArrayRef<A, D>,
        dx: &mut ArrayRef<A, D>,
    ) {
        let dx = &mut [dx.view_mut().into_dyn()];
        self.backward_list_into(&[dynamic(x)], &dynamic(dy), dx);
    }
    /// Adds `g′(x) ⊙ dy` to `dx`.
    pub fn backward_acc<D: Dimension>(
        &self,
        x: &ArrayRef<A, D>,
        dy: &ArrayRef<A, D>,
        dx: &mut ArrayRef<A, D>,
    ) {
        let dx = &mut [dx.view_mut().into_dyn()];
        self.backward_list_acc(&[dynamic(x)], &dynamic(dy), dx);
    }
    /// Turns `dy` into `dx = g′(x) ⊙ dy`.
    pub fn backward_inplace<D: Dimension>(&self, x: &ArrayRef<A, D>, dy: &mut ArrayRef<A, D>) {
        self.backward_view_inplace(&dynamic(x), &mut dy.view_mut().into_dyn());
    }
    /// [`backward`](#method.backward), and the gradient of the parameters.
    pub fn backward_with_parameters<D: Dimension>(
        &self,
        x: &ArrayRef<A, D>,
        dy: &ArrayRef<A, D>,
    ) -> (Array<A, D>, Box<dyn DynActivation<A>>) {
        let (dx, gradient) = self.backward_list_with_parameters(&[dynamic(x)], &dynamic(dy));
        (only(dx), gradient)
    }
    /// Whether `dx` can be computed from the output, with these parameters.
    ///
    /// # Errors
    /// When it cannot.
    pub fn check_from_output(&self) -> Result<(), NotFromOutput> {
        self.admits_from_output()
    }
    /// `dx`, computed from the output `y`.
    ///
    /// # Errors
    /// When it cannot be, with these parameters.
    pub fn backward_from_output<D: Dimension>(
        &self,
        y: &ArrayRef<A, D>,
        dy: &ArrayRef<A, D>,
    ) -> Result<Array<A, D>, NotFromOutput> {
        let mut dx = dy.to_owned();
        self.backward_from_output_inplace(y, &mut dx)?;
        Ok(dx)
    }
    /// Turns `dy` into `dx`, computed from the output `y`.
    ///
    /// # Errors
    /// When it cannot be, with these parameters; `dy` is as it was.
    pub fn backward_from_output_inplace<D: Dimension>(
        &self,
        y: &ArrayRef<A, D>,
        dy: &mut ArrayRef<A, D>,
    ) -> Result<(), NotFromOutput> {
        self.backward_from_output_view_inplace(&dynamic(y), &mut dy.view_mut().into_dyn())
    }
}

impl<A: Element> Clone for Box<dyn DynActivation<A>> {
    fn clone(&self) -> Self {
        (**self).boxed_clone()
    }
}

fn dynamic<A, D: Dimension>(array: &ArrayRef<A, D>) -> ArrayViewD<'_, A> {
    ArrayView::into_dyn(array.view())
}

fn same_dimension<A, D: Dimension>(array: ArrayD<A>) -> Array<A, D> {
    array
        .into_dimensionality()
        .expect("the result of one input has its dimension")
}

fn only<A, D: Dimension>(list: Vec<ArrayD<A>>) -> Array<A, D> {
    let array = list.into_iter().next();
    same_dimension(array.expect("a result for each input"))
}

/// A formula has no parameter of this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownParameter {
    activation: &'static str,
    name: String,
    known: Vec<&'static str>,
}

impl fmt::Display for UnknownParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            activation,
            name,
            known,
        } = self;
        write!(f, "`{activation}` has no parameter `{name}`")?;
        if let Some(meant) = nearest(name, known.iter().map(|&known| (known, known))) {
            return write!(f, "; did you mean `{meant}`?");
        }
        if known.is_empty() {
            return write!(f, "; it has none");
        }
        let known: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
        write!(f, "; it has {}", known.join(", "))
    }
}

impl core::error::Error for UnknownParameter {}

pub(crate) fn parameter_index(metadata: &Metadata, name: &str) -> Result<usize, UnknownParameter> {
    let mut names = metadata.parameters.iter().map(|parameter| parameter.name);
    names
        .clone()
        .position(|known| known == name)
        .ok_or_else(|| UnknownParameter {
            activation: metadata.name,
            name: name.to_owned(),
            known: names.by_ref().collect(),
        })
}
