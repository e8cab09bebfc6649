//! Where a formula is looked at: evenly around 0, beside every kink, and ever sparser out to a
//! million. Farther out what cancels in `f64` is seen more than the formula.

use super::Shape;
use crate::{
    expr::{Graph, Id, Node, Symbol},
    op::Op,
};

/// Points in ascending order, and what the formula is there.
pub(super) struct Sample {
    pub(super) points: Vec<f64>,
    pub(super) values: Vec<f64>,
    pub(super) slopes: Vec<f64>,
}

/// Every power of ten is divided into as many.
pub(super) const IN_A_DECADE: usize = 6;
/// The decades from 10 to a million.
const DECADES: usize = 5;

impl Sample {
    pub(super) fn of(shape: &Shape<'_>) -> Sample {
        let mut points = vec![0.0];
        let mut both = |x: f64| points.extend([-x, x]);
        (1..=80).for_each(|k| both(f64::from(k) / 8.0));
        for k in 1..=DECADES * IN_A_DECADE {
            both(10.0_f64.powf(1.0 + k as f64 / IN_A_DECADE as f64));
        }
        (1..=6).for_each(|k| both(10.0_f64.powi(-k)));
        for kink in shape.kinks {
            let at = kink.at_default;
            points.extend([at * (1.0 - 1e-9) - 1e-9, at, at * (1.0 + 1e-9) + 1e-9]);
        }
        points.sort_by(f64::total_cmp);
        points.dedup();
        let [values, slopes] = [shape.value, shape.slope].map(|root| {
            let mut all = everywhere(shape.graph, &[root], &points, Symbol(0), shape.defaults);
            std::mem::take(&mut all[root.index()])
        });
        // Where there is no value, there is nothing to see.
        let seen = |k: &usize| !values[*k].is_nan();
        let places: Vec<usize> = (0..points.len()).filter(seen).collect();
        let keep = |all: &[f64]| places.iter().map(|&k| all[k]).collect();
        Sample {
            points: keep(&points),
            values: keep(&values),
            slopes: keep(&slopes),
        }
    }

    /// The values at −x and x.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (f64, f64)> + Clone + '_ {
        let places = self.points.iter().zip(&self.values);
        places.filter_map(|(&x, &right)| {
            let mirrored = self.points.binary_search_by(|p| p.total_cmp(&(0.0 - x)));
            (x >= 0.0).then_some((self.values[mirrored.ok()?], right))
        })
    }
}

/// Whether numbers never rise, or never fall, but for rounding.
pub(super) fn monotone(numbers: &[f64], rounding: f64) -> bool {
    let along = |sign: f64| {
        numbers.windows(2).all(|pair| {
            let step = sign * (pair[1] - pair[0]);
            step.is_nan() || step >= -rounding * (1.0 + pair[0].abs().min(pair[1].abs()))
        })
    };
    along(1.0) || along(-1.0)
}

/// What `roots` are made of at all points of one input at once, node by node: a node's values
/// stand at its index. The other symbols have the values that are given.
pub(crate) fn everywhere(
    graph: &Graph,
    roots: &[Id],
    points: &[f64],
    along: Symbol,
    values: &[f64],
) -> Vec<Vec<f64>> {
    let parts = graph.reachable(roots);
    let length = parts.last().map_or(0, |last| last.index() + 1);
    let mut results: Vec<Vec<f64>> = vec![Vec::new(); length];
    for id in parts {
        let result = match graph.node(id) {
            Node::Number(number) => vec![number.to_f64(); points.len()],
            Node::Symbol(symbol) if *symbol == along => points.to_vec(),
            Node::Symbol(Symbol(k)) => vec![values[*k as usize]; points.len()],
            Node::Call(..) => vec![f64::NAN; points.len()],
            Node::Apply(op, arguments) => {
                let evaluate = op.row().evaluate;
                let of: Vec<&[f64]> = arguments.iter().map(|a| &*results[a.index()]).collect();
                match (op, of.as_slice()) {
                    (Op::Add, [a, b]) => a.iter().zip(*b).map(|(a, b)| a + b).collect(),
                    (Op::Mul, [a, b]) => a.iter().zip(*b).map(|(a, b)| a * b).collect(),
                    (_, [a]) => a.iter().map(|&a| evaluate(&[a])).collect(),
                    (_, [a, b]) => {
                        let pairs = a.iter().zip(*b);
                        pairs.map(|(&a, &b)| evaluate(&[a, b])).collect()
                    }
                    (_, [a, b, c]) => {
                        let triples = a.iter().zip(*b).zip(*c);
                        triples.map(|((&a, &b), &c)| evaluate(&[a, b, c])).collect()
                    }
                    // A polynomial and its coefficients.
                    (_, of) => (0..points.len())
                        .map(|i| evaluate(&of.iter().map(|a| a[i]).collect::<Vec<_>>()))
                        .collect(),
                }
            }
        };
        results[id.index()] = result;
    }
    results
}
