//! An interpreter of expressions in `f64`: what tests, kinks and explanations evaluate with.
//!
//! A call of another activation has no value here: it is NaN, as is what is made of it. Not here:
//! speed. Kernels are compiled; this walks the graph node by node.

use std::{
    collections::HashMap,
    f64::consts::{FRAC_1_SQRT_2, PI},
};

use crate::{
    expr::{Graph, Id, Mixer, Node, Symbol},
    number::Number,
    op::Op,
};

/// The error function.
pub(crate) fn erf(x: f64) -> f64 {
    libm::erf(x)
}

/// 1 − erf x, accurate in its tail.
pub(crate) fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// Φ(x), accurate in its tail.
pub(crate) fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// φ(x).
pub(crate) fn normal_pdf(x: f64) -> f64 {
    (-0.5 * x * x).exp() / (2.0 * PI).sqrt()
}

/// ½·ln 2π.
const LN_ROOT_TAU: f64 = 0.918_938_533_204_672_8;

/// φ(a)/Φ(−a) − a for a ≥ 0: far from 0 by the continued fraction of Laplace, 1/(a + 2/(a + 3/(a + …))),
/// of which so many terms are below the precision.
fn mills_gap(a: f64) -> f64 {
    if a < 3.0 {
        normal_pdf(a) / normal_cdf(-a) - a
    } else {
        1.0 / (2..52).rev().fold(a, |below, n| a + f64::from(n) / below)
    }
}

/// ln Φ(x), accurate in both tails.
pub(crate) fn log_normal_cdf(x: f64) -> f64 {
    if x < 0.0 {
        -0.5 * x * x - (LN_ROOT_TAU + inverse_mills(x).ln())
    } else {
        (-normal_cdf(-x)).ln_1p()
    }
}

/// φ(x)/Φ(x), accurate in both tails.
pub(crate) fn inverse_mills(x: f64) -> f64 {
    if x < 0.0 {
        mills_gap(-x) - x
    } else {
        normal_pdf(x) / normal_cdf(x)
    }
}

/// x + φ(x)/Φ(x), accurate where that cancels.
pub(crate) fn mills_excess(x: f64) -> f64 {
    if x < 0.0 {
        mills_gap(-x)
    } else {
        x + inverse_mills(x)
    }
}

/// σ(x), accurate in both tails.
pub(crate) fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + (-x).exp())
    } else {
        let e = x.exp();
        e / (1.0 + e)
    }
}

