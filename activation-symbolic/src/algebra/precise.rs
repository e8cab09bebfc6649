//! Digits that are lost around steep functions, put back: below the smallest normal number, and
//! in the rounding of an argument.
//!
//! `x·σ(x)` is a normal `f32` down to −91.9, but σ(x) alone is subnormal from −87.3 on and has no
//! digits left: so the factor is handed to the function, which applies its power of two last.
//! And the relative error of `exp(u)` is the absolute error of u, 90 units in the last place for
//! a product u = 1.702·x near −88: so what the rounding of u lost is computed, exactly, and the
//! function corrected by it to first order.
//!
//! Both are for the machine alone: on paper nothing changes. So this runs after all algebra.

use super::bare::bare_functions;
use crate::{
    expr::{Graph, Id, IdMap, IdSet, Node},
    number::Number,
    op::Op,
    schedule::Symbols,
};

/// The expression `root` with its tails to full precision.
pub(super) fn precise(graph: &mut Graph, root: Id, symbols: &Symbols) -> Id {
    let mut pass = Pass {
        graph,
        symbols,
        done: IdMap::new(),
        terms: IdSet::new(),
        factors: IdSet::new(),
        summands: IdSet::new(),
        residuals: false,
        alone: false,
        there: IdSet::new(),
    };
    pass.terms = pass.bare_exponentials(root);
    pass.there = pass.graph.reachable(&[root]).into_iter().collect();
    let root = pass.rebuild(root, &[Op::Softplus], |pass, op, new, old| {
        pass.share_logarithm(op, new, old)
    });
    let root = pass.rebuild(root, &[Op::Sqrt, Op::Mul, Op::Div], |pass, op, new, old| {
        pass.unsquare(op, new, old)
    });
    let root = pass.rebuild(root, &[Op::Add, Op::Sub, Op::Mul], |pass, op, new, _| {
        pass.line(op, new)
    });
    let root = pass.rebuild(root, &[Op::Mul], |pass, op, new, _| {
        pass.constant_in_sum(op, new)
    });
    for bare in bare_functions(pass.graph, root, symbols) {
        pass.terms.insert(bare);
    }
    let root = pass.rebuild(
        root,
        &[Op::Mul, Op::Div, Op::Neg, Op::Sin, Op::Cos],
        |pass, op, new, _| pass.scale(op, new),
    );
    let root = pass.through_line(root).unwrap_or(root);
    pass.factors = pass.exponents_of_factors(root);
    pass.summands = pass.terms_of_sums(root);
    let root = pass.rebuild(root, STEEP, |pass, op, new, old| {
        pass.compensate(op, new, old)
    });
    pass.rebuild(
        root,
        &[Op::Add, Op::Sub, Op::Sin, Op::Cos, Op::SinEighth],
        |pass, op, new, _| match op {
            Op::Add | Op::Sub => pass.mixed(op, new),
            _ => pass.of_product(op, new),
        },
    )
}

/// The function that multiplies its first argument by `function` of its second.
fn times(function: Op) -> Option<Op> {
    Some(match function {
        Op::Exp => Op::TimesExp,
        Op::Sigmoid => Op::TimesSigmoid,
        Op::LogisticPdf => Op::TimesLogisticPdf,
        Op::NormalCdf => Op::TimesNormalCdf,
        Op::NormalPdf => Op::TimesNormalPdf,
        _ => return None,
    })
}

/// The functions that are corrected by what the rounding of their argument loses.
const STEEP: &[Op] = &[
    Op::Exp,
    Op::Exp2,
    Op::Sigmoid,
    Op::LogisticPdf,
    Op::Softplus,
    Op::NormalCdf,
    Op::NormalPdf,
    Op::Erfc,
    Op::TimesExp,
    Op::TimesSigmoid,
    Op::TimesLogisticPdf,
    Op::SquareTimesLogisticPdf,
    Op::TimesNormalCdf,
    Op::TimesNormalPdf,
];

