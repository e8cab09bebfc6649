//! Where an op has no value for some real input, and the formula has none with it.
//!
//! A warning is given only for an op that is asked for there, not for one in a branch that is not
//! taken, and only if the result shows it: what the engine computes has no value there either,
//! or another one than beside it. So what is guarded, and what algebra removes, is left in peace.

use super::{
    Finding, at_defaults,
    line::{Line, lines, live, short},
};
use crate::{
    algebra::Simplifier,
    analysis::Analysis,
    eval::{Program, evaluate},
    expr::{Graph, Id},
    kinks::resolve,
    op::{Op, Side},
    parse::Formula,
    properties::everywhere,
    tape::bisect,
};

/// An op that does not have a value everywhere.
struct Suspect {
    id: Id,
    /// What must be on a side of 0, over the arguments.
    border: Id,
    side: Side,
    /// The exponent of a power.
    exponent: Option<Id>,
}

/// Where an op may have no value.
struct Place {
    x: f64,
    /// Whether it was found between the points, and so only to the last bit.
    between: bool,
    /// Whether the border is beyond 0 there, and not at it.
    beyond: bool,
}

/// No more places than this are examined for one op.
const MOST: usize = 12;

pub(super) fn find(formula: &Formula, analysis: &Analysis) -> Vec<Finding> {
    if analysis.has_calls() {
        return Vec::new();
    }
    let mut graph = formula.graph.clone();
    let suspects = suspects(&mut graph, formula.root);
    if suspects.is_empty() {
        return slopeless(formula, analysis);
    }
    let points = points();
    let mut roots: Vec<Id> = suspects.iter().map(|suspect| suspect.border).collect();
    roots.push(formula.root);
    let tables: Vec<(Line, Vec<Vec<f64>>)> = lines(formula)
        .into_iter()
        .map(|line| {
            let table = everywhere(&graph, &roots, &points, line.along, &line.values);
            (line, table)
        })
        .collect();
    let mut found: Vec<(Id, Finding)> = Vec::new();
    for suspect in &suspects {
        let finding = tables.iter().find_map(|(line, table)| {
            let search = Search {
                formula,
                analysis,
                graph: &graph,
                line,
                suspect,
            };
            search.find(&points, table)
        });
        found.extend(finding.map(|finding| (suspect.id, finding)));
    }
    // What follows from one that was found is no second mistake.
    let first: Vec<Id> = found.iter().map(|(id, _)| *id).collect();
    found.retain(|(id, _)| {
        let parts = graph.reachable(&[*id]);
        !first
            .iter()
            .any(|other| other != id && parts.contains(other))
    });
    if found.is_empty() {
        return slopeless(formula, analysis);
    }
    found.into_iter().map(|(_, finding)| finding).collect()
}

/// Where the formula has a value and its slope has none: what is seen of one input, and the origin
/// of several.
fn slopeless(formula: &Formula, analysis: &Analysis) -> Vec<Finding> {
    let signature = &formula.signature;
    if formula.surrogate.is_some() {
        return Vec::new();
    }
    let at = |id: Id| evaluate(&analysis.graph, id, &analysis.defaults);
    let place = match signature.inputs.len() {
        1 => analysis
            .properties
            .as_ref()
            .and_then(|found| found.slopeless),
        _ => {
            let mut slopes = analysis.stable_gradient().iter();
            let is_missing =
                at(analysis.stable_value).is_finite() && slopes.any(|&s| at(s).is_nan());
            is_missing.then_some(0.0)
        }
    };
    let finding = place.map(|x| {
        let names = signature.inputs.iter().map(|input| &input.name);
        let places: Vec<String> = names.map(|name| format!("{name} = {}", short(x))).collect();
        let (places, defaults) = (places.join(", "), at_defaults(signature));
        Finding {
            span: signature.function.span(),
            message: format!("the slope has no value at `{places}`{defaults}"),
            fix: "give that case a branch of its own",
        }
    });
    finding.into_iter().collect()
}

fn suspects(graph: &mut Graph, root: Id) -> Vec<Suspect> {
    let mut found = Vec::new();
    for id in graph.reachable(&[root]) {
        let Some((op, arguments)) = graph.apply(id) else {
            continue;
        };
        let Some(domain) = &op.row().domain else {
            continue;
        };
        let arguments = arguments.to_vec();
        let is_power = domain.side == Side::ByExponent;
        let number = |id: Id| graph.number_at(id).map(|number| number.to_f64());
        let settled = if is_power {
            // With a whole exponent from 0 on there is nothing to ask.
            number(arguments[1]).is_some_and(|exponent| {
                domain.side.holds(0.0, exponent) && domain.side.holds(-1.0, exponent)
            })
        } else {
            let last = arguments.last().copied();
            op == Op::Div && last.and_then(number).is_some_and(|divisor| divisor != 0.0)
        };
        if settled {
            continue;
        }
        let border = graph.instantiate(&domain.border, &arguments, None);
        found.push(Suspect {
            id,
            border,
            side: domain.side,
            exponent: is_power.then(|| arguments[1]),
        });
    }
    found
}

/// Where is looked, in ascending order: closely around 0, and sparsely far out.
fn points() -> Vec<f64> {
    let mut points = vec![0.0];
    let mut both = |x: f64| points.extend([-x, x]);
    (1..=32).for_each(|k| both(f64::from(k) / 8.0));
    (9..=20).for_each(|k| both(f64::from(k) / 2.0));
    [20.0, 50.0, 100.0, 1e3, 1e4, 1e6]
        .into_iter()
        .for_each(both);
    points.sort_by(f64::total_cmp);
    points
}

