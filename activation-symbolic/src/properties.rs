//! What can be said of the shape of a formula of one input: the columns of Wikipedia's table.
//!
//! Found by looking, at the default parameters: value and slope are evaluated in `f64` at a fixed
//! sample of points that is dense near 0, an extremum is refined, and an end is believed where the
//! sample agrees with it. Nothing is proven, and nothing is computed with it: it is what people
//! read.
//!
//! `sample` is where is looked, `range` the values taken, `poles` where they have no end, `print` how
//! they are written, `elsewhere` what holds with other parameters too.

mod elsewhere;
mod poles;
mod print;
mod range;
mod sample;

use self::sample::Sample;
pub use self::{
    elsewhere::Elsewhere,
    range::{Bound, Range},
};
pub(crate) use self::{print::number, sample::everywhere};
use crate::{
    eval::evaluate,
    expr::{Graph, Id},
    kinks::Kink,
    tape::{settings, with_input},
};

/// What is found about the shape of a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Properties {
    /// The values that it takes; `None` where they are no interval and no few numbers.
    pub range: Option<Range>,
    /// Whether it never rises, or never falls.
    pub monotone: bool,
    /// Whether its slope never rises, or never falls, which is to say that it is curved one way;
    /// what jumps has no slope there, and is not.
    pub slope_monotone: bool,
    /// How many derivatives are continuous: −1 where the value jumps, 0 where the slope does;
    /// `None` where no jump was found in any.
    pub continuity: Option<i32>,
    /// Whether g(−x) is g(x), or −g(x).
    pub symmetry: Symmetry,
    /// Whether it goes through 0 with the slope 1, which is continuous there.
    pub identity_near_zero: bool,
    /// Whether it is a straight line that is not level: in what is computed no more is seen of it.
    pub straight: bool,
    /// Where it has a value and its slope, as it is computed, has none: the place nearest to 0.
    pub slopeless: Option<f64>,
    /// Which of this holds with other parameters too.
    pub elsewhere: Elsewhere,
}

/// What a reflection of the input does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symmetry {
    /// g(−x) = g(x).
    Even,
    /// g(−x) = −g(x).
    Odd,
    /// Neither.
    None,
}

/// What a formula of one input looks like.
pub struct Shape<'a> {
    /// Where the expressions are.
    pub graph: &'a mut Graph,
    /// The value, in the form that is computed.
    pub value: Id,
    /// The derivative of the value itself, no surrogate's, in the form that is computed.
    pub slope: Id,
    /// The same, as it reads: without a clamp that is there for numbers only.
    pub derivative: Id,
    /// Where it changes branch.
    pub seams: &'a [f64],
    /// Its kinks.
    pub kinks: &'a [Kink],
    /// One value a symbol; that of the input is ignored.
    pub defaults: &'a [f64],
}

