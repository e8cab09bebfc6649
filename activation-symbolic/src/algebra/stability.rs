//! Stability rules: forms that are equal on paper and not on a machine.
//!
//! Value and derivative are rewritten separately, after the derivative was taken. Every rule
//! names the input at which the form on its left dies in `f32` (`rule`); what stands on its right
//! is accurate there. Here are the rounds in which they are applied, and those about sums and
//! logarithms.
//!
//! Not here: products (`stable_product`), sums of reflected functions (`logarithm`), rules that need both
//! of their sides (`twin`), and what is searched for afterwards (`search`).

use super::{
    product::Product,
    rule::{
        COMPLEMENT, CONJUGATE, DOUBLE_ANGLE, ERFC, EXP_M1, FOLD, GATE, HALF_ANGLE, LN_1P, LN_COSH,
        LOG_SIGMOID, MIX, POWER, Rewrite, Rule, SECH, SOFTPLUS, SWISH_COMPLEMENT, TANH_PLUS,
    },
    simplify::Simplifier,
    sum::Sum,
};
use crate::{
    expr::{Id, IdMap},
    number::Number,
    op::Op,
};

impl Simplifier<'_> {
    /// The stable form of the normal form `root`, and what was rewritten on the way.
    pub fn stabilise(&mut self, root: Id) -> (Id, Vec<Rewrite>) {
        let mut log = Vec::new();
        let mut current = self.with_exponentials(root, &mut log);
        // Each round rewrites bottom up; a rewrite may make another possible above it. The
        // rules never lead back, so this ends long before the limit.
        for _ in 0..8 {
            let next = self.stable_round(current, &mut log);
            if next == current {
                break;
            }
            current = next;
        }
        // The twins choose by the sign of a part: once, for their branches hold what they match.
        let current = self.round(current, &mut log, Self::twin_step);
        (current, log)
    }

    pub(super) fn stable_round(&mut self, root: Id, log: &mut Vec<Rewrite>) -> Id {
        self.round(root, log, Self::stable_step)
    }

    pub(super) fn round(
        &mut self,
        root: Id,
        log: &mut Vec<Rewrite>,
        step: fn(&mut Self, Id) -> Option<(&'static Rule, Id)>,
    ) -> Id {
        let mut done = IdMap::new();
        for id in self.graph.reachable(&[root]) {
            let arguments = done.all(self.graph.arguments(id));
            let rebuilt = match self.graph.apply(id) {
                Some((op, _)) => self.apply(op, &arguments),
                None => self.graph.rebuild(id, &arguments),
            };
            let stable = match step(self, rebuilt) {
                Some((rule, after)) if after != rebuilt => {
                    log.push(Rewrite::new(rule, rebuilt, after));
                    after
                }
                _ => rebuilt,
            };
            if let Some(name) = self.graph.name(id).map(str::to_owned) {
                self.graph.note_name(stable, &name);
            }
            done.insert(id, stable);
        }
        done.of(root)
    }

    pub(super) fn stable_step(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        self.stable_whole(id).or_else(|| self.stable_branch(id))
    }

    /// A function of an `if` as an `if` between functions, where one of these has a rule: 1 − p,
    /// where p is σ(x) or σ(−x).
    fn stable_branch(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        let (op, arguments) = self.graph.apply(id)?;
        if !matches!(op, Op::Ln | Op::Ln1p | Op::Powf | Op::Add | Op::Sub) {
            return None;
        }
        let arguments = arguments.to_vec();
        let place = arguments
            .iter()
            .position(|&argument| matches!(self.graph.apply(argument), Some((Op::Select, _))))?;
        let others = arguments
            .iter()
            .enumerate()
            .filter(|&(other, _)| other != place);
        if others.into_iter().any(|(_, &other)| self.varies(other)) {
            return None;
        }
        let &[asked, yes, no] = self.graph.arguments(arguments[place]) else {
            return None;
        };
        let mut found = None;
        let branches = [yes, no].map(|branch| {
            let mut arguments = arguments.clone();
            arguments[place] = branch;
            let plain = self.apply(op, &arguments);
            match self.stable_whole(plain) {
                Some((rule, stable)) => {
                    found = Some(rule);
                    stable
                }
                None => plain,
            }
        });
        let rule = found?;
        Some((rule, self.select(asked, branches[0], branches[1])))
    }

    fn stable_whole(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        match self.graph.apply(id)?.0 {
            Op::Add | Op::Sub => self.stable_sum(id),
            Op::Mul | Op::Div | Op::Neg | Op::Powi => self.stable_product(id),
            Op::Ln | Op::Ln1p => self.stable_logarithm(id),
            Op::Powf => self.stable_power(id),
            Op::Exp => self.gate_of_logarithm(self.graph.arguments(id)[0]),
            Op::Log2 => self.binary_logarithm(self.graph.arguments(id)[0]),
            _ => None,
        }
    }

    /// Logarithms of sums, of σ and of cosh.
    pub(super) fn stable_logarithm(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        let (op, &[inner]) = self.graph.apply(id)? else {
            return None;
        };
        let (function, argument) = match self.graph.apply(inner) {
            Some((function, &[argument])) => (Some(function), Some(argument)),
            _ => (None, None),
        };
        match (op, function) {
            (Op::Ln1p, _) if function != Some(Op::Exp) => self.logarithm_of_complement(inner),
            (Op::Ln1p, Some(Op::Exp)) => Some((&SOFTPLUS, self.apply(Op::Softplus, &[argument?]))),
            (Op::Ln, Some(Op::Sigmoid)) => {
                Some((&LOG_SIGMOID, self.apply(Op::LogSigmoid, &[argument?])))
            }
            (Op::Ln, Some(Op::Cosh)) => Some((&LN_COSH, self.apply(Op::LnCosh, &[argument?]))),
            (Op::Ln, _) => {
                if let Some(found) = self.logarithm_of(inner) {
                    return Some(found);
                }
                let one = self.graph.integer(1);
                let rest = self.apply(Op::Sub, &[inner, one]);
                // Only a sum with a 1 in it gets shorter by subtracting 1.
                let shorter = self.sum_length(rest) < self.sum_length(inner);
                // 2 − eᵘ is 1 − (eᵘ − 1), which has a name.
                let cancels = !shorter
                    && self.has_number(inner)
                    && self.dominant_sum(inner).is_none()
                    && self
                        .stable_sum(rest)
                        .is_some_and(|(rule, _)| rule.name == EXP_M1.name);
                (shorter || cancels).then(|| (&LN_1P, self.apply(Op::Ln1p, &[rest])))
            }
            _ => None,
        }
    }

    fn has_number(&mut self, id: Id) -> bool {
        let sum = self.as_sum(id);
        sum.terms().iter().any(|term| term.factors.is_empty())
    }

    pub(super) fn sum_length(&mut self, id: Id) -> usize {
        self.as_sum(id).terms().len()
    }

    /// `c ± c·f(u)`: a constant and a function of it that nearly cancel, or a constant that
    /// drowns the function's tail.
    pub(super) fn stable_sum(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        let sum = self.as_sum(id);
        if let Some(folded) = self.fold_constant(&sum) {
            return Some((&FOLD, folded));
        }
        if let Some(found) = self.reflected_sum(&sum) {
            return Some(found);
        }
        if let Some(quotient) = self.drawn_root(&sum) {
            return Some((&CONJUGATE, quotient));
        }
        if let Some(square) = self.half_angle(&sum) {
            return Some((&HALF_ANGLE, square));
        }
        if let Some(product) = self.double_angle(&sum) {
            return Some((&DOUBLE_ANGLE, product));
        }
        if let Some(complement) = self.swish_complement(&sum) {
            return Some((&SWISH_COMPLEMENT, complement));
        }
        if let Some(mix) = self.mix(&sum) {
            return Some((&MIX, mix));
        }
        for (index, term) in sum.terms().iter().enumerate() {
            let Some((function, argument, halves)) = self.lone_function(term) else {
                continue;
            };
            for (other, constant) in sum.terms().iter().enumerate() {
                if other == index || !constant.factors.is_empty() {
                    continue;
                }
                let c = &constant.coefficient;
                let same = *c == term.coefficient;
                let opposite = *c == term.coefficient.negate();
                if !(same || opposite) {
                    continue;
                }
                let (rule, factor, function, argument) = match (function, halves, same) {
                    (Op::Sigmoid, 2, false) => {
                        let minus = self.apply(Op::Neg, &[argument]);
                        (&COMPLEMENT, 1, Op::Sigmoid, minus)
                    }
                    (Op::Exp, 2, false) => (&EXP_M1, -1, Op::ExpM1, argument),
                    (Op::Tanh, 2, _) => {
                        let twice = self.graph.integer(if same { 2 } else { -2 });
                        (
                            &TANH_PLUS,
                            2,
                            Op::Sigmoid,
                            self.apply(Op::Mul, &[twice, argument]),
                        )
                    }
                    (Op::Tanh, 4, false) => {
                        let twice = self.graph.integer(2);
                        (
                            &SECH,
                            4,
                            Op::LogisticPdf,
                            self.apply(Op::Mul, &[twice, argument]),
                        )
                    }
                    (Op::Erf, 2, _) => {
                        let argument = if same {
                            self.apply(Op::Neg, &[argument])
                        } else {
                            argument
                        };
                        (&ERFC, 1, Op::Erfc, argument)
                    }
                    _ => continue,
                };
                let function = self.apply(function, &[argument]);
                let mut product = Product::base(function);
                product.coefficient = c.multiply(&Number::integer(factor))?;
                let mut rest = Sum::new();
                let one = Number::integer(1);
                for (position, term) in sum.terms().iter().enumerate() {
                    if position == index {
                        self.add_product(&mut rest, product.clone(), &one);
                    } else if position != other {
                        self.add_product(&mut rest, term.clone(), &one);
                    }
                }
                return Some((rule, self.spell_sum(rest)));
            }
        }
        None
    }

    /// Real powers of logistic functions, as exponentials.
    fn stable_power(&mut self, id: Id) -> Option<(&'static Rule, Id)> {
        let (_, &[base, exponent]) = self.graph.apply(id)? else {
            return None;
        };
        let logarithm = match self.graph.apply(base) {
            Some((Op::Sigmoid, &[u])) => self.apply(Op::LogSigmoid, &[u]),
            _ => {
                let u = self.one_plus_exp(base)?;
                self.apply(Op::Softplus, &[u])
            }
        };
        let product = self.apply(Op::Mul, &[exponent, logarithm]);
        Some((&POWER, self.apply(Op::Exp, &[product])))
    }

    /// exp of −ln(1 + eᵘ), or of ln σ(u).
    fn gate_of_logarithm(&mut self, argument: Id) -> Option<(&'static Rule, Id)> {
        let product = self.as_product(argument);
        let inner = match self.lone_function(&product)? {
            (Op::Softplus, u, 2) if product.coefficient == Number::integer(-1) => self.negate(u),
            (Op::LogSigmoid, u, 2) if product.coefficient.is_one() => u,
            _ => return None,
        };
        Some((&GATE, self.apply(Op::Sigmoid, &[inner])))
    }

    /// `c·(a + k) + d` with numbers c, k and d: the constants may cancel.
    fn fold_constant(&mut self, sum: &Sum) -> Option<Id> {
        let is_number = |term: &Product| term.factors.is_empty();
        sum.terms().iter().find(|term| is_number(term))?;
        for (index, term) in sum.terms().iter().enumerate() {
            let [(inner, 2)] = term.factors[..] else {
                continue;
            };
            if !matches!(self.graph.apply(inner), Some((Op::Add | Op::Sub, _))) {
                continue;
            }
            let inner = self.as_sum(inner);
            if !inner.terms().iter().any(is_number) {
                continue;
            }
            let mut total = Sum::new();
            let one = Number::integer(1);
            for (position, other) in sum.terms().iter().enumerate() {
                if position != index {
                    self.add_product(&mut total, other.clone(), &one);
                }
            }
            for inner in inner.terms() {
                self.add_product(&mut total, inner.clone(), &term.coefficient);
            }
            if !total.terms().iter().any(is_number) {
                return Some(self.spell_sum(total));
            }
        }
        None
    }

    /// `c · f(u)^(halves/2)` with nothing else in the product.
    pub(super) fn lone_function(&self, term: &Product) -> Option<(Op, Id, i32)> {
        let [(base, halves)] = term.factors[..] else {
            return None;
        };
        match self.graph.apply(base)? {
            (op, &[argument]) => Some((op, argument, halves)),
            _ => None,
        }
    }
}
