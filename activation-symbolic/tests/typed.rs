//! What reads best may leave the range of `f32` before the formula as typed does: then that is
//! computed.

use activation_symbolic::{analyse, eval::evaluate_single};

#[test]
fn a_product_that_overflows_is_computed_as_typed() {
    for (typed, x, value) in [
        ("-(x / 7.0) * x", -3.7e19_f32, -1.955_714_3e38_f32),
        ("-(x / (1.0 + abs(x))) * (1.0 + x)", -1.7e38, -1.7e38),
    ] {
        let item = format!("fn f(x: f32) -> f32 {{ {typed} }}");
        let found = analyse(Default::default(), item.parse().unwrap()).unwrap();
        let form = found.stable_value;
        let computed = evaluate_single(&found.graph, form, &[f64::from(x)]);
        let error = (computed - f64::from(value)).abs() / f64::from(value).abs();
        assert!(error < 1e-6, "{typed} at {x:e}: {computed:e}");
    }
}

#[test]
fn what_does_not_fail_stays_as_it_reads_best() {
    let item = "fn f(x: f32) -> f32 { -(x / 7.0) * tanh(x) }";
    let found = analyse(Default::default(), item.parse().unwrap()).unwrap();
    assert_eq!(found.stable_value, found.value);
}
