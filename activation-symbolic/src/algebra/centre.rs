//! Beside a root that is the same number whatever the parameters are: each part as what it has
//! more there than at the root.
//!
//! The slope of a soft clip in its sharpness is a quotient less a logarithm. Both are α/2 at
//! x = 1/2, and a series of their difference would have functions of α for coefficients. But with
//! E = exp(αx) = exp(α/2)·(1 + m), m = exp_m1(α·(x − 1/2)), either is rational: the quotient less
//! its value at 1/2 is m and x − 1/2 times polynomials in m, over another, and so is what stands
//! under the logarithm, over its value there, less 1. Nothing that cancels is left of them, and
//! the coefficients are functions of the parameters, computed once a call in `f64`.

use super::{
    exponential::{Base, Known, Ratio},
    simplify::Simplifier,
};
use crate::{
    differentiate::differentiate,
    eval::Program,
    expr::{Id, Symbol},
    kinks::substitute,
    number::Number,
    op::Op,
    schedule::Symbols,
    tape::settings,
};

/// Roots are sought between −`REACH` and `REACH`, and are whole numbers of 1/`PARTS`.
const REACH: i32 = 2;
const PARTS: i32 = 12;
/// How far the exponent may be from that at the root, beyond which the terms are apart.
const WIDTH: (i128, i128) = (3, 4);
/// Exponents beside the root at which the new form is held against the old one.
const HELD: [f64; 4] = [-0.7, -0.3, 0.4, 0.6];

/// The root, and all that is computed from it.
struct Centre {
    base: Base,
    /// The root.
    number: Id,
    /// E there.
    power: Id,
    /// x less the root.
    distance: Id,
    /// E over its value there, less 1.
    more: Id,
}

