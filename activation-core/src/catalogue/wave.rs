//! Bumps and waves.

use crate::activation;

/// The Gaussian bump.
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
