//! Power series arithmetic in `f64`, and the shortest polynomial that stands for a series.
//!
//! A series may begin with a negative power: x/(1 + x²) of x = 1/t is one in t as soon as its
//! poles have cancelled. Not here: which sums are worth one (`series`).

use std::collections::HashMap;

use crate::{
    eval,
    expr::{Graph, Id, Node, Symbol},
    number::Number,
    op::Op,
};

/// Stands for the argument of a series.
pub(super) const UNIT: Symbol = Symbol(u32::MAX - 1);

/// Coefficients of 1, x, x², …
pub(super) type Series = Vec<f64>;

/// `x^−pole · series`.
#[derive(Clone)]
struct Laurent {
    pole: usize,
    series: Series,
}

impl Laurent {
    fn new(mut pole: usize, mut series: Series) -> Laurent {
        while pole > 0 && series[0] == 0.0 {
            series.rotate_left(1);
            pole -= 1;
        }
        Laurent { pole, series }
    }

    /// As a power series, if it is one.
    fn regular(&self) -> Option<&Series> {
        (self.pole == 0).then_some(&self.series)
    }

    fn zip(&self, other: &Laurent, f: fn(f64, f64) -> f64) -> Laurent {
        let pole = self.pole.max(other.pole);
        let [a, b] = [self, other].map(|one| raised(&one.series, pole - one.pole));
        let series = a.iter().zip(b).map(|(&p, q)| f(p, q)).collect();
        Laurent::new(pole, series)
    }

    fn times(&self, other: &Laurent) -> Laurent {
        Laurent::new(
            self.pole + other.pole,
            multiply(&self.series, &other.series),
        )
    }

    fn over(&self, other: &Laurent) -> Option<Laurent> {
        let order = other.series.iter().position(|&c| c != 0.0)?;
        let mut below = other.series.clone();
        below.rotate_left(order);
        below[other.series.len() - order..].fill(0.0);
        let quotient = divide(&self.series, &below);
        let pole = self.pole + order;
        Some(if pole >= other.pole {
            Laurent::new(pole - other.pole, quotient)
        } else {
            Laurent::new(0, raised(&quotient, other.pole - pole))
        })
    }
}

/// The first `length` coefficients of the power series of all `roots` in [`UNIT`]; `None` where
/// one has none. Roots have parts in common: a sum and its terms.
pub(super) fn series(graph: &Graph, roots: &[Id], length: usize) -> Option<Vec<Series>> {
    let (pole, series) = series_with_pole(graph, roots, length)?;
    (pole == 0).then_some(series)
}

/// The same of all `roots` times the power of [`UNIT`] that takes their poles away, and that power.
pub(super) fn series_with_pole(
    graph: &Graph,
    roots: &[Id],
    length: usize,
) -> Option<(usize, Vec<Series>)> {
    let constant = |value: f64| Laurent::new(0, constant(value, length));
    let mut memo: HashMap<Id, Laurent> = HashMap::new();
    for id in graph.reachable(roots) {
        let value = match graph.node(id) {
            Node::Number(number) => constant(number.to_f64()),
            Node::Symbol(UNIT) => {
                let mut x = constant(0.0);
                x.series[1] = 1.0;
                x
            }
            Node::Symbol(_) | Node::Call(..) => return None,
            Node::Apply(op, arguments) => {
                let exponent = || graph.number_at(arguments[1]).and_then(Number::as_integer);
                let a = &memo[&arguments[0]];
                match op {
                    Op::Add => a.zip(&memo[&arguments[1]], |p, q| p + q),
                    Op::Sub => a.zip(&memo[&arguments[1]], |p, q| p - q),
                    Op::Mul => a.times(&memo[&arguments[1]]),
                    Op::Div => a.over(&memo[&arguments[1]])?,
                    Op::Recip => constant(1.0).over(a)?,
                    Op::Neg => Laurent::new(a.pole, minus(&a.series)),
                    Op::Powi => {
                        let exponent = exponent()?;
                        if exponent.abs() > 12 {
                            return None;
                        }
                        let mut power = constant(1.0);
                        for _ in 0..exponent.abs() {
                            power = power.times(a);
                        }
                        if exponent < 0 {
                            constant(1.0).over(&power)?
                        } else {
                            power
                        }
                    }
                    Op::Sqrt => Laurent::new(0, root_of(a.regular()?)?),
                    _ => Laurent::new(0, function(*op, a.regular()?)?),
                }
            }
        };
        if value.series.iter().any(|c| !c.is_finite()) {
            return None;
        }
        memo.insert(id, value);
    }
    let found = roots.iter().map(|root| &memo[root]);
    let pole = found.clone().map(|series| series.pole).max()?;
    let series = found.map(|found| raised(&found.series, pole - found.pole));
    Some((pole, series.collect()))
}

