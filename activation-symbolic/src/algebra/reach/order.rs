//! The order of a product in which no part of it leaves the range. Not here: which factors it has, and
//! how large they are (`reach`).

use std::ops::RangeInclusive;

use super::is_in_range;
use crate::expr::Id;

/// What a quotient is at its end.
const MODERATE: RangeInclusive<f64> = 1e-4..=1e4;

/// Beginnings of an order that are tried.
const TRIES: usize = 400;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Times,
    /// Times one over it, which is computed once.
    TimesInverse,
    Over,
}

/// A step of a product.
pub(super) struct Item {
    pub(super) kind: Kind,
    pub(super) ids: Vec<Id>,
    /// What it multiplies by at the points where the whole is in range.
    pub(super) sizes: Vec<f64>,
    /// Whether it divides, and not by the same everywhere.
    pub(super) divides: bool,
    /// Where no order helps: it is out of range itself.
    pub(super) hopeless: Vec<bool>,
}

/// The first order, of those that begin as the items do, in which no part is out of range: first of
/// those that a clamp finds, then wherever all items are in range, then anywhere. `far` says which
/// inputs are beyond a clamp.
pub(super) fn first_order(items: &[Item], far: &[bool]) -> Option<Vec<usize>> {
    let hopeless = |k: usize| items.iter().any(|item| item.hopeless[k]);
    let divides = items.iter().any(|item| item.divides);
    let clamped = |k: usize| match divides && (far[k] || hopeless(k)) {
        true => Watched::Quotient,
        false => Watched::Everywhere,
    };
    let in_range = |k: usize| match hopeless(k) {
        true => Watched::Nowhere,
        false => Watched::Everywhere,
    };
    let anywhere = |_| Watched::Everywhere;
    let ways: [&dyn Fn(usize) -> Watched; 3] = [&clamped, &in_range, &anywhere];
    ways.into_iter().find_map(|watched| {
        let start = (0..far.len()).map(|k| (watched(k), 1.0));
        let start: Vec<(Watched, f64)> = start.collect();
        let (mut order, mut tries) = (Vec::new(), TRIES);
        extend(items, &mut order, &start, &mut tries).then_some(order)
    })
}

/// Where a product is looked at on its way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Watched {
    Everywhere,
    /// Once it is divided: there it should be at its end, a number of moderate size. A clamp leaves
    /// it as it is, and the factors behind it, too.
    Quotient,
    Nowhere,
}

fn extend(
    items: &[Item],
    order: &mut Vec<usize>,
    sizes: &[(Watched, f64)],
    tries: &mut usize,
) -> bool {
    if order.len() == items.len() {
        return true;
    }
    for (index, item) in items.iter().enumerate() {
        if order.contains(&index) {
            continue;
        }
        let Some(left) = tries.checked_sub(1) else {
            return false;
        };
        *tries = left;
        let sizes = sizes.iter().zip(&item.sizes);
        let product: Vec<(Watched, f64)> = sizes.map(|(&(w, a), b)| (w, a * b)).collect();
        let fits = |&(watched, size): &(Watched, f64)| match watched {
            // How large a factor is by itself is not in question.
            Watched::Everywhere => order.is_empty() || is_in_range(size),
            Watched::Quotient => !item.divides || MODERATE.contains(&size),
            Watched::Nowhere => true,
        };
        if product.iter().all(fits) {
            order.push(index);
            if extend(items, order, &product, tries) {
                return true;
            }
            order.pop();
        }
    }
    false
}
