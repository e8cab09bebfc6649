//! The arrays and tuples of arrays that stand for one to four inputs.
//!
//! Written by a macro, since Rust has no generics over the length of a tuple. Each operation
//! takes the short way when all arrays are one slice of memory in the same order, and otherwise
//! forgets the dimensions and walks.

use ndarray::{Array, ArrayRef, ArrayViewD, ArrayViewMut, DimMax, Dimension};

use super::{Dimensions, Element, GradientsMut, Operand, OperandMut, Operands};
use crate::{
    drive::{
        Backward, BackwardWithParameters, Driver, Flat, Forward, ValueAndGradient, array_like,
        broadcast_shape, check_gradient, check_shape, slices,
    },
    kernel::{Kernel, N},
    simd::level,
};

/// The larger of two dimensions.
type Max<D, E> = <D as DimMax<E>>::Output;

/// The reads `[inputs…, dy?]` broadcast to `$dim`.
macro_rules! broadcast {
    ($dim:expr; $($view:expr),+) => {
        [$($view.broadcast($dim.clone()).expect("inputs broadcast to the output").into_dyn()),+]
    };
}

/// `backward` and `backward_with_parameters` into new arrays; they differ in the body alone.
macro_rules! new_gradients {
    ($self:ident, $kernel:ident, $dy:ident, $body:ident,
     $count:literal; $($x:ident $gradient:ident = $access:expr),+) => {{
        let ($($x,)+) = ($($access,)+);
        let dy = $dy.view();
        let driver =
            Driver::<$body<K, false>, { $count + 1 }, $count>::new(level(), $kernel);
        let mut sums = driver.no_sums();
        if let Some(reads) = slices(&[$(Flat::of(&$x),)+ Flat::of(&dy)]) {
            let [$($gradient),+] = driver.collect(reads, sums.as_mut());
            ((($(array_like($x.raw_dim(), &$x, $gradient)),+)), sums)
        } else {
            let dim: Self::Dim = broadcast_shape([$($x.shape()),+]);
            check_shape("dy", dy.shape(), "output shape", dim.slice());
            $(let mut $gradient = array_like(
                $x.raw_dim(), &$x, vec![Self::Elem::default(); $x.len()]);)+
            driver.erased().walk_gradients(
                broadcast!(dim; $($x,)+ dy),
                [$($gradient.view_mut().into_dyn()),+],
                sums.as_mut(),
            );
            (($($gradient),+), sums)
        }
    }};
}

/// The same into arrays that exist.
macro_rules! gradients_into {
    ($self:ident, $kernel:ident, $dy:ident, $gradients:ident, $body:ident,
     $count:literal; $($x:ident $gradient:ident = $access:expr),+) => {{
        let ($($x,)+) = ($($access,)+);
        let ($(mut $gradient,)+) = $gradients;
        let dy = $dy.view();
        let driver = Driver::<$body<K, ADD>, { $count + 1 }, $count>::new(level(), $kernel);
        let mut sums = driver.no_sums();
        let first = Flat::of(&dy);
        if let Some(reads) = slices(&[$(Flat::of(&$x),)+ first])
            $(&& let Some($gradient) = first.alike(&mut $gradient))+
        {
            driver.run(reads, [$($gradient),+], sums.as_mut());
        } else {
            let dim: Self::Dim = broadcast_shape([$($x.shape()),+]);
            check_shape("dy", dy.shape(), "output shape", dim.slice());
            let mut names = K::METADATA.inputs.iter();
            $(check_gradient(
                names.next().copied().unwrap_or_default(), $gradient.shape(), $x.shape());)+
            driver.erased().walk_gradients(
                broadcast!(dim; $($x,)+ dy),
                [$($gradient.view_mut().into_dyn()),+],
                sums.as_mut(),
            );
        }
        sums
    }};
}

macro_rules! array_of {
    ($X:ident $A:ty, $D:ty) => { Array<$A, $D> };
}

