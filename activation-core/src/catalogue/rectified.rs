//! Straight lines with a corner: ReLU and its relatives.

use crate::activation;

/// The identity: what a linear layer without activation has. Keras calls it `linear`,
/// <https://keras.io/api/layers/activations/>.
#[activation(allow(affine))]
pub fn identity(x: f32) -> f32 {
    x
}

/// A straight line, `alpha * x + beta`; the identity by default.
///
/// oneDNN `eltwise_linear`, <https://uxlfoundation.github.io/oneDNN/dev_guide_eltwise.html>.
#[activation(allow(affine))]
pub fn linear(
    x: f32,
    /// The slope.
    #[param(default = 1.0)]
    alpha: f32,
    /// The value at 0.
    #[param(default = 0.0)]
    beta: f32,
) -> f32 {
    alpha * x + beta
}

/// The absolute value.
///
/// oneDNN `eltwise_abs`, <https://uxlfoundation.github.io/oneDNN/dev_guide_eltwise.html>. At 0 its
/// slope is 0, as in PyTorch and oneDNN; JAX and candle have 1 there.
#[activation]
pub fn abs(x: f32) -> f32 {
    x.abs()
}

/// The rectified linear unit.
///
/// Nair and Hinton (2010), <https://dl.acm.org/doi/10.5555/3104322.3104425>. At 0 its slope is 0,
/// as everywhere but in candle, which has 1.
#[activation]
pub fn relu(x: f32) -> f32 {
    x.max(0.0)
}

/// ReLU with a small constant slope below 0.
///
/// Maas, Hannun and Ng (2013), <https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf>.
/// The slope is 0.01 as in PyTorch, JAX and ONNX (which calls it `alpha`); the Keras function has
/// 0.2, its layer 0.3.
#[activation]
pub fn leaky_relu(
    x: f32,
    /// The slope below 0.
    #[param(default = 0.01)]
    negative_slope: f32,
) -> f32 {
    if x > 0.0 { x } else { negative_slope * x }
}

/// ReLU with a trained slope below 0, one for all elements;
/// [`channel_prelu`](crate::catalogue::channel_prelu) has one per channel.
///
/// He, Zhang, Ren and Sun (2015), <https://arxiv.org/abs/1502.01852>. It starts at 0.25 as in the
/// paper and in PyTorch; Keras starts at 0 and calls the slope `alpha`.
#[activation]
pub fn prelu(
    x: f32,
    /// The slope below 0.
    #[param(default = 0.25)]
    weight: f32,
) -> f32 {
    if x > 0.0 { x } else { weight * x }
}

/// ReLU with a slope below 0 that is drawn anew for every element in training.
///
/// `noise` is uniform in 0 … 1, so that the slope is uniform between `lower` and `upper`; 0.5
/// everywhere (an array of one element broadcasts) is what evaluation uses.
///
/// Xu, Wang, Chen and Li (2015), <https://arxiv.org/abs/1505.00853>; the defaults are those of
/// PyTorch and NNlib. At 0 its slope is the drawn one, as theirs.
#[activation]
pub fn rrelu(
    x: f32,
    noise: f32,
    /// The smallest slope.
    #[param(default = 1.0 / 8.0)]
    lower: f32,
    /// The largest slope.
    #[param(default = 1.0 / 3.0)]
    upper: f32,
) -> f32 {
    let slope = lower + (upper - lower) * noise;
    if x > 0.0 { x } else { slope * x }
}

/// The bipolar ReLU: ReLU for the units with an even index, its point reflection for the others.
///
/// `parity` is 0 for an even and 1 for an odd index; an array of the units' shape broadcasts over
/// the batch.
///
/// Eidnes and Nøkland (2017), <https://arxiv.org/abs/1709.04054>.
#[activation(allow(discontinuous))]
pub fn bipolar_relu(x: f32, parity: f32) -> f32 {
    if parity == 0.0 {
        x.max(0.0)
    } else {
        -(-x).max(0.0)
    }
}

/// Three straight lines: the identity in the middle, a slope of its own on either side.
///
/// Jin, Xu, Feng, Wei, Xiong and Yan (2015), <https://arxiv.org/abs/1512.07030>. All four numbers
/// are trained, in the paper per channel. It starts as a leaky ReLU; `t_left` and `a_right` as in
/// keras-contrib, which draws `a_left` from 0 … 1 and `t_right` from 0 … 5, where 0.2 and 1 are ours.
#[activation(name = SRelu)]
pub fn srelu(
    x: f32,
    /// Where the left line begins.
    #[param(default = 0.0)]
    t_left: f32,
    /// The slope of the left line.
    #[param(default = 0.2)]
    a_left: f32,
    /// Where the right line begins.
    #[param(default = 1.0)]
    t_right: f32,
    /// The slope of the right line.
    #[param(default = 1.0)]
    a_right: f32,
) -> f32 {
    if x <= t_left {
        t_left + a_left * (x - t_left)
    } else if x < t_right {
        x
    } else {
        t_right + a_right * (x - t_right)
    }
}

/// The adaptive piecewise linear unit with two hinges.
///
/// Agostinelli, Hoffman, Sadowski and Baldi (2014), <https://arxiv.org/abs/1412.6830>, where the
/// number of hinges is free and slopes and places start at random. Here it starts as ReLU, with
/// hinges at −1 and 1 that are our choice. For more hinges write the sum as a formula of your own.
#[activation]
pub fn apl(
    x: f32,
    /// The slope of the first hinge.
    #[param(default = 0.0)]
    a1: f32,
    /// The place of the first hinge.
    #[param(default = -1.0)]
    b1: f32,
    /// The slope of the second hinge.
    #[param(default = 0.0)]
    a2: f32,
    /// The place of the second hinge.
    #[param(default = 1.0)]
    b2: f32,
) -> f32 {
    x.max(0.0) + a1 * (-x + b1).max(0.0) + a2 * (-x + b2).max(0.0)
}