/// Polynomials that stand for a series where its argument is small: one for each type.
pub(super) struct Fit {
    pub(super) single: Series,
    pub(super) double: Series,
}

/// A [`Fit`] before its polynomials are written out.
pub(super) struct Fitted {
    constant: f64,
    reach: f64,
    positive: bool,
    /// What follows the constant, over the argument: sums of Chebyshev polynomials.
    single: Series,
    double: Series,
}

/// The most terms a polynomial may have.
const TERMS: usize = 24;

/// What stands for `series` up to `reach`, or between −`reach` and `reach` if it is `even`;
/// `None` if that takes too many terms. `least` is the smallest value there, `powers` are those
/// of [`powers`], as many as the series has.
pub(super) fn fit(
    series: &[f64],
    powers: &[Series],
    reach: f64,
    even: bool,
    least: f64,
) -> Option<Fitted> {
    // The series itself has to be all there.
    let end: f64 = series
        .iter()
        .enumerate()
        .skip(series.len() * 7 / 8)
        .fold(0.0, |sum, (k, c)| sum + (c * reach.powi(k as i32)).abs());
    if end > 2f64.powi(-58) * least {
        return None;
    }
    // (f − f(0))/s in s/reach. The weights of the powers are positive, so nothing cancels on the
    // way; it would if the last power were replaced again and again.
    let mut sum: Series = vec![0.0; series.len() - 1];
    for (k, coefficient) in series.iter().enumerate().skip(1) {
        add_multiple(&mut sum, coefficient * reach.powi(k as i32), &powers[k - 1]);
    }
    let [single, double] = [26, 54].map(|digits| economised(&sum, 2f64.powi(-digits) * least));
    (double.len() < TERMS).then_some(Fitted {
        constant: series[0],
        reach,
        positive: even,
        single,
        double,
    })
}

/// The first of a sum of Chebyshev polynomials (Lanczos): what leaving out the others moves is
/// spread evenly up to the end, and less than `tolerance` in all.
fn economised(sum: &[f64], tolerance: f64) -> Series {
    let mut count = sum.len();
    let mut moved = 0.0;
    while count > 0 {
        moved += sum[count - 1].abs();
        if moved > tolerance {
            break;
        }
        count -= 1;
    }
    sum[..count].to_vec()
}

impl Fitted {
    /// The polynomials.
    pub(super) fn written_out(&self) -> Fit {
        Fit {
            single: self.polynomial(&self.single),
            double: self.polynomial(&self.double),
        }
    }

    /// Back to powers, by T₍ₙ₊₁₎ = 2x·Tₙ − T₍ₙ₋₁₎. The constant stays as it is, so that the value
    /// at 0 does.
    fn polynomial(&self, sum: &[f64]) -> Series {
        let positive = self.positive;
        let times_x = |polynomial: &[f64]| -> Series {
            let mut product = vec![0.0; polynomial.len() + 1];
            for (k, c) in polynomial.iter().enumerate() {
                product[k + 1] += if positive { 2.0 * c } else { *c };
                product[k] -= if positive { *c } else { 0.0 };
            }
            product
        };
        let mut powers = vec![0.0; sum.len()];
        let (mut before, mut polynomial) = (vec![], vec![1.0]);
        for (n, &weight) in sum.iter().enumerate() {
            add_multiple(&mut powers, weight, &polynomial);
            let factor = if n == 0 { 1.0 } else { 2.0 };
            let mut next = times_x(&polynomial);
            next.iter_mut().for_each(|c| *c *= factor);
            for (c, b) in next.iter_mut().zip(&before) {
                *c -= b;
            }
            before = std::mem::replace(&mut polynomial, next);
        }
        let unscaled = powers.iter().enumerate();
        let unscaled = unscaled.map(|(k, c)| c / self.reach.powi(k as i32 + 1));
        std::iter::once(self.constant).chain(unscaled).collect()
    }
}

