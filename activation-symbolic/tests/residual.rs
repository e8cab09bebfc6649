//! What backward has to keep: the forms through the output that the engine finds, for formulas
//! however they are spelled, and why it finds none.

use activation_symbolic::{
    analyse,
    emit::text::inline,
    residual::{Accuracy, Reason, Residual},
};
use proc_macro2::TokenStream;
use quote::quote;

/// The residual of a formula in one line, with `x` for the output.
fn residual(arguments: TokenStream, body: TokenStream) -> String {
    let item = quote!(fn formula(x: f64, #arguments) -> f64 { #body });
    let analysis = analyse(TokenStream::new(), item).expect("a formula without mistakes");
    let print = |id| inline(&analysis.graph, id, &analysis.symbols);
    match &analysis.residual {
        Residual::Nothing => "nothing".to_owned(),
        Residual::Inputs(_, Reason::Several(id)) => format!("cannot solve {}", print(*id)),
        Residual::Inputs(_, why) => format!("{why:?}"),
        Residual::Output(through) => {
            let accuracy = match through.accuracy {
                Accuracy::Paper => "paper",
                Accuracy::Absolute => "absolute",
                Accuracy::Relative => "relative",
            };
            let conditions = through.conditions.iter().map(|&id| print(id));
            let conditions: String = conditions.map(|text| format!(", {text}")).collect();
            format!("{accuracy}: {}{conditions}", print(through.form))
        }
    }
}

macro_rules! check {
    ($($body:expr $(; $($parameter:ident = $default:expr),+)? => $expected:literal)+) => {$(
        let arguments = quote!($($(#[param(default = $default)] $parameter: f64),+)?);
        assert_eq!(residual(arguments, quote!($body)), $expected, "{}", stringify!($body));
    )+};
}

#[test]
fn functions_of_the_table() {
    check! {
        exp(x) => "relative: x"
        exp2(x) => "relative: ln 2 * x"
        tanh(x) => "absolute: 1 - x²"
        sigmoid(x) => "absolute: x * (1 - x)"
        atan(x) => "absolute: cos(x)²"
        asinh(x) => "relative: 1 / cosh(x)"
        // Its square overflows long before it does.
        sinh(x) => "paper: √(x² + 1)"
        softplus(x) => "relative: -exp_m1(-x)"
        log_sigmoid(x) => "relative: -exp_m1(x)"
    }
}

#[test]
fn chains_of_functions() {
    check! {
        // The inner function is known through the inverse of the outer one.
        exp(tanh(x)) => "paper: x * (1 - ln(x)²)"
        atan(exp(x)) => "absolute: cos(x)² * tan(x)"
        a * tanh(b * x + 0.3) + d; a = 1.5, b = 0.5, d = 0.25
            => "absolute: b * (a - (x - d)² / a), a != 0"
        3.0 - 2.0 * softplus(-x) => "absolute: -2 * exp_m1(-0.5 * (3 - x))"
        5.0 + 0.0 * x => "nothing"
        a * x + 1.0; a = 2.0 => "nothing"
    }
}

#[test]
fn naive_spellings() {
    check! {
        1.0 / (1.0 + exp(-x)) => "absolute: x * (1 - x)"
        exp(x) / (1.0 + exp(x)) => "absolute: x * (1 - x)"
        ln(1.0 + exp(x)) => "relative: -exp_m1(-x)"
        (1.0 - exp(-2.0 * x)) / (1.0 + exp(-2.0 * x)) => "absolute: 1 - x²"
        if x < 0.0 { a * x } else { x }; a = 0.1 => "relative: if x >= 0 { 1 } else { a }, a > 0"
        max(x, a * x); a = 0.1 => "relative: if x > 0 { 1 } else { a }, 1 > a, a >= 0"
        min(max(x, -1.0), 1.0) => "relative: if x > -1 && x < 1 { 1 } else { 0 }"
    }
}

#[test]
fn inputs_in_several_places() {
    check! {
        x / (1.0 + abs(x)) => "absolute: (|x| - 1)²"
        x / sqrt(1.0 + a * x * x); a = 1.0 => "absolute: (1 - a * x²) * √(1 - a * x²)"
        (x + sqrt(x * x + b)) / 2.0; b = 4.0 => "relative: 4 * x² / (4 * x² + b), b != 0"
        if x > 0.0 { x * x + x } else { x } => "relative: if x > 0 { √(1 + 4 * x) } else { 1 }"
    }
}

#[test]
fn pieces() {
    check! {
        if x > t { x } else { v }; t = 0.0, v = 0.0
            => "relative: if x > v { 1 } else { 0 }, t >= v"
        if x > 0.0 { x } else { a * exp_m1(x) }; a = 1.0
            => "absolute: if x > 0 { 1 } else { x + a }, a >= 0"
        if abs(x) > w { x } else { 0.0 }; w = 0.5 => "relative: if x != 0 { 1 } else { 0 }, w >= 0"
        // Falling: the pieces lie the other way round on the output's axis.
        -max(x, 0.0) => "relative: if x < 0 { -1 } else { 0 }"
        if a < 0.0 { exp(x) } else { x + a }; a = 1.0 => "relative: if a < 0 { x } else { 1 }"
    }
}

#[test]
fn what_rounding_spoils() {
    check! {
        // ln(1 − y) where y has rounded to 1.
        1.0 - exp(-exp(x)) => "paper: -((1 - x) * ln(1 - x))"
        // Half of the digits are lost beside the corner.
        if x > 0.0 { 1.0 + x * x } else { 1.0 } => "paper: 2 * √(x - 1)"
    }
}

#[test]
fn why_not() {
    check! {
        x * sigmoid(x) => "Turns(-1.278)"
        exp(-x * x) => "Turns(0.0)"
        erf(x) => "NoInverse(Erf)"
        x - tanh(x) => "cannot solve x - tanh(x)"
        x + 0.5 * sin(x) => "cannot solve x + 0.5 * sin(x)"
    }
    let two = quote!(
        fn gate(a: f64, b: f64) -> f64 {
            a * sigmoid(b)
        }
    );
    let analysis = analyse(TokenStream::new(), two).unwrap();
    let Residual::Inputs(kept, Reason::SeveralInputs) = &analysis.residual else {
        panic!("{:?}", analysis.residual);
    };
    assert_eq!(kept, &[0, 1]);
    // The slopes of a sum with a shift do not read the shift.
    let shifted = quote!(
        fn shifted(a: f64, b: f64) -> f64 {
            tanh(a) + b
        }
    );
    let analysis = analyse(TokenStream::new(), shifted).unwrap();
    assert!(matches!(&analysis.residual, Residual::Inputs(kept, _) if kept == &[0]));
    let surrogate = quote!(surrogate = tanh(x));
    let step = quote!(
        fn step(x: f64) -> f64 {
            if x > 0.0 { 1.0 } else { 0.0 }
        }
    );
    let analysis = analyse(surrogate, step).unwrap();
    assert!(matches!(
        &analysis.residual,
        Residual::Inputs(_, Reason::Surrogate)
    ));
}

#[test]
fn the_cost_counts_what_the_kernel_computes() {
    let cost = |body: TokenStream| {
        let item = quote!(fn formula(x: f64, #[param(default = 2.0)] a: f64) -> f64 { #body });
        analyse(TokenStream::new(), item).unwrap().cost
    };
    let count =
        |work: activation_symbolic::cost::Work| (work.exponentials, work.divisions, work.other);
    let tanh = cost(quote!(tanh(a * x)));
    assert_eq!(count(tanh.forward), (1, 1, 1));
    // 1 − y² is one multiply-add; a in front; dy behind.
    assert_eq!(count(tanh.from_output.unwrap()), (0, 0, 4));
    // What depends on the parameter alone is computed once a call: x · (1/√a).
    assert_eq!(count(cost(quote!(x / sqrt(a))).forward), (0, 0, 1));
    assert_eq!(
        count(cost(quote!(a / (1.0 + x.powi(4)))).forward),
        (0, 1, 3)
    );
    assert!(cost(quote!(a * x * sigmoid(x))).from_output.is_none());
}
