//! Derivations name the slopes that the chain rule put there, and nothing that is equal by chance; and
//! texts have the brackets that a reader needs.

use activation_symbolic::{analyse, emit::text::inline, explain::derivation};

/// The steps of the derivative in x, as `value; slope`.
fn steps(body: &str) -> Vec<String> {
    let item = format!("fn f(x: f32) -> f32 {{ {body} }}").parse().unwrap();
    let found = analyse(Default::default(), item).unwrap();
    let step = |line: &str| {
        let (_, line) = line.trim().split_once(". ")?;
        let mut parts = line
            .split("  ")
            .map(str::trim)
            .filter(|part| !part.is_empty());
        Some(format!("{}; {}", parts.next()?, parts.next()?))
    };
    derivation(&found, 0).lines().filter_map(step).collect()
}

#[test]
fn a_constant_stands_as_the_number() {
    let steps = steps("ln(1.0 + exp(x)) - ln(1.0 + exp(-x))");
    assert_eq!(steps[4], "v5 = exp(v4); v5′ = v5 * -1");
    assert_eq!(steps[7], "g = v3 - v7; g′ = v3′ - v7′");
}

#[test]
fn a_value_is_made_of_values() {
    assert_eq!(
        steps("abs(x) * signum(x)"),
        [
            "v1 = |x|; v1′ = signum(x)",
            "g = v1 * signum(x); g′ = signum(x) * v1′"
        ]
    );
}

#[test]
fn a_factor_is_no_slope_by_chance() {
    assert_eq!(
        steps("atanh(tanh(x))"),
        [
            "v1 = tanh(x); v1′ = 1 - v1²",
            "g = atanh(v1); g′ = (1 / (1 - v1²)) * v1′"
        ]
    );
}

#[test]
fn a_difference_is_written_as_one() {
    assert_eq!(
        steps("x * x / (1.0 + exp(x))").last().unwrap(),
        "g = v1 / v3; g′ = (1 / v3) * v1′ - (g / v3) * v3′"
    );
    assert_eq!(steps("tanh(x) - x")[1], "g = v1 - x; g′ = v1′ - 1");
    assert_eq!(steps("1.0 - tanh(x)")[1], "g = 1 - v1; g′ = -v1′");
    assert_eq!(steps("powi(x, 2)")[0], "g = x²; g′ = 2 * x");
}

/// Whoever reads a text from left to right, as Rust does, reads the formula, and nobody has to.
#[test]
fn a_division_in_a_product_has_brackets() {
    let text = |body: &str| {
        let item = format!("fn f(a: f32, b: f32, c: f32, d: f32) -> f32 {{ {body} }}");
        let found = analyse(Default::default(), item.parse().unwrap()).unwrap();
        inline(&found.graph, found.typed, &found.symbols)
    };
    for same in [
        "a * (b / c) * d",
        "a * (1 / b)",
        "a * (-1 / b) * (-1 / b)",
        "(a / b) * c",
        "(a / b) / c",
        "a / (b / c)",
        "a * (b + c) / d",
        "(a * (b + c) / d) * a",
        "a - b / c",
        "a - (b - c)",
        "a - b * c",
        "-(a / b)",
        "-(-a)",
    ] {
        let typed = same.replace('1', "1.0");
        assert_eq!(text(&typed), same);
    }
    for (typed, read) in [
        ("a * b / c", "a * b / c"),
        ("a * ((b + c) / d)", "a * (b + c) / d"),
        ("a + -b * c", "a - b * c"),
        ("a + -(b - c)", "a - (b - c)"),
        ("a + (-b + c)", "a - b + c"),
        ("a + -1.0 * (b * c)", "a - b * c"),
        ("a + -2.0", "a - 2"),
    ] {
        assert_eq!(text(typed), read);
    }
}
