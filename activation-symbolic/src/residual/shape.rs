//! Shapes in which one expression `u` occurs several times and that can still be undone: from
//! the result `r` to `u`, and to the slope in `u` through `r`.
//!
//! The slopes are written out by hand, in the form in which the algebra has been done already.
//! Nothing depends on their being right: whatever comes out is tried at many points.

use super::build::Builder;
use crate::{expr::Id, number::Number, op::Op};

/// `u` and the slope, through the result.
type Undone = (Option<Id>, Id);

/// `p₀ + p₁·u + p₂·u²`, coefficients that do not vary.
type Quadratic = [Id; 3];

/// `(p₀ + p₁·u) / (q₀ + q₁·u)`.
pub(super) fn quotient(b: &mut Builder<'_, '_>, node: Id, u: Id, r: Id) -> Option<Vec<Undone>> {
    let (Op::Div, &[above, below]) = b.graph().apply(node)? else {
        return None;
    };
    let [p0, p1, p2] = quadratic(b, above, u)?;
    let [q0, q1, q2] = quadratic(b, below, u)?;
    if !b.is(p2, 0) || !b.is(q2, 0) {
        return None;
    }
    // u = (p₀ − r·q₀) / (r·q₁ − p₁), slope (p₁ − r·q₁)² / (p₁·q₀ − p₀·q₁).
    let rest = difference(b, (r, q1), (p1, None));
    let top = difference(b, (p0, None), (r, Some(q0)));
    let inner = b.op(Op::Div, &[top, rest]);
    let two = b.integer(2);
    let square = b.op(Op::Powi, &[rest, two]);
    let determinant = difference(b, (p1, q0), (p0, Some(q1)));
    let slope = b.op(Op::Div, &[square, determinant]);
    Some(vec![(Some(inner), slope)])
}

/// `p₀ + p₁·u + p₂·u²`.
pub(super) fn parabola(b: &mut Builder<'_, '_>, node: Id, u: Id, r: Id) -> Option<Vec<Undone>> {
    let [p0, p1, p2] = quadratic(b, node, u)?;
    // The slope p₁ + 2·p₂·u is ±√(p₁² − 4·p₂·(p₀ − r)).
    let (two, four) = (b.integer(2), b.integer(4));
    let square = b.op(Op::Powi, &[p1, two]);
    let offset = b.op(Op::Sub, &[p0, r]);
    let product = b.op(Op::Mul, &[p2, offset]);
    let product = b.op(Op::Mul, &[four, product]);
    let inside = b.op(Op::Sub, &[square, product]);
    let root = b.op(Op::Sqrt, &[inside]);
    let minus = b.op(Op::Neg, &[root]);
    let undone = [root, minus].map(|slope| {
        let top = b.op(Op::Sub, &[slope, p1]);
        let below = b.op(Op::Mul, &[two, p2]);
        (Some(b.op(Op::Div, &[top, below])), slope)
    });
    Some(undone.to_vec())
}

