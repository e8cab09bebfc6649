//! Products of powers: a constant times bases under whole or half exponents.

use std::collections::BTreeMap;

use super::simplify::Simplifier;
use crate::{
    expr::{Graph, Id, Node},
    number::Number,
    op::Op,
};

/// `coefficient · Π baseʰ`, `h` counted in halves, bases in the order they were written.
#[derive(Clone, Debug)]
pub(super) struct Product {
    pub(super) coefficient: Number,
    pub(super) factors: Vec<(Id, i32)>,
}

impl Product {
    pub(super) fn one() -> Product {
        Product {
            coefficient: Number::integer(1),
            factors: Vec::new(),
        }
    }

    pub(super) fn constant(coefficient: Number) -> Product {
        Product {
            coefficient,
            factors: Vec::new(),
        }
    }

    pub(super) fn base(id: Id) -> Product {
        Product {
            coefficient: Number::integer(1),
            factors: vec![(id, 2)],
        }
    }

    /// `self · other^(±1)`; `halves` is 2 or −2. `None` on overflow or division by zero.
    pub(super) fn times(mut self, other: &Product, halves: i32) -> Option<Product> {
        let sign = halves.signum();
        self.coefficient = if sign > 0 {
            self.coefficient.multiply(&other.coefficient)?
        } else {
            self.coefficient.divide(&other.coefficient)?
        };
        for &(base, exponent) in &other.factors {
            self.try_push(base, sign * exponent)?;
        }
        Some(self)
    }

    /// Multiplies by `base^(halves / 2)`; `None` where the exponent would be absurd.
    fn try_push(&mut self, base: Id, halves: i32) -> Option<()> {
        match self
            .factors
            .iter_mut()
            .find(|(existing, _)| *existing == base)
        {
            Some((_, exponent)) => *exponent = exponent.checked_add(halves)?,
            None => self.factors.push((base, halves)),
        }
        self.factors.retain(|(_, exponent)| *exponent != 0);
        // Half of what fits, so that a step to either side cannot overflow.
        self.factors
            .iter()
            .all(|(_, exponent)| exponent.abs() < i32::MAX / 2)
            .then_some(())
    }

    /// Multiplies by a small power of `base`.
    pub(super) fn push(&mut self, base: Id, halves: i32) {
        self.try_push(base, halves)
            .expect("exponents of a product leave room for small steps");
    }

    /// Whether the factors are those of `other`, in whatever order.
    pub(super) fn is_like(&self, other: &Product) -> bool {
        self.factors.len() == other.factors.len()
            && self.factors.iter().all(|f| other.factors.contains(f))
    }

    /// The factors in an order that does not depend on the spelling.
    pub(super) fn key(&self) -> Vec<(Id, i32)> {
        let mut key = self.factors.clone();
        key.sort_unstable();
        key
    }
}