/// ln(1 + eˣ), accurate in both tails.
pub(crate) fn softplus(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// ln cosh x, accurate near 0 and without overflow.
pub(crate) fn ln_cosh(x: f64) -> f64 {
    if x.abs() < 1.0 {
        let half = (0.5 * x).sinh();
        (2.0 * half * half).ln_1p()
    } else {
        x.abs() + (-2.0 * x.abs()).exp().ln_1p() - std::f64::consts::LN_2
    }
}

/// What a + b loses when it is rounded (Knuth).
pub(crate) fn sum_residual(a: f64, b: f64) -> f64 {
    let sum = a + b;
    let kept = sum - a;
    (a - (sum - kept)) + (b - kept)
}

/// sin(a·b) and cos(a·b), of the product and what it loses when it is rounded; of an infinite
/// product they are NaN.
pub(crate) fn sine_and_cosine_of_product(a: f64, b: f64) -> [f64; 2] {
    let high = a * b;
    sine_and_cosine_of_sum(high, a.mul_add(b, -high))
}

/// sin(a + b) and cos(a + b), where the sum is not rounded. A b that is no number is nothing.
pub(crate) fn sine_and_cosine_of_sum(a: f64, b: f64) -> [f64; 2] {
    let b = if b.is_finite() { b } else { 0.0 };
    let ([s, c], [t, d]) = ([a.sin(), a.cos()], [b.sin(), b.cos()]);
    [s * d + c * t, c * d - s * t]
}

/// `op` on arguments in `f32`, rounded to `f32`: as the arithmetic of that type does it.
#[must_use]
pub fn apply_single(op: Op, arguments: &[f64]) -> f64 {
    single(op, op.row().evaluate, arguments)
}

/// [`apply_single`] of an op whose row says that it is evaluated so.
fn single(op: Op, evaluate: fn(&[f64]) -> f64, arguments: &[f64]) -> f64 {
    let round = |value: f64| f64::from(value as f32);
    // What `f32` loses, which is seen in the exact result.
    match op {
        Op::ProductResidual => {
            let exact = arguments[0] * arguments[1];
            round(exact - round(exact))
        }
        // Its reduction is one of a moderate argument: far out it is NaN, as the kernels have it.
        Op::ExpResidual if arguments[0].abs() > 1e5 => f64::NAN,
        Op::ExpResidual => {
            let exact = arguments[0].exp();
            round(exact - round(exact))
        }
        Op::SumResidual => {
            let sum = round(arguments[0] + arguments[1]);
            let kept = round(sum - arguments[0]);
            let lost = round(arguments[0] - round(sum - kept));
            round(lost + round(arguments[1] - kept))
        }
        Op::Rest => round(arguments[0]),
        // These reach as far as the halves of a power of two do: see `activation_core::math`.
        Op::TimesExp | Op::TimesSigmoid | Op::TimesLogisticPdf if arguments[1] < -174.0 => 0.0,
        Op::TimesLogisticPdf if arguments[1] > 174.0 => 0.0,
        Op::SquareTimesLogisticPdf if arguments[1].abs() > 348.0 => 0.0,
        Op::SquareTimesLogisticPdf => {
            let root = arguments[0] * (-0.5 * arguments[1].abs()).exp();
            let square = root / (1.0 + (-arguments[1].abs()).exp());
            round(square * square)
        }
        Op::Mix if arguments[2].abs() > 174.0 => arguments[usize::from(arguments[2] < 0.0)],
        Op::TimesNormalCdf | Op::TimesNormalPdf if arguments[1] < -18.6 => 0.0,
        Op::TimesNormalPdf if arguments[1] > 18.6 => 0.0,
        // Not `min`, which is 174 of what is no number.
        Op::TimesExp if arguments[1] > 174.0 => round(arguments[0] * 174f64.exp()),
        Op::Finite => arguments[0].clamp(f64::from(f32::MIN), f64::from(f32::MAX)),
        Op::Polynomial => {
            let x = arguments[0];
            let count = arguments[1] as usize;
            let coefficients = arguments[2..][..count].iter().rev();
            coefficients.fold(0.0, |sum, &c| round(sum * x + round(c)))
        }
        _ => round(evaluate(arguments)),
    }
}

/// The value of `root` with `values` for the symbols; truth values are 1 and 0.
///
/// Only the branch of an `if` that is taken is evaluated.
#[must_use]
pub fn evaluate(graph: &Graph, root: Id, values: &[f64]) -> f64 {
    evaluate_with(
        graph,
        root,
        &mut |Symbol(symbol)| values[symbol as usize],
        &mut |_| None,
    )
}

/// Like [`evaluate`], with `decide` asked about every node first: what it answers is taken as
/// the node's value.
pub fn evaluate_with(
    graph: &Graph,
    root: Id,
    symbol: &mut dyn FnMut(Symbol) -> f64,
    decide: &mut dyn FnMut(Id) -> Option<f64>,
) -> f64 {
    let mut memo = vec![None; root.index() + 1];
    walk(graph, root, symbol, decide, &mut memo)
}

/// An expression laid out to be evaluated many times.
///
/// That is most of what the engine does, and nobody has optimised a macro: so its loops are plain
/// ones, over arrays, and call nothing but the ops.
#[derive(Clone, Debug)]
pub struct Program {
    steps: Vec<Step>,
}

#[derive(Clone, Debug)]
enum Step {
    Number(f64),
    Symbol(usize),
    Apply(Apply),
    /// An argument by its position, then what [`Op::Polynomial`] has behind it.
    Polynomial(usize, Vec<f64>),
}

/// An op of up to three arguments.
#[derive(Clone, Copy, Debug)]
struct Apply {
    op: Op,
    /// That of its row.
    evaluate: fn(&[f64]) -> f64,
    /// Where its arguments are; those that it does not have are anywhere.
    positions: [usize; 3],
    count: usize,
}

impl Apply {
    fn gathered(&self, results: &[f64]) -> [f64; 3] {
        let [a, b, c] = self.positions;
        [results[a], results[b], results[c]]
    }
}

impl Program {
    /// The program that computes `root`.
    #[must_use]
    pub fn new(graph: &Graph, root: Id) -> Program {
        let order = graph.reachable(&[root]);
        let mut places = vec![0_u32; root.index() + 1];
        let places = &mut places[..];
        let mut steps = Vec::with_capacity(order.len());
        for id in order {
            // Arguments come before their users.
            places[id.index()] = steps.len() as u32;
            steps.push(match graph.node(id) {
                Node::Number(number) => Step::Number(number.to_f64()),
                Node::Symbol(Symbol(symbol)) => Step::Symbol(*symbol as usize),
                // Only its own crate knows it.
                Node::Call(..) => Step::Number(f64::NAN),
                Node::Apply(Op::Polynomial, arguments) => {
                    let numbers = arguments[1..].iter().filter_map(|&a| graph.number_at(a));
                    let rest = numbers.map(Number::to_f64).collect();
                    Step::Polynomial(places[arguments[0].index()] as usize, rest)
                }
                Node::Apply(op, arguments) => {
                    let (arguments, mut positions) = (&arguments[..], [0; 3]);
                    let mut n = 0;
                    while n < arguments.len() {
                        positions[n] = places[arguments[n].index()] as usize;
                        n += 1;
                    }
                    Step::Apply(Apply {
                        op: *op,
                        evaluate: op.row().evaluate,
                        positions,
                        count: n,
                    })
                }
            });
        }
        Program { steps }
    }

    /// The result with `values` for the symbols and every constant, argument and result rounded
    /// to `f32`.
    #[must_use]
    pub fn single(&self, values: &[f64]) -> f64 {
        let mut results = Vec::new();
        self.singles(values, &mut results);
        results.pop().expect("a program has steps")
    }

    /// As [`single`](Self::single), with the result of every step in `results`: those of
    /// [`Graph::reachable`], in that order.
    pub(crate) fn singles(&self, values: &[f64], results: &mut Vec<f64>) {
        *results = vec![0.0; self.steps.len()];
        let results = &mut results[..];
        let (steps, mut place) = (&self.steps[..], 0);
        while place < steps.len() {
            results[place] = match &steps[place] {
                Step::Number(value) => *value as f32 as f64,
                Step::Symbol(symbol) => values[*symbol] as f32 as f64,
                Step::Apply(apply) => single(apply.op, apply.evaluate, &apply.gathered(results)),
                Step::Polynomial(x, rest) => {
                    apply_single(Op::Polynomial, &[&[results[*x]], &rest[..]].concat())
                }
            };
            place += 1;
        }
    }

    /// The result in `f64` and a bound on its error: what the roundings of every op can have
    /// moved it by, to first order.
    #[must_use]
    pub fn with_error(&self, values: &[f64]) -> (f64, f64) {
        let [mut results, mut errors] = [0, 1].map(|_| vec![0.0; self.steps.len()]);
        let (results, errors) = (&mut results[..], &mut errors[..]);
        let (steps, mut place) = (&self.steps[..], 0);
        while place < steps.len() {
            let (value, error) = match &steps[place] {
                Step::Number(value) => (*value, value.abs() * f64::EPSILON),
                Step::Symbol(symbol) => (values[*symbol], 0.0),
                Step::Apply(Apply {
                    op: Op::Select,
                    positions: [condition, yes, no],
                    ..
                }) => {
                    let taken = if results[*condition] != 0.0 { yes } else { no };
                    (results[*taken], errors[*taken])
                }
                Step::Polynomial(x, rest) => {
                    let at = [&[results[*x]], &rest[..]].concat();
                    let value = (Op::Polynomial.row().evaluate)(&at);
                    // Its terms fall off fast: the first one's roundings are the error.
                    (value, value.abs() * 4.0 * f64::EPSILON)
                }
                Step::Apply(apply) => {
                    let at = apply.gathered(results);
                    let off = apply.gathered(errors);
                    let value = (apply.evaluate)(&at);
                    let mut error = value.abs() * f64::EPSILON + f64::MIN_POSITIVE;
                    let mut index = 0;
                    while index < apply.count {
                        if off[index] > 0.0 && !apply.op.is_truth() {
                            let mut moved = at;
                            moved[index] += off[index];
                            error += ((apply.evaluate)(&moved) - value).abs();
                        }
                        index += 1;
                    }
                    (value, error)
                }
            };
            (results[place], errors[place]) = (value, error);
            place += 1;
        }
        let last = place.checked_sub(1).expect("a program has steps");
        (results[last], errors[last])
    }

    /// The result in `f64`.
    #[must_use]
    pub fn double(&self, values: &[f64]) -> f64 {
        let mut results = Vec::new();
        self.doubles(values, &mut results);
        results.pop().expect("a program has steps")
    }

    /// As [`double`](Self::double), with the result of every step in `results`.
    pub(crate) fn doubles(&self, values: &[f64], results: &mut Vec<f64>) {
        *results = vec![0.0; self.steps.len()];
        let results = &mut results[..];
        let (steps, mut place) = (&self.steps[..], 0);
        while place < steps.len() {
            results[place] = match &steps[place] {
                Step::Number(value) => *value,
                Step::Symbol(symbol) => values[*symbol],
                Step::Apply(apply) => (apply.evaluate)(&apply.gathered(results)),
                Step::Polynomial(x, rest) => {
                    (Op::Polynomial.row().evaluate)(&[&[results[*x]], &rest[..]].concat())
                }
            };
            place += 1;
        }
    }
}

/// What expressions are at the same few points, as [`Program::single`] has it: what one shares with
/// those before it is known.
#[derive(Debug)]
pub(crate) struct Columns {
    /// All symbols, at each point.
    points: Vec<Vec<f64>>,
    /// What a node is at each. Looked up only, never iterated.
    known: HashMap<Id, Vec<f64>, Mixer>,
}

impl Columns {
    pub(crate) fn new(points: Vec<Vec<f64>>) -> Columns {
        Columns {
            points,
            known: HashMap::default(),
        }
    }

    /// Finds out what `root` is.
    pub(crate) fn evaluate(&mut self, graph: &Graph, root: Id) {
        if self.known.contains_key(&root) {
            return;
        }
        for id in graph.reachable(&[root]) {
            if !self.known.contains_key(&id) {
                let column = self.column(graph, id);
                self.known.insert(id, column);
            }
        }
    }

    /// What an expression is at each point that was evaluated.
    pub(crate) fn of(&self, id: Id) -> &[f64] {
        &self.known[&id]
    }

    fn column(&self, graph: &Graph, id: Id) -> Vec<f64> {
        let mut column = vec![0.0; self.points.len()];
        let (results, mut k) = (&mut column[..], 0);
        match graph.node(id) {
            Node::Number(number) => results.fill(number.to_f64() as f32 as f64),
            // Only its own crate knows it.
            Node::Call(..) => results.fill(f64::NAN),
            Node::Symbol(Symbol(symbol)) => {
                while k < results.len() {
                    results[k] = self.points[k][*symbol as usize] as f32 as f64;
                    k += 1;
                }
            }
            Node::Apply(op @ Op::Polynomial, arguments) => {
                let numbers = arguments[1..].iter().filter_map(|&a| graph.number_at(a));
                let rest: Vec<f64> = numbers.map(Number::to_f64).collect();
                for (result, &x) in results.iter_mut().zip(self.of(arguments[0])) {
                    *result = apply_single(*op, &[&[x], &rest[..]].concat());
                }
            }
            Node::Apply(op, arguments) => {
                // Those that it does not have are any.
                let columns = [0, 1, 2].map(|n: usize| self.of(arguments[n % arguments.len()]));
                let ([a, b, c], evaluate) = (columns, op.row().evaluate);
                while k < results.len() {
                    results[k] = single(*op, evaluate, &[a[k], b[k], c[k]]);
                    k += 1;
                }
            }
        }
        column
    }
}

/// Like [`evaluate`], with every constant, argument and result rounded to `f32`.
#[must_use]
pub fn evaluate_single(graph: &Graph, root: Id, values: &[f64]) -> f64 {
    Program::new(graph, root).single(values)
}

fn walk(
    graph: &Graph,
    id: Id,
    symbol: &mut dyn FnMut(Symbol) -> f64,
    decide: &mut dyn FnMut(Id) -> Option<f64>,
    memo: &mut [Option<f64>],
) -> f64 {
    if let Some(value) = memo[id.index()] {
        return value;
    }
    let value = decide(id).unwrap_or_else(|| match graph.node(id) {
        Node::Number(number) => number.to_f64(),
        Node::Symbol(s) => symbol(*s),
        Node::Apply(Op::Select, arguments) => {
            let taken = if walk(graph, arguments[0], symbol, decide, memo) != 0.0 {
                1
            } else {
                2
            };
            walk(graph, arguments[taken], symbol, decide, memo)
        }
        Node::Apply(op, arguments) => {
            let values: Vec<f64> = arguments
                .iter()
                .map(|&a| walk(graph, a, symbol, decide, memo))
                .collect();
            (op.row().evaluate)(&values)
        }
        Node::Call(..) => f64::NAN,
    });
    memo[id.index()] = Some(value);
    value
}
