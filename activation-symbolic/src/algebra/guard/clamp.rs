//! Forms with their input clamped: in which places of it, and that the rest stays as it is. Not here:
//! which clamp helps (`end`).

use super::Bound;
use crate::{
    algebra::half_power::half_power,
    expr::{Graph, Id, IdMap, Symbol},
    kinks::substitute,
    number::Number,
    op::Op,
};

/// Where an x stands.
#[derive(Clone, Copy)]
pub(super) struct Places {
    /// As a factor of the whole.
    pub(super) factor: bool,
    /// In a sum, outside of functions.
    pub(super) term: bool,
    /// In the argument of a function.
    pub(super) argument: bool,
    /// Outside of functions, in what is multiplied by one that falls off.
    pub(super) beside: bool,
}

/// Where to clamp, the most harmless first.
pub(super) const PLACES: [Places; 8] = {
    const fn places(factor: bool, term: bool, argument: bool) -> Places {
        Places {
            factor,
            term,
            argument,
            beside: false,
        }
    }
    [
        places(true, true, false),
        places(false, false, true),
        places(false, true, false),
        places(true, false, false),
        places(false, true, true),
        places(true, false, true),
        places(true, true, true),
        // The terms of a polynomial in an exponential but for the first, which is not 0 times
        // anything.
        Places {
            beside: true,
            ..places(false, false, false)
        },
    ]
};

/// `form` with `min(x, bound)` or `max(x, −bound)` in these places of x; with the largest number on
/// either side, unless the form goes to infinity on the other one.
pub(super) fn clamp(
    graph: &mut Graph,
    form: Id,
    input: Symbol,
    bound: Bound,
    (side, is_open): (f64, bool),
    places: Places,
) -> Id {
    let x = graph.symbol(input);
    let op = if side > 0.0 { Op::Min } else { Op::Max };
    let clamped = match bound.and_then(|bound| Number::fraction(bound, 1)) {
        None => {
            let finite = graph.op(Op::Finite, &[x]);
            match is_open {
                true => graph.op(op, &[finite, x]),
                false => finite,
            }
        }
        Some(bound) => {
            let bound = if side > 0.0 { bound } else { bound.negate() };
            let bound = graph.number(bound);
            // The constant comes first: `math::max` keeps a NaN of either side.
            graph.op(op, &[bound, x])
        }
    };
    let choose = |clamps| if clamps { clamped } else { x };
    let mut replacement = Replacement {
        graph,
        input,
        x,
        factor: choose(places.factor),
        term: choose(places.term),
        argument: choose(places.argument),
        beside: places.beside.then_some(clamped),
        done: [0; 3].map(|_| IdMap::up_to(form)),
    };
    replacement.replace(form, Part::Factor)
}

/// `form` with a finite argument in all its sines and cosines: of an a·x as well, which is
/// infinite before x is.
pub(super) fn hold_waves(graph: &mut Graph, form: Id) -> Id {
    let mut done = IdMap::up_to(form);
    for id in graph.reachable(&[form]) {
        let same = match graph.apply(id) {
            Some((op, arguments)) => {
                let mut arguments = done.all(arguments);
                let is_held = matches!(graph.apply(arguments[0]), Some((Op::Finite, _)));
                if matches!(op, Op::Sin | Op::Cos | Op::Tan) && !is_held {
                    arguments[0] = graph.op(Op::Finite, &arguments);
                }
                graph.op(op, &arguments)
            }
            None => id,
        };
        done.insert(id, same);
    }
    done.of(form)
}

struct Replacement<'g> {
    graph: &'g mut Graph,
    input: Symbol,
    x: Id,
    factor: Id,
    term: Id,
    argument: Id,
    /// None where that is no place of its own.
    beside: Option<Id>,
    /// What has become of each part, as what it is reached as.
    done: [IdMap; 3],
}

/// What a part is of the whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Factor,
    Term,
    /// A factor of a function that falls off.
    Beside,
}

