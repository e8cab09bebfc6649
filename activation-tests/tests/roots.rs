//! Roots of formulas that are in no catalogue: what cancels around them keeps the bounds, in both
//! types, by the rule that is meant for it.

use activation_tests::{
    bounds::{CURVATURE, PARAMETER},
    candidate::{Candidate as _, Interpreted},
    certificate::Truth,
    entries::{self, Entry},
    reference::Wanted,
    ulp,
};

fn entry(formula: &str) -> Entry {
    let source = format!("fn f({formula} }}");
    entries::formula(&source).unwrap_or_else(|error| panic!("{formula}: {error}"))
}

/// The worst of a column over `count` inputs within `reach` of `centre`, in either type.
fn worst(entry: &Entry, column: &str, centre: f64, reach: f64) -> [f64; 2] {
    let place = |k: i32| centre + reach * f64::from(2 * k - 1999) / 2001.0;
    let singles: Vec<f32> = (0..2000).map(|k| place(k) as f32).collect();
    let doubles: Vec<f64> = (0..2000).map(place).collect();
    let computed = Interpreted::engine(entry);
    let single = computed.single(std::slice::from_ref(&singles));
    let single = single.iter().map(|c| c.iter().map(|&y| y.into()).collect());
    let double = computed
        .double(std::slice::from_ref(&doubles))
        .expect("it can");
    let widened = singles.iter().map(|&x| x.into()).collect();
    let measured = |inputs, wanted, format, computed: Vec<Vec<f64>>| {
        let columns = Truth::over(entry, vec![inputs], wanted, format).measure(&computed);
        let column = columns.into_iter().find(|found| found.name == column);
        let column = column.expect("a column");
        assert_eq!(column.failures(), 0, "{}: {column:?}", entry.function);
        column.worst
    };
    [
        measured(widened, Wanted::SINGLE, ulp::SINGLE, single.collect()),
        measured(doubles, Wanted::DOUBLE, ulp::DOUBLE, double),
    ]
}

/// The slope in the sharpness is 0 in the middle of every soft clip. What is prepared for it is
/// computed in `f64`, which in that type has no digits to spare where the clip is gentle or wide.
#[test]
fn a_root_at_a_number() {
    for (ends, sharpness, centre, in_double) in [
        ("a * x, a * (x - 1.0)", 1.0, 0.5, PARAMETER),
        ("a * (x + 1.0), a * x", 1.0, -0.5, PARAMETER),
        ("a * (x + 0.5), a * (x - 1.0)", 0.75, 0.25, PARAMETER),
        ("a * (x + 1.0), a * (x - 2.0)", 1.0, 0.5, 2.0 * PARAMETER),
        ("a * x, a * (x - 1.0)", 0.25, 0.5, 2.0 * PARAMETER),
    ] {
        let (above, below) = ends.split_once(", ").expect("two ends");
        let entry = entry(&format!(
            "x: f32, #[param(default = {sharpness:?})] a: f32) -> f32 {{
                ln((1.0 + exp({above})) / (1.0 + exp({below}))) / a"
        ));
        let rules = entry.analysis.rewrites[2].iter();
        assert!(
            rules
                .map(|rewrite| rewrite.rule.name)
                .any(|n| n == "centre")
        );
        let [single, double] = worst(&entry, "d/da", centre, 0.6 / sharpness);
        let is_within = single <= PARAMETER && double <= in_double;
        assert!(is_within, "{ends}: {single}, {double}");
    }
}

#[test]
fn a_root_of_no_closed_form() {
    for (formula, centre) in [
        ("sqrt(ln(1.0 + exp(x)))", 0.921_422),
        ("sqrt(ln(1.0 + exp(1.5 * x)))", 0.614_282),
        ("3.0 * sqrt(softplus(-x))", -0.921_422),
    ] {
        let entry = entry(&format!("x: f32) -> f32 {{ {formula}"));
        let second = entry.analysis.second.as_ref().expect("a second order");
        let rules = second.rewrites.iter();
        assert!(
            rules
                .map(|rewrite| rewrite.rule.name)
                .any(|n| n == "crossing")
        );
        let worst = worst(&entry, "d²/dx²", centre, 0.7);
        assert!(
            worst.iter().all(|&w| w <= CURVATURE),
            "{formula}: {worst:?}"
        );
    }
}
