//! Rational functions of one exponential: logistic functions, tangents and their products,
//! brought to one quotient of polynomials.
//!
//! `x·tanh(softplus(x))` is x·(E² + 2E)/(E² + 2E + 2) with E = eˣ, and its derivative, four calls
//! of functions as the chain rule leaves it, is one quotient, too. What cancels on paper cancels
//! here, exactly. The quotient is then written in e = exp(−|u|), divided by its dominant
//! exponential on either side of 0, so that nothing overflows, and the power of e that stands
//! before it is applied last.

mod base;
mod logarithm;
mod ratio;
mod read;
mod root;
mod write;

pub(super) use self::ratio::Ratio;
use super::simplify::Simplifier;
use crate::{
    expr::{Id, Symbol},
    kinks::substitute,
    number::Number,
    op::Op,
};

/// What E is: eᵘ.
#[derive(Clone, Copy, Debug)]
pub(super) struct Base {
    pub(super) u: Id,
    /// Whether u is negative, where that is known.
    negative: Option<bool>,
    /// Whether ln(1 + e^−|u|) may be left standing, as the symbol [`LOGARITHM`].
    logarithm: bool,
    /// Whether each side of 0 has a form of its own.
    split: bool,
    /// Whether what stands above a factor E − 1 is written in powers of that near 0: without a
    /// constant there, its terms cancel in powers of E.
    near: bool,
    /// Whether parameters that stand beside the inputs in an exponent are a part of u.
    whole: bool,
}

/// What is known of a form before it is looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// A symbol, and whether it is negative.
    sign: Option<(Id, bool)>,
    /// See [`Base::near`].
    near: bool,
}

/// Stands for ln(1 + e^−|u|) while a quotient is put together.
const LOGARITHM: Symbol = Symbol(u32::MAX);

impl Simplifier<'_> {
    /// `root` with its rational functions of one exponential as single quotients, where there is
    /// more than one function call to save.
    pub(super) fn rational(&mut self, root: Id) -> Id {
        self.rational_where(root, Known::default())
    }

    /// As `rational`, with what stands above a factor E − 1 in powers of that near 0.
    pub(super) fn rational_near(&mut self, root: Id) -> Id {
        let known = Known {
            near: true,
            ..Known::default()
        };
        self.rational_where(root, known)
    }

    /// As `rational`, where something is known already.
    fn rational_where(&mut self, root: Id, known: Known) -> Id {
        match self.graph.apply(root) {
            Some((Op::Select, &[condition, yes, no])) => {
                let [inside, outside] = match self.sign_asked(condition) {
                    Some((x, negative)) => [negative, !negative].map(|negative| Known {
                        sign: Some((x, negative)),
                        ..known
                    }),
                    None => [known; 2],
                };
                let yes = self.rational_where(yes, inside);
                let no = self.rational_where(no, outside);
                self.graph.op(Op::Select, &[condition, yes, no])
            }
            Some((op, arguments)) => {
                let arguments = arguments.to_vec();
                if let Some(quotient) = self.quotient(root, known) {
                    return quotient;
                }
                let rooted = self.rooted(root, known);
                if let Some(form) = rooted.or_else(|| self.powered(root, known)) {
                    return form;
                }
                if let Some(form) = self.far_logarithm(root, known) {
                    return form;
                }
                if let Some(logarithm) = self.logarithm_of_quotient(root, known) {
                    return logarithm;
                }
                let new: Vec<Id> = arguments
                    .iter()
                    .map(|&a| self.rational_where(a, known))
                    .collect();
                if new == arguments {
                    root
                } else {
                    self.graph.op(op, &new)
                }
            }
            None => root,
        }
    }

    /// The symbol whose sign a condition asks about, and whether it holds for negative ones.
    fn sign_asked(&self, condition: Id) -> Option<(Id, bool)> {
        let (op, &[a, b]) = self.graph.apply(condition)? else {
            return None;
        };
        let is_zero = |id| self.graph.number_at(id).is_some_and(Number::is_zero);
        let below = matches!(op, Op::Lt | Op::Le);
        if !below && !matches!(op, Op::Gt | Op::Ge) {
            return None;
        }
        match (self.graph.apply(a).is_none(), self.graph.apply(b).is_none()) {
            (true, true) if is_zero(b) => Some((a, below)),
            (true, true) if is_zero(a) => Some((b, !below)),
            _ => None,
        }
    }

    fn quotient(&mut self, root: Id, known: Known) -> Option<Id> {
        let mut calls = self.graph.reachable(&[root]);
        calls.retain(|&id| {
            self.graph
                .apply(id)
                .is_some_and(|(op, _)| is_exponential(op))
        });
        if calls.is_empty() || calls == [root] {
            return None;
        }
        let base = self.base_of(root, known)?;
        if let Some(ratio) = self.ratio(root, base) {
            let is_one_term = ratio.above.len() == 1 && ratio.below.is_empty();
            return if is_one_term {
                None
            } else {
                self.write_ratio(&ratio, base)
            };
        }
        // With logarithms, each side of 0 for itself: softplus(u) is u + ln(1 + e⁻ᵘ) above 0, and
        // what is linear in u may cancel there.
        let sides = match base.negative {
            Some(_) => vec![base],
            None => [true, false]
                .map(|negative| Base {
                    negative: Some(negative),
                    split: true,
                    ..base
                })
                .to_vec(),
        };
        let mut forms = Vec::new();
        for side in sides {
            let side = Base {
                logarithm: true,
                ..side
            };
            let form = match self.ratio(root, side) {
                Some(ratio) => self.write_ratio(&ratio, side)?,
                // What is left may be 0.
                None => return None,
            };
            let logarithm = self.logarithm(side);
            forms.push(substitute(self.graph, form, LOGARITHM, logarithm));
        }
        Some(match forms[..] {
            [below, above] => {
                let zero = self.graph.integer(0);
                let negative = self.graph.op(Op::Lt, &[base.u, zero]);
                self.on_sides(negative, below, above)
            }
            _ => forms[0],
        })
    }

    /// ln(1 + e^−|u|)
    fn logarithm(&mut self, base: Base) -> Id {
        let (minus, _) = self.sizes(base);
        let e = self.graph.op(Op::Exp, &[minus]);
        self.graph.op(Op::Ln1p, &[e])
    }
}

/// The functions that are rational in an exponential of their argument, and the logarithms that
/// their arguments may hold.
pub(super) fn is_exponential(op: Op) -> bool {
    matches!(
        op,
        Op::Exp
            | Op::ExpM1
            | Op::Sigmoid
            | Op::LogisticPdf
            | Op::Sinh
            | Op::Cosh
            | Op::Tanh
            | Op::Softplus
            | Op::LogSigmoid
            | Op::Ln1p
    )
}
