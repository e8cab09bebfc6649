//! Parameters that are arrays: one number a channel, given as an input that broadcasts over the
//! batch. Its gradient is summed over the batch in the same pass.

use crate::activation;

/// A layer's bias and its ReLU in one pass: with `v` of shape `[batch, units]` and `b` of shape
/// `[units]`, the gradient of `b` is the sum over the batch.
///
/// Nair and Hinton (2010), <https://dl.acm.org/doi/10.5555/3104322.3104425>.
#[activation]
pub fn bias_relu(v: f32, b: f32) -> f32 {
    relu(v + b)
}

/// A layer's bias and its GELU in one pass.
///
/// Hendrycks and Gimpel (2016), <https://arxiv.org/abs/1606.08415>.
#[activation]
pub fn bias_gelu(v: f32, b: f32) -> f32 {
    gelu(v + b)
}

/// PReLU with one slope a channel: `torch.nn.PReLU(num_parameters=channels)`, whose slopes start
/// at 0.25.
///
/// He, Zhang, Ren and Sun (2015), <https://arxiv.org/abs/1502.01852>.
#[activation]
pub fn channel_prelu(x: f32, weight: f32) -> f32 {
    if x > 0.0 { x } else { weight * x }
}

/// Swish with one sharpness a channel.
///
/// Ramachandran, Zoph and Le (2017), <https://arxiv.org/abs/1710.05941>.
#[activation]
pub fn channel_swish(x: f32, beta: f32) -> f32 {
    x * sigmoid(beta * x)
}

/// ACON-C with slopes and sharpness a channel, as in the paper.
///
/// Ma, Zhang, Liu and Sun (2020), <https://arxiv.org/abs/2009.04759>.
#[activation]
pub fn channel_acon_c(x: f32, p1: f32, p2: f32, beta: f32) -> f32 {
    (p1 - p2) * x * sigmoid(beta * (p1 - p2) * x) + p2 * x
}

/// Snake with one frequency a channel, as in BigVGAN and in audio codecs. There is none for the
/// frequency 0.
///
/// Ziyin, Hartwig and Ueda (2020), <https://arxiv.org/abs/2006.08195>.
#[activation(allow(undefined))]
pub fn channel_snake(x: f32, a: f32) -> f32 {
    x + sin(a * x).powi(2) / a
}

/// The dynamic tanh, in the place of a normalisation layer: `gamma` (which starts at 1) and
/// `beta` (at 0) per channel, `alpha` for all.
///
/// Zhu, Chen, He, LeCun and Liu (2025), <https://arxiv.org/abs/2503.10622>.
#[activation(name = DynamicTanh)]
pub fn dyt(
    x: f32,
    gamma: f32,
    beta: f32,
    /// The scale of the input.
    #[param(default = 0.5)]
    alpha: f32,
) -> f32 {
    gamma * tanh(alpha * x) + beta
}

/// The dynamic error function, in the place of a normalisation layer: `gamma` (which starts at
/// 1) and `beta` (at 0) per channel, `alpha` and `shift` for all.
///
/// Chen, Lu, Zhu, Sun and Liu (2025), <https://arxiv.org/abs/2512.10938>. The defaults are those of
/// code that follows the authors' own.
#[activation(name = DynamicErf)]
pub fn derf(
    x: f32,
    gamma: f32,
    beta: f32,
    /// The scale of the input.
    #[param(default = 0.5)]
    alpha: f32,
    /// The shift of the scaled input.
    #[param(default = 0.0)]
    shift: f32,
) -> f32 {
    gamma * erf(alpha * x + shift) + beta
}