impl Replacement<'_> {
    /// Rebuilds the arithmetic around functions.
    fn replace(&mut self, id: Id, part: Part) -> Id {
        if id == self.x {
            return match (part, self.beside) {
                (Part::Factor, _) => self.factor,
                (Part::Beside, Some(beside)) => beside,
                _ => self.term,
            };
        }
        if let Some(new) = self.done[part as usize].get(id) {
            return new;
        }
        let new = match self.graph.apply(id) {
            // The powers in a half power stay with its root, of which they are computed.
            Some((Op::Mul, _)) if half_power(self.graph, id).is_some() => {
                substitute(self.graph, id, self.input, self.argument)
            }
            // A bound of the other side counts as arithmetic: what is inside of it is still
            // outside of functions.
            Some((
                op @ (Op::Add
                | Op::Sub
                | Op::Mul
                | Op::Div
                | Op::Neg
                | Op::Powi
                | Op::Select
                | Op::Min
                | Op::Max
                | Op::Finite),
                arguments,
            )) => {
                let mut arguments = arguments.to_vec();
                let part = match (part, op) {
                    (Part::Factor, Op::Add | Op::Sub) => Part::Term,
                    _ => part,
                };
                let falls = |id: &Id| self.beside.is_some() && op == Op::Mul && self.falls_off(*id);
                let mut parts = vec![part; arguments.len()];
                for (index, _) in arguments.iter().enumerate().filter(|(_, a)| falls(a)) {
                    parts[1 - index] = Part::Beside;
                }
                // The condition of an `if` asks about the input as it is.
                let first = usize::from(op == Op::Select);
                for (argument, &part) in arguments.iter_mut().zip(&parts).skip(first) {
                    *argument = self.replace(*argument, part);
                }
                self.graph.op(op, &arguments)
            }
            // What is multiplied by such a function may stand in another one, and may have others
            // in it; the one that falls off stays as it is, to be computed once, and so does what
            // oscillates.
            Some((op, arguments))
                if self.beside.is_some()
                    && !self.falls_off(id)
                    && !matches!(op, Op::Sin | Op::Cos | Op::Tan) =>
            {
                let mut arguments = arguments.to_vec();
                let inside = match part {
                    Part::Beside => part,
                    _ => Part::Term,
                };
                for argument in &mut arguments {
                    *argument = self.replace(*argument, inside);
                }
                self.graph.op(op, &arguments)
            }
            // A factor stands outside of the function that it goes into.
            Some((op @ (Op::TimesExp | Op::TimesNormalCdf), &[factor, argument])) => {
                let part = self.beside.map_or(part, |_| Part::Beside);
                let factor = self.replace(factor, part);
                let argument = substitute(self.graph, argument, self.input, self.argument);
                self.graph.op(op, &[factor, argument])
            }
            _ => substitute(self.graph, id, self.input, self.argument),
        };
        self.done[part as usize].insert(id, new);
        new
    }

    /// Whether a function that falls off, on one side at least, is a factor of `id`.
    fn falls_off(&self, id: Id) -> bool {
        match self.graph.apply(id) {
            Some((Op::Mul, arguments)) => arguments.iter().any(|&a| self.falls_off(a)),
            Some((Op::Div | Op::Neg | Op::Powi, arguments)) => self.falls_off(arguments[0]),
            Some((op, _)) => matches!(
                op,
                Op::Exp
                    | Op::Sigmoid
                    | Op::LogisticPdf
                    | Op::NormalCdf
                    | Op::NormalPdf
                    | Op::LogNormalCdf
                    | Op::InverseMills
                    | Op::Erfc
            ),
            None => false,
        }
    }
}

/// `form` with `new` in the place of `old`.
pub(super) fn exchange(graph: &mut Graph, form: Id, old: Id, new: Id) -> Id {
    let mut done = IdMap::up_to(form);
    done.insert(old, new);
    for id in graph.reachable(&[form]) {
        if id == old {
            continue;
        }
        let same = match graph.apply(id) {
            Some((op, arguments)) if !done.keeps(arguments) => {
                let arguments = done.all(arguments);
                graph.op(op, &arguments)
            }
            _ => id,
        };
        done.insert(id, same);
    }
    done.of(form)
}
