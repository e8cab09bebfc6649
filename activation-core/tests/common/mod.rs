//! Kernels written by hand, in the form in which the macro writes them, from plain arithmetic.
#![allow(dead_code, unreachable_pub)] // every test binary uses some of them

use activation_core::{
    kernel::{Inputs, Kernel, Metadata, N, Parameter, Parameters, Prepared, Switches},
    simd::Vector,
};

macro_rules! kernel {
    ($(#[$doc:meta])* $Type:ident { $($field:ident: $default:literal),* } $name:literal
     inputs $inputs:literal [$($input:ident),+] switches $switches:literal
     |$p:ident, $x:ident| value $value:expr; gradient $gradient:expr; parameters $parameters:expr;
     switch $switch:expr;) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $Type { $(pub $field: f64),* }

        impl Default for $Type {
            fn default() -> Self { Self { $($field: $default),* } }
        }

        impl Kernel for $Type {
            type Inputs = N<$inputs>;
            type Parameters = N<{ const NAMES: &[&str] = &[$(stringify!($field)),*]; NAMES.len() }>;
            type Prepared = Self::Parameters;
            type Switches = N<$switches>;
            const METADATA: &'static Metadata = &Metadata {
                inputs: &[$(stringify!($input)),+],
                parameters: &[$(Parameter { name: stringify!($field), default: $default }),*],
                // The engine has not looked at what is written by hand.
                ..Metadata::hollow($name)
            };
            fn parameters(&self) -> Parameters<Self, f64> { [$(self.$field),*] }
            fn with_parameters(parameters: Parameters<Self, f64>) -> Self {
                let [$($field),*] = parameters;
                Self { $($field),* }
            }
            fn prepare(&self) -> Prepared<Self, f64> { self.parameters() }
            #[inline(always)]
            fn value<V: Vector>($p: Prepared<Self, V>, $x: Inputs<Self, V>) -> V {
                let _ = $p;
                $value
            }
            #[inline(always)]
            fn gradient<V: Vector>(
                $p: Prepared<Self, V>, $x: Inputs<Self, V>,
            ) -> Inputs<Self, V> {
                let _ = $p;
                $gradient
            }
            #[inline(always)]
            fn value_and_gradient<V: Vector>(
                p: Prepared<Self, V>, x: Inputs<Self, V>,
            ) -> (V, Inputs<Self, V>) {
                (Self::value(p, x), Self::gradient(p, x))
            }
            #[inline(always)]
            fn full_gradient<V: Vector>(
                $p: Prepared<Self, V>, $x: Inputs<Self, V>,
            ) -> (Inputs<Self, V>, Parameters<Self, V>) {
                (Self::gradient($p, $x), $parameters)
            }
            #[inline(always)]
            fn switches<V: Vector>(
                $p: Prepared<Self, V>, $x: Inputs<Self, V>,
            ) -> Switches<Self, V> {
                let _ = ($p, $x);
                $switch
            }
        }
    };
}

kernel! {
    /// beta x / (1 + |x|): smooth enough, and NaN-free.
    Softsign { beta: 1.0 } "softsign" inputs 1 [x] switches 0
    |p, x| value x[0] * p[0] / (x[0].abs() + 1.0);
    gradient {
        let d = x[0].abs() + 1.0;
        [p[0] / (d * d)]
    };
    parameters [x[0] / (x[0].abs() + 1.0)];
    switch [];
}

kernel! {
    /// x or slope x.
    LeakyRelu { slope: 0.01 } "leaky_relu" inputs 1 [x] switches 1
    |p, x| value V::select(x[0].gt(x[0].splat(0.0)), x[0], x[0] * p[0]);
    gradient [V::select(x[0].gt(x[0].splat(0.0)), x[0].splat(1.0), p[0])];
    parameters [V::select(x[0].gt(x[0].splat(0.0)), x[0].splat(0.0), x[0])];
    switch [x[0]];
}

