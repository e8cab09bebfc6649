//! Functions that a formula does not have: who has them, and what to write instead.
//!
//! A suggestion is never another function: `acosh` is no `cosh` misspelt, and `selu` no `relu`.
//! Not here: which functions there are (`op`), and how they are read (`call`).

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Expr, Lit, ext::IdentExt};

use super::{
    call::functions,
    catalogue::ENTRIES,
    formula::{Reader, plain},
    head::camel_case,
    power,
    suggest::{letters, nearest, same_digits},
};
use crate::number::Number;

/// What other languages and libraries, Rust's floats among them, call a function of ours, or how
/// to write it.
const ELSEWHERE: &[(&str, &str)] = &[
    // Logarithms and powers.
    ("log10", "write `ln(x) * LOG10_E`"),
    ("log1p", "write `ln_1p(x)`"),
    ("expm1", "write `exp_m1(x)`"),
    ("exp10", "write `exp(x * LN_10)`"),
    ("exponential", "write `exp(x)`"),
    ("square", "write `powi(x, 2)`"),
    ("sqr", "write `powi(x, 2)`"),
    ("cube", "write `powi(x, 3)`"),
    ("cbrt", "write `signum(x) * powf(abs(x), 1.0 / 3.0)`"),
    ("rsqrt", "write `recip(sqrt(x))`"),
    ("inv", "write `recip(x)`"),
    ("hypot", "write `sqrt(x * x + y * y)`"),
    // Trigonometric and hyperbolic.
    ("sinusoid", "write `sin(x)`"),
    (
        "sin_cos",
        "a call has one value; write `sin(x)` and `cos(x)`",
    ),
    ("cot", "write `recip(tan(x))`"),
    ("sec", "write `recip(cos(x))`"),
    ("csc", "write `recip(sin(x))`"),
    ("coth", "write `recip(tanh(x))`"),
    ("sech", "write `recip(cosh(x))`"),
    ("csch", "write `recip(sinh(x))`"),
    ("arctan", "write `atan(x)`"),
    ("atan2", "for a positive x write `atan(y / x)`"),
    ("asin", ARCSINE),
    ("arcsin", ARCSINE),
    ("acos", ARCCOSINE),
    ("arccos", ARCCOSINE),
    ("arsinh", "write `asinh(x)`"),
    ("artanh", "write `atanh(x)`"),
    ("acosh", ARCOSH),
    ("arcosh", ARCOSH),
    ("arccosh", ARCOSH),
    ("to_degrees", "write `x * (180.0 / PI)`"),
    ("to_radians", "write `x * (PI / 180.0)`"),
    // Signs, bounds and remainders.
    ("fabs", "write `abs(x)`"),
    ("sign", "write `signum(x)`"),
    ("sgn", "write `signum(x)`"),
    ("copysign", "write `abs(x) * signum(y)`"),
    ("is_sign_negative", "write `x < 0.0`"),
    ("is_sign_positive", "write `x >= 0.0`"),
    ("heaviside", STEP),
    ("step", STEP),
    ("maximum", "write `max(x, y)`"),
    ("minimum", "write `min(x, y)`"),
    ("clip", "write `clamp(x, low, high)`"),
    ("abs_sub", "write `max(x - y, 0.0)`"),
    ("fmod", "write `x - y * trunc(x / y)`"),
    ("rem_euclid", "write `x - abs(y) * floor(x / abs(y))`"),
    ("div_euclid", "write `signum(y) * floor(x / abs(y))`"),
    (
        "round_ties_even",
        "write `round(x)`, whose ties go away from zero",
    ),
    ("midpoint", "write `0.5 * (x + y)`"),
    ("lerp", "write `x + t * (y - x)`"),
    ("select", "write `if … { … } else { … }`"),
    ("total_cmp", COMPARE),
    ("partial_cmp", COMPARE),
    ("is_finite", INFINITE),
    ("is_infinite", INFINITE),
    (
        "is_nan",
        "NaN in, NaN out holds without asking; leave the case out",
    ),
    // Operators and conversions by name.
    ("add", "write `x + y`"),
    ("sub", "write `x - y`"),
    ("mul", "write `x * y`"),
    ("div", "write `x / y`"),
    ("neg", "write `-x`"),
    ("identity", "write `x`"),
    ("clone", "a number is copied without; remove it"),
    (
        "into",
        "a formula is written in one type, and kernels exist for every type; remove it",
    ),
    // Activations.
    ("logistic", "write `sigmoid(x)`"),
    ("logit", "write `ln(x / (1.0 - x))`"),
    // Of the normal distribution.
    ("ndtr", "write `normal_cdf(x)`"),
    ("norm_cdf", "write `normal_cdf(x)`"),
    ("norm_pdf", "write `normal_pdf(x)`"),
    ("log_ndtr", "write `log_normal_cdf(x)`"),
    ("norm_logcdf", "write `log_normal_cdf(x)`"),
    ("logcdf", "write `log_normal_cdf(x)`"),
    (
        "erfcx",
        "write `sqrt(2.0 / PI) / inverse_mills(-SQRT_2 * x)`",
    ),
    ("lrelu", "write `leaky_relu(x, slope)`"),
    ("hsigmoid", "write `hard_sigmoid(x)`"),
    ("hswish", "write `hard_swish(x)`"),
    // Whole rows.
    ("softmax", ROW),
    ("softmin", ROW),
    ("log_softmax", ROW),
    ("logsumexp", ROW),
    ("maxout", ROW),
    ("sum", ROW),
    ("prod", ROW),
    ("mean", ROW),
    ("std", ROW),
    ("var", ROW),
    ("norm", ROW),
];

