//! The op table: one row a primitive, and nothing about a primitive is said anywhere else.
//!
//! A row holds the op's name in a formula, its arity, its derivative, where it has a value, its
//! notation and how to evaluate it in `f64`. Derivatives are templates over the arguments `a`, `b`, `c` and the
//! result `y`: which of them a template mentions is the decision what has to be kept.
//!
//! Not here: how a derivative is chained (`differentiate`), how two expressions are equal
//! (`algebra`), how an op is computed on vectors (`activation_core::math`).

/// A piece of a derivative or of a named activation, over the arguments of its row.
#[derive(Debug)]
pub enum Template {
    /// The argument with this index.
    Argument(usize),
    /// The op's own result.
    Result,
    /// A fraction `numerator / denominator`.
    Fraction(i64, i64),
    /// 2/√π, the slope of erf at 0.
    TwoOverSqrtPi,
    /// ln 2.
    Ln2,
    /// √(2/π), of the tanh form of GELU.
    SqrtTwoOverPi,
    /// An op applied to templates.
    Apply(Op, &'static [Template]),
}

/// Writes a template as an S-expression: `(mul y (sub 1 y))`.
macro_rules! template {
    (a) => { Template::Argument(0) };
    (b) => { Template::Argument(1) };
    (c) => { Template::Argument(2) };
    (y) => { Template::Result };
    (ln2) => { Template::Ln2 };
    (two_over_sqrt_pi) => { Template::TwoOverSqrtPi };
    (sqrt_two_over_pi) => { Template::SqrtTwoOverPi };
    ((fraction $n:literal $d:literal)) => { Template::Fraction($n, $d) };
    ($n:literal) => { Template::Fraction($n, 1) };
    (($op:ident $($argument:tt)+)) => {
        Template::Apply(template!(@ $op), &[$(template!($argument)),+])
    };
    (@ add) => { Op::Add }; (@ sub) => { Op::Sub }; (@ mul) => { Op::Mul };
    (@ div) => { Op::Div }; (@ neg) => { Op::Neg }; (@ powi) => { Op::Powi };
    (@ powf) => { Op::Powf }; (@ exp) => { Op::Exp }; (@ ln) => { Op::Ln };
    (@ sqrt) => { Op::Sqrt }; (@ abs) => { Op::Abs }; (@ signum) => { Op::Signum };
    (@ sin) => { Op::Sin }; (@ cos) => { Op::Cos }; (@ sinh) => { Op::Sinh };
    (@ cosh) => { Op::Cosh }; (@ tanh) => { Op::Tanh }; (@ sigmoid) => { Op::Sigmoid };
    (@ softplus) => { Op::Softplus }; (@ normal_cdf) => { Op::NormalCdf };
    (@ normal_pdf) => { Op::NormalPdf }; (@ exp_m1) => { Op::ExpM1 };
    (@ clamp) => { Op::Clamp }; (@ max) => { Op::Max }; (@ min) => { Op::Min };
    (@ select) => { Op::Select }; (@ lt) => { Op::Lt }; (@ gt) => { Op::Gt }; (@ eq) => { Op::Eq };
    (@ and) => { Op::And };
    (@ exp2) => { Op::Exp2 }; (@ log2) => { Op::Log2 }; (@ ln_1p) => { Op::Ln1p };
    (@ atanh) => { Op::Atanh }; (@ asinh) => { Op::Asinh }; (@ tan) => { Op::Tan };
    (@ inverse_mills) => { Op::InverseMills }; (@ mills_excess) => { Op::MillsExcess };
    (@ recip) => { Op::Recip }; (@ sin_eighth) => { Op::SinEighth };
}

/// How an op is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Between its operands or before its operand, with a binding strength.
    Operator,
    /// As a function call.
    Function,
    /// As `if … { … } else { … }`.
    Conditional,
    /// Not at all: the engine writes it into kernels.
    Engine,
}

/// Where an op has a value: where its border is on the right side of 0.
#[derive(Debug)]
pub struct Domain {
    /// A function of the arguments.
    pub border: Template,
    /// What that function must be.
    pub side: Side,
}

/// A side of 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Above 0.
    Positive,
    /// Not below 0.
    NotNegative,
    /// Anywhere but at 0.
    NotZero,
    /// What the exponent of a power asks for: a base below 0 takes whole exponents only, and a
    /// base of 0 none below 0.
    ByExponent,
}

