//! Stability rules: forms that are equal on paper and not on a machine.
//!
//! Value and derivative are rewritten separately, after the derivative was taken. Every rule
//! names the input at which the form on its left dies in `f32`; what stands on its right is
//! accurate there.

use super::{product::Product, simplify::Simplifier, sum::Sum};
use crate::{expr::Id, number::Number, op::Op};

/// One rewriting that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// The rule's row.
    pub rule: &'static Rule,
    /// The expression it was applied to.
    pub before: Id,
    /// What took its place.
    pub after: Id,
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
        $(static $constant: Rule =
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
    COMPLEMENT: "complement", "1 - sigmoid(u)" => "sigmoid(-u)", dies "0 for u > 16.6";
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
    EXP_INVERSE: "exp_inverse", "1 / exp(u)" => "exp(-u)", dies "0 for u > 88.7";
}

impl Simplifier<'_> {
    /// The stable form of the normal form `root`, and what was rewritten on the way.
    pub fn stabilise(&mut self, root: Id) -> (Id, Vec<Rewrite>) {
        let mut log = Vec::new();
        let mut current = root;
        // Each round rewrites bottom up; a rewrite may make another possible above it. The
        // rules never lead back, so this ends long before the limit.
        for _ in 0..8 {
            let next = self.stable_round(current, &mut log);
            if next == current {
                break;
            }
            current = next;
        }
        (current, log)
    }

    fn stable_round(&mut self, root: Id, log: &mut Vec<Rewrite>) -> Id {
        let mut done = std::collections::HashMap::new();
        for id in self.graph.reachable(&[root]) {
            let Some((op, arguments)) = self.graph.apply(id) else {
                done.insert(id, id);
                continue;
            };
            let arguments: Vec<Id> = arguments.iter().map(|a| done[a]).collect();
            let rebuilt = self.apply(op, &arguments);
            let stable = self.stable_step(rebuilt, log);
            if let Some(name) = self.graph.name(id).map(str::to_owned) {
                self.graph.note_name(stable, &name);
            }
            done.insert(id, stable);
        }
        done[&root]
    }

    fn stable_step(&mut self, id: Id, log: &mut Vec<Rewrite>) -> Id {
        let Some((op, _)) = self.graph.apply(id) else {
            return id;
        };
        let rewritten = match op {
            Op::Add | Op::Sub => self.stable_sum(id),
            Op::Mul | Op::Div | Op::Neg | Op::Powi => self.stable_product(id),
            Op::Ln | Op::Ln1p => self.stable_logarithm(id),
            _ => None,
        };
        match rewritten {
            Some((rule, after)) if after != id => {
                log.push(Rewrite {
                    rule,
                    before: id,
                    after,
                });
                after
            }
            _ => id,
        }
    }

    /// Logarithms of sums, of σ and of cosh.
    fn stable_logarithm(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
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
                let one = self.graph.integer(1);
                let rest = self.apply(Op::Sub, &[inner, one]);
                // Only a sum with a 1 in it gets shorter by subtracting 1.
                let shorter = self.sum_length(rest) < self.sum_length(inner);
                shorter.then(|| (&LN_1P, self.apply(Op::Ln1p, &[rest])))
            }
            _ => None,
        }
    }

    fn sum_length(&mut self, id: Id) -> usize {
        self.as_sum(id).terms().len()
    }

    /// `c ± c·f(u)`: a constant and a function of it that nearly cancel, or a constant that
    /// drowns the function's tail.
    fn stable_sum(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        let sum = self.as_sum(id);
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

    /// `c · f(u)^(halves/2)` with nothing else in the product.
    fn lone_function(&self, term: &Product) -> Option<(Op, Id, i32)> {
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
        let inner = self.as_product(argument);
        let [(x, 4)] = inner.factors[..] else {
            return None;
        };
        if inner.coefficient != Number::fraction(-1, 2)? {
            return None;
        }
        let scale = Number::integer(2)
            .multiply(&Number::constant("PI")?)?
            .root()?;
        let coefficient = product.coefficient.multiply(&scale)?;
        coefficient.as_fraction()?;
        let density = self.apply(Op::NormalPdf, &[x]);
        let mut new = product.clone();
        new.push(base, -2);
        new.push(density, 2);
        new.coefficient = coefficient;
        Some(self.spell_product(new))
    }
}
