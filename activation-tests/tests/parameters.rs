//! The catalogue with parameters that are not the defaults, as after some training: what the
//! engine makes of a formula is no worse there than the formula as typed. What is beyond the bounds
//! all the same is listed in a snapshot, so that a form that was better shows when it is not any more.
//!
//! Not here: the defaults (`certificate`), and derivatives from the output, which have conditions
//! on parameters.

use std::fmt::Write as _;

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
    (
        "snake_beta",
        "d/dalpha",
        "1063 failures, typed 1057: from 10¹¹ on e^alpha has more digits than two f32, and neither \
         has the phase",
    ),
];

/// How a column is computed: the failures, and the most units of what is none.
type Judged = (usize, f64);

fn worst(verdicts: &[Verdict]) -> Judged {
    let failures = verdicts.iter().filter(|verdict| verdict.is_failure());
    let others = verdicts.iter().filter(|verdict| !verdict.is_failure());
    let units = others.map(|verdict| verdict.units()).fold(0.0, f64::max);
    (failures.count(), units)
}

/// In words that another library of functions leaves as they are: up to a power of two.
fn words((failures, units): Judged) -> String {
    let units = match units {
        _ if units > 1000.0 => "wrong".to_owned(),
        _ => format!("{}", units.max(1.0).log2().ceil().exp2()),
    };
    if failures > 0 {
        format!("{units}, failures")
    } else {
        units
    }
}

/// A column that is beyond the bound.
struct Beyond {
    column: String,
    by: f64,
    ours: Judged,
    typed: Judged,
    /// Whether the formula as typed is better.
    is_worse: bool,
}

/// The columns of one entry that are beyond the bounds.
fn beyond(name: &str) -> Vec<Beyond> {
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
            found.push(Beyond {
                column: column_name.clone(),
                by,
                ours: (failures, units),
                typed,
                is_worse: failures > typed.0 || (typed.0 == 0 && units > bound.max(2.0 * typed.1)),
            });
        }
    }
    found
}

#[test]
fn other_parameters_than_the_defaults() {
    let names = entries::names();
    let found = report::parallel(names.len(), |index| beyond(&names[index]));
    let mut wrong = Vec::new();
    let mut table = String::new();
    for (name, found) in names.iter().zip(&found) {
        for beyond in found {
            let [ours, typed] = [beyond.ours, beyond.typed].map(words);
            let Beyond { column, by, .. } = beyond;
            writeln!(table, "{name} × {by}, {column}: {ours} (typed: {typed})")
                .expect("a string takes all that is written");
        }
        let worse = found.iter().filter(|beyond| beyond.is_worse);
        let is_known = |column: &str| BUT.iter().any(|&(n, c, _)| n == name && c == column);
        for Beyond {
            column,
            by,
            ours,
            typed,
            ..
        } in worse.clone()
        {
            if !is_known(column) {
                wrong.push(format!(
                    "{name} × {by}, {column}: {ours:?}, typed {typed:?}"
                ));
            }
        }
        // A row that is not needed any more goes.
        let needless = (BUT.iter()).filter(|(n, column, _)| {
            n == name && !worse.clone().any(|other| other.column == *column)
        });
        wrong.extend(needless.map(|(_, column, _)| format!("{name}, {column} is not worse")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    // Not among those of the entries, of which none is left over.
    settings.set_snapshot_path("lists");
    settings.set_description("Units in the last place, up to the next power of two");
    settings.bind(|| insta::assert_snapshot!("beyond_the_bounds_with_other_parameters", table));
}
