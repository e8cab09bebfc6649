//! You will see what the attribute saves: the code it writes for `define.rs`, tidied by hand for
//! reading, does the same.
//!
//! Tidied means that absolute paths became `use` and that comments were added;
//! `tests/expanded.rs` holds the rest to the engine's word.

use activation_core::{
    kernel::{Kernel, Metadata, N, Notation, Parameter, Partial},
    math,
    prelude::*,
    simd::Vector,
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
    pub frequency: f64,
}

impl Ripple {
    /// A ripple of this frequency.
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
    type Prepared = N<1>;
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
        switches: &[],
        kinks: &[],
    };

    // What an optimiser reads and writes.
    fn parameters(&self) -> [f64; 1] {
        [self.frequency]
    }
    fn with_parameters([frequency]: [f64; 1]) -> Self {
        Self { frequency }
    }

    // What depends on parameters alone is computed here, once a call.
    fn prepare(&self) -> [f64; 1] {
        [self.frequency]
    }

    // The kernels: what happens to one element, or rather to a vector `V` of them.
    #[inline(always)]
    fn value<V: Vector>([frequency]: [V; 1], [x]: [V; 1]) -> V {
        let k = x.splat(1000000000000000000.0);
        let k2 = x.splat(-1000000000000000000.0);
        let near = k.min(k2.max(x));
        math::exp(-(near * near)).mul_add(math::sin(frequency * near), x)
    }

    // ∂g/∂x. `w` is written once and used twice; constants need a vector beside them.
    #[inline(always)]
    fn gradient<V: Vector>([frequency]: [V; 1], [x]: [V; 1]) -> [V; 1] {
        let k = x.splat(1000000000000000000.0);
        let k2 = x.splat(-1000000000000000000.0);
        let one = x.splat(1.0);
        let near = k.min(k2.max(x));
        let w = frequency * near;
        [math::exp(-(near * near)).mul_add(
            (-(near * 2.0)).mul_add(math::sin(w), frequency * math::cos(w)),
            one,
        )]
    }

    // Both in one pass share the exponential and the sine.
    #[inline(always)]
    fn value_and_gradient<V: Vector>([frequency]: [V; 1], [x]: [V; 1]) -> (V, [V; 1]) {
        let k = x.splat(1000000000000000000.0);
        let k2 = x.splat(-1000000000000000000.0);
        let one = x.splat(1.0);
        let near = k.min(k2.max(x));
        let e = math::exp(-(near * near));
        let w = frequency * near;
        let sin = math::sin(w);
        (
            e.mul_add(sin, x),
            [e.mul_add((-(near * 2.0)).mul_add(sin, frequency * math::cos(w)), one)],
        )
    }

    // ∂g/∂x, and ∂g/∂frequency for those who train it.
    #[inline(always)]
    fn full_gradient<V: Vector>([frequency]: [V; 1], [x]: [V; 1]) -> ([V; 1], [V; 1]) {
        let k = x.splat(1000000000000000000.0);
        let k2 = x.splat(-1000000000000000000.0);
        let one = x.splat(1.0);
        let near = k.min(k2.max(x));
        let e = math::exp(-(near * near));
        let w = frequency * near;
        let cos = math::cos(w);
        (
            [e.mul_add((-(near * 2.0)).mul_add(math::sin(w), frequency * cos), one)],
            [near * e * cos],
        )
    }
}

/// The function that was declared: the value for one element.
pub fn ripple(x: f32, frequency: f32) -> f32 {
    Activation::value(
        &Ripple {
            frequency: f64::from(frequency),
        },
        x,
    )
}

#[test]
fn one_element_is_worth_as_much_as_an_array() {
    let y = Ripple::default().forward(&array![0.5_f32]);
    assert_eq!(y[0], ripple(0.5, 4.0));
    main();
}
