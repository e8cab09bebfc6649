//! The other crates, on the rows they have, forward. None of them has a backward kernel that can
//! be called by itself.

use std::{hint::black_box, mem::MaybeUninit};

use burn::tensor::{
    Device as BurnDevice, Tensor as BurnTensor, TensorData, activation as burn_act,
};
use candle_core::{Device, Tensor};
use rten_simd::SimdUnaryOp;
use rten_vecmath as rten;
use tract_linalg::Func;

use crate::clock::nanoseconds;

/// The names of the peers, in the order of [`forward`].
pub const NAMES: [&str; 5] = [
    "candle-core",
    "burn (ndarray)",
    "burn (flex)",
    "tract-linalg",
    "rten-vecmath",
];

/// Nanoseconds an element of `y = g(x)` in each peer that has the row.
pub fn forward(name: &str, x: &[f32]) -> [Option<f64>; 5] {
    #[expect(deprecated, reason = "the backend is compared as long as it is there")]
    let burn_ndarray = BurnDevice::ndarray();
    [
        candle(name, x),
        burn(name, x, &burn_ndarray),
        burn(name, x, &BurnDevice::flex()),
        tract(name, x),
        rten(name, x),
    ]
}

fn candle(name: &str, x: &[f32]) -> Option<f64> {
    let operation: fn(&Tensor) -> candle_core::Result<Tensor> = match name {
        "relu" => Tensor::relu,
        "tanh" => Tensor::tanh,
        "silu" => Tensor::silu,
        "gelu" => Tensor::gelu_erf,
        "gelu_tanh" => Tensor::gelu,
        "elu" => |x| x.elu(1.0),
        _ => return None,
    };
    let tensor = Tensor::from_slice(x, x.len(), &Device::Cpu).ok()?;
    Some(nanoseconds(x.len(), || {
        black_box(operation(black_box(&tensor)).expect("an operation on the processor"));
    }))
}

fn burn(name: &str, x: &[f32], device: &BurnDevice) -> Option<f64> {
    let operation: fn(BurnTensor<1>) -> BurnTensor<1> = match name {
        "relu" => burn_act::relu,
        "leaky_relu" => |x| burn_act::leaky_relu(x, 0.01),
        "sigmoid" => burn_act::sigmoid,
        "tanh" => burn_act::tanh,
        "silu" => burn_act::silu,
        "gelu" => burn_act::gelu,
        "gelu_tanh" => burn_act::gelu_approximate,
        "mish" => burn_act::mish,
        "softplus" => |x| burn_act::softplus(x, 1.0),
        "elu" => |x| burn_act::elu(x, 1.0),
        _ => return None,
    };
    let tensor = BurnTensor::<1>::from_data(TensorData::from(x), device);
    Some(nanoseconds(x.len(), || {
        black_box(operation(black_box(&tensor).clone()));
    }))
}

/// Works in place: the copy before each call is measured too and taken off.
fn tract(name: &str, x: &[f32]) -> Option<f64> {
    let function = match name {
        "sigmoid" => Func::Sigmoid,
        "tanh" => Func::Tanh,
        "silu" => Func::Silu,
        "gelu_tanh" => Func::Gelu,
        _ => return None,
    };
    let operation = function.ew_f32().ok()?;
    let mut y = x.to_vec();
    let both = nanoseconds(x.len(), || {
        black_box(&mut y).copy_from_slice(black_box(x));
        operation
            .run(black_box(&mut y))
            .expect("a slice of any length");
    });
    let copy = nanoseconds(x.len(), || black_box(&mut y).copy_from_slice(black_box(x)));
    Some(both - copy)
}

fn rten(name: &str, x: &[f32]) -> Option<f64> {
    fn run(operation: impl SimdUnaryOp<f32>, x: &[f32]) -> f64 {
        let mut y = vec![MaybeUninit::uninit(); x.len()];
        nanoseconds(x.len(), || {
            black_box(operation.map(black_box(x), black_box(&mut y)));
        })
    }
    Some(match name {
        "leaky_relu" => run(rten::LeakyRelu { alpha: 0.01 }, x),
        "sigmoid" => run(rten::Sigmoid {}, x),
        "tanh" => run(rten::Tanh {}, x),
        "silu" => run(rten::Silu {}, x),
        "gelu" => run(rten::Gelu {}, x),
        "gelu_tanh" => run(rten::ApproxGelu {}, x),
        "elu" => run(rten::Elu { alpha: 1.0 }, x),
        _ => return None,
    })
}
