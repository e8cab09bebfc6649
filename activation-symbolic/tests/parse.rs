//! Reading: what a formula is recorded as, and that every mistake in it is found at once.

use activation_symbolic::{
    check,
    diagnostic::Ledger,
    parse::{self, Formula, Parsed},
};
use proc_macro2::TokenStream;

fn read_with(attr: &str, item: &str) -> Result<Formula, Vec<String>> {
    let mut ledger = Ledger::new();
    let parsed = parse::parse(tokens(attr), tokens(item), &mut ledger);
    if let Parsed::Formula(_, formula) = &parsed {
        check::check(formula, &mut ledger);
    }
    match (ledger.finish(), parsed) {
        (Ok(()), Parsed::Formula(_, formula)) => Ok(*formula),
        (Ok(()), _) => panic!("refused without a reason: {item}"),
        (Err(error), _) => Err(error.into_iter().map(|error| error.to_string()).collect()),
    }
}

fn read(item: &str) -> Formula {
    read_with("", item).unwrap_or_else(|errors| panic!("{item}\n{}", errors.join("\n")))
}

fn refused(item: &str) -> Vec<String> {
    match read_with("", item) {
        Ok(formula) => panic!("accepted: {item}\n{}", print(&formula)),
        Err(errors) => errors,
    }
}

