//! Sums that cancel at 0, beside 0: their Taylor polynomials.
//!
//! `x − tanh x` is x³/3 near 0, the difference of two numbers near x: nothing of it is left in
//! floats. So every sum whose series begins later than those of its terms is replaced, where its
//! argument is small, by that series. The series are power series arithmetic in `f64`; what
//! cancels there, cancels to the last digits but one, and is taken as 0.

use std::collections::HashMap;

use super::simplify::Simplifier;
use crate::{
    eval,
    expr::{Graph, Id, Node, Symbol},
    kinks::substitute,
    number::Number,
    op::Op,
};

/// How many coefficients a series has.
const LENGTH: usize = 48;
/// More terms than this cost more than they are worth.
const TERMS: usize = 18;
/// What a coefficient is, relative to what it is the difference of, when it is 0.
const NOTHING: f64 = 1e-10;

/// Stands for the argument of a series.
const UNIT: Symbol = Symbol(u32::MAX - 1);

type Series = Vec<f64>;

/// `unit^order · polynomial`, where `near` holds.
#[derive(Clone, Copy)]
struct Window {
    near: Id,
    unit: Id,
    order: usize,
    polynomial: Id,
}

impl Simplifier<'_> {
    /// `root` with its cancelling sums as polynomials beside 0.
    pub(super) fn with_series(&mut self, root: Id) -> Id {
        let mut done: HashMap<Id, Id> = HashMap::new();
        let mut windows: HashMap<Id, Window> = HashMap::new();
        for id in self.graph.reachable(&[root]) {
            let Some((op, arguments)) = self.graph.apply(id) else {
                done.insert(id, id);
                continue;
            };
            let new: Vec<Id> = arguments.iter().map(|a| done[a]).collect();
            let new = if new == arguments {
                id
            } else {
                self.graph.op(op, &new)
            };
            let arguments = self.graph.arguments(id).to_vec();
            let replacement = match op {
                // The largest sum: what is inside of it goes with it.
                Op::Add | Op::Sub => self.beside_zero(id).map(|window| {
                    let near = self.near_form(&window, window.order);
                    let form = self.graph.op(Op::Select, &[window.near, near, new]);
                    windows.insert(id, window);
                    form
                }),
                // A power below the line takes away from the one above.
                Op::Div => windows.get(&arguments[0]).copied().and_then(|window| {
                    let below = self.as_product(arguments[1]);
                    let &[(unit, halves)] = &below.factors[..] else {
                        return None;
                    };
                    let power = usize::try_from(halves / 2).ok()?;
                    let fits = unit == window.unit && halves % 2 == 0 && power <= window.order;
                    if !fits || !below.coefficient.is_one() {
                        return None;
                    }
                    let near = self.near_form(&window, window.order - power);
                    let far = self.graph.op(Op::Div, &arguments);
                    Some(self.graph.op(Op::Select, &[window.near, near, far]))
                }),
                _ => None,
            };
            done.insert(id, replacement.unwrap_or(new));
        }
        if windows.is_empty() {
            root
        } else {
            done[&root]
        }
    }

    /// The polynomial times the power of its argument.
    fn near_form(&mut self, window: &Window, order: usize) -> Id {
        (0..order).fold(window.polynomial, |product, _| {
            self.graph.op(Op::Mul, &[product, window.unit])
        })
    }

    /// The sum `id` beside 0, if it cancels there.
    fn beside_zero(&mut self, id: Id) -> Option<Window> {
        let (unit, sum) = self.unit_of(id)?;
        let series = series(self.graph, sum)?;
        let terms = self.as_sum(sum).terms().to_vec();
        let mut sizes = vec![0.0; LENGTH];
        for term in terms {
            let term = self.spell_product(term);
            let term = self::series(self.graph, term)?;
            for (size, coefficient) in sizes.iter_mut().zip(term) {
                *size += f64::abs(coefficient);
            }
        }
        let is_nothing = |k: usize| series[k].abs() <= NOTHING * sizes[k];
        let order = (0..LENGTH / 2).find(|&k| !is_nothing(k))?;
        let cancels = (0..order).any(|k| sizes[k] > 0.0);
        if !cancels || order == 0 {
            return None;
        }
        // Every second coefficient, where the others are nothing.
        let step = if (order..LENGTH).all(|k| (k - order) % 2 == 0 || is_nothing(k)) {
            2
        } else {
            1
        };
        let coefficients: Vec<f64> = (order..LENGTH)
            .step_by(step)
            .map(|k| if is_nothing(k) { 0.0 } else { series[k] })
            .collect();
        let needed = |width: f64, digits: i32| {
            let x = width.powi(step as i32);
            let tail = |from: usize| -> f64 {
                coefficients[from..]
                    .iter()
                    .enumerate()
                    .map(|(k, c)| (c * x.powi((from + k) as i32)).abs())
                    .sum()
            };
            (1..coefficients.len() - 4)
                .find(|&from| tail(from) < 2f64.powi(-digits) * coefficients[0].abs())
        };
        let (width, count) =
            [1.0, 0.75, 0.5, 0.375, 0.25, 0.125]
                .into_iter()
                .find_map(|width| {
                    let count = needed(width, 55)?;
                    (count <= TERMS).then_some((width, count))
                })?;
        let few = needed(width, 26)?;
        let two = self.graph.integer(2);
        let argument = if step == 2 {
            self.graph.op(Op::Powi, &[unit, two])
        } else {
            unit
        };
        let mut arguments = vec![argument, self.graph.integer(few as i64)];
        for &coefficient in &coefficients[..count] {
            let number = Number::from_f64(coefficient)?;
            arguments.push(self.graph.number(number));
        }
        let polynomial = self.graph.op(Op::Polynomial, &arguments);
        let size = self.graph.op(Op::Abs, &[unit]);
        let width = self.graph.number(Number::from_f64(width)?);
        let near = self.graph.op(Op::Lt, &[size, width]);
        Some(Window {
            near,
            unit,
            order,
            polynomial,
        })
    }

    /// What `id` is a function of alone, and `id` with [`UNIT`] in its place: the input, or its
    /// product with parameters.
    fn unit_of(&mut self, id: Id) -> Option<(Id, Id)> {
        let unit = self.graph.symbol(UNIT);
        for candidate in self.graph.reachable(&[id]) {
            if candidate == id || !self.varies(candidate) {
                continue;
            }
            // t = P·x, so x is t/P.
            let mut scale = self.as_product(candidate);
            let varying = |&(factor, _): &(Id, i32)| self.varies(factor);
            let Some(position) = scale.factors.iter().position(varying) else {
                continue;
            };
            let (x, halves) = scale.factors.remove(position);
            let &Node::Symbol(symbol) = self.graph.node(x) else {
                continue;
            };
            if halves != 2 || scale.factors.iter().any(|&(f, _)| self.varies(f)) {
                continue;
            }
            let scale = self.spell_product(scale);
            let inverse = self.apply(Op::Div, &[unit, scale]);
            let replaced = substitute(self.graph, id, symbol, inverse);
            let replaced = self.simplify(replaced);
            if self.graph.symbols(replaced) == [UNIT] {
                return Some((candidate, replaced));
            }
        }
        None
    }
}

