//! Powers and polynomials, of the input or of its ReLU.

use crate::activation;

/// The square, as oneDNN `eltwise_square`.
#[activation]
pub fn square(x: f32) -> f32 {
    x.powi(2)
}

/// The cube.
///
/// Chen and Manning (2014), <https://doi.org/10.3115/v1/D14-1082>.
#[activation]
pub fn cube(x: f32) -> f32 {
    x.powi(3)
}

/// A real power, as oneDNN `eltwise_pow`. Below 0 it is a number for whole exponents only.
#[activation]
pub fn power(
    x: f32,
    /// The factor.
    #[param(default = 1.0)]
    alpha: f32,
    /// The exponent.
    #[param(default = 1.0)]
    beta: f32,
) -> f32 {
    alpha * x.powf(beta)
}

/// The square of ReLU.
///
/// So, Mańke, Liu, Dai, Shazeer and Le (2021), <https://arxiv.org/abs/2109.08668>; Hugging Face
/// calls it `relu2`.
#[activation]
pub fn squared_relu(x: f32) -> f32 {
    x.max(0.0).powi(2)
}

/// The square of ReLU, scaled and shifted to unit variance and zero mean for a normal input.
///
/// Yu et al. (2022), <https://arxiv.org/abs/2210.13452>; both numbers are trained and shared by
/// all units.
#[activation]
pub fn star_relu(
    x: f32,
    /// The factor, about √0.8.
    #[param(default = 0.8944)]
    scale: f32,
    /// The shift, about −√0.2.
    #[param(default = -0.4472)]
    bias: f32,
) -> f32 {
    scale * relu(x).powi(2) + bias
}

/// A polynomial of the third degree in ReLU.
///
/// Zhuo et al. (2024), <https://arxiv.org/abs/2411.03884>; all coefficients are trained.
#[activation]
pub fn poly_relu(
    x: f32,
    /// The constant term.
    #[param(default = 0.0)]
    a0: f32,
    /// The coefficient of ReLU.
    #[param(default = 1.0 / 3.0)]
    a1: f32,
    /// The coefficient of its square.
    #[param(default = 1.0 / 3.0)]
    a2: f32,
    /// The coefficient of its cube.
    #[param(default = 1.0 / 3.0)]
    a3: f32,
) -> f32 {
    let r = relu(x);
    a0 + a1 * r + a2 * r.powi(2) + a3 * r.powi(3)
}

/// The rectified power sigmoid unit: a mixture of a sigmoid shrinkage of `x − b` and of its
/// stretching; ReLU of `x − b` where both have weight ½.
///
/// Atto, Galichet, Pastor and Méger (2021), <https://arxiv.org/abs/2101.09948>. All five are
/// trained. The formula is that of Wikipedia's table, with what shrinks taken out as a gate; the
/// paper's initial values could not be checked, those here (shrinkage alone, of the first power)
/// are ours.
#[activation(name = RePsu)]
pub fn repsu(
    x: f32,
    /// The weight of the shrinkage.
    #[param(default = 1.0)]
    a: f32,
    /// The threshold.
    #[param(default = 0.0)]
    b: f32,
    /// The shift of the sigmoid.
    #[param(default = 0.0)]
    c: f32,
    /// The power in the sigmoid.
    #[param(default = 1.0)]
    d: f32,
    /// The scale of the sigmoid.
    #[param(default = 1.0)]
    e: f32,
) -> f32 {
    let line = if x >= b { x - b } else { 0.0 };
    let gate = 1.0 / (1.0 + exp(-signum(x - c) * abs(x - c).powf(d) / e));
    // Shrunk by the gate, or stretched by as much.
    line * (a * gate + (1.0 - a) * (2.0 - gate))
}
