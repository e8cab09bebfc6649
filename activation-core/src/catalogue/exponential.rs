//! Exponential on one side, linear or a power on the other.

use crate::activation;

/// The exponential function, `keras.activations.exponential`,
/// <https://keras.io/api/layers/activations/>; oneDNN `eltwise_exp`.
#[activation]
pub fn exponential(x: f32) -> f32 {
    exp(x)
}

/// The exponential linear unit.
///
/// Clevert, Unterthiner and Hochreiter (2015), <https://arxiv.org/abs/1511.07289>.
#[activation]
pub fn elu(
    x: f32,
    /// Minus the limit at −∞.
    #[param(default = 1.0)]
    alpha: f32,
) -> f32 {
    if x > 0.0 { x } else { alpha * (exp(x) - 1.0) }
}

/// The self-normalising exponential linear unit: ELU scaled so that zero mean and unit variance
/// are a fixed point.
///
/// Klambauer, Unterthiner, Mayr and Hochreiter (2017), <https://arxiv.org/abs/1706.02515>.
#[activation]
pub fn selu(x: f32) -> f32 {
    let scale = 1.0507009873554805;
    let alpha = 1.6732632423543773;
    scale * if x > 0.0 { x } else { alpha * (exp(x) - 1.0) }
}

/// The continuously differentiable exponential linear unit.
///
/// Barron (2017), <https://arxiv.org/abs/1704.07483>.
#[activation]
pub fn celu(
    x: f32,
    /// Minus the limit at −∞.
    #[param(default = 1.0)]
    alpha: f32,
) -> f32 {
    if x > 0.0 {
        x
    } else {
        alpha * (exp(x / alpha) - 1.0)
    }
}

/// The soft exponential: a logarithm for `alpha < 0`, the identity at 0, an exponential above.
///
/// Godfrey and Gashler (2016), <https://arxiv.org/abs/1602.01321>. At `alpha = 0` stand the first
/// two terms of the expansion in alpha, whose value is the paper's `x` and whose slope in alpha,
/// `1 + x²/2`, is the limit from both sides: training leaves 0, where it starts. For a negative
/// alpha the formula has no value where `1 − alpha (x + alpha)` is not positive.
#[activation]
pub fn soft_exponential(
    x: f32,
    /// From the logarithm (−1) over the identity (0) to the exponential (1).
    #[param(default = 0.0)]
    alpha: f32,
) -> f32 {
    if alpha < 0.0 {
        -ln(1.0 - alpha * (x + alpha)) / alpha
    } else if alpha > 0.0 {
        (exp(alpha * x) - 1.0) / alpha + alpha
    } else {
        x + alpha * (1.0 + x.powi(2) / 2.0)
    }
}

/// xIELU: an integrated ELU below 0, a parabola above, as in the Apertus models.
///
/// Huang and Schlag (2024), <https://arxiv.org/abs/2411.13010>. `alpha_p` and `alpha_n` are
/// trained and go through softplus first, as in Hugging Face's `XIELUActivation`; by default both
/// curvatures are 0.8. The terms in x below 0 are taken together, so that they do not become ∞ − ∞
/// at −∞. Its clamp of the exponential's argument at −1e-6, made for bfloat16, is not part of the
/// formula.
#[activation(name = Xielu)]
pub fn xielu(
    x: f32,
    /// The curvature above 0, before softplus.
    #[param(default = ln(exp(0.8) - 1.0))]
    alpha_p: f32,
    /// The curvature below 0 less `beta`, before softplus.
    #[param(default = ln(exp(0.3) - 1.0))]
    alpha_n: f32,
    /// The slope at 0.
    #[param(default = 0.5)]
    beta: f32,
) -> f32 {
    let above = softplus(alpha_p);
    let below = beta + softplus(alpha_n);
    if x > 0.0 {
        above * x.powi(2) + beta * x
    } else {
        below * (exp(x) - 1.0) - softplus(alpha_n) * x
    }
}

/// The complementary log-log function, a distribution function with unequal tails.
///
/// Gomes and Ludermir (2008), <https://ieeexplore.ieee.org/document/4626755>.
#[activation]
pub fn cloglog(x: f32) -> f32 {
    1.0 - exp(-exp(x))
}