fn is_times(op: Op) -> bool {
    matches!(
        op,
        Op::TimesExp
            | Op::TimesSigmoid
            | Op::TimesLogisticPdf
            | Op::TimesNormalCdf
            | Op::TimesNormalPdf
    )
}

/// One rewriting of an expression for the machine.
pub(super) struct Pass<'a> {
    pub(super) graph: &'a mut Graph,
    pub(super) symbols: &'a Symbols,
    /// What has become of each expression so far.
    done: IdMap,
    /// Exponentials that are terms of a sum, and other functions that no factor need go into for
    /// their digits.
    terms: IdSet,
    /// The exponents of exponentials that are factors of the whole: their error is its error.
    factors: IdSet,
    /// What is added to something: it may be larger than the sum, and so may its error.
    summands: IdSet,
    /// Whether what an exponential inside of an exponent loses is asked for.
    residuals: bool,
    /// Whether that exponent has no other term.
    alone: bool,
    /// All that is computed anyway.
    there: IdSet,
}

/// Rewrites an op; it is given the arguments as they have become, and as they were.
type Step = fn(&mut Pass<'_>, Op, &[Id], &[Id]) -> Id;

/// A number in two parts: `high` as it is rounded, and what that lost, if anything.
#[derive(Clone, Copy)]
struct Parts {
    high: Id,
    low: Option<Id>,
}

impl Pass<'_> {
    /// A polynomial in an exponential has it as a term somewhere, `1 + e`: it has its digits
    /// where they matter, and is computed once for all terms.
    fn bare_exponentials(&self, root: Id) -> IdSet {
        let mut terms = IdSet::new();
        for id in self.graph.reachable(&[root]) {
            if let Some((Op::Add | Op::Sub, arguments)) = self.graph.apply(id) {
                let is_exponential = |&a: &Id| matches!(self.graph.apply(a), Some((Op::Exp, _)));
                terms.extend(arguments.iter().copied().filter(is_exponential));
            }
        }
        terms
    }

    /// The exponents of all exponentials that stand in `root` as factors. One that is a term
    /// of a sum is small beside the others where its exponent is large.
    fn exponents_of_factors(&self, root: Id) -> IdSet {
        let mut exponents = IdSet::new();
        let mut pending = vec![root];
        while let Some(id) = pending.pop() {
            match self.graph.apply(id) {
                Some((Op::Mul | Op::Div, &[a, b])) => pending.extend([a, b]),
                Some((Op::Select, &[_, yes, no])) => pending.extend([yes, no]),
                Some((Op::Neg, &[a])) => pending.push(a),
                Some((Op::Exp, &[exponent])) => {
                    exponents.insert(exponent);
                }
                Some((Op::TimesExp, &[factor, exponent])) => {
                    exponents.insert(exponent);
                    pending.push(factor);
                }
                _ => {}
            }
        }
        exponents
    }

    /// The terms of all sums in `root`.
    fn terms_of_sums(&self, root: Id) -> IdSet {
        let mut terms = IdSet::new();
        for id in self.graph.reachable(&[root]) {
            if let Some((Op::Add | Op::Sub, arguments)) = self.graph.apply(id) {
                terms.extend(arguments.iter().copied());
            }
        }
        terms
    }

    /// softplus(u) as max(0, u) + ln(1 + e^−|u|), where that logarithm is there.
    fn share_logarithm(&mut self, op: Op, arguments: &[Id], old: &[Id]) -> Id {
        if op != Op::Softplus {
            return self.graph.op(op, arguments);
        }
        let mut logarithm = old[0];
        for op in [Op::Abs, Op::Neg, Op::Exp, Op::Ln1p] {
            logarithm = self.graph.op(op, &[logarithm]);
        }
        if !self.there.contains(logarithm) {
            return self.graph.op(op, arguments);
        }
        let (u, logarithm) = (arguments[0], self.rebuilt(logarithm));
        let zero = self.graph.integer(0);
        let negative = self.graph.op(Op::Lt, &[u, zero]);
        let sum = self.graph.op(Op::Add, &[u, logarithm]);
        self.graph.op(Op::Select, &[negative, logarithm, sum])
    }

    /// What has become of `id`.
    pub(super) fn rebuilt(&self, id: Id) -> Id {
        self.done.get(id).unwrap_or(id)
    }

    /// `root` with `step` taken at all that applies one of `ops`: it says nothing about others.
    fn rebuild(&mut self, root: Id, ops: &[Op], step: Step) -> Id {
        self.done = IdMap::new();
        let order = self.graph.reachable(&[root]);
        let is_asked = |&id: &Id| {
            let apply = self.graph.apply(id);
            apply.is_some_and(|(op, _)| ops.contains(&op))
        };
        if !order.iter().any(is_asked) {
            return root;
        }
        for id in order {
            let new = match self.graph.node(id) {
                // What depends on parameters alone is computed in `f64`.
                Node::Apply(op, old) if self.symbols.varies(self.graph, id) => {
                    let (op, old) = (*op, old.clone());
                    let new = self.done.all(&old);
                    if ops.contains(&op) {
                        step(self, op, &new, &old)
                    } else {
                        self.graph.op(op, &new)
                    }
                }
                _ => id,
            };
            if let Some(name) = self.graph.name(id).map(str::to_owned) {
                self.graph.note_name(new, &name);
            }
            self.done.insert(id, new);
        }
        self.done.of(root)
    }

    /// `c·x·(k + m·t)` as `x·(ck + cm·t)`, for a constant that is rounded: it costs no product
    /// there, and what its rounding loses is put back beside what that of k and m does.
    fn constant_in_sum(&mut self, op: Op, arguments: &[Id]) -> Id {
        let opened = match (op, arguments) {
            (Op::Mul, &[a, b]) => self.opened(a, b),
            _ => None,
        };
        opened.unwrap_or_else(|| self.graph.op(op, arguments))
    }

    fn opened(&mut self, product: Id, sum: Id) -> Option<Id> {
        let (Op::Mul, &[c, x]) = self.graph.apply(product)? else {
            return None;
        };
        let (op @ (Op::Add | Op::Sub), &[a, b]) = self.graph.apply(sum)? else {
            return None;
        };
        let c = self.graph.number_at(c)?.clone();
        let is_exact = f64::from(c.to_f64() as f32) == c.to_f64();
        if is_exact || !self.symbols.varies(self.graph, x) {
            return None;
        }
        let a = self.multiple(&c, a)?;
        let b = self.multiple(&c, b)?;
        let sum = self.graph.op(op, &[a, b]);
        Some(self.graph.op(Op::Mul, &[x, sum]))
    }

    /// c times a number, or times the number that `term` begins with.
    fn multiple(&mut self, c: &Number, term: Id) -> Option<Id> {
        if let Some(number) = self.graph.number_at(term) {
            let number = number.multiply(c)?;
            return Some(self.graph.number(number));
        }
        let (Op::Mul, &[number, rest]) = self.graph.apply(term)? else {
            return None;
        };
        let number = self.graph.number_at(number)?.multiply(c)?;
        let number = self.graph.number(number);
        Some(self.graph.op(Op::Mul, &[number, rest]))
    }

    /// Factors go into the function whose tail they stand before.
    fn scale(&mut self, op: Op, arguments: &[Id]) -> Id {
        match (op, arguments) {
            (Op::Mul, &[a, b]) => {
                if let Some(product) = self.before_constant(a, b) {
                    return product;
                }
                // The last factor first: constants and powers of x stand in front.
                for (tail, factor) in [(b, a), (a, b)] {
                    if let Some(product) = self.join_tail(tail, factor, tail == a) {
                        return product;
                    }
                    if let Some(sum) = self.over_sum(tail, factor) {
                        return sum;
                    }
                    if let Some(sum) = self.over_tails(tail, factor, tail == a) {
                        return sum;
                    }
                }
            }
            (Op::Sin | Op::Cos, &[sum]) => {
                if op == Op::Sin
                    && let Some(sine) = self.sine_of_sum(sum)
                {
                    return sine;
                }
                let phase = self.phase(sum);
                return self.graph.op(op, &[phase]);
            }
            (Op::Div, &[a, b]) => {
                if let Some((op, [inner, argument])) = self.scaled(a) {
                    let quotient = self.graph.op(Op::Div, &[inner, b]);
                    return self.graph.op(op, &[quotient, argument]);
                }
            }
            (Op::Neg, &[a]) => {
                if let Some((op, [inner, argument])) = self.scaled(a) {
                    let minus = self.graph.op(Op::Neg, &[inner]);
                    return self.graph.op(op, &[minus, argument]);
                }
            }
            _ => {}
        }
        self.graph.op(op, arguments)
    }

    /// `factor · f(u·Φ(u))` for an f that begins as its argument: far below 0, where u·Φ(u) has no
    /// digits left and the whole has, f is its argument and the factor goes in, too. Only where
    /// that is the whole: beside other terms those digits are nothing.
    fn through_line(&mut self, whole: Id) -> Option<Id> {
        let (Op::Mul, &[a, b]) = self.graph.apply(whole)? else {
            return None;
        };
        self.factor_through(a, b)
            .or_else(|| self.factor_through(b, a))
    }

    fn factor_through(&mut self, factor: Id, function: Id) -> Option<Id> {
        let (op, &[tail]) = self.graph.apply(function)? else {
            return None;
        };
        let begins_as_line = matches!(
            op,
            Op::Tanh | Op::Sinh | Op::Asinh | Op::Atan | Op::Atanh | Op::Sin | Op::ExpM1 | Op::Ln1p
        );
        let (Op::TimesNormalCdf, [inner, u]) = self.scaled(tail)? else {
            return None;
        };
        if !begins_as_line || inner != u || !self.symbols.varies(self.graph, factor) {
            return None;
        }
        // At −12 it is 2·10⁻³², beside which its square is nothing in `f64` either.
        let end = self.graph.integer(-12);
        let far = self.graph.op(Op::Lt, &[u, end]);
        let both = self.graph.op(Op::Mul, &[factor, inner]);
        let inner = self.graph.op(Op::Select, &[far, both, inner]);
        let tail = self.graph.op(Op::TimesNormalCdf, &[inner, u]);
        let value = self.graph.op(op, &[tail]);
        let product = self.graph.op(Op::Mul, &[factor, value]);
        Some(self.graph.op(Op::Select, &[far, tail, product]))
    }

    /// `p·σ(u) ± q·σ(−u)`, corrected as they are, in one function: one quotient instead of two.
    fn mixed(&mut self, op: Op, arguments: &[Id]) -> Id {
        let [first, second] = [arguments[0], arguments[1]].map(|id| self.scaled(id));
        if let (Some((Op::TimesSigmoid, [p, u])), Some((Op::TimesSigmoid, [q, v]))) =
            (first, second)
            && (self.is_minus(u, v) || self.is_minus(v, u))
        {
            let q = match op {
                Op::Add => q,
                _ => self.graph.op(Op::Neg, &[q]),
            };
            return self.graph.op(Op::Mix, &[p, q, u]);
        }
        self.graph.op(op, arguments)
    }

    fn is_minus(&self, minus: Id, id: Id) -> bool {
        matches!(self.graph.apply(minus), Some((Op::Neg, &[inner])) if inner == id)
    }

    fn scaled(&self, id: Id) -> Option<(Op, [Id; 2])> {
        match self.graph.apply(id)? {
            (op, &[factor, argument]) if is_times(op) => Some((op, [factor, argument])),
            _ => None,
        }
    }

    /// `factor · tail` as a tail with a factor, where the factor is no constant; `behind` says
    /// that it stands behind the tail.
    fn join_tail(&mut self, tail: Id, factor: Id, behind: bool) -> Option<Id> {
        if let Some((op, [inner, argument])) = self.scaled(tail) {
            let factors = if behind {
                [inner, factor]
            } else {
                [factor, inner]
            };
            let factor = self.scale(Op::Mul, &factors);
            return Some(self.graph.op(op, &[factor, argument]));
        }
        // What depends on parameters alone is computed once, in `f64`: σ(α)·x² keeps its σ(α).
        let varies = [factor, tail].map(|id| self.symbols.varies(self.graph, id));
        if varies.contains(&false) || self.terms.contains(tail) {
            return None;
        }
        let (op, arguments) = self.graph.apply(tail)?;
        let arguments = arguments.to_vec();
        if let Some(times) = times(op) {
            // (x·y)² may be too large where x² is not.
            if op == Op::LogisticPdf
                && let Some((Op::Powi, &[root, exponent])) = self.graph.apply(factor)
                && self.graph.number_at(exponent).and_then(Number::as_integer) == Some(2)
                && matches!(self.graph.apply(root), Some((Op::Mul, _)))
                && self.symbols.inputs > 1
            {
                let square = Op::SquareTimesLogisticPdf;
                return Some(self.graph.op(square, &[root, arguments[0]]));
            }
            return Some(self.graph.op(times, &[factor, arguments[0]]));
        }
        match op {
            // c·f(u), the constant not yet part of anything.
            Op::Mul if !self.symbols.varies(self.graph, arguments[0]) => {
                let times = times(self.graph.apply(arguments[1])?.0)?;
                let argument = self.graph.arguments(arguments[1])[0];
                let factor = self.graph.op(Op::Mul, &[arguments[0], factor]);
                Some(self.graph.op(times, &[factor, argument]))
            }
            // f(u)ⁿ
            Op::Powi => {
                let exponent = self.graph.number_at(arguments[1])?.as_integer()?;
                let (function, inner) = self.graph.apply(arguments[0])?;
                let (times, argument) = (times(function)?, inner[0]);
                let rest = match exponent {
                    2 => arguments[0],
                    3.. => {
                        let less = self.graph.integer(exponent - 1);
                        self.graph.op(Op::Powi, &[arguments[0], less])
                    }
                    _ => return None,
                };
                let factor = self.graph.op(Op::Mul, &[factor, rest]);
                Some(self.graph.op(times, &[factor, argument]))
            }
            _ => None,
        }
    }

    /// A factor before a sum of two tails goes into both.
    fn over_tails(&mut self, sum: Id, factor: Id, behind: bool) -> Option<Id> {
        let (op @ (Op::Add | Op::Sub), &[first, second]) = self.graph.apply(sum)? else {
            return None;
        };
        let first = self.join_tail(first, factor, behind)?;
        let second = self.join_tail(second, factor, behind)?;
        Some(self.graph.op(op, &[first, second]))
    }

    /// `factor · (tail + c)` for a parameter c, which may well be 0: then it is `factor · tail`.
    fn over_sum(&mut self, sum: Id, factor: Id) -> Option<Id> {
        let (op, &[first, second]) = self.graph.apply(sum)? else {
            return None;
        };
        if !matches!(op, Op::Add | Op::Sub) || !self.symbols.varies(self.graph, factor) {
            return None;
        }
        let is_constant = |id| !self.symbols.varies(self.graph, id);
        // A number is not 0, so it hides the tail.
        let is_number = |id| self.graph.number_at(id).is_some();
        let (tail, constant) = match (is_constant(first), is_constant(second)) {
            (false, true) if !is_number(second) => (first, second),
            (true, false) if !is_number(first) && op == Op::Add => (second, first),
            _ => return None,
        };
        let alone = self.join_tail(tail, factor, false)?;
        let zero = self.graph.integer(0);
        let vanishes = self.graph.op(Op::Eq, &[constant, zero]);
        let product = self.graph.op(Op::Mul, &[factor, sum]);
        Some(self.graph.op(Op::Select, &[vanishes, alone, product]))
    }

    /// A steep function of an argument that is rounded, corrected by what the rounding lost.
    fn compensate(&mut self, op: Op, arguments: &[Id], old: &[Id]) -> Id {
        let function = match op {
            Op::TimesExp => Op::Exp,
            Op::TimesSigmoid => Op::Sigmoid,
            Op::TimesLogisticPdf | Op::SquareTimesLogisticPdf => Op::LogisticPdf,
            Op::TimesNormalCdf => Op::NormalCdf,
            Op::TimesNormalPdf => Op::NormalPdf,
            _ => op,
        };
        // Taken apart as it was, before its own functions were corrected.
        let argument = old[old.len() - 1];
        self.residuals = function == Op::Exp && self.factors.contains(argument);
        let is_sum = |&id: &Id| matches!(self.graph.apply(id), Some((Op::Add | Op::Sub, _)));
        self.alone = !self.graph.reachable(&[argument]).iter().any(is_sum);
        let Parts {
            high,
            low: Some(low),
        } = self.parts(argument)
        else {
            return self.graph.op(op, arguments);
        };
        let (near, mut slope) = self.correction(function, high, low);
        let is_square = op == Op::SquareTimesLogisticPdf;
        if is_square {
            let half = Number::fraction(1, 2).expect("2 is not 0");
            let half = self.graph.number(half);
            slope = self.graph.op(Op::Mul, &[half, slope]);
        }
        // A correction of the factor, or of the value where there is none.
        let has_factor = is_times(op) || is_square;
        let value = if has_factor {
            arguments[0]
        } else {
            self.graph.op(op, &[high])
        };
        // With an exponent that is held at a bound, of 0·x for one, or goes to one by itself, as
        // ln(1 + eˣ) does, there is no correction, and may be an infinite factor: ∞·0 is no number.
        let is_infinite = function == Op::Exp
            && is_times(op)
            && self.is_bounded(argument)
            && !self.is_bounded(old[0])
            || is_times(op) && self.levels_off(argument) && self.is_product(old[0]);
        let scale = if is_infinite {
            self.graph.op(Op::Finite, &[value])
        } else {
            value
        };
        let corrected = match self.lost_of_factor(op, old) {
            Some(lost) => {
                let both = self.graph.op(Op::MulAdd, &[scale, slope, lost]);
                self.graph.op(Op::Add, &[value, both])
            }
            None => self.graph.op(Op::MulAdd, &[scale, slope, value]),
        };
        let corrected = self.graph.op(Op::Select, &[near, corrected, value]);
        if has_factor {
            self.graph.op(op, &[corrected, high])
        } else {
            corrected
        }
    }

    /// What is lost of a factor `c·p` before a function, where c is a number that is rounded: with
    /// What is lost of a factor `c·p` of a term, where c is a number that is rounded: with the
    /// correction it costs three operations and takes three roundings away.
    fn lost_of_factor(&mut self, op: Op, old: &[Id]) -> Option<Id> {
        let (Op::Mul, &[c, rest]) = self.graph.apply(old[0])? else {
            return None;
        };
        let number = self.graph.number_at(c)?;
        let is_exact = number.lost().iter().all(Number::is_zero);
        let is_term = || {
            let whole = self.graph.find(op, old);
            whole.is_some_and(|id| self.summands.contains(id))
        };
        // Beside an argument that is itself c·p, what is lost of the one is lost of the other.
        let is_worth = is_times(op) && !self.alone && self.graph.apply(rest).is_none() && is_term();
        (is_worth && !is_exact)
            .then(|| self.parts(old[0]).low)
            .flatten()
    }

    /// Whether an input in `id` is held at a bound.
    fn is_bounded(&self, id: Id) -> bool {
        let parts = self.graph.reachable(&[id]);
        parts.iter().any(|&id| match self.graph.apply(id) {
            Some((Op::Min | Op::Max, &[a, b])) => {
                self.graph.number_at(a).is_some() || self.graph.number_at(b).is_some()
            }
            _ => false,
        })
    }

    /// Whether there are functions in `id` that go to a limit.
    fn levels_off(&self, id: Id) -> bool {
        let parts = self.graph.reachable(&[id]);
        parts.iter().any(|&id| {
            let apply = self.graph.apply(id).map(|(op, _)| op);
            matches!(apply, Some(Op::Softplus | Op::LogSigmoid | Op::Ln1p))
        })
    }

    /// Whether inputs are multiplied in `id`.
    fn is_product(&self, id: Id) -> bool {
        match self.graph.apply(id) {
            Some((Op::Powi, _)) => true,
            Some((Op::Mul, factors)) => {
                let varies = |&id: &Id| self.symbols.varies(self.graph, id);
                factors.iter().all(varies) || factors.iter().any(|&id| self.is_product(id))
            }
            _ => false,
        }
    }

    /// `low · f′(high) / f(high)`, where that is large, and where that is: f′/f is taken as what
    /// it is in the tail. Far out, where the function is 0 or infinite, what the rounding lost
    /// may be NaN.
    fn correction(&mut self, function: Op, high: Id, low: Id) -> (Id, Id) {
        let [zero, end, minus_end] = [0, 1000, -1000].map(|n| self.graph.integer(n));
        let negative = self.graph.op(Op::Lt, &[high, zero]);
        let below = |this: &mut Self| {
            let inside = this.graph.op(Op::Gt, &[high, minus_end]);
            this.graph.op(Op::And, &[negative, inside])
        };
        let around = |this: &mut Self| {
            let size = this.graph.op(Op::Abs, &[high]);
            this.graph.op(Op::Lt, &[size, end])
        };
        match function {
            Op::Exp => (around(self), low),
            Op::Exp2 => {
                let ln_2 = Number::constant("LN_2").expect("ln 2 is a constant");
                let ln_2 = self.graph.number(ln_2);
                (around(self), self.graph.op(Op::Mul, &[low, ln_2]))
            }
            Op::Sigmoid | Op::Softplus => (below(self), low),
            Op::LogisticPdf => {
                let minus = self.graph.op(Op::Neg, &[low]);
                let slope = self.graph.op(Op::Select, &[negative, low, minus]);
                (around(self), slope)
            }
            Op::NormalPdf | Op::NormalCdf => {
                let minus = self.graph.op(Op::Neg, &[low]);
                let slope = self.graph.op(Op::Mul, &[high, minus]);
                let near = if function == Op::NormalPdf {
                    around(self)
                } else {
                    below(self)
                };
                (near, slope)
            }
            _ => {
                let twice = self.graph.integer(-2);
                let slope = self.graph.op(Op::Mul, &[high, twice]);
                let slope = self.graph.op(Op::Mul, &[slope, low]);
                let positive = self.graph.op(Op::Gt, &[high, zero]);
                let inside = self.graph.op(Op::Lt, &[high, end]);
                (self.graph.op(Op::And, &[positive, inside]), slope)
            }
        }
    }

    /// `id`, a polynomial in inputs and in what is prepared, with what its roundings lose.
    fn parts(&mut self, id: Id) -> Parts {
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
    pub(super) fn is_power_of_two(&self, id: Id) -> bool {
        self.graph
            .number_at(id)
            .is_some_and(|number| number.to_f64().to_bits() & ((1 << 52) - 1) == 0)
    }
}
