//! Single points, through the vector code of the level in use: what a point gives is
//! bit-identical to what the same element gives in an array.

use core::marker::PhantomData;

use crate::{
    kernel::{Bundle, Inputs, Kernel, Prepared, Size},
    operands::Element,
    simd::{Instructions, Register, Scalar, Vector, Work, dispatch},
};

/// `g` at one point.
#[inline]
pub(crate) fn value_at<K: Kernel, E: Element>(kernel: &K, inputs: Inputs<K, E>) -> E {
    E::narrow(dispatch(Value::<K, E::Lane> {
        prepared: kernel.prepare(),
        inputs: K::Inputs::from_fn(|i| inputs.as_ref()[i].widen()),
        kernel: PhantomData,
    }))
}

/// `∂g/∂input` at one point.
#[inline]
pub(crate) fn gradient_at<K: Kernel, E: Element>(kernel: &K, inputs: Inputs<K, E>) -> Inputs<K, E> {
    let gradient = dispatch(Gradient::<K, E::Lane> {
        prepared: kernel.prepare(),
        inputs: K::Inputs::from_fn(|i| inputs.as_ref()[i].widen()),
        kernel: PhantomData,
    });
    K::Inputs::from_fn(|i| E::narrow(gradient.as_ref()[i]))
}

struct Value<K: Kernel, T: Scalar> {
    prepared: Prepared<K, f64>,
    inputs: Inputs<K, T>,
    kernel: PhantomData<K>,
}

impl<K: Kernel, T: Scalar> Work for Value<K, T> {
    type Output = T;
    #[inline(always)]
    fn run<S: Instructions>(self, simd: S) -> T {
        let one = Register::<S, T>::new(simd, T::default());
        first(K::value(
            K::Prepared::map(&self.prepared, |value| one.splat(value)),
            splat::<K::Inputs, S, T>(one, &self.inputs),
        ))
    }
}

struct Gradient<K: Kernel, T: Scalar> {
    prepared: Prepared<K, f64>,
    inputs: Inputs<K, T>,
    kernel: PhantomData<K>,
}

impl<K: Kernel, T: Scalar> Work for Gradient<K, T> {
    type Output = Inputs<K, T>;
    #[inline(always)]
    fn run<S: Instructions>(self, simd: S) -> Inputs<K, T> {
        let one = Register::<S, T>::new(simd, T::default());
        let gradient = K::gradient(
            K::Prepared::map(&self.prepared, |value| one.splat(value)),
            splat::<K::Inputs, S, T>(one, &self.inputs),
        );
        K::Inputs::from_fn(|i| first(gradient.as_ref()[i]))
    }
}

#[inline(always)]
fn splat<N: Size, S: Instructions, T: Scalar>(
    one: Register<S, T>,
    values: &N::Array<T>,
) -> N::Array<Register<S, T>> {
    N::from_fn(|i| one.splat(values.as_ref()[i].to_f64()))
}

#[inline(always)]
fn first<S: Instructions, T: Scalar>(vector: Register<S, T>) -> T {
    let mut lanes = [T::default(); 16];
    vector.store(&mut lanes);
    lanes[0]
}
