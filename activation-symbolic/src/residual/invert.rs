//! Going backwards through a smooth piece of a formula, from its value to its slope.
//!
//! `y = f(u(x))`, and so on inwards: at every step the slope of the outer function is a factor,
//! written through its *result*, which is known; undoing the function then gives the result of
//! the next one inside. The rows of the op table say both for functions of one argument. Where
//! the inner expression occurs several times, four shapes can be undone as a whole: a quotient
//! of two lines, a parabola, a line and a root of a square, a line over such a root.

use std::collections::BTreeSet;

use super::{build::Builder, shape};
use crate::{expr::Id, number::Number, op::Op, tape::INPUT};

/// Why a piece could not be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// This op has no inverse among the ops.
    NoInverse(Op),
    /// The input occurs in several places of this expression, in no shape that is known.
    Several(Id),
}

/// The slopes of `piece` through its value, which is written as the input symbol. Where a root
/// may have either sign there is one for each: the right one is found by trying.
pub(super) fn slopes(builder: &mut Builder<'_, '_>, piece: Id) -> Result<Vec<Id>, Obstacle> {
    let result = builder.input();
    let one = builder.integer(1);
    let mut found = BTreeSet::new();
    let mut ways = vec![Way {
        node: piece,
        result: Some(result),
        slope: one,
    }];
    let mut obstacle = None;
    while let Some(way) = ways.pop() {
        if way.node == result {
            let slope = builder.simplify(way.slope);
            found.insert(slope);
            continue;
        }
        match step(builder, &way) {
            Ok(next) => ways.extend(next),
            Err(met) => obstacle = Some(met),
        }
    }
    match obstacle {
        Some(met) if found.is_empty() => Err(met),
        _ => Ok(found.into_iter().collect()),
    }
}

/// How far one has come: what is still to be undone, its value through y (`None` behind an op
/// without inverse), and the product of the slopes so far.
#[derive(Clone, Debug)]
struct Way {
    node: Id,
    result: Option<Id>,
    slope: Id,
}

fn step(b: &mut Builder<'_, '_>, way: &Way) -> Result<Vec<Way>, Obstacle> {
    let (op, arguments) = b.graph().apply(way.node).expect("numbers do not vary");
    let arguments = arguments.to_vec();
    let varying: Vec<usize> = (0..arguments.len())
        .filter(|&k| b.varies(arguments[k]))
        .collect();
    let [place] = varying[..] else {
        return several(b, way);
    };
    let inner = arguments[place];
    let other = arguments.get(1 - place.min(1)).copied();
    if let Some(next) = affine(b, op, place, inner, other, way) {
        return Ok(vec![next]);
    }
    let known = way.result.ok_or(Obstacle::NoInverse(op));
    if op == Op::Powi {
        let exponent = b
            .graph()
            .number_at(arguments[1])
            .and_then(Number::as_integer);
        return match exponent {
            Some(2) => {
                let root = b.op(Op::Sqrt, &[known?]);
                Ok([1, -1]
                    .map(|sign| {
                        let sign = b.integer(sign);
                        let result = b.op(Op::Mul, &[sign, root]);
                        let two = b.integer(2);
                        let slope = b.op(Op::Mul, &[two, result]);
                        way.inward(b, inner, Some(result), slope)
                    })
                    .to_vec())
            }
            _ => Err(Obstacle::NoInverse(op)),
        };
    }
    if op == Op::Div {
        // c / u, whose slope is −r² / c.
        let (c, known) = (arguments[0], known?);
        let two = b.integer(2);
        let square = b.op(Op::Powi, &[known, two]);
        let slope = b.op(Op::Div, &[square, c]);
        let slope = b.op(Op::Neg, &[slope]);
        let result = b.op(Op::Div, &[c, known]);
        return Ok(vec![way.inward(b, inner, Some(result), slope)]);
    }
    let row = op.row();
    let (Some(through), 1) = (&row.through_result, arguments.len()) else {
        return Err(Obstacle::NoInverse(op));
    };
    let known = known?;
    let slope = b.graph().instantiate(through, &[], Some(known));
    let inverse = row.inverse.as_ref();
    let result = inverse.map(|inverse| b.graph().instantiate(inverse, &[], Some(known)));
    Ok(vec![way.inward(b, inner, result, slope)])
}

/// Sums, differences and products with what does not vary: the slope needs no result.
fn affine(
    b: &mut Builder<'_, '_>,
    op: Op,
    place: usize,
    inner: Id,
    other: Option<Id>,
    way: &Way,
) -> Option<Way> {
    let undone = |b: &mut Builder<'_, '_>, op: Op, first: Option<Id>, second: Option<Id>| {
        Some(b.op(op, &[first?, second?]))
    };
    let r = way.result;
    let (result, slope) = match (op, place) {
        (Op::Add, _) => (undone(b, Op::Sub, r, other), b.integer(1)),
        (Op::Sub, 0) => (undone(b, Op::Add, r, other), b.integer(1)),
        (Op::Sub, _) => (undone(b, Op::Sub, other, r), b.integer(-1)),
        (Op::Mul, _) => (undone(b, Op::Div, r, other), other?),
        (Op::Div, 0) => {
            let one = b.integer(1);
            (undone(b, Op::Mul, r, other), b.op(Op::Div, &[one, other?]))
        }
        (Op::Neg, _) => (r.map(|r| b.op(Op::Neg, &[r])), b.integer(-1)),
        _ => return None,
    };
    Some(way.inward(b, inner, result, slope))
}

impl Way {
    fn inward(&self, b: &mut Builder<'_, '_>, node: Id, result: Option<Id>, slope: Id) -> Way {
        let slope = b.op(Op::Mul, &[self.slope, slope]);
        Way {
            node,
            result: result.map(|result| b.simplify(result)),
            slope,
        }
    }
}

/// The shapes in which the inner expression may occur several times.
fn several(b: &mut Builder<'_, '_>, way: &Way) -> Result<Vec<Way>, Obstacle> {
    let obstacle = Obstacle::Several(way.node);
    let r = way.result.ok_or(obstacle.clone())?;
    // From the outside in: what everything goes through.
    let mut inside = b.graph().reachable(&[way.node]);
    inside.pop();
    for u in inside.into_iter().rev() {
        if !b.varies(u) || b.reaches_around(way.node, u, INPUT) {
            continue;
        }
        let undone = shape::quotient(b, way.node, u, r)
            .or_else(|| shape::parabola(b, way.node, u, r))
            .or_else(|| shape::line_and_root(b, way.node, u, r))
            .or_else(|| shape::line_over_root(b, way.node, u, r));
        if let Some(undone) = undone {
            return Ok(undone
                .into_iter()
                .map(|(result, slope)| way.inward(b, u, result, slope))
                .collect());
        }
    }
    Err(obstacle)
}
