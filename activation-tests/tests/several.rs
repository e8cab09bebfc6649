//! Formulas of several inputs and with parameters, as losses and gates are written, where those
//! as typed overflow, cancel or are no number: the engine keeps their digits.
//!
//! Not here: formulas of one input without parameters (`spellings`), and the catalogue
//! (`certificate`).

use activation_tests::{
    candidate::{Candidate as _, Interpreted},
    certificate::Truth,
    entries,
    reference::Wanted,
    report, ulp,
};

/// More units in the last place than this no value and no slope is off.
const BOUND: f64 = 16.0;

/// The signature's arguments, and the formula.
const FORMULAS: &[(&str, &str)] = &[
    ("a: f32, b: f32", "ln(exp(a) + exp(b))"),
    ("a: f32, b: f32", "exp(a) / (exp(a) + exp(b))"),
    ("a: f32, b: f32", "-ln(exp(a) / (exp(a) + exp(b)))"),
    ("a: f32, b: f32, c: f32", "ln(exp(a) + exp(b) + exp(c))"),
    (
        "a: f32, b: f32, c: f32",
        "exp(a) / (exp(a) + exp(b) + exp(c))",
    ),
    (
        "x: f32, y: f32",
        "let p = sigmoid(x); -(y * ln(p) + (1.0 - y) * ln(1.0 - p))",
    ),
    (
        "x: f32, y: f32",
        "let p = if y > 0.5 { sigmoid(x) } else { 1.0 - sigmoid(x) }; -(1.0 - p) * (1.0 - p) * ln(p)",
    ),
    (
        "a: f32, b: f32, #[param(default = 0.3)] p: f32",
        "ln(p * exp(a) + (1.0 - p) * exp(b))",
    ),
    (
        "a: f32, b: f32, #[param(default = 2.0)] k: f32",
        "(a * exp(k * a) + b * exp(k * b)) / (exp(k * a) + exp(k * b))",
    ),
    ("x: f32, #[param(default = 0.7)] k: f32", "ln(exp(x) + k)"),
    (
        "x: f32, #[param(default = 0.5)] q: f32, #[param(default = 1.5)] b: f32, #[param(default = 3.0)] nu: f32",
        "1.0 / (1.0 + q * exp(-b * x)).powf(1.0 / nu)",
    ),
    (
        "x: f32, #[param(default = 2.0)] p: f32",
        "x / (1.0 + abs(x).powf(p)).powf(1.0 / p)",
    ),
    (
        "x: f32, #[param(default = 4.0)] p: f32",
        "x / (1.0 + abs(x).powf(p)).powf(1.0 / p)",
    ),
    ("x: f32", "x / (1.0 + abs(x).powf(3.0)).powf(1.0 / 3.0)"),
    (
        "x: f32, #[param(default = 2.0)] w: f32",
        "if x == 0.0 { 1.0 } else { sin(w * x) / (w * x) }",
    ),
    (
        "x: f32, #[param(default = 1.7)] a: f32",
        "x + sin(a * x).powi(2) / a",
    ),
    (
        "x: f32, #[param(default = 30.1)] w: f32, #[param(default = 0.3)] phase: f32",
        "sin(w * x + phase)",
    ),
    (
        "x: f32, #[param(default = 3.0)] t: f32",
        "x - t * tanh(x / t)",
    ),
    (
        "x: f32, #[param(default = 0.3)] c: f32",
        "(x - c) - tanh(x - c)",
    ),
    (
        "x: f32, #[param(default = 0.3)] c: f32",
        "ln(1.0 + exp(x - c)) - (x - c) / 2.0 - ln(2.0)",
    ),
    (
        "x: f32, #[param(default = 0.3)] c: f32, #[param(default = 1.5)] s: f32",
        "let z = (x - c) / s; z - atan(z)",
    ),
    (
        "x: f32, #[param(default = 1.5)] a: f32, #[param(default = 0.7)] b: f32",
        "let z = a * x + b; exp(z) - 1.0 - z",
    ),
    (
        "x: f32, #[param(default = -0.01)] a: f32",
        "-ln(1.0 - a * (x + a)) / a",
    ),
    (
        "x: f32, #[param(default = 1.5)] a: f32",
        "ln(cosh(a * x)) / a",
    ),
    (
        "x: f32, #[param(default = 2.5)] n: f32",
        "x.powf(n) / (1.0 + x.powf(n))",
    ),
    (
        "x: f32, #[param(default = 2.5)] n: f32",
        "let p = abs(x).powf(n); p / (1.0 + p)",
    ),
    (
        "x: f32, #[param(default = 0.02)] p: f32",
        "(x.powf(p) - 1.0) / p",
    ),
    (
        "a: f32, b: f32, #[param(default = 0.02)] p: f32",
        "((a / b).powf(p) - 1.0) / p",
    ),
];

