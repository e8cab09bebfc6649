//! The catalogue with parameters that are not the defaults, as after some training: what the
//! engine makes of a formula is no worse there than the formula as typed.
//!
//! Not here: the defaults (`certificate`), and derivatives from the output, which have conditions
//! on parameters.

use activation_tests::{
    bounds,
    candidate::{Candidate, Interpreted},
    certificate::Truth,
    entries, report,
    sample::Density,
    ulp::Verdict,
};

/// What the parameters are multiplied by; one that is 0 becomes three quarters of it.
const MOVED: [f64; 3] = [0.013, 0.37, 1.7];

/// The entry and its column that are worse than typed, and why.
const BUT: &[(&str, &str, &str)] = &[
    (
        "onnx_hard_sigmoid",
        "value",
        "at the root, where alpha as an f32 is not alpha: typed rounds twice and meets 0",
    ),
    ("onednn_hard_swish", "value", "as that of onnx_hard_sigmoid"),
    (
        "xatlu",
        "d/dx",
        "12 units beside a root, where typed has 6: beside that of the defaults it is a polynomial",
    ),
];

/// How a column is computed: the failures, and the most units of what is none.
fn worst(verdicts: &[Verdict]) -> (usize, f64) {
    let failures = verdicts.iter().filter(|verdict| verdict.is_failure());
    let others = verdicts.iter().filter(|verdict| !verdict.is_failure());
    let units = others.map(|verdict| verdict.units()).fold(0.0, f64::max);
    (failures.count(), units)
}

/// The columns of one entry that are worse than typed, with what is wrong.
fn worse(name: &str) -> Vec<(String, String)> {
    let mut entry = entries::named(name);
    let inputs = entry.inputs();
    let defaults = entry.analysis.defaults.clone();
    if defaults.len() == inputs {
        return Vec::new();
    }
    let mut found = Vec::new();
    for by in MOVED {
        let move_one = |(k, &value): (usize, &f64)| match value {
            _ if k < inputs => value,
            0.0 => 0.75 * by,
            _ => value * by,
        };
        entry.analysis.defaults = defaults.iter().enumerate().map(move_one).collect();
        let mut truth = Truth::single(&entry, Density::SPARSE, &[]);
        let [ours, theirs] = [Interpreted::engine(&entry), Interpreted::typed(&entry)]
            .map(|candidate| candidate.single(&truth.singles()));
        let columns = truth.columns().to_vec();
        for (column, ((kind, column_name), theirs)) in columns.iter().zip(&theirs).enumerate() {
            let mut judged = |computed: &[f32]| {
                let computed: Vec<f64> = computed.iter().map(|&y| y.into()).collect();
                worst(&truth.verdicts(column, &computed))
            };
            let (failures, units) = judged(&ours[column]);
            let bound = bounds::general(*kind);
            if failures == 0 && units <= bound {
                continue;
            }
            let typed = judged(theirs);
            if failures > typed.0 || (typed.0 == 0 && units > bound.max(2.0 * typed.1)) {
                let what = format!(
                    "{name}, {column_name}, parameters times {by}: {failures} failures and {units} \
                     units, typed {typed:?}"
                );
                found.push((column_name.clone(), what));
            }
        }
    }
    found
}

#[test]
fn other_parameters_than_the_defaults() {
    let names = entries::names();
    let found = report::parallel(names.len(), |index| worse(&names[index]));
    let mut wrong = Vec::new();
    for (name, found) in names.iter().zip(&found) {
        let is_known = |column: &str| BUT.iter().any(|&(n, c, _)| n == name && c == column);
        let unknown = found.iter().filter(|(column, _)| !is_known(column));
        wrong.extend(unknown.map(|(_, what)| what.clone()));
        // A row that is not needed any more goes.
        let needless = BUT
            .iter()
            .filter(|(n, column, _)| n == name && !found.iter().any(|(other, _)| other == column));
        wrong.extend(needless.map(|(_, column, _)| format!("{name}, {column} is not worse")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
