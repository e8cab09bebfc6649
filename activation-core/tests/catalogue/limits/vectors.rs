//! The limits again, as the vectors of this machine compute them: their minima and comparisons have
//! a mind of their own about NaN.

use activation_core::catalogue::by_name;
use ndarray::{ArrayD, IxDyn, aview1};

use super::{Ends, check};

fn objects(row: &Ends, points: &[f64]) -> Vec<(f64, f64)> {
    let act = by_name::<f32>(row.name).unwrap();
    let moving: Vec<f32> = points.iter().map(|&x| x as f32).collect();
    let inputs: Vec<_> = (0..act.metadata().inputs.len())
        .map(|k| {
            if k == row.input {
                aview1(&moving).to_owned().into_dyn()
            } else {
                ArrayD::from_elem(IxDyn(&[1]), row.others[k] as f32)
            }
        })
        .collect();
    let views: Vec<_> = inputs.iter().map(|x| x.view()).collect();
    let (value, derivatives) = act.value_and_derivative_list(&views);
    let pairs = value.iter().zip(&derivatives[row.input]);
    pairs.map(|(&y, &d)| (f64::from(y), f64::from(d))).collect()
}

#[test]
fn are_reached_by_vectors() {
    check(objects);
}
