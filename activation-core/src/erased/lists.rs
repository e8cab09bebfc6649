//! The operations over lists of arrays, for code that knows the number of inputs only at run
//! time.

use ndarray::{ArrayD, ArrayViewD, ArrayViewMutD};

use crate::{
    activation::Activation,
    drive::{self, BackwardWithParameters, Driver, Forward},
    from_output,
    kernel::{Kernel, N, Size},
    operands::{Element, GradientsMut as _, Operands as _},
    residual::{self, NotFromOutput},
    simd::{Scalar, level},
};

/// A kernel over slices of one length: parameters, inputs, value.
pub(super) type ValueLoop<A> = fn(&[f64], &[&[A]], &mut [A]);

/// A kernel's gradient over slices of one length: parameters; inputs and, last, `dy`; the
/// gradient of each input; the sums for the parameters.
pub(super) type GradientLoop<A> = fn(&[f64], &[&[A]], &mut [&mut [A]], &mut [f64]);

/// A number of inputs for which lists can stand in for tuples: [`N<1>`] to [`N<4>`].
pub trait ListInputs: Size {
    #[doc(hidden)]
    fn forward<K: Kernel<Inputs = Self>, A: Element>(k: &K, x: &[ArrayViewD<'_, A>]) -> ArrayD<A>;
    #[doc(hidden)]
    fn forward_into<K: Kernel<Inputs = Self>, A: Element>(
        k: &K,
        x: &[ArrayViewD<'_, A>],
        y: &mut ArrayViewMutD<'_, A>,
    );
    #[doc(hidden)]
    fn forward_inplace<K: Kernel<Inputs = Self>, A: Element>(k: &K, x: &mut ArrayViewMutD<'_, A>);
    #[doc(hidden)]
    fn value_and_derivative<K: Kernel<Inputs = Self>, A: Element>(
        k: &K,
        x: &[ArrayViewD<'_, A>],
    ) -> (ArrayD<A>, Vec<ArrayD<A>>);
    #[doc(hidden)]
    fn backward<K: Kernel<Inputs = Self>, A: Element>(
        k: &K,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
    ) -> Vec<ArrayD<A>>;
    #[doc(hidden)]
    fn backward_into<K: Kernel<Inputs = Self>, A: Element, const ADD: bool>(
        k: &K,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
        gradients: &mut [ArrayViewMutD<'_, A>],
    );
    #[doc(hidden)]
    fn backward_inplace<K: Kernel<Inputs = Self>, A: Element>(
        k: &K,
        x: &ArrayViewD<'_, A>,
        dy: &mut ArrayViewMutD<'_, A>,
    );
    #[doc(hidden)]
    fn backward_from_output_inplace<K: Kernel<Inputs = Self>, A: Element>(
        k: &K,
        y: &ArrayViewD<'_, A>,
        dy: &mut ArrayViewMutD<'_, A>,
    ) -> Result<(), NotFromOutput>;
    #[doc(hidden)]
    fn backward_with_parameters<K: Kernel<Inputs = Self>, A: Element>(
        k: &K,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
    ) -> (Vec<ArrayD<A>>, K);
    #[doc(hidden)]
    fn value_loop<K: Kernel<Inputs = Self>, A: Scalar>(
        parameters: &[f64],
        inputs: &[&[A]],
        y: &mut [A],
    );
    #[doc(hidden)]
    fn gradient_loop<K: Kernel<Inputs = Self>, A: Scalar>(
        parameters: &[f64],
        inputs_and_dy: &[&[A]],
        gradients: &mut [&mut [A]],
        sums: &mut [f64],
    );
}

/// Panics: the list is not as long as the formula has inputs.
#[cold]
#[inline(never)]
pub(super) fn wrong_count<K: Kernel>(what: &str, given: usize) -> ! {
    wrong_number(K::METADATA.name, K::Inputs::LEN, what, given)
}

/// Panics: `name` takes another number of something.
#[cold]
#[inline(never)]
pub(super) fn wrong_number(name: &str, takes: usize, what: &str, given: usize) -> ! {
    let plural = if takes == 1 { "" } else { "s" };
    panic!("`{name}` takes {takes} {what}{plural}, not {given}");
}

/// The activation with these parameters.
pub(super) fn with_parameters<K: Kernel>(parameters: &[f64]) -> K {
    K::with_parameters(K::Parameters::from_fn(|i| parameters[i]))
}

macro_rules! in_place {
    (one $K:ident, $function:ident::$name:ident($k:ident, $($argument:ident),+)) => {
        $function::$name($k, $($argument),+)
    };
    (several $K:ident, $function:ident::$name:ident($k:ident, $($argument:ident),+)) => {{
        let _ = ($k, $($argument),+);
        wrong_count::<$K>("input", 1)
    }};
}

macro_rules! from_output {
    (one $($argument:ident),+) => {
        from_output::in_place($($argument),+)
    };
    // Never found for several inputs.
    (several $k:ident, $($argument:ident),+) => {{
        let _ = ($($argument),+);
        residual::check($k)
    }};
}

macro_rules! lists {
    ($count:literal: $($x:ident $gradient:ident),+; $in_place:ident) => {
        #[allow(unused_parens)] // a tuple of one is written like the others
        impl ListInputs for N<$count> {
            fn forward<K: Kernel<Inputs = Self>, A: Element>(
                k: &K, x: &[ArrayViewD<'_, A>],
            ) -> ArrayD<A> {
                let [$($x),+] = x else { wrong_count::<K>("input", x.len()) };
                k.forward(($($x),+))
            }
            fn forward_into<K: Kernel<Inputs = Self>, A: Element>(
                k: &K, x: &[ArrayViewD<'_, A>], y: &mut ArrayViewMutD<'_, A>,
            ) {
                let [$($x),+] = x else { wrong_count::<K>("input", x.len()) };
                k.forward_into(($($x),+), y);
            }
            fn forward_inplace<K: Kernel<Inputs = Self>, A: Element>(
                k: &K, x: &mut ArrayViewMutD<'_, A>,
            ) {
                in_place!($in_place K, drive::forward_in_place(k, x));
            }
            fn value_and_derivative<K: Kernel<Inputs = Self>, A: Element>(
                k: &K, x: &[ArrayViewD<'_, A>],
            ) -> (ArrayD<A>, Vec<ArrayD<A>>) {
                let [$($x),+] = x else { wrong_count::<K>("input", x.len()) };
                let (y, ($($gradient),+)) = k.value_and_derivative(($($x),+));
                (y, vec![$($gradient),+])
            }
            fn backward<K: Kernel<Inputs = Self>, A: Element>(
                k: &K, x: &[ArrayViewD<'_, A>], dy: &ArrayViewD<'_, A>,
            ) -> Vec<ArrayD<A>> {
                let [$($x),+] = x else { wrong_count::<K>("input", x.len()) };
                let ($($gradient),+) = k.backward(($($x),+), dy);
                vec![$($gradient),+]
            }
            fn backward_into<K: Kernel<Inputs = Self>, A: Element, const ADD: bool>(
                k: &K, x: &[ArrayViewD<'_, A>], dy: &ArrayViewD<'_, A>,
                gradients: &mut [ArrayViewMutD<'_, A>],
            ) {
                let [$($x),+] = x else { wrong_count::<K>("input", x.len()) };
                let given = gradients.len();
                let [$($gradient),+] = gradients else { wrong_count::<K>("gradient", given) };
                let mut gradients = ($($gradient),+);
                ($($x),+).backward_into::<K, ADD>(k, dy, gradients.views_mut());
            }
            fn backward_inplace<K: Kernel<Inputs = Self>, A: Element>(
                k: &K, x: &ArrayViewD<'_, A>, dy: &mut ArrayViewMutD<'_, A>,
            ) {
                in_place!($in_place K, drive::backward_in_place(k, x, dy));
            }
            fn backward_from_output_inplace<K: Kernel<Inputs = Self>, A: Element>(
                k: &K, y: &ArrayViewD<'_, A>, dy: &mut ArrayViewMutD<'_, A>,
            ) -> Result<(), NotFromOutput> {
                from_output!($in_place k, y, dy)
            }
            fn backward_with_parameters<K: Kernel<Inputs = Self>, A: Element>(
                k: &K, x: &[ArrayViewD<'_, A>], dy: &ArrayViewD<'_, A>,
            ) -> (Vec<ArrayD<A>>, K) {
                let [$($x),+] = x else { wrong_count::<K>("input", x.len()) };
                let (($($gradient),+), parameters) = k.backward_with_parameters(($($x),+), dy);
                (vec![$($gradient),+], parameters)
            }
            fn value_loop<K: Kernel<Inputs = Self>, A: Scalar>(
                parameters: &[f64], inputs: &[&[A]], y: &mut [A],
            ) {
                let Ok(inputs) = inputs.try_into() else { wrong_count::<K>("input", inputs.len()) };
                let kernel = with_parameters::<K>(parameters);
                let driver = Driver::<Forward<K>, $count, 1>::new(level(), &kernel);
                driver.run(inputs, [y], &mut []);
            }
            fn gradient_loop<K: Kernel<Inputs = Self>, A: Scalar>(
                parameters: &[f64], inputs_and_dy: &[&[A]], gradients: &mut [&mut [A]],
                sums: &mut [f64],
            ) {
                let Ok(reads) = inputs_and_dy.try_into() else {
                    wrong_count::<K>("input", inputs_and_dy.len() - 1)
                };
                let given = gradients.len();
                let [$($gradient),+] = gradients else { wrong_count::<K>("gradient", given) };
                let kernel = with_parameters::<K>(parameters);
                let driver = Driver::<
                    BackwardWithParameters<K, false>, { $count + 1 }, $count
                >::new(level(), &kernel);
                sums.fill(0.0);
                driver.run(reads, [$($gradient),+], sums);
            }
        }
    };
}

lists!(1: a da; one);
lists!(2: a da, b db; several);
lists!(3: a da, b db, c dc; several);
lists!(4: a da, b db, c dc, d dd; several);
