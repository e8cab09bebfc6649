//! What is left of a form far below 0, where all its exponentials are small.
//!
//! `x·ln_1p(σ(x))` is x·eˣ there, to the last digit; but ln_1p(σ(x)) alone leaves the normal
//! numbers sixteen before the product does. So beyond −40, where e⁻⁴⁰ is nothing beside 1 in `f64`
//! too, the leading term is computed in the place of the form, its power of two last.

use super::simplify::Simplifier;
use crate::{
    expr::Id,
    number::Number,
    op::{Form, Op},
};

/// `coefficient · exp(exponent) · Φ(normal)`.
#[derive(Clone, Copy)]
struct Leading {
    coefficient: Id,
    exponent: Option<Id>,
    normal: Option<Id>,
}

impl Simplifier<'_> {
    /// `root` with its leading term far below 0, where that can be told and is one.
    pub(super) fn with_tail(&mut self, root: Id) -> Id {
        self.with_tail_where(root, None)
    }

    /// As `with_tail`, where |u| is known to be the second.
    fn with_tail_where(&mut self, root: Id, size: Option<(Id, Id)>) -> Id {
        if let Some((Op::Select, &[condition, yes, no])) = self.graph.apply(root) {
            let sizes = self.sign_split(condition);
            let yes = self.with_tail_where(yes, sizes.map_or(size, |(u, minus)| Some((u, minus))));
            let no = self.with_tail_where(no, sizes.map_or(size, |(u, _)| Some((u, u))));
            return self.graph.op(Op::Select, &[condition, yes, no]);
        }
        let mut small = Vec::new();
        // On one side of 0, exp(−|u|) is exp(u) or exp(−u).
        let (plain, below) = match size {
            Some((u, size)) => (self.with_size(root, u, size), None),
            // A factor that is written for each side of 0 is the one of the side below.
            None => match self.below_zero(root) {
                Some((u, plain)) => (plain, Some(u)),
                None => (root, None),
            },
        };
        let Some(leading) = self.leading(plain, &mut small) else {
            return root;
        };
        small.sort_unstable();
        small.dedup();
        if below.is_some_and(|u| small != [u]) {
            return root;
        }
        let (&[argument], Some((op, far))) = (
            &small[..],
            match leading {
                Leading {
                    exponent: Some(exponent),
                    normal: None,
                    ..
                } => Some(((Op::TimesExp, exponent), -40)),
                Leading {
                    exponent: None,
                    normal: Some(normal),
                    ..
                } => Some(((Op::TimesNormalCdf, normal), -10)),
                _ => None,
            },
        ) else {
            return root;
        };
        let far = self.graph.integer(far);
        let below = self.graph.op(Op::Lt, &[argument, far]);
        let tail = self.graph.op(op.0, &[leading.coefficient, op.1]);
        self.graph.op(Op::Select, &[below, tail, root])
    }

    /// u and what `form` is for u < 0, where a part of it is written for each side of 0.
    fn below_zero(&mut self, form: Id) -> Option<(Id, Id)> {
        let parts = self.graph.reachable(&[form]);
        let condition = parts.iter().find_map(|&id| match self.graph.apply(id) {
            Some((Op::Select, &[condition, _, _])) => Some(condition),
            _ => None,
        })?;
        let (u, minus) = self.sign_split(condition)?;
        let below = self.exchanged(form, |graph, id, done| match graph.apply(id)? {
            (Op::Select, &[c, yes, _]) if c == condition => Some(done.of(yes)),
            (Op::Abs, &[inner]) if inner == u => Some(minus),
            _ => None,
        });
        Some((u, below))
    }

    /// u and −u, where a condition is `u < 0`.
    pub(super) fn sign_split(&mut self, condition: Id) -> Option<(Id, Id)> {
        let (Op::Lt, &[u, bound]) = self.graph.apply(condition)? else {
            return None;
        };
        let is_zero = self.graph.number_at(bound).is_some_and(Number::is_zero);
        is_zero.then(|| (u, self.negate(u)))
    }

    /// `form` with `size` in the place of |u|.
    fn with_size(&mut self, form: Id, u: Id, size: Id) -> Id {
        self.exchanged(form, |graph, id, _| {
            (graph.apply(id) == Some((Op::Abs, &[u]))).then_some(size)
        })
    }

    /// The leading term of `id`; `small` gathers the arguments that have to be far below 0.
    fn leading(&mut self, id: Id, small: &mut Vec<Id>) -> Option<Leading> {
        let one = self.graph.integer(1);
        let Some((op, arguments)) = self.graph.apply(id) else {
            return Some(Leading {
                coefficient: id,
                exponent: None,
                normal: None,
            });
        };
        let arguments = arguments.to_vec();
        match (op, &arguments[..]) {
            // eᵘ itself, and what is eᵘ·(1 + O(eᵘ)).
            (Op::Exp | Op::Softplus | Op::Sigmoid | Op::LogisticPdf, &[u]) => {
                if !self.is_symbol_multiple(u) {
                    // The exponential of what vanishes is 1.
                    let inside = self.leading(u, small)?;
                    let vanishes = inside.exponent.is_some() || inside.normal.is_some();
                    return (op == Op::Exp && vanishes).then_some(Leading {
                        coefficient: one,
                        exponent: None,
                        normal: None,
                    });
                }
                small.push(u);
                Some(Leading {
                    coefficient: one,
                    exponent: Some(u),
                    normal: None,
                })
            }
            (Op::NormalCdf, &[u]) => {
                small.push(u);
                Some(Leading {
                    coefficient: one,
                    exponent: None,
                    normal: Some(u),
                })
            }
            // What is w·(1 + O(w)) for a small w.
            (
                Op::Tanh
                | Op::Ln1p
                | Op::ExpM1
                | Op::Erf
                | Op::Sinh
                | Op::Asinh
                | Op::Atan
                | Op::Sin
                | Op::Tan,
                &[w],
            ) => {
                let mut leading = self.leading(w, small)?;
                if leading.exponent.is_none() && leading.normal.is_none() {
                    return None;
                }
                if op == Op::Erf {
                    let slope = Number::constant("FRAC_2_SQRT_PI")?;
                    let slope = self.graph.number(slope);
                    leading.coefficient = self.apply(Op::Mul, &[slope, leading.coefficient]);
                }
                Some(leading)
            }
            (Op::Neg, &[a]) => {
                let mut a = self.leading(a, small)?;
                a.coefficient = self.negate(a.coefficient);
                Some(a)
            }
            (Op::TimesExp, &[factor, u]) => {
                let exponential = self.graph.op(Op::Exp, &[u]);
                let product = self.graph.op(Op::Mul, &[factor, exponential]);
                self.leading(product, small)
            }
            (Op::Mul, &[a, b]) => {
                let (a, b) = (self.leading(a, small)?, self.leading(b, small)?);
                let exponent = match (a.exponent, b.exponent) {
                    (Some(v), Some(w)) => Some(self.apply(Op::Add, &[v, w])),
                    (v, w) => v.or(w),
                };
                if a.normal.is_some() && b.normal.is_some() {
                    return None;
                }
                Some(Leading {
                    coefficient: self.apply(Op::Mul, &[a.coefficient, b.coefficient]),
                    exponent,
                    normal: a.normal.or(b.normal),
                })
            }
            (Op::Div, &[a, b]) => {
                let (a, b) = (self.leading(a, small)?, self.leading(b, small)?);
                let exponent = match (a.exponent, b.exponent) {
                    (v, None) => v,
                    (Some(v), Some(w)) => Some(self.apply(Op::Sub, &[v, w])),
                    (None, Some(_)) => return None,
                };
                if b.normal.is_some() {
                    return None;
                }
                Some(Leading {
                    coefficient: self.apply(Op::Div, &[a.coefficient, b.coefficient]),
                    exponent,
                    normal: a.normal,
                })
            }
            (Op::Powi, &[base, power]) if self.has_functions(base) => {
                let base = self.leading(base, small)?;
                base.normal.is_none().then_some(())?;
                let exponent = base.exponent.map(|u| self.apply(Op::Mul, &[power, u]));
                Some(Leading {
                    coefficient: self.apply(Op::Powi, &[base.coefficient, power]),
                    exponent,
                    normal: None,
                })
            }
            (Op::Powf, &[base, power]) if !self.varies(power) => {
                let base = self.leading(base, small)?;
                base.normal.is_none().then_some(())?;
                let exponent = self.apply(Op::Mul, &[power, base.exponent?]);
                let coefficient = match self.graph.number_at(base.coefficient)? {
                    number if number.is_one() => one,
                    number if number.is_negative() => return None,
                    _ => self.apply(Op::Powf, &[base.coefficient, power]),
                };
                Some(Leading {
                    coefficient,
                    exponent: Some(exponent),
                    normal: None,
                })
            }
            (Op::Sqrt, &[a]) => {
                let a = self.leading(a, small)?;
                let half = self.graph.number(Number::fraction(1, 2)?);
                let exponent = self.apply(Op::Mul, &[half, a.exponent?]);
                a.normal.is_none().then_some(())?;
                Some(Leading {
                    coefficient: self.apply(Op::Sqrt, &[a.coefficient]),
                    exponent: Some(exponent),
                    normal: None,
                })
            }
            (Op::Add | Op::Sub, &[a, b]) => {
                let (a, mut b) = (self.leading(a, small)?, self.leading(b, small)?);
                if op == Op::Sub {
                    b.coefficient = self.negate(b.coefficient);
                }
                if a.exponent == b.exponent && a.normal == b.normal {
                    let coefficient = self.apply(Op::Add, &[a.coefficient, b.coefficient]);
                    // What cancels has another leading term.
                    let vanishes = self
                        .graph
                        .number_at(coefficient)
                        .is_some_and(Number::is_zero);
                    return (!vanishes).then_some(Leading { coefficient, ..a });
                }
                // Beside a number the small term is nothing, and beside what is far below 0.
                let plain = |l: &Leading| l.exponent.is_none() && l.normal.is_none();
                let opposites: Vec<Id> = small.iter().map(|&u| self.negate(u)).collect();
                let number = |this: &Self, l: &Leading| {
                    plain(l)
                        && (this.graph.number_at(l.coefficient).is_some()
                            || small.contains(&l.coefficient)
                            || opposites.contains(&l.coefficient))
                };
                match (number(self, &a), number(self, &b)) {
                    (true, false) => Some(a),
                    (false, true) => Some(b),
                    _ => None,
                }
            }
            // A polynomial, in |x| too.
            _ if !self.has_functions(id) => Some(Leading {
                coefficient: id,
                exponent: None,
                normal: None,
            }),
            _ => None,
        }
    }

    fn has_functions(&self, id: Id) -> bool {
        let is_function = |op: Op| op.row().form == Form::Function && op != Op::Abs;
        let parts = self.graph.reachable(&[id]);
        (parts.iter()).any(|&id| self.graph.apply(id).is_some_and(|(op, _)| is_function(op)))
    }

    /// x, or −β·x, or 2·x, or −|x|: an argument that goes to −∞ with x or with −x.
    fn is_symbol_multiple(&mut self, id: Id) -> bool {
        let product = self.as_product(id);
        product.factors.iter().all(|&(factor, halves)| {
            halves == 2
                && match self.graph.apply(factor) {
                    None => true,
                    Some((Op::Abs, &[inner])) => self.is_symbol_multiple(inner),
                    Some(_) => false,
                }
        })
    }
}
