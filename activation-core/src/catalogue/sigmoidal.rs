//! S-shaped curves, and the logarithm of one.

use crate::activation;

/// The logistic function.
///
/// Hinton et al. (2012), <https://doi.org/10.1109/MSP.2012.2205597>; the curve is Verhulst's
/// (1845).
#[activation]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The logistic function stretched to −1 … 1, which is tanh(x/2).
///
/// From earlier tables of <https://en.wikipedia.org/wiki/Activation_function>.
#[activation]
pub fn bipolar_sigmoid(x: f32) -> f32 {
    (1.0 - exp(-x)) / (1.0 + exp(-x))
}

/// The logarithm of the logistic function, as `torch.nn.LogSigmoid`,
/// <https://docs.pytorch.org/docs/stable/generated/torch.nn.LogSigmoid.html>.
#[activation]
pub fn log_sigmoid(x: f32) -> f32 {
    ln(sigmoid(x))
}

/// The hyperbolic tangent.
///
/// LeCun, Bottou, Orr and Müller (1998), <https://doi.org/10.1007/3-540-49430-8_2>.
#[activation]
pub fn tanh(x: f32) -> f32 {
    x.tanh()
}

/// The hyperbolic tangent scaled so that ±1 are fixed points.
///
/// LeCun, Bottou, Orr and Müller (1998), <https://doi.org/10.1007/3-540-49430-8_2>.
#[activation]
pub fn lecun_tanh(
    x: f32,
    /// The limit at ∞.
    #[param(default = 1.7159)]
    a: f32,
    /// The scale of the input.
    #[param(default = 2.0 / 3.0)]
    b: f32,
) -> f32 {
    a * tanh(b * x)
}

/// Soboleva's modified hyperbolic tangent; tanh by default. It is bounded for `a ≤ c` and
/// `b ≤ d`, all positive.
///
/// Soboleva and Beskorovainyi (2008); see
/// <https://en.wikipedia.org/wiki/Soboleva_modified_hyperbolic_tangent>.
#[activation]
pub fn soboleva_tanh(
    x: f32,
    /// The rate of the numerator on the right.
    #[param(default = 1.0)]
    a: f32,
    /// The rate of the numerator on the left.
    #[param(default = 1.0)]
    b: f32,
    /// The rate of the denominator on the right.
    #[param(default = 1.0)]
    c: f32,
    /// The rate of the denominator on the left.
    #[param(default = 1.0)]
    d: f32,
) -> f32 {
    (exp(a * x) - exp(-b * x)) / (exp(c * x) + exp(-d * x))
}

/// Softsign, an S-shaped curve without exponentials.
///
/// Bergstra, Desjardins, Lamblin and Bengio (2009), "Quadratic polynomials learn better image
/// features".
#[activation]
pub fn softsign(x: f32) -> f32 {
    x / (1.0 + x.abs())
}

/// The inverse tangent.
///
/// From <https://en.wikipedia.org/wiki/Activation_function>; ONNX `Atan`.
#[activation]
pub fn arctan(x: f32) -> f32 {
    x.atan()
}

/// The inverse hyperbolic sine, unbounded but slow as a logarithm.
///
/// From <https://en.wikipedia.org/wiki/Activation_function>; ONNX `Asinh`.
#[activation]
pub fn arsinh(x: f32) -> f32 {
    x.asinh()
}

/// The error function, <https://onnx.ai/onnx/operators/onnx__Erf.html>.
#[activation]
pub fn erf(x: f32) -> f32 {
    x.erf()
}

/// The distribution function of a normal variable, which MEGA calls Laplace and uses in the
/// place of the squared ReLU; its defaults match that curve's value and slope at √2.
///
/// Ma et al. (2022), <https://arxiv.org/abs/2209.10655>; Hugging Face `LaplaceActivation`.
#[activation]
pub fn laplace(
    x: f32,
    /// The mean.
    #[param(default = 0.707107)]
    mu: f32,
    /// The standard deviation.
    #[param(default = 0.282095)]
    sigma: f32,
) -> f32 {
    0.5 * (1.0 + erf((x - mu) / (sigma * sqrt(2.0))))
}

/// The inverse square root unit.
///
/// Carlile, Delamarter, Kinney, Marti and Whitney (2017), <https://arxiv.org/abs/1710.09967>.
#[activation]
pub fn isru(
    x: f32,
    /// The limits are ±1/√alpha.
    #[param(default = 1.0)]
    alpha: f32,
) -> f32 {
    x / sqrt(1.0 + alpha * x.powi(2))
}

/// The inverse square root linear unit: [`isru`] below 0, the identity above.
///
/// Carlile, Delamarter, Kinney, Marti and Whitney (2017), <https://arxiv.org/abs/1710.09967>.
#[activation]
pub fn isrlu(
    x: f32,
    /// The limit at −∞ is −1/√alpha.
    #[param(default = 1.0)]
    alpha: f32,
) -> f32 {
    if x < 0.0 {
        x / sqrt(1.0 + alpha * x.powi(2))
    } else {
        x
    }
}
