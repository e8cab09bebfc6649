//! The columns of Wikipedia's table of activation functions, against what is computed.

use activation_symbolic::{analyse, properties::Symmetry};
use proc_macro2::TokenStream;

/// Range, monotone, slope monotone, continuity, symmetry, identity near 0.
type Row = (
    &'static str,
    &'static str,
    bool,
    bool,
    Option<i32>,
    Symmetry,
    bool,
);

const EVEN: Symmetry = Symmetry::Even;
const ODD: Symmetry = Symmetry::Odd;
const NONE: Symmetry = Symmetry::None;

/// Range, both kinds of monotony and order of continuity are those of
/// <https://en.wikipedia.org/wiki/Activation_function> where the function stands there.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("x", "(-∞, ∞)", true, true, None, ODD, true),
    ("if x < 0.0 { 0.0 } else { 1.0 }", "{0, 1}", true, false, Some(-1), NONE, false),
    ("sigmoid(x)", "(0, 1)", true, false, None, NONE, false),
    ("tanh(x)", "(-1, 1)", true, false, None, ODD, true),
    ("max(x, 0.0)", "[0, ∞)", true, true, Some(0), NONE, false),
    ("gelu(x)", "[-0.169…, ∞)", false, false, None, NONE, false),
    ("ln(1.0 + exp(x))", "(0, ∞)", true, true, None, NONE, false),
    ("if x > 0.0 { x } else { exp(x) - 1.0 }", "(-1, ∞)", true, true, Some(1), NONE, true),
    ("if x < 0.0 { 0.01 * x } else { x }", "(-∞, ∞)", true, true, Some(0), NONE, false),
    ("x * sigmoid(x)", "[-0.278…, ∞)", false, false, None, NONE, false),
    ("exp(-x * x)", "(0, 1]", false, false, None, EVEN, false),
    ("sin(x)", "[-1, 1]", false, false, None, ODD, true),
    ("x / (1.0 + abs(x))", "(-1, 1)", true, false, Some(1), ODD, true),
    ("x / sqrt(1.0 + x * x)", "(-1, 1)", true, false, None, ODD, true),
    ("if x < 0.0 { x / sqrt(1.0 + x * x) } else { x }", "(-1, ∞)", true, true, Some(2), NONE, true),
    ("atan(x)", "(-π/2, π/2)", true, false, None, ODD, true),
    ("asinh(x)", "(-∞, ∞)", true, false, None, ODD, true),
    ("0.5 * (sqrt(x * x + 1.0) - 1.0) + x", "(-∞, ∞)", true, true, None, NONE, true),
    ("if x == 0.0 { 1.0 } else { sin(x) / x }", "[-0.217…, 1]", false, false, None, EVEN, false),
    ("x * tanh(softplus(x))", "[-0.308…, ∞)", false, false, None, NONE, false),
    ("1.0507 * (if x < 0.0 { 1.67326 * (exp(x) - 1.0) } else { x })", "(-1.75…, ∞)", true, false, Some(0), NONE, false),
    ("if x < 0.0 { 0.25 * x } else { x }", "(-∞, ∞)", true, true, Some(0), NONE, false),
    ("(exp(x) - exp(-x)) / (exp(x) + exp(-x))", "(-1, 1)", true, false, None, ODD, true),
    // RePSU where it shrinks alone; over all its parameters it goes from −∞ to ∞.
    ("if x < 0.0 { 0.0 } else { x / (1.0 + exp(-x)) }", "[0, ∞)", true, false, Some(0), NONE, false),
    // Not on that page.
    ("clamp(x, -1.0, 1.0)", "[-1, 1]", true, false, Some(0), ODD, true),
    ("x * cos(x)", "(-∞, ∞)", false, false, None, ODD, true),
    ("abs(x)", "[0, ∞)", false, true, Some(0), EVEN, false),
    ("1.0 / (1.0 + x * x)", "(0, 1]", false, false, None, EVEN, false),
    ("3.0 - exp(x)", "(-∞, 3)", true, true, None, NONE, false),
    ("ln(x)", "(-∞, ∞)", true, true, None, NONE, false),
    ("sqrt(x)", "[0, ∞)", true, true, None, NONE, false),
    // Where the slope, or its slope, is infinite.
    ("abs(x).powf(1.5)", "[0, ∞)", false, true, Some(1), EVEN, false),
    ("(x * x).powf(0.75)", "[0, ∞)", false, true, Some(1), EVEN, false),
    ("abs(x).powf(2.5)", "[0, ∞)", false, true, Some(2), EVEN, false),
    ("abs(x).powf(3.5)", "[0, ∞)", false, true, Some(3), EVEN, false),
    ("abs(x - 3.0).powf(1.5)", "[0, ∞)", false, true, Some(1), NONE, false),
    ("abs(x).powf(0.5)", "[0, ∞)", false, true, Some(0), EVEN, false),
    ("exp(-abs(x).powf(0.7))", "(0, 1]", false, true, Some(0), EVEN, false),
    ("sqrt(abs(x)) * signum(x)", "(-∞, ∞)", true, false, Some(0), ODD, false),
    ("cos(sqrt(abs(x)))", "[-1, 1]", false, false, Some(0), EVEN, false),
    ("if x == 0.0 { 0.0 } else { x * ln(abs(x)) }", "(-∞, ∞)", false, false, Some(0), ODD, false),
    // Bumps away from 0, narrow ones, and such as show only when multiplied out.
    ("exp(-((x - 20.0) * (x - 20.0)))", "(0, 1]", false, false, None, NONE, false),
    ("1.0 + exp(-((x - 20.0) * (x - 20.0)))", "(1, 2]", false, false, None, NONE, false),
    ("exp(-1000.0 * (x - 3.3).powi(2))", "(0, 1]", false, false, None, NONE, false),
    ("exp(-(x * x - 40.0 * x + 400.0))", "(0, 1]", false, false, None, NONE, false),
    ("x * exp(-((x - 20.0) * (x - 20.0)))", "[0, 20.01…]", false, false, None, NONE, false),
    ("x / (1.0 + sqrt(abs(x)) + abs(x))", "(-1, 1)", true, false, Some(1), ODD, false),
    ("sin(x) * sigmoid(x)", "[-1, 1]", false, false, None, NONE, false),
    // As many digits as tell on which side of 1.
    ("tanh(x) + 1e-5 * sin(x)", "[-1.00001, 1.00001]", false, false, None, ODD, false),
    ("0.99999999 * tanh(x)", "(-0.99999999, 0.99999999)", true, false, None, ODD, false),
    ("sqrt(x * x)", "[0, ∞)", false, true, Some(0), EVEN, false),
    // What grows slowly, or little, grows; what is far out is seen.
    ("0.05 * ln(1.0 + x * x)", "[0, ∞)", false, false, None, EVEN, false),
    ("0.01 * ln(1.0 + abs(x))", "[0, ∞)", false, false, Some(0), EVEN, false),
    ("0.001 * asinh(x)", "(-∞, ∞)", true, false, None, ODD, false),
    ("max(x, 0.0) + 1e-9 * x", "(-∞, ∞)", true, true, Some(0), NONE, false),
    ("tanh(x) + 1e-9 * x", "(-∞, ∞)", true, false, None, ODD, false),
    ("1000.0 * tanh(1e-5 * x)", "(-1000, 1000)", true, false, None, ODD, false),
    ("1e-20 * x", "(-∞, ∞)", true, true, None, ODD, false),
    ("exp(-1e-12 * x * x)", "(0, 1]", false, false, None, EVEN, false),
    ("relu(x - 1e6)", "[0, ∞)", true, true, Some(0), NONE, false),
    ("relu(x - 3e5) + relu(-x)", "[0, ∞)", false, true, Some(0), NONE, false),
    ("sigmoid(x - 1e5)", "(0, 1)", true, false, None, NONE, false),
    ("tanh(x - 1234.5)", "(-1, 1)", true, false, None, NONE, false),
    // Poles, and what has overflowed; no range where they leave out numbers.
    ("1.0 / (x * x)", "(0, ∞)", false, false, Some(-1), EVEN, false),
    ("1.0 / (1.0 - x)", "", false, false, Some(-1), NONE, false),
    ("x / (1.0 + x)", "", false, false, Some(-1), NONE, true),
    ("1.0 / (x * x - 0.3)", "", false, false, Some(-1), EVEN, false),
    ("tan(x)", "(-∞, ∞)", false, false, Some(-1), ODD, true),
    ("0.01 * ln(abs(x))", "(-∞, ∞)", false, false, Some(-1), EVEN, false),
    ("cosh(x)", "[1, ∞)", false, true, None, EVEN, false),
    ("sinh(x)", "(-∞, ∞)", true, false, None, ODD, true),
    ("exp(x * x)", "[1, ∞)", false, true, None, EVEN, false),
    ("exp(x) + exp(-x)", "[2, ∞)", false, true, None, EVEN, false),
    // At one place, and between two that are close.
    ("if x == 2.0 { 5.0 } else { x * x }", "[0, ∞)", false, false, Some(-1), NONE, false),
    ("if x == 0.0 { 2.0 } else { tanh(x) / x }", "(0, 2]", false, false, Some(-1), EVEN, false),
    ("if x == 0.0 { 1.0 } else { tanh(x) / x }", "(0, 1]", false, false, None, EVEN, false),
    ("if x > 0.3 && x < 0.3001 { 1.0 } else { tanh(x) }", "(-1, 1]", false, false, Some(-1), NONE, true),
    ("sigmoid(x) + sigmoid(-x)", "{1}", true, true, None, EVEN, false),
    ("7.0 + 0.0 * x", "{7}", true, true, None, EVEN, false),
];

