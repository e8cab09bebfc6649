//! Where a steep function needs no factor inside: in a term that is nothing beside the other one
//! as soon as the function is small.
//!
//! In `2 + (1 + x)·exp(x)` the exponential has lost its digits below −87, where its product is
//! 10⁻³⁶ of the sum. There a plain multiplication, which joins the addition in one instruction,
//! does what `times_exp` does in four; and one exponential serves all terms of a polynomial.
//!
//! That a term is nothing is found by trying: wherever the function is small, out to the ends of
//! the range, with parameters of either sign and at 0.

use crate::{
    eval::Program,
    expr::{Graph, Id, Symbol},
    op::Op,
    schedule::Symbols,
};

/// Where the input is tried, on either side: from where a density of ten times the input is small.
const POINTS: [f64; 26] = [
    1.3, 2.9, 7.0, 9.3, 12.6, 13.1, 13.7, 18.3, 26.0, 39.0, 44.1, 53.0, 84.5, 87.3, 88.9, 95.7,
    103.9, 112.0, 140.3, 176.1, 361.0, 723.0, 1.1e3, 3e5, 1e9, 3e17,
];

/// From here on a function counts as small; `f32` has its last normal number at 10⁻³⁸.
const SMALL: f64 = 1e-36;

/// What a term may be of the other one: far less than a rounding, in `f64` too.
const NOTHING: f64 = 1e-20;

/// The functions in `root` that no factor goes into. Of several inputs each may be large where the
/// other is small, and too few places would be tried: there it is none.
pub(super) fn bare_functions(graph: &Graph, root: Id, symbols: &Symbols) -> Vec<Id> {
    if symbols.inputs > 1 {
        return Vec::new();
    }
    let order = graph.reachable(&[root]);
    let tails: Vec<Id> = order
        .iter()
        .copied()
        .filter(|&id| is_tail(graph, id))
        .collect();
    if tails.is_empty() {
        return tails;
    }
    let uses = Uses {
        graph,
        symbols,
        order,
    };
    let is_bare = |&id: &Id| uses.is_bare(id, id);
    tails.into_iter().filter(is_bare).collect()
}

/// Whether it is a function that is small far out. The normal functions fall so fast that their
/// products with one another are what counts in a tail.
fn is_tail(graph: &Graph, id: Id) -> bool {
    let steep = |op| matches!(op, Op::Exp | Op::LogisticPdf);
    let apply = graph.apply(id);
    apply.is_some_and(|(op, _)| steep(op)) && graph.may_depend_on(id, Symbol(0))
}

struct Uses<'a> {
    graph: &'a Graph,
    symbols: &'a Symbols,
    /// All that is computed.
    order: Vec<Id>,
}

impl Uses<'_> {
    /// Whether all uses of `id`, a product or quotient with `tail` in it, are terms that are nothing where the
    /// tail is small.
    fn is_bare(&self, id: Id, tail: Id) -> bool {
        let mut parents = (self.order.iter())
            .filter(|&&parent| self.graph.operands(parent).contains(&id))
            .peekable();
        parents.peek().is_some()
            && parents.all(|&parent| match self.graph.apply(parent) {
                Some((Op::Add | Op::Sub, &[a, b])) => {
                    a != b && self.vanishes(id, if a == id { b } else { a }, tail)
                }
                Some((Op::Mul | Op::Neg, _)) => self.is_bare(parent, tail),
                Some((Op::Div, &[a, b])) => a == id && b != id && self.is_bare(parent, tail),
                _ => false,
            })
    }

    /// Whether `term` is nothing beside `other` wherever the tail is small.
    fn vanishes(&self, term: Id, other: Id, tail: Id) -> bool {
        if !self.has_one_rate(&[term, other], tail) {
            return false;
        }
        // Where 0 meets ∞ `guard` clamps the input, which an exponential as the only tail does
        // not survive: its limit is further out.
        let clamped = matches!(self.graph.apply(tail), Some((Op::LogisticPdf, _)));
        let rate = self.graph.operands(tail)[0];
        let [term, other, tail, rate] =
            [term, other, tail, rate].map(|id| Program::new(self.graph, id));
        let mut tried = 0;
        let holds = self.samples().all(|values| {
            if tail.double(&values).abs() >= SMALL {
                return true;
            }
            // A divisor cannot be 0.
            if values[1..].contains(&0.0) && !rate.double(&values).is_finite() {
                return true;
            }
            let (term, other) = (term.double(&values), other.double(&values));
            if clamped && (term.is_nan() || other.is_nan()) {
                return true;
            }
            tried += 1;
            term.abs() <= NOTHING * other.abs()
        });
        holds && tried >= 8
    }

    /// Whether no function of the input outruns the tail at other values of the parameters than
    /// those that are tried: its rate is a number, or all others have its argument.
    fn has_one_rate(&self, roots: &[Id], tail: Id) -> bool {
        let rate = self.graph.operands(tail);
        self.graph.symbols(tail) == [Symbol(0)]
            || self.graph.reachable(roots).into_iter().all(|id| {
                self.graph.apply(id).is_none_or(|(op, arguments)| {
                    op.row().inside.0 == 0
                        || arguments == rate
                        || !self.graph.may_depend_on(id, Symbol(0))
                })
            })
    }

    /// Values for all symbols: the input at all points, the parameters of either sign and each of
    /// them at 0.
    fn samples(&self) -> impl Iterator<Item = Vec<f64>> {
        let parameters = self.symbols.names.len() - 1;
        let settings = if parameters == 0 { 1 } else { 2 + parameters };
        let points = POINTS.into_iter().flat_map(|point| [point, -point]);
        points.flat_map(move |point| {
            (0..settings).map(move |setting| {
                let sign = if setting == 1 { -1.0 } else { 1.0 };
                let parameter = |index| match index {
                    _ if index + 2 == setting => 0.0,
                    _ => sign * (0.9 + 0.43 * index as f64),
                };
                let parameters = (0..parameters).map(parameter);
                std::iter::once(point).chain(parameters).collect()
            })
        })
    }
}
