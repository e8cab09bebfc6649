//! The ways people type what has a name: each is analysed and measured like an entry, against
//! itself in high precision. What it misses is a row of `BOUNDS.md`.
//!
//! `UPDATE=1 cargo test -p activation-tests --no-default-features --test spellings` rewrites
//! those rows.

use activation_symbolic::eval;
use activation_tests::{
    bounds::Table,
    entries::{self, Entry},
    measure::{self, Subject},
    report,
    sample::Density,
};

/// What it is, and how it is typed. The first of a name is the one with the fewest traps: the
/// others must agree with it.
const SPELLINGS: &[(&str, &str)] = &[
    ("softplus", "softplus(x)"),
    ("softplus", "ln(1.0 + exp(x))"),
    ("softplus", "(1.0 + x.exp()).ln()"),
    ("softplus", "ln(exp(x) + 1.0)"),
    ("softplus", "ln_1p(exp(x))"),
    ("softplus", "-ln(sigmoid(-x))"),
    ("softplus", "-ln(1.0 - sigmoid(x))"),
    ("softplus", "x + ln(1.0 + exp(-x))"),
    ("softplus", "x - ln(sigmoid(x))"),
    ("softplus", "x.max(0.0) + ln(1.0 + exp(-abs(x)))"),
    ("softplus", "-ln(1.0 / (1.0 + exp(x)))"),
    ("softplus", "LN_2 * log2(1.0 + exp(x))"),
    ("softplus", "LN_2 * log2(1.0 + exp2(LOG2_E * x))"),
    ("softplus", "ln(2.0 * cosh(x / 2.0)) + x / 2.0"),
    ("sigmoid", "sigmoid(x)"),
    ("sigmoid", "1.0 / (1.0 + exp(-x))"),
    ("sigmoid", "(1.0 + exp(-x)).recip()"),
    ("sigmoid", "(1.0 + exp(-x)).powi(-1)"),
    ("sigmoid", "exp(x) / (1.0 + exp(x))"),
    ("sigmoid", "exp(x) / (exp(x) + 1.0)"),
    ("sigmoid", "0.5 * (1.0 + tanh(x / 2.0))"),
    ("sigmoid", "0.5 + 0.5 * tanh(0.5 * x)"),
    ("sigmoid", "1.0 - 1.0 / (1.0 + exp(x))"),
    ("sigmoid", "1.0 - sigmoid(-x)"),
    ("sigmoid", "exp(x / 2.0) / (exp(x / 2.0) + exp(-x / 2.0))"),
    ("sigmoid", "exp(-ln(1.0 + exp(-x)))"),
    ("tanh", "tanh(x)"),
    ("tanh", "sinh(x) / cosh(x)"),
    ("tanh", "(exp(x) - exp(-x)) / (exp(x) + exp(-x))"),
    ("tanh", "(exp(2.0 * x) - 1.0) / (exp(2.0 * x) + 1.0)"),
    ("tanh", "(1.0 - exp(-2.0 * x)) / (1.0 + exp(-2.0 * x))"),
    ("tanh", "1.0 - 2.0 / (1.0 + exp(2.0 * x))"),
    ("tanh", "2.0 / (1.0 + exp(-2.0 * x)) - 1.0"),
    ("tanh", "2.0 * sigmoid(2.0 * x) - 1.0"),
    ("tanh", "sigmoid(2.0 * x) - sigmoid(-2.0 * x)"),
    ("tanh", "exp_m1(2.0 * x) / (exp_m1(2.0 * x) + 2.0)"),
    ("silu", "x * sigmoid(x)"),
    ("silu", "x / (1.0 + exp(-x))"),
    ("silu", "x * (1.0 / (1.0 + exp(-x)))"),
    ("silu", "x * exp(x) / (1.0 + exp(x))"),
    ("silu", "0.5 * x * (1.0 + tanh(0.5 * x))"),
    ("silu", "x / 2.0 + x / 2.0 * tanh(x / 2.0)"),
    ("silu", "x - x / (1.0 + exp(x))"),
    ("silu", "x - x * sigmoid(-x)"),
    ("gelu", "x * normal_cdf(x)"),
    ("gelu", "0.5 * x * (1.0 + erf(x / SQRT_2))"),
    ("gelu", "x * 0.5 * (1.0 + erf(x * FRAC_1_SQRT_2))"),
    ("gelu", "0.5 * x * erfc(-x / SQRT_2)"),
    ("gelu", "x - 0.5 * x * erfc(x / SQRT_2)"),
    ("gelu", "x * (1.0 + erf(x / (2.0).sqrt())) / 2.0"),
    ("gelu", "x - x * normal_cdf(-x)"),
    (
        "gelu_tanh",
        "x * sigmoid(2.0 * (2.0 / PI).sqrt() * (x + 0.044715 * x.powi(3)))",
    ),
    (
        "gelu_tanh",
        "0.5 * x * (1.0 + tanh((2.0 / PI).sqrt() * (x + 0.044715 * x * x * x)))",
    ),
    ("mish", "x * tanh(softplus(x))"),
    ("mish", "x * tanh(ln(1.0 + exp(x)))"),
    (
        "mish",
        "x * ((1.0 + exp(x)).powi(2) - 1.0) / ((1.0 + exp(x)).powi(2) + 1.0)",
    ),
    (
        "mish",
        "x * (exp(2.0 * x) + 2.0 * exp(x)) / (exp(2.0 * x) + 2.0 * exp(x) + 2.0)",
    ),
    (
        "mish",
        "{ let n = exp(x) * (exp(x) + 2.0); x * n / (n + 2.0) }",
    ),
    ("mish", "x - 2.0 * x / ((1.0 + exp(x)).powi(2) + 1.0)"),
    (
        "mish",
        "{ let s = ln(1.0 + exp(x)); x * (exp(s) - exp(-s)) / (exp(s) + exp(-s)) }",
    ),
    ("logcosh", "ln_cosh(x)"),
    ("logcosh", "ln(cosh(x))"),
    ("logcosh", "ln((exp(x) + exp(-x)) / 2.0)"),
    ("logcosh", "ln(0.5 * (exp(x) + exp(-x)))"),
    ("logcosh", "ln(exp(x) + exp(-x)) - LN_2"),
    ("logcosh", "x + ln(1.0 + exp(-2.0 * x)) - LN_2"),
    ("logcosh", "x + softplus(-2.0 * x) - LN_2"),
    ("logcosh", "abs(x) + ln_1p(exp(-2.0 * abs(x))) - LN_2"),
    ("log_sigmoid", "log_sigmoid(x)"),
    ("log_sigmoid", "ln(sigmoid(x))"),
    ("log_sigmoid", "ln(1.0 / (1.0 + exp(-x)))"),
    ("log_sigmoid", "-ln(1.0 + exp(-x))"),
    ("log_sigmoid", "-softplus(-x)"),
    ("log_sigmoid", "x - ln(1.0 + exp(x))"),
    ("log_sigmoid", "x - softplus(x)"),
    ("log_sigmoid", "x.min(0.0) - ln(1.0 + exp(-abs(x)))"),
    ("log_sigmoid", "ln(exp(x) / (1.0 + exp(x)))"),
    ("log_normal_cdf", "log_normal_cdf(x)"),
    ("log_normal_cdf", "ln(normal_cdf(x))"),
    ("log_normal_cdf", "ln(1.0 - normal_cdf(-x))"),
    ("log_normal_cdf", "ln(0.5 * erfc(-x / SQRT_2))"),
    ("log_normal_cdf", "ln(0.5 * (1.0 + erf(x / SQRT_2)))"),
    ("inverse_mills", "normal_pdf(x) / normal_cdf(x)"),
    (
        "inverse_mills",
        "exp(-x * x / 2.0) / (2.0 * PI).sqrt() / normal_cdf(x)",
    ),
    ("log_erfc", "ln(erfc(x))"),
    ("log_erfc", "ln(1.0 - erf(x))"),
    ("erfcx", "exp(x * x) * erfc(x)"),
    ("probit", "ln(normal_cdf(0.9 * x - 0.3))"),
    ("elu", "if x > 0.0 { x } else { exp_m1(x) }"),
    ("elu", "if x > 0.0 { x } else { exp(x) - 1.0 }"),
    ("elu", "x.max(0.0) + (exp(x) - 1.0).min(0.0)"),
    ("elu", "relu(x) + exp(x.min(0.0)) - 1.0"),
    ("elu", "relu(x) - (1.0 - exp(x.min(0.0)))"),
    ("softsign", "x / (1.0 + abs(x))"),
    ("softsign", "x * (1.0 + abs(x)).recip()"),
    (
        "softsign",
        "if x > 0.0 { 1.0 - 1.0 / (1.0 + x) } else { 1.0 / (1.0 - x) - 1.0 }",
    ),
    ("asinh", "asinh(x)"),
    ("asinh", "ln(x + (x * x + 1.0).sqrt())"),
    ("asinh", "ln(x + (x.powi(2) + 1.0).powf(0.5))"),
    ("squareplus", "0.5 * (x + (x * x + 4.0).sqrt())"),
    ("squareplus", "(x + (x.powi(2) + 4.0).sqrt()) / 2.0"),
    ("squareplus", "2.0 / ((x * x + 4.0).sqrt() - x)"),
    ("sigmoid_derivative", "sigmoid(x) * sigmoid(-x)"),
    ("sigmoid_derivative", "sigmoid(x) * (1.0 - sigmoid(x))"),
    ("sigmoid_derivative", "exp(-x) / (1.0 + exp(-x)).powi(2)"),
    ("sigmoid_derivative", "0.25 * (1.0 - tanh(x / 2.0).powi(2))"),
    ("sigmoid_derivative", "0.25 / cosh(x / 2.0).powi(2)"),
    ("gaussian", "exp(-x.powi(2))"),
    ("gaussian", "exp(-x * x)"),
    ("gaussian", "1.0 / exp(x * x)"),
    ("slow_exponential", "exp(0.1 * x)"),
    ("slow_exponential", "exp(x / 10.0)"),
    ("slow_exponential", "exp(0.05 * x).powi(2)"),
    ("slow_exponential", "1.0 / exp(-0.1 * x)"),
    ("binary_sigmoid", "1.0 / (1.0 + exp2(-x))"),
    ("binary_sigmoid", "exp2(x) / (1.0 + exp2(x))"),
    ("binary_sigmoid", "sigmoid(LN_2 * x)"),
    ("binary_softplus", "log2(1.0 + exp2(x))"),
    ("binary_softplus", "softplus(LN_2 * x) / LN_2"),
    ("langevin", "1.0 / tanh(x) - 1.0 / x"),
    ("langevin", "cosh(x) / sinh(x) - 1.0 / x"),
    (
        "bernoulli",
        "if x != 0.0 { x / (exp(x) - 1.0) } else { 1.0 }",
    ),
    ("entropy", "softplus(x) - x * sigmoid(x)"),
    ("entropy", "ln(1.0 + exp(x)) - x / (1.0 + exp(-x))"),
    ("entropy", "-(x * sigmoid(x) + ln(sigmoid(-x)))"),
    (
        "entropy",
        "-sigmoid(x) * ln(sigmoid(x)) - (1.0 - sigmoid(x)) * ln(1.0 - sigmoid(x))",
    ),
    (
        "planck",
        "if x == 0.0 { 0.0 } else { x.powi(3) / (exp(x) - 1.0) }",
    ),
    (
        "planck",
        "if x == 0.0 { 0.0 } else { x.powi(3) / exp_m1(x) }",
    ),
    (
        "planck",
        "if x == 0.0 { 0.0 } else { x * x * x * exp(-x) / (1.0 - exp(-x)) }",
    ),
    (
        "richards",
        "1.0 / (1.0 + 0.5 * exp(-1.5 * x)).powf(1.0 / 3.0)",
    ),
    ("richards", "(1.0 + exp(-1.5 * x) / 2.0).powf(-1.0 / 3.0)"),
    ("log_sum_exp", "0.5 * x + softplus(0.5 * x)"),
    ("log_sum_exp", "ln(exp(x) + exp(0.5 * x))"),
    ("log_of_three", "ln(1.0 + exp(x) + exp(-x))"),
    ("log_of_three", "ln(1.0 + 2.0 * cosh(x))"),
    ("log_of_three_and_exponential", "ln(3.0 + exp(x))"),
    (
        "log_of_three_and_exponential",
        "softplus(x - ln(3.0)) + ln(3.0)",
    ),
    ("log_sech", "-2.0 * ln(cosh(x))"),
    ("log_sech", "ln(1.0 - tanh(x) * tanh(x))"),
    (
        "log_sech",
        "ln(sigmoid(2.0 * x) * sigmoid(-2.0 * x)) + ln(4.0)",
    ),
    ("root_of_softplus", "softplus(x).powf(0.25)"),
    ("root_of_softplus", "sqrt(sqrt(ln(1.0 + exp(x))))"),
    ("root_of_exponential", "sqrt(1.0 + exp(x))"),
    ("root_of_exponential", "(1.0 + exp(x)).powf(0.5)"),
    ("root_of_exponential_less_one", "sqrt(1.0 + exp(x)) - 1.0"),
    (
        "root_of_exponential_less_one",
        "exp(x) / ((1.0 + exp(x)).sqrt() + 1.0)",
    ),
    ("root_of_cosh", "cosh(x).sqrt()"),
    ("root_of_cosh", "((exp(x) + exp(-x)) / 2.0).powf(0.5)"),
    ("exponential_of_square", "exp(x * x)"),
    ("exponential_of_square", "1.0 / exp(-x.powi(2))"),
    ("exponential_of_cube", "exp(2.0 * x.powi(3))"),
    ("exponential_of_cube", "exp(x * x * x).powi(2)"),
    ("tanh_exp", "x * tanh(exp(x))"),
    (
        "tanh_exp",
        "x * (exp(2.0 * exp(x)) - 1.0) / (exp(2.0 * exp(x)) + 1.0)",
    ),
    ("tanh_shrink", "x - tanh(x)"),
    ("tanh_shrink", "x - 2.0 * sigmoid(2.0 * x) + 1.0"),
    ("cloglog", "1.0 - exp(-exp(x))"),
    ("cloglog", "-exp_m1(-exp(x))"),
    ("bent_identity", "((x * x + 1.0).sqrt() - 1.0) / 2.0 + x"),
    ("bent_identity", "0.5 * (x.powi(2) + 1.0).sqrt() - 0.5 + x"),
];