/// The power series of `root` in [`UNIT`]; `None` where there is none.
fn series(graph: &Graph, root: Id) -> Option<Series> {
    let mut memo: HashMap<Id, Series> = HashMap::new();
    for id in graph.reachable(&[root]) {
        let value = match graph.node(id) {
            Node::Number(number) => constant(number.to_f64()),
            Node::Symbol(UNIT) => {
                let mut x = constant(0.0);
                x[1] = 1.0;
                x
            }
            Node::Symbol(_) | Node::Call(..) => return None,
            Node::Apply(op, arguments) => {
                let exponent = || graph.number_at(arguments[1]).and_then(Number::as_integer);
                let a = &memo[&arguments[0]];
                match op {
                    Op::Add => zip(a, &memo[&arguments[1]], |p, q| p + q),
                    Op::Sub => zip(a, &memo[&arguments[1]], |p, q| p - q),
                    Op::Mul => multiply(a, &memo[&arguments[1]]),
                    Op::Div => divide(a, &memo[&arguments[1]])?,
                    Op::Recip => divide(&constant(1.0), a)?,
                    Op::Neg => a.iter().map(|c| -c).collect(),
                    Op::Powi => {
                        let exponent = exponent()?;
                        if exponent.abs() > 12 {
                            return None;
                        }
                        let mut power = constant(1.0);
                        for _ in 0..exponent.abs() {
                            power = multiply(&power, a);
                        }
                        if exponent < 0 {
                            divide(&constant(1.0), &power)?
                        } else {
                            power
                        }
                    }
                    Op::Sqrt => root_of(a)?,
                    _ => function(*op, a)?,
                }
            }
        };
        if value.iter().any(|c| !c.is_finite()) {
            return None;
        }
        memo.insert(id, value);
    }
    memo.remove(&root)
}

fn constant(value: f64) -> Series {
    let mut series = vec![0.0; LENGTH];
    series[0] = value;
    series
}

fn zip(a: &[f64], b: &[f64], f: fn(f64, f64) -> f64) -> Series {
    a.iter().zip(b).map(|(&p, &q)| f(p, q)).collect()
}

fn multiply(a: &[f64], b: &[f64]) -> Series {
    (0..LENGTH)
        .map(|n| (0..=n).map(|k| a[k] * b[n - k]).sum())
        .collect()
}

