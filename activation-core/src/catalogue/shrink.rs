//! Shrinkage: what pulls its input towards 0.

use crate::activation;

/// The input moved towards 0 by `lambda`, and 0 where it would cross.
///
/// Donoho (1995), <https://doi.org/10.1109/18.382009>; `torch.nn.Softshrink` calls lambda
/// `lambd`, Keras `threshold`, both with 0.5.
#[activation]
pub fn soft_shrink(
    x: f32,
    /// How far the input is moved.
    #[param(default = 0.5)]
    lambda: f32,
) -> f32 {
    if x > lambda {
        x - lambda
    } else if x < -lambda {
        x + lambda
    } else {
        0.0
    }
}

/// ONNX `Shrink`: hard shrinkage for `bias = 0`, soft shrinkage for `bias = lambd`.
///
/// <https://onnx.ai/onnx/operators/onnx__Shrink.html>.
#[activation(allow(discontinuous))]
pub fn shrink(
    x: f32,
    /// How far the input is moved.
    #[param(default = 0.0)]
    bias: f32,
    /// The threshold.
    #[param(default = 0.5)]
    lambd: f32,
) -> f32 {
    if x < -lambd {
        x + bias
    } else if x > lambd {
        x - bias
    } else {
        0.0
    }
}

/// The input less its hyperbolic tangent, as `torch.nn.Tanhshrink`.
#[activation]
pub fn tanh_shrink(x: f32) -> f32 {
    x - tanh(x)
}
