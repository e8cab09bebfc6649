//! Squares that overflow long before the expression around them does.
//!
//! `√(1 + x²)` is about |x|, but x² is infinite from 1.8·10¹⁹ on, and `1/(1 + x²)` is a number
//! there, if a small one. Beyond 2⁶⁰ the constant is nothing beside the square, in either type: the
//! root is |x|, and the sum is computed of x·2⁻⁶⁴ and the power of two, which costs no digit, put
//! back. A power in a denominator,
//! `1/u³`, becomes a power of 1/u for the same reason, and a factor of ½ goes into `x + √(1 + x²)`,
//! which is infinite from 1.7·10³⁸ on.
//!
//! Not here: half powers (`half_power`), and roots of the squares of several inputs (`norm`).

use super::precise::Pass;
use crate::{expr::Id, number::Number, op::Op};

/// A sum with a square in it, scaled.
struct Scaled {
    /// 2⁻⁶⁴ where the input is large, 1 elsewhere.
    scale: Id,
    /// The sum times the scale squared.
    sum: Id,
}

/// `above / difference` where `cancels` holds, and the equal `sum` elsewhere.
struct Pair {
    cancels: Id,
    above: Id,
    difference: Id,
    sum: Id,
}

impl Pass<'_> {
    /// Roots and quotients whose squares would overflow.
    pub(super) fn unsquare(&mut self, op: Op, arguments: &[Id], old: &[Id]) -> Id {
        match (op, arguments) {
            (Op::Sqrt, &[sum]) => {
                let root = self.root_of_sum(sum).or_else(|| self.root_of_squares(sum));
                if let Some(root) = root {
                    return root;
                }
            }
            (Op::Ln1p, &[square]) => {
                if let Some(logarithm) = self.logarithm_of_square(square) {
                    return logarithm;
                }
            }
            (Op::Mul, _) => {
                if let Some(product) = self.shrunk(old[0], old[1]) {
                    return product;
                }
                if let Some(product) = self.one_by_one(arguments[0], arguments[1]) {
                    return product;
                }
            }
            (Op::Div, &[above, below]) => {
                if let Some(quotient) = self.over_pair(old[0], old[1]) {
                    return quotient;
                }
                if let Some(quotient) = self.over_half_power(above, old[1]) {
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

    /// `c·(p + √q)` for a number c of at most ½, or c times the pair that `conjugate` makes of
    /// such a sum: the factor goes to p and to √q, whose sum is infinite from 1.7·10³⁸ on.
    fn shrunk(&mut self, factor: Id, sum: Id) -> Option<Id> {
        let number = self.graph.number_at(factor)?.clone();
        if number.to_f64().abs() > 0.5 {
            return None;
        }
        let Some(Pair {
            cancels,
            above,
            difference,
            sum,
        }) = self.pair(sum)
        else {
            return self.shrunk_sum(&number, sum);
        };
        let square = self.graph.number(number.power(2)?);
        let above = match self.graph.number_at(above) {
            Some(above) => self.graph.number(above.multiply(&number.power(2)?)?),
            None => self.graph.op(Op::Mul, &[square, above]),
        };
        let difference = self.shrunk_sum(&number, difference)?;
        let quotient = self.graph.op(Op::Div, &[above, difference]);
        let sum = self.shrunk_sum(&number, sum)?;
        let cancels = self.rebuilt(cancels);
        Some(self.graph.op(Op::Select, &[cancels, quotient, sum]))
    }

    /// `x²·y²` as `(x·y)²` and `a·x·y²` as `((a·x)·y)·y`, of several inputs: y² may be infinite
    /// where the whole is not.
    fn one_by_one(&mut self, product: Id, power: Id) -> Option<Id> {
        if self.symbols.inputs == 1 {
            return None;
        }
        let base = self.square_of_inputs(power)?;
        if let Some(other) = self.square_of_inputs(product) {
            let both = self.graph.op(Op::Mul, &[other, base]);
            return Some(
                self.graph
                    .op(Op::Powi, &[both, self.graph.arguments(power)[1]]),
            );
        }
        if !self.is_product_of_inputs(product) {
            return None;
        }
        let first = self.graph.op(Op::Mul, &[product, base]);
        Some(self.graph.op(Op::Mul, &[first, base]))
    }

    pub(super) fn square_of_inputs(&self, id: Id) -> Option<Id> {
        let (Op::Powi, &[base, exponent]) = self.graph.apply(id)? else {
            return None;
        };
        let is_square = self.graph.number_at(exponent)?.as_integer() == Some(2);
        (is_square && self.symbols.varies(self.graph, base)).then_some(base)
    }

    fn is_product_of_inputs(&self, id: Id) -> bool {
        match self.graph.apply(id) {
            Some((Op::Mul, &[a, b])) => {
                self.is_product_of_inputs(a) && self.is_product_of_inputs(b)
            }
            Some(_) => false,
            None => self.symbols.varies(self.graph, id),
        }
    }

    /// `a / (p + √q)` for constant a and the pair that `conjugate` makes of the sum: where that is
    /// a quotient itself, it is turned over. A root beside it divides for itself, for its product
    /// with the sum is infinite from 1.3·10¹⁹ on.
    fn over_pair(&mut self, above: Id, below: Id) -> Option<Id> {
        if self.symbols.varies(self.graph, above) {
            return None;
        }
        if let Some((Op::Mul, &[pair, root])) = self.graph.apply(below)
            && matches!(self.graph.apply(root), Some((Op::Sqrt, _)))
        {
            let quotient = self.over_pair(above, pair)?;
            let root = self.rebuilt(root);
            return Some(self.graph.op(Op::Div, &[quotient, root]));
        }
        let pair = self.pair(below)?;
        let half = Number::fraction(1, 2)?;
        let ratio = match [above, pair.above].map(|id| self.graph.number_at(id)) {
            [Some(above), Some(below)] => self.graph.number(above.divide(below)?),
            _ => self.graph.op(Op::Div, &[above, pair.above]),
        };
        let product = match self.graph.number_at(ratio).cloned() {
            Some(ratio) if ratio.to_f64().abs() <= 0.5 => {
                self.shrunk_sum(&ratio, pair.difference)?
            }
            _ => {
                let difference = self.rebuilt(pair.difference);
                self.graph.op(Op::Mul, &[ratio, difference])
            }
        };
        let above = match self.graph.number_at(above) {
            Some(above) => self.graph.number(above.multiply(&half)?),
            None => {
                let half = self.graph.number(half.clone());
                self.graph.op(Op::Mul, &[half, above])
            }
        };
        let sum = self.shrunk_sum(&half, pair.sum)?;
        let quotient = self.graph.op(Op::Div, &[above, sum]);
        let cancels = self.rebuilt(pair.cancels);
        Some(self.graph.op(Op::Select, &[cancels, product, quotient]))
    }

    /// A pair of equal forms, as `conjugate` writes it.
    fn pair(&mut self, id: Id) -> Option<Pair> {
        let (Op::Select, &[cancels, quotient, sum]) = self.graph.apply(id)? else {
            return None;
        };
        let (Op::Div, &[above, difference]) = self.graph.apply(quotient)? else {
            return None;
        };
        let constant = !self.symbols.varies(self.graph, above);
        (constant && self.has_scaled_root(difference) && self.has_scaled_root(sum)).then_some(
            Pair {
                cancels,
                above,
                difference,
                sum,
            },
        )
    }

    /// Whether this is `p ± √q` or `√q ± p` with a square in q.
    fn has_scaled_root(&mut self, sum: Id) -> bool {
        let Some((Op::Add | Op::Sub, &[first, second])) = self.graph.apply(sum) else {
            return false;
        };
        [first, second]
            .iter()
            .any(|&term| match self.graph.apply(term) {
                Some((Op::Sqrt, &[inner])) => self.square_in(inner).is_some(),
                _ => false,
            })
    }

    fn shrunk_sum(&mut self, factor: &Number, sum: Id) -> Option<Id> {
        if !self.has_scaled_root(sum) {
            return None;
        }
        let (op, &[first, second]) = self.graph.apply(sum)? else {
            return None;
        };
        let [first, second] = [first, second].map(|term| {
            let (term, factor) = match self.graph.apply(term) {
                Some((Op::Neg, &[term])) => (term, factor.negate()),
                _ => (term, factor.clone()),
            };
            let term = self.rebuilt(term);
            let factor = self.graph.number(factor);
            self.graph.op(Op::Mul, &[factor, term])
        });
        Some(self.graph.op(op, &[first, second]))
    }

    /// `above · inverseⁿ` factor by factor: the power itself may be too small. A constant goes
    /// behind the first of them, since 2·x is infinite where x is not.
    pub(super) fn multiply_by(&mut self, above: Id, inverse: Id, count: i64) -> Id {
        let mut factors: Vec<Id> = (0..count).map(|_| inverse).collect();
        let mut above = above;
        let is_small = |number: &Number| number.to_f64().abs() <= 1.0;
        if let Some((Op::Mul, &[constant, rest])) = self.graph.apply(above)
            && !self.symbols.varies(self.graph, constant)
            && !self.graph.number_at(constant).is_some_and(is_small)
            && self.symbols.varies(self.graph, rest)
        {
            above = rest;
            factors.insert(1, constant);
        }
        factors
            .into_iter()
            .fold(above, |product, factor| self.multiply(product, factor))
    }

    fn quotient(&mut self, above: Id, below: Id) -> Option<Id> {
        // x²/u as x·(x/u), in whatever product it stands.
        if self.symbols.varies(self.graph, below)
            && let Some((Op::Powi, &[base, exponent])) = self.graph.apply(above)
            && self.symbols.varies(self.graph, base)
            && self.graph.number_at(exponent).and_then(Number::as_integer) == Some(2)
        {
            let quotient = self.graph.op(Op::Div, &[base, below]);
            return Some(self.graph.op(Op::Mul, &[base, quotient]));
        }
        // Of a higher power the quotient is next to nothing where that is infinite.
        if self.is_plain_square(below)
            && let Some(Scaled { scale, sum, .. }) = self.scaled_sum(below)
        {
            let above = self.multiply_by(above, scale, 1);
            let quotient = self.graph.op(Op::Div, &[above, sum]);
            return Some(self.graph.op(Op::Mul, &[quotient, scale]));
        }
        match self.graph.apply(below)? {
            // a / (c·u) for a constant c.
            (Op::Mul, &[c, u]) if !self.symbols.varies(self.graph, c) => {
                let quotient = self.quotient(above, u)?;
                Some(self.graph.op(Op::Div, &[quotient, c]))
            }
            // a / (u²·v²)
            (Op::Mul, &[first, second]) => {
                let base = |id| match self.graph.apply(id) {
                    Some((Op::Powi, &[base, exponent]))
                        if self.symbols.varies(self.graph, base) =>
                    {
                        let exponent = self.graph.number_at(exponent)?;
                        (exponent.as_integer() == Some(2)).then_some(base)
                    }
                    _ => None,
                };
                let (first, second) = (base(first)?, base(second)?);
                let one = self.graph.integer(1);
                let both = self.graph.op(Op::Mul, &[first, second]);
                let inverse = self.graph.op(Op::Div, &[one, both]);
                Some(self.multiply_by(above, inverse, 2))
            }
            (Op::Powi, &[base, exponent]) if self.symbols.varies(self.graph, base) => {
                let mut exponent = self.graph.number_at(exponent)?.as_integer()?;
                if !(2..=4).contains(&exponent) {
                    return None;
                }
                let one = self.graph.integer(1);
                let inverse = self.graph.op(Op::Div, &[one, base]);
                // (x·a + b)/x³ is (a + b/x)/x²: x·a may be x²·sin x, infinite from 1.8·10¹⁹ on.
                let mut above = above;
                if exponent > 2
                    && let Some((op @ (Op::Add | Op::Sub), &[first, second])) =
                        self.graph.apply(above)
                    && let Some((Op::Mul, &[factor, rest])) = self.graph.apply(first)
                    && factor == base
                {
                    let second = self.graph.op(Op::Mul, &[second, inverse]);
                    above = self.graph.op(op, &[rest, second]);
                    exponent -= 1;
                }
                // sin(a·x)·(…)/a² as (sin(a·x)/a)·(…/a): the product alone is 0 for a = x = 10⁻¹³.
                if exponent == 2
                    && let Some((Op::Mul, &[first, second])) = self.graph.apply(above)
                    && [first, second]
                        .iter()
                        .all(|&id| self.symbols.varies(self.graph, id))
                {
                    if let Some(product) = self.over_both(first, second, base) {
                        return Some(product);
                    }
                    let [first, second] = [first, second].map(|id| self.multiply(id, inverse));
                    return Some(self.graph.op(Op::Mul, &[first, second]));
                }
                Some(self.multiply_by(above, inverse, exponent))
            }
            _ => None,
        }
    }

    /// y²/a of an output y and a parameter a as y·(y/a): an output is as large as the parameter that
    /// multiplies it, so that y/a is about 1 where y² is infinite or 0, as for a·tanh(b·x) with a of
    /// 10²⁰ or 10⁻²⁴. It costs what y² costs, since 1/a is at hand.
    pub(super) fn square_over_constant(&mut self, op: Op, arguments: &[Id]) -> Id {
        if let &[above, below] = arguments
            && self.graph.number_at(below).is_none()
            && !self.symbols.varies(self.graph, below)
            && let Some(base) = self.square_of_inputs(above)
        {
            let quotient = self.graph.op(Op::Div, &[base, below]);
            return self.graph.op(Op::Mul, &[base, quotient]);
        }
        self.graph.op(op, arguments)
    }

    /// `u·(a·p ± u)/a²` as q·(p ± q) with q = u/a: a·p may be infinite where the whole is not, as
    /// may 1/a.
    fn over_both(&mut self, first: Id, second: Id, base: Id) -> Option<Id> {
        let (op @ (Op::Add | Op::Sub), &[product, term]) = self.graph.apply(second)? else {
            return None;
        };
        if term != first {
            return None;
        }
        let rest = self.without(product, base)?;
        let mut quotient = self.graph.op(Op::Div, &[first, base]);
        // sin(a·x)/a is x where the sine is its argument, which may be subnormal.
        if let Some((Op::Sin, &[argument])) = self.graph.apply(first)
            && let Some(rest) = self.without(argument, base)
        {
            let end = Number::fraction(1, 1 << 30).expect("2³⁰ is not 0");
            let end = self.graph.number(end);
            let size = self.graph.op(Op::Abs, &[argument]);
            let is_line = self.graph.op(Op::Lt, &[size, end]);
            quotient = self.graph.op(Op::Select, &[is_line, rest, quotient]);
        }
        let sum = self.graph.op(op, &[rest, quotient]);
        Some(self.graph.op(Op::Mul, &[quotient, sum]))
    }

    /// A product without one of its factors.
    pub(super) fn without(&mut self, product: Id, factor: Id) -> Option<Id> {
        let (Op::Mul, &[a, b]) = self.graph.apply(product)? else {
            return None;
        };
        if b == factor || a == factor {
            return Some(if b == factor { a } else { b });
        }
        if let Some(a) = self.without(a, factor) {
            return Some(self.graph.op(Op::Mul, &[a, b]));
        }
        let b = self.without(b, factor)?;
        Some(self.graph.op(Op::Mul, &[a, b]))
    }

    pub(super) fn multiply(&mut self, a: Id, b: Id) -> Id {
        match self.graph.number_at(a) {
            Some(number) if number.is_one() => b,
            _ => self.graph.op(Op::Mul, &[a, b]),
        }
    }

    /// c, k and u of `c + k·u²` or `k·u² + c`, where c is constant and u is not.
    fn square_in(&mut self, sum: Id) -> Option<(Id, Option<Id>, Id)> {
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
        let (factor, base) = self.root_of(square)?;
        Some((constant, factor, base))
    }

    /// √(c + k·u²), which is |u|·√k far out.
    fn root_of_sum(&mut self, sum: Id) -> Option<Id> {
        let (_, factor, base) = self.square_in(sum)?;
        let root = self.graph.op(Op::Sqrt, &[sum]);
        let size = self.graph.op(Op::Abs, &[base]);
        let is_far = self.is_far(size);
        let far = match factor {
            Some(factor) => {
                let factor = self.graph.op(Op::Sqrt, &[factor]);
                self.graph.op(Op::Mul, &[size, factor])
            }
            None => size,
        };
        Some(self.graph.op(Op::Select, &[is_far, far, root]))
    }

    /// `ln(1 + u²)` as 2·ln(1 + |u|) far out, where u² is infinite.
    fn logarithm_of_square(&mut self, square: Id) -> Option<Id> {
        let (None, base) = self.root_of(square)? else {
            return None;
        };
        let size = self.graph.op(Op::Abs, &[base]);
        let is_far = self.is_far(size);
        let argument = self.graph.op(Op::Select, &[is_far, size, square]);
        let [one, two] = [1, 2].map(|number| self.graph.integer(number));
        let factor = self.graph.op(Op::Select, &[is_far, two, one]);
        let logarithm = self.graph.op(Op::Ln1p, &[argument]);
        Some(self.graph.op(Op::Mul, &[logarithm, factor]))
    }

    /// Whether a constant is nothing beside the square of what has this size.
    fn is_far(&mut self, size: Id) -> Id {
        let end = Number::fraction(1 << 60, 1).expect("1 is not 0");
        let end = self.graph.number(end);
        self.graph.op(Op::Gt, &[size, end])
    }

    /// Whether the square in `sum` is one of something that is no power or product itself.
    fn is_plain_square(&mut self, sum: Id) -> bool {
        let base = self.square_in(sum).map(|(_, _, base)| base);
        let apply = base.map(|base| self.graph.apply(base).map(|(op, _)| op));
        apply.is_some_and(|op| !matches!(op, Some(Op::Powi | Op::Mul)))
    }

    /// k and u of `k·u²`, where u may be a product or a power itself.
    pub(super) fn root_of(&mut self, square: Id) -> Option<(Option<Id>, Id)> {
        match self.graph.apply(square)? {
            (Op::Mul, &[factor, square]) if !self.symbols.varies(self.graph, factor) => {
                match self.root_of(square)? {
                    (None, base) => Some((Some(factor), base)),
                    (Some(_), _) => None,
                }
            }
            (Op::Mul, &[first, second]) => {
                let (factor, first) = self.root_of(first)?;
                let (None, second) = self.root_of(second)? else {
                    return None;
                };
                Some((factor, self.graph.op(Op::Mul, &[first, second])))
            }
            (Op::Powi, &[base, exponent]) if self.symbols.varies(self.graph, base) => {
                match self.graph.number_at(exponent)?.as_integer()? {
                    2 => Some((None, base)),
                    exponent if exponent > 0 && exponent % 2 == 0 => {
                        let half = self.graph.integer(exponent / 2);
                        Some((None, self.graph.op(Op::Powi, &[base, half])))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// [`square_in`](Self::square_in), scaled.
    fn scaled_sum(&mut self, sum: Id) -> Option<Scaled> {
        let (constant, factor, base) = self.square_in(sum)?;
        let size = self.graph.op(Op::Abs, &[base]);
        let is_far = self.is_far(size);
        let small = Number::fraction(1, 1i128 << 64).expect("2⁶⁴ is not 0");
        let small = self.graph.number(small);
        let one = self.graph.integer(1);
        let scale = self.graph.op(Op::Select, &[is_far, small, one]);
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
        Some(Scaled { scale, sum })
    }
}
