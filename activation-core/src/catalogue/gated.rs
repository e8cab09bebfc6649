//! Formulas of several inputs: gates, biases, parameters that are arrays.

use crate::activation;

/// The gated linear unit.
///
/// Dauphin, Fan, Auli and Grangier (2016), <https://arxiv.org/abs/1612.08083>.
#[activation]
pub fn glu(a: f32, b: f32) -> f32 {
    a * sigmoid(b)
}

/// The SiLU-gated linear unit.
///
/// Shazeer (2020), <https://arxiv.org/abs/2002.05202>.
#[activation(name = SwiGlu)]
pub fn swiglu(a: f32, b: f32) -> f32 {
    silu(a) * b
}

/// The GELU-gated linear unit.
///
/// Shazeer (2020), <https://arxiv.org/abs/2002.05202>.
#[activation(name = GeGlu)]
pub fn geglu(a: f32, b: f32) -> f32 {
    gelu(a) * b
}

/// A layer's bias and its ReLU in one pass: with `v` of shape `[batch, units]` and `b` of shape
/// `[units]`, the gradient of `b` is the sum over the batch.
#[activation]
pub fn bias_relu(v: f32, b: f32) -> f32 {
    relu(v + b)
}
