//! Shrinkage: what pulls its input towards 0.

use crate::activation;

/// The input moved towards 0 by `lambd`, and 0 where it would cross.
///
/// Donoho (1995), <https://doi.org/10.1109/18.382009>. The name of the shift is that of PyTorch and
/// ONNX; Keras says `threshold`. All have 0.5.
#[activation]
pub fn soft_shrink(
    x: f32,
    /// How far the input is moved.
    #[param(default = 0.5)]
    lambd: f32,
) -> f32 {
    if x > lambd {
        x - lambd
    } else if x < -lambd {
        x + lambd
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

/// The input less its hyperbolic tangent, as `torch.nn.Tanhshrink`,
/// <https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanhshrink.html>.
#[activation]
pub fn tanh_shrink(x: f32) -> f32 {
    x - tanh(x)
}
