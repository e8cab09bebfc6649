//! Where every entry goes at the far ends, by hand: the limits of `g` and of `g′` at −∞ and at ∞,
//! at the default parameters.

use std::f64::consts::{FRAC_1_PI, FRAC_PI_2, LN_2};

/// An entry and one of its inputs; where it has several, the others stand at `others`.
pub(crate) struct Ends {
    pub(crate) name: &'static str,
    /// Which input goes to the ends.
    pub(crate) input: usize,
    /// Where the other inputs stand, in their places.
    pub(crate) others: [f64; 4],
    /// The limits of `g` at −∞ and ∞.
    pub(crate) value: [f64; 2],
    /// The limits of `g′` at −∞ and ∞.
    pub(crate) slope: [f64; 2],
}

const UP: f64 = f64::INFINITY;
const DOWN: f64 = f64::NEG_INFINITY;
/// There is no limit.
pub(crate) const NONE: f64 = f64::NAN;

const fn ends(name: &'static str, value: [f64; 2], slope: [f64; 2]) -> Ends {
    let others = [0.5, 0.75, 0.25, 1.5];
    Ends {
        name,
        input: 0,
        others,
        value,
        slope,
    }
}

const fn input(name: &'static str, input: usize, value: [f64; 2], slope: [f64; 2]) -> Ends {
    Ends {
        input,
        ..ends(name, value, slope)
    }
}

/// The same with the first input at −½, where what is given matters.
const fn below(name: &'static str, which: usize, value: [f64; 2], slope: [f64; 2]) -> Ends {
    Ends {
        others: [-0.5, 0.75, 0.25, 1.5],
        ..input(name, which, value, slope)
    }
}