macro_rules! first {
    ($x:ident $($rest:ident)*) => {
        $x.view()
    };
}

/// A new array in the memory order of the first input that has the output's shape.
macro_rules! new_output {
    ($dim:ident $($x:ident)+) => {{
        let elements = vec![First::default(); $dim.size()];
        $(if $x.shape() == $dim.slice() {
            array_like($dim.clone(), &$x, elements)
        } else)+ {
            Array::from_shape_vec($dim.clone(), elements)
                .expect("as many elements as the shape has")
        }
    }};
}

macro_rules! operands {
    ($count:literal: $Self:ty, $GradientsMut:ty, dim $Dim:ty, [$($bound:tt)*]
     $self:ident $($x:ident $gradient:ident $X:ident $D:ident = $access:expr; $access_mut:expr),+) => {
        impl<$($D: Dimension),+> Dimensions for ($($D,)+) {
            type ViewsMut<'a, A: 'a> = ($(ArrayViewMut<'a, A, $D>,)+);
        }

        impl<First, $($X, $D),+> GradientsMut<N<$count>> for $GradientsMut
        where
            First: Element,
            $($D: Dimension, $X: OperandMut<Elem = First, Dim = $D>),+
        {
            type Elem = First;
            type Dims = ($($D,)+);
            fn views_mut(&mut $self) -> ($(ArrayViewMut<'_, First, $D>,)+) {
                ($($access_mut,)+)
            }
        }

        #[allow(unused_parens)] // a tuple of one is written like the others
        impl<First, $($X, $D),+> Operands<N<$count>> for $Self
        where
            First: Element,
            $($D: Dimension, $X: Operand<Elem = First, Dim = $D>,)+
            $($bound)*
        {
            type Elem = First;
            type Dim = $Dim;
            type Dims = ($($D,)+);
            type Gradients = ($(Array<First, $D>),+);
            type Partials = ($(array_of!($X First, Self::Dim)),+);

            fn views(&$self) -> Vec<ArrayViewD<'_, First>> {
                vec![$($access.into_dyn()),+]
            }

            fn forward<K: Kernel<Inputs = N<$count>>>(
                &$self, kernel: &K,
            ) -> Array<First, Self::Dim> {
                let ($($x,)+) = ($($access,)+);
                let driver = Driver::<Forward<K>, $count, 1>::new(level(), kernel);
                let first = first!($($x)+);
                if let Some(reads) = slices(&[$(Flat::of(&$x)),+]) {
                    let [y] = driver.collect(reads, &mut []);
                    let dim: Self::Dim = broadcast_shape([first.shape()]);
                    return array_like(dim, &first, y);
                }
                let dim: Self::Dim = broadcast_shape([$($x.shape()),+]);
                let mut y = new_output!(dim $($x)+);
                driver.erased().walk_full(broadcast!(dim; $($x),+), [y.view_mut().into_dyn()]);
                y
            }

            fn forward_into<K: Kernel<Inputs = N<$count>>>(
                &$self, kernel: &K, y: &mut ArrayRef<First, Self::Dim>,
            ) {
                let ($($x,)+) = ($($access,)+);
                let driver = Driver::<Forward<K>, $count, 1>::new(level(), kernel);
                let flats = [$(Flat::of(&$x)),+];
                if let Some(reads) = slices(&flats)
                    && let Some(y) = flats[0].alike(y)
                {
                    return driver.run(reads, [y], &mut []);
                }
                let dim: Self::Dim = broadcast_shape([$($x.shape()),+]);
                check_shape("y", y.shape(), "output shape", dim.slice());
                driver.erased().walk_full(broadcast!(dim; $($x),+), [y.view_mut().into_dyn()]);
            }

            fn value_and_derivative<K: Kernel<Inputs = N<$count>>>(
                &$self, kernel: &K,
            ) -> (Array<First, Self::Dim>, Self::Partials) {
                let ($($x,)+) = ($($access,)+);
                let driver = Driver::<ValueAndGradient<K>, $count, { $count + 1 }>::new(level(), kernel);
                let first = first!($($x)+);
                if let Some(reads) = slices(&[$(Flat::of(&$x)),+]) {
                    let [y, $($gradient),+] = driver.collect(reads, &mut []);
                    let dim: Self::Dim = broadcast_shape([first.shape()]);
                    let y = array_like(dim.clone(), &first, y);
                    return (y, ($(array_like(dim.clone(), &first, $gradient)),+));
                }
                let dim: Self::Dim = broadcast_shape([$($x.shape()),+]);
                let mut y = new_output!(dim $($x)+);
                $(let mut $gradient = y.clone();)+
                driver.erased().walk_full(
                    broadcast!(dim; $($x),+),
                    [y.view_mut().into_dyn(), $($gradient.view_mut().into_dyn()),+],
                );
                (y, ($($gradient),+))
            }

            fn backward<K: Kernel<Inputs = N<$count>>>(
                &$self, kernel: &K, dy: &ArrayRef<First, Self::Dim>,
            ) -> Self::Gradients {
                let (gradients, []) = new_gradients!(
                    $self, kernel, dy, Backward, $count; $($x $gradient = $access),+);
                gradients
            }

            fn backward_into<K: Kernel<Inputs = N<$count>>, const ADD: bool>(
                &$self, kernel: &K, dy: &ArrayRef<First, Self::Dim>,
                gradients: <Self::Dims as Dimensions>::ViewsMut<'_, First>,
            ) {
                let [] = gradients_into!(
                    $self, kernel, dy, gradients, Backward,
                    $count; $($x $gradient = $access),+);
            }

            fn backward_with_parameters<K: Kernel<Inputs = N<$count>>>(
                &$self, kernel: &K, dy: &ArrayRef<First, Self::Dim>,
            ) -> (Self::Gradients, K) {
                let (gradients, sums) = new_gradients!(
                    $self, kernel, dy, BackwardWithParameters,
                    $count; $($x $gradient = $access),+);
                (gradients, K::with_parameters(sums))
            }

            fn backward_with_parameters_into<K: Kernel<Inputs = N<$count>>, const ADD: bool>(
                &$self, kernel: &K, dy: &ArrayRef<First, Self::Dim>,
                gradients: <Self::Dims as Dimensions>::ViewsMut<'_, First>,
            ) -> K {
                K::with_parameters(gradients_into!(
                    $self, kernel, dy, gradients, BackwardWithParameters,
                    $count; $($x $gradient = $access),+))
            }
        }
    };
}

operands!(1: X, X, dim D, [] self x dx X D = self.operand(); self.operand_mut());
operands!(2: (X, Y), (X, Y), dim Max<D, E>, [D: DimMax<E>]
    self a da X D = self.0.operand(); self.0.operand_mut(),
    b db Y E = self.1.operand(); self.1.operand_mut());
operands!(3: (X, Y, Z), (X, Y, Z), dim Max<Max<D, E>, F>, [D: DimMax<E>, Max<D, E>: DimMax<F>]
    self a da X D = self.0.operand(); self.0.operand_mut(),
    b db Y E = self.1.operand(); self.1.operand_mut(),
    c dc Z F = self.2.operand(); self.2.operand_mut());
operands!(4: (X, Y, Z, W), (X, Y, Z, W), dim Max<Max<Max<D, E>, F>, G>,
    [D: DimMax<E>, Max<D, E>: DimMax<F>, Max<Max<D, E>, F>: DimMax<G>]
    self a da X D = self.0.operand(); self.0.operand_mut(),
    b db Y E = self.1.operand(); self.1.operand_mut(),
    c dc Z F = self.2.operand(); self.2.operand_mut(),
    d dd W G = self.3.operand(); self.3.operand_mut());
