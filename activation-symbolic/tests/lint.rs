//! What is warned about, and what is not: each lint on formulas of its kind, on ones that look
//! like it, and on the catalogue.

use activation_symbolic::{lint::LINTS, warnings};
use proc_macro2::TokenStream;

/// The lints that speak about a function, and what they say.
fn said(options: &str, item: &str) -> Vec<(&'static str, String)> {
    let item = item
        .parse()
        .unwrap_or_else(|error| panic!("{item}: {error}"));
    let found = warnings(options.parse().unwrap(), item).unwrap_or_else(|error| panic!("{error}"));
    found
        .into_iter()
        .map(|warning| (warning.lint, warning.message))
        .collect()
}

/// As [`said`], about a formula of `x` and of the parameter `a`, 0.5.
fn of(body: &str) -> Vec<(&'static str, String)> {
    let parameter = if body.contains('a') && body.contains("a *") {
        ", #[param(default = 0.5)] a: f32"
    } else {
        ""
    };
    said("", &format!("fn f(x: f32{parameter}) -> f32 {{ {body} }}"))
}

/// Whether one lint speaks, and says this among other things.
fn speaks(lint: &str, item: &str, words: &str) {
    let found = said("", item);
    assert!(
        matches!(found.as_slice(), [(name, message)] if *name == lint && message.contains(words)),
        "{item}\n{found:#?}"
    );
    // And it can be silenced.
    assert_eq!(said(&format!("allow({lint})"), item), []);
}

fn silent(bodies: &[&str]) {
    let loud: Vec<_> = bodies
        .iter()
        .map(|body| (body, of(body)))
        .filter(|(_, found)| !found.is_empty())
        .collect();
    assert!(loud.is_empty(), "{loud:#?}");
}

#[test]
fn lets_that_nothing_reads() {
    for (body, name) in [
        ("let t = x * x; tanh(x)", "t"),
        (
            "let x = tanh(x); let y = { let x = x; 1.0 - x }; x * x",
            "y",
        ),
        ("if x > 0.0 { let t = x; x * x } else { 0.0 }", "t"),
        // A branch sees what is around it.
        (
            "let t = exp(x); if x > 0.0 { t } else { let t = x; x + 1.0 }",
            "t",
        ),
    ] {
        let item = format!("fn f(x: f32) -> f32 {{ {body} }}");
        speaks("unused", &item, &format!("nothing reads `{name}`"));
    }
    silent(&[
        "let t = x * x; tanh(t)",
        "let x = x * x; let x = x + 1.0; tanh(x)",
        "let up = x > 0.0; if up { x * x } else { 0.0 }",
        "let _t = x * x; tanh(x)",
        "#[allow(unused)] let t = x * x; tanh(x)",
        "#[expect(unused_variables)] let t = x * x; tanh(x)",
    ]);
}

