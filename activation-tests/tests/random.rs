//! Formulas nobody has seen: written from the grammar, analysed, and never made worse than they
//! were typed.
//!
//! What is compared, at every input of the sample: failures, and units in the last place against
//! the worst of the typed form in the neighbourhood, since a form that loses all digits is right
//! to the bit now and then. A formula that fails is printed; with `SHRINK=1` as small as it gets, too.
//!
//! `cargo test -p activation-tests --no-default-features --test random -- --ignored` examines
//! thousands.

use std::time::{Duration, Instant};

use activation_symbolic::expand;
use activation_tests::{
    bounds,
    candidate::{Candidate, Interpreted},
    certificate::Truth,
    entries::{self, Entry},
    random::Formula,
    reference::{Reference, Wanted},
    report::parallel,
    sample::{self, Density},
    ulp::{self, Verdict},
};

/// Neighbours in the sample on either side whose errors in the typed form count.
const AROUND: usize = 8;
/// Nodes an analysis may have made, of a formula of 400 operations at most.
const NODES: usize = 300_000;

/// How many formulas are worse than typed in value and in slope: at some 10⁻³⁰ < |x| < 10⁶, where
/// networks compute, and at other inputs only.
#[derive(Debug, PartialEq)]
struct Counts {
    near: [usize; 2],
    far: [usize; 2],
}

/// Of 300 formulas, as yet. Near, where terms cancel in either form, and a rounding more or less
/// is a factor of 2 to 5; far out, where a sum overflows that was a product of quotients.
const FEW: Counts = Counts {
    near: [5, 9],
    far: [1, 4],
};

/// Of 4000.
const MANY: Counts = Counts {
    near: [49, 110],
    far: [49, 87],
};

/// What is wrong with a formula.
#[derive(Clone, Debug, PartialEq)]
enum Wrong {
    Panics,
    Varies,
    Derivative(f64),
    Grows(usize),
    /// The column, the input, units of the engine and of the typed form.
    Worse(usize, f64, f64, f64),
}

/// What came of one formula.
struct Outcome {
    /// At most one for either column.
    wrong: Vec<Wrong>,
    /// Whether the engine's form, and the typed one, keep the general bounds.
    kept: (bool, bool),
    time: Duration,
    nodes: usize,
}

fn units(verdict: Verdict) -> f64 {
    // More than a thousand is as good as wrong, and wrong is wrong.
    verdict.units().min(1e6)
}

fn examine(formula: &Formula) -> Option<Outcome> {
    let source = formula.source();
    // A formula may be refused, for a constant that is infinite, say.
    let start = Instant::now();
    let entry = match std::panic::catch_unwind(|| entries::formula(&source)) {
        Ok(entry) => entry.ok()?,
        Err(_) => {
            return Some(Outcome {
                wrong: vec![Wrong::Panics],
                kept: (false, false),
                time: start.elapsed(),
                nodes: 0,
            });
        }
    };
    let time = start.elapsed();
    let nodes = entry.analysis.graph.len();
    let (wrong, kept) = compare(&entry);
    let wrong = match std::panic::catch_unwind(|| is_deterministic(&source)) {
        Err(_) => vec![Wrong::Panics],
        Ok(false) => vec![Wrong::Varies],
        Ok(true) if nodes > NODES => vec![Wrong::Grows(nodes)],
        Ok(true) => derivative(&entry).map_or(wrong, |x| vec![Wrong::Derivative(x)]),
    };
    Some(Outcome {
        wrong,
        kept,
        time,
        nodes,
    })
}

fn is_deterministic(source: &str) -> bool {
    let write = || expand(Default::default(), source.parse().expect("tokens")).to_string();
    write() == write()
}

/// An input at which the derivative of the formula as typed is not the slope of its value.
fn derivative(entry: &Entry) -> Option<f64> {
    let analysis = &entry.analysis;
    let roots = [analysis.typed, analysis.derivations[0].result];
    let mut reference = Reference::new(&analysis.graph, &roots, Wanted::DOUBLE);
    for x in [-5.3, -1.9, -0.83, -0.11, 0.07, 0.62, 1.37, 4.1] {
        let mut at = analysis.defaults.clone();
        let mut value = |root: usize, x: f64| {
            at[0] = x;
            reference.root(root, &at).high()
        };
        let mut slope = |h: f64| {
            // Two steps, without the error of the third order.
            let one = (value(0, x + h) - value(0, x - h)) / (2.0 * h);
            let two = (value(0, x + 2.0 * h) - value(0, x - 2.0 * h)) / (4.0 * h);
            (4.0 * one - two) / 3.0
        };
        let (coarse, fine) = (slope(2f64.powi(-12)), slope(2f64.powi(-14)));
        let own = value(1, x);
        let size = 1.0 + value(0, x).abs();
        // Near a kink, where the value is too large or where it turns faster than the steps,
        // differences say nothing.
        let settled = (coarse - fine).abs() < 1e-7 * (size + fine.abs());
        if settled && (own - fine).abs() > 1e-5 * (size + own.abs()) {
            return Some(x);
        }
    }
    None
}

