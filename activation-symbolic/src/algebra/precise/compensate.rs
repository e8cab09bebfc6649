//! A steep function, corrected to first order by what the rounding of its argument lost. Not here:
//! what that is (`parts`).

use super::{Pass, factor::is_times, parts::Parts};
use crate::{
    algebra::never_positive,
    eval::{evaluate, evaluate_with},
    expr::{Id, IdSet, Symbol},
    number::Number,
    op::Op,
};

/// The functions that are corrected by what the rounding of their argument loses.
pub(super) const STEEP: &[Op] = &[
    Op::Exp,
    Op::Exp2,
    Op::ExpM1,
    Op::Sigmoid,
    Op::LogisticPdf,
    Op::Softplus,
    Op::NormalCdf,
    Op::NormalPdf,
    Op::LogNormalCdf,
    Op::InverseMills,
    Op::Erfc,
    Op::TimesExp,
    Op::TimesSigmoid,
    Op::TimesLogisticPdf,
    Op::SquareTimesLogisticPdf,
    Op::TimesNormalCdf,
    Op::TimesNormalPdf,
];

/// Inputs at which eᵘ − 1 may be large.
const GROWN: [f64; 10] = [1.3, -1.3, 3.7, -3.7, 11.0, -11.0, 31.0, -31.0, 73.0, -73.0];

