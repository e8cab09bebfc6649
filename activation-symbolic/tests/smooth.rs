//! Where branches meet: with one slope on both sides that is the slope, whatever the chain rule
//! adds up there; with two of them it is the chain rule's, as the documentation states.

use activation_symbolic::{
    analyse,
    eval::{evaluate, evaluate_single},
};

/// Slope and second derivative of a formula of x and a at x, as they are shown and as computed.
fn at(formula: &str, x: f64, a: f64) -> [f64; 4] {
    let item = format!(
        "fn f(x: f32, #[param(default = 1.0)] a: f32) -> f32 {{ let g = {formula}; g + 0.0 * a }}"
    );
    let found = analyse(Default::default(), item.parse().unwrap()).unwrap();
    let second = found.second.as_ref().unwrap();
    [
        found.partials[0],
        found.stable_partials[0],
        second.derivative,
        second.stable,
    ]
    .map(|form| evaluate(&found.graph, form, &[x, a]))
}

#[test]
fn one_slope_on_both_sides_is_the_slope() {
    for (formula, x, slope) in [
        ("relu(x) - relu(-x)", 0.0, 1.0),
        ("x.max(0.0) + x.min(0.0)", 0.0, 1.0),
        ("x.max(0.0) + ln(1.0 + exp(-abs(x)))", 0.0, 0.5),
        ("relu(x) + exp(x.min(0.0)) - 1.0", 0.0, 1.0),
        // With another place beside it, where the slopes differ.
        ("relu(x + 1.0) - relu(-x - 1.0) + abs(x)", -1.0, 0.0),
        ("relu(x + 1.0) - relu(-x - 1.0) + abs(x)", 0.0, 1.0),
        // A point by itself.
        ("if x == 0.0 { 0.0 } else { x }", 0.0, 1.0),
    ] {
        let [shown, computed, ..] = at(formula, x, 1.0);
        assert_eq!([shown, computed], [slope; 2], "{formula} at {x}");
    }
}

#[test]
fn parameters_keep_it() {
    for a in [0.5, 1.0, 3.0] {
        let [shown, computed, ..] = at("x.max(0.0) + (a * (exp(x / a) - 1.0)).min(0.0)", 0.0, a);
        assert_eq!([shown, computed], [1.0; 2], "a = {a}");
    }
    // Smooth for a = 1 alone.
    let [shown, ..] = at("x.max(0.0) + a * x.min(0.0)", 0.0, 0.25);
    assert_eq!(shown, 0.0);
}

/// Losses of a logit and a label are written like that, and training starts at 0.
#[test]
fn so_with_several_inputs() {
    for (formula, at, slopes) in [
        (
            "x.max(0.0) - x * y + ln(1.0 + exp(-abs(x)))",
            [0.0, 0.3],
            [0.2, 0.0],
        ),
        (
            "(1.0 - y) * x + (1.0 + y) * (ln_1p(exp(-abs(x))) + max(-x, 0.0))",
            [0.0, 1.0],
            [-1.0, 2f64.ln()],
        ),
        // Where the inputs are equal, whatever they are.
        (
            "max(x - y, 0.0) + ln_1p(exp(-abs(x - y)))",
            [1.3, 1.3],
            [0.5, -0.5],
        ),
        (
            "max(-y * x, 0.0) + ln_1p(exp(-abs(y * x)))",
            [0.0, 1.0],
            [-0.5, 0.0],
        ),
        (
            "y * (max(0.0, x) + min(0.0, exp(x) - 1.0))",
            [0.0, 3.0],
            [3.0, 0.0],
        ),
        ("y * abs(x) * signum(x)", [0.0, 3.0], [3.0, 0.0]),
    ] {
        let item = format!("fn f(x: f32, y: f32) -> f32 {{ {formula} }}");
        let found = analyse(Default::default(), item.parse().unwrap()).unwrap();
        for (input, slope) in slopes.into_iter().enumerate() {
            for form in [found.partials[input], found.stable_partials[input]] {
                let form = evaluate(&found.graph, form, &at);
                assert!(
                    (form - slope).abs() < 1e-12,
                    "{formula} by input {input}: {form}, not {slope}"
                );
            }
        }
        assert!(found.switches.is_empty(), "{formula} has no kink");
    }
    // A kink is one, and so is a jump with one slope on both sides.
    for formula in [
        "max(x, y)",
        "abs(x - y) + x * y",
        "if x > y { x } else { x + 1.0 } + y",
    ] {
        let item = format!("fn f(x: f32, y: f32) -> f32 {{ let g = {formula}; g }}");
        let found = analyse(Default::default(), item.parse().unwrap()).unwrap();
        assert_eq!(found.switches.len(), 1, "{formula}");
    }
}

