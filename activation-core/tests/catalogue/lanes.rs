//! Vectors give the bits of single lanes: what is measured of these holds for those.
//!
//! In `f32`; `pairs.rs` has a few formulas in both types.

use activation_core::{
    catalogue::by_name,
    simd::{level, level_name},
};
use ndarray::{Array1, ArrayD};

use crate::registry::entries;

/// Inputs of every magnitude, densely where formulas have their shape, and what is no number.
fn inputs() -> Vec<f64> {
    let line = (-64..64).map(|k| f64::from(k) * 0.11);
    let scales = (-38..38).flat_map(|k| [10f64.powi(k) * 1.7, -(10f64.powi(k) * 1.7)]);
    let special = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        f64::INFINITY,
        -f64::INFINITY,
        f64::NAN,
    ];
    let all = line.chain(scales).chain(special);
    all.map(|x| f64::from(x as f32)).collect()
}

fn same(one: f64, other: f64) -> bool {
    one.to_bits() == other.to_bits() || one.is_nan() && other.is_nan()
}

/// Whether a multiply-add is rounded once at the level in use, as it is in a lane.
fn fuses() -> bool {
    matches!(level_name(level()), "avx512" | "avx2" | "neon")
}

#[test]
fn are_what_vectors_compute() {
    if !fuses() {
        return;
    }
    let all = inputs();
    for entry in entries() {
        let act = by_name::<f32>(entry.name).unwrap();
        // Each input has its numbers in another order, so that every one meets several others.
        let numbers = |k: usize| all.iter().cycle().skip(97 * k).take(all.len());
        let count = entry.metadata.inputs.len();
        let columns: Vec<Vec<f64>> = (0..count).map(|k| numbers(k).copied().collect()).collect();
        let arrays: Vec<ArrayD<f32>> = columns
            .iter()
            .map(|column| {
                column
                    .iter()
                    .map(|&x| x as f32)
                    .collect::<Array1<_>>()
                    .into_dyn()
            })
            .collect();
        let views: Vec<_> = arrays.iter().map(|x| x.view()).collect();
        let (values, slopes) = act.value_and_derivative_list(&views);
        let from_output = act.admits_from_output().is_ok().then(|| {
            let mut dx = values.mapv(|_| 1.0);
            act.backward_from_output_view_inplace(&values.view(), &mut dx.view_mut())
                .unwrap();
            dx
        });
        for at in 0..all.len() {
            let x: Vec<f64> = columns.iter().map(|column| column[at]).collect();
            let point = (entry.single)(&entry.defaults(), &x);
            let check = |what: &str, found: f32, lane: f64| {
                let name = entry.name;
                assert!(
                    same(f64::from(found), lane),
                    "{name} at {x:?}: {what} {found} and {lane}"
                );
            };
            check("value", values[[at]], point.value);
            for (slopes, &lane) in slopes.iter().zip(&point.gradient) {
                check("slope", slopes[[at]], lane);
            }
            if let Some(dx) = &from_output {
                check("from output", dx[[at]], point.from_output.unwrap());
            }
        }
    }
}

#[test]
fn are_what_sums_of_one_term_are() {
    if !fuses() {
        return;
    }
    let all = inputs();
    for entry in entries()
        .iter()
        .filter(|entry| !entry.metadata.parameters.is_empty())
    {
        let act = by_name::<f32>(entry.name).unwrap();
        for at in 0..all.len() {
            let x: Vec<f64> = (0..entry.metadata.inputs.len())
                .map(|k| all[(at + 97 * k) % all.len()])
                .collect();
            let arrays: Vec<ArrayD<f32>> = x
                .iter()
                .map(|&x| ndarray::arr1(&[x as f32]).into_dyn())
                .collect();
            let views: Vec<_> = arrays.iter().map(|x| x.view()).collect();
            let one = ndarray::arr1(&[1.0]).into_dyn();
            let (_, sums) = act.backward_list_with_parameters(&views, &one.view());
            let point = (entry.single)(&entry.defaults(), &x);
            for (parameter, &lane) in entry.metadata.parameters.iter().zip(&point.parameters) {
                let sum = sums.parameter(parameter.name).unwrap();
                assert!(
                    same(sum + 0.0, lane + 0.0),
                    "{} at {x:?}: the slope in {} is {sum} and {lane}",
                    entry.name,
                    parameter.name
                );
            }
        }
    }
}
