//! Activations that call others: their derivatives, and that they are what their formulas are
//! when written out in full.

use activation_core::{
    catalogue::{self, Swish},
    gradcheck::gradcheck,
    kernel::{Bundle as _, Inputs, Kernel, Metadata, Size as _},
    prelude::*,
    simd::{Lane, Scalar},
};
use ndarray::{Array1, array};

/// An activation of one's own, to be called: with a parameter, and with a kink at 1, where it
/// jumps.
#[activation(allow(discontinuous))]
fn gate(x: f32, #[param(default = 0.5)] slope: f32) -> f32 {
    if x > 1.0 {
        1.0 + slope * (x - 1.0)
    } else {
        tanh(x)
    }
}

/// With the defaults.
#[activation]
fn gated(x: f32) -> f32 {
    x * crate::Gate(x)
}

/// With a parameter passed on, a computed one and a constant.
#[activation]
fn passed(x: f32, #[param(default = 1.25)] beta: f32, #[param(default = -0.5)] shift: f32) -> f32 {
    let inner = Swish {
        beta: 1.0 + beta * beta,
    }(x + shift);
    inner - 0.5 * Swish { beta }(x) + Swish { beta: 0.5 }(x)
}

#[activation]
fn passed_in_full(
    x: f32,
    #[param(default = 1.25)] beta: f32,
    #[param(default = -0.5)] shift: f32,
) -> f32 {
    let inner = swish(x + shift, 1.0 + beta * beta);
    inner - 0.5 * swish(x, beta) + swish(x, 0.5)
}

/// A composed activation, called again, and another one called with parameters alone.
#[activation]
fn nested(x: f32, #[param(default = 0.75)] beta: f32) -> f32 {
    Passed {
        beta: beta * Gate { slope: beta }(2.0 * beta),
    }(x) + gelu(Gated(x))
}

#[activation(allow(discontinuous))]
fn nested_in_full(x: f32, #[param(default = 0.75)] beta: f32) -> f32 {
    let u = 2.0 * beta;
    let b = beta
        * (if u > 1.0 {
            1.0 + beta * (u - 1.0)
        } else {
            tanh(u)
        });
    let inner = swish(x - 0.5, 1.0 + b * b);
    let passed = inner - 0.5 * swish(x, b) + swish(x, 0.5);
    let gate = if x > 1.0 {
        1.0 + 0.5 * (x - 1.0)
    } else {
        tanh(x)
    };
    passed + gelu(x * gate)
}

/// Several inputs, of its own and of what it calls.
#[activation]
fn mixed(a: f32, b: f32, #[param(default = 2.0)] beta: f32) -> f32 {
    catalogue::SwiGlu(a * b, b - a) + b * Swish { beta }(a)
}

#[activation]
fn mixed_in_full(a: f32, b: f32, #[param(default = 2.0)] beta: f32) -> f32 {
    silu(a * b) * (b - a) + b * swish(a, beta)
}

/// A step is called, whose derivative is a surrogate's.
#[activation]
fn spiking(x: f32) -> f32 {
    x * catalogue::SpikeArctan(x)
}

fn grid() -> Array1<f64> {
    let mut grid = Array1::linspace(-6.0, 6.0, 49).to_vec();
    grid.extend([1.0, 0.999_999_9, 1.000_000_1, 0.5, -1e-9, 1e-300]);
    Array1::from(grid)
}

#[test]
fn derivatives_of_composed_activations_are_slopes() {
    let x = grid();
    let report = gradcheck(&Gated, &x).unwrap();
    assert!(report.at_kinks >= 1, "the kink of what is called is known");
    gradcheck(
        &Passed {
            beta: -0.7,
            shift: 1.5,
        },
        &x,
    )
    .unwrap();
    gradcheck(&Nested::default(), &x).unwrap();
    let b = array![[-1.5], [0.25], [2.0]];
    gradcheck(&Mixed { beta: 0.6 }, (&x, &b)).unwrap();
}

