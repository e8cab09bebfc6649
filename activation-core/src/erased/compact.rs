//! An activation behind a pointer that costs little to compile: two loops over slices a formula,
//! and everything about arrays once for all of them.
//!
//! The `DynActivation` of a kernel itself has a loop for every operation, which fuses what it can.
//! A program that holds the whole catalogue would compile a thousand loops for that; this holds
//! two hundred. The price is at run time: an operand that is not contiguous is copied first, and
//! sums over broadcast axes are a pass of their own. Elements are the same to the bit.

use core::fmt;

use ndarray::{ArrayD, ArrayViewD, ArrayViewMutD, Axis, IxDyn};

use super::{
    DynActivation, ListInputs, UnknownParameter,
    lists::{GradientLoop, ValueLoop, wrong_number},
    parameter_index,
};
use crate::{
    drive::{broadcast_shape, check_gradient, check_shape},
    kernel::{Kernel, Metadata},
    simd::Scalar,
};

/// A kernel as two loops, and the parameters to run it with.
#[derive(Clone)]
pub(crate) struct Compact<A> {
    metadata: &'static Metadata,
    parameters: Vec<f64>,
    value: ValueLoop<A>,
    gradient: GradientLoop<A>,
}

impl<A: Scalar> Compact<A> {
    /// The activation `K` with its default parameters.
    pub(crate) fn of<K: Kernel>() -> Self
    where
        K::Inputs: ListInputs,
    {
        Self {
            metadata: K::METADATA,
            parameters: K::METADATA
                .parameters
                .iter()
                .map(|parameter| parameter.default)
                .collect(),
            value: <K::Inputs as ListInputs>::value_loop::<K, A>,
            gradient: <K::Inputs as ListInputs>::gradient_loop::<K, A>,
        }
    }

    fn check_count(&self, what: &str, given: usize) {
        let inputs = self.metadata.inputs.len();
        if given != inputs {
            wrong_number(self.metadata.name, inputs, what, given);
        }
    }

    /// Every input in the shape and order of the output, and that shape.
    fn spread(&self, x: &[ArrayViewD<'_, A>]) -> (Vec<ArrayD<A>>, IxDyn) {
        self.check_count("input", x.len());
        let shape = x[1..].iter().fold(x[0].raw_dim(), |shape, x| {
            broadcast_shape([ndarray::Dimension::slice(&shape), x.shape()])
        });
        let spread = |x: &ArrayViewD<'_, A>| {
            let view = x
                .broadcast(shape.clone())
                .expect("inputs broadcast to the output");
            view.as_standard_layout().into_owned()
        };
        (x.iter().map(spread).collect(), shape)
    }

    /// `∂g/∂input ⊙ dy` in the shape of the output, and the sums for the parameters.
    fn gradients(
        &self,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
    ) -> (Vec<ArrayD<A>>, Vec<f64>) {
        let (mut reads, shape) = self.spread(x);
        check_shape(
            "dy",
            dy.shape(),
            "output shape",
            ndarray::Dimension::slice(&shape),
        );
        reads.push(dy.as_standard_layout().into_owned());
        let mut gradients = vec![ArrayD::zeros(shape); x.len()];
        let mut sums = vec![0.0; self.parameters.len()];
        let reads: Vec<&[A]> = reads.iter().map(elements).collect();
        let mut writes: Vec<&mut [A]> = gradients.iter_mut().map(elements_mut).collect();
        (self.gradient)(&self.parameters, &reads, &mut writes, &mut sums);
        (gradients, sums)
    }