const ARCSINE: &str = "write `atan(x / sqrt(1.0 - x * x))`";
const ARCCOSINE: &str = "write `FRAC_PI_2 - atan(x / sqrt(1.0 - x * x))`";
const ARCOSH: &str = "write `ln(x + sqrt(x * x - 1.0))`";
const STEP: &str = "write `if x > 0.0 { 1.0 } else { 0.0 }`";
const COMPARE: &str = "compare with `<`, as in `if x < y { … } else { … }`";
const INFINITE: &str = "at ±∞ a kernel has the limit of its formula; leave the case out";

/// What is said of a function of a whole row.
const ROW: &str = "it is one of a whole row, and a formula is of one element";

impl Reader<'_> {
    /// A function that there is not, and that no name in scope is.
    pub(super) fn refuse_function(&mut self, ident: &Ident, arguments: &[&Expr], method: bool) {
        let name = ident.unraw().to_string();
        let message = self.unknown_function(&name, arguments, method);
        let report = self.ledger.error(ident.span(), message.text);
        if message.list {
            let all: Vec<String> = functions().map(|name| format!("`{name}`")).collect();
            report.help(format!("there are {}", all.join(", ")));
        }
    }

    fn unknown_function(&self, name: &str, arguments: &[&Expr], method: bool) -> Message {
        let kind = if method { "method" } else { "function" };
        let unknown = |help: &str| Message::plain(format!("unknown {kind} `{name}`; {help}"));
        if self.signature.is_some_and(|s| s.function.unraw() == name) {
            return Message::plain(ITSELF.to_owned());
        }
        if Number::constant(name).is_some() {
            return Message::plain(if arguments.is_empty() {
                format!("`{name}` is a constant; write it without `()`")
            } else {
                format!("`{name}` is a constant, and no function; a product is written with `*`")
            });
        }
        if name == "log" {
            return unknown(&logarithm(arguments));
        }
        if name == "pow" {
            return unknown(&match arguments {
                [base, exponent] => format!("write `{}`", power::call(base, exponent)),
                _ => "write `powi(x, 3)`, or `powf(x, y)` for an exponent that is not whole".into(),
            });
        }
        if let Some((_, help)) = ELSEWHERE.iter().find(|(other, _)| *other == name) {
            return unknown(help);
        }
        let Some(signature) = self.signature else {
            return match misspelt(name) {
                Some(meant) => unknown(&format!("did you mean `{meant}`?")),
                None => unknown("a default is a constant, so write a number, such as `1.0`"),
            };
        };
        let typed = letters(name);
        if let Some(entry) = ENTRIES.iter().find(|entry| letters(entry.name) == typed) {
            let krate = signature.krate.to_token_stream().to_string();
            let krate = krate.replace(' ', "");
            let usage = entry.usage(krate.trim_start_matches("::"));
            return Message::plain(format!(
                "`{name}` is an entry of the catalogue; call its type, {usage}"
            ));
        }
        if let Some(meant) = misspelt(name) {
            return unknown(&format!("did you mean `{meant}`?"));
        }
        let help = if method {
            format!(
                "a number has the functions of a formula as methods; write out what `{name}` \
                 computes"
            )
        } else {
            format!(
                "write the formula of `{name}` here, or put `#[activation]` on it and call its \
                 type, as in `{}(x)`",
                camel_case(name)
            )
        };
        Message {
            list: true,
            ..unknown(&help)
        }
    }
}

/// What is said of a formula that calls its own function or type.
pub(super) const ITSELF: &str = "a formula cannot call itself, since a recursion has no finite formula; write the part that is \
     meant";

struct Message {
    text: String,
    /// Whether a list of all functions helps.
    list: bool,
}

impl Message {
    fn plain(text: String) -> Message {
        Message { text, list: false }
    }
}

/// What to write for `log`, which in Rust takes a base and elsewhere is natural.
fn logarithm(arguments: &[&Expr]) -> String {
    let [_, base] = arguments else {
        return "write `ln(x)`".to_owned();
    };
    let base = match plain(base) {
        Expr::Lit(base) => match &base.lit {
            Lit::Float(float) if matches!(float.base10_parse::<f64>(), Ok(base) if base == 2.0) => {
                return "write `log2(x)`".to_owned();
            }
            _ => base.to_token_stream().to_string(),
        },
        Expr::Path(base) => base.to_token_stream().to_string().replace(' ', ""),
        _ => "base".to_owned(),
    };
    format!("write `ln(x) / ln({base})`")
}

