//! Products in an order in which no part of them leaves the range before the whole does.
//!
//! A normal form has constants first, powers next and one quotient last, which reads best:
//! `x·(1 + x)/(1 + |x|)` is infinite from 1.8·10¹⁹ on, where `x·((1 + x)/(1 + |x|))` is about x.
//! Which order reaches how far is seen in the sizes of the factors at inputs of all sizes; only
//! the products of a form that fails somewhere in `f32` are touched, and none that costs more.
//!
//! Which order that is, is found in `order`. Not here: what overflows in a sum (`scale`), and what is
//! no number at ±∞ (`guard`).

mod order;

use self::order::{Item, Kind, first_order};
use super::{
    lower,
    trial::{Place, along, places, rounded},
};
use crate::{
    cost::work,
    eval::Program,
    expr::{Graph, Id, IdMap},
    number::Number,
    op::Op,
    schedule::Symbols,
};

/// Powers up to here are taken apart.
const POWER: i64 = 6;

/// The most factors that are put in order.
const FACTORS: usize = 12;

/// An input beyond it is clamped (`guard`), where nothing changes there.
const FAR: f64 = 1e18;

/// `form` with its products in another order where that fails at fewer inputs; of several inputs,
/// where they go out together. `samples` holds the values of all symbols, a few times.
pub fn in_reach(graph: &mut Graph, form: Id, symbols: &Symbols, samples: &[Vec<f64>]) -> Id {
    if !graph.calls(&[form]).is_empty() || !has_order(graph, form, symbols) {
        return form;
    }
    let computed = lower(graph, form, symbols);
    let computed = Program::new(graph, computed);
    let exact = Program::new(graph, form);
    let mut values = rounded(&samples[0]);
    let rays = rays(samples, symbols.inputs);
    let places: Vec<(&[f64], Place)> = (rays.iter())
        .flat_map(|ray| {
            let places = places(&computed, &exact, &values, ray);
            places.into_iter().map(|place| (&ray[..], place))
        })
        .collect();
    let before = places.iter().filter(|(_, place)| fails(place)).count();
    if before == 0 {
        return form;
    }
    let order = graph.reachable(&[form]);
    let mut sizes = vec![Vec::new(); order.len()];
    let mut results = Vec::new();
    for (ray, place) in &places {
        along(ray, place.x, &mut values);
        exact.doubles(&values, &mut results);
        for (sizes, result) in sizes.iter_mut().zip(&results) {
            sizes.push(result.abs());
        }
    }
    let far: Vec<bool> = places.iter().map(|(_, p)| p.x.abs() > FAR).collect();
    // What is only tried leaves no trace in the graph that is shown.
    let mut scratch = graph.clone();
    let rebuild = |graph: &mut Graph| {
        Reach {
            graph,
            order: &order,
            sizes: &sizes,
            far: &far,
        }
        .rebuild(form)
    };
    let ordered = rebuild(&mut scratch);
    if ordered == form {
        return form;
    }
    let lowered = lower(&mut scratch, ordered, symbols);
    let computed = Program::new(&scratch, lowered);
    let mut after = 0;
    for (ray, place) in &places {
        along(ray, place.x, &mut values);
        let found = computed.single(&values);
        if fails(&Place { found, ..*place }) {
            // Nothing that is right may break.
            if !fails(place) {
                return form;
            }
            after += 1;
        }
    }
    let [old, new] = [form, ordered].map(|id| work(&mut scratch, &[id], symbols));
    if after >= before || new.exponentials > old.exponentials || new.divisions > old.divisions {
        return form;
    }
    rebuild(graph)
}

/// The directions of the samples' inputs, each once.
fn rays(samples: &[Vec<f64>], inputs: usize) -> Vec<Vec<f64>> {
    let mut rays: Vec<Vec<f64>> = Vec::new();
    for sample in samples {
        let ray: Vec<f64> = sample[..inputs].iter().map(|x| x / sample[0]).collect();
        let same = |a: &f64, b: &f64| (a - b).abs() < 1e-9;
        if !(rays.iter()).any(|other| other.iter().zip(&ray).all(|(a, b)| same(a, b))) {
            rays.push(ray);
        }
    }
    rays
}