/// a/b; powers of x that both have are cancelled.
fn divide(a: &[f64], b: &[f64]) -> Option<Series> {
    let order = b.iter().position(|&c| c != 0.0)?;
    if a[..order].iter().any(|&c| c != 0.0) {
        return None;
    }
    let pad = |s: &[f64]| -> Series {
        let mut s = s[order..].to_vec();
        s.resize(LENGTH, 0.0);
        s
    };
    let (a, b) = (pad(a), pad(b));
    let mut quotient: Series = Vec::with_capacity(LENGTH);
    for n in 0..LENGTH {
        let known: f64 = (0..n).map(|k| quotient[k] * b[n - k]).sum();
        quotient.push((a[n] - known) / b[0]);
    }
    Some(quotient)
}

fn root_of(a: &[f64]) -> Option<Series> {
    if a[0] <= 0.0 {
        return None;
    }
    let mut root: Series = vec![a[0].sqrt()];
    for n in 1..LENGTH {
        let known: f64 = (1..n).map(|k| root[k] * root[n - k]).sum();
        root.push((a[n] - known) / (2.0 * root[0]));
    }
    Some(root)
}

/// f(a), by b′ = a′·f′(a) with f′ in terms of a and b.
fn function(op: Op, a: &[f64]) -> Option<Series> {
    if op.row().arity != 1 {
        return None;
    }
    let start = (op.row().evaluate)(&a[..1]);
    let one = constant(1.0);
    let plus = |x: &[f64], c: f64| {
        let mut x = x.to_vec();
        x[0] += c;
        x
    };
    let minus = |x: &[f64]| x.iter().map(|c| -c).collect::<Series>();
    // ∫ a′·slope
    let integral = |slope: Series| {
        let moved: Series = (1..=LENGTH)
            .map(|k| a.get(k).map_or(0.0, |c| c * k as f64))
            .collect();
        let product = multiply(&moved, &slope);
        let mut b = vec![start];
        b.extend((1..LENGTH).map(|n| product[n - 1] / n as f64));
        b
    };
    Some(match op {
        Op::Exp | Op::Tanh | Op::Sigmoid => {
            // b′ = a′·g(b), term by term: g of what is known is known.
            let mut b = constant(start);
            for n in 1..LENGTH {
                let slope = |m: usize| match op {
                    Op::Exp => b[m],
                    Op::Tanh => {
                        let square: f64 = (0..=m).map(|k| b[k] * b[m - k]).sum();
                        if m == 0 { 1.0 - square } else { -square }
                    }
                    _ => b[m] - (0..=m).map(|k| b[k] * b[m - k]).sum::<f64>(),
                };
                let sum: f64 = (1..=n).map(|k| k as f64 * a[k] * slope(n - k)).sum();
                b[n] = sum / n as f64;
            }
            b
        }
        Op::ExpM1 => {
            let mut b = function(Op::Exp, a)?;
            b[0] = start;
            b
        }
        Op::Sin | Op::Cos => {
            let (mut sine, mut cosine) = (constant(a[0].sin()), constant(a[0].cos()));
            for n in 1..LENGTH {
                let sum = |of: &Series| -> f64 {
                    (1..=n).map(|k| k as f64 * a[k] * of[n - k]).sum::<f64>() / n as f64
                };
                let (s, c) = (sum(&cosine), -sum(&sine));
                (sine[n], cosine[n]) = (s, c);
            }
            if op == Op::Sin { sine } else { cosine }
        }
        Op::Sinh | Op::Cosh => {
            let (up, down) = (function(Op::Exp, a)?, function(Op::Exp, &minus(a))?);
            let sign = if op == Op::Sinh { -1.0 } else { 1.0 };
            let mut b: Series = up
                .iter()
                .zip(down)
                .map(|(p, q)| 0.5 * (p + sign * q))
                .collect();
            b[0] = start;
            b
        }
        Op::Ln => integral(divide(&one, a)?),
        Op::Ln1p => integral(divide(&one, &plus(a, 1.0))?),
        Op::Atan => integral(divide(&one, &plus(&multiply(a, a), 1.0))?),
        Op::Asinh => integral(divide(&one, &root_of(&plus(&multiply(a, a), 1.0))?)?),
        Op::Softplus => integral(function(Op::Sigmoid, a)?),
        Op::LogSigmoid => integral(function(Op::Sigmoid, &minus(a))?),
        Op::LnCosh => integral(function(Op::Tanh, a)?),
        Op::LogisticPdf => multiply(
            &function(Op::Sigmoid, a)?,
            &function(Op::Sigmoid, &minus(a))?,
        ),
        Op::NormalPdf => {
            let exponent: Series = multiply(a, a).iter().map(|c| -0.5 * c).collect();
            let scale = eval::normal_pdf(0.0);
            function(Op::Exp, &exponent)?
                .iter()
                .map(|c| scale * c)
                .collect()
        }
        Op::NormalCdf => integral(function(Op::NormalPdf, a)?),
        Op::Erf => {
            let exponent = minus(&multiply(a, a));
            let slope = function(Op::Exp, &exponent)?;
            let scale = std::f64::consts::FRAC_2_SQRT_PI;
            integral(slope.iter().map(|c| scale * c).collect())
        }
        _ => return None,
    })
}
