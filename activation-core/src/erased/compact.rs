//! An activation behind a pointer that costs little to compile: two loops over slices a formula,
//! and everything about arrays once for all of them.
//!
//! The `DynActivation` of a kernel itself has a loop for every operation, which fuses what it can.
//! A program that holds the whole catalogue would compile a thousand loops for that; this holds
//! two hundred. The price is at run time: an operand that is not contiguous is copied first, and
//! sums over broadcast axes are a pass of their own. Elements are the same to the bit.

use core::fmt;
use std::borrow::Cow;

use ndarray::{ArrayD, ArrayViewD, ArrayViewMutD, Axis, IxDyn};

use super::{
    DynActivation, ListInputs, UnknownParameter,
    lists::{GradientLoop, ValueLoop, with_parameters, wrong_number},
    parameter_index,
};
use crate::{
    drive::{broadcast_shape, check_gradient, check_shape},
    kernel::{Kernel, Metadata},
    operands::Element,
    residual::{self, Kept, NotFromOutput, Seen},
    simd::{Scalar, level},
};

/// A kernel as two loops, and the parameters to run it with.
#[derive(Clone)]
pub(crate) struct Compact<A: Element> {
    metadata: &'static Metadata,
    parameters: Vec<f64>,
    value: ValueLoop<A::Lane>,
    gradient: GradientLoop<A::Lane>,
    /// The loop of the gradient that takes the output, for formulas that have one.
    from_output: Option<GradientLoop<A::Lane>>,
    check: fn(&[f64]) -> Result<(), NotFromOutput>,
}

/// An operand in the shape and order of the output: as it lies in memory, or a copy.
type Spread<'a, A> = Cow<'a, [A]>;

impl<A: Element> Compact<A> {
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
            value: <K::Inputs as ListInputs>::value_loop::<K, A::Lane>,
            gradient: <K::Inputs as ListInputs>::gradient_loop::<K, A::Lane>,
            // Asked at compile time: a loop that is never called is not compiled.
            from_output: if const { matches!(K::METADATA.residual.kept, Kept::Output) } {
                Some(<K::Inputs as ListInputs>::gradient_loop::<Seen<K>, A::Lane>)
            } else {
                None
            },
            check: |parameters| residual::check(&with_parameters::<K>(parameters)),
        }
    }

    fn check_count(&self, what: &str, given: usize) {
        let inputs = self.metadata.inputs.len();
        if given != inputs {
            wrong_number(self.metadata.name, inputs, what, given);
        }
    }

    /// Every input in the shape and order of the output, and that shape.
    fn spread<'a>(&self, x: &'a [ArrayViewD<'_, A>]) -> (Vec<Spread<'a, A::Lane>>, IxDyn) {
        self.check_count("input", x.len());
        let shape = x[1..].iter().fold(x[0].raw_dim(), |shape, x| {
            broadcast_shape([ndarray::Dimension::slice(&shape), x.shape()])
        });
        (x.iter().map(|x| spread(x, &shape)).collect(), shape)
    }

    /// `g(x…)` into the elements of an array of the shape of the output.
    fn value(&self, x: &[Spread<'_, A::Lane>], y: &mut [A::Lane]) {
        let reads: Vec<&[A::Lane]> = x.iter().map(|x| &**x).collect();
        (self.value)(&self.parameters, &reads, y);
    }

    /// `∂g/∂input ⊙ dy` in the shape of the output, and the sums for the parameters.
    fn gradients(
        &self,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
    ) -> (Vec<ArrayD<A::Lane>>, Vec<f64>) {
        let (mut reads, shape) = self.spread(x);
        check_shape(
            "dy",
            dy.shape(),
            "output shape",
            ndarray::Dimension::slice(&shape),
        );
        reads.push(spread(dy, &shape));
        let mut gradients = vec![ArrayD::zeros(shape); x.len()];
        let mut sums = vec![0.0; self.parameters.len()];
        let reads: Vec<&[A::Lane]> = reads.iter().map(|read| &**read).collect();
        let mut writes: Vec<&mut [A::Lane]> = gradients.iter_mut().map(elements_mut).collect();
        (self.gradient)(&self.parameters, &reads, &mut writes, &mut sums);
        (gradients, sums)
    }

    /// The gradient of every input, in its shape, from those in the shape of the output.
    fn reduced(x: &[ArrayViewD<'_, A>], gradients: Vec<ArrayD<A::Lane>>) -> Vec<ArrayD<A>> {
        let gradients = gradients.into_iter().zip(x);
        gradients
            .map(|(gradient, x)| sum_to(gradient, x.shape()))
            .collect()
    }

    /// Checks that the gradients have the shapes of the inputs.
    fn check_gradients(&self, x: &[ArrayViewD<'_, A>], gradients: &[ArrayViewMutD<'_, A>]) {
        self.check_count("gradient", gradients.len());
        let names = self.metadata.inputs.iter().zip(x);
        for ((name, x), gradient) in names.zip(gradients.iter()) {
            check_gradient(name, gradient.shape(), x.shape());
        }
    }
}

fn spread<'a, A: Element>(x: &'a ArrayViewD<'_, A>, shape: &IxDyn) -> Spread<'a, A::Lane> {
    if let Some(lanes) = x.as_slice().and_then(A::lanes)
        && x.raw_dim() == *shape
    {
        return Cow::Borrowed(lanes);
    }
    let view = x
        .broadcast(shape.clone())
        .expect("inputs broadcast to the output");
    Cow::Owned(view.iter().map(|element| element.widen()).collect())
}

/// The elements of an array in standard layout.
fn elements_mut<A>(array: &mut ArrayD<A>) -> &mut [A] {
    array.as_slice_mut().expect("standard layout")
}

/// The array with every element rounded.
fn narrow<A: Element>(lanes: ArrayD<A::Lane>) -> ArrayD<A> {
    let shape = lanes.raw_dim();
    let (lanes, _) = lanes.into_raw_vec_and_offset();
    ArrayD::from_shape_vec(shape, A::narrow_vec(level(), lanes)).expect("as many elements")
}

/// The sum over the axes along which `shape` was broadcast, taken in `f64`.
fn sum_to<A: Element>(gradient: ArrayD<A::Lane>, shape: &[usize]) -> ArrayD<A> {
    if gradient.shape() == shape {
        return narrow(gradient);
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
    sum.mapv(A::narrow_sum)
}

impl<A: Element> fmt::Debug for Compact<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = f.debug_struct(self.metadata.name);
        for (parameter, value) in self.metadata.parameters.iter().zip(&self.parameters) {
            text.field(parameter.name, value);
        }
        text.finish()
    }
}