/// Whether there is a product whose factors have more than one order: of three or more, two of
/// which are not constant.
fn has_order(graph: &Graph, form: Id, symbols: &Symbols) -> bool {
    let is_product = |id: Id| {
        matches!(
            graph.apply(id),
            Some((Op::Mul | Op::Div | Op::Neg | Op::Powi, _))
        )
    };
    graph.reachable(&[form]).into_iter().any(|id| {
        let Some((Op::Mul | Op::Div, arguments)) = graph.apply(id) else {
            return false;
        };
        symbols.varies(graph, id) && arguments.iter().any(|&argument| is_product(argument))
    })
}

/// Whether a form is far off here.
fn fails(place: &Place) -> bool {
    let (size, found) = (place.exact.abs(), place.found);
    is_in_range(size) && (found.is_nan() || (found - place.exact).abs() > 1e-4 * size)
}

/// Whether `f32` has this size with all its digits.
fn is_in_range(size: f64) -> bool {
    (f64::from(f32::MIN_POSITIVE)..=f64::from(f32::MAX)).contains(&size)
}

/// A factor of a product, or what it is divided by.
#[derive(Clone, Copy)]
struct Factor {
    id: Id,
    below: bool,
}

struct Reach<'g> {
    graph: &'g mut Graph,
    order: &'g [Id],
    /// How large each of `order` is at the points.
    sizes: &'g [Vec<f64>],
    /// Which of these are beyond a clamp.
    far: &'g [bool],
}