struct Search<'a> {
    formula: &'a Formula,
    analysis: &'a Analysis,
    /// The formula as typed, with the borders.
    graph: &'a Graph,
    line: &'a Line,
    suspect: &'a Suspect,
}

impl Search<'_> {
    fn find(&self, points: &[f64], table: &[Vec<f64>]) -> Option<Finding> {
        let border = &table[self.suspect.border.index()];
        let exponent = |k: usize| self.suspect.exponent.map_or(1.0, |id| table[id.index()][k]);
        let mut places = Vec::new();
        for k in 0..points.len() {
            let exponent = exponent(k);
            if border[k].is_nan() || exponent.is_nan() {
                continue;
            }
            if !self.suspect.side.holds(border[k], exponent) {
                places.push(Place {
                    x: points[k],
                    between: false,
                    beyond: border[k] != 0.0,
                });
            }
            // A pole may lie between two points.
            let crosses = k > 0 && border[k - 1] * border[k] < 0.0;
            if crosses
                && !self.suspect.side.holds(0.0, exponent)
                && self.suspect.side.holds(-1.0, exponent)
            {
                places.extend(self.crossing([points[k - 1], points[k]]));
            }
        }
        // The clearest first: no value at all, at a small whole number.
        let whole = |x: f64| x.fract() == 0.0;
        places.sort_by(|a, b| {
            let rank = |p: &Place| (!p.beyond, p.between, !whole(p.x));
            rank(a).cmp(&rank(b)).then(a.x.abs().total_cmp(&b.x.abs()))
        });
        let is_live = |place: &&Place| self.is_live(place.x);
        let place = places.iter().filter(is_live).take(MOST).find(|place| {
            let certain = if place.beyond {
                self.is_beyond(place.x)
            } else {
                self.is_border(place)
            };
            certain && self.shows(place)
        })?;
        Some(self.finding(place.x))
    }

    fn border(&self, x: f64) -> f64 {
        evaluate(self.graph, self.suspect.border, &self.line.at(x))
    }

    /// Where the border goes through 0 between two points, and does not jump over it.
    fn crossing(&self, ends: [f64; 2]) -> Option<Place> {
        let [low, high] = ends.map(|x| self.border(x).abs());
        let x = bisect(|x| self.border(x), ends);
        (self.border(x).abs() < 1e-9 * low.max(high)).then_some(Place {
            x,
            between: true,
            beyond: false,
        })
    }

    /// Whether the op is asked for, and not only written.
    fn is_live(&self, x: f64) -> bool {
        let values = self.line.at(x);
        let (graph, root) = (&self.formula.graph, self.formula.root);
        let table = everywhere(graph, &[root], &[x], self.line.along, &values);
        live(graph, root, |id| table[id.index()][0])[self.suspect.id.index()]
    }

    /// Whether the border is beyond 0 by more than rounding.
    fn is_beyond(&self, x: f64) -> bool {
        let program = Program::new(self.graph, self.suspect.border);
        let (border, error) = program.with_error(&self.line.at(x));
        border.abs() > 16.0 * error
    }

    /// Whether the border is 0 on paper, and not because a number was too small.
    fn is_border(&self, place: &Place) -> bool {
        let Place { x, between, .. } = *place;
        let moves = self
            .graph
            .symbols(self.suspect.border)
            .contains(&self.line.along);
        let step = 1e-3 * (1.0 + x.abs());
        let alone = || {
            [x - step, x + step]
                .into_iter()
                .all(|x| self.border(x) != 0.0)
        };
        if between || !moves || alone() {
            return true;
        }
        let mut graph = self.graph.clone();
        let branch = resolve(&mut graph, self.suspect.border, &self.line.at(x));
        let inputs = self.formula.signature.inputs.len();
        let inputs = u32::try_from(inputs).expect("a signature has few arguments");
        let branch = Simplifier::new(&mut graph, inputs).simplify(branch);
        graph
            .number_at(branch)
            .is_some_and(|number| number.to_f64() == 0.0)
    }

    /// Whether the result shows it.
    fn shows(&self, place: &Place) -> bool {
        let Analysis {
            graph,
            stable_value,
            ..
        } = self.analysis;
        let at = |x: f64| evaluate(graph, *stable_value, &self.line.at(x));
        let there = at(place.x);
        let beside = |step: f64| {
            let step = step * (1.0 + place.x.abs());
            [at(place.x - step), at(place.x + step)]
        };
        let (far, beside) = (beside(1e-3), beside(1e-6));
        let fits = |beside: &f64| (beside - there).abs() <= 1e-2 * (1.0 + there.abs());
        let mut sides = beside.iter().zip(&far);
        let is_pole = place.between && sides.any(|(near, far)| near.abs() > 50.0 * far.abs());
        !there.is_finite()
            || is_pole
            || (!place.beyond && !place.between && !beside.iter().all(fits))
    }

    fn finding(&self, x: f64) -> Finding {
        let signature = &self.formula.signature;
        let values = self.line.at(x);
        let (op, arguments) = self
            .graph
            .apply(self.suspect.id)
            .expect("a suspect is an op");
        let arguments: Vec<String> = arguments
            .iter()
            .map(|&id| short(evaluate(self.graph, id, &values)))
            .collect();
        let call = match op {
            Op::Div => arguments.join(" / "),
            _ => format!("{}({})", op.row().name, arguments.join(", ")),
        };
        let (place, defaults) = (self.line.place(x, signature), at_defaults(signature));
        let span = self.formula.graph.span(self.suspect.id);
        Finding {
            span: span.unwrap_or_else(|| signature.function.span()),
            message: format!(
                "the formula has no value at {place}{defaults}: this is `{call}` there"
            ),
            fix: "give that case a branch of its own",
        }
    }
}
