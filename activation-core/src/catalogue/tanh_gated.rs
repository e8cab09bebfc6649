//! An input times a gate of itself through tanh, erf or a logarithm: Mish and its relatives.

use crate::activation;

/// Mish.
///
/// Misra (2019), <https://arxiv.org/abs/1908.08681>.
#[activation]
pub fn mish(x: f32) -> f32 {
    x * tanh(softplus(x))
}

/// The linearly scaled hyperbolic tangent, an even function.
///
/// Roy, Manna, Dubey and Chaudhuri (2019), <https://arxiv.org/abs/1901.05894>.
#[activation]
pub fn lisht(x: f32) -> f32 {
    x * tanh(x)
}

/// TanhExp.
///
/// Liu and Di (2020), <https://arxiv.org/abs/2003.09855>.
#[activation]
pub fn tanh_exp(x: f32) -> f32 {
    x * tanh(exp(x))
}

/// SERF: Mish with the error function.
///
/// Nag, Bhattacharyya, Mukherjee and Kundu (2021), <https://arxiv.org/abs/2108.09598>.
#[activation]
pub fn serf(x: f32) -> f32 {
    x * erf(ln(1.0 + exp(x)))
}

/// Logish.
///
/// Zhu, Zhang, Mao and Wang (2021), <https://doi.org/10.1016/j.neucom.2021.06.067>.
#[activation]
pub fn logish(x: f32) -> f32 {
    x * ln(1.0 + sigmoid(x))
}

/// Logish with a factor and a sharpness, fixed before training.
///
/// Zhu, Zhang, Mao and Wang (2021), <https://doi.org/10.1016/j.neucom.2021.06.067>.
#[activation]
pub fn p_logish(
    x: f32,
    /// The factor.
    #[param(default = 1.0)]
    a: f32,
    /// The sharpness of the gate.
    #[param(default = 10.0)]
    b: f32,
) -> f32 {
    a * x * ln(1.0 + sigmoid(b * x))
}

/// Phish.
///
/// Naveen (2022), <https://doi.org/10.36227/techrxiv.17283824>.
#[activation]
pub fn phish(x: f32) -> f32 {
    x * tanh(gelu(x))
}

/// Smish.
///
/// Wang, Ren and Wang (2022), <https://doi.org/10.3390/electronics11040540>.
#[activation]
pub fn smish(
    x: f32,
    /// The factor.
    #[param(default = 1.0)]
    alpha: f32,
    /// The sharpness of the gate.
    #[param(default = 1.0)]
    beta: f32,
) -> f32 {
    alpha * x * tanh(ln(1.0 + sigmoid(beta * x)))
}

/// Gish.
///
/// Kaytan, Aydilek and Yeroğlu (2023), <https://doi.org/10.1007/s00521-023-09035-5>.
#[activation]
pub fn gish(x: f32) -> f32 {
    x * ln(2.0 - exp(-exp(x)))
}

/// The collapsing linear unit.
///
/// Vagerwal (2021), <https://arxiv.org/abs/2112.12078>.
#[activation]
pub fn colu(x: f32) -> f32 {
    x / (1.0 - x * exp(-(x + exp(x))))
}
