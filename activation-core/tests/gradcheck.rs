//! The check itself: right derivatives pass, wrong ones are named.

mod common;

use activation_core::{
    catalogue::{HardTanh, SignStraightThrough, SpikeArctan},
    gradcheck::{GradCheck, gradcheck},
};
use common::{
    BiasRelu, Four, Gate, LeakyRelu, Mix, Reciprocal, Softsign, WrongBump, WrongSquare, numbers,
};
use ndarray::{Array1, Array2, array};

#[test]
fn right_derivatives() {
    let x = Array1::from(numbers(60, 1));
    let report = gradcheck(&Softsign { beta: 1.5 }, &x).unwrap();
    assert_eq!((report.slopes, report.skipped), (120, 0));
    assert!(report.worst < 1.0);
    gradcheck(&Reciprocal { scale: 2.0 }, &x).unwrap();
    let (v, b) = (
        Array2::from_shape_vec((12, 5), numbers(60, 2)).unwrap(),
        array![1.0, -1.0, 0.3, 2.0, 0.0],
    );
    gradcheck(&BiasRelu {}, (&v, &b)).unwrap();
    gradcheck(&Gate {}, (&b, &v)).unwrap();
    gradcheck(&Mix { s: 1.0, t: 0.25 }, (&v, &b, &v)).unwrap();
    gradcheck(&Four {}, (&v, &b, &v, &b)).unwrap();
}

#[test]
fn kinks() {
    let x = array![-1.0, -1e-7, -0.0, 0.0, 1e-300, 1e-7, 1e-3, 1.0];
    let report = gradcheck(&LeakyRelu { slope: 0.1 }, &x).unwrap();
    assert_eq!(report.at_kinks, 2 * 2 - 2);
    assert_eq!(report.beside_kinks, 1);
}

#[test]
fn not_finite() {
    let x = array![1.0, f64::NAN, f64::INFINITY, 0.0];
    let report = gradcheck(&Reciprocal::default(), &x).unwrap();
    assert_eq!((report.slopes, report.skipped), (2, 2 + 2));
}

#[test]
fn surrogates() {
    // The slope of 0.5 at the step is no finite difference of it, and none is taken; that all
    // operations agree on it is checked all the same.
    let x = array![-2.0, -0.25, 0.0, 0.25, 2.0];
    let report = gradcheck(&SpikeArctan::default(), &x).unwrap();
    assert_eq!((report.slopes, report.at_kinks), (0, 0));
    gradcheck(&SignStraightThrough, &x).unwrap();
}

#[test]
fn crossed_bounds() {
    // Trained, they may cross: then the upper one is the value everywhere, and has the gradient.
    let crossed = HardTanh {
        min_val: 1.0,
        max_val: -1.0,
    };
    gradcheck(&crossed, &array![-3.0, 0.3, 3.0]).unwrap();
}

#[test]
fn wrong_derivatives() {
    let error = gradcheck(&WrongSquare { scale: 2.0 }, &array![0.5, 3.0, -1.0]).unwrap_err();
    assert_eq!(error.with_respect_to(), "x");
    assert_eq!(error.operation(), "value_and_derivative");
    let message = error.to_string();
    let start = "`wrong_square`, value_and_derivative: the derivative in `x` at x = 3.0, scale = 2.0 is 1.2006";
    assert!(message.starts_with(start), "{message}");
    let (_, slope, _) = error.slopes();
    assert!((slope - 12.0).abs() < 1e-9, "{message}");
    assert!(
        message.contains(&format!("but should be {slope:e}")),
        "{message}"
    );
    assert!(message.contains("with a tolerance of 1.2"), "{message}");
    assert!(
        message.ends_with("the worst of 3 such results"),
        "{message}"
    );
    GradCheck::new()
        .relative(1e-3)
        .check(&WrongSquare::default(), &array![0.5, 3.0])
        .unwrap();
}

/// Large steps see nothing of what is narrow beside its place.
#[test]
fn a_wrong_slope_of_a_narrow_bump_is_found() {
    let error = gradcheck(&WrongBump::default(), &array![3.05]).unwrap_err();
    assert_eq!(error.with_respect_to(), "mu");
    let (_, left, right) = error.slopes();
    let slope = 10.0 * (-0.25_f64).exp();
    assert!((left - slope).abs() < 1e-8 && left == right, "{error}");
}
