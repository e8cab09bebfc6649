//! A formula in pieces: between its kinks it is smooth, and where it never turns each piece has a
//! stretch of the output's axis for itself.

use super::{
    build::Builder,
    cases::{Failure, Proposal},
    invert,
    judge::Judge,
};
use crate::{
    differentiate::differentiate,
    eval::evaluate,
    expr::Id,
    kinks::{Place, resolve, roots, substitute},
    op::Op,
    tape::{INPUT, with_input},
};

/// A stretch of the input's axis, with the formula and its slope there.
#[derive(Clone, Debug)]
struct Region {
    value: Id,
    slope: Id,
    /// The slope through the output.
    form: Id,
}

impl Region {
    fn is_flat(&self, b: &mut Builder<'_, '_>) -> bool {
        !b.varies(self.value)
    }
}

/// The slope of `value` through its value.
pub(super) fn solve(
    b: &mut Builder<'_, '_>,
    value: Id,
    slope: Id,
    all: &[Place],
    judge: &Judge,
) -> Result<Proposal, Failure> {
    let defaults = judge.setting();
    let mut places: Vec<Place> = Vec::new();
    for &place in all {
        if places
            .iter()
            .all(|known| (known.at_default - place.at_default).abs() > 1e-12)
        {
            places.push(in_terms_of_parameters(b, place, defaults));
        }
    }
    if places.len() > 6 {
        return Err(Failure::Pieces(places.len() + 1));
    }
    places.sort_by(|a, b| a.at_default.total_cmp(&b.at_default));
    let mut regions: Vec<Region> = Vec::new();
    let mut kept: Vec<Place> = Vec::new();
    for k in 0..=places.len() {
        let low = k
            .checked_sub(1)
            .map_or(f64::NEG_INFINITY, |k| places[k].at_default);
        let high = places
            .get(k)
            .map_or(f64::INFINITY, |place| place.at_default);
        let region = region(b, value, slope, low, high, judge)?;
        match regions.last_mut() {
            // Not every switch is a kink.
            Some(last) if last.value == region.value && last.form == region.form => {}
            _ => {
                if k > 0 {
                    kept.push(places[k - 1]);
                }
                regions.push(region);
            }
        }
    }
    Assembly {
        regions,
        places: kept,
        judge,
        rises: judge.direction() > 0.0,
    }
    .assemble(b)
}

/// A root that was found as a number, as an expression where the switch is a straight line on
/// one side of it: −λ and λ for |x| − λ.
fn in_terms_of_parameters(b: &mut Builder<'_, '_>, place: Place, defaults: &[f64]) -> Place {
    if b.graph().number_at(place.at).is_none() {
        return place;
    }
    for offset in [-1e-6, 1e-6] {
        let beside = with_input(defaults, place.at_default + offset);
        let line = resolve(b.graph(), place.switch, &beside);
        let line = b.simplify(line);
        // Only a straight line: the roots of others are found as numbers again.
        if line == place.switch {
            return place;
        }
        let same = roots(b.graph(), line, defaults)
            .found
            .into_iter()
            .find(|(_, default)| (default - place.at_default).abs() < 1e-9);
        if let Some((at, at_default)) = same {
            return Place {
                at,
                at_default,
                ..place
            };
        }
    }
    place
}

fn region(
    b: &mut Builder<'_, '_>,
    value: Id,
    slope: Id,
    low: f64,
    high: f64,
    judge: &Judge,
) -> Result<Region, Failure> {
    let middle = match (low.is_finite(), high.is_finite()) {
        (true, true) => 0.5 * (low + high),
        (true, false) => low + 1.0,
        (false, true) => high - 1.0,
        (false, false) => 0.37,
    };
    let inside = with_input(judge.setting(), middle);
    let [value, slope] = [value, slope].map(|id| {
        let id = resolve(b.graph(), id, &inside);
        b.simplify(id)
    });
    if !b.varies(slope) {
        return Ok(Region {
            value,
            slope,
            form: slope,
        });
    }
    if !b.varies(value) {
        return Err(Failure::Flat);
    }
    let forms = invert::slopes(b, value)?;
    let right = forms
        .into_iter()
        .find(|&form| judge.agrees_between(b.graph(), form, low, high));
    let form = right.ok_or(Failure::NoneHeld)?;
    Ok(Region { value, slope, form })
}