impl Reach<'_> {
    fn rebuild(&mut self, root: Id) -> Id {
        let mut done = IdMap::new();
        for &id in self.order {
            let new = match self.graph.apply(id) {
                Some((op, arguments)) => {
                    let arguments = done.all(arguments);
                    let ordered = self.ordered(id, &done);
                    ordered.unwrap_or_else(|| self.graph.op(op, &arguments))
                }
                None => id,
            };
            if let Some(name) = self.graph.name(id).map(str::to_owned) {
                self.graph.note_name(new, &name);
            }
            done.insert(id, new);
        }
        done.of(root)
    }

    fn sizes(&self, id: Id) -> &[f64] {
        let position = self.order.binary_search(&id).expect("a part of the form");
        &self.sizes[position]
    }

    /// A product that leaves the range on its way, in a better order; `done` says what has become
    /// of its factors.
    fn ordered(&mut self, id: Id, done: &IdMap) -> Option<Id> {
        let live: Vec<usize> = (self.sizes(id).iter().enumerate())
            .filter(|(_, size)| is_in_range(**size))
            .map(|(k, _)| k)
            .collect();
        let (mut factors, mut negative) = (Vec::new(), false);
        if !self.leaves(id, true, &live) || !self.factors(id, false, &mut factors, &mut negative) {
            return None;
        }
        let items = self.items(&factors, &live);
        let far: Vec<bool> = live.iter().map(|&k| self.far[k]).collect();
        let order = first_order(&items, &far)?;
        let product = self.spell(&items, &order, done);
        Some(match negative {
            true => self.graph.op(Op::Neg, &[product]),
            false => product,
        })
    }

    /// Whether a part of this product is out of range at one of these points.
    fn leaves(&self, id: Id, whole: bool, live: &[usize]) -> bool {
        let Some((op @ (Op::Mul | Op::Div | Op::Neg | Op::Powi), arguments)) = self.graph.apply(id)
        else {
            return false;
        };
        let is_out = |&k: &usize| !is_in_range(self.sizes(id)[k]);
        if !whole && live.iter().any(is_out) {
            return true;
        }
        let parts = if op == Op::Powi { &[] } else { arguments };
        parts.iter().any(|&part| self.leaves(part, false, live))
    }

    /// Takes the product apart; false where it has too many factors.
    fn factors(&self, id: Id, below: bool, factors: &mut Vec<Factor>, negative: &mut bool) -> bool {
        match self.graph.apply(id) {
            Some((Op::Mul, &[a, b])) => {
                self.factors(a, below, factors, negative)
                    && self.factors(b, below, factors, negative)
            }
            Some((Op::Div, &[a, b])) => {
                self.factors(a, below, factors, negative)
                    && self.factors(b, !below, factors, negative)
            }
            Some((Op::Neg, &[a])) => {
                *negative = !*negative;
                self.factors(a, below, factors, negative)
            }
            Some((Op::Powi, &[base, exponent])) => {
                let exponent = self.graph.number_at(exponent).and_then(Number::as_integer);
                let count = exponent.filter(|n| (2..=POWER).contains(n));
                let (id, count) = count.map_or((id, 1), |count| (base, count));
                factors.extend((0..count).map(|_| Factor { id, below }));
                factors.len() <= FACTORS
            }
            _ => {
                factors.push(Factor { id, below });
                factors.len() <= FACTORS
            }
        }
    }

    /// What is multiplied by, in turn: the factors above the line, and one division by all that is
    /// below it, unless that leaves the range: then its root divides twice, or every factor of a
    /// power for itself.
    fn items(&self, factors: &[Factor], live: &[usize]) -> Vec<Item> {
        let (below, above): (Vec<Factor>, Vec<Factor>) =
            factors.iter().partition(|factor| factor.below);
        let sizes = |ids: &[Id]| -> Vec<f64> {
            let size = |&k: &usize| ids.iter().map(|&id| self.sizes(id)[k]).product();
            live.iter().map(size).collect()
        };
        let mut below: Vec<Id> = below.iter().map(|factor| factor.id).collect();
        // `u·√u` is three roots, each of which reaches as far as the input.
        for k in 0..below.len() {
            if let Some((Op::Sqrt, &[square])) = self.graph.apply(below[k]) {
                while let Some(place) = below.iter().position(|&id| id == square) {
                    below[place] = below[k];
                    below.push(below[k]);
                }
            }
        }
        let item = |kind, ids: &[Id]| {
            let mut sizes = sizes(ids);
            let is_out = |size: &f64| !is_in_range(*size);
            let mut hopeless: Vec<bool> = sizes.iter().map(is_out).collect();
            if kind != Kind::Times {
                sizes.iter_mut().for_each(|size| *size = size.recip());
            }
            if kind == Kind::TimesInverse {
                hopeless = sizes.iter().map(is_out).collect();
            }
            Item {
                kind,
                ids: ids.to_vec(),
                divides: kind != Kind::Times && sizes.iter().any(|&size| size != sizes[0]),
                sizes,
                hopeless,
            }
        };
        let mut items: Vec<Item> = (above.iter())
            .map(|factor| item(Kind::Times, &[factor.id]))
            .collect();
        if below.is_empty() {
            return items;
        }
        if sizes(&below).into_iter().all(is_in_range) {
            items.push(item(Kind::Over, &below));
            return items;
        }
        let count = |id: Id, ids: &[Id]| ids.iter().filter(|&&other| other == id).count();
        let mut root = Vec::new();
        for &id in &below {
            if 2 * count(id, &root) < count(id, &below) {
                root.push(id);
            }
        }
        if 2 * root.len() == below.len() {
            items.extend([0, 1].map(|_| item(Kind::TimesInverse, &root)));
            return items;
        }
        let (powers, rest): (Vec<Id>, Vec<Id>) =
            below.iter().partition(|&&id| count(id, &below) > 1);
        items.extend(powers.iter().map(|&id| item(Kind::TimesInverse, &[id])));
        if !rest.is_empty() {
            items.push(item(Kind::Over, &rest));
        }
        items
    }

    fn spell(&mut self, items: &[Item], order: &[usize], done: &IdMap) -> Id {
        let one = self.graph.integer(1);
        let mut product: Option<Id> = None;
        for &index in order {
            let Item { kind, ids, .. } = &items[index];
            let ids = ids.iter().map(|&id| done.of(id));
            let all = ids.reduce(|a, b| self.graph.op(Op::Mul, &[a, b]));
            let all = all.expect("an item has a factor");
            let factor = match kind {
                Kind::Times => all,
                Kind::TimesInverse => self.graph.op(Op::Div, &[one, all]),
                Kind::Over => {
                    let above = product.unwrap_or(one);
                    product = Some(self.graph.op(Op::Div, &[above, all]));
                    continue;
                }
            };
            product = Some(match product {
                Some(product) => self.graph.op(Op::Mul, &[product, factor]),
                None => factor,
            });
        }
        product.expect("a product has a factor")
    }
}
