//! Exponential below 0, linear above.

use crate::activation;

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
    if x > 0.0 { x } else { alpha * (exp(x / alpha) - 1.0) }
}

/// A smooth ReLU, the integral of the logistic function.
///
/// Dugas, Bengio, Bélisle, Nadeau and Garcia (2001). PyTorch switches to the identity above
/// `beta * x = 20`; this is the formula everywhere.
#[activation]
pub fn softplus(
    x: f32,
    /// How sharply it bends.
    #[param(default = 1.0)]
    beta: f32,
) -> f32 {
    ln(1.0 + exp(beta * x)) / beta
}