impl Shape<'_> {
    /// One of its expressions where the input is `x`.
    fn at(&self, id: Id, x: f64) -> f64 {
        evaluate(self.graph, id, &with_input(self.defaults, x))
    }

    /// Whether it is a straight line, which may be level with other parameters alone.
    fn is_straight(&self, sample: &Sample) -> bool {
        let settings = settings(self.defaults);
        let mut others = settings.iter().filter(|s| s[..] != *self.defaults);
        self.kinks.is_empty()
            && sample.line().is_some_and(|rate| rate.abs() > 1e-9)
            && others.all(|defaults| Sample::at(self, defaults).line().is_some())
    }

    /// Looks at it.
    #[must_use]
    pub fn properties(self) -> Properties {
        let sample = Sample::of(&self);
        let bent_at_zero = self
            .kinks
            .iter()
            .any(|kink| kink.at_default == 0.0 && bends(kink));
        let identity_near_zero = !bent_at_zero
            && self.at(self.value, 0.0).abs() < 1e-12
            && (self.at(self.slope, 0.0) - 1.0).abs() < 1e-12;
        let slopeless = slopeless(&sample, self.kinks);
        let monotone = sample::monotone(&sample.values, 1e-12);
        // What falls though its slope never does, jumps.
        let one_way = |sign: f64| sample.slopes.iter().all(|slope| sign * slope >= 0.0);
        let falls = !sample::monotone(&sample.values, 1e-6);
        let poles = poles::poles(&self, &sample);
        let continuity = if poles.part() || falls && (one_way(1.0) || one_way(-1.0)) {
            Some(-1)
        } else {
            continuity(&self, slopeless)
        };
        let mut found = Properties {
            range: None,
            monotone,
            // Slopes come out of differences here and there.
            slope_monotone: continuity != Some(-1) && sample::monotone(&sample.slopes, 1e-9),
            continuity,
            symmetry: symmetry(&sample),
            straight: self.is_straight(&sample),
            identity_near_zero,
            slopeless,
            elsewhere: Elsewhere {
                monotone: true,
                continuity: true,
                symmetry: true,
                identity: true,
            },
        };
        found.elsewhere = elsewhere::elsewhere(&self, &found);
        // Other parameters may move a pole off the line.
        found.elsewhere.continuity &= !poles.part() || self.defaults.len() < 2;
        found.range = range::range(self, &sample, &poles);
        found
    }
}

/// Whether slope or value jump at the default parameters, and not only at others.
fn bends(kink: &Kink) -> bool {
    is_bent(kink.jump, kink.slopes_default)
}

fn is_bent(jump: bool, (left, right): (f64, f64)) -> bool {
    let endless = left.is_infinite() || right.is_infinite();
    jump || endless || (left - right).abs() > 1e-9 * (1.0 + left.abs())
}

/// Where there is a value and no slope, and no kink says so: nearest to 0, where nothing has
/// overflowed.
fn slopeless(sample: &Sample, kinks: &[Kink]) -> Option<f64> {
    let missing = (0..sample.points.len()).filter(|&k| {
        sample.points[k].abs() <= 50.0 && sample.values[k].is_finite() && sample.slopes[k].is_nan()
    });
    let is_kink = |x: f64| kinks.iter().any(|kink| (kink.at_default - x).abs() < 1e-12);
    let places = missing.map(|k| sample.points[k]).filter(|&x| !is_kink(x));
    places.min_by(|a, b| a.abs().total_cmp(&b.abs()))
}

/// Whether the values at −x are those at x, with this sign.
fn mirrors(points: &[f64], values: &[f64], sign: f64) -> bool {
    let scale = sample::scale(values);
    let same = |left: f64, right: f64| {
        // Infinite on both sides is what has overflowed.
        left == right || (left - right).abs() <= 1e-12 * (scale + right.abs())
    };
    let pairs = sample::pairs(points, values);
    pairs.clone().count() > 10
        && pairs
            .into_iter()
            .all(|(left, right)| same(left, sign * right))
}

fn symmetry(sample: &Sample) -> Symmetry {
    let holds = |sign: f64| mirrors(&sample.points, &sample.values, sign);
    if holds(1.0) {
        Symmetry::Even
    } else if holds(-1.0) {
        Symmetry::Odd
    } else {
        Symmetry::None
    }
}

/// How many derivatives are continuous, where branches change.
fn continuity(shape: &Shape<'_>, slopeless: Option<f64>) -> Option<i32> {
    if shape.kinks.iter().any(|kink| kink.jump) {
        return Some(-1);
    }
    if shape.kinks.iter().any(bends) {
        return Some(0);
    }
    let value = |x: f64| shape.at(shape.value, x);
    if (shape.seams.iter()).any(|&seam| stands_alone(value, seam).is_some()) {
        return Some(-1);
    }
    let slope = |x: f64| shape.at(shape.slope, x);
    let seams = shape.seams.iter().copied().chain(slopeless);
    seams.filter_map(|seam| continuity_at(slope, seam)).min()
}

