//! Gates: one input times a function of another, usually the halves of one array.

use crate::activation;

/// The gated linear unit.
///
/// Dauphin, Fan, Auli and Grangier (2016), <https://arxiv.org/abs/1612.08083>.
#[activation]
pub fn glu(a: f32, b: f32) -> f32 {
    a * sigmoid(b)
}

/// The gate without a nonlinearity.
///
/// Shazeer (2020), <https://arxiv.org/abs/2002.05202>.
#[activation]
pub fn bilinear(a: f32, b: f32) -> f32 {
    a * b
}

/// The gated tanh unit, as in PixelCNN and WaveNet.
///
/// van den Oord et al. (2016), <https://arxiv.org/abs/1606.05328>.
#[activation]
pub fn gtu(a: f32, b: f32) -> f32 {
    tanh(a) * sigmoid(b)
}

/// The ReLU-gated linear unit.
///
/// Shazeer (2020), <https://arxiv.org/abs/2002.05202>.
#[activation(name = ReGlu)]
pub fn reglu(a: f32, b: f32) -> f32 {
    relu(a) * b
}

/// The GELU-gated linear unit.
///
/// Shazeer (2020), <https://arxiv.org/abs/2002.05202>. The first input is the gate, as in the
/// paper and in llama.cpp; Hugging Face diffusers has it second.
#[activation(name = GeGlu)]
pub fn geglu(a: f32, b: f32) -> f32 {
    gelu(a) * b
}

/// [`geglu`] with the approximation of GELU through the hyperbolic tangent, as in Gemma.
///
/// Shazeer (2020), <https://arxiv.org/abs/2002.05202>.
#[activation(name = GeGluTanh)]
pub fn geglu_tanh(a: f32, b: f32) -> f32 {
    gelu_tanh(a) * b
}

/// The SiLU-gated linear unit, as in Llama. The first input is the gate.
///
/// Shazeer (2020), <https://arxiv.org/abs/2002.05202>.
#[activation(name = SwiGlu)]
pub fn swiglu(a: f32, b: f32) -> f32 {
    silu(a) * b
}

/// The clamped SwiGLU of gpt-oss: the gate from above only, the other input on both sides and
/// with 1 added.
///
/// OpenAI (2025), <https://arxiv.org/abs/2508.10925>.
#[activation(name = ClampedSwiGlu)]
pub fn clamped_swiglu(
    a: f32,
    b: f32,
    /// How sharply the gate closes.
    #[param(default = 1.702)]
    alpha: f32,
    /// Where both inputs are cut off.
    #[param(default = 7.0)]
    limit: f32,
) -> f32 {
    let gate = a.min(limit);
    (b.clamp(-limit, limit) + 1.0) * gate * sigmoid(alpha * gate)
}

/// The arctan-gated linear unit, whose gate reaches from `−alpha` to `1 + alpha`: that of
/// [`xatlu`](crate::catalogue::xatlu).
///
/// Huang (2024), <https://arxiv.org/abs/2405.20768>.
#[activation(name = XAtGlu)]
pub fn xatglu(
    a: f32,
    b: f32,
    /// How far the gate's range is expanded on either side.
    #[param(default = 0.0)]
    alpha: f32,
) -> f32 {
    a * ((atan(a) / PI + 0.5) * (1.0 + 2.0 * alpha) - alpha) * b
}

/// The PReLU-gated linear unit: [`reglu`] with a trained slope below 0.
///
/// Shazeer (2020), <https://arxiv.org/abs/2002.05202>, with the function of He, Zhang, Ren and Sun
/// (2015), <https://arxiv.org/abs/1502.01852>.
#[activation(name = PReGlu)]
pub fn preglu(
    a: f32,
    b: f32,
    /// The slope below 0.
    #[param(default = 0.25)]
    weight: f32,
) -> f32 {
    let gate = if a > 0.0 { a } else { weight * a };
    gate * b
}