/// Where the engine's form is worse than the typed one, and which of them keep the bounds.
fn compare(entry: &Entry) -> (Vec<Wrong>, (bool, bool)) {
    let kinks = entry.analysis.kinks.iter().map(|kink| kink.at_default);
    let floats = sample::singles(Density::SPARSE, &kinks.collect::<Vec<_>>());
    let floats = floats.into_iter().step_by(3).map(f64::from).collect();
    let mut truth = Truth::over(entry, vec![floats], Wanted::SINGLE, ulp::SINGLE);
    let inputs = truth.singles();
    let [engine, typed] = [Interpreted::engine(entry), Interpreted::typed(entry)]
        .map(|candidate| candidate.single(&inputs));
    let (mut wrong, mut kept) = (Vec::new(), (true, true));
    // Value and derivative: what is typed has no more.
    for column in 0..2 {
        let bound = bounds::general(truth.columns()[column].0);
        let mut judge = |computed: &[f32]| -> Vec<f64> {
            let computed: Vec<f64> = computed.iter().map(|&y| y.into()).collect();
            truth
                .verdicts(column, &computed)
                .into_iter()
                .map(units)
                .collect()
        };
        let (ours, theirs) = (judge(&engine[column]), judge(&typed[column]));
        kept.0 &= ours.iter().all(|&units| units <= bound);
        kept.1 &= theirs.iter().all(|&units| units <= bound);
        let mut worst: Option<Wrong> = None;
        for (i, &own) in ours.iter().enumerate() {
            let range = i.saturating_sub(AROUND)..theirs.len().min(i + AROUND + 1);
            let near = theirs[range].iter().copied().fold(0.0, f64::max);
            let most = match worst {
                Some(Wrong::Worse(_, _, worst, _)) => worst,
                _ => 0.0,
            };
            if own > bound && own > 2.0 * near && own > most {
                let x = f64::from(inputs[0][i]);
                worst = Some(Wrong::Worse(column, x, own, near));
            }
        }
        wrong.extend(worst);
    }
    (wrong, kept)
}

/// Examines the formulas of these seeds; prints what is found, and returns how many are wrong in
/// which way.
fn run(seeds: std::ops::Range<u64>) -> Vec<(u64, Wrong)> {
    let first = seeds.start;
    let count = (seeds.end - seeds.start) as usize;
    let all = parallel(count, |index| {
        let seed = first + index as u64;
        let formula = Formula::of(seed);
        examine(&formula).map(|outcome| {
            let shrinks = std::env::var_os("SHRINK").is_some();
            let small = outcome.wrong.first().filter(|_| shrinks).map(|wrong| {
                let kind = std::mem::discriminant(wrong);
                let small = formula.shrink(|formula| {
                    let outcome = examine(formula);
                    let wrong = outcome.map_or(Vec::new(), |outcome| outcome.wrong);
                    wrong
                        .iter()
                        .any(|wrong| std::mem::discriminant(wrong) == kind)
                });
                let wrong = examine(&small).map(|outcome| outcome.wrong);
                (small.source(), wrong)
            });
            (seed, outcome, small)
        })
    });
    let taken: Vec<_> = all.into_iter().flatten().collect();
    let mut wrong = Vec::new();
    for (seed, outcome, small) in &taken {
        for found in &outcome.wrong {
            println!("{seed}: {found:?}: {}", Formula::of(*seed).source());
            wrong.push((*seed, found.clone()));
        }
        if let Some((source, small)) = small {
            println!("    {small:?}: {source}");
        }
    }
    let kept = |which: fn(&Outcome) -> bool| taken.iter().filter(|(_, o, _)| which(o)).count();
    println!(
        "{} formulas of {count} are taken; within the general bounds are {} as typed and {} as \
         computed; {} are worse than typed or wrong.",
        taken.len(),
        kept(|outcome| outcome.kept.1),
        kept(|outcome| outcome.kept.0),
        wrong.len(),
    );
    let mut times: Vec<_> = taken
        .iter()
        .map(|(seed, o, _)| (o.time, o.nodes, *seed))
        .collect();
    times.sort();
    for (time, nodes, seed) in times.iter().rev().take(5) {
        println!("{time:.1?}, {nodes} nodes: {}", Formula::of(*seed).source());
    }
    println!("median {:.1?}", times[times.len() / 2].0);
    wrong
}

/// Asserts that of the formulas of these seeds none is wrong, and that no more are worse than
/// typed than there are known to be.
fn hold(seeds: std::ops::Range<u64>, most: &Counts) {
    let wrong = run(seeds);
    let mut found = Counts {
        near: [0; 2],
        far: [0; 2],
    };
    let mut fatal = Vec::new();
    for wrong in wrong {
        match wrong {
            (_, Wrong::Worse(column, x, ..)) if (1e-30..1e6).contains(&x.abs()) => {
                found.near[column] += 1;
            }
            (_, Wrong::Worse(column, ..)) => found.far[column] += 1,
            _ => fatal.push(wrong),
        }
    }
    println!("worse than typed, value and slope: {found:?}");
    assert!(fatal.is_empty(), "{fatal:?}");
    let pairs = [(found.near, most.near), (found.far, most.far)];
    for (found, most) in pairs {
        assert!(
            found[0] <= most[0] && found[1] <= most[1],
            "{found:?}, not {most:?}"
        );
    }
}

#[test]
fn hardly_a_formula_is_made_worse() {
    hold(0..300, &FEW);
}

#[test]
#[ignore = "nine minutes"]
fn hardly_a_formula_of_thousands_is_made_worse() {
    hold(0..4000, &MANY);
}
