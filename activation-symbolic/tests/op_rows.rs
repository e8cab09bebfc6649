//! Every row of the op table against differences of its own value, and its derivative through
//! the result against the one in the argument.

use activation_symbolic::{
    eval::evaluate,
    expr::{Graph, Id, Symbol},
    op::{Op, Row, TABLE},
};

/// Arguments at which the row is smooth and has a value.
fn points(row: &Row) -> Vec<Vec<f64>> {
    let line: &[f64] = match row.op {
        Op::Ln | Op::Log2 | Op::Sqrt => &[0.1, 0.7, 1.0, 3.5, 40.0],
        Op::Ln1p => &[-0.9, -0.3, 0.2, 3.0, 40.0],
        Op::Atanh => &[-0.95, -0.4, 0.1, 0.8],
        _ => &[-3.3, -1.2, -0.4, 0.3, 0.9, 2.6],
    };
    match (row.op, row.arity) {
        (Op::Powi, _) => line
            .iter()
            .flat_map(|&a| [-2.0, 3.0].map(|n| vec![a, n]))
            .collect(),
        (Op::Powf, _) => [0.2, 1.5, 4.0]
            .iter()
            .flat_map(|&a| [-1.5, 0.4, 2.0].map(|b| vec![a, b]))
            .collect(),
        // Between the bounds, below and above them.
        (Op::Clamp, _) => [-2.2, 0.3, 3.1].map(|a| vec![a, -1.0, 1.5]).to_vec(),
        (_, 1) => line.iter().map(|&a| vec![a]).collect(),
        (_, 2) => line
            .iter()
            .flat_map(|&a| [-0.7, 1.9].map(|b| vec![a, b]))
            .collect(),
        (_, _) => line.iter().map(|&a| vec![a, -0.6, 1.7]).collect(),
    }
}

/// The slope in argument `k`, by Richardson's extrapolation of central differences.
fn slope(row: &Row, at: &[f64], k: usize) -> f64 {
    let central = |step: f64| {
        let moved = |by: f64| {
            let mut at = at.to_vec();
            at[k] += by;
            (row.evaluate)(&at)
        };
        (moved(step) - moved(-step)) / (2.0 * step)
    };
    let step = 1e-3 * at[k].abs().max(0.1);
    let [coarse, middle, fine] = [step, step / 2.0, step / 4.0].map(central);
    let [a, b] = [(4.0 * middle - coarse) / 3.0, (4.0 * fine - middle) / 3.0];
    (16.0 * b - a) / 15.0
}

#[test]
fn partials_are_the_slopes() {
    let mut checked = 0;
    // A residual is 0 on paper and what was lost on a machine, the head a step.
    let lost = [
        Op::ProductResidual,
        Op::SumResidual,
        Op::ExpResidual,
        Op::Head,
        Op::Rest,
    ];
    let on_paper = |op| !lost.contains(&op);
    for row in TABLE
        .iter()
        .filter(|row| !row.partials.is_empty() && on_paper(row.op))
    {
        let mut graph = Graph::new();
        let arguments: Vec<Id> = (0..row.arity)
            .map(|k| graph.symbol(Symbol(k as u32)))
            .collect();
        let result = graph.op(row.op, &arguments);
        for (k, partial) in row.partials.iter().enumerate() {
            // An exponent that is a whole number does not move.
            if row.op == Op::Powi && k == 1 {
                continue;
            }
            let partial = graph.instantiate(partial, &arguments, Some(result));
            for at in points(row) {
                let stated = evaluate(&graph, partial, &at);
                let found = slope(row, &at, k);
                let tolerance = 1e-8 * (1.0 + found.abs());
                assert!(
                    (stated - found).abs() <= tolerance,
                    "{:?}, argument {k}, at {at:?}: the row says {stated}, differences {found}",
                    row.op
                );
                checked += 1;
            }
        }
    }
    assert!(checked > 200, "only {checked} comparisons");
}

#[test]
fn derivatives_through_the_result_agree() {
    let mut checked = 0;
    for row in TABLE {
        let Some(through) = &row.through_result else {
            continue;
        };
        let mut graph = Graph::new();
        let argument = graph.symbol(Symbol(0));
        let result = graph.op(row.op, &[argument]);
        let direct = graph.instantiate(&row.partials[0], &[argument], Some(result));
        // Nothing but the result is at hand: symbol 1 stands for it.
        let alone = graph.symbol(Symbol(1));
        let through = graph.instantiate(through, &[], Some(alone));
        for at in points(row) {
            let y = (row.evaluate)(&at);
            let (a, b) = (
                evaluate(&graph, direct, &[at[0], y]),
                evaluate(&graph, through, &[at[0], y]),
            );
            assert!(
                (a - b).abs() <= 1e-12 * (1.0 + a.abs()),
                "{:?} at {at:?}: {a}, {b}",
                row.op
            );
            checked += 1;
        }
    }
    assert!(checked > 60, "only {checked} comparisons");
}

/// A row that no test can reach would be a row without a test.
#[test]
fn every_row_has_points() {
    for row in TABLE {
        assert!(row.op.is_truth() || !points(row).is_empty(), "{:?}", row.op);
    }
}

#[test]
fn inverses_undo() {
    for row in TABLE {
        let Some(inverse) = &row.inverse else {
            continue;
        };
        let mut graph = Graph::new();
        let y = graph.symbol(Symbol(0));
        let undone = graph.instantiate(inverse, &[], Some(y));
        for a in [0.2, 0.5, 0.8] {
            let result = (row.evaluate)(&[a]);
            let found = evaluate(&graph, undone, &[result]);
            assert!((found - a).abs() < 1e-12, "{} at {a}: {found}", row.name);
        }
    }
}