impl<A: Element> DynActivation<A> for Compact<A> {
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
        let (x, shape) = self.spread(x);
        let mut y = ArrayD::zeros(shape);
        self.value(&x, elements_mut(&mut y));
        narrow(y)
    }
    fn forward_list_into(&self, x: &[ArrayViewD<'_, A>], y: &mut ArrayViewMutD<'_, A>) {
        let (spread, shape) = self.spread(x);
        check_shape(
            "y",
            y.shape(),
            "output shape",
            ndarray::Dimension::slice(&shape),
        );
        match y.as_slice_mut().and_then(A::lanes_mut) {
            Some(y) => self.value(&spread, y),
            None => y.assign(&self.forward_list(x)),
        }
    }
    fn forward_view_inplace(&self, x: &mut ArrayViewMutD<'_, A>) {
        let new = self.forward_list(&[x.view()]);
        x.assign(&new);
    }
    fn value_and_derivative_list(&self, x: &[ArrayViewD<'_, A>]) -> (ArrayD<A>, Vec<ArrayD<A>>) {
        let y = self.forward_list(x);
        let ones = y.mapv(|_| A::narrow_sum(1.0));
        let (gradients, _) = self.gradients(x, &ones.view());
        (y, gradients.into_iter().map(narrow).collect())
    }
    fn backward_list(&self, x: &[ArrayViewD<'_, A>], dy: &ArrayViewD<'_, A>) -> Vec<ArrayD<A>> {
        Self::reduced(x, self.gradients(x, dy).0)
    }
    fn backward_list_into(
        &self,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
        gradients: &mut [ArrayViewMutD<'_, A>],
    ) {
        self.check_gradients(x, gradients);
        let (mut reads, shape) = self.spread(x);
        if dy.raw_dim() == shape && gradients.iter().all(|g| g.raw_dim() == shape) {
            let writes: Option<Vec<&mut [A::Lane]>> = gradients
                .iter_mut()
                .map(|g| g.as_slice_mut().and_then(A::lanes_mut))
                .collect();
            if let Some(mut writes) = writes {
                reads.push(spread(dy, &shape));
                let reads: Vec<&[A::Lane]> = reads.iter().map(|read| &**read).collect();
                let mut sums = vec![0.0; self.parameters.len()];
                return (self.gradient)(&self.parameters, &reads, &mut writes, &mut sums);
            }
        }
        for (gradient, new) in gradients.iter_mut().zip(self.backward_list(x, dy)) {
            gradient.assign(&new);
        }
    }
    fn backward_list_acc(
        &self,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
        gradients: &mut [ArrayViewMutD<'_, A>],
    ) {
        self.check_gradients(x, gradients);
        let new = self.gradients(x, dy).0.into_iter().zip(gradients);
        for (new, old) in new {
            // The product, or the sum of products, is rounded to the lanes' type and no further
            // before it is added.
            let shape = old.raw_dim();
            let new: ArrayD<A::Lane> = sum_to(new, ndarray::Dimension::slice(&shape));
            old.zip_mut_with(&new, |old, &new| *old = A::narrow(old.widen() + new));
        }
    }
    fn backward_view_inplace(&self, x: &ArrayViewD<'_, A>, dy: &mut ArrayViewMutD<'_, A>) {
        check_shape("dy", dy.shape(), "shape of x", x.shape());
        let (gradients, _) = self.gradients(&[x.view()], &dy.view());
        dy.zip_mut_with(&gradients[0], |dy, &new| *dy = A::narrow(new));
    }
    fn backward_list_with_parameters(
        &self,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
    ) -> (Vec<ArrayD<A>>, Box<dyn DynActivation<A>>) {
        let (gradients, parameters) = self.gradients(x, dy);
        let gradients = Self::reduced(x, gradients);
        (
            gradients,
            Box::new(Self {
                parameters,
                ..self.clone()
            }),
        )
    }
    fn admits_from_output(&self) -> Result<(), NotFromOutput> {
        (self.check)(&self.parameters)
    }
    fn backward_from_output_view_inplace(
        &self,
        y: &ArrayViewD<'_, A>,
        dy: &mut ArrayViewMutD<'_, A>,
    ) -> Result<(), NotFromOutput> {
        (self.check)(&self.parameters)?;
        check_shape("dy", dy.shape(), "shape of y", y.shape());
        let gradient = self.from_output.expect("what passes the check has a loop");
        let shape = y.raw_dim();
        let mut dx = ArrayD::zeros(shape.clone());
        let mut sums = vec![0.0; self.parameters.len()];
        let upstream = dy.view();
        let reads = [spread(y, &shape), spread(&upstream, &shape)];
        gradient(
            &self.parameters,
            &reads.each_ref().map(|read| &**read),
            &mut [elements_mut(&mut dx)],
            &mut sums,
        );
        dy.zip_mut_with(&dx, |dy, &new| *dy = A::narrow(new));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};

    use super::*;
    use crate::{
        activation::Activation,
        catalogue::{ClampedSwiGlu, Elu, Swish},
        from_output::BackwardFromOutput as _,
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
    fn from_the_output_is_the_same_to_the_bit() {
        let direct = Elu { alpha: 0.5 };
        let mut compact: Box<dyn DynActivation<f32>> = Box::new(Compact::of::<Elu>());
        compact.set_parameter("alpha", 0.5).unwrap();
        let (x, dy) = (numbers(5, 7), numbers(7, 5));
        let mut y = x.clone();
        compact.forward_inplace(&mut y);
        let dx = direct.backward_from_output(&y, &dy.t().to_owned());
        let mut turned = dy.t().to_owned();
        compact
            .backward_from_output_inplace(&y, &mut turned)
            .unwrap();
        assert_eq!(turned, dx);
        compact.set_parameter("alpha", -0.5).unwrap();
        assert_eq!(
            compact.check_from_output().unwrap_err().to_string(),
            "`elu` has no backward from its output at alpha = -0.5: it needs alpha >= 0"
        );
        assert!(compact.backward_from_output(&y, &turned).is_err());
        let swish = Compact::<f32>::of::<Swish>();
        assert!(swish.from_output.is_none() && swish.admits_from_output().is_err());
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
