//! The limits at ±∞ and what overflows on the way there, in the range and precision of `f32`.

use activation_symbolic::{
    algebra::lower,
    analyse,
    eval::{evaluate, evaluate_single},
};
use proc_macro2::TokenStream;

/// Value and derivative of a formula of x, as computed, with `f32` roundings.
fn at(body: &str, x: f64) -> (f64, f64) {
    let item = format!("fn f(x: f32) -> f32 {{ {body} }}").parse().unwrap();
    let mut analysis = analyse(TokenStream::new(), item).unwrap();
    let [value, slope] = [analysis.stable_value, analysis.stable_partials[0]].map(|form| {
        let lowered = lower(&mut analysis.graph, form, &analysis.symbols);
        evaluate_single(&analysis.graph, lowered, &[x])
    });
    (value, slope)
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

#[test]
fn what_oscillates_is_left_alone() {
    // As far out as numbers go, the cosine is still that of its argument.
    let x = f64::from(3e38_f32);
    assert_eq!(at("sin(x)", x).1, f64::from(x.cos() as f32));
    assert!(at("x * cos(x)", f64::INFINITY).0.is_nan());
}

#[test]
fn what_oscillates_under_a_bound_is_held_at_infinity_alone() {
    let sinc = "if x == 0.0 { 1.0 } else { sin(x) / x }";
    let (value, slope) = at(sinc, f64::INFINITY);
    assert_eq!(value, 0.0);
    assert!(slope.abs() < 1e-38, "{slope:e}");
    // 1/x is 3.3·10⁻³⁹ there, and the sine has its phase.
    let x = f64::from(3e38_f32);
    let exact = x.sin() / x;
    assert!((at(sinc, x).0 - exact).abs() < 1e-45, "{:e}", exact);
    // a·x is infinite where x is not.
    let body = "x + sin(10.0 * x).powi(2) / 10.0";
    assert_eq!(at(body, x).0, x);
}

#[test]
fn constants_do_not_overflow_before_the_form_does() {
    let x = f64::from(3e38_f32);
    let close = |found: f64, exact: f64| {
        let off = (found - exact).abs() / exact.abs().max(f64::from(f32::MIN_POSITIVE));
        assert!(off < 1e-6, "{found:e}, not {exact:e}");
    };
    // x + √(x² + 4) is 6·10³⁸.
    for body in [
        "0.5 * (x + (x * x + 4.0).sqrt())",
        "2.0 / ((x * x + 4.0).sqrt() - x)",
    ] {
        close(at(body, x).0, x);
        close(at(body, -x).0, 1.0 / x);
        close(at(body, -1.4e19).1, 1.0 / 1.4e19 / 1.4e19);
    }
    close(at("0.5 * x * x", 2.4e19).0, 2.88e38);
    let exact = 2.0 * x * x.sin() * x.cos();
    close(at("2.0 * x * sin(x) * cos(x)", x).0, exact);
}

#[test]
fn only_the_part_is_clamped_in_which_a_nan_is_born() {
    // x itself goes on to ∞, its product with what vanishes does not.
    assert_eq!(
        at("x / (1.0 - x * exp(-x - exp(x)))", f64::INFINITY).0,
        f64::INFINITY
    );
    assert_eq!(
        at("x + x * x * exp(-x)", 3e38_f32.into()).0,
        3e38_f32.into()
    );
}

#[test]
fn a_gate_is_guarded_for_either_sign_of_what_it_lets_through() {
    let item = "fn f(a: f32, b: f32) -> f32 { a * sigmoid(a) * b }"
        .parse()
        .unwrap();
    let mut analysis = analyse(TokenStream::new(), item).unwrap();
    let [value, slope] = [analysis.stable_value, analysis.stable_partials[0]]
        .map(|form| lower(&mut analysis.graph, form, &analysis.symbols));
    for b in [-2.0, 2.0] {
        let at = |id, a| evaluate_single(&analysis.graph, id, &[a, b]);
        assert_eq!(at(value, f64::NEG_INFINITY), 0.0);
        assert_eq!(at(value, f64::INFINITY), f64::INFINITY * b);
        assert_eq!(at(slope, f64::INFINITY), b);
    }
}

#[test]
fn a_nan_goes_through_every_branch() {
    for body in [
        "if x > 1.0 { x } else { 0.0 }",
        "if x >= 0.0 { 1.0 } else { 0.0 }",
        "if x > 1.0 { x - 1.0 } else if x < -1.0 { x + 1.0 } else { 0.0 }",
        "if x > 0.0 && x < 1.0 { x } else { 0.0 }",
        "2.0 * if x != 3.0 { 1.0 } else { x }",
        "x.max(0.0)",
    ] {
        assert!(at(body, f64::NAN).0.is_nan(), "{body}");
        for x in [-2.0, -1.0, 0.0, 0.5, 1.0, 2.0] {
            let item = format!("fn f(x: f32) -> f32 {{ {body} }}").parse().unwrap();
            let analysis = analyse(TokenStream::new(), item).unwrap();
            let typed = evaluate_single(&analysis.graph, analysis.typed, &[x]);
            assert_eq!(at(body, x).0, typed, "{body} at {x}");
        }
    }
}

/// Value and slope of a formula of x and a, as computed in `f32`, beside the formula in `f64`.
fn beside_typed(body: &str, x: f64, a: f64) -> [[f64; 2]; 2] {
    let item = format!("fn f(x: f32, #[param(default = 1.0)] a: f32) -> f32 {{ {body} }}");
    let mut analysis = analyse(TokenStream::new(), item.parse().unwrap()).unwrap();
    let computed = [analysis.stable_value, analysis.stable_partials[0]];
    let exact = [analysis.typed, analysis.partials[0]];
    let computed = computed.map(|form| {
        let lowered = lower(&mut analysis.graph, form, &analysis.symbols);
        evaluate_single(&analysis.graph, lowered, &[x, a])
    });
    [
        computed,
        exact.map(|form| evaluate(&analysis.graph, form, &[x, a])),
    ]
}

#[test]
fn a_bound_that_holds_for_the_default_alone_is_none() {
    // 2ᵘ and √σ(u) are at their ends by x = 80 for a = 1, and far from them for a = 0.05.
    for body in [
        "exp2(a * x) / (1.0 + exp2(a * x))",
        "x / (1.0 + exp2(-a * x))",
        "ln(1.0 + exp2(a * x)) * tanh(x)",
        "x * sqrt(sigmoid(a * x))",
        "powf(softplus(a * x), 0.25)",
    ] {
        for (a, x) in [
            (0.05, 60.0),
            (0.05, 100.0),
            (0.05, -100.0),
            (-0.05, 100.0),
            (0.3, -81.0),
        ] {
            let [computed, exact] = beside_typed(body, x, f64::from(a as f32));
            for (computed, exact) in computed.into_iter().zip(exact) {
                let error = (computed - exact).abs() / exact.abs();
                assert!(
                    error < 1e-5,
                    "{body} at {x}, a = {a}: {computed:e}, not {exact:e}"
                );
            }
        }
    }
}

#[test]
fn powers_of_two_have_no_end_before_their_sums() {
    for (body, x, value) in [
        ("exp2(x) / (1.0 + exp2(x))", 500.0, 1.0),
        ("log2(1.0 + exp2(x))", 500.0, 500.0),
        ("x / (1.0 + exp2(-x))", -149.0, -2.088e-43),
    ] {
        let (found, slope) = at(body, x);
        assert!(
            (found / value - 1.0).abs() < 1e-3,
            "{body} at {x}: {found:e}"
        );
        assert!(slope.is_finite(), "{body} at {x}: slope {slope}");
    }
}

/// What is the same from 10¹⁸ on beside an input of 1 is not beside one as large, or as small.
#[test]
fn no_end_is_taken_from_another_input() {
    type Case = (&'static str, [f64; 2], [f64; 3]);
    const CASES: [Case; 4] = [
        ("2.0 * a * b / (a + b)", [1e20, 1e20], [1e20, 0.5, 0.5]),
        (
            "a / (a * a + b * b).sqrt()",
            [1e20, -1e30],
            [1e-10, 1e-30, 1e-40],
        ),
        (
            "a * b / (1.0 + a * a * b * b).sqrt()",
            [1e-30, 1e20],
            [1e-10, 1e20, 1e-30],
        ),
        (
            "a * sigmoid(b * a)",
            [1e30, -1e-30],
            [
                1e30 * 0.268_941_421_369_995_1,
                0.268_941_421_369_995_1 - 0.196_611_933_241_481_85,
                1e60 * 0.196_611_933_241_481_85,
            ],
        ),
    ];
    for (body, at, expected) in CASES {
        let item = format!("fn f(a: f32, b: f32) -> f32 {{ {body} }}");
        let mut analysis = analyse(TokenStream::new(), item.parse().unwrap()).unwrap();
        let forms = [&[analysis.stable_value], &analysis.stable_partials[..]].concat();
        for (form, expected) in forms.into_iter().zip(expected) {
            let lowered = lower(&mut analysis.graph, form, &analysis.symbols);
            let found = evaluate(&analysis.graph, lowered, &at);
            assert!(
                (found - expected).abs() <= 1e-12 * expected.abs(),
                "{body} at {at:?}: {found}, not {expected}"
            );
        }
    }
}

/// Of e^(x + 60) the parameter's part alone has a square beyond `f32`.
#[test]
fn a_parameter_in_an_exponent_overflows_nothing() {
    for body in [
        "x * tanh(x + a)",
        "x * sigmoid(2.0 * x + a)",
        "x * tanh(softplus(x - a))",
        "sigmoid(x + a) * sigmoid(-x - a)",
    ] {
        for (a, x) in [(60.0, -60.5), (60.0, 1.0), (-60.0, 61.0), (-95.0, 94.0)] {
            let [computed, exact] = beside_typed(body, x, a);
            for (computed, exact) in computed.into_iter().zip(exact) {
                assert!(
                    (computed - exact).abs() <= 1e-5 * exact.abs().max(1e-30),
                    "{body} at {x}, a = {a}: {computed:e}, not {exact:e}"
                );
            }
        }
    }
}