/// `a + b·u + c·√(p₀ + p₂·u²)`.
pub(super) fn line_and_root(
    b: &mut Builder<'_, '_>,
    node: Id,
    u: Id,
    r: Id,
) -> Option<Vec<Undone>> {
    let one = b.integer(1);
    let mut line = Line {
        terms: [Vec::new(), Vec::new(), Vec::new()],
        root: None,
    };
    line.collect(b, node, u, one)?;
    let inside = line.root?;
    let [p0, p1, p2] = quadratic(b, inside, u)?;
    if !b.is(p1, 0) {
        return None;
    }
    let [a, rate, c] = line.terms.map(|terms| total(b, &terms));
    let s = b.op(Op::Sub, &[r, a]);
    let two = b.integer(2);
    let square = |b: &mut Builder<'_, '_>, id: Id| b.op(Op::Powi, &[id, two]);
    let (s2, b2, c2) = (square(b, s), square(b, rate), square(b, c));
    let c2p2 = b.op(Op::Mul, &[c2, p2]);
    let gap = b.op(Op::Sub, &[b2, c2p2]);
    if b.is(gap, 0) {
        // (s² − c²·p₀) / (2·s·b), slope 2·b·s² / (s² + c²·p₀).
        let c2p0 = b.op(Op::Mul, &[c2, p0]);
        let (top, below) = (b.op(Op::Sub, &[s2, c2p0]), b.op(Op::Add, &[s2, c2p0]));
        let twice = b.op(Op::Mul, &[two, rate]);
        let scale = b.op(Op::Mul, &[twice, s]);
        let inner = b.op(Op::Div, &[top, scale]);
        let slope = b.op(Op::Mul, &[twice, s2]);
        let slope = b.op(Op::Div, &[slope, below]);
        return Some(vec![(Some(inner), slope)]);
    }
    // With d = b² − c²·p₂ and q = √(p₂·s² + d·p₀): u = (b·s ± c·q) / d,
    // slope d·q / (b·q ± c·p₂·s), both with the same sign.
    let (p2s2, dp0) = (b.op(Op::Mul, &[p2, s2]), b.op(Op::Mul, &[gap, p0]));
    let inside = b.op(Op::Add, &[p2s2, dp0]);
    let q = b.op(Op::Sqrt, &[inside]);
    let (bs, cq) = (b.op(Op::Mul, &[rate, s]), b.op(Op::Mul, &[c, q]));
    let (bq, dq) = (b.op(Op::Mul, &[rate, q]), b.op(Op::Mul, &[gap, q]));
    let cp2 = b.op(Op::Mul, &[c, p2]);
    let cp2s = b.op(Op::Mul, &[cp2, s]);
    let undone = [Op::Add, Op::Sub].map(|sign| {
        let top = b.op(sign, &[bs, cq]);
        let below = b.op(sign, &[bq, cp2s]);
        (
            Some(b.op(Op::Div, &[top, gap])),
            b.op(Op::Div, &[dq, below]),
        )
    });
    Some(undone.to_vec())
}

/// `u / √(p₀ + p₂·u²)`.
pub(super) fn line_over_root(
    b: &mut Builder<'_, '_>,
    node: Id,
    u: Id,
    r: Id,
) -> Option<Vec<Undone>> {
    let (Op::Div, &[above, below]) = b.graph().apply(node)? else {
        return None;
    };
    let (Op::Sqrt, &[inside]) = b.graph().apply(below)? else {
        return None;
    };
    let [p0, p1, p2] = quadratic(b, inside, u)?;
    if above != u || !b.is(p1, 0) {
        return None;
    }
    // With t = √(1 − p₂·r²): u = √p₀·r / t, slope t³ / √p₀.
    let (one, two) = (b.integer(1), b.integer(2));
    let square = b.op(Op::Powi, &[r, two]);
    let product = b.op(Op::Mul, &[p2, square]);
    let rest = b.op(Op::Sub, &[one, product]);
    let t = b.op(Op::Sqrt, &[rest]);
    let scale = b.op(Op::Sqrt, &[p0]);
    let top = b.op(Op::Mul, &[scale, r]);
    let inner = b.op(Op::Div, &[top, t]);
    let cube = b.op(Op::Mul, &[rest, t]);
    let slope = b.op(Op::Div, &[cube, scale]);
    Some(vec![(Some(inner), slope)])
}

/// `a·b − c·d`.
fn difference(
    b: &mut Builder<'_, '_>,
    first: (Id, impl Into<Option<Id>>),
    second: (Id, Option<Id>),
) -> Id {
    let product = |b: &mut Builder<'_, '_>, left: Id, right: Option<Id>| match right {
        Some(right) => b.op(Op::Mul, &[left, right]),
        None => left,
    };
    let first = product(b, first.0, first.1.into());
    let second = product(b, second.0, second.1);
    b.op(Op::Sub, &[first, second])
}

fn total(b: &mut Builder<'_, '_>, terms: &[Id]) -> Id {
    let zero = b.integer(0);
    let sum = terms
        .iter()
        .fold(zero, |sum, &term| b.op(Op::Add, &[sum, term]));
    b.simplify(sum)
}

