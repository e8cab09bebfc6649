//! What is the same on paper stays the same: quotients in which a sum cancels against its
//! denominator, in every way of writing them, through all forms of the engine.
//!
//! Not here: how many digits a form keeps (`spellings`, `random`). In `f64` and where nothing
//! cancels or overflows all forms of a formula agree with it as typed, or one of them is wrong.

use activation_symbolic::{
    differentiate::differentiate,
    eval::evaluate,
    expr::{Id, Symbol},
};
use activation_tests::{entries, report};

/// The denominators, each as the two terms of a sum.
const SUMS: &[(&str, &str)] = &[
    ("1.0", "x"),
    ("1.0", "abs(x)"),
    ("x.powi(2)", "3.0"),
    ("1.0", "exp(x)"),
    ("exp(x)", "exp(-2.0 * x)"),
    ("1.0", "exp(-x * x)"),
    ("1.0", "tanh(x)"),
    ("softplus(x)", "1.0"),
    ("k", "x * x"),
    ("k", "exp(x)"),
    ("sqrt(1.0 + x * x)", "1.0"),
    ("sigmoid(x)", "k"),
    ("2.0", "cos(x)"),
];

/// Factors beside them.
const FACTORS: &[&str] = &["1.0", "x", "tanh(x)", "exp(x)", "(x - k)", "0.5 * x * x"];

/// What is written of the terms p and q of a sum and a factor n.
const SHAPES: &[&str] = &[
    "n * p / (p + q) + n * q / (p + q)",
    "(n * p + n * q) / (p + q)",
    "n * (p + q) / (p + q)",
    "(p * p + p * q) / (p + q) * n",
    "n * p * p / (p + q) + n * p * q / (p + q)",
    "(p + q) * (p + q) / (p + q) + n",
    "n / (p + q).powi(2) * (p + q)",
    "n * p / (p + q).powi(2) + n * q / (p + q).powi(2)",
    "p / (p + q) - n * q / (p + q)",
    "1.0 - n * p / (p + q)",
    "(n * p + q) / (p + q)",
    "n * (p + q).powi(3) / (p + q)",
    "sqrt(p + q) * n / sqrt(p + q)",
    "p / (p + q) + (p + q) / (2.0 + p * p)",
];

fn formulas() -> Vec<String> {
    let mut all = Vec::new();
    for (p, q) in SUMS {
        for factor in FACTORS {
            for shape in SHAPES {
                let body: String = shape
                    .split_inclusive(|c: char| !c.is_alphanumeric())
                    .map(|word| {
                        let name = word.trim_end_matches(|c: char| !c.is_alphanumeric());
                        let rest = &word[name.len()..];
                        match name {
                            "p" => format!("({p}){rest}"),
                            "q" => format!("({q}){rest}"),
                            "n" => format!("{factor}{rest}"),
                            _ => word.to_owned(),
                        }
                    })
                    .collect();
                all.push(body);
            }
        }
    }
    all
}

/// A form of the engine that is not what was typed, and where.
fn wrong(body: &str) -> Option<String> {
    let source = format!("fn f(x: f32, #[param(default = 1.3)] k: f32) -> f32 {{ {body} }}");
    let source = if body.contains('k') {
        source
    } else {
        format!("fn f(x: f32) -> f32 {{ {body} }}")
    };
    let entry = entries::formula(&source).unwrap_or_else(|error| panic!("{body}: {error}"));
    let analysis = &entry.analysis;
    let mut graph = analysis.graph.clone();
    let mut pairs: Vec<(String, Id, Id)> = vec![
        ("value".into(), analysis.typed, analysis.value),
        ("stable value".into(), analysis.typed, analysis.stable_value),
    ];
    for (index, derivation) in analysis.derivations.iter().enumerate() {
        let name = &analysis.symbols.names[index];
        let typed = derivation.result;
        pairs.push((format!("d/d{name}"), typed, analysis.partials[index]));
        let stable = analysis.stable_partials[index];
        pairs.push((format!("stable d/d{name}"), typed, stable));
    }
    if let Some(second) = &analysis.second {
        let slope = analysis.derivations[0].result;
        let twice = differentiate(&mut graph, slope, Symbol(0), 1).result;
        pairs.push(("second".into(), twice, second.derivative));
        pairs.push(("stable second".into(), twice, second.stable));
    }
    for x in [-2.9, -1.7, -0.6, 0.4, 0.9, 2.3, 3.1] {
        let mut at = analysis.defaults.clone();
        at[0] = x;
        for (name, typed, form) in &pairs {
            let [typed, form] = [typed, form].map(|&id| evaluate(&graph, id, &at));
            // Twice differentiated as typed, terms of some hundreds cancel to nothing.
            if (typed - form).abs() > 1e-8 * (1.0 + typed.abs()) {
                return Some(format!("{name} of {body} at {x}: {form} and not {typed}"));
            }
        }
    }
    None
}

#[test]
fn every_form_of_a_quotient_is_the_formula() {
    let formulas = formulas();
    let found = report::parallel(formulas.len(), |index| wrong(&formulas[index]));
    let found: Vec<String> = found.into_iter().flatten().collect();
    assert!(
        found.is_empty(),
        "{} of {}:\n{}",
        found.len(),
        formulas.len(),
        found.join("\n")
    );
}
