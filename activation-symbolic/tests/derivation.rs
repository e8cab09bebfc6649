//! Derivations name the slopes that the chain rule put there, and nothing that is equal by chance.

use activation_symbolic::{analyse, explain::derivation};

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
    assert_eq!(steps[7], "g = v3 - v7; g′ = v3′ + -1 * v7′");
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
            "g = atanh(v1); g′ = 1 / (1 - v1²) * v1′"
        ]
    );
}