#[test]
fn branches_that_do_not_meet() {
    for (body, words) in [
        (
            "if x > 0.0 { 1.0 } else { 0.0 }",
            "at `x = 0`, from 0 to 1: the branches of this `if`",
        ),
        (
            "if x > 1.0 { x } else { 0.0 }",
            "at `x = 1`, from 0 to 1: the branches of this `if`",
        ),
        (
            "x * (if x < 2.0 { 1.0 } else { 0.5 })",
            "at `x = 2`, from 2 to 1: the branches",
        ),
        (
            "if x < -1.0 { -x } else if x < 1.0 { x } else { 1.0 }",
            "at `x = -1`, from 1 to -1",
        ),
        ("if x * x > 4.0 { x } else { 0.0 }", "and at one more place"),
        (
            "x + floor(x)",
            "at `x = 0`, from -1 to 0: `floor` is a step, and elsewhere",
        ),
        (
            "x + signum(x)",
            "at `x = 0`, from -1 to 1: `signum` is a step",
        ),
        ("fract(x)", "`fract` is a step"),
        (
            "if x > 0.0 { tanh(x) + 0.001 } else { tanh(x) }",
            "from 0 to 0.001",
        ),
        (
            "if x == 0.0 { 5.0 } else { x }",
            "at `x = 0`, to 5, with 0 around it",
        ),
        (
            "if x >= 0.0 && x <= 0.0 { 1.0 } else { x * x }",
            "at `x = 0`, to 1, with 0 around it: the branches of this `if`",
        ),
        (
            "if x < 2.0 || 2.0 < x { x * x } else { 1.0 }",
            "at `x = 2`, to 1, with 4 around it: the branches",
        ),
        ("if x > 0.0 { ln(x) } else { 0.0 }", "from 0 to -∞"),
        (
            "if x > 9.0 { x } else { ln(1.0 + exp(x)) }",
            "at `x = 9`, from 9.000123",
        ),
    ] {
        speaks(
            "discontinuous",
            &format!("fn f(x: f32) -> f32 {{ {body} }}"),
            words,
        );
    }
    speaks(
        "discontinuous",
        "fn f(x: f32, #[param(default = 0.5)] t: f32) -> f32 { if x > t { x } else { 0.0 } }",
        "at `x = 0.5` with the default parameters, from 0 to 0.5",
    );
    speaks(
        "discontinuous",
        "fn f(a: f32, b: f32) -> f32 { if a > 0.0 { b } else { 0.0 } }",
        "at `a = 0, b = 0.75`, from 0 to 0.75",
    );
    speaks(
        "discontinuous",
        "fn f(a: f32, b: f32) -> f32 { a * (if b > 1.0 { 2.0 } else { b }) }",
        "at `b = 1, a = 0.75`, from 0.75 to 1.5",
    );
}

#[test]
fn branches_that_meet() {
    silent(&[
        "if x > 0.0 { x } else { 0.0 }",
        "if x > 0.0 { x } else { a * x }",
        "if x > 0.0 { x } else { exp(x) - 1.0 }",
        "if x >= 1.0 { 2.0 * x - 1.0 } else if x >= 0.0 { x * x } else { 0.0 }",
        "max(x, a * x)",
        "abs(x)",
        "clamp(x, -1.0, 1.0)",
        "x * signum(x)",
        "signum(x) * sqrt(abs(x))",
        "if x == 0.0 { 1.0 } else { sin(x) / x }",
        "if x == 0.0 { 0.5 } else { (1.0 - cos(x)) / (x * x) }",
        "if x != 0.0 { exp_m1(x) / x } else { 1.0 }",
        "if x == 0.0 { 0.0 } else { sqrt(abs(x)) }",
        "if x > 20.0 { x } else { ln(1.0 + exp(x)) }",
        "if x > 15.0 { x } else { ln(1.0 + exp(x)) }",
        "leaky_relu(x, 0.1) + hard_swish(x)",
    ]);
    // Both branches depend on the parameter, and they meet at its default.
    silent(&["if x > 0.0 { x } else { (a * 2.0 - 1.0) + a * x }"]);
    assert_eq!(
        said(
            "",
            "fn f(a: f32, b: f32) -> f32 { if a > 0.0 { a * b } else { 0.0 } }"
        ),
        []
    );
    // Who gives a surrogate knows of the step.
    assert_eq!(
        said("surrogate = tanh(x)", "fn f(x: f32) -> f32 { signum(x) }"),
        []
    );
}

