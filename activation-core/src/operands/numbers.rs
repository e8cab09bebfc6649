//! Single points: numbers and tuples of numbers.

use super::Element;
use crate::kernel::{N, Size};

/// One number, or a tuple of numbers, for a formula of `Count` inputs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not fit the number of inputs of this activation",
    note = "an activation of one input takes a number, one of two inputs a tuple `(a, b)`; all of them `f32` or all of them `f64`"
)]
pub trait ScalarInputs<Count: Size>: Copy {
    /// The type of the numbers.
    type Elem: Element;
    /// The numbers.
    fn numbers(self) -> Count::Array<Self::Elem>;
    /// The tuple of these numbers.
    fn from_numbers(numbers: Count::Array<Self::Elem>) -> Self;
}

macro_rules! scalar_inputs {
    ($($A:ty: $count:literal $Self:ty, ($($number:ident),+);)+) => {$(
        #[allow(unused_parens)]
        impl ScalarInputs<N<$count>> for $Self {
            type Elem = $A;
            #[inline]
            fn numbers(self) -> [$A; $count] {
                let ($($number),+) = self;
                [$($number),+]
            }
            #[inline]
            fn from_numbers([$($number),+]: [$A; $count]) -> Self {
                ($($number),+)
            }
        }
    )+};
}
scalar_inputs! {
    f32: 1 f32, (a);
    f64: 1 f64, (a);
    f32: 2 (f32, f32), (a, b);
    f64: 2 (f64, f64), (a, b);
    f32: 3 (f32, f32, f32), (a, b, c);
    f64: 3 (f64, f64, f64), (a, b, c);
    f32: 4 (f32, f32, f32, f32), (a, b, c, d);
    f64: 4 (f64, f64, f64, f64), (a, b, c, d);
}

#[cfg(feature = "half")]
mod half {
    use half::{bf16, f16};

    use super::{N, ScalarInputs};

    scalar_inputs! {
        f16: 1 f16, (a);
        bf16: 1 bf16, (a);
        f16: 2 (f16, f16), (a, b);
        bf16: 2 (bf16, bf16), (a, b);
        f16: 3 (f16, f16, f16), (a, b, c);
        bf16: 3 (bf16, bf16, bf16), (a, b, c);
        f16: 4 (f16, f16, f16, f16), (a, b, c, d);
        bf16: 4 (bf16, bf16, bf16, bf16), (a, b, c, d);
    }
}
