//! Every stability rule, tested numerically: both sides are equal at high precision wherever the
//! left one has a value, and in `f32` the left one dies at the input that is named here, while
//! the right one does not.
//!
//! Beside them the rows that look as good and are false, each with the number that breaks it.

use activation_symbolic::algebra::rule::RULES;
use activation_tests::{
    candidate::{Candidate as _, Interpreted},
    certificate::Truth,
    entries::{self, Entry},
    reference::{Reference, Settled, Wanted},
    ulp::{self, Verdict},
};

/// A rule, its sides as formulas of x, and where the left one dies.
const ROWS: &[(&str, &str, &str, f32)] = &[
    ("ln_1p", "ln(1.0 + x)", "ln_1p(x)", 1e-9),
    ("exp_m1", "exp(x) - 1.0", "exp_m1(x)", 1e-9),
    ("softplus", "ln_1p(exp(x))", "softplus(x)", 89.0),
    ("logistic", "1.0 / (1.0 + exp(x))", "sigmoid(-x)", 89.0),
    ("log_sigmoid", "ln(sigmoid(x))", "log_sigmoid(x)", 20.0),
    ("ln_cosh", "ln(cosh(x))", "ln_cosh(x)", 1e-5),
    (
        "log_pdf",
        "ln(logistic_pdf(x))",
        "-2.0 * ln_cosh(x / 2.0) - ln(4.0)",
        110.0,
    ),
    ("complement", "1.0 - sigmoid(x)", "sigmoid(-x)", 20.0),
    (
        "swish_complement",
        "1.0 - sigmoid(x) * (1.0 + x * sigmoid(-x))",
        "sigmoid(-x) * (1.0 - x * sigmoid(x))",
        20.0,
    ),
    (
        "mix",
        "(1.0 / (1.0 + x * x) - x) * sigmoid(x) + x",
        "sigmoid(x) / (1.0 + x * x) + x * sigmoid(-x)",
        1e4,
    ),
    (
        "logistic_pdf",
        "sigmoid(x) * sigmoid(-x)",
        "logistic_pdf(x)",
        f32::NAN,
    ),
    (
        "tanh_plus",
        "1.0 + tanh(x)",
        "2.0 * sigmoid(2.0 * x)",
        -10.0,
    ),
    (
        "sech",
        "1.0 - tanh(x).powi(2)",
        "4.0 * logistic_pdf(2.0 * x)",
        10.0,
    ),
    ("erfc", "1.0 + erf(x)", "erfc(-x)", -4.5),
    ("natural", "exp2(x)", "exp(LN_2 * x)", f32::NAN),
    ("binary", "exp(LN_2 * x)", "exp2(x)", f32::NAN),
    (
        "normal_cdf",
        "erfc(-x / SQRT_2)",
        "2.0 * normal_cdf(x)",
        f32::NAN,
    ),
    (
        "normal_pdf",
        "exp(-x.powi(2) / 2.0)",
        "(2.0 * PI).sqrt() * normal_pdf(x)",
        f32::NAN,
    ),
    (
        "one_exp",
        "exp(x) * exp(1.0 - x)",
        "exp(x + (1.0 - x))",
        100.0,
    ),
    (
        "log_gate",
        "exp(-softplus(x).powi(2)) * sigmoid(-x)",
        "exp(-softplus(x).powi(2) - softplus(x))",
        f32::NAN,
    ),
    (
        "tanh_quotient",
        "(exp(x) - 1.0) / (exp(x) + 1.0)",
        "tanh(x / 2.0)",
        95.0,
    ),
    ("tanh", "sinh(x) / cosh(x)", "tanh(x)", 95.0),
    (
        "arc",
        "atan(x) + FRAC_PI_2",
        "if x < -1.0 { atan(-1.0 / x) } else { atan(x) + FRAC_PI_2 }",
        -1e9,
    ),
    (
        "power",
        "sigmoid(x).powf(3.0)",
        "exp(3.0 * log_sigmoid(x))",
        f32::NAN,
    ),
    (
        "conjugate",
        "(x * x + 1.0).sqrt() + x",
        "if x < 0.0 { 1.0 / ((x * x + 1.0).sqrt() - x) } else { (x * x + 1.0).sqrt() + x }",
        -1e5,
    ),
    ("gate", "exp(-softplus(x))", "sigmoid(-x)", f32::NAN),
    ("gate", "exp(log_sigmoid(x))", "sigmoid(x)", f32::NAN),
    (
        "rationalise",
        "1.0 / ((x * x + 1.0).sqrt() - x)",
        "(x * x + 1.0).sqrt() + x",
        1e5,
    ),
    (
        "half_angle",
        "1.0 + sin(2.0 * x)",
        "2.0 * sin(x + FRAC_PI_4).powi(2)",
        f32::NAN,
    ),
    (
        "half_angle",
        "1.0 - 2.0 * sin(x) * cos(x)",
        "2.0 * sin(x - FRAC_PI_4).powi(2)",
        f32::NAN,
    ),
    (
        "half_angle",
        "1.0 + cos(x)",
        "2.0 * cos(0.5 * x).powi(2)",
        f32::NAN,
    ),
    (
        "half_angle",
        "1.0 - cos(x)",
        "2.0 * sin(0.5 * x).powi(2)",
        1e-5,
    ),
    (
        "double_angle",
        "cos(x).powi(2) - sin(x).powi(2)",
        "2.0 * sin(FRAC_PI_4 + x) * sin(FRAC_PI_4 - x)",
        f32::NAN,
    ),
    ("exp_inverse", "1.0 / exp(x)", "exp(-x)", 89.0),
    ("fold", "2.0 * (x + 3.0) - 6.0", "2.0 * x", 1e-9),
    (
        "dominant",
        "exp(2.0 * x) + exp(x)",
        "exp((2.0 * x).max(x)) * (1.0 + exp(-abs(x)))",
        f32::NAN,
    ),
    (
        "level",
        "exp(x) / (exp(x) + exp(0.5 * x) + exp(-x))",
        "exp(x - x.max(-x)) / (exp(x - x.max(-x)) + exp(0.5 * x - x.max(-x)) + exp(-x - x.max(-x)))",
        100.0,
    ),
    (
        "ln_1m_exp",
        "ln(-exp_m1(-x * x))",
        "if x * x > 1.0 { ln_1p(-exp(-x * x)) } else { ln(-exp_m1(-x * x)) }",
        5.0,
    ),
    (
        "power_m1",
        "(1.0 + x * x).powf(0.3) - 1.0",
        "exp_m1(0.3 * ln_1p(x * x))",
        1e-5,
    ),
    ("reflect", "softplus(x) - x", "softplus(-x)", 20.0),
    ("reflect", "log_sigmoid(x) - x", "log_sigmoid(-x)", -20.0),
    (
        "reflect",
        "ln_cosh(x) + x + LN_2",
        "softplus(2.0 * x)",
        -10.0,
    ),
    (
        "reflect",
        "ln_cosh(x) - x + LN_2",
        "softplus(-2.0 * x)",
        10.0,
    ),
    (
        "ln_cosh",
        "softplus(x) - 0.5 * x - LN_2",
        "ln_cosh(0.5 * x)",
        1e-5,
    ),
    (
        "ln_cosh",
        "log_sigmoid(x) - 0.5 * x + LN_2",
        "-ln_cosh(0.5 * x)",
        1e-5,
    ),
    ("pair", "ln(exp(x) + exp(-x))", "ln_cosh(x) + LN_2", 95.0),
    ("asinh", "ln(x + (x * x + 1.0).sqrt())", "asinh(x)", 1e-9),
    ("log_2", "log2(1.0 + exp(x))", "softplus(x) / LN_2", 95.0),
    (
        "normal_complement",
        "1.0 - normal_cdf(x)",
        "normal_cdf(-x)",
        6.0,
    ),
    ("centred", "1.0 - 2.0 * sigmoid(x)", "-tanh(0.5 * x)", 1e-8),
    ("unit", "1.0 - 1.0 / (1.0 + x)", "x / (1.0 + x)", 1e-9),
    ("unit", "1.0 - 3.0 / (3.0 + x)", "x / (3.0 + x)", 1e-9),
    ("erfc", "1.0 - 0.5 * erfc(x)", "0.5 * erfc(-x)", -4.5),
    (
        "log_normal_cdf",
        "ln(normal_cdf(x))",
        "log_normal_cdf(x)",
        -20.0,
    ),
    (
        "log_normal_cdf",
        "ln(normal_cdf(x))",
        "log_normal_cdf(x)",
        6.0,
    ),
    (
        "log_normal_cdf",
        "ln(erfc(x))",
        "log_normal_cdf(-SQRT_2 * x) + LN_2",
        11.0,
    ),
    (
        "log_normal_cdf",
        "ln_1p(-normal_cdf(x))",
        "log_normal_cdf(-x)",
        6.0,
    ),
    (
        "inverse_mills",
        "normal_pdf(x) / normal_cdf(x)",
        "inverse_mills(x)",
        -20.0,
    ),
    (
        "inverse_mills",
        "exp(-x * x) / erfc(x)",
        "(0.5 * PI).sqrt() * inverse_mills(-SQRT_2 * x)",
        11.0,
    ),
    (
        "scaled_tail",
        "exp(x * x) * erfc(x)",
        "(2.0 / PI).sqrt() / inverse_mills(-SQRT_2 * x)",
        11.0,
    ),
    (
        "mills_excess",
        "x + inverse_mills(x)",
        "mills_excess(x)",
        -8000.0,
    ),
];

