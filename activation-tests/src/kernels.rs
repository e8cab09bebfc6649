//! The compiled kernels of the catalogue as candidates.
//!
//! A kernel's functions are called vector by vector at the level in use, as the drivers do; that
//! the drivers give the same bits for any layout is tested beside them.

use std::marker::PhantomData;

use activation_core::{
    catalogue,
    kernel::{Bundle, Inputs, Kernel, Size},
    simd::{Register, Scalar, Vector, Work, dispatch},
};
use fearless_simd::Simd;

use crate::candidate::Candidate;

/// The kernel `K` at its default parameters.
struct Compiled<K>(K);

/// All columns of a kernel over inputs of one length.
struct Columns<'a, K, T> {
    kernel: K,
    inputs: &'a [Vec<T>],
    scalar: PhantomData<T>,
}

impl<K: Kernel, T: Scalar> Work for Columns<'_, K, T> {
    type Output = Vec<Vec<T>>;

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) -> Vec<Vec<T>> {
        let one = Register::<S, T>::new(simd, T::default());
        let lanes = <Register<S, T> as Vector>::LANES;
        let inputs = K::Inputs::LEN;
        let count = self.inputs[0].len();
        let mut columns = vec![vec![T::default(); count]; 1 + inputs + K::Parameters::LEN];
        let prepared = K::Prepared::map(&self.kernel.prepare(), |value| one.splat(value));
        let mut at = 0;
        while at < count {
            let many = lanes.min(count - at);
            let loaded: Inputs<K, Register<S, T>> = K::Inputs::from_fn(|i| {
                let mut padded = [T::default(); 16];
                padded[..many].copy_from_slice(&self.inputs[i][at..at + many]);
                one.load(&padded)
            });
            let mut keep = |column: usize, vector: Register<S, T>| {
                let mut padded = [T::default(); 16];
                vector.store(&mut padded);
                columns[column][at..at + many].copy_from_slice(&padded[..many]);
            };
            keep(0, K::value(prepared, loaded));
            let (gradient, parameters) = K::full_gradient(prepared, loaded);
            for (i, &slope) in gradient.as_ref().iter().enumerate() {
                keep(1 + i, slope);
            }
            if K::Parameters::LEN > 0 {
                for (i, &slope) in parameters.as_ref().iter().enumerate() {
                    keep(1 + inputs + i, slope);
                }
            }
            at += many;
        }
        columns
    }
}

impl<K: Kernel> Candidate for Compiled<K> {
    fn single(&self, inputs: &[Vec<f32>]) -> Vec<Vec<f32>> {
        dispatch(Columns {
            kernel: self.0,
            inputs,
            scalar: PhantomData,
        })
    }

    fn double(&self, inputs: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
        Some(dispatch(Columns {
            kernel: self.0,
            inputs,
            scalar: PhantomData,
        }))
    }
}

macro_rules! list {
    ($($name:ident => $type:ident),*; $($gated:ident => $gated_type:ident),*) => {
        /// The compiled kernel of an entry, by the name of its function.
        #[must_use]
        pub fn of(name: &str) -> Option<Box<dyn Candidate>> {
            match name {
                $(stringify!($name) => Some(Box::new(Compiled(catalogue::$type::default()))),)*
                $(stringify!($gated) => {
                    Some(Box::new(Compiled(catalogue::$gated_type::default())))
                })*
                _ => None,
            }
        }

        /// The names of all entries.
        pub const NAMES: &[&str] = &[$(stringify!($name),)* $(stringify!($gated)),*];
    };
}

activation_core::for_each_activation!(list);