    /// Hands the gradient of every input, in its shape, to `take`.
    fn backward_with(
        &self,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
        gradients: &mut [ArrayViewMutD<'_, A>],
        take: impl Fn(&mut A, &A),
    ) {
        self.check_count("gradient", gradients.len());
        let names = self.metadata.inputs.iter().zip(x);
        for ((name, x), gradient) in names.zip(gradients.iter()) {
            check_gradient(name, gradient.shape(), x.shape());
        }
        for (gradient, new) in gradients.iter_mut().zip(self.backward_list(x, dy)) {
            gradient.zip_mut_with(&new, &take);
        }
    }
}

/// The elements of an array in standard layout.
fn elements<A>(array: &ArrayD<A>) -> &[A] {
    array.as_slice().expect("standard layout")
}

fn elements_mut<A>(array: &mut ArrayD<A>) -> &mut [A] {
    array.as_slice_mut().expect("standard layout")
}

/// The sum over the axes along which `shape` was broadcast, taken in `f64`.
fn sum_to<A: Scalar>(gradient: ArrayD<A>, shape: &[usize]) -> ArrayD<A> {
    if gradient.shape() == shape {
        return gradient;
    }
    let mut sum = gradient.mapv(Scalar::to_f64);
    while sum.ndim() > shape.len() {
        sum = sum.sum_axis(Axis(0));
    }
    for (axis, &len) in shape.iter().enumerate() {
        if sum.len_of(Axis(axis)) != len {
            sum = sum.sum_axis(Axis(axis)).insert_axis(Axis(axis));
        }
    }
    sum.mapv(A::from_f64)
}

impl<A> fmt::Debug for Compact<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = f.debug_struct(self.metadata.name);
        for (parameter, value) in self.metadata.parameters.iter().zip(&self.parameters) {
            text.field(parameter.name, value);
        }
        text.finish()
    }
}

