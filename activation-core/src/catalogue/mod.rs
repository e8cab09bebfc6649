//! Ready-made activations, each one declaration: its formula, its parameters, its source.
//!
//! An entry holds nothing else. Its derivative, kernels, kinks and documentation come from the
//! formula; if an entry needs more, the engine lacks something. [`for_each_activation!`] is the
//! list that tests, benchmarks and tables go through.
//!
//! [`for_each_activation!`]: crate::for_each_activation

pub mod exponential;
pub mod gated;
pub mod rectified;
pub mod self_gated;
pub mod sigmoidal;
pub mod wave;

pub use self::{exponential::*, gated::*, rectified::*, self_gated::*, sigmoidal::*, wave::*};

/// Calls the macro `$callback` with every entry of the catalogue, as
/// `name => Type` pairs: first those of one input, then, behind a semicolon, those of several.
///
/// ```
/// macro_rules! count {
///     ($($name:ident => $type:ident),*; $($gated:ident => $gated_type:ident),*) => {
///         [$(stringify!($name)),*].len() + [$(stringify!($gated)),*].len()
///     };
/// }
/// assert!(activation_core::for_each_activation!(count) >= 29);
/// ```
#[macro_export]
macro_rules! for_each_activation {
    ($callback:ident) => {
        $callback! {
            identity => Identity,
            binary_step => BinaryStep,
            relu => Relu,
            leaky_relu => LeakyRelu,
            prelu => Prelu,
            relu6 => Relu6,
            hard_sigmoid => HardSigmoid,
            hard_tanh => HardTanh,
            sigmoid => Sigmoid,
            tanh => Tanh,
            softsign => Softsign,
            arctan => Arctan,
            log_sigmoid => LogSigmoid,
            elu => Elu,
            selu => Selu,
            celu => Celu,
            softplus => Softplus,
            silu => Silu,
            swish => Swish,
            hard_swish => HardSwish,
            gelu => Gelu,
            gelu_tanh => GeluTanh,
            mish => Mish,
            gaussian => Gaussian,
            sinusoid => Sinusoid;
            glu => Glu,
            swiglu => SwiGlu,
            geglu => GeGlu,
            bias_relu => BiasRelu
        }
    };
}
