//! Half powers, `uⁿ·√u` as the normal form spells them, in a denominator.
//!
//! u² is infinite long before `x/(u·√u)` is next to nothing. The root is a number wherever u would be
//! one, so all is computed of 1/√u, by which each factor above is multiplied in turn.

use super::precise::Pass;
use crate::{
    expr::{Graph, Id},
    op::Op,
};

/// `uⁿ·√u`, a half power.
pub(super) struct HalfPower {
    root: Id,
    base: Id,
    exponent: i64,
}

pub(super) fn half_power(graph: &Graph, product: Id) -> Option<HalfPower> {
    let (Op::Mul, &[whole, root]) = graph.apply(product)? else {
        return None;
    };
    let (Op::Sqrt, &[base]) = graph.apply(root)? else {
        return None;
    };
    let exponent = match graph.apply(whole) {
        _ if whole == base => 1,
        Some((Op::Powi, &[inner, exponent])) if inner == base => {
            graph.number_at(exponent)?.as_integer()?
        }
        _ => return None,
    };
    Some(HalfPower {
        root,
        base,
        exponent,
    })
}

impl Pass<'_> {
    /// a / (uⁿ·√u): by the root, which is a number where the powers are infinite.
    pub(super) fn over_half_power(&mut self, above: Id, below: Id) -> Option<Id> {
        let HalfPower {
            root,
            base,
            exponent,
        } = half_power(self.graph, below)?;
        if !(1..=3).contains(&exponent) {
            return None;
        }
        let one = self.graph.integer(1);
        let root = self.rebuilt(root);
        let inverse = self.graph.op(Op::Div, &[one, root]);
        let base = self.rebuilt(base);
        if self.is_sum_of_squares(base)
            && let Some(above) = self.less_power(above, base, inverse)
        {
            return Some(self.multiply_by(above, inverse, 2 * exponent - 1));
        }
        if self.has_square(above) {
            let count = usize::try_from(2 * exponent + 1).expect("the exponent is at least 1");
            return Some(self.spread_by(above, inverse, count));
        }
        Some(self.multiply_by(above, inverse, 2 * exponent + 1))
    }

    /// Whether the square of an input is a term of this sum.
    fn is_sum_of_squares(&self, sum: Id) -> bool {
        match self.graph.apply(sum) {
            Some((Op::Add, &[a, b])) => self.is_sum_of_squares(a) || self.is_sum_of_squares(b),
            _ => self.has_square(sum),
        }
    }

    /// Whether a product has the square of an input among its factors.
    fn has_square(&self, product: Id) -> bool {
        match self.graph.apply(product) {
            Some((Op::Mul, &[a, b])) => self.has_square(a) || self.has_square(b),
            _ => self.square_of_inputs(product).is_some(),
        }
    }

    /// `(p·u + s)/u` as `p + s·q²`, where `q` is 1/√u and s may be a square as well: p·u is infinite
    /// from 10¹³ on where p and √u are about the inputs. In a product its factor is.
    fn less_power(&mut self, above: Id, base: Id, inverse: Id) -> Option<Id> {
        let (op, &[first, second]) = self.graph.apply(above)? else {
            return None;
        };
        match op {
            Op::Mul => {
                let second = self.less_power(second, base, inverse)?;
                Some(self.graph.op(op, &[first, second]))
            }
            Op::Add | Op::Sub => {
                let whole = [first, second].map(|term| self.without(term, base));
                // Other sums have nothing to gain.
                if whole == [None; 2] && ![first, second].iter().any(|&term| self.has_square(term))
                {
                    return None;
                }
                let [first, second] = [(first, whole[0]), (second, whole[1])]
                    .map(|(term, whole)| whole.unwrap_or_else(|| self.spread_by(term, inverse, 2)));
                Some(self.graph.op(op, &[first, second]))
            }
            _ => None,
        }
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
