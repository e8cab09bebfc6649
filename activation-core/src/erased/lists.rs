//! The operations over lists of arrays, for code that knows the number of inputs only at run
//! time.

use ndarray::{ArrayD, ArrayViewD, ArrayViewMutD};

use crate::{
    activation::Activation,
    drive,
    kernel::{Kernel, N, Size},
    operands::{GradientsMut as _, Operands as _},
    simd::Scalar,
};

/// A number of inputs for which lists can stand in for tuples: [`N<1>`] to [`N<4>`].
pub trait ListInputs: Size {
    #[doc(hidden)]
    fn forward<K: Kernel<Inputs = Self>, A: Scalar>(k: &K, x: &[ArrayViewD<'_, A>]) -> ArrayD<A>;
    #[doc(hidden)]
    fn forward_into<K: Kernel<Inputs = Self>, A: Scalar>(
        k: &K,
        x: &[ArrayViewD<'_, A>],
        y: &mut ArrayViewMutD<'_, A>,
    );
    #[doc(hidden)]
    fn forward_inplace<K: Kernel<Inputs = Self>, A: Scalar>(k: &K, x: &mut ArrayViewMutD<'_, A>);
    #[doc(hidden)]
    fn value_and_derivative<K: Kernel<Inputs = Self>, A: Scalar>(
        k: &K,
        x: &[ArrayViewD<'_, A>],
    ) -> (ArrayD<A>, Vec<ArrayD<A>>);
    #[doc(hidden)]
    fn backward<K: Kernel<Inputs = Self>, A: Scalar>(
        k: &K,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
    ) -> Vec<ArrayD<A>>;
    #[doc(hidden)]
    fn backward_into<K: Kernel<Inputs = Self>, A: Scalar, const ADD: bool>(
        k: &K,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
        gradients: &mut [ArrayViewMutD<'_, A>],
    );
    #[doc(hidden)]
    fn backward_inplace<K: Kernel<Inputs = Self>, A: Scalar>(
        k: &K,
        x: &ArrayViewD<'_, A>,
        dy: &mut ArrayViewMutD<'_, A>,
    );
    #[doc(hidden)]
    fn backward_with_parameters<K: Kernel<Inputs = Self>, A: Scalar>(
        k: &K,
        x: &[ArrayViewD<'_, A>],
        dy: &ArrayViewD<'_, A>,
    ) -> (Vec<ArrayD<A>>, K);
}

/// Panics: the list is not as long as the formula has inputs.
#[cold]
#[inline(never)]
pub(super) fn wrong_count<K: Kernel>(what: &str, given: usize) -> ! {
    let count = |count| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    panic!(
        "`{}` takes {}, not {given}",
        K::METADATA.name,
        count(K::Inputs::LEN)
    );
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

macro_rules! lists {
    ($count:literal: $($x:ident $gradient:ident),+; $in_place:ident) => {
        #[allow(unused_parens)] // a tuple of one is written like the others
        impl ListInputs for N<$count> {
            fn forward<K: Kernel<Inputs = Self>, A: Scalar>(
                k: &K, x: &[ArrayViewD<'_, A>],
            ) -> ArrayD<A> {
                let [$($x),+] = x else { wrong_count::<K>("input", x.len()) };
                k.forward(($($x),+))
            }
            fn forward_into<K: Kernel<Inputs = Self>, A: Scalar>(
                k: &K, x: &[ArrayViewD<'_, A>], y: &mut ArrayViewMutD<'_, A>,
            ) {
                let [$($x),+] = x else { wrong_count::<K>("input", x.len()) };
                k.forward_into(($($x),+), y);
            }
            fn forward_inplace<K: Kernel<Inputs = Self>, A: Scalar>(
                k: &K, x: &mut ArrayViewMutD<'_, A>,
            ) {
                in_place!($in_place K, drive::forward_in_place(k, x));
            }
            fn value_and_derivative<K: Kernel<Inputs = Self>, A: Scalar>(
                k: &K, x: &[ArrayViewD<'_, A>],
            ) -> (ArrayD<A>, Vec<ArrayD<A>>) {
                let [$($x),+] = x else { wrong_count::<K>("input", x.len()) };
                let (y, ($($gradient),+)) = k.value_and_derivative(($($x),+));
                (y, vec![$($gradient),+])
            }
            fn backward<K: Kernel<Inputs = Self>, A: Scalar>(
                k: &K, x: &[ArrayViewD<'_, A>], dy: &ArrayViewD<'_, A>,
            ) -> Vec<ArrayD<A>> {
                let [$($x),+] = x else { wrong_count::<K>("input", x.len()) };
                let ($($gradient),+) = k.backward(($($x),+), dy);
                vec![$($gradient),+]
            }
            fn backward_into<K: Kernel<Inputs = Self>, A: Scalar, const ADD: bool>(
                k: &K, x: &[ArrayViewD<'_, A>], dy: &ArrayViewD<'_, A>,
                gradients: &mut [ArrayViewMutD<'_, A>],
            ) {
                let [$($x),+] = x else { wrong_count::<K>("input", x.len()) };
                let given = gradients.len();
                let [$($gradient),+] = gradients else { wrong_count::<K>("gradient", given) };
                let mut gradients = ($($gradient),+);
                ($($x),+).backward_into::<K, ADD>(k, dy, gradients.views_mut());
            }
            fn backward_inplace<K: Kernel<Inputs = Self>, A: Scalar>(
                k: &K, x: &ArrayViewD<'_, A>, dy: &mut ArrayViewMutD<'_, A>,
            ) {
                in_place!($in_place K, drive::backward_in_place(k, x, dy));
            }
            fn backward_with_parameters<K: Kernel<Inputs = Self>, A: Scalar>(
                k: &K, x: &[ArrayViewD<'_, A>], dy: &ArrayViewD<'_, A>,
            ) -> (Vec<ArrayD<A>>, K) {
                let [$($x),+] = x else { wrong_count::<K>("input", x.len()) };
                let (($($gradient),+), parameters) = k.backward_with_parameters(($($x),+), dy);
                (vec![$($gradient),+], parameters)
            }
        }
    };
}

lists!(1: a da; one);
lists!(2: a da, b db; several);
lists!(3: a da, b db, c dc; several);
lists!(4: a da, b db, c dc, d dd; several);