fn tokens(text: &str) -> TokenStream {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn print(formula: &Formula) -> String {
    formula
        .graph
        .sexpr(formula.root, &formula.signature.symbol_names())
}

/// One row: the body of a formula of `x`, `y` and the parameter `p`, and what it is read as.
fn check_bodies(rows: &[(&str, &str)]) {
    for (body, expected) in rows {
        // The parameter must reach the result; the print leaves that term out again.
        let item = format!(
            "fn f(x: f32, y: f32, #[param(default = 1.0)] p: f32) -> f32 {{ p - {{ {body} }} }}"
        );
        let printed = print(&read(&item));
        let inner = printed
            .strip_prefix("(- p ")
            .and_then(|rest| rest.strip_suffix(')'));
        assert_eq!(inner, Some(*expected), "{body}");
    }
}

#[test]
fn operators_and_literals() {
    check_bodies(&[
        ("x + y * 2.0", "(+ x (* y 2))"),
        ("(x + y) * 2.5e-1", "(* (+ x y) 0.25)"),
        ("x - y - 1_000.5", "(- (- x y) 1000.5)"),
        ("1f32 / x", "(/ 1 x)"),
        ("1.0_f64 / x", "(/ 1 x)"),
        ("-x.powi(2)", "(- (powi x 2))"),
        ("-1.0 * x", "(* -1 x)"),
        ("-(1.5)", "-1.5"),
        ("-(-x)", "(- (- x))"),
        ("0.044715 * x", "(* 0.044715 x)"),
    ]);
}

#[test]
fn functions_and_methods_are_the_same() {
    check_bodies(&[
        ("exp(x)", "(exp x)"),
        ("x.exp()", "(exp x)"),
        ("f32::exp(x)", "(exp x)"),
        ("f64::exp(x)", "(exp x)"),
        ("max(x, 0.0)", "(max x 0)"),
        ("x.max(0.0)", "(max x 0)"),
        ("x.clamp(-1.0, 1.0)", "(clamp x -1 1)"),
        ("powi(x, 3)", "(powi x 3)"),
        ("x.powi(-3)", "(powi x -3)"),
        ("x.powi((-(3i32)))", "(powi x -3)"),
        ("x.powf(y)", "(powf x y)"),
        ("x.mul_add(y, 1.0)", "(+ (* x y) 1)"),
        ("silu(x)", "(* x (sigmoid x))"),
        ("x.leaky_relu(0.01)", "(if (> x 0) x (* 0.01 x))"),
        ("elu(x, p)", "(if (> x 0) x (* p (exp_m1 x)))"),
    ]);
}

#[test]
fn names_and_scopes() {
    check_bodies(&[
        ("let t = x * x; t + t", "(+ (* x x) (* x x))"),
        ("let x = x + 1.0; let x = x * 2.0; x", "(* (+ x 1) 2)"),
        ("let t = { let x = y; x * x }; t + x", "(+ (* y y) x)"),
        ("let t: f32 = x; let u: f32 = t; u", "x"),
        (
            "let inside: bool = x > 0.0; if inside { x } else { y }",
            "(if (> x 0) x y)",
        ),
        ("let exp = x; exp(exp)", "(exp x)"),
        ("let E = x; E * E", "(* x x)"),
        ("let r#type = x; r#type * 2.0", "(* x 2)"),
        ("(((x)))", "x"),
        ("#[allow(unused)] let t = x; t", "x"),
    ]);
}

#[test]
fn conditions() {
    check_bodies(&[
        ("if x > 0.0 { x } else { 0.0 }", "(if (> x 0) x 0)"),
        (
            "if x < -1.0 { -1.0 } else if x <= 1.0 { x } else { 1.0 }",
            "(if (< x -1) -1 (if (<= x 1) x 1))",
        ),
        (
            "if x > 0.0 && !(y == 1.0 || x != y) { x } else { y }",
            "(if (&& (> x 0) (! (|| (== y 1) (!= x y)))) x y)",
        ),
        // Only numbers are selected.
        (
            "if (if x > 0.0 { y > 0.0 } else { y < 0.0 }) { x } else { y }",
            "(if (|| (&& (> x 0) (> y 0)) (&& (! (> x 0)) (< y 0))) x y)",
        ),
    ]);
}

#[test]
fn constants_by_any_sensible_path() {
    for path in [
        "PI",
        "consts::PI",
        "f32::consts::PI",
        "std::f64::consts::PI",
    ] {
        check_bodies(&[(&format!("x * {path}"), "(* x π)")]);
    }
    check_bodies(&[
        ("x * core::f32::consts::FRAC_1_SQRT_2", "(* x 1/√2)"),
        ("x * ::std::f64::consts::LN_2", "(* x ln 2)"),
        ("x.powf(E)", "(powf x e)"),
        ("x * GOLDEN_RATIO / GOLDEN_RATIO", "(/ (* x φ) φ)"),
        ("x + 2.0 * std::f64::consts::EULER_GAMMA", "(+ x (* 2 γ))"),
    ]);
}

#[test]
fn the_signature_is_kept() {
    let formula = read_with(
        "crate = my::path, name = Gate,",
        "/// Swish.
        #[must_use]
        #[cfg(feature = \"gates\")]
        pub(crate) fn swish(
            /// How steep.
            #[param(default = -2.0 / 3.0)] beta: f64,
            a: f64,
            #[param(default = PI / 2.0)] phase: f64,
            b: f64,
        ) -> f64 { a * sigmoid(beta * b + phase) }",
    )
    .unwrap();
    let signature = &formula.signature;
    assert_eq!(signature.function, "swish");
    assert_eq!(signature.type_name, "Gate");
    assert_eq!(signature.scalar, "f64");
    assert_eq!(signature.symbol_names(), ["a", "b", "beta", "phase"]);
    assert_eq!(signature.attrs.len(), 3);
    assert_eq!(
        (signature.docs().count(), signature.gates().count()),
        (1, 1)
    );
    assert_eq!(signature.parameters[0].default, -2.0 / 3.0);
    assert_eq!(signature.parameters[0].exact.as_fraction(), Some((-2, 3)));
    assert_eq!(signature.parameters[0].docs.len(), 1);
    assert_eq!(signature.parameters[1].exact.to_string(), "π/2");
    let order: Vec<String> = signature
        .order
        .iter()
        .map(|&argument| signature.ident(argument).to_string())
        .collect();
    assert_eq!(order, ["beta", "a", "phase", "b"]);
    assert_eq!(print(&formula), "(* a (sigmoid (+ (* beta b) phase)))");
}

#[test]
fn defaults_are_constant_expressions() {
    for (default, expected) in [
        ("1.0 / 6.0", 1.0 / 6.0),
        ("-0.5", -0.5),
        ("1.6732632423543772", 1.673_263_242_354_377_2),
        ("std::f64::consts::SQRT_2", std::f64::consts::SQRT_2),
        ("(2.0 / PI).sqrt()", (2.0 / std::f64::consts::PI).sqrt()),
        ("PI + 1.0", std::f64::consts::PI + 1.0),
        ("exp(-1.0)", (-1.0_f64).exp()),
        ("if 1.0 > 2.0 { 3.0 } else { 4.0 }", 4.0),
    ] {
        let item = format!("fn f(x: f32, #[param(default = {default})] p: f32) -> f32 {{ p * x }}");
        assert_eq!(
            read(&item).signature.parameters[0].default,
            expected,
            "{default}"
        );
    }
}

#[test]
fn names_of_types() {
    for (function, expected) in [
        ("gelu_tanh", "GeluTanh"),
        ("relu6", "Relu6"),
        ("r#loop", "Loop"),
        ("_x", "X"),
    ] {
        let formula = read(&format!("fn {function}(x: f32) -> f32 {{ x }}"));
        assert_eq!(formula.signature.type_name, expected);
    }
}

#[test]
fn what_the_user_wrote_lies_beside_the_graph() {
    let formula = read("fn f(x: f32) -> f32 { let gate = x.exp(); let alias = gate; alias * x }");
    let gate = formula.graph.arguments(formula.root)[0];
    assert_eq!(formula.graph.name(gate), Some("gate"));
    for id in formula.graph.reachable(&[formula.root]) {
        assert!(
            formula.graph.span(id).is_some(),
            "{:?}",
            formula.graph.node(id)
        );
    }
}

#[test]
fn a_formula_through_macro_rules_has_invisible_brackets() {
    use proc_macro2::{Delimiter, Group};
    use quote::quote;
    let sum = Group::new(Delimiter::None, quote!(x + 1.0));
    let ty = Group::new(Delimiter::None, quote!(f32));
    let three = Group::new(Delimiter::None, quote!(-3));
    let item = quote!(fn f(x: #ty) -> #ty { #sum * x.powi(#three) });
    let mut ledger = Ledger::new();
    let Parsed::Formula(_, formula) = parse::parse(TokenStream::new(), item, &mut ledger) else {
        panic!("refused: {}", ledger.finish().unwrap_err());
    };
    ledger.finish().unwrap();
    assert_eq!(print(&formula), "(* (+ x 1) (powi x -3))");
}

#[test]
fn all_mistakes_are_reported_at_once_and_each_once() {
    let errors = refused(
        "async fn f(x: f32, mut y: f64, #[param] p: f32) -> i32 {
            let a = sigmod(x) + 2;
            let mut b = if a > 0.0 { x };
            b += foo;
            max(a, b, bar);
        }",
    );
    let starts = [
        "a formula is a plain function; remove `async`",
        "a formula changes no name; remove `mut`",
        "a formula is written in one type",
        "a parameter has a default",
        "the result is one `f32` or `f64`",
        "unknown function `sigmod`; did you mean `sigmoid`?",
        "`2` is an integer",
        "a formula changes no name",
        "this `if` has no value",
        "a formula changes no name",
        "unknown name `foo`",
        "`max` takes 2 arguments",
        "unknown name `bar`",
        "this would be the value",
    ];
    assert_eq!(errors.len(), starts.len(), "{errors:#?}");
    for (error, start) in errors.iter().zip(starts) {
        assert!(error.starts_with(start), "{error}\n{start}");
    }
}

/// One row: the body of a formula `f` of `x` and `y`, and the only thing that is said of it.
#[test]
fn a_function_that_there_is_not_is_named_by_what_to_write() {
    let catalogue = "is an entry of the catalogue; call its type, `activation_core::catalogue::";
    let entry = |name: &str, usage: &str| format!("`{name}` {catalogue}{usage}`");
    let write = |name: &str, usage: &str| format!("unknown {name}; write `{usage}`");
    for (body, message) in [
        ("selu(x)", entry("selu", "Selu(x)")),
        ("x.selu()", entry("selu", "Selu(x)")),
        (
            "hardshrink(x)",
            entry(
                "hardshrink",
                "HardShrink(x)`, or with parameters `HardShrink { lambd: … }(x)",
            ),
        ),
        (
            "prelu(x, 0.1)",
            entry(
                "prelu",
                "Prelu(x)`, or with parameters `Prelu { weight: … }(x)",
            ),
        ),
        ("swiglu(x, y)", entry("swiglu", "SwiGlu(a, b)")),
        ("x.log(2.0)", write("method `log`", "log2(x)")),
        ("x.log(10.0)", write("method `log`", "ln(x) / ln(10.0)")),
        ("f32::log(x, y)", write("function `log`", "ln(x) / ln(y)")),
        ("log(x)", write("function `log`", "ln(x)")),
        (
            "cbrt(x)",
            write("function `cbrt`", "signum(x) * powf(abs(x), 1.0 / 3.0)"),
        ),
        (
            "x.acosh()",
            write("method `acosh`", "ln(x + sqrt(x * x - 1.0))"),
        ),
        ("coth(x)", write("function `coth`", "recip(tanh(x))")),
        (
            "x.copysign(y)",
            write("method `copysign`", "abs(x) * signum(y)"),
        ),
        (
            "x.to_degrees()",
            write("method `to_degrees`", "x * (180.0 / PI)"),
        ),
        (
            "x.rem_euclid(y)",
            write("method `rem_euclid`", "x - abs(y) * floor(x / abs(y))"),
        ),
        (
            "heaviside(x)",
            write("function `heaviside`", "if x > 0.0 { 1.0 } else { 0.0 }"),
        ),
        (
            "x * PI()",
            "`PI` is a constant; write it without `()`".to_owned(),
        ),
        (
            "2.0 * PI(x)",
            "`PI` is a constant, and no function; a product is written with `*`".to_owned(),
        ),
        (
            "elu(x)",
            "`elu` takes 2 arguments, and 1 is given; write `elu(x, alpha)`".to_owned(),
        ),
        (
            "x.swish()",
            "`swish` takes 2 arguments, and 1 is given; write `x.swish(beta)`".to_owned(),
        ),
        (
            "leaky_relu(x)",
            "`leaky_relu` takes 2 arguments, and 1 is given; write `leaky_relu(x, slope)`"
                .to_owned(),
        ),
    ] {
        let errors = refused(&format!("fn f(x: f32, y: f32) -> f32 {{ {body} }}"));
        assert_eq!(errors, [message], "{body}");
    }
}

#[test]
fn a_function_that_nobody_knows_brings_the_list_of_all() {
    for (body, start) in [
        (
            "x.sin_cosine()",
            "unknown method `sin_cosine`; a number has",
        ),
        (
            "telu(x)",
            "unknown function `telu`; write the formula of `telu` here, or put",
        ),
    ] {
        let errors = refused(&format!("fn f(x: f32) -> f32 {{ {body} }}"));
        assert_eq!(errors.len(), 1, "{errors:#?}");
        assert!(errors[0].starts_with(start), "{}", errors[0]);
        for name in ["`exp`", "`tanh`", "`swish`", "`powi`"] {
            assert!(errors[0].contains(name), "{name}: {}", errors[0]);
        }
    }
    let errors = refused("fn f(x: f32, #[param(default = helper(1.0))] p: f32) -> f32 { p * x }");
    let message =
        "unknown function `helper`; a default is a constant, so write a number, such as `1.0`";
    assert_eq!(errors, [message]);
}

/// The list in that message is made of the tables, and the documentation is written by hand.
#[test]
fn the_documentation_knows_every_function() {
    let documentation = include_str!("../../activation-macros/src/lib.rs");
    let (_, functions) = documentation.split_once("/// # Functions").unwrap();
    let (functions, _) = functions.split_once("/// # Gated formulas").unwrap();
    let [error] = refused("fn f(x: f32) -> f32 { telu(x) }")
        .try_into()
        .unwrap();
    let (_, list) = error.split_once("there are ").unwrap();
    for name in list.split(", ") {
        let name = name.trim_matches('`');
        let known = [format!("`{name}`"), format!("`{name}(")];
        assert!(
            known.iter().any(|known| functions.contains(known)),
            "{name}"
        );
    }
}

/// One row: the body of a formula of `x` and `y`, and the only thing that is said of it.
fn check_refused(rows: &[(&str, &str)]) {
    for (body, message) in rows {
        let errors = refused(&format!("fn f(x: f32, y: f32) -> f32 {{ {body} }}"));
        assert_eq!(errors, [*message], "{body}");
    }
}

#[test]
fn a_power_is_written_with_the_base_and_the_exponent_that_were_typed() {
    for (typed, meant) in [
        ("x ^ 2.0", "powi(x, 2)"),
        ("x ^ 2", "powi(x, 2)"),
        ("x ^ -1.0", "powi(x, -1)"),
        ("x ^ 0.5", "powf(x, 0.5)"),
        ("x ^ -y", "powf(x, -y)"),
        ("2.0 ^ x", "powf(2.0, x)"),
        ("x ^ (y + 1.0)", "powf(x, …)"),
        ("(x + 1.0) ^ 3.0", "powi(…, 3)"),
        ("2.0 * x ^ 4.0 + 1.0", "powi(x, 4)"),
        ("-x ^ 2.0 * y", "powi(x, 2)"),
        ("y + 2.0 * x ** 5.0 * y", "powi(x, 5)"),
        ("x ** y", "powf(x, y)"),
    ] {
        let operator = if typed.contains('^') { "^" } else { "**" };
        let message = format!("a formula has no `{operator}`; for a power write `{meant}`");
        check_refused(&[(typed, &message)]);
    }
    for (typed, meant) in [
        ("pow(x, 2.0)", "powi(x, 2)"),
        ("pow(x, 2)", "powi(x, 2)"),
        ("pow(x + y, y)", "powf(…, y)"),
        ("pow(1.0 + x, -0.5)", "powf(…, -0.5)"),
    ] {
        let message = format!("unknown function `pow`; write `{meant}`");
        check_refused(&[(typed, &message)]);
    }
    check_refused(&[("x.pow(3)", "unknown method `pow`; write `powi(x, 3)`")]);
    let message = "unknown function `pow`; write `powi(x, 3)`, or `powf(x, y)` for an exponent that is not \
         whole";
    check_refused(&[("pow(x)", message)]);
}

#[test]
fn a_truth_value_is_judged_by_its_place() {
    let number = |value: &str, number: &str| {
        format!("a number is needed here, and `{value}` is a truth value; write `{number}`")
    };
    let (no, yes) = (&number("false", "0.0"), &number("true", "1.0"));
    let same = "a condition that is always the same decides nothing; keep the branch that is taken";
    let either = "`true` is a truth value that is always the same; keep the branch that is taken, \
                  or for a number write `1.0`";
    check_refused(&[
        ("if x > 0.0 { x } else { false }", no),
        ("if x > 0.0 { true } else { y }", yes),
        (
            "if x > 0.0 { x } else if x > y { let z = y; z } else { (false) }",
            no,
        ),
        ("let t = if x > 0.0 { x } else { false }; t", no),
        ("let t: f32 = true; t * x", yes),
        ("let t = true; t * x", either),
        ("x * max(y, true)", yes),
        ("true", yes),
        ("if true { x } else { y }", same),
        ("if x > 0.0 && !true { x } else { y }", same),
        ("let t: bool = true; if t { x } else { y }", same),
        (
            "let t = if x > 0.0 { x > y } else { true }; if t { x } else { y }",
            same,
        ),
    ]);
}

#[test]
fn an_exponent_too_many_is_still_whole() {
    let takes = |given: &str, usage: &str| {
        format!("`powi` takes 2 arguments, and {given} given; write `{usage}`")
    };
    check_refused(&[
        ("x.powi(2, 3)", &takes("3 are", "x.powi(3)")),
        ("powi(x, 2, -3)", &takes("3 are", "powi(x, 3)")),
        ("x.powi()", &takes("1 is", "x.powi(3)")),
        ("x.pow(-2)", "unknown method `pow`; write `powi(x, -2)`"),
        (
            "x ** -2",
            "a formula has no `**`; for a power write `powi(x, -2)`",
        ),
    ]);
}

#[test]
fn arguments_go_by_position() {
    for (typed, meant) in [
        ("clamp(x, min = 0.0, max = 1.0)", "clamp(x, 0.0, 1.0)"),
        ("clamp(x, max = y, min = -y)", "clamp(x, -y, y)"),
        ("x.clamp(low = 0.0, high = y)", "x.clamp(0.0, y)"),
        ("clamp(x, max = 1.0)", "clamp(x, low, 1.0)"),
        ("clamp(x, a_min = 0.0, a_max = 1.0)", "clamp(x, low, high)"),
        ("clamp(x, low = 0.0, min = 0.0)", "clamp(x, low, high)"),
        ("clamp(x, 0.0, 1.0, max = 1.0)", "clamp(x, low, high)"),
        ("clamp(x + y, min = x * y, max = y)", "clamp(…, …, y)"),
        ("elu(x, alpha = 0.5)", "elu(x, 0.5)"),
        ("leaky_relu(x, negative_slope = 0.1)", "leaky_relu(x, 0.1)"),
        ("max(x, other = PI)", "max(x, PI)"),
        ("relu(x = y)", "relu(y)"),
        ("powi(x, n = 2)", "powi(x, 2)"),
        ("x.powi(n = 2)", "x.powi(2)"),
        ("(-y).max(other = 0.0)", "x.max(0.0)"),
    ] {
        let message = format!("arguments go by position; write `{meant}`");
        check_refused(&[(typed, &message)]);
    }
    check_refused(&[
        (
            "clip(x, min = 0.0, max = 1.0)",
            "unknown function `clip`; write `clamp(x, low, high)`",
        ),
        (
            "Swish(x, beta = 1.5)",
            "parameters go in braces before the inputs; write `Swish { beta: 1.5 }(x)`",
        ),
        (
            "crate::Gate { a: 2.0 }(x, b = 1.0)",
            "parameters go in braces before the inputs; write `crate::Gate { …, b: 1.0 }(x)`",
        ),
        (
            "SwiGlu(a = x, b = x * y)",
            "inputs go by position; write `SwiGlu(x, …)`",
        ),
    ]);
    // What is wrong in them is said too.
    let errors = refused("fn f(x: f32) -> f32 { clamp(x, min = 0, max = sigmod(x)) }");
    assert_eq!(errors.len(), 3, "{errors:#?}");
    assert!(
        errors[0].ends_with("write `clamp(x, 0.0, …)`"),
        "{}",
        errors[0]
    );
}

#[test]
fn an_operator_behind_an_if_that_begins_a_line_wants_brackets() {
    for (body, operator) in [
        ("if x > 0.0 { 1.0 } else { 1.0 } * x", "*"),
        ("if x > 0.0 { 1.0 } else { 1.0 } * x.exp() + y", "*"),
        ("if x > 0.0 { 1.0 } else { 1.0 } - x * y", "-"),
    ] {
        let message = format!(
            "where a line begins with `if`, Rust ends it behind the last `}}`, and the \
             `{operator}` begins another; put brackets around the `if`, as in `(if … {{ … }} else \
             {{ … }}) {operator} x`"
        );
        check_refused(&[(body, &message)]);
    }
    // What is wrong in either part is said, too.
    let errors = refused("fn f(x: f32) -> f32 { if x > 0.0 { 1 } else { 1.0 } * foo * x }");
    assert_eq!(errors.len(), 3, "{errors:#?}");
    check_bodies(&[(
        "(if x > 0.0 { 1.0 } else { 2.0 }) * x",
        "(* (if (> x 0) 1 2) x)",
    )]);
}

#[test]
fn a_number_that_no_float_holds_is_called_one() {
    check_refused(&[
        (
            "x + 1e400",
            "this is more than the largest `f64`, 1.8e308; write a number that there is, or leave \
             the case out",
        ),
        (
            "x + 1e-400",
            "this is less than the smallest `f64`, 4.9e-324; write `0.0`",
        ),
        (
            "x + 1e200",
            "a number of a formula is kept exactly, in at most 38 digits, zeros included; write \
             one with fewer",
        ),
    ]);
}

#[test]
fn an_unknown_name_could_be_declared() {
    let message = |name: &str, argument: &str| {
        format!(
            "unknown name `{name}`; a formula knows its arguments, its `let`s and the constants of \
             `std::f64::consts`, so make it a parameter with `#[param(default = …)]{argument}`"
        )
    };
    for (name, argument) in [
        ("alpha", " alpha: f32"),
        ("config::alpha", " alpha: f32"),
        ("self", ""),
    ] {
        let (_, last) = name.rsplit_once(':').unwrap_or(("", name));
        check_refused(&[(&format!("x * {name}"), &message(last, argument))]);
    }
    let errors = refused("fn f(x: f64) -> f64 { x * alpha }");
    assert_eq!(errors, [message("alpha", " alpha: f64")]);
    let errors =
        refused("fn f(x: f32, #[param(default = 1.0)] beta: f32) -> f32 { x * beat * beta }");
    assert_eq!(errors, ["unknown name `beat`; did you mean `beta`?"]);
}

#[test]
fn a_constant_of_one_letter_is_one() {
    for (name, argument) in [("K", "k"), ("K2", "k2"), ("EPS", "eps")] {
        let message = format!(
            "a formula does not see the constants around it; write the number that `{name}` stands \
             for, or make it a parameter with `#[param(default = …)] {argument}: f32`"
        );
        check_refused(&[(&format!("{name} * x"), &message)]);
    }
    check_refused(&[(
        "Gate * x",
        "`Gate` stands for no value; an activation is called, as in `Gate(x)`",
    )]);
    assert_eq!(
        print(&read("fn f(x: f32) -> f32 { x * K(x) }")),
        "(* x (K x))"
    );
}

#[test]
fn a_recursion_is_called_one() {
    for body in ["f(x) + 1.0", "x.f()", "F(x) * x"] {
        let errors = refused(&format!("fn f(x: f32) -> f32 {{ {body} }}"));
        assert_eq!(errors.len(), 1, "{body}: {errors:#?}");
        assert!(
            errors[0].starts_with("a formula cannot call itself"),
            "{errors:#?}"
        );
    }
    // What the language has is no recursion.
    read("fn silu(x: f32) -> f32 { 2.0 * silu(x) }");
}

#[test]
fn an_item_is_refused_once_and_not_where_it_is_used() {
    for (body, message) in [
        (
            "const A: f32 = 2.0; A * x",
            "a formula declares nothing; write `let a = 2.0;`",
        ),
        (
            "let t = HALF * x; const HALF: f32 = 1.0 / 2.0; t",
            "a formula declares nothing; write `let half = …;`",
        ),
        (
            "static TWICE: f32 = TAU; TWICE * x",
            "a formula declares nothing; write `let twice = TAU;`",
        ),
        (
            "fn g(x: f32) -> f32 { x } g(x)",
            "a formula declares nothing; write the function's formula where it is needed",
        ),
    ] {
        let errors = refused(&format!("fn f(x: f32) -> f32 {{ {body} }}"));
        assert_eq!(errors, [message], "{body}");
    }
}

#[test]
fn a_formula_is_written_in_one_type() {
    for (item, message) in [
        (
            "fn f(x: f32) -> f32 { let a: f64 = 2.0; a * x }",
            "a formula is written in one type, and it began with `f32`; write `f32` here",
        ),
        (
            "fn f(x: f64) -> f64 { let a: f32 = 2.0; a * x }",
            "a formula is written in one type, and it began with `f64`; write `f64` here",
        ),
        (
            "fn f(x: f64) -> f64 { let a: bool = x; a }",
            "the value is a number; write `f64`",
        ),
        (
            "fn f(x: f64) -> f64 { let a: i32 = x; a }",
            "a name in a formula is `f64` or `bool`; write that",
        ),
    ] {
        assert_eq!(refused(item), [message], "{item}");
    }
    // Where the head says none, that is the mistake.
    let errors = refused("fn f(x: i32) -> i32 { let a: f32 = 2.0; a * x }");
    assert_eq!(errors.len(), 2, "{errors:#?}");
}

#[test]
fn no_refusal_is_without_a_reason() {
    // Words of the function's head that are no names of arguments.
    for name in ["param", "default", "f32", "f", "sigmoid", "self", "T"] {
        let errors = refused(&format!(
            "fn f(x: f32, #[param(default = 1.0)] p: f32) -> f32 {{ x * p * {name} }}"
        ));
        assert_eq!(errors.len(), 1, "{name}: {errors:?}");
    }
    // A name whose declaration is refused is known all the same.
    let errors = refused("fn f((a, b): (f32, f32)) -> f32 { let (c, d) = a; a + b + c + d }");
    assert_eq!(errors.len(), 4, "{errors:?}");
}

#[test]
fn constants_without_a_value_are_refused() {
    for body in [
        "x / 0.0",
        "x / (1.0 - 1.0)",
        "x + ln(-1.0)",
        "x + sqrt(-2.0)",
        "x + recip(0.0)",
        "x + exp(1000.0)",
        "x + powf(-2.0, 0.5)",
        "clamp(x, 1.0, -1.0)",
        "let unused = ln(0.0); x",
    ] {
        let errors = refused(&format!("fn f(x: f32) -> f32 {{ {body} }}"));
        assert_eq!(errors.len(), 1, "{body}: {errors:?}");
    }
}

/// A type that hid a trait of the prelude would take the methods of every activation with it.
#[test]
fn the_names_of_the_traits_are_taken() {
    let analyse = |options: &str, item: &str| {
        activation_symbolic::analyse(options.parse().unwrap(), item.parse().unwrap())
    };
    let item = "fn activation(x: f32) -> f32 { tanh(x) }";
    assert_eq!(
        analyse("", item).unwrap_err().to_string(),
        "the type would be named `Activation`, as is a trait of the prelude, which it would hide; \
         name it otherwise with `#[activation(name = …)]`"
    );
    assert!(analyse("name = Mine", item).is_ok());
    assert!(analyse("", "fn second_order(x: f32) -> f32 { tanh(x) }").is_err());
    assert!(analyse("name = Activate", "fn f(x: f32) -> f32 { tanh(x) }").is_err());
}
