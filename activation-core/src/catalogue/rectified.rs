//! Straight lines with corners: ReLU and its relatives.

use crate::activation;

/// The identity: what a linear layer without activation has.
#[activation]
pub fn identity(x: f32) -> f32 {
    x
}

/// The Heaviside step, 1 from 0 on.
///
/// Its derivative is 0 wherever it exists, so nothing is learned through it.
/// McCulloch and Pitts (1943), <https://doi.org/10.1007/BF02478259>.
#[activation]
pub fn binary_step(x: f32) -> f32 {
    if x >= 0.0 { 1.0 } else { 0.0 }
}

/// The rectified linear unit.
///
/// Nair and Hinton (2010), <https://dl.acm.org/doi/10.5555/3104322.3104425>.
#[activation]
pub fn relu(x: f32) -> f32 {
    x.max(0.0)
}

/// ReLU with a small constant slope below 0.
///
/// Maas, Hannun and Ng (2013). The slope is 0.01 as in PyTorch; the Keras function has 0.2, its
/// layer 0.3.
#[activation]
pub fn leaky_relu(
    x: f32,
    /// The slope below 0.
    #[param(default = 0.01)]
    alpha: f32,
) -> f32 {
    if x > 0.0 { x } else { alpha * x }
}

/// ReLU with a trained slope below 0, one for all elements.
///
/// He, Zhang, Ren and Sun (2015), <https://arxiv.org/abs/1502.01852>.
#[activation]
pub fn prelu(
    x: f32,
    /// The slope below 0.
    #[param(default = 0.25)]
    weight: f32,
) -> f32 {
    if x > 0.0 { x } else { weight * x }
}

/// ReLU capped at 6.
///
/// Krizhevsky (2010), "Convolutional deep belief networks on CIFAR-10".
#[activation]
pub fn relu6(x: f32) -> f32 {
    x.clamp(0.0, 6.0)
}

/// The logistic function in three straight lines, as in PyTorch and Keras 3. ONNX has slope 0.2
/// instead of 1/6.
///
/// Howard et al. (2019), <https://arxiv.org/abs/1905.02244>.
#[activation]
pub fn hard_sigmoid(x: f32) -> f32 {
    (x / 6.0 + 0.5).clamp(0.0, 1.0)
}

/// The hyperbolic tangent in three straight lines: x clipped to `low … high`.
///
/// Collobert (2004), "Large scale machine learning".
#[activation]
pub fn hard_tanh(
    x: f32,
    /// The lower bound.
    #[param(default = -1.0)]
    low: f32,
    /// The upper bound.
    #[param(default = 1.0)]
    high: f32,
) -> f32 {
    x.clamp(low, high)
}
