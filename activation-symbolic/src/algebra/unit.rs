//! What a sum is a function of alone: an input, or a straight line in one whose slope and height
//! are made of parameters.
//!
//! `(x − c) − tanh(x − c)` cancels at c, whatever that is, and is a series in x − c.

use super::{power_series::UNIT, product::Product, simplify::Simplifier};
use crate::{
    eval::Program,
    expr::{Id, Node, Symbol},
    kinks::substitute,
    number::Number,
    op::Op,
};

/// Which powers of the parameters in its argument a sum may have in front.
const POWERS: [i32; 7] = [0, 1, -1, 2, -2, 3, -3];
/// A sum as a function of one argument.
pub(super) struct OfUnit {
    /// What stands before it, of parameters.
    pub(super) outside: Option<Id>,
    /// The argument.
    pub(super) unit: Id,
    /// The function, of [`UNIT`].
    pub(super) sum: Id,
}

/// A sum that is a function of one argument, times parameters.
pub(super) struct Part {
    pub(super) outside: Product,
    /// The function, of [`UNIT`].
    pub(super) sum: Id,
    /// How many terms of the whole it is made of.
    pub(super) terms: usize,
}

/// An argument t that is a straight line in the input `x`.
struct Line {
    x: Symbol,
    /// What x is multiplied by.
    slope: Id,
    /// t where x is 0.
    height: Id,
    /// What x is, in terms of [`UNIT`] for t.
    inverse: Id,
}

