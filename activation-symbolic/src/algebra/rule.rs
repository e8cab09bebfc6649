//! The table of stability rules, and what is noted of one that was applied.

use crate::expr::Id;

/// One rewriting that was applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Rewrite {
    /// The rule's row.
    pub rule: &'static Rule,
    /// The expression it was applied to.
    pub before: Id,
    /// What took its place.
    pub after: Id,
    /// An input at which `before` fails, where that was found by trying.
    pub at: Option<f64>,
}

/// A row of the table of stability rules.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// The form as typed.
    pub left: &'static str,
    /// The form that is accurate.
    pub right: &'static str,
    /// Where and how the left form dies in `f32`.
    pub dies: &'static str,
}

macro_rules! rules {
    ($($constant:ident: $name:literal, $left:literal => $right:literal, dies $dies:literal;)+) => {
        $(pub(super) static $constant: Rule =
            Rule { name: $name, left: $left, right: $right, dies: $dies };)+
        /// All stability rules.
        pub static RULES: &[&Rule] = &[$(&$constant),+];
    };
}

rules! {
    LN_1P: "ln_1p", "ln(1 + u)" => "ln_1p(u)", dies "0 for |u| < 6e-8";
    EXP_M1: "exp_m1", "exp(u) - 1" => "exp_m1(u)", dies "0 for |u| < 6e-8";
    SOFTPLUS: "softplus", "ln_1p(exp(u))" => "softplus(u)", dies "infinite for u > 88.7";
    LOGISTIC: "logistic", "1 / (1 + exp(u))" => "sigmoid(-u)", dies "0 for u > 88.7";
    LOG_SIGMOID: "log_sigmoid", "ln(sigmoid(u))" => "log_sigmoid(u)",
        dies "-infinite for u < -103, 0 for u > 16.6";
    LN_COSH: "ln_cosh", "ln(cosh(u))" => "ln_cosh(u)", dies "infinite for |u| > 89.4, 0 near 0";
    LOG_PDF: "log_pdf", "ln(logistic_pdf(u))" => "-2 * ln_cosh(u / 2) - ln(4)",
        dies "-infinite for |u| > 103";
    COMPLEMENT: "complement", "1 - sigmoid(u)" => "sigmoid(-u)", dies "0 for u > 16.6";
    SWISH_COMPLEMENT: "swish_complement", "1 - sigmoid(u) * (1 + v * sigmoid(-u))" => "sigmoid(-u) * (1 - v * sigmoid(u))",
        dies "0 for u > 16.6";
    MIX: "mix", "(a - b) * sigmoid(u) + b" => "a * sigmoid(u) + b * sigmoid(-u)",
        dies "0 for u > 16.6 where a is small beside b";
    LOGISTIC_PDF: "logistic_pdf", "sigmoid(u) * sigmoid(-u)" => "logistic_pdf(u)",
        dies "nowhere; one exponential instead of two";
    TANH_PLUS: "tanh_plus", "1 + tanh(u)" => "2 * sigmoid(2 * u)", dies "0 for u < -9";
    SECH: "sech", "1 - tanh(u)²" => "4 * logistic_pdf(2 * u)", dies "0 for |u| > 9";
    ERFC: "erfc", "1 + erf(u)" => "erfc(-u)", dies "0 for u < -3.9";
    NORMAL_CDF: "normal_cdf", "erfc(-x / √2)" => "2 * normal_cdf(x)",
        dies "80 ULP at x = -13, from the rounding of x / √2";
    NORMAL_PDF: "normal_pdf", "exp(-x² / 2)" => "√(2 * π) * normal_pdf(x)",
        dies "80 ULP at |x| = 13, from the rounding of x²";
    LOG_NORMAL_CDF: "log_normal_cdf", "ln(normal_cdf(u))" => "log_normal_cdf(u)",
        dies "-infinite for u < -14, 0 for u > 5.5";
    INVERSE_MILLS: "inverse_mills", "normal_pdf(u) / normal_cdf(u)" => "inverse_mills(u)",
        dies "NaN for u < -14.2";
    SCALED_TAIL: "scaled_tail", "exp(u²) * erfc(u)" => "√(2 / π) / inverse_mills(-√2 * u)",
        dies "NaN for u > 10";
    MILLS_EXCESS: "mills_excess", "u + inverse_mills(u)" => "mills_excess(u)",
        dies "without digits for u < -2000";
    ONE_EXP: "one_exp", "exp(u) * exp(v)" => "exp(u + v)",
        dies "NaN where one overflows and the other underflows";
    LOG_GATE: "log_gate", "exp(f(softplus(u))) * sigmoid(-u)" => "exp(f(softplus(u)) - softplus(u))",
        dies "nowhere; one exponential instead of two, and one rounding less beside what it cancels";
    TANH_QUOTIENT: "tanh_quotient", "(exp(u) - 1) / (exp(u) + 1)" => "tanh(u / 2)",
        dies "NaN for u > 88.7";
    TANH: "tanh", "sinh(u) / cosh(u)" => "tanh(u)", dies "NaN for |u| > 89.4";
    RATIONAL: "rational", "P(eᵘ) / Q(eᵘ)" => "one quotient in exp(-|u|)",
        dies "where its parts cancel or leave the range; one exponential instead of several";
    SERIES: "series", "a sum that cancels at 0 or ±∞" => "its polynomial in x or 1/x there",
        dies "the sum loses its digits on the way there, and is 0 in the end";
    TAIL: "tail", "p * F(exp(u))" => "F'(0) * p * exp(u) for u < -40",
        dies "without digits for u < -87, where F(exp(u)) is subnormal and p * F(exp(u)) is not";
    CENTRE: "centre", "P(x, eᵘ) / Q(eᵘ) + ln(R(eᵘ)) beside its root at a number" => "what each has more than there",
        dies "0 at the root, without digits around it: 78 ULP at 0.39 for the root at 1/2";
    CROSSING: "crossing", "f(x) beside a number r where it is 0" => "its polynomial in x - r there",
        dies "without digits for x near r: 12 ULP at 0.58 for r = 0.9214, the root of √softplus″";
    DOMINANT: "dominant", "exp(u) ± exp(v)" => "exp(max(u, v)) * (1 ± exp(-|u - v|))",
        dies "infinite for max(u, v) > 88.7, 0 for u near v";
    LEVEL: "level", "P(exp(u), exp(v), …) / Q(exp(u), exp(v), …)" => "the same with exp(u - max(u, v, …)) and so on",
        dies "NaN where all exponentials leave the range on one side";
    SPREAD: "spread", "P(exp(u), exp(v), …) / (exp(u) + exp(v))²" => "sum of c * exp(w - 2 * max(u, v)) * sigmoid(|u - v|)²",
        dies "NaN for max(u, v) > 44, and where the terms of P cancel on paper";
    FOLD: "fold", "c * (a + k) + d" => "c * a for c * k = -d", dies "0 for |c * a| < 6e-8·|d|";
    ARC: "arc", "atan(u) + π/2" => "atan(-1 / u) for u < -1", dies "0 for u < -1e8";
    POWER: "power", "sigmoid(u)^a" => "exp(a * log_sigmoid(u))",
        dies "0 for u < -103, and a times the error of sigmoid(u) elsewhere";
    HOIST: "hoist", "f(if c { u } else { v }, if c { p } else { q })" => "if c { f(u, p) } else { f(v, q) }",
        dies "nowhere; each branch has rules of its own";
    LN_1M_EXP: "ln_1m_exp", "ln(-exp_m1(u))" => "ln_1p(-exp(u)) for u < -1", dies "0 for u < -16.6";
    POWER_M1: "power_m1", "u^c - 1" => "exp_m1(c * ln_1p(u - 1)) for |c * ln_1p(u - 1)| < 0.5",
        dies "0 for |c * (u - 1)| < 6e-8";
    CONJUGATE: "conjugate", "√q + p" => "(q - p²) / (√q - p) for p < 0",
        dies "0 for p < -4096·√(q - p²)";
    RATIONALISE: "rationalise", "1 / (√q + p)" => "(√q - p) / (q - p²) for a number q - p²",
        dies "infinite for p < -4096; its derivatives without digits before";
    REFLECT: "reflect", "softplus(u) - u" => "softplus(-u)", dies "0 for u > 17";
    PAIR: "pair", "ln(exp(u) + exp(-u))" => "ln_cosh(u) + ln(2)", dies "infinite for |u| > 88.7";
    ASINH: "asinh", "ln(u + √(u² + 1))" => "asinh(u)", dies "0 for |u| < 6e-8, -infinite for u < -4096";
    LOG_2: "log_2", "log2(1 + exp(u))" => "softplus(u) / ln(2)", dies "infinite for u > 88.7";
    NORMAL_COMPLEMENT: "normal_complement", "1 - normal_cdf(u)" => "normal_cdf(-u)",
        dies "0 for u > 5.5";
    CENTRED: "centred", "1 - 2 * sigmoid(u)" => "-tanh(u / 2)", dies "0 for |u| < 1e-7";
    UNIT: "unit", "1 - 1 / (1 + u)" => "u / (1 + u)", dies "0 for |u| < 6e-8";
    HALF_ANGLE: "half_angle", "1 + sin(2 * u)" => "2 * sin(u + π/4)²",
        dies "without digits where sin(2 * u) is near -1: 800 ULP at u = -88.7";
    DOUBLE_ANGLE: "double_angle", "cos(u)² - sin(u)²" => "2 * sin(π/4 + u) * sin(π/4 - u)",
        dies "0 at u = 0.7853982, without digits wherever cos(u) is near ±sin(u)";
    GATE: "gate", "exp(-softplus(u))" => "sigmoid(-u)",
        dies "nowhere; one exponential instead of three functions, and two roundings less";
    NATURAL: "natural", "exp2(u)" => "exp(ln(2) * u)",
        dies "nowhere; what is known of exponentials is known of it in a sum";
    BINARY: "binary", "exp(ln(2) * u)" => "exp2(u)",
        dies "60 ULP at u = 100, from the rounding of ln(2) * u";
    TYPED: "typed", "the stable form" => "the formula as typed",
        dies "where its parts leave the range, which the formula as typed does not";
    EXP_INVERSE: "exp_inverse", "1 / exp(u)" => "exp(-u)", dies "0 for u > 88.7";
}

impl Rewrite {
    pub(super) fn new(rule: &'static Rule, before: Id, after: Id) -> Rewrite {
        Rewrite {
            rule,
            before,
            after,
            at: None,
        }
    }

    /// That `before`, which is far off at this input, is computed as it was typed.
    pub(crate) fn as_typed(before: Id, after: Id, at: f64) -> Rewrite {
        Rewrite {
            rule: &TYPED,
            before,
            after,
            at: Some(at),
        }
    }
}
