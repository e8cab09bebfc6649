//! Straight lines in an input, their constants put together.
//!
//! `σ(a)·(0.1 + x/2) − x` is a line whose slope and height depend on parameters alone, and are
//! prepared once a call in `f64`: one multiply-add for each element, and no digits lost where its
//! terms cancel. And c·(1 + 2·x) for a small c is finite where 2·x is not.
//!
//! This is for the machine alone, as all of `precise` is: the formula reads as it was.

use super::precise::Pass;
use crate::{
    expr::{Id, Node},
    op::Op,
};

/// `slope·x + height`; none for 0.
#[derive(Clone, Copy)]
struct Line {
    x: Id,
    slope: Option<Id>,
    height: Option<Id>,
}

impl Pass<'_> {
    /// A sum, or a constant times a sum, as one line, where it is one and that is cheaper.
    pub(super) fn line(&mut self, op: Op, arguments: &[Id]) -> Id {
        let whole = self.graph.op(op, arguments);
        if self.can_join(op, arguments)
            && let Some(line) = self.as_line(whole)
            && let Some(slope) = line.slope
        {
            let product = self.graph.op(Op::Mul, &[slope, line.x]);
            return match line.height {
                Some(height) => self.graph.op(Op::Add, &[height, product]),
                None => product,
            };
        }
        whole
    }

    /// Whether there is something to put together: x stands in both terms, or in a sum that
    /// overflows before the product does.
    fn can_join(&self, op: Op, arguments: &[Id]) -> bool {
        let &[a, b] = arguments else {
            return false;
        };
        let varies = [a, b].map(|id| self.symbols.varies(self.graph, id));
        match op {
            Op::Add | Op::Sub => varies == [true, true],
            Op::Mul => varies == [false, true] && self.is_steep(b),
            _ => false,
        }
    }

    /// Whether this is a sum with a multiple of an input in it that is larger than the input.
    fn is_steep(&self, sum: Id) -> bool {
        let Some((Op::Add | Op::Sub, terms)) = self.graph.apply(sum) else {
            return false;
        };
        terms.iter().any(|&term| match self.graph.apply(term) {
            Some((Op::Mul, &[factor, x])) => {
                let factor = self.graph.number_at(factor);
                let is_input = self.graph.is_leaf(x) && self.symbols.varies(self.graph, x);
                is_input && factor.is_some_and(|n| n.to_f64().abs() > 1.0)
            }
            _ => false,
        })
    }

    fn as_line(&mut self, id: Id) -> Option<Line> {
        if !self.symbols.varies(self.graph, id) {
            return None;
        }
        if let Node::Symbol(_) = self.graph.node(id) {
            let slope = Some(self.graph.integer(1));
            return Some(Line {
                x: id,
                slope,
                height: None,
            });
        }
        let (op, arguments) = self.graph.apply(id)?;
        match (op, arguments) {
            (Op::Add | Op::Sub, &[a, b]) => {
                let varies = [a, b].map(|id| self.symbols.varies(self.graph, id));
                match varies {
                    [true, true] => {
                        let (a, b) = (self.as_line(a)?, self.as_line(b)?);
                        (a.x == b.x).then(|| Line {
                            x: a.x,
                            slope: self.total(op, a.slope, b.slope),
                            height: self.total(op, a.height, b.height),
                        })
                    }
                    [true, false] => {
                        let line = self.as_line(a)?;
                        let height = self.total(op, line.height, Some(b));
                        Some(Line { height, ..line })
                    }
                    _ => {
                        let line = self.as_line(b)?;
                        let slope = self.total(op, None, line.slope);
                        let height = self.total(op, Some(a), line.height);
                        Some(Line {
                            x: line.x,
                            slope,
                            height,
                        })
                    }
                }
            }
            (Op::Neg, &[a]) => {
                let line = self.as_line(a)?;
                let slope = self.total(Op::Sub, None, line.slope);
                let height = self.total(Op::Sub, None, line.height);
                Some(Line {
                    x: line.x,
                    slope,
                    height,
                })
            }
            (Op::Mul, &[a, b]) => {
                let (constant, rest) = if self.symbols.varies(self.graph, a) {
                    (b, a)
                } else {
                    (a, b)
                };
                if self.symbols.varies(self.graph, constant) {
                    return None;
                }
                let line = self.as_line(rest)?;
                let slope = line
                    .slope
                    .map(|slope| self.constant_product(constant, slope));
                let height = line
                    .height
                    .map(|height| self.constant_product(constant, height));
                Some(Line {
                    x: line.x,
                    slope,
                    height,
                })
            }
            _ => None,
        }
    }

    /// The sum or difference of two constants.
    fn total(&mut self, op: Op, a: Option<Id>, b: Option<Id>) -> Option<Id> {
        match (a, b) {
            (a, None) => a,
            (None, Some(b)) if op == Op::Add => Some(b),
            (None, Some(b)) => Some(self.minus(b)),
            (Some(a), Some(b)) => {
                let numbers = [a, b].map(|id| self.graph.number_at(id).cloned());
                let folded = match numbers {
                    [Some(a), Some(b)] if op == Op::Add => a.add(&b),
                    [Some(a), Some(b)] => a.add(&b.negate()),
                    _ => None,
                };
                Some(match folded {
                    Some(number) => self.graph.number(number),
                    None => self.graph.op(op, &[a, b]),
                })
            }
        }
    }

    fn minus(&mut self, id: Id) -> Id {
        match self.graph.node(id) {
            Node::Number(number) => {
                let number = number.negate();
                self.graph.number(number)
            }
            Node::Apply(Op::Neg, arguments) => arguments[0],
            _ => self.graph.op(Op::Neg, &[id]),
        }
    }

    fn constant_product(&mut self, a: Id, b: Id) -> Id {
        let numbers = [a, b].map(|id| self.graph.number_at(id).cloned());
        match numbers {
            [Some(a), Some(b)] if a.multiply(&b).is_some() => {
                let product = a.multiply(&b).expect("asked before");
                self.graph.number(product)
            }
            [_, Some(one)] if one.is_one() => a,
            [_, Some(one)] if one.negate().is_one() => self.minus(a),
            _ => self.graph.op(Op::Mul, &[a, b]),
        }
    }
}
