//! The activations that are compared, with what a person would write for them over `ndarray`.

use std::hint::black_box;

use activation_core::{
    Activation,
    catalogue::{
        Elu, Gelu, GeluTanh, LeakyRelu, Mish, Relu, Serf, Sigmoid, Silu, Softplus, Tanh, TanhExp,
    },
    kernel::{Kernel, N},
};
use ndarray::{Array1, Zip};

use crate::clock::nanoseconds;

/// An activation.
pub struct Row {
    /// The name of the entry.
    pub name: &'static str,
    /// Nanoseconds an element of `y = g(x)` and of `dx = g′(x) ⊙ dy` here.
    pub ours: fn(&Array1<f32>, &mut Array1<f32>) -> [f64; 2],
    /// The formula with the functions of the standard library (and `libm` for `erf`).
    pub value: fn(f32) -> f32,
    /// Its derivative, likewise.
    pub slope: fn(f32) -> f32,
}

fn ours<K: Kernel<Inputs = N<1>> + Default>(x: &Array1<f32>, y: &mut Array1<f32>) -> [f64; 2] {
    let act = K::default();
    [
        nanoseconds(x.len(), || {
            act.forward_into(black_box(x), black_box(&mut *y))
        }),
        nanoseconds(x.len(), || {
            act.backward_into(black_box(x), black_box(x), black_box(&mut *y))
        }),
    ]
}

/// Nanoseconds an element of `Zip` over the formula and over the chain rule.
pub fn plain(row: &Row, x: &Array1<f32>, y: &mut Array1<f32>) -> [f64; 2] {
    macro_rules! inlined {
        ($($name:literal)+) => {
            match row.name {
                $($name => {
                    // A constant function pointer is inlined, as what a person writes would be.
                    const ROW: &Row = row_named($name);
                    let forward = nanoseconds(x.len(), || {
                        Zip::from(black_box(&mut *y)).and(black_box(x)).for_each(|y, &x| *y = (ROW.value)(x));
                    });
                    let backward = nanoseconds(x.len(), || {
                        Zip::from(black_box(&mut *y))
                            .and(black_box(x))
                            .and(black_box(x))
                            .for_each(|dx, &x, &dy| *dx = (ROW.slope)(x) * dy);
                    });
                    [forward, backward]
                })+
                name => unreachable!("no row `{name}`"),
            }
        };
    }
    inlined!("relu" "leaky_relu" "sigmoid" "tanh" "silu" "gelu" "gelu_tanh" "mish" "softplus" "elu"
        "tanh_exp" "serf")
}

const fn row_named(name: &str) -> &'static Row {
    let mut at = 0;
    while at < ROWS.len() {
        let (one, other) = (ROWS[at].name.as_bytes(), name.as_bytes());
        let mut same = one.len() == other.len();
        let mut i = 0;
        while same && i < one.len() {
            same = one[i] == other[i];
            i += 1;
        }
        if same {
            return &ROWS[at];
        }
        at += 1;
    }
    panic!("every name has a row")
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
fn softplus(x: f32) -> f32 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}
fn normal_cdf(x: f32) -> f32 {
    0.5 * (1.0 + libm::erff(x * std::f32::consts::FRAC_1_SQRT_2))
}
fn normal_pdf(x: f32) -> f32 {
    (-0.5 * x * x).exp() * 0.398_942_3
}
fn bent(x: f32) -> f32 {
    0.797_884_6 * (x + 0.044_715 * x * x * x)
}
fn erf_slope(x: f32) -> f32 {
    std::f32::consts::FRAC_2_SQRT_PI * (-x * x).exp()
}

/// The rows.
pub const ROWS: &[Row] = &[
    Row {
        name: "relu",
        ours: ours::<Relu>,
        value: |x| x.max(0.0),
        slope: |x| if x > 0.0 { 1.0 } else { 0.0 },
    },
    Row {
        name: "leaky_relu",
        ours: ours::<LeakyRelu>,
        value: |x| if x > 0.0 { x } else { 0.01 * x },
        slope: |x| if x > 0.0 { 1.0 } else { 0.01 },
    },
    Row {
        name: "sigmoid",
        ours: ours::<Sigmoid>,
        value: logistic,
        slope: |x| logistic(x) * (1.0 - logistic(x)),
    },
    Row {
        name: "tanh",
        ours: ours::<Tanh>,
        value: f32::tanh,
        slope: |x| 1.0 - x.tanh() * x.tanh(),
    },
    Row {
        name: "silu",
        ours: ours::<Silu>,
        value: |x| x * logistic(x),
        slope: |x| logistic(x) * (1.0 + x * (1.0 - logistic(x))),
    },
    Row {
        name: "gelu",
        ours: ours::<Gelu>,
        value: |x| x * normal_cdf(x),
        slope: |x| normal_cdf(x) + x * normal_pdf(x),
    },
    Row {
        name: "gelu_tanh",
        ours: ours::<GeluTanh>,
        value: |x| 0.5 * x * (1.0 + bent(x).tanh()),
        slope: |x| {
            let t = bent(x).tanh();
            0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * 0.797_884_6 * (1.0 + 0.134_145 * x * x)
        },
    },
    Row {
        name: "mish",
        ours: ours::<Mish>,
        value: |x| x * softplus(x).tanh(),
        slope: |x| {
            let t = softplus(x).tanh();
            t + x * (1.0 - t * t) * logistic(x)
        },
    },
    Row {
        name: "softplus",
        ours: ours::<Softplus>,
        value: softplus,
        slope: logistic,
    },
    Row {
        name: "elu",
        ours: ours::<Elu>,
        value: |x| if x > 0.0 { x } else { x.exp_m1() },
        slope: |x| if x > 0.0 { 1.0 } else { x.exp() },
    },
    Row {
        name: "tanh_exp",
        ours: ours::<TanhExp>,
        value: |x| x * x.exp().tanh(),
        slope: |x| {
            let (e, t) = (x.exp(), x.exp().tanh());
            t + x * e * (1.0 - t * t)
        },
    },
    Row {
        name: "serf",
        ours: ours::<Serf>,
        value: |x| x * libm::erff(softplus(x)),
        slope: |x| {
            let s = softplus(x);
            libm::erff(s) + x * erf_slope(s) * logistic(x)
        },
    },
];