impl Simplifier<'_> {
    /// What `id` is a function of alone: the input, or a straight line in it, a power of whose slope
    /// may stand before it.
    pub(super) fn unit_of(&mut self, id: Id) -> Option<OfUnit> {
        let symbols = self.graph.symbols(id);
        let program = Program::new(self.graph, id);
        for unit in self.graph.reachable(&[id]) {
            if unit == id || !self.varies(unit) {
                continue;
            }
            let Some(line) = self.line(unit) else {
                continue;
            };
            // Most are not, and writing them in its terms takes far longer than a few values.
            let powers = if symbols.len() > 1 {
                self.possible_powers(&program, &symbols, &line)
            } else {
                POWERS[..1].to_vec()
            };
            for power in powers {
                let mut sum = substitute(self.graph, id, line.x, line.inverse);
                let mut outside = None;
                if power != 0 {
                    let power = self.graph.integer(power.into());
                    let power = self.apply(Op::Powi, &[line.slope, power]);
                    outside = Some(power);
                    sum = self.graph.op(Op::Div, &[sum, power]);
                }
                let sum = self.simplify(sum);
                if self.is_of_unit(sum) {
                    return Some(OfUnit { outside, unit, sum });
                }
            }
        }
        None
    }

    /// `id`, a sum, as several that are functions of one line alone, each times parameters; and what
    /// stands for it.
    pub(super) fn parts_of(&mut self, id: Id) -> Option<(Id, Vec<Part>)> {
        if self.graph.symbols(id).len() < 2 {
            return None;
        }
        for unit in self.graph.reachable(&[id]) {
            if unit == id || !self.varies(unit) {
                continue;
            }
            let Some(line) = self.line(unit) else {
                continue;
            };
            // In terms of a multiple of x, what else there is of x stays what it was.
            if self
                .graph
                .number_at(line.height)
                .is_some_and(Number::is_zero)
            {
                continue;
            }
            let sum = substitute(self.graph, id, line.x, line.inverse);
            let sum = self.simplify(sum);
            let mut parts: Vec<Part> = Vec::new();
            for term in self.opened_terms(sum)? {
                let (outside, inside) =
                    self.split_term(term, |this, factor| !this.has_unit(factor));
                let inside = self.spell_product(inside);
                match (parts.iter_mut()).find(|part| part.outside.key() == outside.key()) {
                    Some(part) => {
                        part.sum = self.apply(Op::Add, &[part.sum, inside]);
                        part.terms += 1;
                    }
                    None => parts.push(Part {
                        outside,
                        sum: inside,
                        terms: 1,
                    }),
                }
            }
            let is_of_unit =
                |part: &Part| self.is_of_unit(part.sum) || self.graph.symbols(part.sum).is_empty();
            if parts.len() > 1 && parts.iter().all(is_of_unit) {
                return Some((unit, parts));
            }
        }
        None
    }

    fn has_unit(&self, id: Id) -> bool {
        self.graph.symbols(id).contains(&UNIT)
    }

    /// The terms of a sum, and of those that are products of functions and a sum.
    fn opened_terms(&mut self, sum: Id) -> Option<Vec<Product>> {
        let mut opened = Vec::new();
        for term in self.as_sum(sum).terms().to_vec() {
            // A sum times parameters is one by itself.
            let of_unit = |rest: &Product| rest.factors.iter().any(|f| self.has_unit(f.0));
            match self.sum_factor(&term).filter(|(_, rest)| of_unit(rest)) {
                Some((inner, rest)) => {
                    for inner in self.as_sum(inner).terms().to_vec() {
                        opened.push(inner.times(&rest, 2)?);
                    }
                }
                None => opened.push(term),
            }
        }
        Some(opened)
    }

    /// P·x or P·(Q·x + h) as a line.
    fn line(&mut self, id: Id) -> Option<Line> {
        let (factor, base) = self.lone_varying(self.as_product(id))?;
        let unit = self.graph.symbol(UNIT);
        let factor = self.spell_product(factor);
        let inside = self.apply(Op::Div, &[unit, factor]);
        if let &Node::Symbol(x) = self.graph.node(base) {
            return Some(Line {
                x,
                slope: factor,
                height: self.graph.integer(0),
                inverse: inside,
            });
        }
        let mut height = self.graph.integer(0);
        let mut product = None;
        for term in self.as_sum(base).terms().to_vec() {
            if term.factors.iter().any(|&(factor, _)| self.varies(factor)) {
                if product.replace(term).is_some() {
                    return None;
                }
            } else {
                let term = self.spell_product(term);
                height = self.apply(Op::Add, &[height, term]);
            }
        }
        let (own, base) = self.lone_varying(product?)?;
        let &Node::Symbol(x) = self.graph.node(base) else {
            return None;
        };
        let own = self.spell_product(own);
        let less = self.apply(Op::Sub, &[inside, height]);
        Some(Line {
            x,
            slope: self.apply(Op::Mul, &[factor, own]),
            height: self.apply(Op::Mul, &[factor, height]),
            inverse: self.apply(Op::Div, &[less, own]),
        })
    }

    /// The factors that no input changes, and the only other one.
    fn lone_varying(&self, mut product: Product) -> Option<(Product, Id)> {
        let varies = |&(factor, _): &(Id, i32)| self.varies(factor);
        let position = product.factors.iter().position(varies)?;
        let (base, halves) = product.factors.remove(position);
        let is_alone = halves == 2 && !product.factors.iter().any(varies);
        is_alone.then_some((product, base))
    }

    /// The [`POWERS`] but for those to which the slope of `line` is seen not to stand before a function
    /// of it alone in `whole`, a function of `symbols`: it changes where the line does not.
    fn possible_powers(&self, whole: &Program, symbols: &[Symbol], line: &Line) -> Vec<i32> {
        let [slope, height] = [line.slope, line.height].map(|id| Program::new(self.graph, id));
        let count = symbols.iter().map(|Symbol(symbol)| *symbol as usize + 1);
        let mut values = vec![0.0; count.max().unwrap_or(0)];
        let mut powers = POWERS.to_vec();
        for unit in [0.625, -0.875] {
            // They are the same for every power, and take far longer than one.
            let found = [0.15625, 0.21875].map(|step| {
                for (index, &Symbol(symbol)) in symbols.iter().enumerate() {
                    values[symbol as usize] = 0.75 + step * (index as f64 + 1.0);
                }
                let slope = slope.double(&values);
                values[line.x.0 as usize] = (unit - height.double(&values)) / slope;
                (whole.with_error(&values), slope)
            });
            powers.retain(|&power| {
                let [(first, off), (second, too)] = found.map(|((value, error), slope)| {
                    let outside = slope.powi(power);
                    (value / outside, error / outside.abs())
                });
                // Without a value there is no difference either.
                let is_more = (first - second).abs() > 1e3 * (off + too);
                !is_more
            });
            if powers.is_empty() {
                break;
            }
        }
        powers
    }

    pub(super) fn is_of_unit(&self, id: Id) -> bool {
        !self.graph.depends_on_first(id, 62) && self.graph.symbols(id) == [UNIT]
    }
}