/// The first `count` powers of an argument as sums of Chebyshev polynomials: of x on [−1, 1], or
/// of one on [0, 1] if it is `positive`.
pub(super) fn powers(count: usize, positive: bool) -> Vec<Series> {
    let mut powers = vec![vec![1.0]];
    while powers.len() < count {
        let next = times_argument(&powers[powers.len() - 1], positive);
        powers.push(next);
    }
    powers
}

/// Adds `factor` times the first of `terms` to `sum`, as many as it has.
fn add_multiple(sum: &mut [f64], factor: f64, terms: &[f64]) {
    let mut k = 0;
    while k < sum.len() && k < terms.len() {
        sum[k] += factor * terms[k];
        k += 1;
    }
}

/// A sum of Chebyshev polynomials times its argument: that is x on [−1, 1], (1 + x)/2 on [0, 1].
fn times_argument(sum: &[f64], positive: bool) -> Series {
    let mut series = vec![0.0; sum.len() + 1];
    let product = &mut series[..];
    let part = if positive { 4.0 } else { 2.0 };
    let mut n = 0;
    while n < sum.len() {
        let share = sum[n] / part;
        product[n + 1] += share;
        product[if n == 0 { 1 } else { n - 1 }] += share;
        if positive {
            product[n] += sum[n] / 2.0;
        }
        n += 1;
    }
    series
}

fn constant(value: f64, length: usize) -> Series {
    let mut series = vec![0.0; length];
    series[0] = value;
    series
}

fn minus(a: &[f64]) -> Series {
    a.iter().map(|c| -c).collect()
}

/// The series times a power of its argument.
fn raised(a: &[f64], power: usize) -> Series {
    let power = power.min(a.len());
    let mut a = a.to_vec();
    a.rotate_right(power);
    a[..power].fill(0.0);
    a
}

fn multiply(a: &[f64], b: &[f64]) -> Series {
    (0..a.len())
        .map(|n| convolution(a, b, 0, n + 1, n))
        .collect()
}

/// The sum of aₖ·bₙ₋ₖ from k = `first` to before `end`. It is most of the work with series, and a
/// plain loop is several times as fast as an iterator where nothing is optimised.
fn convolution(a: &[f64], b: &[f64], first: usize, end: usize, n: usize) -> f64 {
    let mut sum = 0.0;
    let mut k = first;
    while k < end {
        sum += a[k] * b[n - k];
        k += 1;
    }
    sum
}

/// a/b for a b that does not begin with 0.
fn divide(a: &[f64], b: &[f64]) -> Series {
    let mut quotient: Series = Vec::with_capacity(a.len());
    for (n, c) in a.iter().enumerate() {
        let known = convolution(&quotient, b, 0, n, n);
        quotient.push((c - known) / b[0]);
    }
    quotient
}

fn root_of(a: &[f64]) -> Option<Series> {
    if a[0] <= 0.0 {
        return None;
    }
    let mut root: Series = vec![a[0].sqrt()];
    for (n, c) in a.iter().enumerate().skip(1) {
        let known = convolution(&root, &root, 1, n, n);
        root.push((c - known) / (2.0 * root[0]));
    }
    Some(root)
}

