//! The doorway: `#[activation]`, and its documentation.
//!
//! The engine is the library `activation_symbolic`; what it writes calls `activation_core`,
//! which is the crate to depend on.

use proc_macro::TokenStream;

/// Declares an activation: write `g` once, as a formula, and get everything else.
///
/// ```rust,ignore
/// use activation_core::prelude::*;
///
/// /// Swish, the self-gated unit of Ramachandran, Zoph and Le (2017).
/// #[activation]
/// pub fn swish(x: f32, #[param(default = 1.0)] beta: f32) -> f32 {
///     x * sigmoid(beta * x)
/// }
///
/// let act = Swish { beta: 1.5 };
/// let y = act.forward(&v);           // v: an ndarray array or view of f32 or f64
/// let dv = act.backward(&v, &dy);    // g′(v) ⊙ dy in one pass
/// ```
///
/// The attribute makes a type, named after the function in `UpperCamelCase`, and implements
/// `Kernel`, and so `Activation`, for it: the value, the symbolic derivative, simplified and
/// stable, and the gradient of every parameter. The function stays callable: `swish(0.5, 1.0)`.
/// It is a free function: an `impl` or a `trait` has no room for the type.
///
/// # Arguments
///
/// An argument without an attribute is an **input**: an element of an array. One input makes an
/// elementwise activation; two to four make a gated one, such as
/// `fn swiglu(a: f32, b: f32) -> f32`.
///
/// An argument with `#[param(default = …)]` is a **parameter**: a trainable number, a `pub`
/// field of the type, stored as `f64`. Its default is a constant expression, kept exactly:
/// `1.0`, `-0.5`, `1.0 / 6.0`, `PI / 2.0`. A doc comment on the argument documents the field.
/// A type with parameters has `new`, with the parameters in order, and `Default`.
///
/// All arguments and the result have one type, `f32` or `f64`, and so has a `let` that says one. It
/// is a placeholder: kernels exist for every element type, and literals and constants keep their
/// full precision in each.
///
/// # Grammar
///
/// | what | example |
/// |---|---|
/// | literals | `0.5`, `1e-3`, `1_000.0`, `2.0_f32`; floats only: `2.0`, not `2` |
/// | arithmetic | `a + b`, `a - b`, `a * b`, `a / b`, `-a` |
/// | powers | `x.powi(3)` with an integer literal, `x.powf(y)` with any exponent |
/// | names | `let t = x * x;`, with shadowing, without `mut` |
/// | blocks | `{ let t = x * x; t + 1.0 }` |
/// | comparisons | `<`, `<=`, `>`, `>=`, `==`, `!=`, joined by `&&`, <code>&#124;&#124;</code> and `!` |
/// | branches | `if … { … } else if … { … } else { … }`, always with `else` |
/// | functions | `exp(x)`, `x.exp()`, `f32::exp(x)`: three spellings of one thing |
/// | other activations | `crate::Gate(x)`, `Swish { beta: 1.5 }(x)`, `SwiGlu(a, b)` |
/// | constants | those of `std::f64::consts` that are stable: `PI`, `consts::LN_2`, `std::f32::consts::E` |
///
/// A formula is one expression of its arguments: no loops, no assignments, no `match`, no calls
/// of other Rust functions (but of other activations: see [below](#calling-other-activations)). Whatever is not in the language is refused with a caret on the very
/// token and a sentence that names the fix; all mistakes of a formula are reported at once.
///
/// # Functions
///
/// | | |
/// |---|---|
/// | exponentials | `exp`, `exp2`, `exp_m1` |
/// | logarithms | `ln`, `ln_1p`, `log2` |
/// | roots and powers | `sqrt`, `recip`, `powi(x, n)`, `powf(x, y)`, `mul_add(x, a, b)` |
/// | trigonometric | `sin`, `cos`, `tan`, `atan` |
/// | hyperbolic | `sinh`, `cosh`, `tanh`, `asinh`, `atanh`, `ln_cosh` |
/// | of the normal distribution | `erf`, `erfc`, `normal_cdf`, `normal_pdf`, `log_normal_cdf`, its slope `inverse_mills` (φ/Φ), `mills_excess` (x + φ/Φ) |
/// | logistic | `sigmoid`, `log_sigmoid`, `softplus`, `logistic_pdf` (the slope of `sigmoid`) |
/// | with a kink | `relu`, `abs`, `max(x, y)`, `min(x, y)`, `clamp(x, low, high)` |
/// | piecewise constant, with derivative 0 | `signum` (0 at 0, where Rust's is ±1), `floor`, `ceil`, `round`, `trunc`; also `fract`, with derivative 1 |
///
/// These activations may be called by name too, and are replaced by their formulas: `silu(x)`,
/// `swish(x, beta)`, `gelu(x)`, `gelu_tanh(x)`, `mish(x)`, `hard_sigmoid(x)`, `hard_swish(x)`,
/// `hard_tanh(x)`, `relu6(x)`, `leaky_relu(x, slope)`, `elu(x, alpha)`, `softsign(x)`,
/// `tanh_shrink(x)`.
///
/// A name of your own does not hide a function: after `let exp = 2.0;`, `exp(x)` is still eˣ.
///
/// # Gated formulas
///
/// A formula of several inputs takes as many arrays, and its backward pass yields as many
/// gradients. Inputs broadcast as in ndarray, and the gradient of one that was broadcast is
/// summed over the broadcast axes in the same pass: a bias is an input like any other.
///
/// ```rust,ignore
/// #[activation]
/// fn geglu(a: f32, b: f32) -> f32 {
///     a * gelu(b)
/// }
///
/// #[activation]
/// fn biased_relu(v: f32, b: f32) -> f32 {
///     relu(v + b)
/// }
/// ```
///
/// # Calling other activations
///
/// A formula may call any other activation, by the path of its type:
///
/// ```rust,ignore
/// use activation_core::{catalogue, prelude::*};
///
/// #[activation]
/// fn my_gate(x: f32, #[param(default = 0.5)] slope: f32) -> f32 {
///     if x > 0.0 { slope * x } else { tanh(x) }
/// }
///
/// #[activation]
/// fn gated(x: f32, #[param(default = 1.5)] beta: f32) -> f32 {
///     let gate = crate::MyGate(x); // with its defaults
///     gate * catalogue::Swish { beta }(x) + catalogue::SwiGlu(x, gate)
/// }
/// ```
///
/// - The inputs stand in the parentheses. The parameters stand in braces before them, in the
///   manner of a struct literal; one that is not given has its default, so there is no `..`. In
///   the condition of an `if`, Rust wants brackets around a literal: `(Swish { beta })(x)`.
/// - A parameter is given a number that is the same for the whole array: a constant, a parameter,
///   or an expression of these. The gradient of the formula's own parameter then has the part that
///   comes through the call.
/// - A macro sees the tokens of one formula, so the other one cannot be looked into: it is an
///   opaque node, `MyGate(x)`, with the derivatives `MyGate′(x)`, `∂₂SwiGlu(a, b)` and
///   `∂_beta Swish(x; beta = 1.5)`. All the rest is as ever: equal calls are computed once, value
///   and derivatives are asked for together, and it all becomes one kernel, in one pass.
/// - What the other activation takes is checked by rustc, at the call: an unknown path, an unknown
///   parameter, another number of inputs.
/// - Its kinks and its far ends are its own: it is accurate at ±∞, but a product such as
///   `x * MyGate(x)` is not repaired there, as it is where the formula is written out. `METADATA`
///   lists what is called, and a gradient check knows all its kinks and its surrogate.
///
/// # Kinks
///
/// Where a formula has a kink its derivative is a choice, and the choice is stated:
///
/// - `if` differentiates the branch that is taken: with `if x > 0.0 { x } else { 0.0 }` the
///   derivative at 0 is that of `0.0`;
/// - `relu`, `abs`, `max`, `min` and `clamp` take the slope of smallest magnitude between the
///   left and the right one: `relu′(0) = 0`, `abs′(0) = 0`, and `clamp(x, -1.0, 1.0)` has slope
///   0 at ±1. With several inputs that holds for the slope in each by itself, but for a `max` or
///   `min` of sides that both move and share no input: these share the gradient, so that
///   `max(a, b)` has ½ in `a` and ½ in `b` where `a == b`.
///
/// Where both sides have one slope there is no kink and no choice: `relu(x) - relu(-x)` has the
/// slope 1 at 0, though each `relu` has 0. So has each of several inputs by itself:
/// `max(x, 0.0) - x * y + ln(1.0 + exp(-abs(x)))`, the cross-entropy of a logit, has the slope
/// ½ − y in `x` at 0.
///
/// The engine finds the kinks of a formula and lists them, with both slopes, in the documentation
/// and the metadata of the type. A branch that is not taken never leaks into the result: with
/// `if x > 0.0 { ln(x) } else { 0.0 }`, the NaN of `ln(-1.0)` is nowhere to be seen.
///
/// A NaN that comes in goes out, whatever an `if` says of it: the value of
/// `if x != x { 0.0 } else { x }` at NaN is NaN, and not 0.
///
/// # Options
///
/// - `#[activation(name = Gate)]` names the type.
/// - `#[activation(crate = my::path)]` says where `activation_core` is, for a crate that
///   re-exports it or renames it.
/// - `#[activation(surrogate = atan(PI * x) / PI)]` differentiates this formula in the place of
///   the body's, for steps and quantisers, whose own derivative is 0: the value is that of the
///   body, the gradients of the inputs and parameters that it depends on are those of the
///   surrogate, which is written with the same arguments. The type's documentation says so, and
///   `METADATA.surrogate` holds the formula, so that a gradient check knows.
/// - `#[activation(allow(affine))]` silences [warnings](#warnings), by their names.
///
/// Other attributes on the function are passed on: doc comments become the type's too, and
/// `#[cfg]` and the levels of lints hold for everything that is generated.
///
/// # Warnings
///
/// What can be meant and rarely is, is warned about on the very token. It is seen by trying the
/// formula out at the default parameters, and the warning says where:
///
/// | warning | what is warned about |
/// |---|---|
/// | `discontinuous` | the value jumps: the branches of an `if` do not meet, or a step such as `floor` is taken; not where there is a `surrogate`, whose author knows |
/// | `undefined` | an op has no value at some real input, such as `ln(x)` at −1 or `1.0 / x` at 0, and so the formula has none, or its slope, as that of `sqrt(1.0 - cos(x))` at 0; not where a branch guards it, and not where algebra removes it |
/// | `affine` | the formula is a straight line, so that two linear layers around it collapse into one: W₂(W₁x + b₁) + b₂ is Wx + b with W = W₂W₁ and b = W₂b₁ + b₂ |
/// | `unused` | the result does not depend on one of the inputs, or on a parameter that cancels (one that is not used at all is an error); or nothing reads a `let`, but for one that begins with `_` or stands under `#[allow(unused)]` |
///
/// ```text
/// warning: use of deprecated function `_::discontinuous`: the value jumps at `x = 0.5` with the default parameters, from 0 to 0.5: the branches of this `if` do not meet there
///          let both sides meet, differentiate something smooth with `surrogate = …`, or silence this with `#[activation(allow(discontinuous))]`
///  --> src/lib.rs:5:5
///   |
/// 5 |     if x > theta { x } else { 0.0 }
///   |     ^^
/// ```
///
/// Nothing is deprecated: on stable Rust a macro has no warnings of its own, and borrows this one.
/// So it is rustc's lint `deprecated` that `#[allow(…)]` on the function silences, and
/// `#![deny(…)]` sharpens; `#[activation(allow(discontinuous))]` silences one warning and no other.
/// A crate that is a dependency shows none.
///
/// # The same without the macro
///
/// For `swish`, this is what is left out: the derivative, found by hand, and the kernel that
/// shares `s` between the value and the gradients.
///
/// ```rust,ignore
/// use activation_core::{kernel::*, simd::Vector};
///
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// pub struct Swish {
///     pub beta: f64,
/// }
///
/// impl Default for Swish {
///     fn default() -> Self {
///         Self { beta: 1.0 }
///     }
/// }
///
/// impl Kernel for Swish {
///     type Inputs = N<1>;
///     type Parameters = N<1>;
///     type Prepared = N<1>;
///     type Switches = N<0>;
///     const METADATA: &'static Metadata = &Metadata { name: "swish", /* … */ };
///
///     fn parameters(&self) -> [f64; 1] {
///         [self.beta]
///     }
///     fn with_parameters([beta]: [f64; 1]) -> Self {
///         Self { beta }
///     }
///     fn prepare(&self) -> [f64; 1] {
///         [self.beta]
///     }
///     #[inline(always)]
///     fn value<V: Vector>([beta]: [V; 1], [x]: [V; 1]) -> V {
///         x * (beta * x).sigmoid()
///     }
///     #[inline(always)]
///     fn gradient<V: Vector>([beta]: [V; 1], [x]: [V; 1]) -> [V; 1] {
///         let u = beta * x;
///         let s = u.sigmoid();
///         [s + u * (s * (-u).sigmoid())]
///     }
///     // … and `value_and_gradient`, `full_gradient`, `switches`, in the same manner.
/// }
/// ```
#[proc_macro_attribute]
pub fn activation(attr: TokenStream, item: TokenStream) -> TokenStream {
    activation_symbolic::expand(attr.into(), item.into()).into()
}