/// The value at a place and the one around it, if it has another one there.
pub(crate) fn stands_alone(value: impl Fn(f64) -> f64, at: f64) -> Option<(f64, f64)> {
    let there = value(at);
    let off = |offset: f64| {
        let beside = 0.5 * (value(at - offset) + value(at + offset));
        ((there - beside).abs(), beside)
    };
    // What is continuous comes closer, and what is not stays off.
    let [(far, _), (near, beside)] = [1e-2, 1e-4].map(off);
    let is_alone = near > 1e-3 * (1.0 + beside.abs()) && near > 0.5 * far;
    // What is near is not there: of x² beside 0 no more is known than that it is small.
    is_alone.then_some((there, (1e6 * beside).round() / 1e6))
}

/// How many derivatives are continuous at a seam, if one of the first four is not.
fn continuity_at(mut slope: impl FnMut(f64) -> f64, seam: f64) -> Option<i32> {
    let size = 1.0 + seam.abs();
    // From either side, ever closer: what has no end there grows from each distance to the next.
    let [left, right] = [-1.0, 1.0].map(|side| {
        let steps = [1e-3, 1e-6, 1e-9];
        steps.map(|step| slope(seam + side * step * size))
    });
    let apart = (left[2] - right[2]).abs();
    let bends = apart > 0.9 * (left[1] - right[1]).abs() && apart > 1e-3 * (1.0 + left[2].abs());
    if bends || grows(left, 1e-4) || grows(right, 1e-4) {
        return Some(0);
    }
    let [left, right] = [-1.0, 1.0].map(|side| {
        [1.0, 0.25, 0.0625].map(|scale| {
            let step = side * 0.01 * scale * size;
            // Half a step away at first: the seam itself belongs to one side alone.
            let slopes = [0.5, 1.5, 2.5, 3.5, 4.5, 5.5].map(|k| slope(seam + k * step));
            derivatives(slopes, step)
        })
    });
    let differs = |k: &usize| {
        let [left, right] = [left, right].map(|side| side.map(|derivatives| derivatives[*k]));
        let size = 1.0 + left[0].abs().max(right[0].abs());
        let [far, nearest] = [0, 2].map(|scale| (left[scale] - right[scale]).abs());
        // What comes together goes to one end: ±√|x| does.
        let apart = far > 1e-3 * size && nearest > 0.6 * far;
        apart || grows(left, 0.02) || grows(right, 0.02)
    };
    (0..3).find(differs).map(|k| k as i32 + 1)
}

/// Whether numbers found ever closer to a place go on growing, by no less than before; what moves
/// less than `least` of their size is rounding.
fn grows([far, near, nearest]: [f64; 3], least: f64) -> bool {
    let (first, second) = ((near - far).abs(), (nearest - near).abs());
    second > least * (1.0 + near.abs())
        && second >= 0.98 * first
        && nearest.abs() > near.abs()
        && near.abs() > far.abs()
}

/// The first three derivatives at 0 of what has these values at 0.5, 1.5, … steps: those of the
/// polynomial through them.
fn derivatives(values: [f64; 6], step: f64) -> [f64; 3] {
    // Newton's divided differences, multiplied out from the last.
    let mut differences = values;
    for order in 1..6 {
        for k in (order..6).rev() {
            differences[k] = (differences[k] - differences[k - 1]) / order as f64;
        }
    }
    let mut polynomial = [0.0; 6];
    for k in (0..6).rev() {
        let root = 0.5 + k as f64;
        for power in (0..6).rev() {
            let below = if power == 0 {
                differences[k]
            } else {
                polynomial[power - 1]
            };
            polynomial[power] = below - root * polynomial[power];
        }
    }
    [
        polynomial[1] / step,
        2.0 * polynomial[2] / step.powi(2),
        6.0 * polynomial[3] / step.powi(3),
    ]
}