/// f(a), by b′ = a′·f′(a) with f′ in terms of a and b.
fn function(op: Op, a: &[f64]) -> Option<Series> {
    if op.row().arity != 1 {
        return None;
    }
    let start = (op.row().evaluate)(&a[..1]);
    let length = a.len();
    // a′, times x
    let derived: Series = a.iter().enumerate().map(|(k, c)| k as f64 * c).collect();
    let one = constant(1.0, length);
    let plus = |x: &[f64], c: f64| {
        let mut x = x.to_vec();
        x[0] += c;
        x
    };
    // ∫ a′·slope
    let integral = |slope: Series| {
        let moved: Series = (1..=length)
            .map(|k| a.get(k).map_or(0.0, |c| c * k as f64))
            .collect();
        let product = multiply(&moved, &slope);
        let mut b = vec![start];
        b.extend((1..length).map(|n| product[n - 1] / n as f64));
        b
    };
    Some(match op {
        Op::Exp | Op::Tanh | Op::Sigmoid => {
            // b′ = a′·g(b), term by term: g of what is known is known.
            let mut b = constant(start, length);
            let mut slope: Series = Vec::with_capacity(length);
            for n in 1..length {
                let m = n - 1;
                let square = || convolution(&b, &b, 0, n, m);
                slope.push(match op {
                    Op::Exp => b[m],
                    Op::Tanh if m == 0 => 1.0 - square(),
                    Op::Tanh => -square(),
                    _ => b[m] - square(),
                });
                b[n] = convolution(&derived, &slope, 1, n + 1, n) / n as f64;
            }
            b
        }
        Op::ExpM1 => {
            let mut b = function(Op::Exp, a)?;
            b[0] = start;
            b
        }
        Op::Sin | Op::Cos => {
            let (mut sine, mut cosine) =
                (constant(a[0].sin(), length), constant(a[0].cos(), length));
            for n in 1..length {
                let sum = |of: &Series| convolution(&derived, of, 1, n + 1, n) / n as f64;
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
        Op::Ln => integral(divide(&one, a)),
        Op::Ln1p => integral(divide(&one, &plus(a, 1.0))),
        Op::Atan => integral(divide(&one, &plus(&multiply(a, a), 1.0))),
        Op::Asinh => integral(divide(&one, &root_of(&plus(&multiply(a, a), 1.0))?)),
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
        Op::LogNormalCdf => integral(function(Op::InverseMills, a)?),
        // b′ = −a′·b·(a + b), term by term.
        Op::InverseMills => {
            let mut b = constant(start, length);
            let mut slope: Series = Vec::with_capacity(length);
            for n in 1..length {
                let m = n - 1;
                slope.push(-convolution(&b, a, 0, n, m) - convolution(&b, &b, 0, n, m));
                b[n] = convolution(&derived, &slope, 1, n + 1, n) / n as f64;
            }
            b
        }
        Op::MillsExcess => {
            let mut b = function(Op::InverseMills, a)?;
            b.iter_mut().zip(a).for_each(|(b, a)| *b += a);
            b[0] = start;
            b
        }
        Op::Erf => {
            let exponent = minus(&multiply(a, a));
            let slope = function(Op::Exp, &exponent)?;
            let scale = std::f64::consts::FRAC_2_SQRT_PI;
            integral(slope.iter().map(|c| scale * c).collect())
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1/(1 + s)
    fn geometric() -> Series {
        (0..224)
            .map(|k| if k % 2 == 0 { 1.0 } else { -1.0 })
            .collect()
    }

    fn at(polynomial: &[f64], s: f64) -> f64 {
        polynomial.iter().rev().fold(0.0, |sum, c| sum * s + c)
    }

    #[test]
    fn a_fit_is_as_good_as_the_type_and_shorter_than_the_series() {
        for (even, from, reach) in [(true, 0.0, 0.5), (false, -0.25, 0.25)] {
            let least = if even { 1.0 / 1.5 } else { 0.75 };
            let powers = powers(geometric().len(), even);
            let fit = fit(&geometric(), &powers, reach, even, least).expect("it converges");
            let fit = fit.written_out();
            // The series takes 26 terms and 54, or half as many.
            assert!(fit.single.len() <= 11 && fit.double.len() <= 22);
            for step in 0..=1000 {
                let s = from + (reach - from) * f64::from(step) / 1000.0;
                let exact = 1.0 / (1.0 + s);
                assert!((at(&fit.single, s) / exact - 1.0).abs() < 2f64.powi(-25));
                assert!((at(&fit.double, s) / exact - 1.0).abs() < 2f64.powi(-50));
            }
            assert_eq!([fit.single[0], fit.double[0]], [1.0, 1.0]);
        }
    }

    #[test]
    fn a_series_that_is_not_all_there_has_no_fit() {
        let powers = powers(geometric().len(), true);
        assert!(fit(&geometric(), &powers, 0.98, true, 0.5).is_none());
    }

    #[test]
    fn poles_may_cancel() {
        let mut graph = Graph::new();
        let t = graph.symbol(UNIT);
        let [one, two] = [1, 2].map(|n| graph.integer(n));
        // (1/t)/(1 + 1/t²) = t/(1 + t²), and 1/t alone is no power series.
        let inverse = graph.op(Op::Recip, &[t]);
        let square = graph.op(Op::Powi, &[inverse, two]);
        let below = graph.op(Op::Add, &[one, square]);
        let quotient = graph.op(Op::Div, &[inverse, below]);
        let found = series(&graph, &[quotient], 8).expect("a series");
        assert_eq!(found[0][..6], [0.0, 1.0, 0.0, -1.0, 0.0, 1.0]);
        assert!(series(&graph, &[inverse], 8).is_none());
    }
}