kernel! {
    /// a b.
    Gate {} "gate" inputs 2 [a, b] switches 0
    |p, x| value x[0] * x[1];
    gradient [x[1], x[0]];
    parameters [];
    switch [];
}

kernel! {
    /// max(v + b, 0).
    BiasRelu {} "bias_relu" inputs 2 [v, b] switches 1
    |p, x| value {
        let zero = x[0].splat(0.0);
        zero.max(x[0] + x[1])
    };
    gradient {
        let zero = x[0].splat(0.0);
        let slope = V::select((x[0] + x[1]).gt(zero), x[0].splat(1.0), zero);
        [slope, slope]
    };
    parameters [];
    switch [x[0] + x[1]];
}

kernel! {
    /// 1/x with a scale, infinite at the padding of a tail.
    Reciprocal { scale: 1.0 } "reciprocal" inputs 1 [x] switches 0
    |p, x| value p[0] / x[0];
    gradient [-(p[0] / (x[0] * x[0]))];
    parameters [x[0].splat(1.0) / x[0]];
    switch [];
}

kernel! {
    /// s a b + t c, with two parameters.
    Mix { s: 0.5, t: -1.5 } "mix" inputs 3 [a, b, c] switches 0
    |p, x| value p[0] * x[0] * x[1] + p[1] * x[2];
    gradient [p[0] * x[1], p[0] * x[0], p[1]];
    parameters [x[0] * x[1], x[2]];
    switch [];
}

kernel! {
    /// (a + b) (c + d).
    Four {} "four" inputs 4 [a, b, c, d] switches 0
    |p, x| value (x[0] + x[1]) * (x[2] + x[3]);
    gradient [x[2] + x[3], x[2] + x[3], x[0] + x[1], x[0] + x[1]];
    parameters [];
    switch [];
}

kernel! {
    /// x², with a derivative that is wrong.
    WrongSquare { scale: 1.0 } "wrong_square" inputs 1 [x] switches 0
    |p, x| value p[0] * x[0] * x[0];
    gradient [p[0] * x[0] * 2.001];
    parameters [x[0] * x[0]];
    switch [];
}

kernel! {
    /// A Gaussian a tenth wide, with a derivative in `mu` that is wrong.
    WrongBump { mu: 3.0 } "wrong_bump" inputs 1 [x] switches 0
    |p, x| value {
        let u = (x[0] - p[0]) * 10.0;
        activation_core::math::exp(-(u * u))
    };
    gradient {
        let u = (x[0] - p[0]) * 10.0;
        [u * -20.0 * activation_core::math::exp(-(u * u))]
    };
    parameters {
        let u = (x[0] - p[0]) * 10.0;
        [u * 20.002 * activation_core::math::exp(-(u * u))]
    };
    switch [];
}

/// Numbers that look random and are the same everywhere: of either sign, up to 4.
pub fn numbers(len: usize, seed: u64) -> Vec<f64> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    (0..len)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1u64 << 53) as f64 * 8.0 - 4.0
        })
        .collect()
}

/// [`numbers`] as `f32`.
pub fn singles(len: usize, seed: u64) -> Vec<f32> {
    numbers(len, seed).into_iter().map(|x| x as f32).collect()
}

/// The part of a view given by a slice for each axis. (`ndarray::s!` expands to unsafe code,
/// which is forbidden in this workspace.)
pub fn cut<S: ndarray::RawData, D: ndarray::Dimension>(
    mut view: ndarray::ArrayBase<S, D>,
    slices: &[ndarray::Slice],
) -> ndarray::ArrayBase<S, D> {
    for (axis, slice) in slices.iter().enumerate() {
        view.slice_axis_inplace(ndarray::Axis(axis), *slice);
    }
    view
}

/// [`cut`] written as with `ndarray::s!`: `cut!(view, 1.., ..;2)`, with steps in parentheses.
#[macro_export]
macro_rules! cut {
    ($view:expr $(, $range:expr $(; $step:expr)?)+) => {
        $crate::common::cut($view, &[$(ndarray::Slice::from($range)$(.step_by($step))?),+])
    };
}