fn entry(formula: &str) -> Entry {
    let source = format!("fn f(x: f32) -> f32 {{ {formula} }}");
    let mut entry = entries::formula(&source).unwrap_or_else(|error| panic!("{formula}: {error}"));
    entry.name = formula.to_owned();
    entry
}

#[test]
fn every_spelling_means_what_it_is_listed_under() {
    for &(name, formula) in SPELLINGS {
        let first = SPELLINGS.iter().find(|(other, _)| *other == name);
        let [plain, own] = [first.expect("itself").1, formula].map(entry);
        for x in [-3.2, -1.1, -0.4, 0.3, 0.9, 2.7] {
            let value =
                |entry: &Entry| eval::evaluate(&entry.analysis.graph, entry.analysis.typed, &[x]);
            let (one, two) = (value(&plain), value(&own));
            let off = (one - two).abs();
            let most = 1e-12 * one.abs().max(1.0);
            assert!(off < most, "{name}: {formula} is {two} at {x}, not {one}");
        }
    }
}

#[test]
fn every_spelling_is_as_good_as_an_entry() {
    let mut table = Table::load();
    let measured: Vec<_> = report::parallel(SPELLINGS.len(), |index| {
        let entry = entry(SPELLINGS[index].1);
        measure::entry(Subject::Engine, &entry, Density::COARSE, &table).expect("a form")
    });
    println!("{}", report::troubles(&measured));
    let (kept, all) = (report::kept(&measured), measured.len());
    println!("{kept} of {all} spellings keep the general bounds.");
    if std::env::var_os("UPDATE").is_some() {
        table.update("spelling", &measured);
        std::fs::write(Table::path(), table.print()).expect("the table can be written");
    }
    let wrong = table.complaints("spelling", &measured);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
