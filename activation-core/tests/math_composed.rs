//! The functions that the engine's rules bring in, and the pieces of straight lines: against
//! references in `f64`, through the arrays that use them.

use activation_core::{
    catalogue::{Logcosh, Sigmoid},
    math,
    prelude::*,
    simd::Lane,
};
use ndarray::Array1;

/// Every 4093rd float, of either sign, up to infinity.
fn floats() -> Array1<f32> {
    (0..=0x7f80_0000_u32)
        .step_by(4093)
        .flat_map(|bits| [f32::from_bits(bits), -f32::from_bits(bits)])
        .collect()
}

/// The largest error of `found` in units of the last place of the exact result, and its input.
fn worst(x: &Array1<f32>, found: &Array1<f32>, exact: impl Fn(f64) -> f64) -> (f64, f32) {
    let error = |(&x, &found): (&f32, &f32)| {
        let exact = exact(f64::from(x));
        let rounded = exact as f32;
        if rounded == found {
            return (0.5, x);
        }
        assert!(
            found.is_finite() && rounded.is_finite(),
            "{found} instead of {exact} at {x}"
        );
        let place = f64::from(rounded.abs().next_up()) - f64::from(rounded.abs());
        ((f64::from(found) - exact).abs() / place, x)
    };
    x.iter()
        .zip(found)
        .map(error)
        .fold((0.0, 0.0), |a, b| if b.0 > a.0 { b } else { a })
}

#[test]
fn logistic_density() {
    let x = floats();
    let (_, found) = Sigmoid.value_and_derivative(&x);
    let (error, at) = worst(&x, &found, |x| {
        let e = (-x.abs()).exp();
        e / ((1.0 + e) * (1.0 + e))
    });
    assert!(error <= 2.5, "{error} ULP at {at}");
}

#[test]
fn logarithm_of_cosh() {
    let x = floats();
    let (error, at) = worst(&x, &Logcosh.forward(&x), |x| {
        let half = (0.5 * x).abs();
        if half < 1.0 {
            (2.0 * half.sinh().powi(2)).ln_1p()
        } else {
            2.0 * half + ((-4.0 * half).exp_m1() / 2.0).ln_1p()
        }
    });
    assert!(error <= 4.0, "{error} ULP at {at}");
}

#[test]
fn pieces_of_straight_lines_are_exact_and_keep_nan() {
    const POINTS: [f64; 13] = [
        f64::NAN,
        f64::NEG_INFINITY,
        -2.5,
        -1.0,
        -0.499_999_999_999_999_94,
        -0.0,
        0.0,
        0.3,
        0.5,
        1.5,
        4.0,
        4_503_599_627_370_497.0,
        f64::INFINITY,
    ];
    let same = |a: f64, b: f64, what: &str, at: f64| {
        assert!(
            a == b || (a.is_nan() && b.is_nan()),
            "{what} at {at}: {a} instead of {b}"
        );
    };
    for x in POINTS {
        let lane = Lane(x);
        let sign = if x == 0.0 { 0.0 } else { x.signum() };
        same(math::signum(lane).0, sign, "signum", x);
        same(math::round(lane).0, x.round(), "round", x);
        same(math::fract(lane).0, x.fract(), "fract", x);
        same(math::recip(lane).0, x.recip(), "recip", x);
        same(math::relu(lane).0, if x < 0.0 { 0.0 } else { x }, "relu", x);
        let clipped = if x.is_nan() { x } else { x.clamp(-1.0, 1.5) };
        same(
            math::clamp(lane, Lane(-1.0), Lane(1.5)).0,
            clipped,
            "clamp",
            x,
        );
        for y in POINTS {
            let either = x.is_nan() || y.is_nan();
            let (most, least) = if either {
                (f64::NAN, f64::NAN)
            } else {
                (x.max(y), x.min(y))
            };
            same(math::max(lane, Lane(y)).0, most, "max", x);
            same(math::min(lane, Lane(y)).0, least, "min", x);
        }
        for exponent in [-3, -1, 0, 1, 2, 5] {
            same(math::powi(lane, exponent).0, x.powi(exponent), "powi", x);
        }
    }
}
