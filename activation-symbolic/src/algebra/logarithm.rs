//! Stability rules about sums with functions that have a reflection: softplus and its kin, and
//! logistic functions and error functions with a factor in front.
//!
//! Their rows are in `stability`; every one of them is an identity for all real u.

use super::{
    product::Product,
    rule::{
        ASINH, CENTRED, COMPLEMENT, ERFC, LN_COSH, LOG_2, LOG_NORMAL_CDF, LOG_PDF, MILLS_EXCESS,
        NORMAL_COMPLEMENT, PAIR, REFLECT, Rule, TANH_PLUS, UNIT,
    },
    simplify::Simplifier,
    sum::Sum,
};
use crate::{expr::Id, number::Number, op::Op};

/// `f(u) + k·u + l·ln 2 = ±g(s·u)`, with k and s in halves.
struct Reflection {
    function: Op,
    shift: i64,
    ln_2: i64,
    negative: bool,
    result: Op,
    scale: i64,
    rule: &'static Rule,
}

const fn reflection(
    (function, shift, ln_2): (Op, i64, i64),
    (negative, result, scale): (bool, Op, i64),
    rule: &'static Rule,
) -> Reflection {
    Reflection {
        function,
        shift,
        ln_2,
        negative,
        result,
        scale,
        rule,
    }
}

static REFLECTIONS: [Reflection; 7] = [
    reflection((Op::Softplus, -2, 0), (false, Op::Softplus, -2), &REFLECT),
    reflection(
        (Op::LogSigmoid, -2, 0),
        (false, Op::LogSigmoid, -2),
        &REFLECT,
    ),
    reflection((Op::Softplus, -1, -1), (false, Op::LnCosh, 1), &LN_COSH),
    reflection((Op::LogSigmoid, -1, 1), (true, Op::LnCosh, 1), &LN_COSH),
    reflection((Op::LnCosh, 2, 1), (false, Op::Softplus, 4), &REFLECT),
    reflection((Op::LnCosh, -2, 1), (false, Op::Softplus, -4), &REFLECT),
    reflection(
        (Op::InverseMills, 2, 0),
        (false, Op::MillsExcess, 2),
        &MILLS_EXCESS,
    ),
];