#[test]
fn ops_without_a_value() {
    for (body, words) in [
        ("ln(x)", "at `x = -1`: this is `ln(-1)` there"),
        ("x * ln(x)", "`ln(-1)`"),
        ("sqrt(x)", "`sqrt(-1)`"),
        ("sqrt(100.0 - x)", "at `x = 1000`: this is `sqrt(-900)`"),
        ("log2(x + 3.0)", "`log2(-1)`"),
        ("ln_1p(x)", "at `x = -2`: this is `ln_1p(-2)`"),
        ("x.powf(0.5)", "`powf(-1, 0.5)`"),
        ("x.powf(-2.0)", "at `x = 0`: this is `powf(0, -2)`"),
        ("x.powi(-2)", "`powi(0, -2)`"),
        ("atanh(x)", "`atanh(-2)`"),
        ("1.0 / x", "at `x = 0`: this is `1 / 0`"),
        ("x.recip()", "`recip(0)`"),
        ("sin(x) / x", "`0 / 0`"),
        ("x / abs(x)", "at `x = 0`"),
        ("1.0 / (3.0 * x - 1.0)", "at `x = 0.333…`"),
        ("1.0 / (x * x - 2.0)", "at `x = -1.41…`"),
        ("x + 1e-4 / (3.0 * x - 1.0)", "at `x = 0.333…`"),
        ("tan(x)", "at `x = -π/2`"),
        ("1.0 / relu(x)", "`1 / 0`"),
        ("ln(abs(x))", "`ln(0)`"),
        ("ln(sin(x) + 0.5)", "`ln(-0.341…)`"),
        ("if x > -5.0 { ln(x) } else { ln(5.0) }", "`ln(-1)`"),
        ("relu(ln(x))", "`ln(-1)`"),
    ] {
        speaks(
            "undefined",
            &format!("fn f(x: f32) -> f32 {{ {body} }}"),
            words,
        );
    }
    speaks(
        "undefined",
        "fn f(x: f32, #[param(default = 0.5)] p: f32) -> f32 { x.powf(p) }",
        "at `x = -1` with the default parameters: this is `powf(-1, 0.5)`",
    );
    speaks(
        "undefined",
        "fn f(x: f32, #[param(default = 0.0)] p: f32) -> f32 { tanh(x) / p }",
        "/ 0`",
    );
    speaks(
        "undefined",
        "fn f(a: f32, b: f32) -> f32 { a / b }",
        "at `b = 0, a = 0.75`",
    );
}

/// The value is there, and its slope is 0/0.
#[test]
fn slopes_without_a_value() {
    for (item, place) in [
        ("fn f(x: f32) -> f32 { sqrt(1.0 - cos(x)) }", "`x = 0`"),
        (
            "fn f(a: f32, b: f32) -> f32 { sqrt(a * a + b * b) }",
            "`a = 0, b = 0`",
        ),
    ] {
        speaks(
            "undefined",
            item,
            &format!("the slope has no value at {place}"),
        );
    }
    silent(&["sqrt(x * x)", "abs(x).powf(0.5)", "abs(x).powf(1.5)"]);
}

#[test]
fn ops_with_a_value_or_a_guard() {
    silent(&[
        "if x == 0.0 { 1.0 } else { sin(x) / x }",
        "if abs(x) < 0.001 { 1.0 } else { sin(x) / x }",
        "if x > 0.0 { ln(1.0 + x) } else { x }",
        "if x > 0.0 && ln(x) > 0.0 { ln(x) } else { 0.0 }",
        "if x <= 0.0 || sqrt(x) < 1.0 { 1.0 } else { sqrt(x) }",
        "if x != 0.0 { x * x * ln(abs(x)) } else { 0.0 }",
        "ln(1.0 + exp(x))",
        "ln(exp(x)) * tanh(x)",
        "ln(sigmoid(x))",
        "1.0 / (1.0 + exp(-x))",
        "exp(x) / (1.0 + exp(x))",
        "(exp(x) - exp(-x)) / (exp(x) + exp(-x))",
        "x / sqrt(1.0 + x * x)",
        "x / (1.0 + abs(x))",
        "sqrt(x * x + 1.0) - 1.0",
        "sqrt(max(x, 0.0))",
        "ln(max(x, 1e-6))",
        "ln(sqrt(x * x + 1.0) - x)",
        "ln(1.0 - tanh(x) * tanh(x))",
        "-ln(1.0 - erf(x))",
        "abs(x).powf(1.5)",
        "x.powf(2.0)",
        "x.powi(3)",
        "relu(x).powf(0.5)",
        "exp(1.0 / (-1.0 - x * x))",
        "x.tanh().powf(3.0)",
        "-ln(exp(-x) + exp(-a * x))",
        // What algebra removes is not there.
        "x * x * x / x + sin(x) - (x * x - x * x)",
    ]);
    assert_eq!(
        said("", "fn f(x: f32, a: f32) -> f32 { x * exp(a) / exp(x) }"),
        []
    );
}