struct Assembly<'a> {
    regions: Vec<Region>,
    places: Vec<Place>,
    judge: &'a Judge,
    rises: bool,
}

impl Assembly<'_> {
    fn assemble(mut self, b: &mut Builder<'_, '_>) -> Result<Proposal, Failure> {
        if self.regions.len() == 1 {
            return Ok(Proposal::of(self.regions[0].form));
        }
        let mut cuts = Vec::new();
        let mut conditions = Vec::new();
        for k in 0..self.places.len() {
            let (cut, condition) = self.cut(b, k);
            cuts.push(cut);
            conditions.extend(condition.map(|step| (step, true)));
        }
        conditions.extend(self.order(b, &cuts));
        self.merge(b, &mut cuts);
        let form = match (self.regions.len(), cuts.as_slice()) {
            (1, _) => self.regions[0].form,
            (2, &[cut]) => self
                .mirrored(b, cut)
                .unwrap_or_else(|| self.chain(b, &cuts)),
            (3, &[low, high]) if self.regions[0].form == self.regions[2].form => {
                self.window(b, low, high)
            }
            _ => self.chain(b, &cuts),
        };
        Ok(Proposal { form, conditions })
    }

    /// What keeps the regions in their order on both axes: what must not be negative, and
    /// whether it may be 0.
    fn order(&self, b: &mut Builder<'_, '_>, cuts: &[Cut]) -> Vec<(Id, bool)> {
        let mut conditions = Vec::new();
        for pair in self.places.windows(2) {
            conditions.push((b.op(Op::Sub, &[pair[1].at, pair[0].at]), true));
        }
        // Which branch lies on which side of a place is told by the direction of its switch.
        for place in &self.places {
            let rate = differentiate(b.graph(), place.switch, INPUT, 1).result;
            let rate = b.simplify(rate);
            let falls = evaluate(b.graph(), rate, self.judge.setting()) < 0.0;
            if !b.varies(rate) {
                let rate = if falls { b.op(Op::Neg, &[rate]) } else { rate };
                conditions.push((rate, false));
            }
        }
        for (k, region) in self.regions.iter().enumerate() {
            let mut slope = region.slope;
            if !self.rises {
                slope = b.op(Op::Neg, &[slope]);
            }
            // With the slope 0 the region is one point of the output's axis: where its
            // neighbours begin, which must leave that point to it.
            let begins = k.checked_sub(1).is_none_or(|k| cuts[k].inclusive);
            let ends = cuts.get(k).is_none_or(|cut| !cut.inclusive);
            conditions.push((slope, begins && ends));
        }
        conditions
    }

    /// Where on the output's axis the region behind the place `k` begins, as a comparison that
    /// is true there; and what keeps a jump from going back.
    fn cut(&self, b: &mut Builder<'_, '_>, k: usize) -> (Cut, Option<Id>) {
        let Place { at, at_default, .. } = self.places[k];
        let [before, behind] = [k, k + 1].map(|k| {
            let value = substitute(b.graph(), self.regions[k].value, INPUT, at);
            b.simplify(value)
        });
        let there = with_input(self.judge.setting(), at_default);
        let number = |b: &mut Builder<'_, '_>, id: Id| evaluate(b.graph(), id, &there);
        let (low, high) = (number(b, before), number(b, behind));
        let jumps = (low - high).abs() > 1e-9 * (1.0 + low.abs());
        let flat = [k, k + 1].map(|k| self.regions[k].is_flat(b));
        // A flat region is one point of the output's axis, which belongs to it.
        let inclusive = match flat {
            [true, _] => false,
            [_, true] => true,
            _ if jumps => true,
            _ => {
                let sides = [k, k + 1].map(|k| self.regions[k].slope);
                self.judge.belongs_behind(b.graph(), at, sides)
            }
        };
        let shorter = b.graph().written_size(before) <= b.graph().written_size(behind);
        let at = if flat[0] || (!flat[1] && !jumps && shorter) {
            before
        } else {
            behind
        };
        let step = (before != behind).then(|| {
            let (from, to) = if self.rises {
                (before, behind)
            } else {
                (behind, before)
            };
            b.op(Op::Sub, &[to, from])
        });
        (Cut { at, inclusive }, step)
    }

    /// Regions with the form of their neighbour, and flat ones whose slope the neighbour's form
    /// has at their output, are part of it.
    fn merge(&mut self, b: &mut Builder<'_, '_>, cuts: &mut Vec<Cut>) {
        let mut k = 0;
        while k < cuts.len() {
            let (one, two) = (self.regions[k].clone(), self.regions[k + 1].clone());
            let mut covers = |inner: &Region, flat: &Region| {
                flat.is_flat(b) && {
                    let there = substitute(b.graph(), inner.form, INPUT, flat.value);
                    b.simplify(there) == flat.form
                }
            };
            let kept = if one.form == two.form || covers(&one, &two) {
                one
            } else if covers(&two, &one) {
                two
            } else {
                k += 1;
                continue;
            };
            self.regions.splice(k..=k + 1, [kept]);
            cuts.remove(k);
            k = 0;
        }
    }

    /// Two regions that mirror each other at 0: the form of the positive side at |y|.
    fn mirrored(&self, b: &mut Builder<'_, '_>, cut: Cut) -> Option<Id> {
        let y = b.input();
        let above = self.regions[usize::from(self.rises)].form;
        let below = self.regions[usize::from(!self.rises)].form;
        let minus = b.op(Op::Neg, &[y]);
        let reflected = substitute(b.graph(), above, INPUT, minus);
        if !b.is(cut.at, 0) || b.simplify(reflected) != below {
            return None;
        }
        let size = b.op(Op::Abs, &[y]);
        let form = substitute(b.graph(), above, INPUT, size);
        Some(b.simplify(form))
    }

    /// Outer regions with one form around a middle one.
    fn window(&self, b: &mut Builder<'_, '_>, low: Cut, high: Cut) -> Id {
        let (outer, middle) = (self.regions[0].form, self.regions[1].form);
        let y = b.input();
        if low.at == high.at {
            let away = b.op(Op::Ne, &[y, low.at]);
            return b.op(Op::Select, &[away, outer, middle]);
        }
        let behind = low.behind(b, self.rises);
        let before = high.before(b, self.rises);
        let inside = b.op(Op::And, &[behind, before]);
        b.op(Op::Select, &[inside, middle, outer])
    }

    fn chain(&self, b: &mut Builder<'_, '_>, cuts: &[Cut]) -> Id {
        let mut form = self.regions[0].form;
        for (cut, region) in cuts.iter().zip(&self.regions[1..]) {
            let behind = cut.behind(b, self.rises);
            form = b.op(Op::Select, &[behind, region.form, form]);
        }
        form
    }
}

/// A place on the output's axis, and whether it belongs to the region behind it.
#[derive(Clone, Copy, Debug)]
struct Cut {
    at: Id,
    inclusive: bool,
}

impl Cut {
    fn behind(self, b: &mut Builder<'_, '_>, rises: bool) -> Id {
        let op = match (rises, self.inclusive) {
            (true, true) => Op::Ge,
            (true, false) => Op::Gt,
            (false, true) => Op::Le,
            (false, false) => Op::Lt,
        };
        let y = b.input();
        b.op(op, &[y, self.at])
    }

    fn before(self, b: &mut Builder<'_, '_>, rises: bool) -> Id {
        let op = match (rises, self.inclusive) {
            (true, true) => Op::Lt,
            (true, false) => Op::Le,
            (false, true) => Op::Gt,
            (false, false) => Op::Ge,
        };
        let y = b.input();
        b.op(op, &[y, self.at])
    }
}
