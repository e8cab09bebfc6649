//! What a loop does with one vector of elements: the trait `Body`, and one body for every
//! operation of [`Activation`](crate::Activation).
//!
//! A body sees vectors only. Slices live in `slices`, arrays in `arrays`; nothing here knows
//! how long anything is.

use core::marker::PhantomData;

use crate::{
    kernel::{Kernel, N, Parameters, Prepared, Size},
    simd::Vector,
};

/// `[T; n]` for the sums of the body `B`.
pub(crate) type Sums<B, const R: usize, const W: usize, T> =
    <<B as Body<R, W>>::Sums as Size>::Array<T>;

/// One step of a loop that reads `R` operands and writes `W`.
pub(crate) trait Body<const R: usize, const W: usize> {
    /// The formula the step is made of.
    type Kernel: Kernel;
    /// How many sums over all elements the loop keeps beside what it writes.
    type Sums: Size;
    /// Whether the step needs what the written operands hold. Where it does not, `old` is
    /// never loaded, and elements may be written twice.
    const READS_OLD: bool;

    /// The step: what to write, and what to add to the sums.
    fn step<V: Vector>(
        prepared: Prepared<Self::Kernel, V>,
        reads: [V; R],
        old: [V; W],
    ) -> ([V; W], Sums<Self, R, W, V>)
    where
        Self: Sized;
}

/// No sums.
#[inline(always)]
fn none<V: Copy>() -> [V; 0] {
    []
}

/// `y = g(x)`; reads the inputs.
pub(crate) struct Forward<K>(PhantomData<K>);

impl<K: Kernel<Inputs = N<R>>, const R: usize> Body<R, 1> for Forward<K> {
    type Kernel = K;
    type Sums = N<0>;
    const READS_OLD: bool = false;
    #[inline(always)]
    fn step<V: Vector>(prepared: Prepared<K, V>, reads: [V; R], _: [V; 1]) -> ([V; 1], [V; 0]) {
        ([K::value(prepared, reads)], none())
    }
}

/// `x = g(x)`; reads nothing but what it overwrites.
pub(crate) struct ForwardInPlace<K>(PhantomData<K>);

impl<K: Kernel<Inputs = N<1>>> Body<0, 1> for ForwardInPlace<K> {
    type Kernel = K;
    type Sums = N<0>;
    const READS_OLD: bool = true;
    #[inline(always)]
    fn step<V: Vector>(prepared: Prepared<K, V>, _: [V; 0], old: [V; 1]) -> ([V; 1], [V; 0]) {
        ([K::value(prepared, old)], none())
    }
}

/// `y = g(x)` and `∂g/∂x`; reads the inputs, writes the value first.
pub(crate) struct ValueAndGradient<K>(PhantomData<K>);

impl<K: Kernel<Inputs = N<R>>, const R: usize, const W: usize> Body<R, W> for ValueAndGradient<K> {
    type Kernel = K;
    type Sums = N<0>;
    const READS_OLD: bool = false;
    #[inline(always)]
    fn step<V: Vector>(prepared: Prepared<K, V>, reads: [V; R], _: [V; W]) -> ([V; W], [V; 0]) {
        const { assert!(W == R + 1) };
        let (value, gradient) = K::value_and_gradient(prepared, reads);
        let mut new = [value; W];
        new[1..].copy_from_slice(&gradient);
        (new, none())
    }
}

/// `∂g/∂x ⊙ dy`; reads the inputs and, last, `dy`. With `ADD` the result is added to what the
/// gradients hold.
pub(crate) struct Backward<K, const ADD: bool>(PhantomData<K>);

impl<K, const R: usize, const W: usize, const ADD: bool> Body<R, W> for Backward<K, ADD>
where
    K: Kernel<Inputs = N<W>>,
{
    type Kernel = K;
    type Sums = N<0>;
    const READS_OLD: bool = ADD;
    #[inline(always)]
    fn step<V: Vector>(prepared: Prepared<K, V>, reads: [V; R], old: [V; W]) -> ([V; W], [V; 0]) {
        const { assert!(R == W + 1) };
        let (inputs, dy) = split(reads);
        let gradient = K::gradient(prepared, inputs);
        (chain::<V, W, ADD>(gradient, dy, old), none())
    }
}

/// `dy = g′(x) ⊙ dy`; reads the input.
pub(crate) struct BackwardInPlace<K>(PhantomData<K>);

impl<K: Kernel<Inputs = N<1>>> Body<1, 1> for BackwardInPlace<K> {
    type Kernel = K;
    type Sums = N<0>;
    const READS_OLD: bool = true;
    #[inline(always)]
    fn step<V: Vector>(prepared: Prepared<K, V>, reads: [V; 1], old: [V; 1]) -> ([V; 1], [V; 0]) {
        let [gradient] = K::gradient(prepared, reads);
        ([gradient * old[0]], none())
    }
}

/// [`Backward`], and the sums `Σ ∂g/∂parameter · dy`.
pub(crate) struct BackwardWithParameters<K, const ADD: bool>(PhantomData<K>);

impl<K, const R: usize, const W: usize, const ADD: bool> Body<R, W>
    for BackwardWithParameters<K, ADD>
where
    K: Kernel<Inputs = N<W>>,
{
    type Kernel = K;
    type Sums = K::Parameters;
    const READS_OLD: bool = ADD;
    #[inline(always)]
    fn step<V: Vector>(
        prepared: Prepared<K, V>,
        reads: [V; R],
        old: [V; W],
    ) -> ([V; W], Parameters<K, V>) {
        const { assert!(R == W + 1) };
        let (inputs, dy) = split(reads);
        let (gradient, mut parameters) = K::full_gradient(prepared, inputs);
        for term in parameters.as_mut() {
            *term = *term * dy;
        }
        (chain::<V, W, ADD>(gradient, dy, old), parameters)
    }
}

/// The inputs, and `dy` behind them.
#[inline(always)]
fn split<V: Copy, const R: usize, const W: usize>(reads: [V; R]) -> ([V; W], V) {
    let mut inputs = [reads[W]; W];
    inputs.copy_from_slice(&reads[..W]);
    (inputs, reads[W])
}

/// The chain rule. The product is rounded before the sum, on every level, so that
/// accumulating into zeros equals not accumulating.
#[inline(always)]
fn chain<V: Vector, const W: usize, const ADD: bool>(
    mut slopes: [V; W],
    dy: V,
    old: [V; W],
) -> [V; W] {
    for i in 0..W {
        let product = slopes[i] * dy;
        slopes[i] = if ADD { old[i] + product } else { product };
    }
    slopes
}