impl<A: Scalar> DynActivation<A> for Compact<A> {
    fn metadata(&self) -> &'static Metadata {
        self.metadata
    }
    fn parameter(&self, name: &str) -> Result<f64, UnknownParameter> {
        Ok(self.parameters[parameter_index(self.metadata, name)?])
    }
    fn set_parameter(&mut self, name: &str, value: f64) -> Result<(), UnknownParameter> {
        self.parameters[parameter_index(self.metadata, name)?] = value;
        Ok(())
    }
    fn boxed_clone(&self) -> Box<dyn DynActivation<A>> {
        Box::new(self.clone())
    }

    fn forward_list(&self, x: &[ArrayViewD<'_, A>]) -> ArrayD<A> {
        let (reads, shape) = self.spread(x);
        let reads: Vec<&[A]> = reads.iter().map(elements).collect();
        let mut y = ArrayD::zeros(shape);
        (self.value)(&self.parameters, &reads, elements_mut(&mut y));
        y
    }
    fn forward_list_into(&self, x: &[ArrayViewD<'_, A>], y: &mut ArrayViewMutD<'_, A>) {
        let new = self.forward_list(x);
        check_shape("y", y.shape(), "output shape", new.shape());
        y.assign(&new);
    }
    fn forward_view_inplace(&self, x: &mut ArrayViewMutD<'_, A>) {
        let new = self.forward_list(&[x.view()]);
        x.assign(&new);
    }
    fn value_and_derivative_list(&self, x: &[ArrayViewD<'_, A>]) -> (ArrayD<A>, Vec<ArrayD<A>>) {
        let y = self.forward_list(x);
        let ones = ArrayD::from_elem(y.raw_dim(), A::from_f64(1.0));
        let (gradients, _) = self.gradients(x, &ones.view());
        (y, gradients)
    }
    fn backward_list(&self, x: &[ArrayViewD<'_, A>], dy: &ArrayViewD<'_, A>) -> Vec<ArrayD<A>> {
        let (gradients, _) = self.gradients(x, dy);
        gradients
            .into_iter()
            .zip(x)
            .map(|(gradient, x)| sum_to(gradient, x.shape()))
            .collect()
    }
    fn backward_list_into(
        &self,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
        gradients: &mut [ArrayViewMutD<'_, A>],
    ) {
        self.backward_with(x, dy, gradients, |old, &new| *old = new);
    }
    fn backward_list_acc(
        &self,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
        gradients: &mut [ArrayViewMutD<'_, A>],
    ) {
        self.backward_with(x, dy, gradients, |old, &new| *old += new);
    }
    fn backward_view_inplace(&self, x: &ArrayViewD<'_, A>, dy: &mut ArrayViewMutD<'_, A>) {
        check_shape("dy", dy.shape(), "shape of x", x.shape());
        let (gradients, _) = self.gradients(&[x.view()], &dy.view());
        dy.assign(&gradients[0]);
    }
    fn backward_list_with_parameters(
        &self,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
    ) -> (Vec<ArrayD<A>>, Box<dyn DynActivation<A>>) {
        let (gradients, sums) = self.gradients(x, dy);
        let gradients = gradients.into_iter().zip(x);
        let gradients = gradients
            .map(|(gradient, x)| sum_to(gradient, x.shape()))
            .collect();
        (
            gradients,
            Box::new(Self {
                parameters: sums,
                ..self.clone()
            }),
        )
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};

    use super::*;
    use crate::{
        activation::Activation,
        catalogue::{ClampedSwiGlu, Swish},
    };

    fn numbers(rows: usize, columns: usize) -> Array2<f32> {
        Array2::from_shape_fn((rows, columns), |(i, j)| {
            (i * 7 + j * 3) as f32 * 0.11 - 2.0
        })
    }

    #[test]
    fn one_input_is_the_same_to_the_bit() {
        let direct = Swish { beta: 1.5 };
        let mut compact: Box<dyn DynActivation<f32>> = Box::new(Compact::of::<Swish>());
        compact.set_parameter("beta", 1.5).unwrap();
        assert_eq!(format!("{compact:?}"), "swish { beta: 1.5 }");
        let (x, dy) = (numbers(5, 7), numbers(7, 5));
        for (x, dy) in [(x.view(), dy.t()), (x.t(), dy.view())] {
            let x = x.as_standard_layout().into_owned();
            assert_eq!(compact.forward(&x), direct.forward(&x));
            assert_eq!(
                compact.value_and_derivative(&x),
                direct.value_and_derivative(&x)
            );
            let dx = direct.backward(&x, &dy);
            assert_eq!(compact.backward(&x, &dy.to_owned()), dx);
            let (dx_too, gradient) = compact.backward_with_parameters(&x, &dy.to_owned());
            let (_, parameters) = direct.backward_with_parameters(&x, &dy);
            assert_eq!(dx_too, dx);
            assert!((gradient.parameter("beta").unwrap() - parameters.beta).abs() < 1e-6);
            let (mut in_place, mut acc) = (x.clone(), dx.clone());
            compact.forward_inplace(&mut in_place);
            assert_eq!(in_place, direct.forward(&x));
            compact.backward_acc(&x, &dy.to_owned(), &mut acc);
            assert_eq!(acc, &dx + &dx);
        }
    }

    #[test]
    fn several_inputs_broadcast() {
        let direct = ClampedSwiGlu::default();
        let compact = Compact::<f32>::of::<ClampedSwiGlu>();
        let (a, b) = (numbers(5, 3), array![0.5_f32, -1.0, 8.0]);
        let views = [a.view().into_dyn(), b.view().into_dyn()];
        let y = direct.forward((&a, &b));
        assert_eq!(compact.forward_list(&views), y.clone().into_dyn());
        let dy = y.mapv(|y| 1.0 - y);
        let (da, db) = direct.backward((&a, &b), &dy);
        let gradients = compact.backward_list(&views, &dy.view().into_dyn());
        assert_eq!(gradients[0], da.into_dyn());
        assert!(
            (&gradients[1] - &db.into_dyn())
                .iter()
                .all(|off| off.abs() < 1e-5)
        );
    }

    #[test]
    #[should_panic(expected = "`swish` takes 1 input, not 2")]
    fn too_many_inputs() {
        let x = array![1.0_f32].into_dyn();
        Compact::of::<Swish>().forward_list(&[x.view(), x.view()]);
    }
}