/// Rules that are a search over forms and no identity of two spellings: they are measured by the
/// certificate, and `typed` by formulas at random.
const SEARCHES: &[&str] = &[
    "rational", "spread", "series", "tail", "centre", "crossing", "typed", "hoist",
];

/// What is tempting and false, and an input at which it is.
const FALSE_FRIENDS: &[(&str, &str, f64)] = &[
    // True for x > 0 only.
    ("(x * x).sqrt()", "x", -1.0),
    ("ln(x * x)", "2.0 * ln(x)", -1.0),
    ("atan(x) + atan(1.0 / x)", "FRAC_PI_2", -1.0),
    // The other half of `arc`: below 0 only.
    ("atan(x) + FRAC_PI_2", "atan(-1.0 / x)", 1.0),
    // softplus is no even function plus a constant.
    ("softplus(x)", "softplus(-x)", 1.0),
    ("softplus(x) - 0.5 * x", "ln_cosh(x) + LN_2", 1.0),
    ("1.0 - 2.0 * sigmoid(x)", "-tanh(x)", 1.0),
    ("1.0 - normal_cdf(x)", "0.5 * erfc(x)", 1.0),
];

fn entry(formula: &str) -> Entry {
    let source = format!("fn f(x: f32) -> f32 {{ {formula} }}");
    entries::formula(&source).unwrap_or_else(|error| panic!("{formula}: {error}"))
}

