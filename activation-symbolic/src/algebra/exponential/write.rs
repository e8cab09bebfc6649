//! A rational function of one exponential, written in e = exp(−|u|) so that nothing overflows.

use super::{
    Base,
    ratio::{Polynomial, Ratio},
};
use crate::{algebra::simplify::Simplifier, expr::Id, number::Number, op::Op};

/// `form · e^(h/2)` with e = exp(−|u|), and h for u below 0 and above it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scaled {
    pub(super) form: Id,
    pub(super) halves: [i32; 2],
}

impl Simplifier<'_> {
    /// The quotient in e = exp(−|u|).
    pub(super) fn write_ratio(&mut self, ratio: &Ratio, base: Base) -> Option<Id> {
        let scaled = self.scaled(ratio, base)?;
        self.write_scaled(&scaled, base)
    }

    /// Whether u is negative.
    pub(super) fn is_negative(&mut self, base: Base) -> Id {
        match base.negative {
            Some(negative) => self.graph.integer(i64::from(negative)),
            None => {
                let zero = self.graph.integer(0);
                self.graph.op(Op::Lt, &[base.u, zero])
            }
        }
    }

    /// −|u| and |u|
    pub(super) fn sizes(&mut self, base: Base) -> (Id, Id) {
        let opposite = self.negate(base.u);
        match base.negative {
            Some(true) if !base.split => (base.u, opposite),
            Some(false) if !base.split => (opposite, base.u),
            _ => {
                let size = self.graph.op(Op::Abs, &[base.u]);
                (self.graph.op(Op::Neg, &[size]), size)
            }
        }
    }

    /// The quotient without the power of e before it.
    pub(super) fn scaled(&mut self, ratio: &Ratio, base: Base) -> Option<Scaled> {
        let negative = self.is_negative(base);
        let (minus, _) = self.sizes(base);
        // A factor E − 1 is a difference that cancels: it is computed as one.
        let one = self.graph.integer(1);
        let (polynomial, roots) = self.without_difference(&ratio.above);
        let below: Vec<_> = (ratio.below.keys())
            .map(|polynomial| self.without_difference(polynomial))
            .collect();
        let cancels = roots > 0 || below.iter().any(|&(_, roots)| roots > 0);
        let (e, difference) = if cancels {
            let below_one = self.graph.op(Op::ExpM1, &[minus]);
            let e = self.graph.op(Op::Add, &[below_one, one]);
            // Above 0 it is E·(1 − e).
            let opposite = self.graph.op(Op::Neg, &[below_one]);
            (e, Some(self.select(negative, below_one, opposite)))
        } else {
            (self.graph.op(Op::Exp, &[minus]), None)
        };
        // On the side of large E the powers count down from the highest.
        let degree = |p: &Polynomial| i32::try_from(p.len() - 1).expect("degrees are small");
        let mut upper_power = ratio.power + degree(&ratio.above);
        let mut above = self.horner(&polynomial, e, negative);
        if base.near && cancels && roots == 0 && polynomial.len() > 1 {
            above = self.beside_difference(&polynomial, above, base)?;
        }
        above = self.times_difference(above, difference, roots);
        let factors = ratio.below.iter().zip(below);
        let mut below: Option<Id> = None;
        for ((whole, &count), (polynomial, roots)) in factors {
            upper_power -= degree(whole) * i32::try_from(count).ok()?;
            let value = self.horner(&polynomial, e, negative);
            let mut value = self.times_difference(value, difference, roots);
            if count > 1 {
                let count = self.graph.integer(i64::from(count));
                value = self.graph.op(Op::Powi, &[value, count]);
            }
            below = Some(match below {
                Some(other) => self.graph.op(Op::Mul, &[other, value]),
                None => value,
            });
        }
        let is_one = self.graph.number_at(above).is_some_and(Number::is_one);
        let factor = ratio.factor;
        let factor_is = self.graph.number_at(factor);
        let form = match below {
            None if is_one => factor,
            // Beside another factor the reciprocal is left to be shared.
            Some(below) if is_one && factor_is.is_some() => {
                self.graph.op(Op::Div, &[factor, below])
            }
            _ => {
                let has_factor = factor_is.is_none_or(|number| !number.is_one());
                let quotient = match below {
                    Some(below) => self.graph.op(Op::Div, &[above, below]),
                    None => above,
                };
                if has_factor {
                    self.graph.op(Op::Mul, &[factor, quotient])
                } else {
                    quotient
                }
            }
        };
        Some(Scaled {
            form,
            halves: [2 * ratio.power, -2 * upper_power],
        })
    }

    /// It and the power of e, which comes last.
    pub(super) fn write_scaled(&mut self, scaled: &Scaled, base: Base) -> Option<Id> {
        let negative = self.is_negative(base);
        let (minus, size) = self.sizes(base);
        let [lower, upper] = scaled
            .halves
            .map(|halves| self.with_power(scaled.form, halves, [minus, size]));
        Some(self.select(negative, lower?, upper?))
    }

    /// `polynomial` over (E − 1)ⁿ, and the largest such n.
    pub(super) fn without_difference(&mut self, polynomial: &Polynomial) -> (Polynomial, usize) {
        let [minus_one, one] = [-1, 1].map(|n| self.graph.integer(n));
        let (mut rest, mut roots) = (polynomial.clone(), 0);
        while let Some(quotient) = self.divide_exactly(&rest, &[minus_one, one]) {
            rest = quotient;
            roots += 1;
        }
        (rest, roots)
    }

    /// The polynomial, `far` from 0, in powers of e − 1 near it: its coefficients there are small
    /// where those of the powers of e cancel.
    fn beside_difference(&mut self, polynomial: &Polynomial, far: Id, base: Base) -> Option<Id> {
        let (minus, size) = self.sizes(base);
        let small = self.graph.op(Op::ExpM1, &[minus]);
        let shifted = self.about_one(polynomial);
        let reversed: Polynomial = polynomial.iter().rev().copied().collect();
        let reversed = self.about_one(&reversed);
        let negative = self.is_negative(base);
        let sides: Vec<Id> = (shifted.iter().zip(&reversed))
            .map(|(&lower, &upper)| self.select(negative, lower, upper))
            .collect();
        let mut near = *sides.last()?;
        for &coefficient in sides.iter().rev().skip(1) {
            let product = self.graph.op(Op::Mul, &[near, small]);
            near = self.graph.op(Op::Add, &[coefficient, product]);
        }
        let one = self.graph.integer(1);
        let is_near = self.graph.op(Op::Lt, &[size, one]);
        Some(self.graph.op(Op::Select, &[is_near, near, far]))
    }

    /// The coefficients of a polynomial in x as one in x − 1.
    fn about_one(&mut self, polynomial: &Polynomial) -> Polynomial {
        let mut shifted = polynomial.clone();
        for start in 0..shifted.len() {
            for k in (start..shifted.len() - 1).rev() {
                shifted[k] = self.apply(Op::Add, &[shifted[k], shifted[k + 1]]);
            }
        }
        shifted
    }

    /// `value` times the difference to a power.
    pub(super) fn times_difference(
        &mut self,
        value: Id,
        difference: Option<Id>,
        roots: usize,
    ) -> Id {
        let mut product = value;
        for _ in 0..roots {
            let Some(difference) = difference else { break };
            let is_one = self.graph.number_at(product).is_some_and(Number::is_one);
            product = if is_one {
                difference
            } else {
                self.graph.op(Op::Mul, &[difference, product])
            };
        }
        product
    }

    /// `quotient · e^(halves/2)`, the power of two last.
    pub(super) fn with_power(
        &mut self,
        quotient: Id,
        halves: i32,
        [minus, size]: [Id; 2],
    ) -> Option<Id> {
        if halves == 0 {
            return Some(quotient);
        }
        let mut factor = quotient;
        let (argument, times) = if halves > 0 {
            // As a factor (e − 1) + 1 has no digits; the exponential is computed anyway.
            let e = self.graph.op(Op::Exp, &[minus]);
            for _ in 1..(halves + 1) / 2 {
                factor = self.graph.op(Op::Mul, &[factor, e]);
            }
            (
                minus,
                Number::fraction(if halves % 2 == 0 { 2 } else { 1 }, 2)?,
            )
        } else {
            (size, Number::fraction((-halves).into(), 2)?)
        };
        let argument = if times.is_one() {
            argument
        } else {
            let times = self.graph.number(times);
            self.graph.op(Op::Mul, &[times, argument])
        };
        Some(self.graph.op(Op::TimesExp, &[factor, argument]))
    }

    /// `below` where u is negative and `above` elsewhere; in |u| alone where both are the same in
    /// it, as in the entropy u·σ(u) − softplus(u).
    pub(super) fn on_sides(&mut self, negative: Id, below: Id, above: Id) -> Id {
        let number = [below, above].map(|side| self.graph.number_at(side).is_some());
        if number == [false; 2]
            && let Some((u, minus)) = self.sign_split(negative)
        {
            let size = self.graph.op(Op::Abs, &[u]);
            let opposite = self.graph.op(Op::Neg, &[size]);
            let below_in_size = self.with_sides(below, [u, minus], [opposite, size]);
            let above_in_size = self.with_sides(above, [u, minus], [size, opposite]);
            if self.simplify(below_in_size) == self.simplify(above_in_size) {
                return above_in_size;
            }
        }
        self.select(negative, below, above)
    }

    /// `form` with others in the places of u and −u.
    fn with_sides(&mut self, form: Id, sides: [Id; 2], others: [Id; 2]) -> Id {
        self.exchanged(form, |graph, id, _| {
            let side = sides.iter().position(|&side| side == id);
            // The size is the same on either side.
            let is_size = || graph.apply(id) == Some((Op::Abs, &sides[..1]));
            side.map(|side| others[side])
                .or_else(|| is_size().then_some(id))
        })
    }

    /// The polynomial in e: its coefficients upwards below 0, downwards above.
    pub(super) fn horner(&mut self, polynomial: &[Id], e: Id, negative: Id) -> Id {
        let count = polynomial.len();
        let coefficient = |this: &mut Self, index: usize| {
            this.on_sides(negative, polynomial[index], polynomial[count - 1 - index])
        };
        let mut sum = coefficient(self, count - 1);
        for index in (0..count - 1).rev() {
            let next = coefficient(self, index);
            let is_one = self.graph.number_at(sum).is_some_and(Number::is_one);
            let is_zero = self.graph.number_at(next).is_some_and(Number::is_zero);
            let product = if is_one {
                e
            } else {
                self.graph.op(Op::Mul, &[sum, e])
            };
            sum = if is_zero {
                product
            } else {
                self.graph.op(Op::Add, &[next, product])
            };
        }
        sum
    }
}
