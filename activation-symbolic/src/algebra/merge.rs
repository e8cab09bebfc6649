//! Factors of a product that are better as one: powers of one base, and signs and absolute values
//! beside what they are of.

use super::{product::Product, simplify::Simplifier};
use crate::{expr::Id, number::Number, op::Op};

impl Simplifier<'_> {
    /// `u^a · u^b = u^(a + b)`, and so with quotients: apart, one may overflow and the other be 0. And
    /// `u^(a − 1) · u = u^a`, where u itself leaves nothing of a number in the exponent.
    pub(super) fn merge_powers(&mut self, product: &mut Product) {
        let mut place = 0;
        while place < product.factors.len() {
            let factor = product.factors[place];
            place += 1;
            let Some((base, ..)) = self.power_of(factor) else {
                continue;
            };
            let others: Vec<_> = (product.factors.iter())
                .filter_map(|&factor| {
                    let (same, exponent, times) = self.power_of(factor)?;
                    (same == base).then_some((factor.0, exponent, times))
                })
                .collect();
            let bare = (product.factors.iter())
                .find(|&&(factor, halves)| factor == base && halves % 2 == 0)
                .map(|&(_, halves)| halves / 2);
            if others.len() < 2 && bare.is_none() {
                continue;
            }
            let mut total = self.graph.integer(0);
            for &(_, exponent, times) in &others {
                let times = self.graph.integer(times);
                let exponent = self.apply(Op::Mul, &[times, exponent]);
                total = self.apply(Op::Add, &[total, exponent]);
            }
            let with_bare = bare.and_then(|times| {
                let times = self.graph.integer(times.into());
                let more = self.apply(Op::Add, &[total, times]);
                (self.sum_length(more) < self.sum_length(total)).then_some(more)
            });
            if others.len() < 2 && with_bare.is_none() {
                continue;
            }
            let power = self.apply(Op::Powf, &[base, with_bare.unwrap_or(total)]);
            let mut new = product.clone();
            (new.factors).retain(|(factor, _)| {
                let is_bare = with_bare.is_some() && *factor == base;
                !is_bare && others.iter().all(|(other, ..)| other != factor)
            });
            let Some(new) = new.times(&self.as_product(power), 2) else {
                continue;
            };
            *product = new;
            place = 0;
        }
    }

    /// A factor that is a real power, or a power of one, as its base, its exponent and the whole
    /// power that is taken of it.
    pub(super) fn power_of(&self, (factor, halves): (Id, i32)) -> Option<(Id, Id, i64)> {
        match self.graph.apply(factor) {
            Some((Op::Powf, &[base, exponent])) if halves % 2 == 0 => {
                Some((base, exponent, i64::from(halves / 2)))
            }
            _ => None,
        }
    }

    /// Signs and absolute values beside what they are of: see [`merged_sign`](Self::merged_sign).
    pub(super) fn merge_signs(&mut self, product: &mut Product) {
        // Every step takes a factor away or brings two exponents closer.
        for _ in 0..2 * product.factors.len() {
            let mut places = 0..product.factors.len();
            match places.find_map(|place| self.merged_sign(product, place)) {
                Some(merged) => *product = merged,
                None => return,
            }
        }
    }

    /// `u · sgn u = |u|`, `|u|² = u²`, `u / |u| = sgn u`, `u² / |u| = |u|`, `sgn u / u = 1 / |u|`,
    /// `sgn u / |u| = 1 / u` and `u · |u|^(c − 1) = sgn u · |u|^c`: where one side has a value at 0,
    /// it is the one on the right.
    fn merged_sign(&mut self, product: &Product, place: usize) -> Option<Product> {
        let (base, halves) = product.factors[place];
        let (op, arguments) = self.graph.apply(base)?;
        let (inner, exponent) = (*arguments.first()?, arguments.get(1).copied());
        let of = |id: Id| {
            let factor = product.factors.iter().find(|&&(b, _)| b == id);
            factor.map_or(0, |&(_, halves)| halves)
        };
        let mut new = product.clone();
        match op {
            Op::Signum if halves == 2 => {
                let absolute = self.apply(Op::Abs, &[inner]);
                let (bare, beside) = (of(inner), of(absolute));
                if bare >= 2 {
                    new.push(inner, -2);
                    new.push(absolute, 2);
                } else if bare <= -2 && bare % 4 != 0 && bare % 2 == 0 {
                    new.push(inner, 2);
                    new.push(absolute, -2);
                } else if beside <= -2 && beside % 4 != 0 && beside % 2 == 0 {
                    new.push(absolute, 2);
                    new.push(inner, -2);
                } else {
                    return None;
                }
                new.push(base, -2);
            }
            Op::Abs if halves % 4 == 0 => {
                new.push(base, -halves);
                new.push(inner, halves);
            }
            Op::Abs if halves % 2 == 0 => {
                let bare = of(inner);
                let opposite = bare.signum() * halves.signum() < 0 && bare % 2 == 0;
                if bare % 4 == 0 && (opposite || (bare < 0 && halves < 0)) {
                    new.push(inner, -bare);
                    new.push(base, bare);
                } else if opposite {
                    // u^a · |u|^b = sgn u · u^(a + b) for odd a and b.
                    new.push(base, -halves);
                    new.push(inner, halves);
                    let sign = self.apply(Op::Signum, &[inner]);
                    new.push(sign, 2);
                } else {
                    return None;
                }
            }
            Op::Powf if halves == 2 => {
                let Some((Op::Abs, &[of_what])) = self.graph.apply(inner) else {
                    return None;
                };
                let bare = of(of_what);
                let number = self.graph.number_at(exponent?)?;
                if !number.is_negative() || bare <= 0 || bare % 2 != 0 {
                    return None;
                }
                let more = number.add(&Number::integer(i64::from(bare / 2)))?;
                let more = self.graph.number(more);
                let power = self.apply(Op::Powf, &[inner, more]);
                new.push(base, -2);
                new.push(of_what, -bare);
                new = new.times(&self.as_product(power), 2)?;
                if bare % 4 != 0 {
                    let sign = self.apply(Op::Signum, &[of_what]);
                    new.push(sign, 2);
                }
            }
            _ => return None,
        }
        Some(new)
    }
}