impl Simplifier<'_> {
    /// A normal form taken apart into a product.
    pub(super) fn as_product(&self, id: Id) -> Product {
        let whole = || Product::base(id);
        match self.graph.node(id) {
            Node::Number(number) => Product::constant(number.clone()),
            Node::Symbol(_) | Node::Call(..) => whole(),
            Node::Apply(op, arguments) => match op {
                Op::Mul => {
                    let first = self.as_product(arguments[0]);
                    first
                        .times(&self.as_product(arguments[1]), 2)
                        .unwrap_or_else(whole)
                }
                Op::Div => {
                    let first = self.as_product(arguments[0]);
                    first
                        .times(&self.as_product(arguments[1]), -2)
                        .unwrap_or_else(whole)
                }
                Op::Neg => {
                    let mut product = self.as_product(arguments[0]);
                    product.coefficient = product.coefficient.negate();
                    product
                }
                // In a normal form the base of a power is not itself a product.
                Op::Powi => {
                    let exponent = self
                        .graph
                        .number_at(arguments[1])
                        .and_then(Number::as_integer);
                    match exponent.and_then(|n| i32::try_from(2 * n).ok()) {
                        Some(halves) => Product {
                            factors: vec![(arguments[0], halves)],
                            ..Product::one()
                        },
                        None => whole(),
                    }
                }
                Op::Sqrt => Product {
                    factors: vec![(arguments[0], 1)],
                    ..Product::one()
                },
                _ => whole(),
            },
        }
    }

    /// The factors that belong outside, without the constant, and the others.
    pub(super) fn split_term(
        &self,
        mut term: Product,
        is_outside: impl Fn(&Self, Id) -> bool,
    ) -> (Product, Product) {
        let (outside, inside) =
            (term.factors.into_iter()).partition(|&(factor, _)| is_outside(self, factor));
        term.factors = inside;
        let outside = Product {
            factors: outside,
            ..Product::one()
        };
        (outside, term)
    }

    /// `product^(halves / 2)`; `None` where that is not a product over the reals.
    pub(super) fn power(&mut self, product: &Product, halves: i32) -> Option<Product> {
        if halves % 2 == 0 {
            let exponent = halves / 2;
            let mut result = Product::constant(product.coefficient.power(i64::from(exponent))?);
            for &(base, inner) in &product.factors {
                result.try_push(base, inner.checked_mul(exponent)?)?;
            }
            return Some(result);
        }
        // √(c·u) = √c·√u for c > 0, and √(x²) is |x|, not x: as typed its slope at 0 is 0/0, and
        // the square overflows. So is √(x² − 2·x + 1) for |x − 1|. What else is under the root stays
        // together: √(a·b) is not √a·√b for negative a and b.
        let (coefficient, sign) = if product.coefficient.is_negative() {
            (product.coefficient.negate(), -1)
        } else {
            (product.coefficient.clone(), 1)
        };
        let outside = coefficient.root()?.power(i64::from(halves))?;
        let mut result = Product::constant(outside);
        let mut inside = product.clone();
        inside.coefficient = Number::integer(sign);
        if sign == 1 {
            let (squares, rest) = inside.factors.into_iter().partition(|&(_, h)| h % 4 == 0);
            inside.factors = rest;
            for square in squares {
                result = result.times(&self.root_of_square(square, halves)?, 2)?;
            }
            if inside.factors.is_empty() {
                return Some(result);
            }
        }
        let base = self.spell_product(inside);
        if let Some(root) = self.root_of_sum(base) {
            return result.times(&self.root_of_square((root, 4), halves)?, 2);
        }
        result.try_push(base, halves)?;
        Some(result)
    }

    /// `(base^(inner / 2))^(halves / 2)`, where `inner / 2` is even and `halves` odd.
    fn root_of_square(&mut self, (base, inner): (Id, i32), halves: i32) -> Option<Product> {
        let exponent = (inner / 4).checked_mul(halves)?;
        let bare = if exponent % 2 == 0 {
            base
        } else {
            self.apply(Op::Abs, &[base])
        };
        let bare = self.as_product(bare);
        self.power(&bare, exponent.checked_mul(2)?)
    }

    /// The normal form of a product.
    pub(super) fn spell_product(&mut self, mut product: Product) -> Id {
        if product.coefficient.is_zero() {
            return self.graph.integer(0);
        }
        self.merge_signs(&mut product);
        self.merge_powers(&mut product);
        if let Some(pushed) = self.push_into_select(&product) {
            return pushed;
        }
        // −(a − b) = b − a.
        if let [(base, 2)] = product.factors[..]
            && product.coefficient.as_integer() == Some(-1)
            && matches!(self.graph.apply(base), Some((Op::Add | Op::Sub, _)))
        {
            return self.apply(Op::Neg, &[base]);
        }
        let key = (product.coefficient.clone(), product.key());
        if let Some(&id) = self.products.get(&key) {
            return id;
        }
        let id = self.build_product(&product);
        self.products.insert(key, id);
        id
    }

    /// A select with a constant branch takes the other factors into its branches: nothing is
    /// ever multiplied by the 0 of a branch not taken, where an infinity would become NaN.
    fn push_into_select(&mut self, product: &Product) -> Option<Id> {
        let is_alone = product.factors.len() == 1 && product.coefficient.is_one();
        if is_alone {
            return None;
        }
        let position = product.factors.iter().position(|&(base, halves)| {
            halves == 2
                && matches!(self.graph.apply(base), Some((Op::Select, arguments))
                    if arguments[1..].iter().any(|&a| self.graph.number_at(a).is_some()))
        })?;
        let mut rest = product.clone();
        let (select, _) = rest.factors.remove(position);
        let (_, arguments) = self.graph.apply(select)?;
        let (condition, yes, no) = (arguments[0], arguments[1], arguments[2]);
        let yes = self.as_product(yes).times(&rest, 2)?;
        let no = self.as_product(no).times(&rest, 2)?;
        let (yes, no) = (self.spell_product(yes), self.spell_product(no));
        Some(self.select(condition, yes, no))
    }

    /// `constant · parameters · rest / denominator`, so that what can be hoisted out of the
    /// loop stands together.
    fn build_product(&mut self, product: &Product) -> Id {
        let (mut above, mut below): (Vec<Id>, Vec<Id>) = (Vec::new(), Vec::new());
        for &(base, halves) in &product.factors {
            let side = if halves > 0 { &mut above } else { &mut below };
            side.push(power_node(self.graph, base, halves.abs()));
        }
        // Constants, parameters, powers of inputs, then the rest as it was written.
        let inputs = self.inputs;
        let rank = |graph: &Graph, id: Id| {
            let varies = graph.depends_on_first(id, inputs);
            match graph.node(id) {
                _ if !varies => 0,
                Node::Symbol(_) => 1,
                Node::Apply(Op::Powi, a) if graph.is_leaf(a[0]) => 1,
                _ => 2,
            }
        };
        above.sort_by_key(|&id| rank(self.graph, id));
        below.sort_by_key(|&id| rank(self.graph, id));

        // −u has its sign in front, −2·u has it in its constant.
        let mut coefficient = product.coefficient.clone();
        let negative = coefficient.as_integer() == Some(-1) && !above.is_empty();
        if negative {
            coefficient = coefficient.negate();
        }
        // A constant that is one over something reads better below the line: x / 6, x / √2.
        let notation = coefficient.notation();
        let inverse = coefficient.reciprocal().filter(|_| {
            !notation.negative
                && notation.numerator == 1
                && notation.above.is_empty()
                && !coefficient.is_one()
                && notation.decimal().is_none()
        });
        match inverse {
            Some(inverse) if !above.is_empty() => {
                let id = self.graph.number(inverse);
                below.insert(0, id);
            }
            _ if !coefficient.is_one() || above.is_empty() => {
                let id = self.graph.number(coefficient);
                above.insert(0, id);
            }
            _ => {}
        }
        let mut chain = |ids: &[Id]| {
            let mut ids = ids.iter().copied();
            let first = ids.next();
            first.map(|first| ids.fold(first, |left, right| self.graph.op(Op::Mul, &[left, right])))
        };
        let above = chain(&above).expect("a coefficient stands above an empty line");
        let below = chain(&below);
        let quotient = match below {
            Some(below) => self.graph.op(Op::Div, &[above, below]),
            None => above,
        };
        match (negative, self.graph.number_at(quotient).cloned()) {
            (false, _) => quotient,
            (true, Some(number)) => self.graph.number(number.negate()),
            (true, None) => self.graph.op(Op::Neg, &[quotient]),
        }
    }
}

/// `base^(halves / 2)` as a node, for positive `halves`.
fn power_node(graph: &mut Graph, base: Id, halves: i32) -> Id {
    let whole = match halves / 2 {
        0 => None,
        1 => Some(base),
        n => {
            let exponent = graph.integer(i64::from(n));
            Some(graph.op(Op::Powi, &[base, exponent]))
        }
    };
    if halves % 2 == 0 {
        return whole.expect("a factor has an exponent");
    }
    let root = graph.op(Op::Sqrt, &[base]);
    match whole {
        Some(whole) => graph.op(Op::Mul, &[whole, root]),
        None => root,
    }
}

/// The key under which equal products are one.
pub(super) type ProductKey = (Number, Vec<(Id, i32)>);

/// The key under which equal sums are one.
pub(super) type TermKey = BTreeMap<Vec<(Id, i32)>, Vec<Number>>;