#[test]
fn straight_lines() {
    for item in [
        "fn f(x: f32) -> f32 { x }",
        "fn f(x: f32) -> f32 { 2.0 * x + 1.0 }",
        "fn f(x: f32, #[param(default = 0.5)] a: f32) -> f32 { a * (x - a) }",
        "fn f(x: f32) -> f32 { (x * x - 1.0) - x * x + x }",
        "fn f(x: f32) -> f32 { abs(PI) * x }",
        "fn f(v: f32, b: f32) -> f32 { v + 2.0 * b }",
        // What algebra does not see.
        "fn f(x: f32) -> f32 { relu(x) - relu(-x) }",
        "fn f(x: f32) -> f32 { ln(1.0 + exp(x)) - ln(1.0 + exp(-x)) }",
        "fn f(x: f32, #[param(default = 0.5)] a: f32) -> f32 { max(a * x, 0.0) + min(a * x, 0.0) }",
    ] {
        speaks("affine", item, "W = W₂W₁, b = W₂b₁ + b₂");
    }
    silent(&[
        "x * x",
        "abs(x)",
        "x + floor(x) - floor(x) + tanh(x)",
        "max(x, a * x)",
        "x + exp(-((x - 20.0) * (x - 20.0)))",
        "x + 0.001 * tanh(x)",
        "clamp(x, -1000.0, 1000.0)",
        "relu(x) - relu(x)+ abs(x)",
        "abs(x * x - 4e4) - x * x + x",
        // A sawtooth.
        "atan(tan(x))",
    ]);
    assert_eq!(said("", "fn f(a: f32, b: f32) -> f32 { a * b }"), []);
    assert_eq!(said("", "fn f(x: f32) -> f32 { 2.0 * crate::Gate(x) }"), []);
    assert_eq!(
        said("surrogate = x", "fn f(x: f32) -> f32 { round(x) }"),
        []
    );
}

#[test]
fn arguments_that_do_not_matter() {
    for (item, words) in [
        (
            "fn f(a: f32, b: f32) -> f32 { tanh(a) }",
            "the result does not depend on the input `b`",
        ),
        ("fn f(x: f32) -> f32 { 7.0 }", "the input `x`"),
        // What algebra does not see.
        (
            "fn f(x: f32) -> f32 { sin(x) * sin(x) + cos(x) * cos(x) }",
            "the result does not depend on the input `x`: it is 1",
        ),
        (
            "fn f(x: f32) -> f32 { 1.0 / (1.0 + exp(-x)) + 1.0 / (1.0 + exp(x)) }",
            "the input `x`: it is 1",
        ),
        (
            "fn f(a: f32, b: f32) -> f32 { tanh(a) + b - b }",
            "the input `b` cancels",
        ),
        (
            "fn f(x: f32, #[param(default = 1.0)] p: f32) -> f32 { tanh(x) + 0.0 * p }",
            "the parameter `p` cancels",
        ),
    ] {
        speaks("unused", item, words);
    }
    assert_eq!(
        said(
            "surrogate = tanh(p * x)",
            "fn f(x: f32, #[param(default = 1.0)] p: f32) -> f32 { signum(x) }"
        ),
        []
    );
}

