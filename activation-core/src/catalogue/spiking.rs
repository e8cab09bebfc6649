//! Steps and quantisers that can be trained: the value jumps, and the gradient is that of a
//! smooth stand-in, the surrogate.

use crate::activation;

/// The Heaviside step of a spiking neuron, with the gradient of an inverse tangent.
///
/// `alpha = 2` as in SpikingJelly and snnTorch, where the slope at 0 is 1.
/// Fang et al. (2020), <https://arxiv.org/abs/2007.05785>.
#[activation(surrogate = atan(FRAC_PI_2 * alpha * x) / PI + 0.5)]
pub fn spike_arctan(
    x: f32,
    /// The sharpness of the surrogate; it is not trained.
    #[param(default = 2.0)]
    alpha: f32,
) -> f32 {
    if x >= 0.0 { 1.0 } else { 0.0 }
}

/// The Heaviside step of a spiking neuron, with the gradient of a fast sigmoid, as in SuperSpike.
///
/// Zenke and Ganguli (2018), <https://arxiv.org/abs/1705.11146>; the slope 25 is snnTorch's.
#[activation(surrogate = x / (1.0 + slope * abs(x)))]
pub fn spike_fast_sigmoid(
    x: f32,
    /// The sharpness of the surrogate; it is not trained.
    #[param(default = 25.0)]
    slope: f32,
) -> f32 {
    if x >= 0.0 { 1.0 } else { 0.0 }
}

/// The sign, with the gradient of a hard tanh: what binarised networks train through.
///
/// Hubara, Courbariaux, Soudry, El-Yaniv and Bengio (2016), <https://arxiv.org/abs/1602.02830>.
#[activation(surrogate = clamp(x, -1.0, 1.0))]
pub fn sign_straight_through(x: f32) -> f32 {
    if x >= 0.0 { 1.0 } else { -1.0 }
}

/// Rounding to the nearest integer, with the gradient of the identity: what quantisers train
/// through.
///
/// Bengio, Léonard and Courville (2013), <https://arxiv.org/abs/1308.3432>.
#[activation(surrogate = x)]
pub fn round_straight_through(x: f32) -> f32 {
    x.round()
}
