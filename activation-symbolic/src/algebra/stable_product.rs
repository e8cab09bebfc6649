//! Stability rules about products: of exponentials, of logistic functions, and quotients by 1 + eᵘ.

use super::{
    product::Product,
    root::Conjugable,
    rule::{
        EXP_INVERSE, INVERSE_MILLS, LOG_GATE, LOGISTIC, LOGISTIC_PDF, NORMAL_CDF, NORMAL_PDF,
        ONE_EXP, RATIONALISE, Rule, SCALED_TAIL, TANH, TANH_QUOTIENT,
    },
    simplify::Simplifier,
};
use crate::{expr::Id, number::Number, op::Op};

/// √(2π)
fn root_of_turn() -> Option<Number> {
    Number::constant("PI")?
        .multiply(&Number::integer(2))?
        .root()
}

impl Simplifier<'_> {
    /// Products of exponentials, of logistic functions, and quotients by 1 + eᵘ.
    pub(super) fn stable_product(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        let product = self.as_product(id);
        for &(base, halves) in &product.factors {
            let Some((op, arguments)) = self.graph.apply(base) else {
                continue;
            };
            let arguments = arguments.to_vec();
            let argument = arguments[0];
            match op {
                Op::Add | Op::Sub if halves <= -2 && halves % 2 == 0 => {
                    if let Some(inner) = self.one_plus_exp(base) {
                        // 1/(1 + eᵘ) = σ(−u), and eᵘ/(1 + eᵘ) = σ(u) where an eᵘ is at hand.
                        let exp = self.apply(Op::Exp, &[inner]);
                        let mut new = product.clone();
                        let has_exp = new.factors.iter().any(|&(b, h)| b == exp && h >= 2);
                        new.push(base, 2);
                        let gate = if has_exp {
                            new.push(exp, -2);
                            inner
                        } else {
                            self.apply(Op::Neg, &[inner])
                        };
                        let gate = self.apply(Op::Sigmoid, &[gate]);
                        new.push(gate, 2);
                        return Some((&LOGISTIC, self.spell_product(new)));
                    }
                    if let Some(Conjugable { c, q, p, less }) = self.conjugable(base) {
                        let root = self.apply(Op::Sqrt, &[q]);
                        let other = self.apply(Op::Sub, &[root, p]);
                        let mut new = product.clone();
                        new.push(base, 2);
                        new.push(other, 2);
                        new.coefficient = new.coefficient.divide(&less.multiply(&c)?)?;
                        return Some((&RATIONALISE, self.spell_product(new)));
                    }
                }
                Op::Add | Op::Sub if halves >= 2 => {
                    if let Some(new) = self.conjugate_pair(&product, base) {
                        return Some((&RATIONALISE, self.spell_product(new)));
                    }
                }
                Op::Sigmoid if halves >= 2 => {
                    let minus = self.apply(Op::Neg, &[argument]);
                    let partner = self.apply(Op::Sigmoid, &[minus]);
                    if product.factors.iter().any(|&(b, h)| b == partner && h >= 2) {
                        let mut new = product.clone();
                        new.push(base, -2);
                        new.push(partner, -2);
                        // The density is even: take the argument without a sign in front.
                        let positive = !matches!(self.graph.apply(argument), Some((Op::Neg, _)));
                        let even = if positive { argument } else { minus };
                        let density = self.apply(Op::LogisticPdf, &[even]);
                        new.push(density, 2);
                        return Some((&LOGISTIC_PDF, self.spell_product(new)));
                    }
                }
                Op::ExpM1 if halves >= 2 => {
                    // The quotient is e^u − 1 times σ(−u) by now.
                    let minus = self.apply(Op::Neg, &[argument]);
                    let gate = self.apply(Op::Sigmoid, &[minus]);
                    if product.factors.iter().any(|&(b, h)| b == gate && h >= 2) {
                        let two = self.graph.integer(2);
                        // It is odd: the sign goes in front.
                        let negative = self.as_product(argument).coefficient.is_negative();
                        let positive = if negative { minus } else { argument };
                        let half = self.apply(Op::Div, &[positive, two]);
                        let tanh = self.apply(Op::Tanh, &[half]);
                        let mut new = product.clone();
                        new.push(base, -2);
                        new.push(gate, -2);
                        new.push(tanh, 2);
                        if negative {
                            new.coefficient = new.coefficient.negate();
                        }
                        return Some((&TANH_QUOTIENT, self.spell_product(new)));
                    }
                }
                Op::Sinh if halves >= 2 => {
                    let cosh = self.apply(Op::Cosh, &[argument]);
                    if product.factors.iter().any(|&(b, h)| b == cosh && h <= -2) {
                        let tanh = self.apply(Op::Tanh, &[argument]);
                        let mut new = product.clone();
                        new.push(base, -2);
                        new.push(cosh, 2);
                        new.push(tanh, 2);
                        return Some((&TANH, self.spell_product(new)));
                    }
                }
                Op::NormalCdf if halves == 2 => {
                    if let Some(scaled) = self.scaled_tail(&product, base) {
                        return Some((&SCALED_TAIL, scaled));
                    }
                }
                Op::Erfc if halves == 2 => {
                    if let Some(scaled) = self.scaled_tail(&product, base) {
                        return Some((&SCALED_TAIL, scaled));
                    }
                    // −√2·u, where that is simpler than u.
                    let mut inner = self.as_product(argument);
                    let root = Number::constant("SQRT_2")?.negate();
                    let scaled = inner.coefficient.multiply(&root)?;
                    let simpler =
                        scaled.as_fraction().is_some() && inner.coefficient.as_fraction().is_none();
                    if simpler {
                        inner.coefficient = scaled;
                        let inner = self.spell_product(inner);
                        let cdf = self.apply(Op::NormalCdf, &[inner]);
                        let mut new = product.clone();
                        new.push(base, -2);
                        new.push(cdf, 2);
                        new.coefficient = new.coefficient.multiply(&Number::integer(2))?;
                        return Some((&NORMAL_CDF, self.spell_product(new)));
                    }
                }
                Op::NormalCdf | Op::Erfc if halves <= -2 => {
                    if let Some(quotient) = self.inverse_mills(&product, base) {
                        return Some((&INVERSE_MILLS, quotient));
                    }
                }
                Op::Exp if halves < 0 && halves % 2 == 0 => {
                    let minus = self.apply(Op::Neg, &[argument]);
                    let inverse = self.apply(Op::Exp, &[minus]);
                    let mut new = product.clone();
                    new.push(base, -halves);
                    new.push(inverse, -halves);
                    return Some((&EXP_INVERSE, self.spell_product(new)));
                }
                Op::Exp if halves == 2 => {
                    if let Some(normal) = self.normal_density(&product, base, argument) {
                        return Some((&NORMAL_PDF, normal));
                    }
                    if let Some(gated) = self.gate_in_exponent(&product, base, argument) {
                        return Some((&LOG_GATE, gated));
                    }
                    let other = product.factors.iter().find(|&&(b, h)| {
                        b != base && h == 2 && matches!(self.graph.apply(b), Some((Op::Exp, _)))
                    });
                    if let Some(&(other, _)) = other {
                        let second = self.graph.arguments(other)[0];
                        let sum = self.apply(Op::Add, &[argument, second]);
                        let both = self.apply(Op::Exp, &[sum]);
                        let mut new = product.clone();
                        new.push(base, -2);
                        new.push(other, -2);
                        new.push(both, 2);
                        return Some((&ONE_EXP, self.spell_product(new)));
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// `exp(u²/2)·Φ(u) · rest`, where the exponential is infinite and Φ is 0 from −13 on, as 1/√(2π)
    /// over one function: erfcx, for the tail erfc.
    fn scaled_tail(&mut self, product: &Product, tail: Id) -> Option<Id> {
        let (u, scale) = self.normal_tail(tail)?;
        let half_square = self.half_square(u, 1)?;
        let is_inverse = |&&(base, halves): &&(Id, i32)| match self.graph.apply(base) {
            Some((Op::Exp, &[v])) if halves == 2 => {
                let exponent = self.as_product(v);
                exponent.coefficient == half_square.coefficient && exponent.is_like(&half_square)
            }
            _ => false,
        };
        let &(exponential, _) = product.factors.iter().find(is_inverse)?;
        let quotient = self.apply(Op::InverseMills, &[u]);
        let mut new = product.clone();
        new.push(tail, -2);
        new.push(exponential, -2);
        new.push(quotient, -2);
        new.coefficient = new.coefficient.multiply(&scale)?.divide(&root_of_turn()?)?;
        Some(self.spell_product(new))
    }

    /// ±u²/2, with this sign.
    fn half_square(&mut self, u: Id, sign: i128) -> Option<Product> {
        let u = self.as_product(u);
        let mut square = self.power(&u, 4)?;
        square.coefficient = (square.coefficient).multiply(&Number::fraction(sign, 2)?)?;
        Some(square)
    }

    /// `φ(u)/Φ(u) · rest` as one function, where φ may be exp(−u²/2)/√(2π) or the tail erfc.
    fn inverse_mills(&mut self, product: &Product, tail: Id) -> Option<Id> {
        let (u, scale) = self.normal_tail(tail)?;
        let half_square = self.half_square(u, -1)?;
        let opposite = self.negate(u);
        for &(base, halves) in &product.factors {
            if halves < 2 {
                continue;
            }
            let root = match self.graph.apply(base) {
                Some((Op::NormalPdf, &[v])) if v == u || v == opposite => Number::integer(1),
                Some((Op::Exp, &[v])) => {
                    let exponent = self.as_product(v);
                    if exponent.coefficient != half_square.coefficient
                        || !exponent.is_like(&half_square)
                    {
                        continue;
                    }
                    root_of_turn()?
                }
                _ => continue,
            };
            let quotient = self.apply(Op::InverseMills, &[u]);
            let mut new = product.clone();
            new.push(tail, 2);
            new.push(base, -2);
            new.push(quotient, 2);
            new.coefficient = new.coefficient.multiply(&root)?.divide(&scale)?;
            return Some(self.spell_product(new));
        }
        None
    }

    /// `exp(v) · σ(−u)` as `exp(v − softplus(u))`, where v holds that softplus already.
    fn gate_in_exponent(&mut self, product: &Product, base: Id, argument: Id) -> Option<Id> {
        let inside = self.graph.reachable(&[argument]);
        for &(gate, halves) in &product.factors {
            let Some((Op::Sigmoid, &[v])) = self.graph.apply(gate) else {
                continue;
            };
            let u = self.negate(v);
            let softplus = self.apply(Op::Softplus, &[u]);
            if halves != 2 || !inside.contains(&softplus) {
                continue;
            }
            let sum = self.apply(Op::Sub, &[argument, softplus]);
            let both = self.apply(Op::Exp, &[sum]);
            let mut new = product.clone();
            new.push(base, -2);
            new.push(gate, -2);
            new.push(both, 2);
            return Some(self.spell_product(new));
        }
        None
    }

    /// `u` of `1 + eᵘ`.
    pub(super) fn one_plus_exp(&mut self, id: Id) -> Option<Id> {
        let sum = self.as_sum(id);
        let (number, other) = sum.number_and_term()?;
        if !number.is_one() || !other.coefficient.is_one() {
            return None;
        }
        match self.lone_function(other)? {
            (Op::Exp, argument, 2) => Some(argument),
            _ => None,
        }
    }

    /// `exp(−x²/2) · rest` as `√(2π)·φ(x) · rest`, where that rids the rest of its √π.
    fn normal_density(&mut self, product: &Product, base: Id, argument: Id) -> Option<Id> {
        let mut inner = self.as_product(argument);
        if inner.coefficient != Number::fraction(-1, 2)?
            || inner.factors.is_empty()
            || inner.factors.iter().any(|(_, halves)| halves % 4 != 0)
        {
            return None;
        }
        inner.coefficient = Number::integer(1);
        for (_, halves) in &mut inner.factors {
            *halves /= 2;
        }
        let scale = Number::integer(2)
            .multiply(&Number::constant("PI")?)?
            .root()?;
        let coefficient = product.coefficient.multiply(&scale)?;
        coefficient.as_fraction()?;
        let x = self.spell_product(inner);
        let density = self.apply(Op::NormalPdf, &[x]);
        let mut new = product.clone();
        new.push(base, -2);
        new.push(density, 2);
        new.coefficient = coefficient;
        Some(self.spell_product(new))
    }
}