#[test]
fn several_are_silenced_at_once() {
    let item = "fn f(x: f32, b: f32) -> f32 { x }";
    let names: Vec<_> = said("", item).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["affine", "unused"]);
    assert_eq!(said("allow(affine, unused)", item), []);
    assert_eq!(said("allow(affine), name = Other", item).len(), 1);
}

#[test]
fn an_unknown_name_is_an_error() {
    let item: TokenStream = "fn f(x: f32) -> f32 { x }".parse().unwrap();
    for (options, message) in [
        (
            "allow(afine)",
            "unknown warning `afine`; did you mean `affine`?",
        ),
        (
            "allow(everything)",
            "unknown warning `everything`; there are `discontinuous`, `undefined`, `affine` and `unused`",
        ),
        (
            "allow",
            "`allow` is given the warnings that are silenced, in parentheses; write `allow(affine)`",
        ),
        (
            "allow = affine",
            "`allow` is given the warnings that are silenced, in parentheses; write `allow(affine)`",
        ),
    ] {
        let error = warnings(options.parse().unwrap(), item.clone()).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

/// A warning names what to do, and how to be rid of it.
#[test]
fn every_lint_has_a_name_and_a_way_out() {
    for lint in LINTS {
        assert!(lint.sentence.ends_with('.'), "{}", lint.name);
    }
    let item = "fn f(x: f32) -> f32 { x }".parse().unwrap();
    assert_eq!(
        warnings(TokenStream::new(), item).unwrap()[0].help,
        "bend it, leave it out, or silence this with `#[activation(allow(affine))]`"
    );
}

/// What of the catalogue is warned about, and allowed in its source: what is such on purpose.
const ALLOWED: [(&str, &str); 8] = [
    ("binary_step", "discontinuous"),
    ("bipolar_relu", "discontinuous"),
    ("channel_snake", "undefined"),
    ("hard_shrink", "discontinuous"),
    ("identity", "affine"),
    ("linear", "affine"),
    ("shrink", "discontinuous"),
    ("thresholded_relu", "discontinuous"),
];

#[test]
fn exactly_the_listed_entries_of_the_catalogue_are_flagged() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../activation-core/src/catalogue"
    );
    let (mut flagged, mut allowed, mut count) = (Vec::new(), Vec::new(), 0);
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let source = std::fs::read_to_string(path).unwrap();
        for item in syn::parse_file(&source).unwrap().items {
            let syn::Item::Fn(mut function) = item else {
                continue;
            };
            let is_ours = |attr: &syn::Attribute| attr.path().is_ident("activation");
            let Some(at) = function.attrs.iter().position(is_ours) else {
                continue;
            };
            count += 1;
            let options = match function.attrs.remove(at).meta {
                syn::Meta::List(list) => list.tokens.to_string(),
                _ => String::new(),
            };
            let name = function.sig.ident.to_string();
            let item = quote::quote!(#function).to_string();
            // With what is allowed nothing is left, and without it what is listed.
            assert_eq!(said(&options, &item), [], "{name}");
            let (mut others, mut names) = (options.clone(), Vec::new());
            if let Some(from) = options.find("allow") {
                let to = from + options[from..].find(')').unwrap() + 1;
                let list = &options[from..to];
                names.extend(
                    LINTS
                        .iter()
                        .map(|lint| lint.name)
                        .filter(|name| list.contains(name)),
                );
                others = options[..from].to_owned() + options[to..].trim_start_matches([' ', ',']);
            }
            allowed.extend(names.into_iter().map(|lint| (name.clone(), lint)));
            flagged.extend(
                said(&others, &item)
                    .into_iter()
                    .map(|(lint, _)| (name.clone(), lint)),
            );
        }
    }
    assert!(count >= 100, "only {count} entries were found");
    flagged.sort();
    flagged.dedup();
    allowed.sort();
    let expected = ALLOWED.map(|(name, lint)| (name.to_owned(), lint));
    assert_eq!(flagged, expected);
    assert_eq!(allowed, expected);
}
