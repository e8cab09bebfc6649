//! An input times a sigmoid of itself: SiLU, GELU and their relatives. Gates through tanh and
//! logarithms are in `tanh_gated`.

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
/// Ramachandran, Zoph and Le (2017), <https://arxiv.org/abs/1710.05941>. What Keras, JAX and
/// PyTorch call swish is [`silu`], the case `beta = 1`.
#[activation]
pub fn swish(
    x: f32,
    /// How sharply the gate closes; 0 halves the input, ∞ is ReLU.
    #[param(default = 1.0)]
    beta: f32,
) -> f32 {
    x * sigmoid(beta * x)
}

/// SiLU times a constant.
///
/// Alcaide (2018), <https://arxiv.org/abs/1801.07145>, who tries betas between 1 and 2 and names no
/// default; 1.5 is ours, the library Echo has 1.75.
#[activation]
pub fn e_swish(
    x: f32,
    /// The factor.
    #[param(default = 1.5)]
    beta: f32,
) -> f32 {
    beta * x * sigmoid(x)
}

/// The approximation of GELU through the logistic function, as in CLIP; Hugging Face
/// `quick_gelu`.
///
/// Hendrycks and Gimpel (2016), <https://arxiv.org/abs/1606.08415>.
#[activation]
pub fn quick_gelu(x: f32) -> f32 {
    x * sigmoid(1.702 * x)
}

/// The Gaussian error linear unit: the input times the probability that a standard normal
/// variable is below it.
///
/// Hendrycks and Gimpel (2016), <https://arxiv.org/abs/1606.08415>. This is the default of
/// PyTorch and Keras; that of JAX is [`gelu_tanh`].
#[activation]
pub fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x / 2.0.sqrt()))
}

/// The approximation of GELU through the hyperbolic tangent, at most 4.7e-4 away.
///
/// Hendrycks and Gimpel (2016), <https://arxiv.org/abs/1606.08415>. `approximate="tanh"` in
/// PyTorch, the default of JAX, `gelu_new` in Hugging Face.
#[activation]
pub fn gelu_tanh(x: f32) -> f32 {
    0.5 * x * (1.0 + tanh((2.0 / PI).sqrt() * (x + 0.044715 * x.powi(3))))
}

/// The exponential linear sigmoid squashing: SiLU above 0, ELU times the logistic function below.
///
/// Basirat and Roth (2018), <https://arxiv.org/abs/1808.00783>.
#[activation]
pub fn elish(x: f32) -> f32 {
    if x >= 0.0 {
        x / (1.0 + exp(-x))
    } else {
        (exp(x) - 1.0) / (1.0 + exp(-x))
    }
}

/// ARiA-2: the input times a two-parameter Richards curve of it.
///
/// Patwardhan, Ingalhalikar and Walambe (2018), <https://arxiv.org/abs/1805.08878>. The defaults are
/// those of the library pywick; Echo has `alpha = 1`, `beta = 0.5`. What the paper itself starts
/// with could not be checked.
#[activation]
pub fn aria2(
    x: f32,
    /// The power of the gate.
    #[param(default = 1.5)]
    alpha: f32,
    /// The sharpness of the gate.
    #[param(default = 2.0)]
    beta: f32,
) -> f32 {
    x * (1.0 + exp(-beta * x)).powf(-alpha)
}

/// Swish with a bias that is a hyperbolic tangent.
///
/// Seo, Kim and Park (2024), <https://arxiv.org/abs/2407.01012>, whose formula this is; in the paper
/// beta is trained. The defaults are those of a PyTorch implementation of the paper's functions, not
/// checked in its text.
#[activation]
pub fn swish_t(
    x: f32,
    /// The weight of the hyperbolic tangent.
    #[param(default = 0.1)]
    alpha: f32,
    /// How sharply the gate closes.
    #[param(default = 1.0)]
    beta: f32,
) -> f32 {
    x * sigmoid(beta * x) + alpha * tanh(x)
}

/// EANAF: SiLU whose gate is moved to the right by ln 2.
///
/// Chai, Yu, Cui, Ren and Ding (2022), <https://doi.org/10.3390/sym14051027>; the formula is that
/// of lists of activations.
#[activation]
pub fn eanaf(x: f32) -> f32 {
    x * exp(x) / (exp(x) + 2.0)
}

/// ACON-C, a smooth maximum of two lines; [`silu`] by default.
///
/// Ma, Zhang, Liu and Sun (2020), <https://arxiv.org/abs/2009.04759>. All three are trained, in
/// the paper per channel: see [`channel_acon_c`](crate::catalogue::channel_acon_c). The paper
/// starts `p1` and `p2` at random.
#[activation]
pub fn acon_c(
    x: f32,
    /// The slope of one line.
    #[param(default = 1.0)]
    p1: f32,
    /// The slope of the other.
    #[param(default = 0.0)]
    p2: f32,
    /// How sharply it switches between them.
    #[param(default = 1.0)]
    beta: f32,
) -> f32 {
    (p1 - p2) * x * sigmoid(beta * (p1 - p2) * x) + p2 * x
}

/// xSiLU: SiLU whose gate reaches from `−alpha` to `1 + alpha`; [`silu`] at 0, where it starts.
///
/// Huang (2024), <https://arxiv.org/abs/2405.20768>.
#[activation(name = XSilu)]
pub fn xsilu(
    x: f32,
    /// How far the gate's range is expanded on either side.
    #[param(default = 0.0)]
    alpha: f32,
) -> f32 {
    x * (sigmoid(x) * (1.0 + 2.0 * alpha) - alpha)
}

/// xGELU: GELU whose gate reaches from `−alpha` to `1 + alpha`; [`gelu`] at 0, where it starts.
///
/// Huang (2024), <https://arxiv.org/abs/2405.20768>.
#[activation(name = XGelu)]
pub fn xgelu(
    x: f32,
    /// How far the gate's range is expanded on either side.
    #[param(default = 0.0)]
    alpha: f32,
) -> f32 {
    x * (0.5 * (1.0 + erf(x / 2.0.sqrt())) * (1.0 + 2.0 * alpha) - alpha)
}

/// xATLU: the arctan linear unit whose gate reaches from `−alpha` to `1 + alpha`.
///
/// Huang (2024), <https://arxiv.org/abs/2405.20768>.
#[activation(name = XAtlu)]
pub fn xatlu(
    x: f32,
    /// How far the gate's range is expanded on either side.
    #[param(default = 0.0)]
    alpha: f32,
) -> f32 {
    x * ((atan(x) / PI + 0.5) * (1.0 + 2.0 * alpha) - alpha)
}
