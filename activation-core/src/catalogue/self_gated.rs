//! An input times a gate of itself: SiLU, GELU, Mish and their relatives.

use crate::activation;

/// The sigmoid linear unit, also Swish-1.
///
/// Hendrycks and Gimpel (2016), <https://arxiv.org/abs/1606.08415>; Elfwing, Uchibe and Doya
/// (2017), <https://arxiv.org/abs/1702.03118>.
#[activation]
pub fn silu(x: f32) -> f32 {
    x * sigmoid(x)
}

/// Swish: SiLU with a trained sharpness.
///
/// Ramachandran, Zoph and Le (2017), <https://arxiv.org/abs/1710.05941>.
#[activation]
pub fn swish(
    x: f32,
    /// How sharply the gate closes; 0 halves the input, ∞ is ReLU.
    #[param(default = 1.0)]
    beta: f32,
) -> f32 {
    x * sigmoid(beta * x)
}

/// SiLU in straight lines and a parabola.
///
/// Howard et al. (2019), <https://arxiv.org/abs/1905.02244>.
#[activation]
pub fn hard_swish(x: f32) -> f32 {
    x * (x / 6.0 + 0.5).clamp(0.0, 1.0)
}

/// The Gaussian error linear unit: the input times the probability that a standard normal
/// variable is below it.
///
/// Hendrycks and Gimpel (2016), <https://arxiv.org/abs/1606.08415>.
#[activation]
pub fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x / 2.0.sqrt()))
}

/// The approximation of GELU through the hyperbolic tangent, at most 4.7e-4 away.
///
/// Hendrycks and Gimpel (2016), <https://arxiv.org/abs/1606.08415>.
#[activation]
pub fn gelu_tanh(x: f32) -> f32 {
    0.5 * x * (1.0 + tanh((2.0 / PI).sqrt() * (x + 0.044715 * x.powi(3))))
}

/// Mish.
///
/// Misra (2019), <https://arxiv.org/abs/1908.08681>.
#[activation]
pub fn mish(x: f32) -> f32 {
    x * tanh(softplus(x))
}
