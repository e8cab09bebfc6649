//! Sines and cosines for the machine: the phase of a large argument, and factors before a wave.
//!
//! Half a unit in the last place of an argument is all of the phase from 10⁷ on. So a sum with π/4
//! or a product of two inputs goes into the function, which does not round it, and so does what the
//! rounding of a linear argument loses.
//!
//! Not here: sums of waves that cancel (`angle`).

use super::precise::Pass;
use crate::{
    expr::{Id, Node},
    number::Number,
    op::Op,
};

impl Pass<'_> {
    /// A wave of a product of two inputs as a function of both; of a linear argument as one of that
    /// and what it loses.
    pub(super) fn with_phase(&mut self, op: Op, arguments: &[Id], old: &[Id]) -> Id {
        let (of_product, of_sum) = match op {
            Op::Sin => (Op::SinOfProduct, Op::SinOfSum),
            Op::Cos => (Op::CosOfProduct, Op::CosOfSum),
            _ => (Op::SinEighthOfProduct, Op::SinEighthOfSum),
        };
        if let Some(factors) = self.exact_factors(arguments[0]) {
            return self.graph.op(of_product, &factors);
        }
        match self.linear(old[0]) {
            Some([high, low]) => self.graph.op(of_sum, &[high, low]),
            None => self.graph.op(op, arguments),
        }
    }

    /// A constant times an input, or that and another constant, in two parts.
    fn linear(&mut self, id: Id) -> Option<[Id; 2]> {
        match self.graph.apply(id) {
            Some((Op::Finite, &[inner])) => {
                let [high, low] = self.linear(inner)?;
                return Some([self.graph.op(Op::Finite, &[high]), low]);
            }
            Some((Op::Neg, &[inner])) => {
                let parts = self.linear(inner)?;
                return Some(parts.map(|part| self.graph.op(Op::Neg, &[part])));
            }
            _ => {}
        }
        if !self.is_linear(id) {
            return None;
        }
        let parts = self.parts(id);
        Some([parts.high, parts.low?])
    }

    fn is_linear(&self, id: Id) -> bool {
        let varies = |id| self.symbols.varies(self.graph, id);
        match self.graph.apply(id) {
            Some((Op::Neg, &[a])) => self.is_linear(a),
            Some((Op::Mul, &[c, x])) => !varies(c) && self.is_exact(x),
            Some((Op::Add | Op::Sub, &[a, b])) => {
                (self.is_linear(a) && !varies(b)) || (!varies(a) && self.is_linear(b))
            }
            _ => self.is_exact(id),
        }
    }

    /// The two factors of a product, where neither is rounded itself.
    fn exact_factors(&mut self, id: Id) -> Option<[Id; 2]> {
        let (op, arguments) = self.graph.apply(id)?;
        match (op, arguments) {
            (Op::Mul, &[a, b]) if self.is_exact(a) && self.is_exact(b) => Some([a, b]),
            (Op::Mul, &[number, product]) if self.is_power_of_two(number) => {
                let [a, b] = self.exact_factors(product)?;
                Some([self.graph.op(Op::Mul, &[number, a]), b])
            }
            (Op::Powi, &[a, exponent]) if self.is_exact(a) => {
                let exponent = self.graph.number_at(exponent)?.as_integer()?;
                (exponent == 2).then_some([a, a])
            }
            (Op::Neg, &[product]) => {
                let [a, b] = self.exact_factors(product)?;
                Some([self.graph.op(Op::Neg, &[a]), b])
            }
            (Op::Finite, &[product]) => {
                let factors = self.exact_factors(product)?;
                Some(factors.map(|factor| self.graph.op(Op::Finite, &[factor])))
            }
            _ => None,
        }
    }

    /// Whether this is an input, or one with a sign or a power of two.
    fn is_exact(&self, id: Id) -> bool {
        if !self.symbols.varies(self.graph, id) {
            return false;
        }
        match self.graph.apply(id) {
            None => matches!(self.graph.node(id), Node::Symbol(_)),
            Some((Op::Neg | Op::Abs | Op::Finite, &[a])) => self.is_exact(a),
            Some((Op::Mul, &[number, a])) => self.is_power_of_two(number) && self.is_exact(a),
            _ => false,
        }
    }

    /// A phase `(p + x) + c` as `p + (x + c)`: of a wave the roundings count as such, and the two
    /// smaller terms have the smaller one.
    pub(super) fn phase(&mut self, phase: Id) -> Id {
        let (sum, is_finite) = match self.graph.apply(phase) {
            Some((Op::Finite, &[sum])) => (sum, true),
            _ => (phase, false),
        };
        let Some((Op::Add, &[terms, constant])) = self.graph.apply(sum) else {
            return phase;
        };
        let Some((Op::Add, &[first, second])) = self.graph.apply(terms) else {
            return phase;
        };
        let varies = |id| self.symbols.varies(self.graph, id);
        let is_input = |id| self.graph.is_leaf(id) && varies(id);
        if varies(constant) || is_input(first) == is_input(second) {
            return phase;
        }
        let (other, input) = if is_input(first) {
            (second, first)
        } else {
            (first, second)
        };
        let small = self.graph.op(Op::Add, &[input, constant]);
        let sum = self.graph.op(Op::Add, &[other, small]);
        match is_finite {
            true => self.graph.op(Op::Finite, &[sum]),
            false => sum,
        }
    }

    /// `sin(u ± π/4)`, whose argument is not rounded, with a finite u where the sum is.
    pub(super) fn sine_of_sum(&mut self, argument: Id) -> Option<Id> {
        let (sum, is_finite) = match self.graph.apply(argument)? {
            (Op::Finite, &[sum]) => (sum, true),
            _ => (argument, false),
        };
        let (op @ (Op::Add | Op::Sub), &[first, second]) = self.graph.apply(sum)? else {
            return None;
        };
        let is_quarter = |number: &Number| Number::constant("FRAC_PI_4").as_ref() == Some(number);
        let from_quarter = op == Op::Sub && self.graph.number_at(first).is_some_and(is_quarter);
        if !from_quarter && !self.graph.number_at(second).is_some_and(is_quarter) {
            return None;
        }
        let mut u = if from_quarter { second } else { first };
        if is_finite {
            u = self.graph.op(Op::Finite, &[u]);
        }
        if from_quarter {
            let minus = self.graph.op(Op::Neg, &[u]);
            return Some(self.graph.op(Op::SinEighth, &[minus]));
        }
        if op == Op::Add {
            return Some(self.graph.op(Op::SinEighth, &[u]));
        }
        let minus = self.graph.op(Op::Neg, &[u]);
        let sine = self.graph.op(Op::SinEighth, &[minus]);
        Some(self.graph.op(Op::Neg, &[sine]))
    }

    /// `(c·p)·w` as `(p·w)·c` for a constant c and a sine or cosine w, and so for every term of
    /// `w·(c·p ± q)`: `2·x·sin x·cos x` is finite wherever x is, but 2·x not from 1.7·10³⁸ on.
    pub(super) fn before_constant(&mut self, a: Id, b: Id) -> Option<Id> {
        let is_wave =
            |this: &Self, id| matches!(this.graph.apply(id), Some((Op::Sin | Op::Cos, _)));
        if is_wave(self, a)
            && let Some((op @ (Op::Add | Op::Sub), &[first, second])) = self.graph.apply(b)
        {
            let first = self.before_constant(first, a)?;
            let second = self.graph.op(Op::Mul, &[second, a]);
            return Some(self.graph.op(op, &[first, second]));
        }
        if !is_wave(self, b) {
            return None;
        }
        let (Op::Mul, &[first, second]) = self.graph.apply(a)? else {
            return None;
        };
        let (constant, rest) = if self.symbols.varies(self.graph, first) {
            (second, first)
        } else {
            (first, second)
        };
        let is_small = |number: &Number| number.to_f64().abs() <= 1.0;
        if self.symbols.varies(self.graph, constant)
            || self.graph.number_at(constant).is_some_and(is_small)
            || is_wave(self, rest)
        {
            return None;
        }
        let product = self.graph.op(Op::Mul, &[rest, b]);
        Some(self.graph.op(Op::Mul, &[product, constant]))
    }
}
