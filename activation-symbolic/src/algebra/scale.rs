//! Squares that overflow long before the expression around them does.
//!
//! `√(1 + x²)` is about |x|, but x² is infinite from 1.8·10¹⁹ on, and `1/(1 + x²)` is a number
//! there, if a small one. So beyond 2⁶⁰ the sum is computed of x·2⁻⁶⁴, where the constant no longer
//! matters, and the power of two, which costs no digit, is put back. A power in a denominator,
//! `1/u³`, becomes a power of 1/u for the same reason.

use super::precise::Pass;
use crate::{expr::Id, number::Number, op::Op};

/// A sum with a square in it, scaled.
struct Scaled {
    /// 2⁻⁶⁴ where the input is large, 1 elsewhere.
    scale: Id,
    /// 2⁶⁴ there.
    inverse: Id,
    /// The sum times the scale squared.
    sum: Id,
}

impl Pass<'_> {
    /// Roots and quotients whose squares would overflow.
    pub(super) fn unsquare(&mut self, op: Op, arguments: &[Id], old: &[Id]) -> Id {
        match (op, arguments) {
            (Op::Sqrt, &[sum]) => {
                if let Some(Scaled { inverse, sum, .. }) = self.scaled_sum(sum) {
                    let root = self.graph.op(Op::Sqrt, &[sum]);
                    return self.graph.op(Op::Mul, &[root, inverse]);
                }
            }
            (Op::Div, &[above, below]) => {
                if let Some(quotient) = self.over_power(above, old[1]) {
                    return quotient;
                }
                if let Some(quotient) = self.quotient(above, below) {
                    return quotient;
                }
            }
            _ => {}
        }
        self.graph.op(op, arguments)
    }

    /// a / (u·√u), as the normal form spells the power of three halves.
    fn over_power(&mut self, above: Id, below: Id) -> Option<Id> {
        let (Op::Mul, &[whole, root]) = self.graph.apply(below)? else {
            return None;
        };
        if self.graph.apply(root) != Some((Op::Sqrt, &[whole])) {
            return None;
        }
        let one = self.graph.integer(1);
        let root = self.rebuilt(root);
        let inverse = self.graph.op(Op::Div, &[one, root]);
        // Factor by factor: the power itself may be too small.
        Some((0..3).fold(above, |product, _| self.multiply(product, inverse)))
    }

    fn quotient(&mut self, above: Id, below: Id) -> Option<Id> {
        // x²/u as x·(x/u), in whatever product it stands.
        if self.symbols.varies(self.graph, below)
            && let Some((Op::Powi, &[base, exponent])) = self.graph.apply(above)
            && self.graph.number_at(exponent).and_then(Number::as_integer) == Some(2)
        {
            let quotient = self.graph.op(Op::Div, &[base, below]);
            return Some(self.graph.op(Op::Mul, &[base, quotient]));
        }
        if let Some(Scaled { scale, sum, .. }) = self.scaled_sum(below) {
            let above = self.multiply(above, scale);
            let quotient = self.graph.op(Op::Div, &[above, sum]);
            return Some(self.graph.op(Op::Mul, &[quotient, scale]));
        }
        match self.graph.apply(below)? {
            // a / (c·u) for a constant c.
            (Op::Mul, &[c, u]) if !self.symbols.varies(self.graph, c) => {
                let quotient = self.quotient(above, u)?;
                Some(self.graph.op(Op::Div, &[quotient, c]))
            }
            (Op::Powi, &[base, exponent]) if self.symbols.varies(self.graph, base) => {
                let exponent = self.graph.number_at(exponent)?.as_integer()?;
                if !(2..=4).contains(&exponent) {
                    return None;
                }
                let one = self.graph.integer(1);
                let inverse = self.graph.op(Op::Div, &[one, base]);
                // Factor by factor: the power itself may be too small.
                Some((0..exponent).fold(above, |product, _| self.multiply(product, inverse)))
            }
            _ => None,
        }
    }

    fn multiply(&mut self, a: Id, b: Id) -> Id {
        match self.graph.number_at(a) {
            Some(number) if number.is_one() => b,
            _ => self.graph.op(Op::Mul, &[a, b]),
        }
    }

    /// `c + k·u²` or `k·u² + c`, where c is constant and u is not.
    fn scaled_sum(&mut self, sum: Id) -> Option<Scaled> {
        let (Op::Add, &[first, second]) = self.graph.apply(sum)? else {
            return None;
        };
        let (constant, square) = if self.symbols.varies(self.graph, first) {
            (second, first)
        } else {
            (first, second)
        };
        if self.symbols.varies(self.graph, constant) {
            return None;
        }
        let (factor, square) = match self.graph.apply(square)? {
            (Op::Mul, &[factor, square]) if !self.symbols.varies(self.graph, factor) => {
                (Some(factor), square)
            }
            _ => (None, square),
        };
        let (Op::Powi, &[base, exponent]) = self.graph.apply(square)? else {
            return None;
        };
        if self.graph.number_at(exponent)?.as_integer() != Some(2)
            || !self.symbols.varies(self.graph, base)
        {
            return None;
        }
        let [one, far, large] = [1, 1 << 60, 1i128 << 64].map(|n| {
            let number = Number::fraction(n, 1).expect("1 is not 0");
            self.graph.number(number)
        });
        let small = Number::fraction(1, 1i128 << 64).expect("2⁶⁴ is not 0");
        let small = self.graph.number(small);
        let size = self.graph.op(Op::Abs, &[base]);
        let is_far = self.graph.op(Op::Gt, &[size, far]);
        let scale = self.graph.op(Op::Select, &[is_far, small, one]);
        let inverse = self.graph.op(Op::Select, &[is_far, large, one]);
        let scaled = self.graph.op(Op::Mul, &[base, scale]);
        let two = self.graph.integer(2);
        let mut square = self.graph.op(Op::Powi, &[scaled, two]);
        if let Some(factor) = factor {
            square = self.graph.op(Op::Mul, &[factor, square]);
        }
        // Beside a square from 2⁻⁸ on, the scaled constant is nothing.
        let zero = self.graph.integer(0);
        let constant = self.graph.op(Op::Select, &[is_far, zero, constant]);
        let sum = self.graph.op(Op::Add, &[constant, square]);
        Some(Scaled {
            scale,
            inverse,
            sum,
        })
    }
}
