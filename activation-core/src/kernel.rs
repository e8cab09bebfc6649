//! What `#[activation]` writes: one [`Kernel`] a formula.
//!
//! A kernel is the straight-line code for one element, generic over the vector it runs on. The
//! loops that feed it live in the drivers; whatever is the same for every formula lives on this
//! side, so that a generated kernel holds only what is particular to its formula.

use crate::{
    residual::{Cost, FromOutput, Kept, Residual},
    simd::Vector,
};

/// A number known at compile time, with the array type of that length.
pub trait Size: Copy + Send + Sync + 'static {
    /// The number.
    const LEN: usize;
    /// `[T; LEN]`.
    type Array<T: Copy + Send + Sync>: Copy
        + Send
        + Sync
        + AsRef<[T]>
        + AsMut<[T]>
        + IntoIterator<Item = T>;
    /// `[f(0), f(1), …]`.
    fn from_fn<T: Copy + Send + Sync>(f: impl FnMut(usize) -> T) -> Self::Array<T>;
}

/// The [`Size`] `COUNT`.
#[derive(Clone, Copy, Debug)]
pub struct N<const COUNT: usize>;

impl<const COUNT: usize> Size for N<COUNT> {
    const LEN: usize = COUNT;
    type Array<T: Copy + Send + Sync> = [T; COUNT];
    #[inline(always)]
    fn from_fn<T: Copy + Send + Sync>(mut f: impl FnMut(usize) -> T) -> [T; COUNT] {
        // Asked at compile time: what is never called is not compiled.
        if const { COUNT == 0 } {
            return nothing();
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

/// An array of no elements: compiled once a type, where one made from an `f` would be once an `f`.
#[inline(always)]
fn nothing<T, const COUNT: usize>() -> [T; COUNT] {
    core::array::from_fn(|_| unreachable!("no element is asked for"))
}

/// Numbers whose count is known at compile time, and whose arrangement is their owner's business:
/// one array ([`N`]), what another kernel prepares ([`Call`](crate::call::Call)), or both.
pub trait Bundle: Copy + Send + Sync + 'static {
    /// The numbers.
    type Of<T: Copy + Send + Sync>: Copy + Send + Sync;
    /// Every number one call of `f`, in order.
    fn fill<T: Copy + Send + Sync>(f: impl FnMut() -> T) -> Self::Of<T>;
    /// `f` of every number, in order.
    fn map<T: Copy + Send + Sync, U: Copy + Send + Sync>(
        values: &Self::Of<T>,
        f: impl FnMut(T) -> U,
    ) -> Self::Of<U>;
}

impl<const COUNT: usize> Bundle for N<COUNT> {
    type Of<T: Copy + Send + Sync> = [T; COUNT];
    #[inline(always)]
    fn fill<T: Copy + Send + Sync>(mut f: impl FnMut() -> T) -> [T; COUNT] {
        <Self as Size>::from_fn(|_| f())
    }
    #[inline(always)]
    fn map<T: Copy + Send + Sync, U: Copy + Send + Sync>(
        values: &[T; COUNT],
        mut f: impl FnMut(T) -> U,
    ) -> [U; COUNT] {
        <Self as Size>::from_fn(|i| f(values[i]))
    }
}

impl<A: Bundle, B: Bundle> Bundle for (A, B) {
    type Of<T: Copy + Send + Sync> = (A::Of<T>, B::Of<T>);
    #[inline(always)]
    fn fill<T: Copy + Send + Sync>(mut f: impl FnMut() -> T) -> Self::Of<T> {
        (A::fill(&mut f), B::fill(&mut f))
    }
    #[inline(always)]
    fn map<T: Copy + Send + Sync, U: Copy + Send + Sync>(
        values: &Self::Of<T>,
        mut f: impl FnMut(T) -> U,
    ) -> Self::Of<U> {
        (A::map(&values.0, &mut f), B::map(&values.1, &mut f))
    }
}

/// `[T; n]` for the inputs of the kernel `K`.
pub type Inputs<K, T> = <<K as Kernel>::Inputs as Size>::Array<T>;
/// `[T; n]` for the parameters of the kernel `K`.
pub type Parameters<K, T> = <<K as Kernel>::Parameters as Size>::Array<T>;
/// What the kernel `K` computes once a call from its parameters: `[T; n]`, and behind it what the
/// kernels it calls do.
pub type Prepared<K, T> = <<K as Kernel>::Prepared as Bundle>::Of<T>;
/// The switching functions of the kernel `K`: `[T; n]`, and behind them those of what it calls.
pub type Switches<K, T> = <<K as Kernel>::Switches as Bundle>::Of<T>;

/// One activation, `y = g(inputs; parameters)`, element by element.
///
/// `#[activation]` implements this trait; [`Activation`](crate::Activation) follows from it for
/// every implementor. All functions but [`prepare`](Self::prepare) and the parameter accessors
/// run per vector and must be `#[inline(always)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an activation",
    note = "an activation is the type that `#[activation]` makes of a formula"
)]
pub trait Kernel: Copy + Send + Sync + 'static {
    /// How many inputs the formula has; one means elementwise, more means gated.
    type Inputs: Size;
    /// How many parameters the formula has.
    type Parameters: Size;
    /// The values that [`prepare`](Self::prepare) computes.
    type Prepared: Bundle;
    /// The switching functions that [`switches`](Self::switches) has.
    type Switches: Bundle;

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
        Self::Switches::fill(|| unreachable!("the macro writes this function"))
    }
    /// `∂g/∂input` and `∂²g/∂input²` of a formula of one input, sharing every subexpression. A
    /// formula of several inputs has a matrix, which is not written.
    ///
    /// # Panics
    /// When the formula calls other activations: a call is differentiated once.
    #[inline(always)]
    fn gradient_and_curvature<V: Vector>(
        _prepared: Prepared<Self, V>,
        _inputs: Inputs<Self, V>,
    ) -> (Inputs<Self, V>, Inputs<Self, V>) {
        panic!(
            "the second derivative of `{}` is not written: it calls other activations",
            Self::METADATA.name
        )
    }
    /// `∂g/∂input` of a formula of one input, from its output: written where the metadata have a
    /// form.
    #[inline(always)]
    fn gradient_from_output<V: Vector>(
        _prepared: Prepared<Self, V>,
        _outputs: Inputs<Self, V>,
    ) -> Inputs<Self, V> {
        unreachable!("the macro writes this function where there is a form")
    }
    /// The first condition of [`gradient_from_output`](Self::gradient_from_output) that the
    /// parameters break, by its place in the metadata.
    fn broken_condition(&self) -> Option<usize> {
        None
    }
}