/// The function that is meant by a name that is misspelt.
fn misspelt(typed: &str) -> Option<&'static str> {
    // A letter that is typed twice is a mistake, and no other letter.
    let once = |name: &str| {
        let mut letters = letters(name);
        letters.dedup();
        letters
    };
    let letters = once(typed);
    let may_be = |name: &&str| {
        let meant = once(name);
        // What has something before or behind a whole name is a function of its own: `acosh`,
        // `erfcx`. So is a short name with another first letter, `telu`, and `relu2` is no `relu6`.
        let longer = letters.len() > meant.len();
        let extended = longer && (letters.starts_with(&meant) || letters.ends_with(&meant));
        let begins = meant.len() > 5 || letters.first() == meant.first();
        !extended && begins && same_digits(typed, name)
    };
    nearest(typed, functions().filter(may_be))
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;

    use super::*;
    use crate::{
        diagnostic::Ledger,
        eval::evaluate,
        parse::{Formula, Parsed, call::is_function, parse},
    };

    #[test]
    fn a_function_of_its_own_is_not_misspelt() {
        for (typed, meant) in [
            ("sigmod", Some("sigmoid")),
            ("igmoid", Some("sigmoid")),
            ("logsigmoid", Some("log_sigmoid")),
            ("tahn", Some("tanh")),
            ("tanhh", Some("tanh")),
            ("reul", Some("relu")),
            ("hard_sigmod", Some("hard_sigmoid")),
            ("acoth", None),
            ("telu", None),
            ("crelu", None),
            ("relu2", None),
            ("erfcx", None),
            ("wish", None),
        ] {
            assert_eq!(misspelt(typed), meant, "{typed}");
        }
    }

    #[test]
    fn what_is_explained_is_no_function_and_is_explained_once() {
        let names: Vec<&str> = ELSEWHERE
            .iter()
            .map(|(name, _)| *name)
            .chain(ENTRIES.iter().map(|entry| entry.name))
            .collect();
        for (index, name) in names.iter().enumerate() {
            assert!(!is_function(name), "{name}");
            assert!(!names[..index].contains(name), "{name} twice");
        }
    }

    /// The formula that is suggested for a name, of `x`, `y` and `t`.
    fn suggested(name: &str) -> Option<Formula> {
        let (_, help) = ELSEWHERE.iter().find(|(other, _)| *other == name)?;
        let (_, code) = help.split_once("write `")?;
        let (code, _) = code.split_once('`').expect("a second backtick");
        let code = code
            .replace("low, high", "-1.0, 1.0")
            .replace("slope", "0.1");
        let code = code.replace("{ … }", "{ x }").replace('…', "x > y");
        let item = format!("fn f(x: f64, y: f64, t: f64) -> f64 {{ {code} }}");
        let mut ledger = Ledger::new();
        let parsed = parse(TokenStream::new(), item.parse().unwrap(), &mut ledger);
        ledger
            .finish()
            .unwrap_or_else(|error| panic!("{name}: {code}: {error}"));
        match parsed {
            Parsed::Formula(_, formula) => Some(*formula),
            _ => panic!("{name}: {code} is no formula"),
        }
    }

    #[test]
    fn what_to_write_is_a_formula() {
        // A question has a truth value for an answer.
        let numbers = ELSEWHERE
            .iter()
            .filter(|(name, _)| !name.starts_with("is_"));
        let formulas = numbers.filter(|(name, _)| suggested(name).is_some());
        assert!(formulas.count() > 50);
    }

    #[test]
    fn what_to_write_computes_what_was_called() {
        type Row = (&'static str, fn(f64, f64) -> f64);
        const ROWS: &[Row] = &[
            ("log10", |x, _| x.log10()),
            ("exp10", |x, _| 10_f64.powf(x)),
            ("cbrt", |x, _| x.cbrt()),
            ("hypot", f64::hypot),
            ("coth", |x, _| x.cosh() / x.sinh()),
            ("asin", |x, _| x.asin()),
            ("acos", |x, _| x.acos()),
            ("acosh", |x, _| x.acosh()),
            ("to_degrees", |x, _| x.to_degrees()),
            ("to_radians", |x, _| x.to_radians()),
            ("copysign", f64::copysign),
            ("fmod", |x, y| x % y),
            ("rem_euclid", f64::rem_euclid),
            ("div_euclid", f64::div_euclid),
            ("midpoint", f64::midpoint),
        ];
        for (name, meant) in ROWS {
            let formula = suggested(name).expect(name);
            for x in [-3.7, -0.4, 0.3, 0.8, 1.5, 6.2] {
                for y in [-1.3, 0.6, 4.0] {
                    let (is, meant) = (
                        evaluate(&formula.graph, formula.root, &[x, y, 0.0]),
                        meant(x, y),
                    );
                    let same = (is - meant).abs() <= 1e-12 * (1.0 + meant.abs());
                    assert!(
                        same || (is.is_nan() && meant.is_nan()),
                        "{name}({x}, {y}): {is}"
                    );
                }
            }
        }
    }
}
