//! You will see what the attribute saves: the code it writes for `define.rs`, tidied by hand for
//! reading, does the same.
//!
//! Tidied means that absolute paths became `use` and that comments were added;
//! `tests/expanded.rs` holds the rest to the engine's word.

use activation_core::{
    kernel::{Kernel, Metadata, N, Notation, Parameter, Partial, Properties, Symmetry},
    math,
    prelude::*,
    residual::{Cost, FromOutput, Kept, Residual},
    simd::{Lane, Vector},
};
use ndarray::array;

fn main() {
    let about = Ripple::METADATA;
    println!("{} = {}\n", about.name, about.formula.text);
    let act = Ripple { frequency: 4.0 };
    let x = array![-1.0, -0.5, 0.0, 0.5, 1.0];
    let (y, slope) = act.value_and_derivative(&x);
    println!("x     = {x:7.4}\ng(x)  = {y:7.4}\ng′(x) = {slope:7.4}");
}

/// A ripple: the identity with a wave on it that dies away from the origin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ripple {
    /// How many waves there are.
    ///
    /// 4 by default.
    pub frequency: f64,
}
impl Ripple {
    /// The activation with these parameters: `frequency`.
    #[must_use]
    pub const fn new(frequency: f64) -> Self {
        Self { frequency }
    }
}
#[allow(clippy::approx_constant)]
impl Default for Ripple {
    fn default() -> Self {
        Self { frequency: 4.0 }
    }
}
#[allow(clippy::approx_constant)]
impl Kernel for Ripple {
    type Inputs = N<1>;
    type Parameters = N<1>;
    type Prepared = N<4>;
    type Switches = N<0>;
    const METADATA: &'static Metadata = &Metadata {
        name: "ripple",
        inputs: &["x"],
        parameters: &[Parameter {
            name: "frequency",
            default: 4.0,
        }],
        formula: Notation {
            text: "x + exp(-x²) * sin(frequency * x)",
            latex: "x + e^{-x^{2}} \\, \\sin\\left(\\mathrm{frequency} \\, x\\right)",
        },
        surrogate: None,
        calls: &[],
        derivatives: &[
            Partial {
                with_respect_to: "x",
                expression: Notation {
                    text: "1 + exp(-x²) * (frequency * cos(frequency * x) - 2 * x * sin(frequency * x))",
                    latex: "1 + e^{-x^{2}} \\, \\left(\\mathrm{frequency} \\, \\cos\\left(\\mathrm{frequency} \\, x\\right) - 2 \\, x \\, \\sin\\left(\\mathrm{frequency} \\, x\\right)\\right)",
                },
            },
            Partial {
                with_respect_to: "frequency",
                expression: Notation {
                    text: "x * exp(-x²) * cos(frequency * x)",
                    latex: "x \\, e^{-x^{2}} \\, \\cos\\left(\\mathrm{frequency} \\, x\\right)",
                },
            },
        ],
        second_derivative: Some(Notation {
            text: "exp(-x²) * (sin * (4 * x² - 2) - 2 * frequency * x * cos + frequency * (-2 * x * cos - frequency * sin)) where sin = sin(frequency * x), cos = cos(frequency * x)",
            latex: "e^{-x^{2}} \\, \\left(\\sin\\left(\\mathrm{frequency} \\, x\\right) \\, \\left(4 \\, x^{2} - 2\\right) - 2 \\, \\mathrm{frequency} \\, x \\, \\cos\\left(\\mathrm{frequency} \\, x\\right) + \\mathrm{frequency} \\, \\left(-2 \\, x \\, \\cos\\left(\\mathrm{frequency} \\, x\\right) - \\mathrm{frequency} \\, \\sin\\left(\\mathrm{frequency} \\, x\\right)\\right)\\right)",
        }),
        switches: &[],
        kinks: &[],
        bends: &[],
        residual: Residual {
            kept: Kept::Inputs(&["x"]),
            from_output: FromOutput::No(
                "two inputs have one output: the formula turns at x = -0.928",
            ),
        },
        cost: Cost::of([2, 0, 13], [3, 0, 18], None),
        properties: Some(Properties {
            range: "(-∞, ∞)",
            monotone: false,
            slope_monotone: false,
            continuity: None,
            symmetry: Symmetry::Odd,
            identity_near_zero: false,
        }),
    };
    fn parameters(&self) -> [f64; 1] {
        [self.frequency]
    }
    fn with_parameters([frequency]: [f64; 1]) -> Self {
        Self { frequency }
    }
    // What does not change from element to element, computed once a call; u is what of the frequency
    // no `f32` holds.
    fn prepare(&self) -> [f64; 4] {
        let frequency = Lane(self.frequency);
        let u = frequency - math::head(frequency);
        let w = frequency * 2.0;
        let w2 = -frequency;
        [frequency.0, u.0, w.0, w2.0]
    }
    // Generic over the vector: one lane, a register of any instruction set, several of them. What
    // the rounding of x² lost is put back into e^−x², and what that of the angle lost into the wave;
    // `finite` lets this have a value at ±∞.
    #[inline(always)]
    fn value<V: Vector>([frequency, u, _, _]: [V; 4], [x]: [V; 1]) -> V {
        let k = x.splat(1000.0);
        let zero = x.splat(0.0);
        let w3 = -(x * x);
        let e = math::exp_of_negative(w3);
        V::select(
            w3.abs().lt(k),
            e.mul_add(-math::product_residual(x, x), e),
            e,
        )
        .mul_add(
            math::sin_of_sum(
                math::finite(frequency * x),
                x.mul_add(math::rest(u, zero), math::product_residual(frequency, x)),
            ),
            x,
        )
    }
    #[inline(always)]
    fn gradient<V: Vector>([frequency, u, _, _]: [V; 4], [x]: [V; 1]) -> [V; 1] {
        let k = x.splat(1000.0);
        let one = x.splat(1.0);
        let two = x.splat(2.0);
        let zero = x.splat(0.0);
        let w3 = -(x * x);
        let e = math::exp_of_negative(w3);
        let v = x.mul_add(math::rest(u, zero), math::product_residual(frequency, x));
        let v2 = math::finite(frequency * x);
        [V::select(
            w3.abs().lt(k),
            e.mul_add(-math::product_residual(x, x), e),
            e,
        )
        .mul_add(
            (-(x * math::sin_of_sum(v2, v))).mul_add(two, frequency * math::cos_of_sum(v2, v)),
            one,
        )]
    }
    // One schedule: sine and exponential are computed once for both.
    #[inline(always)]
    fn value_and_gradient<V: Vector>([frequency, u, _, _]: [V; 4], [x]: [V; 1]) -> (V, [V; 1]) {
        let k = x.splat(1000.0);
        let one = x.splat(1.0);
        let two = x.splat(2.0);
        let zero = x.splat(0.0);
        let w3 = -(x * x);
        let e = math::exp_of_negative(w3);
        let envelope = V::select(
            w3.abs().lt(k),
            e.mul_add(-math::product_residual(x, x), e),
            e,
        );
        let v = x.mul_add(math::rest(u, zero), math::product_residual(frequency, x));
        let v2 = math::finite(frequency * x);
        let sin = math::sin_of_sum(v2, v);
        (
            envelope.mul_add(sin, x),
            [envelope.mul_add(
                (-(x * sin)).mul_add(two, frequency * math::cos_of_sum(v2, v)),
                one,
            )],
        )
    }
    // The slope in the parameter beside that in the input. It is all tail, so the power of two of
    // its exponential comes last.
    #[inline(always)]
    fn full_gradient<V: Vector>([frequency, u, _, _]: [V; 4], [x]: [V; 1]) -> ([V; 1], [V; 1]) {
        let k = x.splat(1000.0);
        let one = x.splat(1.0);
        let two = x.splat(2.0);
        let zero = x.splat(0.0);
        let w3 = frequency * x;
        let w4 = -(x * x);
        let w5 = -math::product_residual(x, x);
        let c = w4.abs().lt(k);
        let e = math::exp_of_negative(w4);
        let v = x.mul_add(math::rest(u, zero), math::product_residual(frequency, x));
        let w6 = x * math::cos_of_sum(w3, v);
        let v2 = math::finite(w3);
        (
            [V::select(c, e.mul_add(w5, e), e).mul_add(
                (-(x * math::sin_of_sum(v2, v))).mul_add(two, frequency * math::cos_of_sum(v2, v)),
                one,
            )],
            [math::times_exp_of_negative(
                V::select(c, w6.mul_add(w5, w6), w6),
                w4,
            )],
        )
    }
    #[inline(always)]
    fn gradient_and_curvature<V: Vector>(
        [frequency, u, w, w2]: [V; 4],
        [x]: [V; 1],
    ) -> ([V; 1], [V; 1]) {
        let k = x.splat(1000.0);
        let one = x.splat(1.0);
        let two = x.splat(2.0);
        let zero = x.splat(0.0);
        let w3 = frequency * x;
        let w4 = -(x * x);
        let w5 = -math::product_residual(x, x);
        let c = w4.abs().lt(k);
        let e = math::exp_of_negative(w4);
        let v = x.mul_add(math::rest(u, zero), math::product_residual(frequency, x));
        let sin = math::sin_of_sum(w3, v);
        let w6 = x * math::cos_of_sum(w3, v);
        let v2 = math::finite(w3);
        let v3 = frequency.mul_add(
            w2.mul_add(sin, w6 * -2.0),
            (-w6).mul_add(w, (-sin).mul_add(two, x * x * sin * 4.0)),
        );
        (
            [V::select(c, e.mul_add(w5, e), e).mul_add(
                (-(x * math::sin_of_sum(v2, v))).mul_add(two, frequency * math::cos_of_sum(v2, v)),
                one,
            )],
            [math::times_exp_of_negative(
                V::select(c, v3.mul_add(w5, v3), v3),
                w4,
            )],
        )
    }
}
activation_core::__serde!(Ripple);
/// `x + exp(-x²) * sin(frequency * x)`, for one element; see [`Ripple`] for arrays, parameters and derivatives.
pub fn ripple(x: f32, frequency: f32) -> f32 {
    Activation::value(
        &Ripple {
            frequency: From::from(frequency),
        },
        x,
    )
}
