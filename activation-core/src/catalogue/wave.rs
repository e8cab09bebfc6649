//! Bumps and waves.

use crate::activation;

/// The Gaussian bump.
///
/// From <https://en.wikipedia.org/wiki/Activation_function>.
#[activation]
pub fn gaussian(x: f32) -> f32 {
    exp(-x.powi(2))
}

/// The sine, as in sinusoidal representation networks.
///
/// Sitzmann, Martel, Bergman, Lindell and Wetzstein (2020), <https://arxiv.org/abs/2006.09661>.
#[activation]
pub fn sinusoid(x: f32) -> f32 {
    x.sin()
}

/// The cardinal sine, sin x / x. (`jax.numpy.sinc` is that of πx.)
///
/// From earlier tables of <https://en.wikipedia.org/wiki/Activation_function>.
#[activation]
pub fn sinc(x: f32) -> f32 {
    if x == 0.0 { 1.0 } else { sin(x) / x }
}

/// The growing cosine unit.
///
/// Noel, Arunkumar, Trivedi and Dutta (2021), <https://arxiv.org/abs/2108.12943>.
#[activation]
pub fn gcu(x: f32) -> f32 {
    x * cos(x)
}

/// Snake: the identity with a periodic part, whose frequency is trained.
///
/// Ziyin, Hartwig and Ueda (2020), <https://arxiv.org/abs/2006.08195>.
#[activation]
pub fn snake(
    x: f32,
    /// The frequency.
    #[param(default = 1.0)]
    a: f32,
) -> f32 {
    x + sin(a * x).powi(2) / a
}

/// Snake with amplitude and frequency apart, both trained as logarithms.
///
/// Lee, Ping, Ginsburg, Catanzaro and Yoon (2022), <https://arxiv.org/abs/2206.04658>. BigVGAN
/// starts both logarithms at 0, per channel, and adds 1e-9 to the amplitude's denominator, which
/// is no part of the formula; so do the codes that are made from it, where this was checked.
#[activation]
pub fn snake_beta(
    x: f32,
    /// The logarithm of the frequency.
    #[param(default = 0.0)]
    alpha: f32,
    /// The logarithm of one over the amplitude.
    #[param(default = 0.0)]
    beta: f32,
) -> f32 {
    x + sin(exp(alpha) * x).powi(2) / exp(beta)
}