impl Simplifier<'_> {
    /// `form`, which is `plain` rewritten, with a window at its root, if that is a number.
    pub(super) fn beside_centre(
        &mut self,
        plain: Id,
        form: Id,
        symbols: &Symbols,
        values: &[f64],
    ) -> Option<Id> {
        let (sum, outside) = self.unwrapped(plain);
        let has_logarithm = |this: &mut Self| {
            let terms = this.as_sum(sum).terms().to_vec();
            terms.len() > 1
                && terms
                    .iter()
                    .any(|term| matches!(this.lone_function(term), Some((Op::Ln, _, 2))))
        };
        if symbols.inputs != 1 || symbols.names.len() == 1 || !has_logarithm(self) {
            return None;
        }
        let base = self.base_of(sum, Known::default())?;
        let root = self.common_root(plain, values)?;
        let number = self.graph.number(root);
        let at_root = substitute(self.graph, base.u, Symbol(0), number);
        let at_root = self.simplify(at_root);
        let x = self.graph.symbol(Symbol(0));
        let distance = self.apply(Op::Sub, &[x, number]);
        let steps = substitute(self.graph, base.u, Symbol(0), distance);
        let centre = Centre {
            base,
            number,
            power: self.apply(Op::Exp, &[at_root]),
            distance,
            more: self.graph.op(Op::ExpM1, &[steps]),
        };
        let beside = self.less_value_at(sum, &centre)?;
        let size = self.graph.op(Op::Abs, &[steps]);
        let width = self.graph.number(Number::fraction(WIDTH.0, WIDTH.1)?);
        let near = self.graph.op(Op::Lt, &[size, width]);
        // One logarithm for both, where the same stands before them.
        let (inner, own) = self.unwrapped(form);
        let (inside, around) = if own == outside {
            (self.select_logarithm(near, beside, inner), outside)
        } else {
            let beside = self.wrapped(beside, &outside);
            (self.graph.op(Op::Select, &[near, beside, form]), Vec::new())
        };
        let windowed = self.wrapped(inside, &around);
        self.is_equal_beside(plain, windowed, base.u, number, values)
            .then_some(windowed)
    }

    /// What `sum` has more than at the root, where it is 0.
    fn less_value_at(&mut self, sum: Id, centre: &Centre) -> Option<Id> {
        let mut rest = self.graph.integer(0);
        let mut logarithms = Vec::new();
        for term in self.as_sum(sum).terms().to_vec() {
            match self.lone_function(&term) {
                Some((Op::Ln, inner, 2)) => logarithms.push((term.coefficient.clone(), inner)),
                _ => {
                    let term = self.spell_product(term);
                    rest = self.apply(Op::Add, &[rest, term]);
                }
            }
        }
        let rest = self.ratio(rest, centre.base)?;
        let mut total = self.more_than_at(rest, centre, false)?;
        for (coefficient, inner) in logarithms {
            let inner = self.ratio(inner, centre.base)?;
            let more = self.more_than_at(inner, centre, true)?;
            let logarithm = self.graph.op(Op::Ln1p, &[more]);
            let (op, size) = if coefficient.is_negative() {
                (Op::Sub, coefficient.negate())
            } else {
                (Op::Add, coefficient)
            };
            let term = if size.is_one() {
                logarithm
            } else {
                let size = self.graph.number(size);
                self.graph.op(Op::Mul, &[size, logarithm])
            };
            total = self.graph.op(op, &[total, term]);
        }
        Some(total)
    }

    /// A quotient less its value at the root; over that value, if it is asked for the `part`.
    fn more_than_at(&mut self, ratio: Ratio, centre: &Centre, part: bool) -> Option<Id> {
        // f·Eⁿ·A/B, with f and Eⁿ in A.
        let [zero, one] = [0, 1].map(|n| self.graph.integer(n));
        let mut above = vec![zero; usize::try_from(ratio.power).ok()?];
        for coefficient in &ratio.above {
            above.push(self.apply(Op::Mul, &[ratio.factor, *coefficient]));
        }
        let mut below = vec![one];
        for (polynomial, &count) in &ratio.below {
            for _ in 0..count {
                below = self.multiply_polynomials(&below, polynomial)?;
            }
        }
        // At the root: A, B and what E is there to every power.
        let fixed = |this: &mut Self, id: Id| {
            let id = substitute(this.graph, id, Symbol(0), centre.number);
            this.simplify(id)
        };
        let slopes: Vec<Id> = above
            .iter()
            .map(|&a| {
                let slope = differentiate(self.graph, a, Symbol(0), 1).result;
                self.simplify(slope)
            })
            .collect();
        let above: Vec<Id> = above.into_iter().map(|a| fixed(self, a)).collect();
        if below.iter().chain(&slopes).any(|&id| self.varies(id)) {
            return None;
        }
        let [above, below, slopes] =
            [above, below, slopes].map(|p| self.scaled_by(&p, centre.power));
        let [above_there, below_there] = [&above, &below].map(|p| self.total(p));
        let unit = if part { above_there } else { below_there };
        // (A − A₀·B/B₀)/B is m times a polynomial and x − r times another.
        let value = self.apply(Op::Div, &[above_there, below_there]);
        let count = above.len().max(below.len());
        let mut differences = Vec::new();
        for k in 0..count {
            let [a, b] = [&above, &below].map(|p| p.get(k).copied().unwrap_or(zero));
            let less = self.apply(Op::Mul, &[value, b]);
            differences.push(self.apply(Op::Sub, &[a, less]));
        }
        let steps = self.in_more(&differences, unit);
        let lines = self.in_more(&slopes, unit);
        let mut total = self.horner_in(&steps[1..], centre.more);
        total = self.graph.op(Op::Mul, &[centre.more, total]);
        if lines.iter().any(|&c| c != zero) {
            let line = self.horner_in(&lines, centre.more);
            let line = self.graph.op(Op::Mul, &[centre.distance, line]);
            total = self.graph.op(Op::Add, &[line, total]);
        }
        // Factor by factor, each over its value at the root: parts have them in common.
        let mut divisor: Option<Id> = None;
        for (polynomial, &count) in &ratio.below {
            let polynomial = self.scaled_by(polynomial, centre.power);
            let there = self.total(&polynomial);
            let polynomial = self.in_more(&polynomial, there);
            let value = self.horner_in(&polynomial, centre.more);
            for _ in 0..count {
                divisor = Some(match divisor {
                    Some(other) => self.graph.op(Op::Mul, &[other, value]),
                    None => value,
                });
            }
        }
        Some(match divisor {
            Some(divisor) => self.graph.op(Op::Div, &[total, divisor]),
            None => total,
        })
    }

    /// The coefficients of a polynomial in E over its value at the root.
    fn scaled_by(&mut self, polynomial: &[Id], power: Id) -> Vec<Id> {
        let mut scaled = Vec::new();
        for (k, &coefficient) in polynomial.iter().enumerate() {
            let exponent = self.graph.integer(k as i64);
            let scale = self.apply(Op::Powi, &[power, exponent]);
            scaled.push(self.apply(Op::Mul, &[coefficient, scale]));
        }
        scaled
    }

    fn total(&mut self, polynomial: &[Id]) -> Id {
        let zero = self.graph.integer(0);
        let add = |sum, &term| self.apply(Op::Add, &[sum, term]);
        polynomial.iter().fold(zero, add)
    }

    /// A polynomial in 1 + m as one in m, over `unit`.
    fn in_more(&mut self, polynomial: &[Id], unit: Id) -> Vec<Id> {
        let mut result = Vec::new();
        for power in 0..polynomial.len() {
            let mut sum = self.graph.integer(0);
            let mut choices = 1;
            for (k, &coefficient) in polynomial.iter().enumerate().skip(power) {
                let times = self.graph.integer(choices);
                let term = self.apply(Op::Mul, &[times, coefficient]);
                sum = self.apply(Op::Add, &[sum, term]);
                // k + 1 over `power`, from k over it.
                choices = choices * (k as i64 + 1) / (k as i64 + 1 - power as i64);
            }
            result.push(self.apply(Op::Div, &[sum, unit]));
        }
        result
    }

    fn horner_in(&mut self, polynomial: &[Id], more: Id) -> Id {
        let is_zero = |this: &Self, id: Id| this.graph.number_at(id).is_some_and(Number::is_zero);
        let mut sum: Option<Id> = None;
        for &coefficient in polynomial.iter().rev() {
            sum = Some(match sum {
                None if is_zero(self, coefficient) => continue,
                None => coefficient,
                Some(sum) => {
                    let product = self.graph.op(Op::Mul, &[sum, more]);
                    if is_zero(self, coefficient) {
                        product
                    } else {
                        self.graph.op(Op::Add, &[coefficient, product])
                    }
                }
            });
        }
        sum.unwrap_or_else(|| self.graph.integer(0))
    }

    /// The number at which `form` is 0 with the default parameters and with others.
    fn common_root(&mut self, form: Id, values: &[f64]) -> Option<Number> {
        let program = Program::new(self.graph, form);
        let is_root = |x: f64, setting: &[f64]| {
            let mut at = setting.to_vec();
            at[0] = x;
            let (value, error) = program.with_error(&at);
            value.abs() <= 4.0 * error
        };
        let settings: Vec<Vec<f64>> = settings(values)
            .into_iter()
            .filter(|setting| {
                let mut at = setting.clone();
                at[0] = 0.37;
                program.double(&at).is_finite()
            })
            .collect();
        // One setting has roots anywhere.
        if settings.len() < 3 {
            return None;
        }
        let found = (-REACH * PARTS..=REACH * PARTS).find(|&k| {
            let x = f64::from(k) / f64::from(PARTS);
            settings.iter().all(|setting| is_root(x, setting))
        })?;
        Number::fraction(i128::from(found), i128::from(PARTS))
    }

    /// Whether two forms are equal beside the root, with several parameters.
    fn is_equal_beside(&self, old: Id, new: Id, u: Id, root: Id, values: &[f64]) -> bool {
        let root = self.graph.number_at(root).map_or(0.0, Number::to_f64);
        let [u, old, new] = [u, old, new].map(|id| Program::new(self.graph, id));
        settings(values).iter().all(|setting| {
            let mut at = setting.clone();
            at[0] = 1.0;
            let scale = u.double(&at);
            HELD.iter().all(|by| {
                at[0] = root + by / scale;
                let (exact, error) = old.with_error(&at);
                let same = (new.double(&at) - exact).abs() <= 1e-9 * exact.abs() + 4.0 * error;
                same || !exact.is_finite()
            })
        })
    }

    /// What is inside of the factors and divisors that no input changes, and those.
    fn unwrapped(&self, mut id: Id) -> (Id, Vec<(Op, Id)>) {
        let mut around = Vec::new();
        while let Some((op @ (Op::Mul | Op::Div), &[a, b])) = self.graph.apply(id) {
            match (self.varies(a), self.varies(b)) {
                (true, false) => {
                    around.push((op, b));
                    id = a;
                }
                (false, true) if op == Op::Mul => {
                    around.push((op, a));
                    id = b;
                }
                _ => break,
            }
        }
        (id, around)
    }

    fn wrapped(&mut self, inside: Id, around: &[(Op, Id)]) -> Id {
        let wrap = |inside, &(op, other): &(Op, Id)| self.graph.op(op, &[inside, other]);
        around.iter().rev().fold(inside, wrap)
    }

    /// `yes` where the condition holds, `no` elsewhere; where both end in a logarithm, one is
    /// taken of what stands under the one or the other.
    pub(super) fn select_logarithm(&mut self, condition: Id, yes: Id, no: Id) -> Id {
        match [yes, no].map(|id| self.ends_in_logarithm(id)) {
            [Some((op, first, a)), Some((other, second, b))] if op == other => {
                let rest = self.graph.op(Op::Select, &[condition, first, second]);
                let inside = self.graph.op(Op::Select, &[condition, a, b]);
                let logarithm = self.graph.op(Op::Ln1p, &[inside]);
                self.graph.op(op, &[rest, logarithm])
            }
            _ => self.graph.op(Op::Select, &[condition, yes, no]),
        }
    }

    /// `rest ± ln(1 + inside)`
    fn ends_in_logarithm(&self, id: Id) -> Option<(Op, Id, Id)> {
        let (op, &[rest, last]) = self.graph.apply(id)? else {
            return None;
        };
        match (op, self.graph.apply(last)?) {
            (Op::Add | Op::Sub, (Op::Ln1p, &[inside])) => Some((op, rest, inside)),
            (Op::Add, (Op::Neg, &[minus])) => match self.graph.apply(minus)? {
                (Op::Ln1p, &[inside]) => Some((Op::Sub, rest, inside)),
                _ => None,
            },
            _ => None,
        }
    }
}
