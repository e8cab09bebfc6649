//! Roots of the squares of several inputs, whose squares leave the range long before they do.
//!
//! `√(x² + y²)` is infinite from 1.8·10¹⁹ on and has no digits below 10⁻¹⁹, where `x/√(x² + y²)` is a
//! number: so it is computed of both times a power of two, which costs no digit.
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
    /// to nothing: of u·2⁻¹⁰⁰ or u·2¹⁰⁰, which costs no digit, and the power of two put back. Beside
    /// a constant, as in `√(u² + v² + ε)`, small squares are as good as nothing, and stay.
    pub(super) fn root_of_squares(&mut self, sum: Id) -> Option<Id> {
        if self.symbols.inputs == 1 {
            return None;
        }
        let mut squares = Vec::new();
        let mut constants = Vec::new();
        let mut open = vec![sum];
        while let Some(term) = open.pop() {
            match self.graph.apply(term) {
                Some((Op::Add, &[first, second])) => open.extend([second, first]),
                _ if !self.symbols.varies(self.graph, term) => constants.push(term),
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
            let rest = match &constants[..] {
                [] => graph.op(Op::Select, &[is_near, near, one]),
                _ => one,
            };
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
        for constant in constants {
            let once = graph.op(Op::Mul, &[constant, scale]);
            let twice = graph.op(Op::Mul, &[once, scale]);
            total = Some(graph.op(Op::Add, &[total?, twice]));
        }
        let root = graph.op(Op::Sqrt, &[total?]);
        Some(graph.op(Op::Mul, &[root, back]))
    }
}
