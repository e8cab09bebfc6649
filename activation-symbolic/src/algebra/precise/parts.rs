//! Expressions in two parts: as they are rounded, and what that lost, exactly. Not here: which of
//! them need the second part (`compensate`).

use super::Pass;
use crate::{expr::Id, number::Number, op::Op};

/// A number in two parts: `high` as it is rounded, and what that lost, if anything.
#[derive(Clone, Copy)]
pub(in crate::algebra) struct Parts {
    pub(in crate::algebra) high: Id,
    pub(in crate::algebra) low: Option<Id>,
}

impl Pass<'_> {
    /// `id`, a polynomial in inputs and in what is prepared, with what its roundings lose.
    pub(in crate::algebra) fn parts(&mut self, id: Id) -> Parts {
        let key = (id, self.residuals, self.alone);
        if let Some(&known) = self.in_parts.get(&key) {
            return known;
        }
        let parts = self.taken_apart(id);
        self.in_parts.insert(key, parts);
        parts
    }

    fn taken_apart(&mut self, id: Id) -> Parts {
        let whole = Parts {
            high: self.rebuilt(id),
            low: None,
        };
        if !self.symbols.varies(self.graph, id) {
            return self.constant_parts(id);
        }
        let Some((op, arguments)) = self.graph.apply(id) else {
            return whole;
        };
        let arguments = arguments.to_vec();
        match (op, &arguments[..]) {
            (Op::Neg, &[a]) => {
                let a = self.parts(a);
                Parts {
                    high: self.graph.op(Op::Neg, &[a.high]),
                    low: a.low.map(|low| self.graph.op(Op::Neg, &[low])),
                }
            }
            (Op::Abs, &[a]) => {
                let a = self.parts(a);
                let low = a.low.map(|low| {
                    let zero = self.graph.integer(0);
                    let negative = self.graph.op(Op::Lt, &[a.high, zero]);
                    let minus = self.graph.op(Op::Neg, &[low]);
                    self.graph.op(Op::Select, &[negative, minus, low])
                });
                Parts {
                    high: self.graph.op(Op::Abs, &[a.high]),
                    low,
                }
            }
            (Op::Mul, &[a, b]) => {
                let (a, b) = (self.parts(a), self.parts(b));
                self.product(a, b)
            }
            // eᵘ as it is rounded, and what that lost: of 100, 60 units in the last place of e to
            // the power of it.
            (Op::Exp, &[u]) if self.residuals => {
                let u = self.parts(u);
                let high = self.graph.op(Op::Exp, &[u.high]);
                // Far below 0 the residual is NaN: a correction of u − eᵘ ends before, where u is
                // large; that of eᵘ alone does not.
                let near = if self.alone {
                    let end = self.graph.integer(-1000);
                    self.graph.op(Op::Max, &[end, u.high])
                } else {
                    u.high
                };
                let mut low = self.graph.op(Op::ExpResidual, &[near]);
                if let Some(lost) = u.low {
                    low = self.graph.op(Op::MulAdd, &[high, lost, low]);
                }
                Parts {
                    high,
                    low: Some(low),
                }
            }
            // An argument that is spelled differently on either side of 0.
            (Op::Select, &[condition, yes, no]) => {
                let (yes, no) = (self.parts(yes), self.parts(no));
                let condition = self.rebuilt(condition);
                let high = self.graph.op(Op::Select, &[condition, yes.high, no.high]);
                let low = (yes.low.is_some() || no.low.is_some()).then(|| {
                    let zero = self.graph.integer(0);
                    let [yes, no] = [yes, no].map(|part| part.low.unwrap_or(zero));
                    self.graph.op(Op::Select, &[condition, yes, no])
                });
                Parts { high, low }
            }
            // max(0, u) + ln(1 + e^−|u|), of which the second is small where the first is large.
            (Op::Softplus, &[u]) => {
                let u = self.parts(u);
                let zero = self.graph.integer(0);
                let positive = self.graph.op(Op::Gt, &[u.high, zero]);
                let part = Parts {
                    high: self.graph.op(Op::Max, &[zero, u.high]),
                    low: u
                        .low
                        .map(|low| self.graph.op(Op::Select, &[positive, low, zero])),
                };
                let size = self.graph.op(Op::Abs, &[u.high]);
                let minus = self.graph.op(Op::Neg, &[size]);
                let e = self.graph.op(Op::Exp, &[minus]);
                let rest = self.graph.op(Op::Ln1p, &[e]);
                let high = self.graph.op(Op::Add, &[part.high, rest]);
                let lost = self.graph.op(Op::SumResidual, &[part.high, rest]);
                let low = match part.low {
                    Some(low) => self.graph.op(Op::Add, &[lost, low]),
                    None => lost,
                };
                Parts {
                    high,
                    low: Some(low),
                }
            }
            (Op::LogSigmoid, &[u]) => {
                let opposite = self.graph.op(Op::Neg, &[u]);
                let positive = self.graph.op(Op::Softplus, &[opposite]);
                let positive = self.parts(positive);
                Parts {
                    high: self.graph.op(Op::Neg, &[positive.high]),
                    low: positive.low.map(|low| self.graph.op(Op::Neg, &[low])),
                }
            }
            (Op::Powi, &[base, exponent]) => {
                let exponent = self.graph.number_at(exponent).and_then(Number::as_integer);
                let base = self.parts(base);
                match exponent {
                    Some(2) => self.product(base, base),
                    Some(3) => {
                        let square = self.product(base, base);
                        self.product(base, square)
                    }
                    _ => whole,
                }
            }
            (Op::Div, &[a, b]) if !self.symbols.varies(self.graph, b) => {
                let inverse = match self.graph.number_at(b).and_then(Number::reciprocal) {
                    Some(number) => self.graph.number(number),
                    None => self.graph.op(Op::Recip, &[b]),
                };
                let (a, inverse) = (self.parts(a), self.constant_parts(inverse));
                self.product(a, inverse)
            }
            (Op::Add, &[a, b]) => {
                let (a, b) = (self.parts(a), self.parts(b));
                let high = self.graph.op(Op::Add, &[a.high, b.high]);
                let lost = self.graph.op(Op::SumResidual, &[a.high, b.high]);
                let low = [a.low, b.low].into_iter().flatten();
                let low = low.fold(lost, |sum, low| self.graph.op(Op::Add, &[sum, low]));
                Parts {
                    high,
                    low: Some(low),
                }
            }
            (Op::Sub, &[a, b]) => {
                let (a, b) = (self.parts(a), self.parts(b));
                let high = self.graph.op(Op::Sub, &[a.high, b.high]);
                let minus = self.graph.op(Op::Neg, &[b.high]);
                let mut low = self.graph.op(Op::SumResidual, &[a.high, minus]);
                if let Some(more) = a.low {
                    low = self.graph.op(Op::Add, &[low, more]);
                }
                if let Some(less) = b.low {
                    low = self.graph.op(Op::Sub, &[low, less]);
                }
                Parts {
                    high,
                    low: Some(low),
                }
            }
            _ => whole,
        }
    }

    fn product(&mut self, a: Parts, b: Parts) -> Parts {
        let high = self.graph.op(Op::Mul, &[a.high, b.high]);
        let exact = [a, b].iter().any(|part| self.is_power_of_two(part.high));
        let mut low = (!exact).then(|| self.graph.op(Op::ProductResidual, &[a.high, b.high]));
        for (this, other) in [(a, b), (b, a)] {
            if let Some(lost) = this.low {
                let more = self.graph.op(Op::Mul, &[other.high, lost]);
                low = Some(match low {
                    Some(low) => self.graph.op(Op::Add, &[low, more]),
                    None => more,
                });
            }
        }
        Parts { high, low }
    }

    /// A number or an expression of parameters, which is rounded to the type it is used in, and
    /// what that loses: in either type, since the half of a unit that it is moves the exponential
    /// of a large multiple by many.
    fn constant_parts(&mut self, id: Id) -> Parts {
        let low = match self.graph.number_at(id).map(Number::lost) {
            Some(lost) if lost.iter().all(Number::is_zero) => None,
            Some(lost) => Some(lost.map(|part| self.graph.number(part))),
            None => {
                let head = self.graph.op(Op::Head, &[id]);
                let single = self.graph.op(Op::Sub, &[id, head]);
                let double = match self.lost(id) {
                    Some(lost) => lost,
                    None => self.graph.integer(0),
                };
                Some([single, double])
            }
        };
        Parts {
            high: id,
            low: low.map(|parts| self.graph.op(Op::Rest, &parts)),
        }
    }

    /// What `prepare`, which computes in `f64`, loses of an expression of parameters; `None` where
    /// that is nothing, or not known.
    fn lost(&mut self, id: Id) -> Option<Id> {
        if let Some(number) = self.graph.number_at(id) {
            let [_, lost] = number.lost();
            return (!lost.is_zero()).then(|| self.graph.number(lost));
        }
        let (op, arguments) = self.graph.apply(id)?;
        let arguments = arguments.to_vec();
        let sum = |this: &mut Self, parts: &[Option<Id>]| {
            let parts = parts.iter().copied().flatten();
            parts.reduce(|sum, part| this.graph.op(Op::Add, &[sum, part]))
        };
        match (op, &arguments[..]) {
            (Op::Neg, &[a]) => {
                let lost = self.lost(a)?;
                Some(self.graph.op(Op::Neg, &[lost]))
            }
            (Op::Add, &[a, b]) => {
                let rounding = self.graph.op(Op::SumResidual, &[a, b]);
                let lost = [Some(rounding), self.lost(a), self.lost(b)];
                sum(self, &lost)
            }
            (Op::Sub, &[a, b]) => {
                let minus = self.graph.op(Op::Neg, &[b]);
                let rounding = self.graph.op(Op::SumResidual, &[a, minus]);
                let less = self.lost(b).map(|lost| self.graph.op(Op::Neg, &[lost]));
                let lost = [Some(rounding), self.lost(a), less];
                sum(self, &lost)
            }
            (Op::Mul, &[a, b]) => {
                let exact = self.is_power_of_two(a) || self.is_power_of_two(b);
                let rounding = (!exact).then(|| self.graph.op(Op::ProductResidual, &[a, b]));
                let part = |this: &mut Self, lossy: Id, whole: Id| {
                    let lost = this.lost(lossy)?;
                    Some(this.graph.op(Op::Mul, &[whole, lost]))
                };
                let lost = [rounding, part(self, a, b), part(self, b, a)];
                sum(self, &lost)
            }
            // (a + δ)/(b + ε) = q + (a − q·b + δ − q·ε)/b to first order.
            (Op::Div, &[a, b]) => {
                let quotient = id;
                self.lost_of_quotient(quotient, Some(a), b)
            }
            (Op::Recip, &[b]) => self.lost_of_quotient(id, None, b),
            // √(a + δ) = r + (a − r² + δ)/(2r) to first order.
            (Op::Sqrt, &[a]) => {
                let rest = self.less_product(a, id, id);
                let lost = self.lost(a);
                let above = sum(self, &[Some(rest), lost])?;
                let two = self.graph.integer(2);
                let below = self.graph.op(Op::Mul, &[two, id]);
                Some(self.graph.op(Op::Div, &[above, below]))
            }
            _ => None,
        }
    }

    /// What `quotient` = `a / b` loses, where no `a` is 1.
    fn lost_of_quotient(&mut self, quotient: Id, a: Option<Id>, b: Id) -> Option<Id> {
        let whole = match a {
            Some(a) => a,
            None => self.graph.integer(1),
        };
        let mut above = self.less_product(whole, quotient, b);
        if let Some(lost) = a.and_then(|a| self.lost(a)) {
            above = self.graph.op(Op::Add, &[above, lost]);
        }
        if let Some(lost) = self.lost(b) {
            let minus = self.graph.op(Op::Neg, &[quotient]);
            above = self.graph.op(Op::MulAdd, &[minus, lost, above]);
        }
        Some(self.graph.op(Op::Div, &[above, b]))
    }

    /// `whole − a·b`, rounded once.
    fn less_product(&mut self, whole: Id, a: Id, b: Id) -> Id {
        let minus = self.graph.op(Op::Neg, &[a]);
        self.graph.op(Op::MulAdd, &[minus, b, whole])
    }

    /// Whether multiplying by this constant loses nothing.
    pub(in crate::algebra) fn is_power_of_two(&self, id: Id) -> bool {
        self.graph
            .number_at(id)
            .is_some_and(|number| number.to_f64().to_bits() & ((1 << 52) - 1) == 0)
    }
}