/// The coefficients of `node` as a polynomial in `u`.
fn quadratic(b: &mut Builder<'_, '_>, node: Id, u: Id) -> Option<Quadratic> {
    let one = b.integer(1);
    let mut terms = [Vec::new(), Vec::new(), Vec::new()];
    powers(b, node, u, one, &mut terms)?;
    Some(terms.map(|terms| total(b, &terms)))
}

fn powers(
    b: &mut Builder<'_, '_>,
    node: Id,
    u: Id,
    scale: Id,
    terms: &mut [Vec<Id>; 3],
) -> Option<()> {
    if node == u {
        terms[1].push(scale);
        return Some(());
    }
    if !b.varies(node) {
        let term = b.op(Op::Mul, &[scale, node]);
        terms[0].push(term);
        return Some(());
    }
    if let (Op::Powi, &[base, exponent]) = b.graph().apply(node)? {
        let square = b.graph().number_at(exponent).and_then(Number::as_integer) == Some(2);
        if !square {
            return None;
        }
        if base == u {
            terms[2].push(scale);
            return Some(());
        }
        return line_product(b, base, base, u, scale, terms);
    }
    if let (Op::Mul, &[left, right]) = b.graph().apply(node)?
        && b.varies(left)
        && b.varies(right)
    {
        return line_product(b, left, right, u, scale, terms);
    }
    linear_parts(b, node, scale)?
        .into_iter()
        .try_for_each(|(part, scale)| powers(b, part, u, scale, terms))
}

/// `(p₀ + p₁·u)·(q₀ + q₁·u)`.
fn line_product(
    b: &mut Builder<'_, '_>,
    left: Id,
    right: Id,
    u: Id,
    scale: Id,
    terms: &mut [Vec<Id>; 3],
) -> Option<()> {
    let p = quadratic(b, left, u)?;
    let q = quadratic(b, right, u)?;
    if !b.is(p[2], 0) || !b.is(q[2], 0) {
        return None;
    }
    for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let term = b.op(Op::Mul, &[p[i], q[j]]);
        let term = b.op(Op::Mul, &[scale, term]);
        terms[i + j].push(term);
    }
    Some(())
}

/// The parts of which `scale · node` is the sum, each with its scale.
fn linear_parts(b: &mut Builder<'_, '_>, node: Id, scale: Id) -> Option<Vec<(Id, Id)>> {
    let (op, arguments) = b.graph().apply(node)?;
    let arguments = arguments.to_vec();
    Some(match (op, arguments.as_slice()) {
        (Op::Add, &[left, right]) => vec![(left, scale), (right, scale)],
        (Op::Sub, &[left, right]) => {
            let minus = b.op(Op::Neg, &[scale]);
            vec![(left, scale), (right, minus)]
        }
        (Op::Neg, &[inner]) => vec![(inner, b.op(Op::Neg, &[scale]))],
        (Op::Mul, &[left, right]) if !b.varies(left) => {
            vec![(right, b.op(Op::Mul, &[scale, left]))]
        }
        (Op::Mul, &[left, right]) if !b.varies(right) => {
            vec![(left, b.op(Op::Mul, &[scale, right]))]
        }
        (Op::Div, &[above, below]) if !b.varies(below) => {
            vec![(above, b.op(Op::Div, &[scale, below]))]
        }
        _ => return None,
    })
}

/// A line and a multiple of one root.
struct Line {
    /// Constant, rate, factor of the root.
    terms: [Vec<Id>; 3],
    /// What is under the root.
    root: Option<Id>,
}

impl Line {
    fn collect(&mut self, b: &mut Builder<'_, '_>, node: Id, u: Id, scale: Id) -> Option<()> {
        if node == u {
            self.terms[1].push(scale);
            return Some(());
        }
        if !b.varies(node) {
            let term = b.op(Op::Mul, &[scale, node]);
            self.terms[0].push(term);
            return Some(());
        }
        if let Some((Op::Sqrt, &[inside])) = b.graph().apply(node) {
            if self.root.is_some_and(|known| known != inside) {
                return None;
            }
            self.root = Some(inside);
            self.terms[2].push(scale);
            return Some(());
        }
        linear_parts(b, node, scale)?
            .into_iter()
            .try_for_each(|(part, scale)| self.collect(b, part, u, scale))
    }
}