#[test]
fn are_those_of_the_books() {
    let mut wrong = Vec::new();
    for &(body, range, monotone, slope_monotone, continuity, symmetry, identity) in ROWS {
        let item = format!("fn f(x: f32) -> f32 {{ {body} }}").parse().unwrap();
        let found = analyse(TokenStream::new(), item)
            .unwrap()
            .properties
            .unwrap();
        let text = found.range.clone().map(|range| range.to_string());
        let expected = (
            (!range.is_empty()).then(|| range.to_owned()),
            monotone,
            slope_monotone,
            continuity,
            symmetry,
            identity,
        );
        let found = (
            text,
            found.monotone,
            found.slope_monotone,
            found.continuity,
            found.symmetry,
            found.identity_near_zero,
        );
        if found != expected {
            wrong.push(format!("{body}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn are_at_the_default_parameters() {
    let item = "fn f(x: f32, #[param(default = 2.0)] a: f32) -> f32 { a * tanh(x) }";
    let found = analyse(TokenStream::new(), item.parse().unwrap())
        .unwrap()
        .properties
        .unwrap();
    assert_eq!(found.range.unwrap().to_string(), "(-2, 2)");
    let item = "fn f(x: f32, #[param(default = 20.0)] m: f32) -> f32 {
        exp(-((x - m) * (x - m)))
    }";
    let found = analyse(TokenStream::new(), item.parse().unwrap())
        .unwrap()
        .properties
        .unwrap();
    assert_eq!(found.range.unwrap().to_string(), "(0, 1]");
}

#[test]
fn are_the_formula_s_and_not_its_surrogate_s() {
    let item = "fn f(x: f32) -> f32 { if x > 0.0 { 1.0 } else { -1.0 } }"
        .parse()
        .unwrap();
    let options = "surrogate = x".parse().unwrap();
    let found = analyse(options, item).unwrap().properties.unwrap();
    assert_eq!(found.range.unwrap().to_string(), "{-1, 1}");
    assert!(!found.slope_monotone && !found.identity_near_zero);
}

/// The values of a rounding function are no interval, but that it jumps is seen.
#[test]
fn rounding_is_a_step() {
    for body in [
        "floor(x)",
        "ceil(x)",
        "round(x)",
        "trunc(x)",
        "fract(x)",
        "x + 0.5 * fract(x)",
    ] {
        let item = format!("fn f(x: f32) -> f32 {{ {body} }}").parse().unwrap();
        let found = analyse(TokenStream::new(), item)
            .unwrap()
            .properties
            .unwrap();
        assert_eq!((found.range, found.continuity), (None, Some(-1)), "{body}");
    }
}

/// What still moves at the end of single precision goes to a limit, or to none.
#[test]
fn nothing_is_said_where_nothing_is_seen() {
    for body in ["ln(ln(2.0 + x * x))", "1.0 / ln(2.0 + x * x)"] {
        let item = format!("fn f(x: f32) -> f32 {{ {body} }}").parse().unwrap();
        let found = analyse(TokenStream::new(), item).unwrap();
        assert_eq!(found.properties.unwrap().range, None, "{body}");
    }
}

/// Two slopes that a parameter moves apart, and its default does not, are one.
#[test]
fn look_through_what_only_other_parameters_bend() {
    let elu = |alpha: &str| {
        let item = format!(
            "fn elu(x: f32, #[param(default = {alpha})] alpha: f32) -> f32 {{
                if x > 0.0 {{ x }} else {{ alpha * exp_m1(x) }}
            }}"
        );
        let found = analyse(TokenStream::new(), item.parse().unwrap())
            .unwrap()
            .properties
            .unwrap();
        (
            found.identity_near_zero,
            found.continuity,
            found.slope_monotone,
        )
    };
    assert_eq!(elu("1.0"), (true, Some(1), true));
    assert_eq!(elu("0.5"), (false, Some(0), true));
    assert_eq!(elu("2.0"), (false, Some(0), false));
}

#[test]
fn are_of_one_input() {
    let item = "fn f(a: f32, b: f32) -> f32 { a * b }".parse().unwrap();
    assert_eq!(analyse(TokenStream::new(), item).unwrap().properties, None);
}

/// What other parameters change is said of the defaults, and the rest of all.
#[test]
fn of_other_parameters_no_more_is_said_than_holds() {
    const DEFAULTS: &str = ", at the default parameters";
    for (parameters, body, everywhere, by_default) in [
        (
            "alpha = 1.0",
            "if x > 0.0 { x } else { alpha * exp_m1(x) }",
            &[][..],
            &[
                "monotone, its slope monotone",
                "continuous with its slope",
                "like the identity near 0",
            ][..],
        ),
        (
            "m = 0.0",
            "exp(-((x - m) * (x - m)))",
            &["smooth"],
            &["even"],
        ),
        (
            "b = 0.0",
            "x + b * sin(x)",
            &["smooth", "odd"],
            &["monotone, its slope monotone"],
        ),
        (
            "b = 2.0",
            "b * tanh(x)",
            &["monotone, its slope not monotone", "smooth", "odd"],
            &[],
        ),
        (
            "a = 0.25",
            "if x > 0.0 { x } else { a * x }",
            &["continuous, its slope is not"],
            &["monotone, its slope monotone"],
        ),
    ] {
        let (name, default) = parameters.split_once(" = ").unwrap();
        let docs = documented(&format!(
            "fn f(x: f32, #[param(default = {default})] {name}: f32) -> f32 {{ {body} }}"
        ));
        for claim in everywhere {
            assert!(
                docs.contains(&format!("- {claim}")),
                "{body}: {claim}\n{docs:#?}"
            );
        }
        for claim in by_default {
            let claim = format!("- {claim}{DEFAULTS}");
            assert!(docs.contains(&claim), "{body}: {claim}\n{docs:#?}");
        }
    }
}

/// The documentation of a formula, line by line.
fn documentation(body: &str) -> Vec<String> {
    documented(&format!("fn f(x: f32) -> f32 {{ {body} }}"))
}

fn documented(item: &str) -> Vec<String> {
    let code = activation_symbolic::expand(TokenStream::new(), item.parse().unwrap());
    let file: syn::File = syn::parse2(code).unwrap();
    let attributes = file.items.iter().filter_map(|item| match item {
        syn::Item::Struct(item) => Some(&item.attrs),
        _ => None,
    });
    let text = |attribute: &syn::Attribute| match &attribute.meta {
        syn::Meta::NameValue(syn::MetaNameValue {
            value: syn::Expr::Lit(literal),
            ..
        }) => match &literal.lit {
            syn::Lit::Str(text) => Some(text.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    };
    attributes.flatten().filter_map(text).collect()
}

/// A table of kinks that does not hold them all says so; that of one that does, does not.
#[test]
fn a_list_of_kinks_that_goes_on_says_so() {
    let rest = "| … | | | |".to_owned();
    for body in ["abs(sin(x))", "abs(sin(0.2 * x))", "floor(x)"] {
        assert!(documentation(body).contains(&rest), "{body}");
    }
    for body in [
        "abs(x)",
        "abs(x * x - 4.0)",
        "abs(x * x - 625.0)",
        "relu(sin(x) + 2.0)",
    ] {
        assert!(!documentation(body).contains(&rest), "{body}");
    }
}

#[test]
fn kinks_far_out_and_steep_ones_are_found() {
    let docs = documentation("abs(x * x - 625.0)");
    assert!(docs.contains(&"| `x = 25` | `-50` | `50` | continuous |".to_owned()));
    let docs = documentation("sqrt(abs(x)) * signum(x)");
    assert!(docs.contains(&"| `x = 0` | `∞` | `∞` | continuous |".to_owned()));
}

/// What is 0/0 at a place has a slope beside it, and x − sin x no digits.
#[test]
fn a_slope_without_a_value_there_is_followed_to_its_end() {
    let kinks = |body: &str| {
        let item = format!("fn f(x: f32) -> f32 {{ {body} }}").parse().unwrap();
        let found = analyse(TokenStream::new(), item).unwrap();
        let bends = found
            .second
            .iter()
            .flat_map(|second| &second.bends)
            .cloned();
        let bends: Vec<f64> = bends.map(|bend| bend.at_default).collect();
        let slopes = found.kinks.iter().map(|kink| kink.slopes_default);
        (slopes.collect::<Vec<_>>(), bends)
    };
    for body in [
        "if x > 0.0 { exp(-1.0 / x) } else { 0.0 }",
        "(x * x).powf(0.75)",
        "min(x, sin(x))",
        "max(x - sin(x), 0.0)",
    ] {
        let (slopes, bends) = kinks(body);
        assert_eq!((slopes, bends), (Vec::new(), Vec::new()), "{body}");
    }
    let (slopes, _) = kinks("if x > 0.0 { x + exp(-1.0 / x) } else { 0.0 }");
    assert_eq!(slopes, [(0.0, 1.0)]);
}

#[test]
fn what_is_not_in_place_says_why() {
    for (body, reason) in [
        ("exp(-1.0 / (x * x))", "the formula turns at x = 0."),
        ("abs(x) * x", "no form through the output was found"),
        ("atanh(x)", "no form through the output was found"),
    ] {
        let docs = documentation(body);
        assert!(
            docs.iter().any(|line| line.contains(reason)),
            "{body}: {docs:#?}"
        );
    }
}
