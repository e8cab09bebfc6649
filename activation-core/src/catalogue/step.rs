//! Values that jump: steps, thresholds, and the stand-ins that training goes through.

use crate::activation;

/// The Heaviside step, 1 from 0 on.
///
/// Its derivative is 0 wherever it exists, so nothing is learned through it; see
/// [`spike_arctan`](crate::catalogue::spike_arctan) for one that can be trained.
/// McCulloch and Pitts (1943), <https://doi.org/10.1007/BF02478259>.
#[activation(allow(discontinuous))]
pub fn binary_step(x: f32) -> f32 {
    if x >= 0.0 { 1.0 } else { 0.0 }
}

/// The identity above a threshold, a constant below it: a jump, unless both are the same.
///
/// `torch.nn.Threshold`, <https://docs.pytorch.org/docs/stable/generated/torch.nn.Threshold.html>,
/// has no defaults; with those here it is ReLU. Keras calls the constant `default_value`.
#[activation]
pub fn threshold(
    x: f32,
    /// Above it the input passes.
    #[param(default = 0.0)]
    threshold: f32,
    /// What stands in for the rest.
    #[param(default = 0.0)]
    value: f32,
) -> f32 {
    if x > threshold { x } else { value }
}

/// The input where it is above a threshold, 0 elsewhere. ONNX `ThresholdedRelu` (where θ is
/// called `alpha`), NNlib `trelu`.
///
/// Konda, Memisevic and Krueger (2014), <https://arxiv.org/abs/1402.3337>.
#[activation(allow(discontinuous))]
pub fn thresholded_relu(
    x: f32,
    /// The threshold.
    #[param(default = 1.0)]
    theta: f32,
) -> f32 {
    if x > theta { x } else { 0.0 }
}

/// The input where its absolute value is above a threshold, 0 elsewhere.
///
/// Donoho and Johnstone (1994), <https://doi.org/10.1093/biomet/81.3.425>. The name of the
/// threshold is that of PyTorch and ONNX; Keras says `threshold`. All have 0.5.
#[activation(allow(discontinuous))]
pub fn hard_shrink(
    x: f32,
    /// The threshold.
    #[param(default = 0.5)]
    lambd: f32,
) -> f32 {
    if x.abs() > lambd { x } else { 0.0 }
}