/// One row an entry, in the order of the registry; one more for every further input.
#[rustfmt::skip]
pub(crate) const ENDS: &[Ends] = &[
    ends("identity", [DOWN, UP], [1.0, 1.0]),
    ends("linear", [DOWN, UP], [1.0, 1.0]),
    ends("abs", [UP, UP], [-1.0, 1.0]),
    ends("relu", [0.0, UP], [0.0, 1.0]),
    ends("leaky_relu", [DOWN, UP], [0.01, 1.0]),
    ends("prelu", [DOWN, UP], [0.25, 1.0]),
    ends("srelu", [DOWN, UP], [0.2, 1.0]),
    ends("apl", [0.0, UP], [0.0, 1.0]),
    ends("binary_step", [0.0, 1.0], [0.0, 0.0]),
    ends("spike_arctan", [0.0, 1.0], [0.0, 0.0]),
    ends("spike_fast_sigmoid", [0.0, 1.0], [0.0, 0.0]),
    ends("sign_straight_through", [-1.0, 1.0], [0.0, 0.0]),
    ends("round_straight_through", [DOWN, UP], [1.0, 1.0]),
    ends("threshold", [0.0, UP], [0.0, 1.0]),
    ends("thresholded_relu", [0.0, UP], [0.0, 1.0]),
    ends("hard_shrink", [DOWN, UP], [1.0, 1.0]),
    ends("soft_shrink", [DOWN, UP], [1.0, 1.0]),
    ends("shrink", [DOWN, UP], [1.0, 1.0]),
    ends("tanh_shrink", [DOWN, UP], [1.0, 1.0]),
    ends("hard_tanh", [-1.0, 1.0], [0.0, 0.0]),
    ends("relu6", [0.0, 6.0], [0.0, 0.0]),
    ends("hard_sigmoid", [0.0, 1.0], [0.0, 0.0]),
    ends("onnx_hard_sigmoid", [0.0, 1.0], [0.0, 0.0]),
    ends("hard_swish", [0.0, UP], [0.0, 1.0]),
    ends("onednn_hard_swish", [0.0, UP], [0.0, 1.0]),
    ends("hard_elish", [0.0, UP], [0.0, 1.0]),
    ends("sparse_plus", [0.0, UP], [0.0, 1.0]),
    ends("sparse_sigmoid", [0.0, 1.0], [0.0, 0.0]),
    ends("sqnl", [-1.0, 1.0], [0.0, 0.0]),
    ends("square", [UP, UP], [DOWN, UP]),
    ends("cube", [DOWN, UP], [UP, UP]),
    ends("power", [DOWN, UP], [1.0, 1.0]),
    ends("squared_relu", [0.0, UP], [0.0, UP]),
    ends("star_relu", [-0.4472, UP], [0.0, UP]),
    ends("poly_relu", [0.0, UP], [0.0, UP]),
    ends("repsu", [0.0, UP], [0.0, 1.0]),
    ends("exponential", [0.0, UP], [0.0, UP]),
    ends("elu", [-1.0, UP], [0.0, 1.0]),
    ends("selu", [-1.0507009873554805 * 1.6732632423543773, UP], [0.0, 1.0507009873554805]),
    ends("celu", [-1.0, UP], [0.0, 1.0]),
    ends("soft_exponential", [DOWN, UP], [1.0, 1.0]),
    // Far below 0 the slope is beta − (beta + softplus(alpha_n)) = 0.5 − 0.8.
    ends("xielu", [UP, UP], [-0.3, UP]),
    ends("cloglog", [0.0, 1.0], [0.0, 0.0]),
    ends("softplus", [0.0, UP], [0.0, 1.0]),
    ends("sqrt_softplus", [0.0, UP], [0.0, 0.0]),
    ends("squareplus", [0.0, UP], [0.0, 1.0]),
    ends("logcosh", [UP, UP], [-1.0, 1.0]),
    ends("soft_clipping", [0.0, 1.0], [0.0, 0.0]),
    ends("bent_identity", [DOWN, UP], [0.5, 1.5]),
    ends("nlrelu", [0.0, UP], [0.0, 0.0]),
    ends("sigmoid", [0.0, 1.0], [0.0, 0.0]),
    ends("bipolar_sigmoid", [-1.0, 1.0], [0.0, 0.0]),
    ends("log_sigmoid", [DOWN, 0.0], [1.0, 0.0]),
    ends("tanh", [-1.0, 1.0], [0.0, 0.0]),
    ends("lecun_tanh", [-1.7159, 1.7159], [0.0, 0.0]),
    ends("soboleva_tanh", [-1.0, 1.0], [0.0, 0.0]),
    ends("softsign", [-1.0, 1.0], [0.0, 0.0]),
    ends("arctan", [-FRAC_PI_2, FRAC_PI_2], [0.0, 0.0]),
    ends("arsinh", [DOWN, UP], [0.0, 0.0]),
    ends("erf", [-1.0, 1.0], [0.0, 0.0]),
    ends("laplace", [0.0, 1.0], [0.0, 0.0]),
    ends("isru", [-1.0, 1.0], [0.0, 0.0]),
    ends("isrlu", [-1.0, UP], [0.0, 1.0]),
    ends("gaussian", [0.0, 0.0], [0.0, 0.0]),
    ends("sinusoid", [NONE, NONE], [NONE, NONE]),
    ends("sinc", [0.0, 0.0], [0.0, 0.0]),
    ends("gcu", [NONE, NONE], [NONE, NONE]),
    ends("snake", [DOWN, UP], [NONE, NONE]),
    ends("snake_beta", [DOWN, UP], [NONE, NONE]),
    ends("silu", [0.0, UP], [0.0, 1.0]),
    ends("swish", [0.0, UP], [0.0, 1.0]),
    ends("e_swish", [0.0, UP], [0.0, 1.5]),
    ends("quick_gelu", [0.0, UP], [0.0, 1.0]),
    ends("gelu", [0.0, UP], [0.0, 1.0]),
    ends("gelu_tanh", [0.0, UP], [0.0, 1.0]),
    ends("elish", [0.0, UP], [0.0, 1.0]),
    ends("aria2", [0.0, UP], [0.0, 1.0]),
    ends("swish_t", [-0.1, UP], [0.0, 1.0]),
    ends("eanaf", [0.0, UP], [0.0, 1.0]),
    ends("acon_c", [0.0, UP], [0.0, 1.0]),
    ends("xsilu", [0.0, UP], [0.0, 1.0]),
    ends("xgelu", [0.0, UP], [0.0, 1.0]),
    // x (atan(x)/π + ½), and atan(x) = −π/2 − 1/x + … on the far left.
    ends("xatlu", [-FRAC_1_PI, UP], [0.0, 1.0]),
    ends("mish", [0.0, UP], [0.0, 1.0]),
    ends("lisht", [UP, UP], [-1.0, 1.0]),
    ends("tanh_exp", [0.0, UP], [0.0, 1.0]),
    ends("serf", [0.0, UP], [0.0, 1.0]),
    ends("logish", [0.0, UP], [0.0, LN_2]),
    ends("p_logish", [0.0, UP], [0.0, LN_2]),
    ends("phish", [0.0, UP], [0.0, 1.0]),
    // tanh ln 2 = 3/5.
    ends("smish", [0.0, UP], [0.0, 0.6]),
    ends("gish", [0.0, UP], [0.0, LN_2]),
    ends("colu", [0.0, UP], [0.0, 1.0]),

    // The slope below 0 is lower + noise (upper − lower), with noise = ¾.
    ends("rrelu", [DOWN, UP], [1.0 / 8.0 + 0.75 * 5.0 / 24.0, 1.0]),
    below("rrelu", 1, [UP, DOWN], [-0.5 * 5.0 / 24.0, -0.5 * 5.0 / 24.0]),
    ends("bipolar_relu", [DOWN, 0.0], [1.0, 0.0]),
    input("bipolar_relu", 1, [0.0, 0.0], [0.0, 0.0]),
    ends("glu", [DOWN, UP], [SIGMOID, SIGMOID]),
    input("glu", 1, [0.0, 0.5], [0.0, 0.0]),
    ends("bilinear", [DOWN, UP], [0.75, 0.75]),
    input("bilinear", 1, [DOWN, UP], [0.5, 0.5]),
    ends("gtu", [-SIGMOID, SIGMOID], [0.0, 0.0]),
    input("gtu", 1, [0.0, 0.46211715726000976], [0.0, 0.0]),
    ends("reglu", [0.0, UP], [0.0, 0.75]),
    input("reglu", 1, [DOWN, UP], [0.5, 0.5]),
    ends("geglu", [0.0, UP], [0.0, 0.75]),
    input("geglu", 1, [DOWN, UP], [GELU, GELU]),
    ends("geglu_tanh", [0.0, UP], [0.0, 0.75]),
    input("geglu_tanh", 1, [DOWN, UP], [0.345714, 0.345714]),
    ends("swiglu", [0.0, UP], [0.0, 0.75]),
    input("swiglu", 1, [DOWN, UP], [SILU, SILU]),
    // 7 σ(1.702 · 7) (¾ + 1), the gate being cut off at 7; and ½ σ(0.851) (±7 + 1).
    ends("clamped_swiglu", [0.0, 12.249917666], [0.0, 0.0]),
    input("clamped_swiglu", 1, [-2.1023306, 2.8031075], [0.0, 0.0]),
    ends("xatglu", [-0.75 * FRAC_1_PI, UP], [0.0, 0.75]),
    input("xatglu", 1, [DOWN, UP], [0.3237918088252166, 0.3237918088252166]),
    ends("preglu", [DOWN, UP], [0.1875, 0.75]),
    input("preglu", 1, [DOWN, UP], [0.5, 0.5]),
    ends("bias_relu", [0.0, UP], [0.0, 1.0]),
    input("bias_relu", 1, [0.0, UP], [0.0, 1.0]),
    ends("bias_gelu", [0.0, UP], [0.0, 1.0]),
    input("bias_gelu", 1, [0.0, UP], [0.0, 1.0]),
    ends("channel_prelu", [DOWN, UP], [0.75, 1.0]),
    below("channel_prelu", 1, [UP, DOWN], [-0.5, -0.5]),
    ends("channel_swish", [0.0, UP], [0.0, 1.0]),
    input("channel_swish", 1, [0.0, 0.5], [0.0, 0.0]),
    // p1 = ¾, p2 = ¼, beta = 3/2: the larger slope on the right.
    ends("channel_acon_c", [DOWN, UP], [0.25, 0.75]),
    input("channel_acon_c", 1, [0.125, UP], [0.0, 0.5]),
    input("channel_acon_c", 2, [0.375, UP], [0.0, 0.5]),
    input("channel_acon_c", 3, [0.125, 0.375], [0.0, 0.0]),
    ends("channel_snake", [DOWN, UP], [NONE, NONE]),
    input("channel_snake", 1, [0.5, 0.5], [0.0, 0.0]),
    // gamma tanh(alpha x) + beta with gamma = ¾, beta = ¼.
    ends("dyt", [-0.5, 1.0], [0.0, 0.0]),
    input("dyt", 1, [DOWN, UP], [0.24491866240370913, 0.24491866240370913]),
    input("dyt", 2, [DOWN, UP], [1.0, 1.0]),
    ends("derf", [-0.5, 1.0], [0.0, 0.0]),
    input("derf", 1, [DOWN, UP], [0.2763263901682369, 0.2763263901682369]),
    input("derf", 2, [DOWN, UP], [1.0, 1.0]),
];

/// σ(¾).
const SIGMOID: f64 = 0.679178699175393;
/// ½ σ(½).
const SILU: f64 = 0.3112296656009273;
/// ½ Φ(½).
const GELU: f64 = 0.34573123063700656;
