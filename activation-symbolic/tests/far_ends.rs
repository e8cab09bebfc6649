//! The limits at ±∞ and what overflows on the way there, in the range and precision of `f32`.

use activation_symbolic::{analyse, eval::evaluate_single};
use proc_macro2::TokenStream;

/// Value and derivative of a formula of x, as computed, with `f32` roundings.
fn at(body: &str, x: f64) -> (f64, f64) {
    let item = format!("fn f(x: f32) -> f32 {{ {body} }}").parse().unwrap();
    let analysis = analyse(TokenStream::new(), item).unwrap();
    let value = |id| evaluate_single(&analysis.graph, id, &[x]);
    (
        value(analysis.stable_value),
        value(analysis.stable_partials[0]),
    )
}

#[test]
fn limits_are_reached() {
    const UP: f64 = f64::INFINITY;
    for (body, low, high) in [
        ("x * sigmoid(x)", (0.0, 0.0), (UP, 1.0)),
        ("x / (1.0 + x.abs())", (-1.0, 0.0), (1.0, 0.0)),
        ("x * tanh(softplus(x))", (0.0, 0.0), (UP, 1.0)),
        (
            "0.5 * x * (1.0 + erf(x / 2.0.sqrt()))",
            (0.0, 0.0),
            (UP, 1.0),
        ),
        ("x * exp(x) / (exp(x) + 2.0)", (0.0, 0.0), (UP, 1.0)),
        ("x / (1.0 + x * x).sqrt()", (-1.0, 0.0), (1.0, 0.0)),
        ("x * exp(-x * x)", (0.0, 0.0), (0.0, 0.0)),
        ("ln(1.0 + exp(x))", (0.0, 0.0), (UP, 1.0)),
    ] {
        for (x, expected) in [(-UP, low), (UP, high)] {
            let (value, slope) = at(body, x);
            assert_eq!(value, expected.0, "{body} at {x}");
            assert!(
                (slope - expected.1).abs() < 1e-5,
                "{body} at {x}: slope {slope}"
            );
        }
        for x in [-1e20, -1e5, -200.0, 200.0, 1e5, 1e20] {
            let (value, slope) = at(body, x);
            assert!(
                value.is_finite() && slope.is_finite(),
                "{body} at {x}: {value}, {slope}"
            );
        }
    }
}
