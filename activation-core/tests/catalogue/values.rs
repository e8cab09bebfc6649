//! Every entry against values that are known from elsewhere.

use crate::known::{FORMULAS, FRAMEWORKS, PAPERS};
use crate::registry::{Entry, entries, entry_named};

/// Off by `relative`, or by as much of `floor` where the reference is smaller than that.
fn close(value: f64, reference: f64, relative: f64, floor: f64) -> bool {
    (value - reference).abs() <= relative * reference.abs().max(floor) || value == reference
}

#[test]
fn formulas() {
    let mut wrong = Vec::new();
    for known in FORMULAS {
        let entry = entry_named(known.name);
        let inputs = known.inputs;
        for (precision, point, relative) in [
            ("f64", (entry.double)(known.parameters, inputs), 1e-12),
            ("f32", (entry.single)(known.parameters, inputs), 3e-6),
        ] {
            let numbers = std::iter::once(point.value).chain(point.gradient);
            let references = std::iter::once(known.value).chain(known.slopes.iter().copied());
            for (index, (number, reference)) in numbers.zip(references).enumerate() {
                // A slope may come out of a difference, as next to its roots it must; how
                // accurate slopes are in f32 is the business of the accuracy certificate.
                let (what, floor) = if index == 0 {
                    ("value", 1e-3)
                } else {
                    ("slope", if precision == "f32" { 0.5 } else { 5e-2 })
                };
                if !close(number, reference, relative, floor) {
                    wrong.push(format!(
                        "{} of {:?} at {inputs:?}: {precision} {what} {number:e}, not {reference:e}",
                        known.name, known.parameters
                    ));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn frameworks() {
    for printed in FRAMEWORKS {
        let entry = entry_named(printed.name);
        for (&x, &value) in printed.inputs.iter().zip(printed.values) {
            let found = (entry.single)(printed.parameters, &[x]).value;
            // The examples print seven digits of an f32, which may be three units off itself:
            // gelu_tanh(-1) is -0.158808009 and printed as -0.15880796.
            let error = (found - value).abs();
            assert!(
                error <= 4e-7 * value.abs().max(1e-2) || error <= 5e-9,
                "{} at {x}: {found}, not {value} ({})",
                printed.name,
                printed.source
            );
        }
    }
}

#[test]
fn papers() {
    for worked in PAPERS {
        let entry = entry_named(worked.name);
        for (inputs, value) in worked.points {
            for (precision, found, relative) in [
                (
                    "f64",
                    (entry.double)(worked.parameters, inputs).value,
                    4e-15,
                ),
                ("f32", (entry.single)(worked.parameters, inputs).value, 1e-6),
            ] {
                assert!(
                    close(found, *value, relative, 1.0),
                    "{} of {:?} at {inputs:?}: {precision} {found}, not {value} ({})",
                    worked.name,
                    worked.parameters,
                    worked.source
                );
            }
        }
    }
}

#[test]
fn every_entry_has_three_values_typed_by_hand() {
    let count = |entry: &Entry| {
        let printed = FRAMEWORKS
            .iter()
            .filter(|printed| printed.name == entry.name);
        let worked = PAPERS.iter().filter(|worked| worked.name == entry.name);
        printed.map(|printed| printed.values.len()).sum::<usize>()
            + worked.map(|worked| worked.points.len()).sum::<usize>()
    };
    for entry in entries() {
        assert!(
            count(&entry) >= 3,
            "give `{}` a row in known/papers.rs",
            entry.name
        );
    }
}

#[test]
fn every_entry_is_known_from_its_formula() {
    for entry in entries() {
        assert!(
            FORMULAS.iter().any(|known| known.name == entry.name),
            "give `{}` a row in scripts/known_values.py",
            entry.name
        );
    }
}

#[test]
fn every_entry_with_parameters_is_known_at_its_defaults_and_elsewhere() {
    for entry in entries()
        .iter()
        .filter(|entry| !entry.metadata.parameters.is_empty())
    {
        let defaults = entry.defaults();
        let near = |parameters: &[f64]| {
            parameters
                .iter()
                .zip(&defaults)
                .all(|(p, d)| (p - d).abs() <= 1e-12)
        };
        let rows = || FORMULAS.iter().filter(|known| known.name == entry.name);
        assert!(
            rows().any(|known| near(known.parameters)),
            "defaults of {}",
            entry.name
        );
        assert!(
            rows().any(|known| !near(known.parameters)),
            "parameters of {}",
            entry.name
        );
    }
}

/// The column "here" of `src/catalogue/KINKS.md`.
#[test]
fn slopes_at_kinks_are_those_of_the_table() {
    for (name, parameters, x, slope) in [
        ("relu", &[][..], 0.0, 0.0),
        ("abs", &[], 0.0, 0.0),
        ("relu6", &[], 0.0, 0.0),
        ("relu6", &[], 6.0, 0.0),
        ("hard_tanh", &[-1.0, 1.0], -1.0, 0.0),
        ("hard_tanh", &[-1.0, 1.0], 1.0, 0.0),
        ("leaky_relu", &[0.01], 0.0, 0.01),
        ("prelu", &[0.25], 0.0, 0.25),
        ("elu", &[2.0], 0.0, 2.0),
        ("selu", &[], 0.0, 1.0507009873554805 * 1.6732632423543773),
        ("hard_sigmoid", &[], -3.0, 0.0),
        ("hard_sigmoid", &[], 3.0, 0.0),
        ("hard_swish", &[], -3.0, 0.0),
        ("hard_swish", &[], 3.0, 1.0),
        ("hard_shrink", &[0.5], 0.5, 0.0),
        ("hard_shrink", &[0.5], -0.5, 0.0),
        ("soft_shrink", &[0.5], 0.5, 0.0),
        ("soft_shrink", &[0.5], -0.5, 0.0),
        ("sinc", &[], 0.0, 0.0),
    ] {
        let entry = entry_named(name);
        for (point, relative) in [
            ((entry.double)(parameters, &[x]), 1e-15),
            ((entry.single)(parameters, &[x]), 1e-7),
        ] {
            let found = point.gradient[0];
            assert!(
                close(found, slope, relative, 0.0),
                "{name} at {x}: {found}, not {slope}"
            );
        }
    }
}
