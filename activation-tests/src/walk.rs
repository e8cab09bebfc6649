//! All 2³² floats.
//!
//! No reference that evaluates the formula at every one of them would end. So in every binade
//! the true function is replaced by polynomials that are fitted to it, and held against it, by
//! the reference: as many pieces as it takes until each is within 2⁻⁴⁰ of the true value, and
//! single floats, evaluated one by one, where no polynomial will do (kinks, roots). Between the
//! points at which a piece is checked nothing is proven.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::{
    candidate::Candidate,
    certificate::{Column, Truth},
    reference::{Reference, Settled},
};

/// Coefficients of a piece.
const DEGREE: usize = 12;
/// A piece shorter than this is a list of floats.
const SHORTEST: u32 = 32;
/// Pieces a binade and column before the walk gives up: a wave far out has one a float.
const MOST_PIECES: usize = 40_000;

/// A stretch of floats of one sign, by their bits without the sign.
struct Piece {
    from: u32,
    to: u32,
    shape: Shape,
}

enum Shape {
    /// Chebyshev coefficients over the stretch.
    Polynomial([f64; DEGREE]),
    Listed(Vec<Settled>),
}

impl Piece {
    fn at(&self, bits: u32, negative: bool) -> Settled {
        match &self.shape {
            Shape::Listed(values) => values[(bits - self.from) as usize],
            Shape::Polynomial(coefficients) => {
                let (low, high) = (number(self.from, negative), number(self.to, negative));
                let t = (2.0 * number(bits, negative) - low - high) / (high - low);
                Settled::Value {
                    high: clenshaw(coefficients, t),
                    low: 0.0,
                }
            }
        }
    }
}

fn number(bits: u32, negative: bool) -> f64 {
    let x = f64::from(f32::from_bits(bits));
    if negative { -x } else { x }
}

fn clenshaw(coefficients: &[f64; DEGREE], t: f64) -> f64 {
    let (mut one, mut two) = (0.0, 0.0);
    for &coefficient in coefficients[1..].iter().rev() {
        (one, two) = ((2.0 * t).mul_add(one, coefficient - two), one);
    }
    t.mul_add(one, coefficients[0] - two)
}

/// Fits a column over the floats `from..=to`.
fn fit(
    reference: &mut Reference,
    column: usize,
    parameters: &[f64],
    (from, to): (u32, u32),
    negative: bool,
) -> Option<[f64; DEGREE]> {
    let (low, high) = (number(from, negative), number(to, negative));
    let mut at = |t: f64| {
        let mut values = vec![0.5 * ((high - low).mul_add(t, high + low))];
        values.extend(parameters);
        let value = reference.root(column, &values).high();
        value.is_finite().then_some(value)
    };
    let angle = |k: usize| std::f64::consts::PI * (k as f64 + 0.5) / DEGREE as f64;
    let mut nodes = [0.0; DEGREE];
    for (k, node) in nodes.iter_mut().enumerate() {
        *node = at(angle(k).cos())?;
    }
    let mut coefficients = [0.0; DEGREE];
    for (j, coefficient) in coefficients.iter_mut().enumerate() {
        let sum: f64 = (0..DEGREE)
            .map(|k| nodes[k] * (j as f64 * angle(k)).cos())
            .sum();
        *coefficient = sum * if j == 0 { 1.0 } else { 2.0 } / DEGREE as f64;
    }
    let tolerance = 2_f64.powi(-40);
    let close = |t: f64, truth: f64| {
        // Below all floats an absolute error will do.
        (clenshaw(&coefficients, t) - truth).abs() <= (tolerance * truth.abs()).max(1e-56)
    };
    let checks = [-1.0, -0.93, -0.61, -0.27, 0.0, 0.11, 0.39, 0.74, 0.97, 1.0];
    for t in checks {
        if !close(t, at(t)?) {
            return None;
        }
    }
    Some(coefficients)
}

fn pieces(
    reference: &mut Reference,
    column: usize,
    parameters: &[f64],
    whole: (u32, u32),
    negative: bool,
) -> Option<Vec<Piece>> {
    let mut found = Vec::new();
    let mut pending = vec![whole];
    while let Some((from, to)) = pending.pop() {
        if found.len() > MOST_PIECES {
            return None;
        }
        if to - from < SHORTEST {
            let values = (from..=to)
                .map(|bits| {
                    let mut values = vec![number(bits, negative)];
                    values.extend(parameters);
                    reference.root(column, &values)
                })
                .collect();
            found.push(Piece {
                from,
                to,
                shape: Shape::Listed(values),
            });
            continue;
        }
        match fit(reference, column, parameters, (from, to), negative) {
            Some(polynomial) => {
                found.push(Piece {
                    from,
                    to,
                    shape: Shape::Polynomial(polynomial),
                });
            }
            None => {
                let middle = from + (to - from) / 2;
                pending.extend([(middle + 1, to), (from, middle)]);
            }
        }
    }
    Some(found)
}

/// Walks one binade (0 is that of the subnormals) of one sign; counts the floats it visited.
///
/// Columns that are too wild for pieces are skipped there, and named.
pub fn binade(
    truth: &mut Truth,
    candidate: &dyn Candidate,
    exponent: u32,
    negative: bool,
    visited: &AtomicU64,
) -> (Vec<Column>, Vec<String>) {
    let (from, to) = (exponent << 23, (exponent << 23) + (1 << 23) - 1);
    let headings = truth.columns().to_vec();
    let parameters = truth.parameters().to_vec();
    let mut skipped = Vec::new();
    let all: Vec<Option<Vec<Piece>>> = (0..headings.len())
        .map(|column| {
            let reference = truth.reference();
            let pieces = pieces(reference, column, &parameters, (from, to), negative);
            if pieces.is_none() {
                skipped.push(format!(
                    "{} beyond 2^{}",
                    headings[column].1,
                    exponent as i32 - 127
                ));
            }
            pieces
        })
        .collect();
    let mut columns: Vec<Column> = headings
        .into_iter()
        .map(|(kind, name)| Column {
            kind,
            name,
            ..Column::default()
        })
        .collect();
    let mut places = vec![0; columns.len()];
    for start in (from..=to).step_by(1 << 14) {
        let end = to.min(start + (1 << 14) - 1);
        let inputs: Vec<f32> = (start..=end)
            .map(|bits| number(bits, negative) as f32)
            .collect();
        let computed = candidate.single(std::slice::from_ref(&inputs));
        for (column, pieces) in all.iter().enumerate() {
            let Some(pieces) = pieces else { continue };
            let place = &mut places[column];
            for (bits, &y) in (start..=end).zip(&computed[column]) {
                while pieces[*place].to < bits {
                    *place += 1;
                }
                let value = pieces[*place].at(bits, negative);
                let x = number(bits, negative);
                let verdict = truth.verdict(column, x, f64::from(y), value);
                columns[column].add(verdict, &[x]);
            }
        }
        visited.fetch_add(inputs.len() as u64, Ordering::Relaxed);
    }
    (columns, skipped)
}