/// Columns that do not keep the bound: of which formula, which, and why.
const BUT: &[(&str, &str, &str)] = &[
    (
        "ln(exp(a) + exp(b) + exp(c))",
        "value",
        "near its root the largest exponent is taken for the whole: with the largest at 1e-6 an \
         eighth of a millionth is lost",
    ),
    (
        "let p = sigmoid(x); -(y * ln(p) + (1.0 - y) * ln(1.0 - p))",
        "value",
        "y = 120 is no probability, and two terms of 80 leave 0.7",
    ),
    (
        "ln(cosh(a * x)) / a",
        "d/da",
        "far out two terms of 80 leave ln(2)/a²",
    ),
    (
        "(x.powf(p) - 1.0) / p",
        "d/dp",
        "two terms of 250 leave 11, half of the square of the logarithm",
    ),
    (
        "x / (1.0 + abs(x).powf(p)).powf(1.0 / p)",
        "d/dp",
        "far out two terms of 2 leave 2e-4",
    ),
    (
        "let u = (x / c).powi(2); u / (1.0 + u)",
        "d/dc",
        "its tail is cut off at 1e18, where it is 1e-36",
    ),
    (
        "let u = (x / c).powi(2); 2.0 * u / (u + 4.0)",
        "d/dc",
        "its tail is cut off at 1e18, where it is 2e-35",
    ),
    (
        "((a / b).powf(p) - 1.0) / p",
        "d/dp",
        "as that of x, with a quotient near 1",
    ),
    (
        "x * x * x / (2.0 * (1.0 + x * x / 4.0))",
        "d²/dx²",
        "its tail is cut off at 1e12, where it is 1.6e-35",
    ),
    (
        "ln(1.0 + x * x)",
        "d²/dx²",
        "its tail is cut off at 1e18, where it is 2e-36",
    ),
    (
        "sqrt(exp(x) - x - 1.0)",
        "d/dx",
        "where the exponential is infinite, from 89 on, a quotient of two of them is no number, as \
         in the formula",
    ),
    (
        "sqrt(exp(x) - x - 1.0)",
        "d²/dx²",
        "terms of 0.25 cancel near 0, as in the formula",
    ),
];

/// Each input takes each of these.
const INPUTS: &[f32] = &[
    -110.0, -50.0, -17.0, -3.1, -0.4, 1e-6, 0.3, 1.0, 7.3, 20.0, 60.0, 89.0, 120.0,
];

/// Formulas whose parts leave the range before they do.
const FAR: &[(&str, &str)] = &[
    ("a: f32, b: f32", "a * b / (a + b)"),
    ("a: f32, b: f32", "2.0 * a * b / (a + b)"),
    ("a: f32, b: f32", "a * a / (a + b)"),
    ("a: f32, b: f32, c: f32", "a * b / (a + b + c)"),
    (
        "x: f32, #[param(default = 1.5)] s: f32",
        "let z = x / s; z - atan(z)",
    ),
    ("x: f32", "x * x * x / (2.0 * (1.0 + x * x / 4.0))"),
    (
        "x: f32, #[param(default = 0.7)] c: f32",
        "let u = (x / c).powi(2); u / (1.0 + u)",
    ),
    (
        "x: f32, #[param(default = 1.5)] c: f32",
        "let u = (x / c).powi(2); 2.0 * u / (u + 4.0)",
    ),
    (
        "x: f32, #[param(default = 0.001)] k: f32",
        "(x / k) / (1.0 + x / k)",
    ),
    (
        "x: f32, #[param(default = 0.1)] radius: f32",
        "radius * radius / sqrt(x * x + radius * radius)",
    ),
    ("x: f32", "ln(1.0 + x * x)"),
    ("x: f32", "sqrt(exp(x) - x - 1.0)"),
    ("x: f32, y: f32", "x / sqrt(x * x + y * y)"),
    (
        "x: f32, y: f32, #[param(default = 0.1)] radius: f32",
        "1.0 - radius / sqrt(x * x + y * y + radius * radius)",
    ),
    (
        "re: f32, im: f32, #[param(default = -0.5)] bias: f32",
        "relu(sqrt(re * re + im * im + 1e-6) + bias) * re / sqrt(re * re + im * im + 1e-6)",
    ),
    (
        "re: f32, im: f32",
        "if re == 0.0 && im == 0.0 { 0.0 } else { 0.5 * (1.0 + re / sqrt(re * re + im * im)) * re }",
    ),
];

