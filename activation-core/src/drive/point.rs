//! Single points, through the vector code of the level in use: what a point gives is
//! bit-identical to what the same element gives in an array.

use core::marker::PhantomData;

use crate::{
    kernel::{Inputs, Kernel, Prepared, Size},
    simd::{Instructions, Register, Scalar, Vector, Work, dispatch},
};

/// `g` at one point.
#[inline]
pub(crate) fn value_at<K: Kernel, T: Scalar>(kernel: &K, inputs: Inputs<K, T>) -> T {
    dispatch(Value::<K, T> {
        prepared: kernel.prepare(),
        inputs,
        kernel: PhantomData,
    })
}

/// `∂g/∂input` at one point.
#[inline]
pub(crate) fn gradient_at<K: Kernel, T: Scalar>(kernel: &K, inputs: Inputs<K, T>) -> Inputs<K, T> {
    dispatch(Gradient::<K, T> {
        prepared: kernel.prepare(),
        inputs,
        kernel: PhantomData,
    })
}

struct Value<K: Kernel, T: Copy> {
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
            splat::<K::Prepared, S, f64, T>(one, &self.prepared, |value| value),
            splat::<K::Inputs, S, T, T>(one, &self.inputs, Scalar::to_f64),
        ))
    }
}

struct Gradient<K: Kernel, T: Copy> {
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
            splat::<K::Prepared, S, f64, T>(one, &self.prepared, |value| value),
            splat::<K::Inputs, S, T, T>(one, &self.inputs, Scalar::to_f64),
        );
        K::Inputs::from_fn(|i| first(gradient.as_ref()[i]))
    }
}

#[inline(always)]
fn splat<N: Size, S: Instructions, U: Copy, T: Scalar>(
    one: Register<S, T>,
    values: &N::Array<U>,
    widen: fn(U) -> f64,
) -> N::Array<Register<S, T>> {
    N::from_fn(|i| one.splat(widen(values.as_ref()[i])))
}

#[inline(always)]
fn first<S: Instructions, T: Scalar>(vector: Register<S, T>) -> T {
    let mut lanes = [T::default(); 16];
    vector.store(&mut lanes);
    lanes[0]
}
