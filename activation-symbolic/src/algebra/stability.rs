//! Stability rules: forms that are equal on paper and not on a machine.
//!
//! Value and derivative are rewritten separately, after the derivative was taken. Every rule
//! names the input at which the form on its left dies in `f32`; what stands on its right is
//! accurate there.

use super::{judge, product::Product, root::Conjugable, simplify::Simplifier, sum::Sum};
use crate::{
    expr::{Graph, Id, IdMap},
    number::Number,
    op::Op,
    schedule::Symbols,
};

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

/// Looks for an equal form of an expression.
type Search<'g> = fn(&mut Simplifier<'g>, Id) -> Id;

/// The largest form that is searched, in nodes written out.
const SEARCHED: usize = 600;

impl Simplifier<'_> {
    /// The stable form of the normal form `root`, and what was rewritten on the way.
    pub fn stabilise(&mut self, root: Id) -> (Id, Vec<Rewrite>) {
        let mut log = Vec::new();
        let mut current = self.with_exponentials(root, &mut log);
        // Each round rewrites bottom up; a rewrite may make another possible above it. The
        // rules never lead back, so this ends long before the limit.
        for _ in 0..8 {
            let next = self.stable_round(current, &mut log);
            if next == current {
                break;
            }
            current = next;
        }
        // The twins choose by the sign of a part: once, for their branches hold what they match.
        let current = self.round(current, &mut log, Self::twin_step);
        (current, log)
    }

    /// Equal forms of `form` that no local rule reaches: the best of them.
    pub fn search(
        &mut self,
        form: Id,
        symbols: &Symbols,
        values: &[f64],
        log: &mut Vec<Rewrite>,
    ) -> Id {
        self.searched(form, symbols, values, log, true)
    }

    fn searched(
        &mut self,
        form: Id,
        symbols: &Symbols,
        values: &[f64],
        log: &mut Vec<Rewrite>,
        hoists: bool,
    ) -> Id {
        let smooth = form;
        let mut best = form;
        // What calls another activation cannot be tried; what fills a page is not looked through:
        // the searches walk every path of it.
        if !self.graph.calls(&[form]).is_empty() || self.graph.written_size(form) > SEARCHED {
            return form;
        }
        let searches: [(_, Search<'_>); 6] = [
            (&RATIONAL, Self::rational),
            (&SPREAD, Self::spread),
            (&DOMINANT, Self::dominant),
            (&LEVEL, Self::level),
            (&SERIES, Self::with_series),
            (&TAIL, Self::with_tail),
        ];
        let mut undominated = best;
        for (rule, search) in searches {
            let before = best;
            if *rule == DOMINANT {
                undominated = before;
            }
            let from = if *rule == LEVEL { undominated } else { before };
            let candidate = search(self, from);
            best = self.better(before, candidate, symbols, values);
            // Where its terms still cancel, the same once more with what is left of them.
            if best != before && (*rule == SPREAD || *rule == RATIONAL) {
                let near = if *rule == SPREAD {
                    self.spread_near(before)
                } else {
                    self.rational_near(before)
                };
                best = self.better(best, near, symbols, values);
            }
            if best != before {
                log.push(Rewrite {
                    rule,
                    before,
                    after: best,
                    at: None,
                });
            }
        }
        if hoists && let Some(hoisted) = self.hoisted(smooth, symbols, values) {
            let chosen = self.better(best, hoisted, symbols, values);
            if chosen != best {
                log.push(Rewrite {
                    rule: &HOIST,
                    before: best,
                    after: chosen,
                    at: None,
                });
                best = chosen;
            }
        }
        let near = self.beside_pole(smooth, best, values);
        let windowed = self.better(best, near, symbols, values);
        if windowed != best {
            log.push(Rewrite {
                rule: &SERIES,
                before: best,
                after: windowed,
                at: None,
            });
            best = windowed;
        }
        let centred = self.beside_centre(smooth, best, symbols, values);
        let centred = centred.map_or(best, |form| self.better(best, form, symbols, values));
        let crossed = self.beside_roots(smooth, centred, symbols);
        for (rule, [before, after]) in [(&CENTRE, [best, centred]), (&CROSSING, [centred, crossed])]
        {
            if before != after {
                log.push(Rewrite {
                    rule,
                    before,
                    after,
                    at: None,
                });
            }
        }
        self.with_powers_of_two(crossed, log)
    }

    /// `form` as one `if` where it has several that ask the same: each branch is simpler than the
    /// whole, and has rules of its own.
    fn hoisted(&mut self, form: Id, symbols: &Symbols, values: &[f64]) -> Option<Id> {
        let select_at = |graph: &Graph, id: Id| match graph.apply(id) {
            Some((Op::Select, &[asked, yes, no])) => Some((asked, [yes, no])),
            _ => None,
        };
        let reached = self.graph.reachable(&[form]);
        let mut asked = reached.iter().filter_map(|&id| select_at(self.graph, id));
        let (condition, _) = asked.next()?;
        if asked.next().is_none()
            || asked.any(|(other, _)| other != condition)
            || select_at(self.graph, form).is_some()
        {
            return None;
        }
        let branches = [0, 1].map(|side: usize| {
            let branch = self.replaced(form, |this, id| {
                select_at(this.graph, id).map(|(_, branches)| branches[side])
            });
            let branch = self.simplify(branch);
            let (branch, mut log) = self.stabilise(branch);
            self.searched(branch, symbols, values, &mut log, false)
        });
        Some(
            self.graph
                .op(Op::Select, &[condition, branches[0], branches[1]]),
        )
    }

    fn better(&mut self, form: Id, candidate: Id, symbols: &Symbols, values: &[f64]) -> Id {
        let tried = &mut self.tried;
        judge::better(self.graph, tried, form, candidate, symbols, values)
    }

    fn stable_round(&mut self, root: Id, log: &mut Vec<Rewrite>) -> Id {
        self.round(root, log, Self::stable_step)
    }

    pub(super) fn round(
        &mut self,
        root: Id,
        log: &mut Vec<Rewrite>,
        step: fn(&mut Self, Id) -> Option<(&'static Rule, Id)>,
    ) -> Id {
        let mut done = IdMap::new();
        for id in self.graph.reachable(&[root]) {
            let arguments = done.all(self.graph.arguments(id));
            let rebuilt = match self.graph.apply(id) {
                Some((op, _)) => self.apply(op, &arguments),
                None => self.graph.rebuild(id, &arguments),
            };
            let stable = match step(self, rebuilt) {
                Some((rule, after)) if after != rebuilt => {
                    log.push(Rewrite {
                        rule,
                        before: rebuilt,
                        after,
                        at: None,
                    });
                    after
                }
                _ => rebuilt,
            };
            if let Some(name) = self.graph.name(id).map(str::to_owned) {
                self.graph.note_name(stable, &name);
            }
            done.insert(id, stable);
        }
        done.of(root)
    }

    fn stable_step(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        self.stable_whole(id).or_else(|| self.stable_branch(id))
    }

    /// A function of an `if` as an `if` between functions, where one of these has a rule: 1 − p,
    /// where p is σ(x) or σ(−x).
    fn stable_branch(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        let (op, arguments) = self.graph.apply(id)?;
        if !matches!(op, Op::Ln | Op::Ln1p | Op::Powf | Op::Add | Op::Sub) {
            return None;
        }
        let arguments = arguments.to_vec();
        let place = arguments
            .iter()
            .position(|&argument| matches!(self.graph.apply(argument), Some((Op::Select, _))))?;
        let others = arguments
            .iter()
            .enumerate()
            .filter(|&(other, _)| other != place);
        if others.into_iter().any(|(_, &other)| self.varies(other)) {
            return None;
        }
        let &[asked, yes, no] = self.graph.arguments(arguments[place]) else {
            return None;
        };
        let mut found = None;
        let branches = [yes, no].map(|branch| {
            let mut arguments = arguments.clone();
            arguments[place] = branch;
            let plain = self.apply(op, &arguments);
            match self.stable_whole(plain) {
                Some((rule, stable)) => {
                    found = Some(rule);
                    stable
                }
                None => plain,
            }
        });
        let rule = found?;
        Some((rule, self.select(asked, branches[0], branches[1])))
    }

    fn stable_whole(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        match self.graph.apply(id)?.0 {
            Op::Add | Op::Sub => self.stable_sum(id),
            Op::Mul | Op::Div | Op::Neg | Op::Powi => self.stable_product(id),
            Op::Ln | Op::Ln1p => self.stable_logarithm(id),
            Op::Powf => self.stable_power(id),
            Op::Exp => self.gate_of_logarithm(self.graph.arguments(id)[0]),
            Op::Log2 => self.binary_logarithm(self.graph.arguments(id)[0]),
            _ => None,
        }
    }

    fn twin_step(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        if let Some((Op::Ln, &[inner])) = self.graph.apply(id) {
            return Some((&LN_1M_EXP, self.logarithm_of_difference(inner)?));
        }
        if !matches!(self.graph.apply(id)?.0, Op::Add | Op::Sub) {
            return None;
        }
        let sum = self.as_sum(id);
        if let Some(quotient) = self.over_root(&sum) {
            return Some((&CONJUGATE, quotient));
        }
        if let Some(conjugate) = self.conjugate(&sum) {
            return Some((&CONJUGATE, conjugate));
        }
        if let Some(power) = self.power_less_one(&sum) {
            return Some((&POWER_M1, power));
        }
        let angle = self.small_angle(&sum)?;
        Some((&ARC, angle))
    }

    /// Logarithms of sums, of σ and of cosh.
    pub(super) fn stable_logarithm(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        let (op, &[inner]) = self.graph.apply(id)? else {
            return None;
        };
        let (function, argument) = match self.graph.apply(inner) {
            Some((function, &[argument])) => (Some(function), Some(argument)),
            _ => (None, None),
        };
        match (op, function) {
            (Op::Ln1p, Some(Op::Exp)) => Some((&SOFTPLUS, self.apply(Op::Softplus, &[argument?]))),
            (Op::Ln, Some(Op::Sigmoid)) => {
                Some((&LOG_SIGMOID, self.apply(Op::LogSigmoid, &[argument?])))
            }
            (Op::Ln, Some(Op::Cosh)) => Some((&LN_COSH, self.apply(Op::LnCosh, &[argument?]))),
            (Op::Ln, _) => {
                if let Some(found) = self.logarithm_of(inner) {
                    return Some(found);
                }
                let one = self.graph.integer(1);
                let rest = self.apply(Op::Sub, &[inner, one]);
                // Only a sum with a 1 in it gets shorter by subtracting 1.
                let shorter = self.sum_length(rest) < self.sum_length(inner);
                // 2 − eᵘ is 1 − (eᵘ − 1), which has a name.
                let cancels = !shorter
                    && self.has_number(inner)
                    && self.dominant_sum(inner).is_none()
                    && self
                        .stable_sum(rest)
                        .is_some_and(|(rule, _)| rule.name == EXP_M1.name);
                (shorter || cancels).then(|| (&LN_1P, self.apply(Op::Ln1p, &[rest])))
            }
            _ => None,
        }
    }

    fn has_number(&mut self, id: Id) -> bool {
        let sum = self.as_sum(id);
        sum.terms().iter().any(|term| term.factors.is_empty())
    }

    pub(super) fn sum_length(&mut self, id: Id) -> usize {
        self.as_sum(id).terms().len()
    }

    /// `c ± c·f(u)`: a constant and a function of it that nearly cancel, or a constant that
    /// drowns the function's tail.
    pub(super) fn stable_sum(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        let sum = self.as_sum(id);
        if let Some(folded) = self.fold_constant(&sum) {
            return Some((&FOLD, folded));
        }
        if let Some(found) = self.reflected_sum(&sum) {
            return Some(found);
        }
        if let Some(quotient) = self.drawn_root(&sum) {
            return Some((&CONJUGATE, quotient));
        }
        if let Some(square) = self.half_angle(&sum) {
            return Some((&HALF_ANGLE, square));
        }
        if let Some(product) = self.double_angle(&sum) {
            return Some((&DOUBLE_ANGLE, product));
        }
        if let Some(complement) = self.swish_complement(&sum) {
            return Some((&SWISH_COMPLEMENT, complement));
        }
        if let Some(mix) = self.mix(&sum) {
            return Some((&MIX, mix));
        }
        for (index, term) in sum.terms().iter().enumerate() {
            let Some((function, argument, halves)) = self.lone_function(term) else {
                continue;
            };
            for (other, constant) in sum.terms().iter().enumerate() {
                if other == index || !constant.factors.is_empty() {
                    continue;
                }
                let c = &constant.coefficient;
                let same = *c == term.coefficient;
                let opposite = *c == term.coefficient.negate();
                if !(same || opposite) {
                    continue;
                }
                let (rule, factor, function, argument) = match (function, halves, same) {
                    (Op::Sigmoid, 2, false) => {
                        let minus = self.apply(Op::Neg, &[argument]);
                        (&COMPLEMENT, 1, Op::Sigmoid, minus)
                    }
                    (Op::Exp, 2, false) => (&EXP_M1, -1, Op::ExpM1, argument),
                    (Op::Tanh, 2, _) => {
                        let twice = self.graph.integer(if same { 2 } else { -2 });
                        (
                            &TANH_PLUS,
                            2,
                            Op::Sigmoid,
                            self.apply(Op::Mul, &[twice, argument]),
                        )
                    }
                    (Op::Tanh, 4, false) => {
                        let twice = self.graph.integer(2);
                        (
                            &SECH,
                            4,
                            Op::LogisticPdf,
                            self.apply(Op::Mul, &[twice, argument]),
                        )
                    }
                    (Op::Erf, 2, _) => {
                        let argument = if same {
                            self.apply(Op::Neg, &[argument])
                        } else {
                            argument
                        };
                        (&ERFC, 1, Op::Erfc, argument)
                    }
                    _ => continue,
                };
                let function = self.apply(function, &[argument]);
                let mut product = Product::base(function);
                product.coefficient = c.multiply(&Number::integer(factor))?;
                let mut rest = Sum::new();
                let one = Number::integer(1);
                for (position, term) in sum.terms().iter().enumerate() {
                    if position == index {
                        self.add_product(&mut rest, product.clone(), &one);
                    } else if position != other {
                        self.add_product(&mut rest, term.clone(), &one);
                    }
                }
                return Some((rule, self.spell_sum(rest)));
            }
        }
        None
    }

    /// Real powers of logistic functions, as exponentials.
    fn stable_power(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        let (_, &[base, exponent]) = self.graph.apply(id)? else {
            return None;
        };
        let logarithm = match self.graph.apply(base) {
            Some((Op::Sigmoid, &[u])) => self.apply(Op::LogSigmoid, &[u]),
            _ => {
                let u = self.one_plus_exp(base)?;
                self.apply(Op::Softplus, &[u])
            }
        };
        let product = self.apply(Op::Mul, &[exponent, logarithm]);
        Some((&POWER, self.apply(Op::Exp, &[product])))
    }

    /// exp of −ln(1 + eᵘ), or of ln σ(u).
    fn gate_of_logarithm(&mut self, argument: Id) -> Option<(&'static Rule, Id)> {
        let product = self.as_product(argument);
        let inner = match self.lone_function(&product)? {
            (Op::Softplus, u, 2) if product.coefficient == Number::integer(-1) => self.negate(u),
            (Op::LogSigmoid, u, 2) if product.coefficient.is_one() => u,
            _ => return None,
        };
        Some((&GATE, self.apply(Op::Sigmoid, &[inner])))
    }

    /// `c·(a + k) + d` with numbers c, k and d: the constants may cancel.
    fn fold_constant(&mut self, sum: &Sum) -> Option<Id> {
        let is_number = |term: &Product| term.factors.is_empty();
        sum.terms().iter().find(|term| is_number(term))?;
        for (index, term) in sum.terms().iter().enumerate() {
            let [(inner, 2)] = term.factors[..] else {
                continue;
            };
            if !matches!(self.graph.apply(inner), Some((Op::Add | Op::Sub, _))) {
                continue;
            }
            let inner = self.as_sum(inner);
            if !inner.terms().iter().any(is_number) {
                continue;
            }
            let mut total = Sum::new();
            let one = Number::integer(1);
            for (position, other) in sum.terms().iter().enumerate() {
                if position != index {
                    self.add_product(&mut total, other.clone(), &one);
                }
            }
            for inner in inner.terms() {
                self.add_product(&mut total, inner.clone(), &term.coefficient);
            }
            if !total.terms().iter().any(is_number) {
                return Some(self.spell_sum(total));
            }
        }
        None
    }

    /// `eᵘ ± eᵛ` as the larger one times 1 ± the rest.
    fn dominant(&mut self, root: Id) -> Id {
        let mut found = Vec::new();
        let gathered = self.round(root, &mut found, |this, id| {
            let found = this.dominant_sum(id);
            let found = found.or_else(|| this.logarithm_of_dominant(id))?;
            Some((&DOMINANT, found))
        });
        if found.is_empty() {
            return root;
        }
        // Quotients of exponentials become one.
        let mut current = gathered;
        for _ in 0..4 {
            current = self.stable_round(current, &mut Vec::new());
        }
        current
    }

    fn dominant_sum(&mut self, id: Id) -> Option<Id> {
        if !matches!(self.graph.apply(id)?.0, Op::Add | Op::Sub) {
            return None;
        }
        let sum = self.as_sum(id);
        let [first, second] = sum.terms() else {
            return None;
        };
        let (Some((Op::Exp, u, 2)), Some((Op::Exp, v, 2))) =
            (self.lone_function(first), self.lone_function(second))
        else {
            return None;
        };
        let (one, two) = (first.coefficient.clone(), second.coefficient.clone());
        if !one.is_one() || !(two.is_one() || two == Number::integer(-1)) {
            return None;
        }
        let larger = self.graph.op(Op::Max, &[u, v]);
        let factor = self.graph.op(Op::Exp, &[larger]);
        let gap = self.apply(Op::Sub, &[u, v]);
        let size = self.graph.op(Op::Abs, &[gap]);
        let minus = self.graph.op(Op::Neg, &[size]);
        let rest = if two.is_one() {
            let one = self.graph.integer(1);
            let small = self.graph.op(Op::Exp, &[minus]);
            self.graph.op(Op::Add, &[one, small])
        } else {
            let zero = self.graph.integer(0);
            let below = self.graph.op(Op::Lt, &[gap, zero]);
            let down = self.graph.op(Op::ExpM1, &[minus]);
            let up = self.graph.op(Op::Neg, &[down]);
            self.graph.op(Op::Select, &[below, down, up])
        };
        Some(self.apply(Op::Mul, &[factor, rest]))
    }

    /// `ln(eᵐ·r)` as `m + ln r`, and `ln(1 + eᵐ·r)` as softplus of that.
    fn logarithm_of_dominant(&mut self, id: Id) -> Option<Id> {
        let (op @ (Op::Ln | Op::Ln1p), &[inner]) = self.graph.apply(id)? else {
            return None;
        };
        let mut rest = self.as_product(inner);
        let mut m: Option<Id> = None;
        for (factor, halves) in std::mem::take(&mut rest.factors) {
            match self.graph.apply(factor) {
                Some((Op::Exp, &[exponent])) if halves % 2 == 0 => {
                    let times = self.graph.integer(i64::from(halves / 2));
                    let power = self.apply(Op::Mul, &[times, exponent]);
                    m = Some(match m {
                        Some(other) => self.apply(Op::Add, &[other, power]),
                        None => power,
                    });
                }
                _ => rest.factors.push((factor, halves)),
            }
        }
        let m = m?;
        if rest.factors.is_empty() {
            return None;
        }
        // ln(1/r) is −ln r, which has other rules.
        let is_reciprocal =
            rest.coefficient.is_one() && rest.factors.iter().all(|&(_, halves)| halves < 0);
        let sum = if is_reciprocal {
            let rest = Product::one().times(&rest, -2)?;
            let rest = self.spell_product(rest);
            let rest = self.apply(Op::Ln, &[rest]);
            self.apply(Op::Sub, &[m, rest])
        } else {
            let rest = self.spell_product(rest);
            let rest = self.apply(Op::Ln, &[rest]);
            self.apply(Op::Add, &[m, rest])
        };
        Some(match op {
            Op::Ln => sum,
            _ => self.apply(Op::Softplus, &[sum]),
        })
    }

    /// `ln(1 − eᵘ)`, of its difference where that is small and of 1 less an exponential elsewhere.
    fn logarithm_of_difference(&mut self, inner: Id) -> Option<Id> {
        let &[(base, 2)] = &self.as_product(inner).factors[..] else {
            return None;
        };
        let minus_one = self.graph.integer(-1);
        let opposite = self.negate(base);
        let (Some((Op::ExpM1, &[u])), true) = (self.graph.apply(base), opposite == inner) else {
            return None;
        };
        let power = self.graph.op(Op::Exp, &[u]);
        let power = self.graph.op(Op::Neg, &[power]);
        let far = self.graph.op(Op::Ln1p, &[power]);
        let near = self.graph.op(Op::Ln, &[inner]);
        let is_far = self.graph.op(Op::Lt, &[u, minus_one]);
        Some(self.graph.op(Op::Select, &[is_far, far, near]))
    }

    /// `p·u^c − p`
    fn power_less_one(&mut self, sum: &Sum) -> Option<Id> {
        for (index, term) in sum.terms().iter().enumerate() {
            for &(power, halves) in &term.factors {
                let Some((Op::Powf, &[u, c])) = self.graph.apply(power) else {
                    continue;
                };
                let mut outside = term.clone();
                outside.push(power, -halves);
                let is_partner = |other: &&Product| {
                    other.key() == outside.key()
                        && other.coefficient == outside.coefficient.negate()
                };
                let Some(partner) = sum.terms().iter().position(|other| is_partner(&other)) else {
                    continue;
                };
                if halves != 2 {
                    continue;
                }
                let one = self.graph.integer(1);
                let above = self.apply(Op::Sub, &[u, one]);
                let logarithm = self.graph.op(Op::Ln1p, &[above]);
                let exponent = self.graph.op(Op::Mul, &[c, logarithm]);
                let near = self.graph.op(Op::ExpM1, &[exponent]);
                let far = self.graph.op(Op::Sub, &[power, one]);
                let half = self.graph.number(Number::fraction(1, 2)?);
                let size = self.graph.op(Op::Abs, &[exponent]);
                let is_near = self.graph.op(Op::Lt, &[size, half]);
                let less = self.graph.op(Op::Select, &[is_near, near, far]);
                outside.push(less, 2);
                let mut rest = Sum::new();
                let one = Number::integer(1);
                self.add_product(&mut rest, outside, &one);
                for (position, other) in sum.terms().iter().enumerate() {
                    if position != index && position != partner {
                        self.add_product(&mut rest, other.clone(), &one);
                    }
                }
                return Some(self.spell_sum(rest));
            }
        }
        None
    }

    /// `c · f(u)^(halves/2)` with nothing else in the product.
    pub(super) fn lone_function(&self, term: &Product) -> Option<(Op, Id, i32)> {
        let [(base, halves)] = term.factors[..] else {
            return None;
        };
        match self.graph.apply(base)? {
            (op, &[argument]) => Some((op, argument, halves)),
            _ => None,
        }
    }

    /// Products of exponentials, of logistic functions, and quotients by 1 + eᵘ.
    fn stable_product(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        let product = self.as_product(id);
        for &(base, halves) in &product.factors {
            let Some((op, arguments)) = self.graph.apply(base) else {
                continue;
            };
            let arguments = arguments.to_vec();
            let argument = arguments[0];
            match op {
                Op::Add | Op::Sub if halves <= -2 && halves % 2 == 0 => {
                    if let Some(inner) = self.one_plus_exp(base) {
                        // 1/(1 + eᵘ) = σ(−u), and eᵘ/(1 + eᵘ) = σ(u) where an eᵘ is at hand.
                        let exp = self.apply(Op::Exp, &[inner]);
                        let mut new = product.clone();
                        let has_exp = new.factors.iter().any(|&(b, h)| b == exp && h >= 2);
                        new.push(base, 2);
                        let gate = if has_exp {
                            new.push(exp, -2);
                            inner
                        } else {
                            self.apply(Op::Neg, &[inner])
                        };
                        let gate = self.apply(Op::Sigmoid, &[gate]);
                        new.push(gate, 2);
                        return Some((&LOGISTIC, self.spell_product(new)));
                    }
                    if let Some(Conjugable { c, q, p, less }) = self.conjugable(base) {
                        let root = self.apply(Op::Sqrt, &[q]);
                        let other = self.apply(Op::Sub, &[root, p]);
                        let mut new = product.clone();
                        new.push(base, 2);
                        new.push(other, 2);
                        new.coefficient = new.coefficient.divide(&less.multiply(&c)?)?;
                        return Some((&RATIONALISE, self.spell_product(new)));
                    }
                }
                Op::Add | Op::Sub if halves >= 2 => {
                    if let Some(new) = self.conjugate_pair(&product, base) {
                        return Some((&RATIONALISE, self.spell_product(new)));
                    }
                }
                Op::Sigmoid if halves >= 2 => {
                    let minus = self.apply(Op::Neg, &[argument]);
                    let partner = self.apply(Op::Sigmoid, &[minus]);
                    if product.factors.iter().any(|&(b, h)| b == partner && h >= 2) {
                        let mut new = product.clone();
                        new.push(base, -2);
                        new.push(partner, -2);
                        // The density is even: take the argument without a sign in front.
                        let positive = !matches!(self.graph.apply(argument), Some((Op::Neg, _)));
                        let even = if positive { argument } else { minus };
                        let density = self.apply(Op::LogisticPdf, &[even]);
                        new.push(density, 2);
                        return Some((&LOGISTIC_PDF, self.spell_product(new)));
                    }
                }
                Op::ExpM1 if halves >= 2 => {
                    // The quotient is e^u − 1 times σ(−u) by now.
                    let minus = self.apply(Op::Neg, &[argument]);
                    let gate = self.apply(Op::Sigmoid, &[minus]);
                    if product.factors.iter().any(|&(b, h)| b == gate && h >= 2) {
                        let two = self.graph.integer(2);
                        // It is odd: the sign goes in front.
                        let negative = self.as_product(argument).coefficient.is_negative();
                        let positive = if negative { minus } else { argument };
                        let half = self.apply(Op::Div, &[positive, two]);
                        let tanh = self.apply(Op::Tanh, &[half]);
                        let mut new = product.clone();
                        new.push(base, -2);
                        new.push(gate, -2);
                        new.push(tanh, 2);
                        if negative {
                            new.coefficient = new.coefficient.negate();
                        }
                        return Some((&TANH_QUOTIENT, self.spell_product(new)));
                    }
                }
                Op::Sinh if halves >= 2 => {
                    let cosh = self.apply(Op::Cosh, &[argument]);
                    if product.factors.iter().any(|&(b, h)| b == cosh && h <= -2) {
                        let tanh = self.apply(Op::Tanh, &[argument]);
                        let mut new = product.clone();
                        new.push(base, -2);
                        new.push(cosh, 2);
                        new.push(tanh, 2);
                        return Some((&TANH, self.spell_product(new)));
                    }
                }
                Op::Erfc if halves == 2 => {
                    // −√2·u, where that is simpler than u.
                    let mut inner = self.as_product(argument);
                    let root = Number::constant("SQRT_2")?.negate();
                    let scaled = inner.coefficient.multiply(&root)?;
                    let simpler =
                        scaled.as_fraction().is_some() && inner.coefficient.as_fraction().is_none();
                    if simpler {
                        inner.coefficient = scaled;
                        let inner = self.spell_product(inner);
                        let cdf = self.apply(Op::NormalCdf, &[inner]);
                        let mut new = product.clone();
                        new.push(base, -2);
                        new.push(cdf, 2);
                        new.coefficient = new.coefficient.multiply(&Number::integer(2))?;
                        return Some((&NORMAL_CDF, self.spell_product(new)));
                    }
                }
                Op::Exp if halves < 0 && halves % 2 == 0 => {
                    let minus = self.apply(Op::Neg, &[argument]);
                    let inverse = self.apply(Op::Exp, &[minus]);
                    let mut new = product.clone();
                    new.push(base, -halves);
                    new.push(inverse, -halves);
                    return Some((&EXP_INVERSE, self.spell_product(new)));
                }
                Op::Exp if halves == 2 => {
                    if let Some(normal) = self.normal_density(&product, base, argument) {
                        return Some((&NORMAL_PDF, normal));
                    }
                    if let Some(gated) = self.gate_in_exponent(&product, base, argument) {
                        return Some((&LOG_GATE, gated));
                    }
                    let other = product.factors.iter().find(|&&(b, h)| {
                        b != base && h == 2 && matches!(self.graph.apply(b), Some((Op::Exp, _)))
                    });
                    if let Some(&(other, _)) = other {
                        let second = self.graph.arguments(other)[0];
                        let sum = self.apply(Op::Add, &[argument, second]);
                        let both = self.apply(Op::Exp, &[sum]);
                        let mut new = product.clone();
                        new.push(base, -2);
                        new.push(other, -2);
                        new.push(both, 2);
                        return Some((&ONE_EXP, self.spell_product(new)));
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// `exp(v) · σ(−u)` as `exp(v − softplus(u))`, where v holds that softplus already.
    fn gate_in_exponent(&mut self, product: &Product, base: Id, argument: Id) -> Option<Id> {
        let inside = self.graph.reachable(&[argument]);
        for &(gate, halves) in &product.factors {
            let Some((Op::Sigmoid, &[v])) = self.graph.apply(gate) else {
                continue;
            };
            let u = self.negate(v);
            let softplus = self.apply(Op::Softplus, &[u]);
            if halves != 2 || !inside.contains(&softplus) {
                continue;
            }
            let sum = self.apply(Op::Sub, &[argument, softplus]);
            let both = self.apply(Op::Exp, &[sum]);
            let mut new = product.clone();
            new.push(base, -2);
            new.push(gate, -2);
            new.push(both, 2);
            return Some(self.spell_product(new));
        }
        None
    }

    /// `u` of `1 + eᵘ`.
    fn one_plus_exp(&mut self, id: Id) -> Option<Id> {
        let sum = self.as_sum(id);
        let [first, second] = sum.terms() else {
            return None;
        };
        let (one, other) = if first.factors.is_empty() {
            (first, second)
        } else {
            (second, first)
        };
        if !one.factors.is_empty() || !one.coefficient.is_one() || !other.coefficient.is_one() {
            return None;
        }
        match self.lone_function(other)? {
            (Op::Exp, argument, 2) => Some(argument),
            _ => None,
        }
    }

    /// `exp(−x²/2) · rest` as `√(2π)·φ(x) · rest`, where that rids the rest of its √π.
    fn normal_density(&mut self, product: &Product, base: Id, argument: Id) -> Option<Id> {
        let mut inner = self.as_product(argument);
        if inner.coefficient != Number::fraction(-1, 2)?
            || inner.factors.is_empty()
            || inner.factors.iter().any(|(_, halves)| halves % 4 != 0)
        {
            return None;
        }
        inner.coefficient = Number::integer(1);
        for (_, halves) in &mut inner.factors {
            *halves /= 2;
        }
        let scale = Number::integer(2)
            .multiply(&Number::constant("PI")?)?
            .root()?;
        let coefficient = product.coefficient.multiply(&scale)?;
        coefficient.as_fraction()?;
        let x = self.spell_product(inner);
        let density = self.apply(Op::NormalPdf, &[x]);
        let mut new = product.clone();
        new.push(base, -2);
        new.push(density, 2);
        new.coefficient = coefficient;
        Some(self.spell_product(new))
    }
}
