//! Logarithms of rational functions of one exponential.

use super::{Base, Known, ratio::Ratio};
use crate::{algebra::simplify::Simplifier, expr::Id, number::Number, op::Op};

impl Simplifier<'_> {
    /// ln(P/Q) as ln_1p((P − Q)/Q), which keeps the tail where the quotient is about 1; and where
    /// the quotient is a power of E times such a one, as a multiple of u and that.
    pub(super) fn logarithm_of_quotient(&mut self, root: Id, known: Known) -> Option<Id> {
        let (op @ (Op::Ln | Op::Ln1p), &[inner]) = self.graph.apply(root)? else {
            return None;
        };
        let base = self.base_of(inner, known)?;
        let mut ratio = self.ratio(inner, base)?;
        if op == Op::Ln1p {
            ratio = self.plus_one(ratio)?;
        }
        let halves = self.scaled(&ratio, base)?.halves;
        let minus_one = self.graph.integer(-1);
        let minus_one = self.constant_ratio(minus_one);
        if halves == [0, 0] {
            if op == Op::Ln1p {
                return None;
            }
            let rest = self.add_ratios(ratio, minus_one)?;
            let rest = self.write_ratio(&rest, base)?;
            return Some(self.graph.op(Op::Ln1p, &[rest]));
        }
        let sides = match base.negative {
            Some(negative) => vec![negative],
            None => vec![true, false],
        };
        let mut forms = Vec::new();
        for negative in sides {
            let side = Base {
                negative: Some(negative),
                split: true,
                ..base
            };
            let power = halves[usize::from(!negative)] / 2;
            let mut near = ratio.clone();
            near.power += if negative { -power } else { power };
            let scaled = self.scaled(&near, side)?;
            let begins_with_one = match self.graph.apply(scaled.form) {
                Some((Op::Add, &[first, _])) => {
                    self.graph.number_at(first).is_some_and(Number::is_one)
                }
                _ => false,
            };
            let mut form = if begins_with_one {
                let rest = self.add_ratios(near, minus_one.clone())?;
                let rest = self.write_ratio(&rest, side)?;
                self.graph.op(Op::Ln1p, &[rest])
            } else {
                self.graph.op(Op::Ln, &[scaled.form])
            };
            if power != 0 {
                let (_, size) = self.sizes(side);
                let times = self.graph.integer((-power).into());
                let linear = self.apply(Op::Mul, &[times, size]);
                form = self.graph.op(Op::Add, &[linear, form]);
            }
            forms.push(form);
        }
        Some(match forms[..] {
            [below, above] => {
                let negative = self.is_negative(base);
                self.select(negative, below, above)
            }
            _ => forms[0],
        })
    }

    /// A sum with ln(P/Q) in it, which far above 0 is n·u + ln c + ln_1p(z) with a small z: there
    /// the other terms may cancel against the first two. The difference of two softplus a
    /// constant apart is that constant, and its slope in the sharpness 0, to the last digit from
    /// x = 20 on.
    pub(super) fn far_logarithm(&mut self, root: Id, known: Known) -> Option<Id> {
        if known.sign.is_some() || !matches!(self.graph.apply(root)?.0, Op::Add | Op::Sub) {
            return None;
        }
        let sum = self.as_sum(root);
        let (index, inner) =
            sum.terms().iter().enumerate().find_map(|(index, term)| {
                match self.lone_function(term)? {
                    (Op::Ln, inner, 2) => Some((index, inner)),
                    _ => None,
                }
            })?;
        let base = self.base_of(root, known)?;
        let upper = Base {
            negative: Some(false),
            split: true,
            ..base
        };
        let mut ratio = self.ratio(inner, upper)?;
        // c·Eⁿ, by what stands before the highest powers.
        let mut leading = self.apply(Op::Mul, &[ratio.factor, *ratio.above.last()?]);
        let mut power = ratio.power + i32::try_from(ratio.above.len()).ok()? - 1;
        for (polynomial, &count) in &ratio.below.clone() {
            for _ in 0..count {
                leading = self.apply(Op::Div, &[leading, *polynomial.last()?]);
                power -= i32::try_from(polynomial.len()).ok()? - 1;
            }
        }
        // z = P/(Q·c·Eⁿ) − 1
        ratio.factor = self.apply(Op::Div, &[ratio.factor, leading]);
        ratio.power -= power;
        let minus_one = self.graph.integer(-1);
        let minus_one = self.constant_ratio(minus_one);
        let z = self.add_ratios(ratio, minus_one)?;
        let z = self.settled(z)?;
        let z = self.write_ratio(&z, upper)?;
        // The other terms, with the first two of the logarithm.
        let logarithm = self.apply(Op::Ln, &[leading]);
        let power = self.graph.integer(i64::from(power));
        let linear = self.apply(Op::Mul, &[power, base.u]);
        let polynomial = self.apply(Op::Add, &[linear, logarithm]);
        let (polynomial, _) = self.stabilise(polynomial);
        let c = self.graph.number(sum.terms()[index].coefficient.clone());
        let mut rest = self.apply(Op::Mul, &[c, polynomial]);
        for (position, term) in sum.terms().to_vec().into_iter().enumerate() {
            if position != index {
                let term = self.spell_product(term);
                rest = self.apply(Op::Add, &[rest, term]);
            }
        }
        let rest = self.ratio(rest, upper)?;
        let rest = self.settled(rest)?;
        let rest = self.write_ratio(&rest, upper)?;
        let small = self.graph.op(Op::Ln1p, &[z]);
        let small = match self.graph.number_at(c) {
            Some(number) if number.as_integer() == Some(-1) => self.graph.op(Op::Neg, &[small]),
            _ => self.graph.op(Op::Mul, &[c, small]),
        };
        let far = self.graph.op(Op::Add, &[rest, small]);
        let arguments = self.graph.arguments(root).to_vec();
        let arguments: Vec<Id> = arguments
            .iter()
            .map(|&a| self.rational_where(a, known))
            .collect();
        let (op, _) = self.graph.apply(root)?;
        let near = self.graph.op(op, &arguments);
        let zero = self.graph.integer(0);
        let half = self.graph.number(Number::fraction(1, 2)?);
        let above = self.graph.op(Op::Gt, &[base.u, zero]);
        let size = self.graph.op(Op::Abs, &[z]);
        let is_small = self.graph.op(Op::Lt, &[size, half]);
        let is_far = self.graph.op(Op::And, &[above, is_small]);
        Some(self.select_logarithm(is_far, far, near))
    }

    /// `ratio` with its coefficients as the rules leave them, so that those that cancel are gone.
    pub(super) fn settled(&mut self, mut ratio: Ratio) -> Option<Ratio> {
        for coefficient in &mut ratio.above {
            let whole = self.apply(Op::Mul, &[*coefficient, ratio.factor]);
            *coefficient = self.stabilise(whole).0;
        }
        ratio.factor = self.graph.integer(1);
        self.trim(&mut ratio)?;
        Some(ratio)
    }
}
