//! The compiled kernels of the catalogue as candidates.
//!
//! A kernel's functions are called vector by vector at the level in use, as the drivers do, or, in a
//! test build, lane by lane; that vectors, and the drivers for any layout, give the same bits is
//! tested beside them.

use std::marker::PhantomData;

use activation_core::{
    catalogue,
    kernel::{Bundle, Inputs, Kernel, Size},
    residual::FromOutput,
    simd::{Instructions, Lane, Register, Scalar, Vector, Work, dispatch},
};

use crate::candidate::Candidate;

/// The kernel `K` at its default parameters.
struct Compiled<K>(K);

/// All columns of a kernel over inputs of one length.
struct Columns<'a, K, T> {
    kernel: K,
    inputs: &'a [Vec<T>],
    scalar: PhantomData<T>,
}

/// Whether the kernel has its derivative from the output.
const fn has_form<K: Kernel>() -> bool {
    matches!(K::METADATA.residual.from_output, FromOutput::Yes { .. })
}

impl<K: Kernel, T: Scalar> Columns<'_, K, T> {
    /// At the level in use; in a test build lane by lane, whatever the level, since the kernels of
    /// all entries in two types and at every level take four minutes to compile. That vectors give
    /// the bits of lanes where a multiply-add is rounded once is tested in `activation-core`
    /// (`catalogue`, `pairs`).
    fn all(self) -> Vec<Vec<T>> {
        if const { cfg!(debug_assertions) } {
            self.by(Lane(T::default()))
        } else {
            dispatch(self)
        }
    }

    /// As many at a time as `one` has lanes.
    #[inline(always)]
    fn by<V: Vector<Scalar = T>>(self, one: V) -> Vec<Vec<T>> {
        let inputs = K::Inputs::LEN;
        let count = self.inputs[0].len();
        let parameters = K::Parameters::LEN;
        let mut columns = vec![vec![T::default(); count]; 1 + inputs + parameters];
        let mut second = vec![T::default(); count];
        let mut from_output = second.clone();
        let prepared = K::Prepared::map(&self.kernel.prepare(), |value| one.splat(value));
        let mut at = 0;
        while at < count {
            let many = V::LANES.min(count - at);
            let loaded: Inputs<K, V> = K::Inputs::from_fn(|i| {
                let mut padded = [T::default(); 16];
                padded[..many].copy_from_slice(&self.inputs[i][at..at + many]);
                one.load(&padded)
            });
            let keep = |column: &mut Vec<T>, vector: V| {
                let mut padded = [T::default(); 16];
                vector.store(&mut padded);
                column[at..at + many].copy_from_slice(&padded[..many]);
            };
            let value = K::value(prepared, loaded);
            keep(&mut columns[0], value);
            let (gradient, slopes) = K::full_gradient(prepared, loaded);
            for (i, &slope) in gradient.as_ref().iter().enumerate() {
                keep(&mut columns[1 + i], slope);
            }
            if parameters > 0 {
                for (i, &slope) in slopes.as_ref().iter().enumerate() {
                    keep(&mut columns[1 + inputs + i], slope);
                }
            }
            if K::METADATA.second_derivative.is_some() {
                let (_, curvature) = K::gradient_and_curvature(prepared, loaded);
                keep(&mut second, curvature.as_ref()[0]);
            }
            if has_form::<K>() {
                let outputs = K::Inputs::from_fn(|_| value);
                let slope = K::gradient_from_output(prepared, outputs);
                keep(&mut from_output, slope.as_ref()[0]);
            }
            at += many;
        }
        columns.extend(K::METADATA.second_derivative.map(|_| second));
        columns.extend(has_form::<K>().then_some(from_output));
        columns
    }
}

impl<K: Kernel, T: Scalar> Work for Columns<'_, K, T> {
    type Output = Vec<Vec<T>>;

    #[inline(always)]
    fn run<S: Instructions>(self, simd: S) -> Vec<Vec<T>> {
        self.by(Register::<S, T>::new(simd, T::default()))
    }
}

impl<K: Kernel> Compiled<K> {
    fn columns<T: Scalar>(&self, inputs: &[Vec<T>]) -> Vec<Vec<T>> {
        let columns = Columns {
            kernel: self.0,
            inputs,
            scalar: PhantomData,
        };
        columns.all()
    }
}

impl<K: Kernel> Candidate for Compiled<K> {
    fn single(&self, inputs: &[Vec<f32>]) -> Vec<Vec<f32>> {
        self.columns(inputs)
    }

    fn double(&self, inputs: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
        Some(self.columns(inputs))
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