impl Pass<'_> {
    /// A steep function of an argument that is rounded, corrected by what the rounding lost.
    pub(super) fn compensate(&mut self, op: Op, arguments: &[Id], old: &[Id]) -> Id {
        let function = match op {
            Op::TimesExp => Op::Exp,
            Op::TimesSigmoid => Op::Sigmoid,
            Op::TimesLogisticPdf | Op::SquareTimesLogisticPdf => Op::LogisticPdf,
            Op::TimesNormalCdf => Op::NormalCdf,
            Op::TimesNormalPdf => Op::NormalPdf,
            _ => op,
        };
        // Taken apart as it was, before its own functions were corrected.
        let argument = old[old.len() - 1];
        self.residuals = function == Op::Exp && self.factors.contains(argument);
        self.alone = !self.is_sum(argument);
        let Parts {
            high,
            low: Some(low),
        } = self.parts(argument)
        else {
            return self.graph.op(op, arguments);
        };
        if op == Op::ExpM1 && !self.grows(argument) {
            return self.graph.op(op, arguments);
        }
        let (near, mut slope) = self.correction(function, high, low);
        let is_square = op == Op::SquareTimesLogisticPdf;
        if is_square {
            let half = Number::fraction(1, 2).expect("2 is not 0");
            let half = self.graph.number(half);
            slope = self.graph.op(Op::Mul, &[half, slope]);
        }
        // A correction of the factor, or of the value where there is none.
        let has_factor = is_times(op) || is_square;
        let value = if has_factor {
            arguments[0]
        } else {
            self.graph.op(op, &[high])
        };
        // With an exponent that is held at a bound, of 0·x for one, or goes to one by itself, as
        // ln(1 + eˣ) does, there is no correction, and may be an infinite factor: ∞·0 is no number.
        let is_infinite = function == Op::Exp
            && is_times(op)
            && self.is_bounded(argument)
            && !self.is_bounded(old[0])
            || is_times(op) && self.levels_off(argument) && self.is_product(old[0]);
        // What is infinite takes no correction: ∞ − ∞ is no number.
        let overflows =
            matches!(function, Op::Exp | Op::Exp2 | Op::ExpM1) && self.overflows(value, high);
        let scale = if is_infinite || overflows {
            self.graph.op(Op::Finite, &[value])
        } else {
            value
        };
        let corrected = match self.lost_of_factor(op, old) {
            Some(lost) => {
                let both = self.graph.op(Op::MulAdd, &[scale, slope, lost]);
                self.graph.op(Op::Add, &[value, both])
            }
            None => self.graph.op(Op::MulAdd, &[scale, slope, value]),
        };
        let corrected = self.graph.op(Op::Select, &[near, corrected, value]);
        if has_factor {
            self.graph.op(op, &[corrected, high])
        } else {
            corrected
        }
    }

    /// Whether there is a sum in `id` outside of functions.
    fn is_sum(&self, id: Id) -> bool {
        // Each part once: what is shared may be reached on very many ways.
        let mut seen = IdSet::from_iter([id]);
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            match self.graph.apply(id) {
                Some((Op::Add | Op::Sub, _)) => return true,
                Some((op, arguments)) if !STEEP.contains(&op) => {
                    open.extend(arguments.iter().copied().filter(|&id| seen.insert(id)));
                }
                _ => {}
            }
        }
        false
    }

    /// What is lost of a factor `c·p` of a term, where c is a number that is rounded: with the
    /// correction it costs three operations and takes three roundings away.
    fn lost_of_factor(&mut self, op: Op, old: &[Id]) -> Option<Id> {
        let (Op::Mul, &[c, rest]) = self.graph.apply(old[0])? else {
            return None;
        };
        let number = self.graph.number_at(c)?;
        let is_exact = number.lost().iter().all(Number::is_zero);
        let is_term = || {
            let whole = self.graph.find(op, old);
            whole.is_some_and(|id| self.summands.contains(id))
        };
        // Beside an argument that is itself c·p, what is lost of the one is lost of the other.
        let is_worth = is_times(op) && !self.alone && self.graph.apply(rest).is_none() && is_term();
        (is_worth && !is_exact)
            .then(|| self.parts(old[0]).low)
            .flatten()
    }

    /// Whether eᵘ is in `id`, or eᵘ − 1 or 2ᵘ, and may be infinite.
    fn overflows(&self, id: Id, u: Id) -> bool {
        let is_power = |&part: &Id| match self.graph.apply(part) {
            Some((Op::Exp | Op::Exp2 | Op::ExpM1, &[argument])) => argument == u,
            _ => false,
        };
        let parts = self.graph.reachable(&[id]);
        !never_positive(self.graph, u) && parts.iter().any(is_power)
    }

    /// Whether eᵘ − 1 is in the form where u is large, and not only in a branch or a minimum that
    /// keeps it from there: below 0 the error of u is nothing beside 1. It is changed there a little,
    /// at inputs of either sign and parameters above 0, and the form looked at.
    fn grows(&self, u: Id) -> bool {
        let graph = &*self.graph;
        let (Some(root), Some(power)) = (self.walked, graph.find(Op::ExpM1, &[u])) else {
            return false;
        };
        !never_positive(graph, u)
            && GROWN.into_iter().any(|x| {
                let value = |k: usize| match k {
                    _ if k < self.symbols.inputs => x,
                    _ => 0.9 + 0.43 * (k - self.symbols.inputs) as f64,
                };
                let values: Vec<f64> = (0..self.symbols.names.len()).map(value).collect();
                let large = evaluate(graph, power, &values);
                if large.is_nan() || large < 2.0 {
                    return false;
                }
                let form = |factor: f64| {
                    let mut symbol = |Symbol(k): Symbol| values[k as usize];
                    let mut decide = |id| (id == power).then_some(factor * large);
                    evaluate_with(graph, root, &mut symbol, &mut decide)
                };
                let (old, new) = (form(1.0), form(1.001));
                (new - old).abs() > 1e-4 * old.abs()
            })
    }

    /// Whether an input in `id` is held at a bound.
    fn is_bounded(&self, id: Id) -> bool {
        let parts = self.graph.reachable(&[id]);
        parts.iter().any(|&id| match self.graph.apply(id) {
            Some((Op::Min | Op::Max, &[a, b])) => {
                self.graph.number_at(a).is_some() || self.graph.number_at(b).is_some()
            }
            _ => false,
        })
    }

    /// Whether there are functions in `id` that go to a limit.
    fn levels_off(&self, id: Id) -> bool {
        let parts = self.graph.reachable(&[id]);
        parts.iter().any(|&id| {
            let apply = self.graph.apply(id).map(|(op, _)| op);
            matches!(apply, Some(Op::Softplus | Op::LogSigmoid | Op::Ln1p))
        })
    }

    /// Whether inputs are multiplied in `id`.
    fn is_product(&self, id: Id) -> bool {
        match self.graph.apply(id) {
            Some((Op::Powi, _)) => true,
            Some((Op::Mul, factors)) => {
                let varies = |&id: &Id| self.symbols.varies(self.graph, id);
                factors.iter().all(varies) || factors.iter().any(|&id| self.is_product(id))
            }
            _ => false,
        }
    }

    /// `low · f′(high) / f(high)`, where that is large, and where that is: f′/f is taken as what
    /// it is in the tail. Far out, where the function is 0 or infinite, what the rounding lost
    /// may be NaN.
    fn correction(&mut self, function: Op, high: Id, low: Id) -> (Id, Id) {
        let [zero, end, minus_end] = [0, 1000, -1000].map(|n| self.graph.integer(n));
        let negative = self.graph.op(Op::Lt, &[high, zero]);
        let below = |this: &mut Self| {
            let inside = this.graph.op(Op::Gt, &[high, minus_end]);
            this.graph.op(Op::And, &[negative, inside])
        };
        let around = |this: &mut Self| {
            let size = this.graph.op(Op::Abs, &[high]);
            this.graph.op(Op::Lt, &[size, end])
        };
        match function {
            Op::Exp => (around(self), low),
            Op::Exp2 => {
                let ln_2 = Number::constant("LN_2").expect("ln 2 is a constant");
                let ln_2 = self.graph.number(ln_2);
                (around(self), self.graph.op(Op::Mul, &[low, ln_2]))
            }
            Op::ExpM1 => {
                let positive = self.graph.op(Op::Gt, &[high, zero]);
                let inside = self.graph.op(Op::Lt, &[high, end]);
                (self.graph.op(Op::And, &[positive, inside]), low)
            }
            Op::Sigmoid | Op::Softplus => (below(self), low),
            Op::LogisticPdf => {
                let minus = self.graph.op(Op::Neg, &[low]);
                let slope = self.graph.op(Op::Select, &[negative, low, minus]);
                (around(self), slope)
            }
            Op::NormalPdf | Op::NormalCdf => {
                let minus = self.graph.op(Op::Neg, &[low]);
                let slope = self.graph.op(Op::Mul, &[high, minus]);
                let near = if function == Op::NormalPdf {
                    around(self)
                } else {
                    below(self)
                };
                (near, slope)
            }
            // Above 0 they fall as the density does; below 0 they are steep nowhere.
            Op::LogNormalCdf | Op::InverseMills => {
                let minus = self.graph.op(Op::Neg, &[low]);
                let slope = self.graph.op(Op::Mul, &[high, minus]);
                let positive = self.graph.op(Op::Gt, &[high, zero]);
                let inside = self.graph.op(Op::Lt, &[high, end]);
                (self.graph.op(Op::And, &[positive, inside]), slope)
            }
            _ => {
                let twice = self.graph.integer(-2);
                let slope = self.graph.op(Op::Mul, &[high, twice]);
                let slope = self.graph.op(Op::Mul, &[slope, low]);
                let positive = self.graph.op(Op::Gt, &[high, zero]);
                let inside = self.graph.op(Op::Lt, &[high, end]);
                (self.graph.op(Op::And, &[positive, inside]), slope)
            }
        }
    }
}
