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

/// The hyperbolic tangent.
///
/// LeCun, Bottou, Orr and Müller (1998), <https://doi.org/10.1007/3-540-49430-8_2>.
#[activation]
pub fn tanh(x: f32) -> f32 {
    x.tanh()
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
#[activation]
pub fn arctan(x: f32) -> f32 {
    x.atan()
}

/// The logarithm of the logistic function, as `torch.nn.LogSigmoid`.
#[activation]
pub fn log_sigmoid(x: f32) -> f32 {
    ln(sigmoid(x))
}