/// A place that is a parameter, and the slope in it.
#[test]
fn so_where_a_parameter_is() {
    for formula in [
        "relu(x - a) - relu(a - x)",
        "2.0 * max(x - a, 0.0) + 2.0 * ln(1.0 + exp(-abs(x - a)))",
    ] {
        let item = format!("fn f(x: f32, #[param(default = 0.5)] a: f32) -> f32 {{ {formula} }}");
        let found = analyse(Default::default(), item.parse().unwrap()).unwrap();
        for a in [0.5, -1.7] {
            let at = |form| evaluate(&found.graph, form, &[a, a]);
            let slopes = [at(found.stable_partials[0]), at(found.stable_partials[1])];
            assert_eq!(slopes, [1.0, -1.0], "{formula} at {a}");
        }
    }
}

#[test]
fn two_slopes_and_jumps_are_left_alone() {
    for (formula, slope) in [
        ("relu(x)", 0.0),
        ("abs(x)", 0.0),
        ("x.max(0.1 * x)", 0.1),
        ("if x == 0.0 { 1.0 } else { x }", 0.0),
    ] {
        let [shown, computed, ..] = at(formula, 0.0, 1.0);
        assert_eq!([shown, computed], [slope; 2], "{formula}");
    }
}

#[test]
fn so_with_second_derivatives() {
    let [.., shown, computed] = at("x.max(0.0) + ln(1.0 + exp(-abs(x)))", 0.0, 1.0);
    assert_eq!([shown, computed], [0.25; 2]);
    // 0/0 as it is shown, by its series as it is computed.
    let [.., computed] = at("if x == 0.0 { 1.0 } else { sin(x) / x }", 0.0, 1.0);
    assert!((computed + 1.0 / 3.0).abs() < 1e-7, "{computed}");
}

/// The root of a square is an absolute value: as typed its slope at the place is 0/0, and the
/// square overflows.
#[test]
fn the_root_of_a_square_is_an_absolute_value() {
    for (formula, x, slope) in [
        ("sqrt(x * x)", 0.0, 0.0),
        ("sqrt(x * x)", -3.0, -1.0),
        ("sqrt(4.0 * x * x)", 2.0, 2.0),
        ("(x * x).powf(0.5)", 0.0, 0.0),
        ("(x * x).powf(1.5)", -2.0, -12.0),
        ("sqrt((x - 1.0) * (x - 1.0))", 1.0, 0.0),
        ("sqrt((x - 1.0) * (x - 1.0))", 0.0, -1.0),
        ("sqrt(x * x * (1.0 + x * x))", 0.0, 0.0),
        ("ln(1.0 + sqrt(x * x))", 0.0, 0.0),
        ("ln(1.0 + sqrt(x * x))", 1.0, 0.5),
        ("(x * x).powf(0.7)", 0.0, 0.0),
        ("sqrt(tanh(x) * tanh(x))", 0.0, 0.0),
        ("sqrt(x.powi(4))", -2.0, -4.0),
    ] {
        let [shown, computed, ..] = at(formula, x, 1.0);
        for found in [shown, computed] {
            assert!(
                (found - slope).abs() < 1e-12,
                "{formula} at {x}: {found}, not {slope}"
            );
        }
    }
    for body in ["sqrt(x * x)", "(x * x).powf(0.5)", "sqrt(x * x) / 2.0 + x"] {
        let item = format!("fn f(x: f32) -> f32 {{ {body} }}").parse().unwrap();
        let found = analyse(Default::default(), item).unwrap();
        assert_eq!(found.kinks.len(), 1, "{body}");
        for x in [-1e30, -1e-30, 1e-30, 1e30] {
            let slope = evaluate_single(&found.graph, found.stable_partials[0], &[x]);
            let value = evaluate_single(&found.graph, found.stable_value, &[x]);
            assert!(slope.abs() <= 1.5 && value.is_finite(), "{body} at {x}");
        }
    }
}
