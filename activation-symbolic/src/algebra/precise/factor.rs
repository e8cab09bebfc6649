//! Factors that go into the function whose tail they stand before: it applies its power of two last.
//! Not here: what the rounding of its argument lost (`compensate`).

use super::Pass;
use crate::{algebra::never_positive, expr::Id, number::Number, op::Op};

/// The function that multiplies its first argument by `function` of its second.
fn times(function: Op) -> Option<Op> {
    Some(match function {
        Op::Exp => Op::TimesExp,
        Op::Sigmoid => Op::TimesSigmoid,
        Op::LogisticPdf => Op::TimesLogisticPdf,
        Op::NormalCdf => Op::TimesNormalCdf,
        Op::NormalPdf => Op::TimesNormalPdf,
        _ => return None,
    })
}

pub(super) fn is_times(op: Op) -> bool {
    matches!(
        op,
        Op::TimesExp
            | Op::TimesSigmoid
            | Op::TimesLogisticPdf
            | Op::TimesNormalCdf
            | Op::TimesNormalPdf
    )
}

impl Pass<'_> {
    /// Factors go into the function whose tail they stand before.
    pub(super) fn scale(&mut self, op: Op, arguments: &[Id]) -> Id {
        match (op, arguments) {
            (Op::Mul, &[a, b]) => {
                if let Some(product) = self.before_constant(a, b) {
                    return product;
                }
                // The last factor first: constants and powers of x stand in front.
                for (tail, factor) in [(b, a), (a, b)] {
                    if let Some(product) = self.join_tail(tail, factor, tail == a) {
                        return product;
                    }
                    if let Some(sum) = self.over_sum(tail, factor) {
                        return sum;
                    }
                    if let Some(sum) = self.over_tails(tail, factor, tail == a) {
                        return sum;
                    }
                }
            }
            (Op::Sin | Op::Cos, &[sum]) => {
                if op == Op::Sin
                    && let Some(sine) = self.sine_of_sum(sum)
                {
                    return sine;
                }
                let phase = self.phase(sum);
                return self.graph.op(op, &[phase]);
            }
            (Op::Div, &[a, b]) => {
                if let Some((op, [inner, argument])) = self.scaled(a) {
                    let quotient = self.graph.op(Op::Div, &[inner, b]);
                    return self.graph.op(op, &[quotient, argument]);
                }
            }
            (Op::Neg, &[a]) => {
                if let Some((op, [inner, argument])) = self.scaled(a) {
                    let minus = self.graph.op(Op::Neg, &[inner]);
                    return self.graph.op(op, &[minus, argument]);
                }
            }
            _ => {}
        }
        self.graph.op(op, arguments)
    }

    /// `factor · f(u·Φ(u))` for an f that begins as its argument: far below 0, where u·Φ(u) has no
    /// digits left and the whole has, f is its argument and the factor goes in, too. Only where
    /// that is the whole: beside other terms those digits are nothing.
    pub(super) fn through_line(&mut self, whole: Id) -> Option<Id> {
        let (Op::Mul, &[a, b]) = self.graph.apply(whole)? else {
            return None;
        };
        self.factor_through(a, b)
            .or_else(|| self.factor_through(b, a))
    }

    fn factor_through(&mut self, factor: Id, function: Id) -> Option<Id> {
        let (op, &[tail]) = self.graph.apply(function)? else {
            return None;
        };
        let begins_as_line = matches!(
            op,
            Op::Tanh | Op::Sinh | Op::Asinh | Op::Atan | Op::Atanh | Op::Sin | Op::ExpM1 | Op::Ln1p
        );
        let (Op::TimesNormalCdf, [inner, u]) = self.scaled(tail)? else {
            return None;
        };
        if !begins_as_line || inner != u || !self.symbols.varies(self.graph, factor) {
            return None;
        }
        // At −12 it is 2·10⁻³², beside which its square is nothing in `f64` either.
        let end = self.graph.integer(-12);
        let far = self.graph.op(Op::Lt, &[u, end]);
        let both = self.graph.op(Op::Mul, &[factor, inner]);
        let inner = self.graph.op(Op::Select, &[far, both, inner]);
        let tail = self.graph.op(Op::TimesNormalCdf, &[inner, u]);
        let value = self.graph.op(op, &[tail]);
        let product = self.graph.op(Op::Mul, &[factor, value]);
        Some(self.graph.op(Op::Select, &[far, tail, product]))
    }

    /// `p·σ(u) ± q·σ(−u)`, corrected as they are, in one function: one quotient instead of two.
    pub(super) fn mixed(&mut self, op: Op, arguments: &[Id]) -> Id {
        let [first, second] = [arguments[0], arguments[1]].map(|id| self.scaled(id));
        if let (Some((Op::TimesSigmoid, [p, u])), Some((Op::TimesSigmoid, [q, v]))) =
            (first, second)
            && (self.is_minus(u, v) || self.is_minus(v, u))
        {
            let q = match op {
                Op::Add => q,
                _ => self.graph.op(Op::Neg, &[q]),
            };
            return self.graph.op(Op::Mix, &[p, q, u]);
        }
        self.graph.op(op, arguments)
    }

    fn is_minus(&self, minus: Id, id: Id) -> bool {
        matches!(self.graph.apply(minus), Some((Op::Neg, &[inner])) if inner == id)
    }

    fn scaled(&self, id: Id) -> Option<(Op, [Id; 2])> {
        match self.graph.apply(id)? {
            (op, &[factor, argument]) if is_times(op) => Some((op, [factor, argument])),
            _ => None,
        }
    }

    /// `factor · tail` as a tail with a factor, where the factor is no constant; `behind` says
    /// that it stands behind the tail.
    fn join_tail(&mut self, tail: Id, factor: Id, behind: bool) -> Option<Id> {
        let key = (tail, factor, behind);
        if let Some(&joined) = self.joined.get(&key) {
            return joined;
        }
        let joined = self.tail_with(tail, factor, behind);
        self.joined.insert(key, joined);
        joined
    }

    fn tail_with(&mut self, tail: Id, factor: Id, behind: bool) -> Option<Id> {
        if let Some((op, [inner, argument])) = self.scaled(tail) {
            let factors = if behind {
                [inner, factor]
            } else {
                [factor, inner]
            };
            let factor = self.scale(Op::Mul, &factors);
            return Some(self.graph.op(op, &[factor, argument]));
        }
        // What depends on parameters alone is computed once, in `f64`: σ(α)·x² keeps its σ(α).
        let varies = [factor, tail].map(|id| self.symbols.varies(self.graph, id));
        let goes_in = varies == [true, true] || self.is_fraction(factor, tail);
        if !goes_in || self.terms.contains(tail) {
            return None;
        }
        let (op, arguments) = self.graph.apply(tail)?;
        let arguments = arguments.to_vec();
        if let Some(times) = times(op) {
            // (x·y)² may be too large where x² is not.
            if op == Op::LogisticPdf
                && let Some((Op::Powi, &[root, exponent])) = self.graph.apply(factor)
                && self.graph.number_at(exponent).and_then(Number::as_integer) == Some(2)
                && matches!(self.graph.apply(root), Some((Op::Mul, _)))
                && self.symbols.inputs > 1
            {
                let square = Op::SquareTimesLogisticPdf;
                return Some(self.graph.op(square, &[root, arguments[0]]));
            }
            return Some(self.graph.op(times, &[factor, arguments[0]]));
        }
        match op {
            // c·f(u), the constant not yet part of anything.
            Op::Mul if !self.symbols.varies(self.graph, arguments[0]) => {
                let times = times(self.graph.apply(arguments[1])?.0)?;
                let argument = self.graph.arguments(arguments[1])[0];
                let factor = self.graph.op(Op::Mul, &[arguments[0], factor]);
                Some(self.graph.op(times, &[factor, argument]))
            }
            // f(u)ⁿ
            Op::Powi => {
                let exponent = self.graph.number_at(arguments[1])?.as_integer()?;
                let (function, inner) = self.graph.apply(arguments[0])?;
                let (times, argument) = (times(function)?, inner[0]);
                let rest = match exponent {
                    2 => arguments[0],
                    3.. => {
                        let less = self.graph.integer(exponent - 1);
                        self.graph.op(Op::Powi, &[arguments[0], less])
                    }
                    _ => return None,
                };
                let factor = self.graph.op(Op::Mul, &[factor, rest]);
                Some(self.graph.op(times, &[factor, argument]))
            }
            _ => None,
        }
    }

    /// Whether this is c and eᵘ, or a power of that, with |c| < 1: the product is no infinity yet
    /// where the power is.
    fn is_fraction(&self, c: Id, power: Id) -> bool {
        let base = match self.graph.apply(power) {
            Some((Op::Powi, &[base, _])) => base,
            _ => power,
        };
        let is_small = |number: &Number| number.to_f64().abs() < 1.0;
        match self.graph.apply(base) {
            Some((Op::Exp, &[u])) if !never_positive(self.graph, u) => {
                self.graph.number_at(c).is_some_and(is_small)
            }
            _ => false,
        }
    }

    /// A factor before a sum of two tails goes into both.
    fn over_tails(&mut self, sum: Id, factor: Id, behind: bool) -> Option<Id> {
        let (op @ (Op::Add | Op::Sub), &[first, second]) = self.graph.apply(sum)? else {
            return None;
        };
        let first = self.join_tail(first, factor, behind)?;
        let second = self.join_tail(second, factor, behind)?;
        Some(self.graph.op(op, &[first, second]))
    }

    /// `factor · (tail + c)` for a parameter c, which may well be 0: then it is `factor · tail`.
    fn over_sum(&mut self, sum: Id, factor: Id) -> Option<Id> {
        let (op, &[first, second]) = self.graph.apply(sum)? else {
            return None;
        };
        if !matches!(op, Op::Add | Op::Sub) || !self.symbols.varies(self.graph, factor) {
            return None;
        }
        let is_constant = |id| !self.symbols.varies(self.graph, id);
        // A number is not 0, so it hides the tail.
        let is_number = |id| self.graph.number_at(id).is_some();
        let (tail, constant) = match (is_constant(first), is_constant(second)) {
            (false, true) if !is_number(second) => (first, second),
            (true, false) if !is_number(first) && op == Op::Add => (second, first),
            _ => return None,
        };
        let alone = self.join_tail(tail, factor, false)?;
        let zero = self.graph.integer(0);
        let vanishes = self.graph.op(Op::Eq, &[constant, zero]);
        let product = self.graph.op(Op::Mul, &[factor, sum]);
        Some(self.graph.op(Op::Select, &[vanishes, alone, product]))
    }
}
