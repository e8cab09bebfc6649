//! Roots of the squares of several inputs, whose squares leave the range long before they do.
//!
//! `√(x² + y²)` is infinite from 1.8·10¹⁹ on and has no digits below 10⁻¹⁹, where `x/√(x² + y²)` is a
//! number: so it is computed of both times a power of two, which costs no digit. And what is divided
//! by the square of such a root is divided before it is added up.
//!
//! Not here: squares of one input, beside which a constant is nothing far out (`scale`).

use super::precise::Pass;
use crate::{
    expr::{Graph, Id},
    number::Number,
    op::Op,
};

impl Pass<'_> {
    /// `√(u² + v²)` of several inputs, where the larger of both would overflow as a square, or be next
    /// to nothing: of u·2⁻¹⁰⁰ or u·2¹⁰⁰, which costs no digit, and the power of two put back.
    pub(super) fn root_of_squares(&mut self, sum: Id) -> Option<Id> {
        if self.symbols.inputs == 1 {
            return None;
        }
        let mut squares = Vec::new();
        let mut open = vec![sum];
        while let Some(term) = open.pop() {
            match self.graph.apply(term) {
                Some((Op::Add, &[first, second])) => open.extend([second, first]),
                _ => squares.push(self.root_of(term)?),
            }
        }
        let &[(_, first), _, ..] = &squares[..] else {
            return None;
        };
        let mut size = self.graph.op(Op::Abs, &[first]);
        for &(_, base) in &squares[1..] {
            let other = self.graph.op(Op::Abs, &[base]);
            size = self.graph.op(Op::Max, &[size, other]);
        }
        let power = |graph: &mut Graph, above: u32, below: u32| {
            let number = Number::fraction(1i128 << above, 1i128 << below).expect("2ⁿ is not 0");
            graph.number(number)
        };
        let graph = &mut *self.graph;
        let (end, start) = (power(graph, 60, 0), power(graph, 0, 60));
        let is_far = graph.op(Op::Gt, &[size, end]);
        let is_near = graph.op(Op::Lt, &[size, start]);
        let one = graph.integer(1);
        let (small, large) = (power(graph, 0, 100), power(graph, 100, 0));
        let mut by_size = |far: Id, near: Id| {
            let rest = graph.op(Op::Select, &[is_near, near, one]);
            graph.op(Op::Select, &[is_far, far, rest])
        };
        let (scale, back) = (by_size(small, large), by_size(large, small));
        let two = graph.integer(2);
        let mut total = None;
        for (factor, base) in squares {
            let scaled = graph.op(Op::Mul, &[base, scale]);
            let mut square = graph.op(Op::Powi, &[scaled, two]);
            if let Some(factor) = factor {
                square = graph.op(Op::Mul, &[factor, square]);
            }
            total = Some(match total {
                Some(total) => graph.op(Op::Add, &[total, square]),
                None => square,
            });
        }
        let root = graph.op(Op::Sqrt, &[total?]);
        Some(graph.op(Op::Mul, &[root, back]))
    }

    /// `(p·u + s)/u` as `p + s·q²`, where `q` is 1/√u, of several inputs: p·u is infinite from 10¹³ on
    /// where p and √u are about the inputs.
    pub(super) fn less_power(&mut self, above: Id, base: Id, inverse: Id) -> Option<Id> {
        if self.symbols.inputs == 1 {
            return None;
        }
        let (op @ (Op::Add | Op::Sub), &[first, second]) = self.graph.apply(above)? else {
            return None;
        };
        let over = |this: &mut Self, term: Id| match this.without(term, base) {
            Some(rest) => rest,
            None => this.spread_by(term, inverse, 2),
        };
        // A sum without such a term has nothing to gain.
        self.without(first, base)
            .or_else(|| self.without(second, base))?;
        let terms = [first, second].map(|term| over(self, term));
        Some(self.graph.op(op, &terms))
    }

    /// `product · inverseⁿ`, where each factor that varies meets an inverse before the next one does:
    /// x·y² may be infinite.
    fn spread_by(&mut self, product: Id, inverse: Id, count: usize) -> Id {
        let mut factors = Vec::new();
        let mut open = vec![product];
        while let Some(id) = open.pop() {
            match self.graph.apply(id) {
                Some((Op::Mul, &[a, b])) => open.extend([b, a]),
                _ => match self.square_of_inputs(id) {
                    Some(base) => factors.extend([base, base]),
                    None => factors.push(id),
                },
            }
        }
        let mut left = count;
        let mut total: Option<Id> = None;
        for factor in factors {
            if let Some(before) =
                total.filter(|&id| left > 0 && self.symbols.varies(self.graph, id))
            {
                total = Some(self.multiply(before, inverse));
                left -= 1;
            }
            total = Some(match total {
                Some(before) => self.multiply(before, factor),
                None => factor,
            });
        }
        let total = total.expect("a product has factors");
        (0..left).fold(total, |product, _| self.multiply(product, inverse))
    }
}
