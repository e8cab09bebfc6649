//! What backward needs of forward: whether the slope can be written through the output alone.
//!
//! The formula is cut at its kinks; each piece between them is undone from its value inwards
//! (`invert`), which gives its slope through that value; the pieces are put together again by
//! where they lie on the axis of the output (`regions`). What was found this way is a proposal:
//! it is held against the derivative at many points and parameters, which also shows the
//! condition on the parameters and how well it computes in `f32` (`judge`). Nothing is known
//! about any formula by name.
//!
//! In a form through the output the symbol of the input stands for the output.

mod build;
mod cases;
mod invert;
mod judge;
mod regions;
mod shape;

use self::{build::Builder, cases::Cases, judge::Judge};
use crate::{
    algebra::{Simplifier, guard_alone, lower},
    eval::evaluate,
    expr::{Graph, Id, Symbol},
    kinks::{Place, rewrite, substitute},
    number::Number,
    op::Op,
    schedule::Symbols,
    second::price,
    tape::{INPUT, with_input},
};

/// How well a slope computes from an output that was rounded to `f32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Accuracy {
    /// It is right on paper; rounded outputs spoil it.
    Paper,
    /// The error is below 1.5e-7 of the largest slope.
    Absolute,
    /// The error is below 1e-5 of the slope itself, tails included.
    Relative,
}

/// The slope through the output.
#[derive(Clone, Debug)]
pub struct Through {
    /// The slope as people write it; the symbol of the input stands for the output.
    pub form: Id,
    /// The slope as it is computed.
    pub computed: Id,
    /// Truth values over the parameters, all of which must hold.
    pub conditions: Vec<Id>,
    /// How well it computes.
    pub accuracy: Accuracy,
}

/// What backward needs of forward.
#[derive(Clone, Debug)]
pub enum Residual {
    /// Nothing: the slope is the same everywhere.
    Nothing,
    /// The inputs, or the output: the slope can be written through it.
    Output(Through),
    /// The inputs with these positions, and why it cannot be the output.
    Inputs(Vec<usize>, Reason),
}

/// Why the slope cannot be written through the output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// One output does not tell several inputs apart.
    SeveralInputs,
    /// The slope is that of a surrogate.
    Surrogate,
    /// The formula calls another activation, which cannot be looked into.
    Calls,
    /// The formula turns at this input: two inputs have one output, and slopes of different sign.
    Turns(f64),
    /// This op has no inverse among the ops.
    NoInverse(Op),
    /// The input occurs in several places of this expression, which cannot be solved for it.
    Several(Id),
    /// The output stands still where the slope moves.
    Flat,
    /// There are too many pieces or cases to look at.
    Pieces(usize),
    /// What was found did not hold everywhere.
    NoneHeld,
}

impl Residual {
    /// The form through the output, where it computes well enough to be used.
    #[must_use]
    pub fn usable(&self) -> Option<&Through> {
        match self {
            Residual::Output(through) if through.accuracy >= Accuracy::Absolute => Some(through),
            _ => None,
        }
    }
}

/// A formula and its slope, each in several equal spellings, the preferred one first.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The value: as it is stable, as it was typed and simplified.
    pub values: [Id; 2],
    /// The slope in each input, as it is stable.
    pub gradient: &'a [Id],
    /// Value and first slope as they are computed, guarded at the far ends.
    pub computed: [Id; 2],
    /// Where the formula may change branch.
    pub places: &'a [Place],
    /// Whether the slope is that of another formula.
    pub surrogate: bool,
    /// Inputs and parameters.
    pub symbols: &'a Symbols,
    /// One value a symbol.
    pub defaults: &'a [f64],
}

/// What backward needs of the forward of this formula.
#[must_use]
pub fn residual(graph: &mut Graph, question: &Question<'_>) -> Residual {
    let inputs = question.symbols.inputs;
    let read: Vec<usize> = (0..inputs)
        .filter(|&k| {
            let symbol = Symbol(u32::try_from(k).expect("a signature has few arguments"));
            let reads = |slope: &Id| graph.symbols(*slope).contains(&symbol);
            question.gradient.iter().any(reads)
        })
        .collect();
    if read.is_empty() {
        return Residual::Nothing;
    }
    if inputs > 1 {
        return Residual::Inputs(read, Reason::SeveralInputs);
    }
    if question.surrogate {
        return Residual::Inputs(read, Reason::Surrogate);
    }
    let parts = [&question.values[..], question.gradient].concat();
    if !graph.calls(&parts).is_empty() {
        return Residual::Inputs(read, Reason::Calls);
    }
    match through_output(graph, question) {
        Ok(through) => Residual::Output(through),
        Err(why) => Residual::Inputs(read, why),
    }
}