/// Value, gradient and gradient of the parameters at one point, in one lane of `T`.
fn point<K: Kernel, T: Scalar>(kernel: K, inputs: &[f64]) -> Vec<f64> {
    let lane = |value: f64| Lane(T::from_f64(value));
    let prepared = K::Prepared::map(&kernel.prepare(), lane);
    let inputs: Inputs<K, Lane<T>> = K::Inputs::from_fn(|i| lane(inputs[i]));
    let value = K::value(prepared, inputs);
    let (both, gradient) = K::value_and_gradient(prepared, inputs);
    let (full, parameters) = K::full_gradient(prepared, inputs);
    assert_eq!(value, both, "value and value_and_gradient agree to the bit");
    assert_eq!(gradient.as_ref(), K::gradient(prepared, inputs).as_ref());
    assert_eq!(gradient.as_ref(), full.as_ref());
    let lanes = [&[value], gradient.as_ref(), parameters.as_ref()].concat();
    lanes.iter().map(|lane| lane.0.to_f64()).collect()
}

/// Holds `composed` to the formula written out, in ULP of the larger of it and its largest `term`:
/// both have roundings of their own, each keeps the 9 of a derivative, and where terms cancel what is
/// rounded is the terms.
fn compare<K: Kernel, F: Kernel>(
    composed: K,
    in_full: F,
    points: &[[f64; 2]],
    term: fn([f64; 2]) -> f64,
) {
    for inputs in points {
        for (epsilon, found, expected) in [
            (
                f64::EPSILON,
                point::<K, f64>(composed, inputs),
                point::<F, f64>(in_full, inputs),
            ),
            (
                f64::from(f32::EPSILON),
                point::<K, f32>(composed, inputs),
                point::<F, f32>(in_full, inputs),
            ),
        ] {
            assert_eq!(found.len(), expected.len());
            for (column, (found, expected)) in found.iter().zip(&expected).enumerate() {
                let off = (found - expected).abs() / expected.abs().max(term(*inputs)) / epsilon;
                assert!(
                    off <= 18.0,
                    "{} at {inputs:?}, column {column}: {found} and {expected}, {off} ULP",
                    K::METADATA.name
                );
            }
        }
    }
}

#[test]
fn a_call_is_what_its_formula_is_when_written_out() {
    let points: Vec<[f64; 2]> = grid()
        .iter()
        .enumerate()
        .map(|(i, &x)| [x, 3.0 * (i as f64).sin()])
        .collect();
    for (beta, shift) in [(1.25, -0.5), (-0.7, 1.5), (0.0, 0.0)] {
        compare(
            Passed { beta, shift },
            PassedInFull { beta, shift },
            &points,
            |_| 1.0,
        );
        compare(Nested { beta }, NestedInFull { beta }, &points, |_| 1.0);
        compare(Mixed { beta }, MixedInFull { beta }, &points, |[a, b]| {
            (a * b).abs().max((a * (b - a)).abs()).max(1.0)
        });
    }
}

#[test]
fn arrays_and_points_agree_in_both_types() {
    let (x, gate) = (array![-2.0_f32, 0.5, 3.0], array![0.25_f32, -1.0, 2.0]);
    let y = Mixed::default().forward((&x, &gate));
    for i in 0..3 {
        assert_eq!(y[i], mixed(x[i], gate[i], 2.0));
    }
    let dy = array![1.0_f64, -2.0, 0.5];
    let x = x.mapv(f64::from);
    let (dx, parameters) = Passed::default().backward_with_parameters(&x, &dy);
    let points = x.mapv(|x| point::<Passed, f64>(Passed::default(), &[x]));
    for i in 0..3 {
        let off = (dx[i] - points[i][1] * dy[i]).abs();
        assert!(off < 1e-14, "{off}");
    }
    let sum = |column: usize| {
        points
            .iter()
            .zip(&dy)
            .map(|(p, dy)| p[column] * dy)
            .sum::<f64>()
    };
    assert!((parameters.beta - sum(2)).abs() < 1e-14);
    assert!((parameters.shift - sum(3)).abs() < 1e-14);
}

#[test]
fn what_is_called_is_named_and_its_surrogate_known() {
    let calls = |metadata: &Metadata| -> Vec<&str> {
        metadata.calls.iter().map(|called| called.name).collect()
    };
    assert_eq!(calls(Nested::METADATA), ["gate", "passed", "gated"]);
    assert_eq!(calls(Gate::METADATA), [""; 0]);
    assert_eq!(Gated::METADATA.formula.text, "x * Gate(x)");
    assert_eq!(
        Gated::METADATA.derivatives[0].expression.text,
        "Gate(x) + x * Gate′(x)"
    );
    assert!(Spiking::METADATA.has_surrogate() && !Nested::METADATA.has_surrogate());
    let report = gradcheck(&Spiking, &array![-1.0, 0.0, 0.3]).unwrap();
    assert_eq!((report.slopes, report.skipped), (0, 3));
}
