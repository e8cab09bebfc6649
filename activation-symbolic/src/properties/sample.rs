//! Where a formula is looked at: evenly around 0, beside and between the places where it changes
//! branch, at the numbers that are written in it, closely around the places where something that it
//! is made of is 0 or turns, and ever sparser out to a million, or as far beyond the farthest of these.
//! Farther out what cancels in `f64` is seen more than the formula.

use super::Shape;
use crate::{
    eval::Program,
    expr::{Graph, Id, Node, Symbol},
    op::Op,
    tape::{INPUT, with_input},
};

/// Points in ascending order, and what the formula is there.
pub(super) struct Sample {
    pub(super) points: Vec<f64>,
    pub(super) values: Vec<f64>,
    pub(super) slopes: Vec<f64>,
    /// Where peaks are told from noise: as far from 0 as points lie close together.
    pub(super) reach: f64,
    /// Where something happens: 0, where a part is 0 or turns, where it changes branch.
    pub(super) places: Vec<f64>,
}

/// Every power of ten is divided into as many.
const IN_A_DECADE: usize = 6;
/// The decades from 10 to a million.
const DECADES: usize = 5;
/// As far from 0 there is an even grid.
const EVEN: f64 = 50.0;
/// Beyond so many times the farthest place nothing is expected to happen.
const BEYOND: f64 = 1e3;
/// A part that turns more often is left to the grid; so is a turn that is farther out, and what comes
/// after this many places.
const MOST_TURNS: usize = 4;
const MOST_PLACES: usize = 12;
const FARTHEST: f64 = 1e4;
/// No more branches than these are looked at by themselves.
const MOST_SEAMS: usize = 32;

impl Sample {
    pub(super) fn of(shape: &Shape<'_>) -> Sample {
        Sample::at(shape, shape.defaults)
    }

    /// As [`of`](Self::of), with these parameters.
    pub(super) fn at(shape: &Shape<'_>, defaults: &[f64]) -> Sample {
        let mut points = vec![0.0];
        // There is one 0.
        let mut both = |x: f64| points.extend([0.0 - x, 0.0 + x]);
        (1..=80).for_each(|k| both(f64::from(k) / 8.0));
        let numbers = numbers(shape);
        let seams = &shape.seams[..shape.seams.len().min(MOST_SEAMS)];
        let distances = numbers.iter().chain(seams).map(|place| place.abs());
        let farthest = distances.fold(0.0, f64::max).min(1e20);
        let more = (farthest / BEYOND).log10().ceil().max(0.0) as usize;
        for k in 1..=(DECADES + more) * IN_A_DECADE {
            both(10.0_f64.powf(1.0 + k as f64 / IN_A_DECADE as f64));
        }
        (1..=6).for_each(|k| both(10.0_f64.powi(-k)));
        numbers.into_iter().for_each(&mut both);
        // On both sides of 0, lest a branch be missed that spoils a symmetry.
        for at in seams {
            both(at * (1.0 - 1e-9) - 1e-9);
            both(*at);
            both(at * (1.0 + 1e-9) + 1e-9);
        }
        for pair in seams.windows(2) {
            both(0.5 * (pair[0] + pair[1]));
        }
        points.sort_by(f64::total_cmp);
        points.dedup();
        let found = turns(shape, defaults, &points);
        let mut reach = EVEN;
        let places = [&[0.0], seams, &found[..]].concat();
        for k in 11..=50 {
            points.extend([-f64::from(k), f64::from(k)]);
        }
        for place in found {
            reach = reach.max(place.abs() + 10.0);
            points.push(place);
            for step in [1e-4, 1e-3, 1e-2, 0.1, 0.3, 1.0, 3.0, 10.0] {
                points.extend([place - step, place + step]);
            }
        }
        points.sort_by(f64::total_cmp);
        points.dedup();
        let [values, slopes] = [shape.value, shape.slope].map(|root| {
            let mut all = everywhere(shape.graph, &[root], &points, INPUT, defaults);
            std::mem::take(&mut all[root.index()])
        });
        // Where there is no value, there is nothing to see.
        let seen = |k: &usize| !values[*k].is_nan();
        let kept: Vec<usize> = (0..points.len()).filter(seen).collect();
        let keep = |all: &[f64]| kept.iter().map(|&k| all[k]).collect();
        Sample {
            points: keep(&points),
            values: keep(&values),
            slopes: keep(&slopes),
            reach,
            places,
        }
    }

    /// The slope of the line on which all values lie, but for rounding, if they do.
    pub(super) fn line(&self) -> Option<f64> {
        let at = |x: f64| {
            let place = self.points.binary_search_by(|p| p.total_cmp(&x)).ok()?;
            Some(self.values[place])
        };
        let (left, middle, right) = (at(-1.0)?, at(0.0)?, at(1.0)?);
        let rate = 0.5 * (right - left);
        let mut places = self.points.iter().zip(&self.values);
        let along = places.all(|(&x, &value)| {
            let line = middle + rate * x;
            (value - line).abs() <= 1e-12 * (1.0 + line.abs().max(middle.abs()))
        });
        let mut slopes = self.slopes.iter();
        let steady = slopes.all(|slope| (slope - rate).abs() <= 1e-9 * (1.0 + rate.abs()));
        (along && steady).then_some(rate)
    }
}