/// The value to 69 bits, or nothing.
fn exact(entry: &Entry, x: f64) -> Option<f64> {
    let analysis = &entry.analysis;
    let mut reference = Reference::new(&analysis.graph, &[analysis.typed], Wanted::DOUBLE);
    match reference.root(0, &[x]) {
        Settled::Value { high, .. } => Some(high),
        _ => None,
    }
}

fn are_equal(left: &Entry, right: &Entry, x: f64) -> Option<bool> {
    let (a, b) = (exact(left, x)?, exact(right, x)?);
    // One of them may be an infinity of f64 and the other its largest number.
    Some(a == b || (a - b).abs() <= 4.0 * f64::EPSILON * a.abs())
}

#[test]
fn both_sides_are_equal() {
    for &(rule, left, right, _) in ROWS {
        let [a, b] = [left, right].map(entry);
        let mut compared = 0;
        for size in [1e-12, 1e-3, 0.4, 0.9, 1.3, 4.7, 17.0, 60.0, 300.0] {
            for x in [size, -size] {
                if let Some(equal) = are_equal(&a, &b, x) {
                    assert!(equal, "{rule}: {left} is not {right} at {x}");
                    compared += 1;
                }
            }
        }
        assert!(
            compared >= 9,
            "{rule}: {left} has a value at {compared} inputs"
        );
    }
}

#[test]
fn the_left_side_dies_where_it_says_and_the_right_one_lives() {
    for &(rule, left, right, x) in ROWS.iter().filter(|row| !row.3.is_nan()) {
        let judge = |formula: &str| -> Verdict {
            let entry = entry(formula);
            let computed = Interpreted::typed(&entry).single(&[vec![x]])[0][0];
            let truth = Truth::over(&entry, vec![vec![x.into()]], Wanted::SINGLE, ulp::SINGLE)
                .verdicts(0, &[computed.into()]);
            truth[0]
        };
        let (dead, alive) = (judge(left).units(), judge(right).units());
        assert!(dead > 1000.0, "{rule}: {left} is {dead} ulp off at {x}");
        assert!(alive < 9.0, "{rule}: {right} is {alive} ulp off at {x}");
    }
}

#[test]
fn false_friends_are_false() {
    for &(left, right, x) in FALSE_FRIENDS {
        let [a, b] = [left, right].map(entry);
        assert_ne!(are_equal(&a, &b, x), Some(true), "{left} is {right} at {x}");
    }
}

#[test]
fn every_rule_has_a_row() {
    for rule in RULES {
        let tested = ROWS.iter().any(|row| row.0 == rule.name);
        let searched = SEARCHES.contains(&rule.name);
        assert!(tested != searched, "{} has no row here", rule.name);
    }
    for (name, ..) in ROWS {
        assert!(
            RULES.iter().any(|rule| rule.name == *name),
            "no rule {name}"
        );
    }
}