impl Side {
    /// Whether a border is on this side. The exponent is that of a power, and anything elsewhere.
    #[must_use]
    pub fn holds(self, border: f64, exponent: f64) -> bool {
        match self {
            Side::Positive => border > 0.0,
            Side::NotNegative => border >= 0.0,
            Side::NotZero => border != 0.0,
            Side::ByExponent if exponent.fract() == 0.0 => border != 0.0 || exponent >= 0.0,
            Side::ByExponent => border > 0.0 || (border == 0.0 && exponent > 0.0),
        }
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct Row {
    /// The op.
    pub op: Op,
    /// Its name in a formula.
    pub name: &'static str,
    /// How many arguments it takes.
    pub arity: usize,
    /// How it is written.
    pub form: Form,
    /// LaTeX of the function's head, for functions.
    pub latex: &'static str,
    /// ∂/∂argument for every argument; empty for truth values.
    pub partials: &'static [Template],
    /// The derivative of a one-argument op through its result alone, where it exists.
    pub through_result: Option<Template>,
    /// The inverse over the result, for one-argument ops that never take a value twice (on the
    /// half line, for what is even).
    pub inverse: Option<Template>,
    /// Where it has a value, for an op that does not have one everywhere.
    pub domain: Option<Domain>,
    /// A rough price on a vector unit, in multiplications.
    pub cost: u32,
    /// How many exponentials (logarithms and other such functions) and divisions (and square
    /// roots) its `f32` code holds.
    pub inside: (u32, u32),
    /// The value in `f64`; truth values are 1 and 0.
    pub evaluate: fn(&[f64]) -> f64,
}

macro_rules! ops {
    ($(
        $(#[$doc:meta])*
        $op:ident $name:literal / $arity:literal $form:ident $latex:literal cost $cost:literal
        d [$($partial:tt),*] $(through $through:tt)? $(inverse $inverse:tt)?
        $(domain $border:tt $side:ident)?
        $(inside $exponentials:literal $divisions:literal)?
        = $evaluate:expr;
    )+) => {
        /// A primitive of the formula language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Op { $($(#[$doc])* $op),+ }

        /// The table, in the order of [`Op`].
        pub static TABLE: &[Row] = &[$(Row {
            op: Op::$op,
            name: $name,
            arity: $arity,
            form: Form::$form,
            latex: $latex,
            partials: &[$(template!($partial)),*],
            through_result: ops!(@ $($through)?),
            inverse: ops!(@ $($inverse)?),
            domain: ops!(domain $($border $side)?),
            cost: $cost,
            inside: ops!(inside $($exponentials $divisions)?),
            evaluate: $evaluate,
        }),+];
    };
    (@) => { None };
    (@ $through:tt) => { Some(template!($through)) };
    (domain) => { None };
    (domain $border:tt $side:ident) => {
        Some(Domain { border: template!($border), side: Side::$side })
    };
    (inside) => { (0, 0) };
    (inside $exponentials:literal $divisions:literal) => { ($exponentials, $divisions) };
}

fn truth(value: bool) -> f64 {
    if value { 1.0 } else { 0.0 }
}

ops! {
    /// a + b.
    Add "+" / 2 Operator "" cost 1 d [1, 1] = |v| v[0] + v[1];
    /// a − b.
    Sub "-" / 2 Operator "" cost 1 d [1, (neg 1)] = |v| v[0] - v[1];
    /// a · b.
    Mul "*" / 2 Operator "" cost 1 d [b, a] = |v| v[0] * v[1];
    /// a / b.
    Div "/" / 2 Operator "" cost 12 d [(div 1 b), (neg (div y b))]
        domain b NotZero inside 0 1 = |v| v[0] / v[1];
    /// −a.
    Neg "-" / 1 Operator "" cost 1 d [(neg 1)] = |v| -v[0];
    /// a · b + c, rounded once where the machine can. Written by `contract`, not by people.
    MulAdd "mul_add" / 3 Function "" cost 1 d [b, a, 1] = |v| v[0].mul_add(v[1], v[2]);
    /// aⁿ for a constant integer n.
    Powi "powi" / 2 Operator "" cost 2 d [(mul b (powi a (sub b 1))), 0]
        domain a ByExponent = |v| v[0].powi(v[1] as i32);
    /// aᵇ for a real b. At a = 0 the slope in b is 0, its limit for b > 0, and not 0 · ln 0.
    Powf "powf" / 2 Operator "" cost 50
        d [(mul b (powf a (sub b 1))), (select (eq a 0) 0 (mul y (ln a)))]
        domain a ByExponent inside 2 1 = |v| v[0].powf(v[1]);
    /// eᵃ.
    Exp "exp" / 1 Function "\\exp" cost 14 d [y] through y
        inverse (ln y) inside 1 0 = |v| v[0].exp();
    /// 2ᵃ.
    Exp2 "exp2" / 1 Function "\\operatorname{exp2}" cost 12 d [(mul ln2 y)] through (mul ln2 y)
        inverse (log2 y) inside 1 0 = |v| v[0].exp2();
    /// eᵃ − 1. Its derivative is eᵃ and not y + 1, which cancels where y is near −1.
    ExpM1 "exp_m1" / 1 Function "\\operatorname{expm1}" cost 18 d [(exp a)] through (add y 1)
        inverse (ln_1p y) inside 1 0 = |v| v[0].exp_m1();
    /// The natural logarithm.
    Ln "ln" / 1 Function "\\ln" cost 18 d [(div 1 a)] through (exp (neg y))
        inverse (exp y) domain a Positive inside 1 0 = |v| v[0].ln();
    /// ln(1 + a).
    Ln1p "ln_1p" / 1 Function "\\operatorname{log1p}" cost 20 d [(div 1 (add 1 a))]
        through (exp (neg y))
        inverse (exp_m1 y) domain (add 1 a) Positive inside 1 0 = |v| v[0].ln_1p();
    /// The logarithm to base 2.
    Log2 "log2" / 1 Function "\\log_2" cost 18 d [(div 1 (mul a ln2))]
        through (div (exp (neg (mul ln2 y))) ln2) inverse (exp2 y) domain a Positive inside 1 0 = |v| v[0].log2();
    /// The square root.
    Sqrt "sqrt" / 1 Function "\\sqrt" cost 14 d [(div 1 (mul 2 y))] through (div 1 (mul 2 y))
        inverse (powi y 2) domain a NotNegative inside 0 1 = |v| v[0].sqrt();
    /// 1 / a.
    Recip "recip" / 1 Function "" cost 12 d [(neg (powi y 2))] through (neg (powi y 2))
        inverse (recip y) domain a NotZero inside 0 1 = |v| v[0].recip();
    /// |a|. At 0 the derivative is 0, the smallest slope of the subdifferential [−1, 1].
    Abs "abs" / 1 Function "" cost 1 d [(signum a)] = |v| v[0].abs();
    /// The sign: −1, 0 or 1. At 0 it is 0, the middle between its sides, where Rust's is ±1.
    Signum "signum" / 1 Function "\\operatorname{sgn}" cost 3 d [0]
        = |v| if v[0] == 0.0 { 0.0 } else { v[0].signum() };
    /// The largest integer not above a.
    Floor "floor" / 1 Function "\\operatorname{floor}" cost 1 d [0] = |v| v[0].floor();
    /// The smallest integer not below a.
    Ceil "ceil" / 1 Function "\\operatorname{ceil}" cost 1 d [0] = |v| v[0].ceil();
    /// The nearest integer, ties away from zero.
    Round "round" / 1 Function "\\operatorname{round}" cost 4 d [0] = |v| v[0].round();
    /// The integer part.
    Trunc "trunc" / 1 Function "\\operatorname{trunc}" cost 1 d [0] = |v| v[0].trunc();
    /// The fractional part, a − trunc a.
    Fract "fract" / 1 Function "\\operatorname{fract}" cost 2 d [1] = |v| v[0].fract();
    /// The sine.
    Sin "sin" / 1 Function "\\sin" cost 18 d [(cos a)]
        inside 1 0 = |v| v[0].sin();
    /// The cosine.
    Cos "cos" / 1 Function "\\cos" cost 18 d [(neg (sin a))]
        inside 1 0 = |v| v[0].cos();
    /// The tangent.
    Tan "tan" / 1 Function "\\tan" cost 40 d [(add 1 (powi y 2))] through (add 1 (powi y 2))
        domain (cos a) NotZero inside 1 1 = |v| v[0].tan();
    /// The inverse tangent.
    Atan "atan" / 1 Function "\\arctan" cost 36 d [(div 1 (add 1 (powi a 2)))]
        through (powi (cos y) 2)
        inverse (tan y) inside 1 1 = |v| v[0].atan();
    /// The hyperbolic sine.
    Sinh "sinh" / 1 Function "\\sinh" cost 34 d [(cosh a)]
        through (sqrt (add (powi y 2) 1)) inverse (asinh y) inside 1 0 = |v| v[0].sinh();
    /// The hyperbolic cosine.
    Cosh "cosh" / 1 Function "\\cosh" cost 34 d [(sinh a)]
        inside 1 0 = |v| v[0].cosh();
    /// The hyperbolic tangent.
    Tanh "tanh" / 1 Function "\\tanh" cost 32 d [(sub 1 (powi y 2))] through (sub 1 (powi y 2))
        inverse (atanh y) inside 1 1 = |v| v[0].tanh();
    /// The inverse hyperbolic sine.
    Asinh "asinh" / 1 Function "\\operatorname{arsinh}" cost 44
        d [(div 1 (sqrt (add (powi a 2) 1)))] through (div 1 (cosh y))
        inverse (sinh y) inside 1 2 = |v| v[0].asinh();
    /// The inverse hyperbolic tangent.
    Atanh "atanh" / 1 Function "\\operatorname{artanh}" cost 42
        d [(div 1 (sub 1 (powi a 2)))]
        through (powi (cosh y) 2) inverse (tanh y) domain (sub 1 (powi a 2)) Positive inside 1 1 = |v| v[0].atanh();
    /// The error function.
    Erf "erf" / 1 Function "\\operatorname{erf}" cost 30
        d [(mul two_over_sqrt_pi (exp (neg (powi a 2))))]
        inside 1 0 = |v| crate::eval::erf(v[0]);
    /// 1 − erf.
    Erfc "erfc" / 1 Function "\\operatorname{erfc}" cost 60
        d [(neg (mul two_over_sqrt_pi (exp (neg (powi a 2)))))]
        inside 1 1 = |v| crate::eval::erfc(v[0]);
    /// The standard normal distribution function Φ.
    NormalCdf "normal_cdf" / 1 Function "\\Phi" cost 60 d [(normal_pdf a)]
        inside 1 1 = |v| crate::eval::normal_cdf(v[0]);
    /// The standard normal density φ.
    NormalPdf "normal_pdf" / 1 Function "\\varphi" cost 18 d [(neg (mul a y))]
        inside 1 0 = |v| crate::eval::normal_pdf(v[0]);
    /// ln Φ, accurate in both tails.
    LogNormalCdf "log_normal_cdf" / 1 Function "\\ln\\Phi" cost 110 d [(inverse_mills a)]
        inside 2 2 = |v| crate::eval::log_normal_cdf(v[0]);
    /// φ(a)/Φ(a), the inverse of the ratio of Mills, accurate in both tails. Its derivative is
    /// −y·(a + y), where the sum cancels below 0.
    InverseMills "inverse_mills" / 1 Function "\\tfrac{\\varphi}{\\Phi}" cost 80
        d [(neg (mul y (mills_excess a)))]
        inside 1 2 = |v| crate::eval::inverse_mills(v[0]);
    /// a + φ(a)/Φ(a), accurate where that cancels.
    MillsExcess "mills_excess" / 1 Function
        "\\left(\\mathrm{id} + \\tfrac{\\varphi}{\\Phi}\\right)" cost 80
        d [(sub 1 (mul y (inverse_mills a)))]
        inside 1 2 = |v| crate::eval::mills_excess(v[0]);
    /// The logistic function σ.
    Sigmoid "sigmoid" / 1 Function "\\sigma" cost 28 d [(mul y (sub 1 y))]
        through (mul y (sub 1 y))
        inverse (ln (div y (sub 1 y))) inside 1 1 = |v| crate::eval::sigmoid(v[0]);
    /// σ(a)·σ(−a), the logistic density, accurate in both tails.
    LogisticPdf "logistic_pdf" / 1 Function "\\sigma'" cost 28 d [(neg (mul y (tanh (div a 2))))]
        inside 1 1 = |v| crate::eval::sigmoid(v[0]) * crate::eval::sigmoid(-v[0]);
    /// a·eᵇ, where eᵇ alone may be too small or too large. This and the ops below are written by
    /// `algebra`, not by people.
    TimesExp "times_exp" / 2 Engine "" cost 15 d [(exp b), y]
        inside 1 0 = |v| v[0] * v[1].exp();
    /// a·σ(b), where σ(b) alone may be too small.
    TimesSigmoid "times_sigmoid" / 2 Engine "" cost 31
        d [(sigmoid b), (mul y (sigmoid (neg b)))]
        inside 1 1 = |v| v[0] * crate::eval::sigmoid(v[1]);
    /// a·σ(c) + b·σ(−c), the mean of both that goes from b to a.
    Mix "mix" / 3 Engine "" cost 34
        d [(sigmoid c), (sigmoid (neg c)),
            (mul (sub a b) (mul (sigmoid c) (sigmoid (neg c))))]
        inside 1 1 = |v| v[0] * crate::eval::sigmoid(v[2]) + v[1] * crate::eval::sigmoid(-v[2]);
    /// a·σ(b)·σ(−b), where the density alone may be too small.
    TimesLogisticPdf "times_logistic_pdf" / 2 Engine "" cost 32
        d [(mul (sigmoid b) (sigmoid (neg b))), (neg (mul y (tanh (div b 2))))]
        inside 1 1 = |v| v[0] * crate::eval::sigmoid(v[1]) * crate::eval::sigmoid(-v[1]);
    /// a²·σ(b)·σ(−b), where a² alone may be too large, or the density too small.
    SquareTimesLogisticPdf "square_times_logistic_pdf" / 2 Engine "" cost 30
        d [(mul 2 (mul a (mul (sigmoid b) (sigmoid (neg b))))), (neg (mul y (tanh (div b 2))))]
        inside 1 1 = |v| v[0] * v[0] * crate::eval::sigmoid(v[1]) * crate::eval::sigmoid(-v[1]);
    /// a·Φ(b), where Φ(b) alone may be too small.
    TimesNormalCdf "times_normal_cdf" / 2 Engine "" cost 62
        d [(normal_cdf b), (mul a (normal_pdf b))]
        inside 1 1 = |v| v[0] * crate::eval::normal_cdf(v[1]);
    /// a·φ(b), where φ(b) alone may be too small.
    TimesNormalPdf "times_normal_pdf" / 2 Engine "" cost 24
        d [(normal_pdf b), (neg (mul b y))]
        inside 1 0 = |v| v[0] * crate::eval::normal_pdf(v[1]);
    /// What a·b loses when it is rounded: 0 on paper.
    ProductResidual "product_residual" / 2 Engine "" cost 1 d [0, 0]
        = |v| v[0].mul_add(v[1], -(v[0] * v[1]));
    /// What a + b loses when it is rounded: 0 on paper.
    SumResidual "sum_residual" / 2 Engine "" cost 6 d [0, 0]
        = |v| crate::eval::sum_residual(v[0], v[1]);
    /// What eᵃ loses when it is rounded: 0 on paper.
    ExpResidual "exp_residual" / 1 Engine "" cost 20 d [0]
        inside 1 0 = |_| 0.0;
    /// a rounded to `f32`: its first 24 bits, whatever it is computed in.
    Head "head" / 1 Engine "" cost 1 d [1] = |v| f64::from(v[0] as f32);
    /// What rounding loses of a constant: a in `f32`, b in `f64`. 0 on paper.
    Rest "rest" / 2 Engine "" cost 0 d [0, 0] = |v| v[1];
    /// sin(a + π/4), where the sum is not rounded.
    SinEighth "sin_eighth" / 1 Engine "" cost 18 d [(sin_eighth (neg a))]
        inside 1 0 = |v| (v[0].sin() + v[0].cos()) * std::f64::consts::FRAC_1_SQRT_2;
    /// sin(a·b), where the product is not rounded.
    SinOfProduct "sin_of_product" / 2 Engine "" cost 27
        d [(mul b (cos (mul a b))), (mul a (cos (mul a b)))]
        inside 1 0 = |v| crate::eval::sine_and_cosine_of_product(v[0], v[1])[0];
    /// cos(a·b), where the product is not rounded.
    CosOfProduct "cos_of_product" / 2 Engine "" cost 27
        d [(neg (mul b (sin (mul a b)))), (neg (mul a (sin (mul a b))))]
        inside 1 0 = |v| crate::eval::sine_and_cosine_of_product(v[0], v[1])[1];
    /// sin(a·b + π/4), where neither the product nor the sum is rounded.
    SinEighthOfProduct "sin_eighth_of_product" / 2 Engine "" cost 27
        d [(mul b (sin_eighth (neg (mul a b)))), (mul a (sin_eighth (neg (mul a b))))]
        inside 1 0 = |v| {
            let [sine, cosine] = crate::eval::sine_and_cosine_of_product(v[0], v[1]);
            (sine + cosine) * std::f64::consts::FRAC_1_SQRT_2
        };
    /// sin(a + b), where the sum is not rounded and b is small beside a.
    SinOfSum "sin_of_sum" / 2 Engine "" cost 19 d [(cos (add a b)), (cos (add a b))]
        inside 1 0 = |v| crate::eval::sine_and_cosine_of_sum(v[0], v[1])[0];
    /// cos(a + b), where the sum is not rounded and b is small beside a.
    CosOfSum "cos_of_sum" / 2 Engine "" cost 19
        d [(neg (sin (add a b))), (neg (sin (add a b)))]
        inside 1 0 = |v| crate::eval::sine_and_cosine_of_sum(v[0], v[1])[1];
    /// sin(a + b + π/4), where no sum is rounded and b is small beside a.
    SinEighthOfSum "sin_eighth_of_sum" / 2 Engine "" cost 19
        d [(sin_eighth (neg (add a b))), (sin_eighth (neg (add a b)))]
        inside 1 0 = |v| {
            let [sine, cosine] = crate::eval::sine_and_cosine_of_sum(v[0], v[1]);
            (sine + cosine) * std::f64::consts::FRAC_1_SQRT_2
        };
    /// a, or the largest finite number of the type where a is infinite.
    Finite "finite" / 1 Engine "" cost 2 d [1] = |v| v[0].clamp(-f64::MAX, f64::MAX);
    /// A polynomial in a, its coefficients from the third argument upwards: as many as the second
    /// says for `f32`, then those for `f64`.
    Polynomial "polynomial" / 0 Engine "" cost 12 d []
        = |v| v[2 + v[1] as usize..].iter().rev().fold(0.0, |sum, c| sum * v[0] + c);
    /// ln cosh, accurate near 0 and without overflow.
    LnCosh "ln_cosh" / 1 Function "\\ln\\cosh" cost 50 d [(tanh a)]
        inside 2 1 = |v| crate::eval::ln_cosh(v[0]);
    /// ln σ.
    LogSigmoid "log_sigmoid" / 1 Function "\\ln\\sigma" cost 36 d [(sigmoid (neg a))]
        through (neg (exp_m1 y))
        inverse (neg (ln (exp_m1 (neg y)))) inside 2 0 = |v| -crate::eval::softplus(-v[0]);
    /// ln(1 + eᵃ).
    Softplus "softplus" / 1 Function "\\operatorname{softplus}" cost 36 d [(sigmoid a)]
        through (neg (exp_m1 (neg y)))
        inverse (ln (exp_m1 y)) inside 2 0 = |v| crate::eval::softplus(v[0]);
    /// max(0, a). At 0 the derivative is 0, the smallest slope of the subdifferential [0, 1].
    Relu "relu" / 1 Function "\\operatorname{relu}" cost 1 d [(select (gt a 0) 1 0)]
        through (select (gt y 0) 1 0) = |v| if v[0] > 0.0 || v[0].is_nan() { v[0] } else { 0.0 };
    /// The larger of both. Its kink, a = b, is the business of `differentiate`.
    Max "max" / 2 Function "\\max" cost 1 d [(select (gt a b) 1 0), (select (gt b a) 1 0)]
        = |v| if v[0] > v[1] || v[0].is_nan() { v[0] } else { v[1] };
    /// The smaller of both. Its kink, a = b, is the business of `differentiate`.
    Min "min" / 2 Function "\\min" cost 1 d [(select (lt a b) 1 0), (select (lt b a) 1 0)]
        = |v| if v[0] < v[1] || v[0].is_nan() { v[0] } else { v[1] };
    /// a between b and c, and c where these are crossed. At the bounds the derivative is 0, the
    /// smallest slope.
    Clamp "clamp" / 3 Function "\\operatorname{clip}" cost 2
        d [(select (and (lt b a) (lt a c)) 1 0), (select (and (lt a b) (lt b c)) 1 0),
            (select (gt (max a b) c) 1 0)]
        = |v| {
            let raised = if v[0] < v[1] { v[1] } else { v[0] };
            if raised > v[2] { v[2] } else { raised }
        };
    /// a < b.
    Lt "<" / 2 Operator "<" cost 1 d [] = |v| truth(v[0] < v[1]);
    /// a ≤ b.
    Le "<=" / 2 Operator "\\le" cost 1 d [] = |v| truth(v[0] <= v[1]);
    /// a > b.
    Gt ">" / 2 Operator ">" cost 1 d [] = |v| truth(v[0] > v[1]);
    /// a ≥ b.
    Ge ">=" / 2 Operator "\\ge" cost 1 d [] = |v| truth(v[0] >= v[1]);
    /// a = b.
    Eq "==" / 2 Operator "=" cost 1 d [] = |v| truth(v[0] == v[1]);
    /// a ≠ b.
    Ne "!=" / 2 Operator "\\ne" cost 1 d [] = |v| truth(v[0] != v[1]);
    /// a and b.
    And "&&" / 2 Operator "\\land" cost 1 d [] = |v| truth(v[0] != 0.0 && v[1] != 0.0);
    /// a or b.
    Or "||" / 2 Operator "\\lor" cost 1 d [] = |v| truth(v[0] != 0.0 || v[1] != 0.0);
    /// not a.
    Not "!" / 1 Operator "\\lnot" cost 1 d [] = |v| truth(v[0] == 0.0);
    /// b where the condition a holds, c elsewhere. `differentiate` differentiates the branch
    /// that is taken.
    Select "if" / 3 Conditional "" cost 1 d [] = |v| if v[0] != 0.0 { v[1] } else { v[2] };
}

impl Op {
    /// This op's row.
    #[must_use]
    pub fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// Whether the result is a truth value.
    #[must_use]
    pub fn is_truth(self) -> bool {
        matches!(
            self,
            Op::Lt | Op::Le | Op::Gt | Op::Ge | Op::Eq | Op::Ne | Op::And | Op::Or | Op::Not
        )
    }

    /// Whether the op compares two numbers.
    #[must_use]
    pub fn is_comparison(self) -> bool {
        matches!(self, Op::Lt | Op::Le | Op::Gt | Op::Ge | Op::Eq | Op::Ne)
    }

    /// The op a formula may call by this name, as a function or as a method.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Op> {
        TABLE
            .iter()
            .find(|row| {
                row.name == name
                    && (row.form == Form::Function || matches!(row.op, Op::Powi | Op::Powf))
            })
            .map(|row| row.op)
    }
}

/// An activation that other formulas may call by name; it is replaced by its formula.
#[derive(Debug)]
pub struct Named {
    /// Its name in a formula.
    pub name: &'static str,
    /// What its arguments are called.
    pub arguments: &'static [&'static str],
    /// Its formula over its arguments.
    pub formula: Template,
}

macro_rules! named {
    ($($name:literal ($($argument:ident),+) = $formula:tt;)+) => {
        /// The activations a formula may call by name.
        pub static NAMED: &[Named] = &[$(Named {
            name: $name, arguments: &[$(stringify!($argument)),+], formula: template!($formula),
        }),+];
    };
}

named! {
    "silu" (x) = (mul a (sigmoid a));
    "swish" (x, beta) = (mul a (sigmoid (mul b a)));
    "gelu" (x) = (mul a (normal_cdf a));
    "gelu_tanh" (x) = (mul (mul (fraction 1 2) a) (add 1 (tanh (mul sqrt_two_over_pi
        (add a (mul (fraction 44715 1000000) (powi a 3)))))));
    "mish" (x) = (mul a (tanh (softplus a)));
    "hard_sigmoid" (x) = (clamp (add (div a 6) (fraction 1 2)) 0 1);
    "hard_swish" (x) = (mul a (clamp (add (div a 6) (fraction 1 2)) 0 1));
    "hard_tanh" (x) = (clamp a (neg 1) 1);
    "relu6" (x) = (clamp a 0 6);
    "leaky_relu" (x, slope) = (select (gt a 0) a (mul b a));
    "elu" (x, alpha) = (select (gt a 0) a (mul b (exp_m1 a)));
    "softsign" (x) = (div a (add 1 (abs a)));
    "tanh_shrink" (x) = (sub a (tanh a));
}

/// The named activation a formula may call by this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Named> {
    NAMED.iter().find(|row| row.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_ops() {
        for row in TABLE {
            assert_eq!(row.op.row().name, row.name, "{:?}", row.op);
            if !row.op.is_truth() && row.op != Op::Select {
                assert_eq!(row.partials.len(), row.arity, "{:?}", row.op);
            }
        }
    }
}