/// The values at −x and x.
pub(super) fn pairs<'a>(
    points: &'a [f64],
    values: &'a [f64],
) -> impl Iterator<Item = (f64, f64)> + Clone + 'a {
    points.iter().zip(values).filter_map(move |(&x, &right)| {
        let mirrored = points.binary_search_by(|p| p.total_cmp(&(0.0 - x)));
        (x >= 0.0).then_some((values[mirrored.ok()?], right))
    })
}

/// The large numbers that are written in a formula, without their signs.
fn numbers(shape: &Shape<'_>) -> Vec<f64> {
    let parts = shape.graph.reachable(&[shape.value]).into_iter();
    let sizes = parts.filter_map(|id| Some(shape.graph.number_at(id)?.to_f64().abs()));
    sizes.filter(|size| (10.0..1e20).contains(size)).collect()
}

/// Where one of the parts of a formula goes through 0 or turns, for every part that does so at few
/// places: a bump such as exp(−(x − 20)²) is where x − 20 is 0, however narrow it is.
fn turns(shape: &Shape<'_>, defaults: &[f64], points: &[f64]) -> Vec<f64> {
    let all = everywhere(shape.graph, &[shape.value], points, INPUT, defaults);
    let mut found: Vec<f64> = Vec::new();
    let parts = shape.graph.reachable(&[shape.value]);
    for id in parts.into_iter().filter(|&id| !shape.graph.is_leaf(id)) {
        let values = &all[id.index()];
        let mut places = Vec::new();
        for k in 1..points.len() {
            let is_over = |low: usize, high: usize| values[low] * values[high] < 0.0;
            if is_over(k - 1, k) {
                places.push((k - 1, k));
            } else if values[k] == 0.0 && k + 1 < points.len() && is_over(k - 1, k + 1) {
                places.push((k, k));
            }
            let [before, at, behind] = [k - 1, k, k + 1].map(|k| values.get(k).copied());
            if let (Some(before), Some(at), Some(behind)) = (before, at, behind)
                && (at - before) * (at - behind) > 0.0
            {
                places.push((k - 1, k + 1));
            }
        }
        // What turns often is seen by the even points, or not at all.
        if places.is_empty() || places.len() > MOST_TURNS {
            continue;
        }
        let program = Program::new(shape.graph, id);
        let at = |x: f64| program.double(&with_input(defaults, x));
        for (low, high) in places {
            let ends = [points[low], points[high]];
            let place = match high - low {
                0 => ends[0],
                1 => crossing(&at, ends),
                _ => turn(&at, ends, points[low + 1]),
            };
            let known = |other: &f64| (other - place).abs() <= 1e-3 * (1.0 + place.abs());
            // Far out what is no more than rounding turns, and does not go through 0.
            let is_far = place.abs() >= FARTHEST;
            let is_seen = match high - low {
                0 => true,
                1 => [low, high]
                    .iter()
                    .all(|&k| values[k].abs() > 1e-9 * points[k].abs()),
                _ => false,
            };
            if (!is_far || is_seen) && !found.iter().any(known) {
                found.push(place);
            }
        }
        if found.len() > MOST_PLACES {
            break;
        }
    }
    found.truncate(MOST_PLACES);
    found
}

/// Where a function goes through 0 between two points; a straight line's is found at once.
fn crossing(at: &impl Fn(f64) -> f64, [mut low, mut high]: [f64; 2]) -> f64 {
    let [mut below, mut above] = [at(low), at(high)];
    let mut place = low;
    for _ in 0..12 {
        place = (low * above - high * below) / (above - below);
        let value = at(place);
        if !value.is_finite() || value == 0.0 {
            break;
        }
        // The end that stays counts half (Illinois), lest it stay for ever.
        if value * below < 0.0 {
            (high, above) = (place, value);
            below *= 0.5;
        } else {
            (low, below) = (place, value);
            above *= 0.5;
        }
    }
    if place.is_finite() { place } else { low }
}

/// Where a function turns between two points: a parabola's vertex is found at once.
fn turn(at: &impl Fn(f64) -> f64, [mut low, mut high]: [f64; 2], mut middle: f64) -> f64 {
    for _ in 0..8 {
        let [a, b, c] = [low, middle, high].map(at);
        let (left, right) = (middle - low, high - middle);
        let (before, behind) = ((b - a) / left, (c - b) / right);
        let vertex = 0.5 * (low + middle) - 0.5 * before * (high - low) / (behind - before);
        if !(low < vertex && vertex < high) || (vertex - middle).abs() < 1e-9 * (1.0 + left) {
            break;
        }
        // Of the four points those around the one that is farthest out.
        let rises = b > a || b > c;
        let better = if rises {
            at(vertex) > b
        } else {
            at(vertex) < b
        };
        let inner = if better { vertex } else { middle };
        let outer = if better { middle } else { vertex };
        if outer < inner {
            low = outer;
        } else {
            high = outer;
        }
        middle = inner;
    }
    middle
}

/// The size in which rounding is measured: 1, or the largest of numbers that are all smaller.
pub(super) fn scale(numbers: &[f64]) -> f64 {
    numbers
        .iter()
        .fold(0.0, |most, number| number.abs().max(most).min(1.0))
}

/// Whether numbers never rise, or never fall, but for rounding.
pub(super) fn monotone(numbers: &[f64], rounding: f64) -> bool {
    let scale = scale(numbers);
    let along = |sign: f64| {
        numbers.windows(2).all(|pair| {
            let step = sign * (pair[1] - pair[0]);
            step.is_nan() || step >= -rounding * (scale + pair[0].abs().min(pair[1].abs()))
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
