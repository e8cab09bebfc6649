//! Ready-made activations, each one declaration: its formula, its parameters, its source.
//!
//! An entry holds nothing else. Its derivative, kernels, kinks and documentation come from the
//! formula; if an entry needs more, the engine lacks something. [`for_each_activation!`] is the
//! list that tests, benchmarks and tables go through.
//!
//! [`by_name`] finds an entry at run time. An entry that a program does not use costs it the
//! expansion of a formula, milliseconds, and no instructions; so there are no features that leave
//! entries out.
//!
//! # The entries
//!
//! Formulas and derivatives are as the engine writes them; what is computed is their stable form.
//! The range is at the default parameters; who has it says [`elsewhere`], and a dash that neither
//! Wikipedia nor PyTorch, JAX, Keras, oneDNN, ONNX, NNlib or Hugging Face do.
//!
#![doc = include_str!("TABLE.md")]
//!
//! # At the kinks
//!
//! Where the slope jumps any slope between both sides is a subgradient, and frameworks disagree.
//! Here `if` has the slope of the branch that is taken, and `max`, `min`, `abs` and `clamp` the
//! smallest between both sides, which is PyTorch's written policy. In bold what is different
//! elsewhere, as measured there or, where that is not possible, read in the source.
//!
#![doc = include_str!("KINKS.md")]
//!
//! [`for_each_activation!`]: crate::for_each_activation

pub mod channel;
mod elsewhere;
pub mod exponential;
pub mod gated;
pub mod hard;
mod lookup;
pub mod polynomial;
pub mod rectified;
pub mod self_gated;
pub mod shrink;
pub mod sigmoidal;
pub mod smooth;
pub mod spiking;
pub mod step;
pub mod tanh_gated;
pub mod wave;

pub use self::elsewhere::elsewhere;
pub(crate) use self::lookup::nearest;
pub use self::lookup::{ENTRIES, NAMES, UnknownActivation, by_name, metadata, resolve};
pub use self::{
    channel::*, exponential::*, gated::*, hard::*, polynomial::*, rectified::*, self_gated::*,
    shrink::*, sigmoidal::*, smooth::*, spiking::*, step::*, tanh_gated::*, wave::*,
};

/// Calls the macro `$callback` with every entry of the catalogue, as
/// `name => Type` pairs: first those of one input, then, behind a semicolon, those of several.
///
/// ```
/// macro_rules! count {
///     ($($name:ident => $type:ident),*; $($gated:ident => $gated_type:ident),*) => {
///         [$(stringify!($name)),*].len() + [$(stringify!($gated)),*].len()
///     };
/// }
/// assert!(activation_core::for_each_activation!(count) >= 100);
/// ```
#[macro_export]
macro_rules! for_each_activation {
    ($callback:ident) => {
        $callback! {
            identity => Identity,
            linear => Linear,
            abs => Abs,
            relu => Relu,
            leaky_relu => LeakyRelu,
            prelu => Prelu,
            srelu => SRelu,
            apl => Apl,
            binary_step => BinaryStep,
            spike_arctan => SpikeArctan,
            spike_fast_sigmoid => SpikeFastSigmoid,
            sign_straight_through => SignStraightThrough,
            round_straight_through => RoundStraightThrough,
            threshold => Threshold,
            thresholded_relu => ThresholdedRelu,
            hard_shrink => HardShrink,
            soft_shrink => SoftShrink,
            shrink => Shrink,
            tanh_shrink => TanhShrink,
            hard_tanh => HardTanh,
            relu6 => Relu6,
            hard_sigmoid => HardSigmoid,
            onnx_hard_sigmoid => OnnxHardSigmoid,
            hard_swish => HardSwish,
            onednn_hard_swish => OnednnHardSwish,
            hard_elish => HardElish,
            sparse_plus => SparsePlus,
            sparse_sigmoid => SparseSigmoid,
            sqnl => Sqnl,
            square => Square,
            cube => Cube,
            power => Power,
            squared_relu => SquaredRelu,
            star_relu => StarRelu,
            poly_relu => PolyRelu,
            repsu => RePsu,
            exponential => Exponential,
            elu => Elu,
            selu => Selu,
            celu => Celu,
            soft_exponential => SoftExponential,
            xielu => Xielu,
            cloglog => Cloglog,
            softplus => Softplus,
            sqrt_softplus => SqrtSoftplus,
            squareplus => Squareplus,
            logcosh => Logcosh,
            soft_clipping => SoftClipping,
            bent_identity => BentIdentity,
            nlrelu => NlRelu,
            sigmoid => Sigmoid,
            bipolar_sigmoid => BipolarSigmoid,
            log_sigmoid => LogSigmoid,
            tanh => Tanh,
            lecun_tanh => LecunTanh,
            soboleva_tanh => SobolevaTanh,
            softsign => Softsign,
            arctan => Arctan,
            arsinh => Arsinh,
            erf => Erf,
            laplace => Laplace,
            isru => Isru,
            isrlu => Isrlu,
            gaussian => Gaussian,
            sinusoid => Sinusoid,
            sinc => Sinc,
            gcu => Gcu,
            snake => Snake,
            snake_beta => SnakeBeta,
            silu => Silu,
            swish => Swish,
            e_swish => ESwish,
            quick_gelu => QuickGelu,
            gelu => Gelu,
            gelu_tanh => GeluTanh,
            elish => Elish,
            aria2 => Aria2,
            swish_t => SwishT,
            eanaf => Eanaf,
            acon_c => AconC,
            xsilu => XSilu,
            xgelu => XGelu,
            xatlu => XAtlu,
            mish => Mish,
            lisht => Lisht,
            tanh_exp => TanhExp,
            serf => Serf,
            logish => Logish,
            p_logish => PLogish,
            phish => Phish,
            smish => Smish,
            gish => Gish,
            colu => Colu;
            rrelu => Rrelu,
            bipolar_relu => BipolarRelu,
            glu => Glu,
            bilinear => Bilinear,
            gtu => Gtu,
            reglu => ReGlu,
            geglu => GeGlu,
            geglu_tanh => GeGluTanh,
            swiglu => SwiGlu,
            clamped_swiglu => ClampedSwiGlu,
            xatglu => XAtGlu,
            preglu => PReGlu,
            bias_relu => BiasRelu,
            bias_gelu => BiasGelu,
            channel_prelu => ChannelPrelu,
            channel_swish => ChannelSwish,
            channel_acon_c => ChannelAconC,
            channel_snake => ChannelSnake,
            dyt => DynamicTanh,
            derf => DynamicErf
        }
    };
}