impl Simplifier<'_> {
    /// What a sum with a logarithmic function, a reflected one or a reciprocal becomes.
    pub(super) fn reflected_sum(&mut self, sum: &Sum) -> Option<(&'static Rule, Id)> {
        for (index, term) in sum.terms().iter().enumerate() {
            if let Some((function, argument, 2)) = self.lone_function(term) {
                for row in REFLECTIONS.iter().filter(|row| row.function == function) {
                    if let Some(found) = self.absorb(sum, index, argument, row) {
                        return Some((row.rule, found));
                    }
                }
            }
            if let Some(found) = self.complement(sum, index) {
                return Some(found);
            }
            if let Some(found) = self.unit(sum, index) {
                return Some((&UNIT, found));
            }
        }
        None
    }

    /// The sum in which the term at `index`, c·f(u), has taken in what `row` asks for.
    fn absorb(&mut self, sum: &Sum, index: usize, argument: Id, row: &Reflection) -> Option<Id> {
        let c = sum.terms()[index].coefficient.clone();
        let minus = Number::integer(-1);
        let mut rest = Sum::new();
        let one = Number::integer(1);
        for (position, term) in sum.terms().iter().enumerate() {
            if position != index {
                self.add_product(&mut rest, term.clone(), &one);
            }
        }
        let mut wanted = Sum::new();
        let shift = c.multiply(&Number::fraction(row.shift.into(), 2)?)?;
        for term in self.as_sum(argument).terms() {
            self.add_product(&mut wanted, term.clone(), &shift);
        }
        if row.ln_2 != 0 {
            let ln_2 = Number::constant("LN_2")?.multiply(&Number::integer(row.ln_2))?;
            self.add_product(&mut wanted, Product::constant(ln_2), &c);
        }
        let before = rest.terms().len();
        for term in wanted.terms() {
            self.add_product(&mut rest, term.clone(), &minus);
        }
        if rest.terms().len() + wanted.terms().len() != before {
            return None;
        }
        let scale = self.graph.number(Number::fraction(row.scale.into(), 2)?);
        let mut argument = self.apply(Op::Mul, &[scale, argument]);
        // ln cosh is even.
        while row.result == Op::LnCosh
            && let Some((Op::Neg | Op::Abs, &[inner])) = self.graph.apply(argument)
        {
            argument = inner;
        }
        let result = self.apply(row.result, &[argument]);
        let c = if row.negative { c.negate() } else { c };
        self.add_product(&mut rest, Product::base(result), &c);
        Some(self.spell_sum(rest))
    }

    /// p ± c·p·f(u), where f has a reflection.
    fn complement(&mut self, sum: &Sum, index: usize) -> Option<(&'static Rule, Id)> {
        let term = sum.terms()[index].clone();
        for &(base, halves) in &term.factors {
            let Some((function, &[argument])) = self.graph.apply(base) else {
                continue;
            };
            let reflected = matches!(
                function,
                Op::NormalCdf | Op::Erfc | Op::Sigmoid | Op::Tanh | Op::Erf
            );
            if halves != 2 || !reflected {
                continue;
            }
            let mut factor = term.clone();
            factor.push(base, -2);
            let alone = factor.factors.is_empty();
            for (other, partner) in sum.terms().iter().enumerate() {
                if other == index || partner.key() != factor.key() {
                    continue;
                }
                // partner·(1 + r·f(u))
                let Some(ratio) = term.coefficient.divide(&partner.coefficient) else {
                    continue;
                };
                let half = Number::fraction(1, 2)?;
                let is = |value: i64| ratio == Number::integer(value);
                // Where nothing but a number stands in front, the rows of `stability` apply.
                let (rule, scale, function, times) = match function {
                    Op::NormalCdf if is(-1) => {
                        (&NORMAL_COMPLEMENT, Number::integer(1), Op::NormalCdf, -2)
                    }
                    Op::Erfc if ratio == half.negate() => (&ERFC, half, Op::Erfc, -2),
                    Op::Sigmoid if is(-2) => (&CENTRED, Number::integer(-1), Op::Tanh, 1),
                    Op::Sigmoid if is(-1) && !alone => {
                        (&COMPLEMENT, Number::integer(1), Op::Sigmoid, -2)
                    }
                    Op::Tanh if is(1) && !alone => (&TANH_PLUS, Number::integer(2), Op::Sigmoid, 4),
                    Op::Tanh if is(-1) && !alone => {
                        (&TANH_PLUS, Number::integer(2), Op::Sigmoid, -4)
                    }
                    Op::Erf if is(1) && !alone => (&ERFC, Number::integer(1), Op::Erfc, -2),
                    Op::Erf if is(-1) && !alone => (&ERFC, Number::integer(1), Op::Erfc, 2),
                    _ => continue,
                };
                let times = self.graph.number(Number::fraction(times, 2)?);
                let argument = self.apply(Op::Mul, &[times, argument]);
                let function = self.apply(function, &[argument]);
                let mut product = partner.clone();
                product.coefficient = product.coefficient.multiply(&scale)?;
                product.push(function, 2);
                return Some((rule, self.exchange(sum, [index, other], product)));
            }
        }
        None
    }

    /// `d + c/(k + u)` with numbers c = −d·k: `d·u/(k + u)`.
    fn unit(&mut self, sum: &Sum, index: usize) -> Option<Id> {
        let term = sum.terms()[index].clone();
        let [(base, -2)] = term.factors[..] else {
            return None;
        };
        if !matches!(self.graph.apply(base), Some((Op::Add | Op::Sub, _))) {
            return None;
        }
        let whole = self.as_sum(base);
        let k = whole.terms().iter().find(|term| term.factors.is_empty())?;
        let k = k.coefficient.clone();
        for (other, constant) in sum.terms().iter().enumerate() {
            if other == index || !constant.factors.is_empty() {
                continue;
            }
            let d = &constant.coefficient;
            if d.multiply(&k)?.negate() != term.coefficient {
                continue;
            }
            let minus = Number::integer(-1);
            let mut above = whole.clone();
            self.add_product(&mut above, Product::constant(k.clone()), &minus);
            let above = self.spell_sum(above);
            let mut product = self.as_product(above).times(&Product::base(base), -2)?;
            product.coefficient = product.coefficient.multiply(d)?;
            return Some(self.exchange(sum, [index, other], product));
        }
        None
    }

    /// The sum with `product` in the place of two terms.
    fn exchange(&mut self, sum: &Sum, pair: [usize; 2], product: Product) -> Id {
        let one = Number::integer(1);
        let mut rest = Sum::new();
        self.add_product(&mut rest, product, &one);
        for (position, term) in sum.terms().iter().enumerate() {
            if !pair.contains(&position) {
                self.add_product(&mut rest, term.clone(), &one);
            }
        }
        self.spell_sum(rest)
    }

    /// The natural logarithm of `inner`, where that is another function of what is in it.
    pub(super) fn logarithm_of(&mut self, inner: Id) -> Option<(&'static Rule, Id)> {
        let product = self.as_product(inner);
        if let [(base, 2)] = product.factors[..]
            && !product.coefficient.is_one()
            && !product.coefficient.is_negative()
            && let Some((Op::Cosh, &[argument])) = self.graph.apply(base)
        {
            let found = self.plus_logarithm(Op::LnCosh, argument, product.coefficient);
            return Some((&LN_COSH, found));
        }
        // c·σ(u)·σ(−u) is c/(4·cosh(u/2)²).
        if let [(base, 2)] = product.factors[..]
            && !product.coefficient.is_negative()
            && let Some((Op::LogisticPdf, &[argument])) = self.graph.apply(base)
        {
            let half = self.graph.number(Number::fraction(1, 2)?);
            let argument = self.apply(Op::Mul, &[half, argument]);
            let function = self.apply(Op::LnCosh, &[argument]);
            let minus_two = self.graph.integer(-2);
            let function = self.apply(Op::Mul, &[minus_two, function]);
            let k = product.coefficient.multiply(&Number::fraction(1, 4)?)?;
            let logarithm = self.graph.number(k);
            let logarithm = self.apply(Op::Ln, &[logarithm]);
            return Some((&LOG_PDF, self.apply(Op::Add, &[function, logarithm])));
        }
        // c·Φ(u), and c·erfc(u), which is 2·c·Φ(−√2·u).
        if let [(base, 2)] = product.factors[..]
            && !product.coefficient.is_negative()
            && let Some((u, scale)) = self.normal_tail(base)
        {
            let k = product.coefficient.multiply(&scale)?;
            let found = if k.is_one() {
                self.apply(Op::LogNormalCdf, &[u])
            } else {
                self.plus_logarithm(Op::LogNormalCdf, u, k)
            };
            return Some((&LOG_NORMAL_CDF, found));
        }
        let (common, sum) = match product.factors[..] {
            [(base, 2)] => (product.coefficient.clone(), self.as_sum(base)),
            _ => (Number::integer(1), self.as_sum(inner)),
        };
        if let [first, second] = sum.terms()
            && let (Some((Op::Exp, u, 2)), Some((Op::Exp, v, 2))) =
                (self.lone_function(first), self.lone_function(second))
            && first.coefficient == second.coefficient
            && first.coefficient.is_negative() == common.is_negative()
        {
            let twice = first.coefficient.multiply(&Number::integer(2))?;
            let twice = twice.multiply(&common)?;
            let opposite = self.apply(Op::Add, &[u, v]);
            if self.graph.number_at(opposite).is_some_and(Number::is_zero) {
                let argument = match self.graph.apply(u) {
                    Some((Op::Neg, _)) => v,
                    _ => u,
                };
                let found = self.plus_logarithm(Op::LnCosh, argument, twice);
                return Some((&PAIR, found));
            }
        }
        let sum = self.as_sum(inner);
        for (index, term) in sum.terms().iter().enumerate() {
            let [(q, 1)] = term.factors[..] else {
                continue;
            };
            if !term.coefficient.is_one() {
                continue;
            }
            let mut rest = sum.clone();
            let root = sum.terms()[index].clone();
            self.add_product(&mut rest, root, &Number::integer(-1));
            let p = self.spell_sum(rest);
            let square = self.as_product(p);
            let square = self.power(&square, 4)?;
            let square = self.spell_product(square);
            let gap = self.apply(Op::Sub, &[q, square]);
            if self.graph.number_at(gap).is_some_and(Number::is_one) {
                return Some((&ASINH, self.apply(Op::Asinh, &[p])));
            }
        }
        None
    }

    /// u and c where `id` is c·Φ(u), as erfc(v) is 2·Φ(−√2·v).
    pub(super) fn normal_tail(&mut self, id: Id) -> Option<(Id, Number)> {
        match self.graph.apply(id)? {
            (Op::NormalCdf, &[u]) => Some((u, Number::integer(1))),
            (Op::Erfc, &[v]) => {
                let root = self.graph.number(Number::constant("SQRT_2")?.negate());
                let u = self.apply(Op::Mul, &[root, v]);
                Some((u, Number::integer(2)))
            }
            _ => None,
        }
    }

    /// ln(1 + u), where 1 + u is c·Φ of something.
    pub(super) fn logarithm_of_complement(&mut self, u: Id) -> Option<(&'static Rule, Id)> {
        let one = self.graph.integer(1);
        let whole = self.apply(Op::Add, &[one, u]);
        let (_, tail) = self.stable_sum(whole)?;
        let product = self.as_product(tail);
        let [(base, 2)] = product.factors[..] else {
            return None;
        };
        self.normal_tail(base)?;
        self.logarithm_of(tail)
    }

    /// The logarithm to base 2, where the natural one has a better form.
    pub(super) fn binary_logarithm(&mut self, inner: Id) -> Option<(&'static Rule, Id)> {
        let natural = self.apply(Op::Ln, &[inner]);
        let (_, found) = self.stable_logarithm(natural)?;
        let scale = self.graph.number(Number::constant("LN_2")?.reciprocal()?);
        Some((&LOG_2, self.apply(Op::Mul, &[scale, found])))
    }

    /// f(u) + ln k.
    fn plus_logarithm(&mut self, function: Op, argument: Id, k: Number) -> Id {
        let value = self.apply(function, &[argument]);
        let number = self.graph.number(k);
        let logarithm = self.apply(Op::Ln, &[number]);
        self.apply(Op::Add, &[value, logarithm])
    }
}