fn through_output(graph: &mut Graph, question: &Question<'_>) -> Result<Through, Reason> {
    let slope = question.gradient[0];
    // As the processor has them: a square that overflows is no reason against the output.
    let computed = (question.computed).map(|form| lower(graph, form, question.symbols));
    let judge = Judge::new(graph, computed, question.places, question.defaults);
    if let Some(turn) = judge.turning_point() {
        return Err(Reason::Turns(turn));
    }
    let mut proposals = Vec::new();
    let mut obstacle = None;
    for value in question.values {
        let mut simplifier = Simplifier::new(graph, 1);
        let mut builder = Builder::new(&mut simplifier);
        let cases = Cases {
            places: question.places,
            judge: &judge,
        };
        match cases.solve(&mut builder, value, slope) {
            Ok(found) => {
                proposals.extend(found.spellings(&mut builder));
            }
            Err(why) => {
                obstacle.get_or_insert(Reason::from(why));
            }
        }
    }
    let mut best: Option<(Through, u32)> = None;
    for (form, expected) in proposals {
        let held = hold_roots(graph, form);
        let mut forms = vec![guard_alone(
            graph,
            held,
            question.symbols,
            question.defaults,
        )];
        forms.extend(off_zero(graph, held));
        for computed in forms {
            let Some(conditions) = conditions(graph, &judge, computed, &expected) else {
                continue;
            };
            let accuracy = judge.accuracy(graph, computed, &conditions);
            let price = price(graph, computed);
            let better = best.as_ref().is_none_or(|(known, least)| {
                (accuracy, std::cmp::Reverse(price)) > (known.accuracy, std::cmp::Reverse(*least))
            });
            if better {
                let through = Through {
                    form,
                    computed,
                    conditions,
                    accuracy,
                };
                best = Some((through, price));
            }
        }
    }
    match (best, obstacle) {
        (Some((through, _)), _) => Ok(through),
        (None, Some(why)) => Err(why),
        (None, None) => Err(Reason::NoneHeld),
    }
}

/// The conditions under which `form` is right, from those that are to be expected and, where these
/// do not explain every failure, one on the sign of a parameter that does.
fn conditions(graph: &mut Graph, judge: &Judge, form: Id, expected: &[Id]) -> Option<Vec<Id>> {
    // Among constants alone a condition holds or does not: there is nothing to ask.
    let (fixed, expected): (Vec<Id>, Vec<Id>) = expected
        .iter()
        .partition(|&&condition| graph.symbols(condition).is_empty());
    if fixed
        .iter()
        .any(|&condition| evaluate(graph, condition, &[]) == 0.0)
    {
        return None;
    }
    let expected = &expected[..];
    if judge.holds(graph, form, expected) {
        return Some(expected.to_vec());
    }
    let zero = graph.integer(0);
    let parameters: Vec<Symbol> = graph.symbols(form);
    let parameters = parameters.into_iter().filter(|symbol| *symbol != INPUT);
    for parameter in parameters {
        let parameter = graph.symbol(parameter);
        for sign in [Op::Ne, Op::Ge, Op::Gt] {
            let condition = graph.op(sign, &[parameter, zero]);
            let conditions = [expected, &[condition]].concat();
            if judge.holds(graph, form, &conditions) {
                return Some(conditions);
            }
        }
    }
    None
}

/// `form` with nothing below 0 under its roots: a saturated output may be rounded outwards, beyond
/// all that the formula reaches, and how far depends on the parameters.
fn hold_roots(graph: &mut Graph, form: Id) -> Id {
    let is_rooted = |id: &Id| match graph.apply(*id) {
        Some((Op::Sqrt | Op::Powf, arguments)) => Some(arguments[0]),
        _ => None,
    };
    let reached = graph.reachable(&[form]);
    let mut rooted: Vec<Id> = reached.iter().filter_map(is_rooted).collect();
    rooted.retain(|&id| matches!(graph.apply(id), Some((Op::Add | Op::Sub, _))));
    let zero = graph.integer(0);
    rewrite(graph, form, &mut |graph, old, arguments| {
        rooted.contains(&old).then(|| {
            let new = graph.rebuild(old, arguments);
            graph.op(Op::Max, &[zero, new])
        })
    })
}

/// `form` with the output held off 0, where it would be 0/0 there.
fn off_zero(graph: &mut Graph, form: Id) -> Option<Id> {
    let values = vec![0.0; graph.symbols(form).last().map_or(1, |s| s.0 as usize + 1)];
    let dies = |output: f64| evaluate(graph, form, &with_input(&values, output)).is_nan();
    if !dies(0.0) || dies(1e-18) {
        return None;
    }
    // The square of the bound is still a normal `f32`.
    let bound = Number::fraction(1, 1_000_000_000_000_000_000)?;
    let (bound, y) = (graph.number(bound), graph.symbol(INPUT));
    let held = graph.op(Op::Max, &[bound, y]);
    Some(substitute(graph, form, INPUT, held))
}
