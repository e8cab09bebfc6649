//! What `#[activation]` writes: one [`Kernel`] a formula.
//!
//! A kernel is the straight-line code for one element, generic over the vector it runs on. The
//! loops that feed it live in the drivers; whatever is the same for every formula lives on this
//! side, so that a generated kernel holds only what is particular to its formula.

use crate::simd::Vector;

/// A number known at compile time, with the array type of that length.
pub trait Size: Copy + Send + Sync + 'static {
    /// The number.
    const LEN: usize;
    /// `[T; LEN]`.
    type Array<T: Copy>: Copy + AsRef<[T]> + AsMut<[T]> + IntoIterator<Item = T>;
    /// `[f(0), f(1), …]`.
    fn from_fn<T: Copy>(f: impl FnMut(usize) -> T) -> Self::Array<T>;
}

/// The [`Size`] `COUNT`.
#[derive(Clone, Copy, Debug)]
pub struct N<const COUNT: usize>;

impl<const COUNT: usize> Size for N<COUNT> {
    const LEN: usize = COUNT;
    type Array<T: Copy> = [T; COUNT];
    #[inline(always)]
    fn from_fn<T: Copy>(mut f: impl FnMut(usize) -> T) -> [T; COUNT] {
        if COUNT == 0 {
            return core::array::from_fn(f);
        }
        // A plain loop unrolls into its caller; `array::from_fn` may be left as a call, outside
        // the level's instructions.
        let mut array = [f(0); COUNT];
        for (i, place) in array.iter_mut().enumerate().skip(1) {
            *place = f(i);
        }
        array
    }
}

/// `[T; n]` for the inputs of the kernel `K`.
pub type Inputs<K, T> = <<K as Kernel>::Inputs as Size>::Array<T>;
/// `[T; n]` for the parameters of the kernel `K`.
pub type Parameters<K, T> = <<K as Kernel>::Parameters as Size>::Array<T>;
/// `[T; n]` for what the kernel `K` computes once a call from its parameters.
pub type Prepared<K, T> = <<K as Kernel>::Prepared as Size>::Array<T>;
/// `[T; n]` for the switching functions of the kernel `K`.
pub type Switches<K, T> = <<K as Kernel>::Switches as Size>::Array<T>;

/// One activation, `y = g(inputs; parameters)`, element by element.
///
/// `#[activation]` implements this trait; [`Activation`](crate::Activation) follows from it for
/// every implementor. All functions but [`prepare`](Self::prepare) and the parameter accessors
/// run per vector and must be `#[inline(always)]`.
pub trait Kernel: Copy + Send + Sync + 'static {
    /// How many inputs the formula has; one means elementwise, more means gated.
    type Inputs: Size;
    /// How many parameters the formula has.
    type Parameters: Size;
    /// How many values [`prepare`](Self::prepare) computes.
    type Prepared: Size;
    /// How many switching functions [`switches`](Self::switches) has.
    type Switches: Size;

    /// What the engine knows about the formula, for programs and people to read.
    const METADATA: &'static Metadata;

    /// The parameters, in the order of the declaration.
    fn parameters(&self) -> Parameters<Self, f64>;
    /// The activation with these parameters.
    fn with_parameters(parameters: Parameters<Self, f64>) -> Self;
    /// Everything that depends on parameters alone, in `f64`, once a call: the parameters that
    /// the kernels read and the subexpressions hoisted out of the loop.
    fn prepare(&self) -> Prepared<Self, f64>;

    /// `g`.
    fn value<V: Vector>(prepared: Prepared<Self, V>, inputs: Inputs<Self, V>) -> V;
    /// `∂g/∂input`, for every input.
    fn gradient<V: Vector>(prepared: Prepared<Self, V>, inputs: Inputs<Self, V>)
    -> Inputs<Self, V>;
    /// `g` and `∂g/∂input`, sharing every subexpression.
    fn value_and_gradient<V: Vector>(
        prepared: Prepared<Self, V>,
        inputs: Inputs<Self, V>,
    ) -> (V, Inputs<Self, V>);
    /// `∂g/∂input` and `∂g/∂parameter`, sharing every subexpression. What a formula without
    /// parameters needs is here already.
    #[inline(always)]
    fn full_gradient<V: Vector>(
        prepared: Prepared<Self, V>,
        inputs: Inputs<Self, V>,
    ) -> (Inputs<Self, V>, Parameters<Self, V>) {
        let none = Self::Parameters::from_fn(|_| unreachable!("the macro writes this function"));
        (Self::gradient(prepared, inputs), none)
    }
    /// The functions at whose roots the formula changes branch: where one of them changes sign
    /// there may be a kink or a jump.
    #[inline(always)]
    fn switches<V: Vector>(
        _prepared: Prepared<Self, V>,
        _inputs: Inputs<Self, V>,
    ) -> Switches<Self, V> {
        Self::Switches::from_fn(|_| unreachable!("the macro writes this function"))
    }
}

/// What the engine knows about a formula.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metadata {
    /// The name of the function the user wrote: `swish`.
    pub name: &'static str,
    /// The names of the inputs.
    pub inputs: &'static [&'static str],
    /// The parameters, in the order of the declaration.
    pub parameters: &'static [Parameter],
    /// The formula.
    pub formula: Notation,
    /// What is differentiated in the place of the formula, where the declaration says so: the
    /// derivatives are then not those of the formula, and no numeric difference agrees.
    pub surrogate: Option<Notation>,
    /// `∂g/∂s` for every input and then every parameter `s`.
    pub derivatives: &'static [Partial],
    /// The functions at whose roots the formula changes branch, in the order of
    /// [`Kernel::switches`].
    pub switches: &'static [&'static str],
    /// Where the slope jumps, for formulas of one input, at the default parameters.
    pub kinks: &'static [Kink],
}

impl Metadata {
    /// What is known about a formula that was refused: its name.
    #[doc(hidden)]
    #[must_use]
    pub const fn hollow(name: &'static str) -> Metadata {
        Metadata {
            name,
            inputs: &[],
            parameters: &[],
            formula: Notation {
                text: "",
                latex: "",
            },
            surrogate: None,
            derivatives: &[],
            switches: &[],
            kinks: &[],
        }
    }
}

/// An expression as people write it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Notation {
    /// One line of Unicode text.
    pub text: &'static str,
    /// LaTeX for math mode.
    pub latex: &'static str,
}

/// A trainable number of a formula.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its value in `Default`.
    pub default: f64,
}

/// One partial derivative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Partial {
    /// The input or parameter it is taken in.
    pub with_respect_to: &'static str,
    /// The derivative.
    pub expression: Notation,
}

/// A point where left and right slope differ, or the value itself jumps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kink {
    /// Where, in terms of the parameters.
    pub at: &'static str,
    /// Where, at the default parameters.
    pub at_default: f64,
    /// The slope from the left, in terms of the parameters.
    pub left: &'static str,
    /// The slope from the right, in terms of the parameters.
    pub right: &'static str,
    /// The slope from the left at the default parameters.
    pub left_default: f64,
    /// The slope from the right at the default parameters.
    pub right_default: f64,
    /// Whether the value jumps too.
    pub jump: bool,
}