/// A kernel of one input: [`SecondOrder`](crate::SecondOrder) follows from it.
///
/// A trait and not the bound `Kernel<Inputs = N<1>>`, since rustc says in our words what it means
/// that a trait is not implemented.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has several inputs, and so no second order",
    note = "formulas of one input have one; of several inputs it is a matrix in each element, which is not written"
)]
pub trait OneInput: Kernel<Inputs = N<1>> {}

impl<K: Kernel<Inputs = N<1>>> OneInput for K {}

/// A kernel with a [`gradient_from_output`](Kernel::gradient_from_output):
/// [`BackwardFromOutput`](crate::BackwardFromOutput) follows from it.
///
/// `#[activation]` implements this trait where it finds that form. It has no methods: of a method
/// that a type has not rustc names another that sounds like it, and of a trait that the method
/// asks for it says in our words why it is not there.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no backward from its output",
    note = "its slope cannot be told from its value, or not accurately: the cost section of its documentation says why; `backward` works from the input"
)]
pub trait ThroughOutput: Kernel<Inputs = N<1>> {}

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
    /// The activations that the formula calls: its kinks are at its own switches and wherever
    /// these have theirs.
    pub calls: &'static [&'static Metadata],
    /// `∂²g/∂x²`, for formulas of one input.
    pub second_derivative: Option<Notation>,
    /// The functions at whose roots the formula changes branch, in the order of
    /// [`Kernel::switches`], which has those of the calls behind them.
    pub switches: &'static [&'static str],
    /// Where the slope jumps or is infinite, for formulas of one input and without calls, at the
    /// default parameters: those nearest to 0 where there is no last.
    pub kinks: &'static [Kink],
    /// The shape of a formula of one input, at the default parameters.
    pub properties: Option<Properties>,
    /// Where the slope is continuous and the second derivative jumps: the slopes are those of the
    /// slope.
    pub bends: &'static [Kink],
    /// What backward has to keep.
    pub residual: Residual,
    /// What an element costs.
    pub cost: Cost,
}

impl Metadata {
    /// Whether the derivatives are those of another function, by the formula's own surrogate or
    /// by that of an activation it calls.
    #[must_use]
    pub const fn has_surrogate(&self) -> bool {
        let mut found = self.surrogate.is_some();
        let mut i = 0;
        while i < self.calls.len() {
            found |= self.calls[i].has_surrogate();
            i += 1;
        }
        found
    }

    /// What is known about a formula that the engine refused, or has not seen: its name.
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
            calls: &[],
            derivatives: &[],
            second_derivative: None,
            switches: &[],
            kinks: &[],
            properties: None,
            bends: &[],
            residual: Residual {
                kept: Kept::Nothing,
                from_output: FromOutput::No("nothing is known of its formula"),
            },
            cost: Cost::of([0; 3], [0; 3], None),
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

/// What the engine sees of the shape of a formula of one input, at the default parameters: it
/// evaluates value and slope at a few hundred points and refines what it finds. Nothing is proven.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Properties {
    /// The values that the formula takes, `[-0.278…, ∞)` or `{0, 1}`; empty where they are neither
    /// an interval nor a few numbers.
    pub range: &'static str,
    /// Whether the value never rises, or never falls.
    pub monotone: bool,
    /// Whether the slope never rises, or never falls; what jumps has no slope there, and its slope
    /// is not monotone.
    pub slope_monotone: bool,
    /// How many derivatives are continuous: −1 where the value jumps, 0 where the slope does;
    /// `None` where no jump was found in any.
    pub continuity: Option<i32>,
    /// Whether g(−x) is g(x), or −g(x).
    pub symmetry: Symmetry,
    /// Whether the formula goes through 0 with the slope 1, which is continuous there.
    pub identity_near_zero: bool,
}

/// What a reflection of the input does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symmetry {
    /// g(−x) = g(x).
    Even,
    /// g(−x) = −g(x).
    Odd,
    /// Neither.
    None,
}
