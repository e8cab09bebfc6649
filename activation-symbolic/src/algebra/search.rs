//! Equal forms that no local rule reaches, tried one after the other: the best of them.
//!
//! Not here: which of two is better (`judge`), and what is tried (`exponential`, `spread`,
//! `dominant`, `level`, `series`, `tail`, `centre`, `crossing`).

use std::collections::BTreeSet;

use super::{
    judge,
    rule::{CENTRE, CROSSING, DOMINANT, HOIST, LEVEL, RATIONAL, Rewrite, SERIES, SPREAD, TAIL},
    simplify::Simplifier,
};
use crate::{
    expr::{Graph, Id},
    op::Op,
    schedule::Symbols,
};

/// Looks for an equal form of an expression.
type Search<'g> = fn(&mut Simplifier<'g>, Id) -> Id;

/// The largest form that is searched, in nodes written out.
const SEARCHED: usize = 600;

impl Simplifier<'_> {
    /// Equal forms of `form` that no local rule reaches: the best of them.
    pub fn search(
        &mut self,
        form: Id,
        symbols: &Symbols,
        values: &[f64],
        log: &mut Vec<Rewrite>,
    ) -> Id {
        self.searched(form, symbols, values, log, true)
    }

    /// As `search`; `hoists` where the form may become one `if`, whose branches may not again.
    fn searched(
        &mut self,
        form: Id,
        symbols: &Symbols,
        values: &[f64],
        log: &mut Vec<Rewrite>,
        hoists: bool,
    ) -> Id {
        let smooth = form;
        let mut best = form;
        // What calls another activation cannot be tried; what fills a page is not looked through:
        // the searches walk every path of it.
        if !self.graph.calls(&[form]).is_empty() || self.graph.written_size(form) > SEARCHED {
            return form;
        }
        // What is searched for, and the same once more with what is left of terms that cancel.
        let searches: [(_, Search<'_>, Option<Search<'_>>); 6] = [
            (&RATIONAL, Self::rational, Some(Self::rational_near)),
            (&SPREAD, Self::spread, Some(Self::spread_near)),
            (&DOMINANT, Self::dominant, None),
            (&LEVEL, Self::level, None),
            (&SERIES, Self::with_series, None),
            (&TAIL, Self::with_tail, None),
        ];
        let mut undominated = best;
        let mut with_series = None;
        for (rule, search, near) in searches {
            let before = best;
            // Of two exponentials the one that is drawn out hides the others.
            if *rule == DOMINANT {
                undominated = before;
            }
            let from = if *rule == LEVEL { undominated } else { before };
            let candidate = search(self, from);
            if *rule == SERIES && from == smooth {
                with_series = Some(candidate);
            }
            best = self.better(before, candidate, symbols, values);
            if let Some(near) = near.filter(|_| best != before) {
                let near = near(self, before);
                best = self.better(best, near, symbols, values);
            }
            if best != before {
                log.push(Rewrite::new(rule, before, best));
            }
        }
        if hoists && let Some(hoisted) = self.hoisted(smooth, symbols, values) {
            let chosen = self.better(best, hoisted, symbols, values);
            if chosen != best {
                log.push(Rewrite::new(&HOIST, best, chosen));
                best = chosen;
            }
        }
        let near = self.beside_pole(smooth, best, values);
        let mut windowed = self.better(best, near, symbols, values);
        // A quotient in the exponential hides the sum that cancels: √(exp_m1(x) - x).
        if windowed == best && !log.iter().any(|rewrite| *rewrite.rule == SERIES) {
            let with_series = with_series.unwrap_or_else(|| self.with_series(smooth));
            let candidate = self.with_window_of([smooth, with_series], best);
            windowed = self.better(best, candidate, symbols, values);
        }
        if windowed != best {
            log.push(Rewrite::new(&SERIES, best, windowed));
            best = windowed;
        }
        let centred = self.beside_centre(smooth, best, symbols, values);
        let centred = centred.map_or(best, |form| self.better(best, form, symbols, values));
        let crossed = self.beside_roots(smooth, centred, symbols);
        for (rule, [before, after]) in [(&CENTRE, [best, centred]), (&CROSSING, [centred, crossed])]
        {
            if before != after {
                log.push(Rewrite::new(rule, before, after));
            }
        }
        self.with_powers_of_two(crossed, log)
    }

    /// `form` as one `if` where it has several that ask the same: each branch is simpler than the
    /// whole, and has rules of its own.
    fn hoisted(&mut self, form: Id, symbols: &Symbols, values: &[f64]) -> Option<Id> {
        let select_at = |graph: &Graph, id: Id| match graph.apply(id) {
            Some((Op::Select, &[asked, yes, no])) => Some((asked, [yes, no])),
            _ => None,
        };
        let reached = self.graph.reachable(&[form]);
        let asked = reached.iter().filter_map(|&id| select_at(self.graph, id));
        let asked: Vec<Id> = asked.map(|(condition, _)| condition).collect();
        let &[condition, _, ..] = &asked[..] else {
            return None;
        };
        if asked.iter().any(|&other| other != condition) || select_at(self.graph, form).is_some() {
            return None;
        }
        let branches = [0, 1].map(|side: usize| {
            let branch = self.replaced(form, |this, id| {
                select_at(this.graph, id).map(|(_, branches)| branches[side])
            });
            let branch = self.simplify(branch);
            let (branch, mut log) = self.stabilise(branch);
            self.searched(branch, symbols, values, &mut log, false)
        });
        Some(
            self.graph
                .op(Op::Select, &[condition, branches[0], branches[1]]),
        )
    }

    /// `best` with the series of `smooth`, an equal form, where its one window is.
    fn with_window_of(&mut self, [smooth, with_series]: [Id; 2], best: Id) -> Id {
        if with_series == smooth {
            return best;
        }
        let before = self.graph.reachable(&[smooth]);
        let new = self.graph.reachable(&[with_series]);
        let windows = new.iter().filter(|&id| before.binary_search(id).is_err());
        let asked = windows.filter_map(|&id| match self.graph.apply(id) {
            Some((Op::Select, arguments)) => Some(arguments[0]),
            _ => None,
        });
        let asked: BTreeSet<Id> = asked.collect();
        let Some(&near) = asked.first().filter(|_| asked.len() == 1) else {
            return best;
        };
        let inside = self.replaced(with_series, |this, id| match this.graph.apply(id) {
            Some((Op::Select, &[condition, yes, _])) if condition == near => Some(yes),
            _ => None,
        });
        let inside = self.simplify(inside);
        self.graph.op(Op::Select, &[near, inside, best])
    }

    fn better(&mut self, form: Id, candidate: Id, symbols: &Symbols, values: &[f64]) -> Id {
        let tried = &mut self.tried;
        judge::better(self.graph, tried, form, candidate, symbols, values)
    }
}