/// Each input of those takes each of these.
const FAR_INPUTS: &[f32] = &[1e-12, 1e-3, 0.7, 40.0, 1e10, 3e18, 2e19];

fn points(inputs: usize, values: &[f32]) -> Vec<Vec<f64>> {
    let mut points: Vec<Vec<f64>> = vec![Vec::new()];
    for _ in 0..inputs {
        let longer = |point: &Vec<f64>| {
            let point = point.clone();
            values
                .iter()
                .map(move |&x| [&point[..], &[f64::from(x)]].concat())
        };
        points = points.iter().flat_map(longer).collect();
    }
    points
}

fn off((arguments, body): (&str, &str), values: &[f32]) -> Vec<String> {
    let source = format!("fn f({arguments}) -> f32 {{ {body} }}");
    let entry = entries::formula(&source).unwrap_or_else(|error| panic!("{body}: {error}"));
    let points = points(entry.inputs(), values);
    let columns: Vec<Vec<f64>> = (0..entry.inputs())
        .map(|k| points.iter().map(|point| point[k]).collect())
        .collect();
    let mut truth = Truth::over(&entry, columns, Wanted::SINGLE, ulp::SINGLE);
    let computed = Interpreted::engine(&entry).single(&truth.singles());
    let names: Vec<String> = truth
        .columns()
        .iter()
        .map(|(_, name)| name.clone())
        .collect();
    let mut found = Vec::new();
    for (column, name) in names.iter().enumerate() {
        let computed: Vec<f64> = computed[column].iter().map(|&y| y.into()).collect();
        let verdicts = truth.verdicts(column, &computed);
        let worst = (0..points.len()).max_by(|&i, &j| {
            let units = |k: usize| verdicts[k].units();
            units(i).total_cmp(&units(j))
        });
        let keeps = worst.is_none_or(|k| verdicts[k].units() <= BOUND);
        let excepted = BUT.iter().any(|&(b, n, _)| b == body && n == name);
        // A row that is not needed any more goes.
        if keeps == excepted {
            found.push(format!("{name} of {body} keeps the bound: {keeps}"));
        }
        let Some(worst) = worst.filter(|_| !keeps && !excepted) else {
            continue;
        };
        let (units, at) = (verdicts[worst].units(), &points[worst]);
        found.push(format!(
            "{name} of {body} at {at:?}: {units} units, {}",
            computed[worst]
        ));
    }
    found
}

fn check(formulas: &[(&str, &str)], values: &[f32]) {
    let found = report::parallel(formulas.len(), |index| off(formulas[index], values));
    let found: Vec<String> = found.into_iter().flatten().collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_formula_keeps_its_digits() {
    check(FORMULAS, INPUTS);
}

#[test]
fn the_range_is_that_of_the_whole() {
    check(FAR, FAR_INPUTS);
}

/// Two terms that nearly cancel, of exponentials that overflow: not the last places of the
/// difference are asked, but those of the terms.
#[test]
fn what_cancels_has_the_digits_of_its_terms() {
    for (arguments, body, column) in [
        (
            "a: f32, b: f32",
            "(a * exp(a) + b * exp(b)) / (exp(a) + exp(b)) - ln(exp(a) + exp(b))",
            0,
        ),
        (
            "a: f32, b: f32, #[param(default = 4.0)] k: f32",
            "ln(exp(k * a) + exp(k * b)) / k",
            3,
        ),
    ] {
        let source = format!("fn f({arguments}) -> f32 {{ {body} }}");
        let entry = entries::formula(&source).unwrap_or_else(|error| panic!("{body}: {error}"));
        let points = points(2, INPUTS);
        let columns: Vec<Vec<f64>> = (0..2)
            .map(|k| points.iter().map(|point| point[k]).collect())
            .collect();
        let mut truth = Truth::over(&entry, columns, Wanted::SINGLE, ulp::SINGLE);
        let computed = Interpreted::engine(&entry).single(&truth.singles());
        for (point, &computed) in points.iter().zip(&computed[column]) {
            let parameters = truth.parameters().to_vec();
            let here = [&point[..], &parameters].concat();
            let off = f64::from(computed) - truth.reference().root(column, &here).high();
            let size = point.iter().fold(1.0, |size: f64, x| size.max(x.abs()));
            assert!(
                off.abs() < 3e-7 * size,
                "{body} at {point:?}: {computed}, off by {off}"
            );
        }
    }
}
