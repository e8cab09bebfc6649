//! Smooth versions of ReLU and of |x| that are not gates.

use crate::activation;

/// A smooth ReLU, the integral of the logistic function.
///
/// Dugas, Bengio, Bélisle, Nadeau and Garcia (2001),
/// <https://papers.nips.cc/paper/2000/hash/44968aece94f667e4095002d140b5896-Abstract.html>.
/// PyTorch switches to the identity above `beta * x = 20`; this is the formula everywhere.
#[activation]
pub fn softplus(
    x: f32,
    /// How sharply it bends.
    #[param(default = 1.0)]
    beta: f32,
) -> f32 {
    ln(1.0 + exp(beta * x)) / beta
}

/// The square root of softplus, which scores the experts of DeepSeek-V4; Hugging Face
/// `sqrtsoftplus`.
#[activation]
pub fn sqrt_softplus(x: f32) -> f32 {
    sqrt(ln(1.0 + exp(x)))
}

/// A smooth ReLU without exponentials.
///
/// Barron (2021), <https://arxiv.org/abs/2112.11687>; `b = 4` as in JAX and Keras.
#[activation]
pub fn squareplus(
    x: f32,
    /// How far the bend reaches; 0 is ReLU.
    #[param(default = 4.0)]
    b: f32,
) -> f32 {
    (x + sqrt(x.powi(2) + b)) / 2.0
}

/// The logarithm of the hyperbolic cosine, a smooth |x|. NNlib `logcosh`.
#[activation]
pub fn logcosh(x: f32) -> f32 {
    ln(cosh(x))
}

/// A smooth clip to 0 … 1.
///
/// Klimek and Perelstein (2018), <https://arxiv.org/abs/1810.11509>. The paper gives no default
/// that we could check; 1 is ours. In `f32` for an `alpha` up to 85, since e^alpha is part of what is
/// computed; below 0 digits are lost.
#[activation]
pub fn soft_clipping(
    x: f32,
    /// How sharply it bends.
    #[param(default = 1.0)]
    alpha: f32,
) -> f32 {
    ln((1.0 + exp(alpha * x)) / (1.0 + exp(alpha * (x - 1.0)))) / alpha
}

/// The bent identity: slope ½ on the far left, 1½ on the far right.
///
/// Source: older versions of Wikipedia's table,
/// <https://en.wikipedia.org/wiki/Activation_function>.
#[activation]
pub fn bent_identity(x: f32) -> f32 {
    (sqrt(x.powi(2) + 1.0) - 1.0) / 2.0 + x
}

/// The natural-logarithm ReLU.
///
/// Liu et al. (2019), <https://arxiv.org/abs/1908.03682>.
#[activation(name = NlRelu)]
pub fn nlrelu(
    x: f32,
    /// The slope just above 0.
    #[param(default = 1.0)]
    beta: f32,
) -> f32 {
    ln(1.0 + beta * x.max(0.0))
}
