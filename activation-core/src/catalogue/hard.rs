//! Smooth curves made of straight lines and parabolas, for speed.

use crate::activation;

/// The hyperbolic tangent in three straight lines: x clipped to `min_val … max_val`.
///
/// Collobert (2004), <https://infoscience.epfl.ch/record/82802>. The names are those of PyTorch;
/// ONNX `Clip` says `min` and `max` and has no bounds of its own, oneDNN `eltwise_clip` says `alpha`
/// and `beta`; JAX, Keras and NNlib have ∓1 only. At the bounds
/// the slope is 0 as in PyTorch; JAX and burn have 1 there.
#[activation]
pub fn hard_tanh(
    x: f32,
    /// The lower bound.
    #[param(default = -1.0)]
    min_val: f32,
    /// The upper bound.
    #[param(default = 1.0)]
    max_val: f32,
) -> f32 {
    x.clamp(min_val, max_val)
}

/// ReLU capped at 6.
///
/// Krizhevsky (2010), <https://www.cs.toronto.edu/~kriz/conv-cifar10-aug2010.pdf>.
#[activation]
pub fn relu6(x: f32) -> f32 {
    x.clamp(0.0, 6.0)
}

/// The logistic function in three straight lines, with the slope 1/6: PyTorch, JAX and Keras 3.
/// [`onnx_hard_sigmoid`] is that of ONNX and Keras 2.
///
/// Howard et al. (2019), <https://arxiv.org/abs/1905.02244>.
#[activation]
pub fn hard_sigmoid(x: f32) -> f32 {
    relu6(x + 3.0) / 6.0
}

/// The logistic function in three straight lines of any slope; with the slope 0.2 of ONNX and of
/// Keras 2 by default. oneDNN `eltwise_hardsigmoid`.
///
/// <https://onnx.ai/onnx/operators/onnx__HardSigmoid.html>.
#[activation]
pub fn onnx_hard_sigmoid(
    x: f32,
    /// The slope in the middle.
    #[param(default = 0.2)]
    alpha: f32,
    /// The value at 0.
    #[param(default = 0.5)]
    beta: f32,
) -> f32 {
    (alpha * x + beta).clamp(0.0, 1.0)
}

/// SiLU in straight lines and a parabola.
///
/// Howard et al. (2019), <https://arxiv.org/abs/1905.02244>. At 3 its slope is 1, as that of
/// PyTorch's compiler and of JAX; in PyTorch's eager mode it is 1½.
/// [`onednn_hard_swish`] has a gate of any slope.
#[activation]
pub fn hard_swish(x: f32) -> f32 {
    x * relu6(x + 3.0) / 6.0
}

/// [`hard_swish`] with a gate of any slope and offset: oneDNN `eltwise_hardswish`, whose documentation
/// names no defaults; those here are [`hard_swish`].
///
/// <https://uxlfoundation.github.io/oneDNN/dev_guide_eltwise.html>. Where the gate is 1 its slope is
/// 1; oneDNN has 0 at that very point.
#[activation]
pub fn onednn_hard_swish(
    x: f32,
    /// The slope of the gate.
    #[param(default = 1.0 / 6.0)]
    alpha: f32,
    /// The gate at 0.
    #[param(default = 0.5)]
    beta: f32,
) -> f32 {
    x * (alpha * x + beta).clamp(0.0, 1.0)
}

/// ELiSH with a gate of three straight lines.
///
/// Basirat and Roth (2018), <https://arxiv.org/abs/1808.00783>.
#[activation(name = HardElish)]
pub fn hard_elish(x: f32) -> f32 {
    let gate = ((x + 1.0) / 2.0).clamp(0.0, 1.0);
    if x >= 0.0 {
        x * gate
    } else {
        (exp(x) - 1.0) * gate
    }
}

/// ReLU with its corner rounded by a parabola: `sparse_plus` of JAX and Keras for `beta = 1`,
/// SmeLU for any.
///
/// Shamir, Lin and Coviello (2020), <https://arxiv.org/abs/2010.09931>.
#[activation]
pub fn sparse_plus(
    x: f32,
    /// Half the width of the rounding.
    #[param(default = 1.0)]
    beta: f32,
) -> f32 {
    if x <= -beta {
        0.0
    } else if x < beta {
        (x + beta).powi(2) / (4.0 * beta)
    } else {
        x
    }
}

/// The derivative of [`sparse_plus`], a logistic function of three straight lines. `sparse_sigmoid`
/// of JAX and Keras, <https://docs.jax.dev/en/latest/_autosummary/jax.nn.sparse_sigmoid.html>.
#[activation]
pub fn sparse_sigmoid(x: f32) -> f32 {
    0.5 * (x + 1.0).clamp(0.0, 2.0)
}

/// The square nonlinearity: a hyperbolic tangent of two parabolas.
///
/// Wuraola and Patel (2018), <https://doi.org/10.1109/IJCNN.2018.8489043>.
#[activation]
pub fn sqnl(x: f32) -> f32 {
    if x > 2.0 {
        1.0
    } else if x >= 0.0 {
        x - x.powi(2) / 4.0
    } else if x >= -2.0 {
        x + x.powi(2) / 4.0
    } else {
        -1.0
    }
}
