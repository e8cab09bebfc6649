//! The reference is itself held to account: against a multiple-precision crate, against known
//! digits, and against itself at other precisions.

use activation_tests::{
    ball::Ball,
    entries,
    float::Float,
    reference::{Reference, Settled, Wanted},
};
use astro_float::{BigFloat, Consts, RoundingMode};

type Unary = fn(&Ball<4>) -> Ball<4>;
type Theirs = fn(&BigFloat, &mut Consts) -> BigFloat;

const P: usize = 320;
const R: RoundingMode = RoundingMode::ToEven;

fn theirs_of(value: &Float<4>) -> BigFloat {
    let (mut rest, mut sum) = (*value, BigFloat::from_f64(0.0, P));
    for _ in 0..6 {
        let high = rest.to_f64();
        sum = sum.add(&BigFloat::from_f64(high, P), P, R);
        rest = rest.subtract(&Float::from_f64(high)).0;
    }
    sum
}

/// Every function agrees with astro-float to its own bound, over arguments of all sizes.
#[test]
fn functions_agree_with_a_crate() {
    let rows: &[(&str, Unary, Theirs, f64, f64)] = &[
        ("exp", Ball::exp, |x, c| x.exp(P, R, c), -500.0, 500.0),
        ("ln", Ball::ln, |x, c| x.ln(P, R, c), 0.0, 1e9),
        ("ln near 1", Ball::ln, |x, c| x.ln(P, R, c), 0.999, 1.001),
        (
            "sin",
            |x| x.sine_cosine().0,
            |x, c| x.sin(P, R, c),
            -40.0,
            40.0,
        ),
        (
            "cos",
            |x| x.sine_cosine().1,
            |x, c| x.cos(P, R, c),
            -40.0,
            40.0,
        ),
        ("atan", Ball::atan, |x, c| x.atan(P, R, c), -9.0, 9.0),
        ("tanh", Ball::tanh, |x, c| x.tanh(P, R, c), -9.0, 9.0),
        ("sinh", Ball::sinh, |x, c| x.sinh(P, R, c), -9.0, 9.0),
        ("cosh", Ball::cosh, |x, c| x.cosh(P, R, c), -9.0, 9.0),
        ("asinh", Ball::asinh, |x, c| x.asinh(P, R, c), -9.0, 9.0),
        ("atanh", Ball::atanh, |x, c| x.atanh(P, R, c), -0.99, 0.99),
        ("sqrt", Ball::square_root, |x, _| x.sqrt(P, R), 0.0, 9.0),
        (
            "recip",
            Ball::reciprocal,
            |x, _| x.reciprocal(P, R),
            0.1,
            9.0,
        ),
    ];
    let mut consts = Consts::new().unwrap();
    for (name, ours, theirs, low, high) in rows {
        for k in 1..40 {
            let x = low + (high - low) * f64::from(k) / 40.0 + 1e-3 * f64::from(k).sin().abs();
            let Ball::Near { middle, error } = ours(&Ball::from_f64(x)) else {
                panic!("{name}({x}) is not near anything")
            };
            assert!(
                error < middle.exponent_of() - 256 + 24,
                "{name}({x}) is vague"
            );
            let right = theirs(&BigFloat::from_f64(x, P), &mut consts);
            let off = theirs_of(&middle).sub(&right, P, R).abs();
            let exponent = off.exponent().map_or(i64::MIN, i64::from);
            assert!(
                off.is_zero() || exponent <= error,
                "{name}({x}): 2^{exponent} > 2^{error}"
            );
        }
    }
}

fn digits(ball: &Ball<4>, digits: &str) {
    // Read as a fraction 0.d₁d₂… by whole steps of ten digits.
    let Ball::Near { middle, error } = ball else {
        panic!("not near anything")
    };
    let (mantissa, exponent) = digits.split_once('e').unwrap_or((digits, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap();
    let mut value = Ball::<4>::integer(whole.parse().unwrap());
    let mut unit = Ball::integer(1);
    for chunk in fraction.as_bytes().chunks(10) {
        let text = std::str::from_utf8(chunk).unwrap();
        unit = unit.divide(&Ball::integer(10_i64.pow(chunk.len() as u32)));
        value = value.add(&unit.multiply(&Ball::integer(text.parse().unwrap())));
    }
    let value = value.multiply(&Ball::integer(10).power(exponent.parse().unwrap()));
    let Ball::Near { middle: known, .. } = value else {
        unreachable!()
    };
    let off = middle.subtract(&known).0;
    let shown = fraction.len() as f64;
    // What 1 − erf cancels is in the bound, and beyond that nothing is claimed.
    assert!(
        off.is_zero()
            || off.exponent_of() <= *error
            || (off.to_f64() / known.to_f64()).abs() < 10_f64.powf(1.0 - shown),
        "{} is not {digits}",
        middle.to_f64(),
    );
}

/// Digits from Abramowitz and Stegun and from Wolfram Alpha.
#[test]
fn digits_are_the_known_ones() {
    let of = |x: f64| Ball::<4>::from_f64(x);
    digits(
        &of(0.5).erf(),
        "0.5204998778130465376827466538919645287364515757579637",
    );
    digits(
        &of(1.0).erf(),
        "0.8427007929497148693412206350826092592960669979663029",
    );
    digits(
        &of(1.0).erfc(),
        "0.1572992070502851306587793649173907407039330020336971",
    );
    digits(
        &of(10.0).erfc(),
        "2.0884875837625447570007862949577886115608181193211634e-45",
    );
    digits(
        &of(1.0).exp(),
        "2.7182818284590452353602874713526624977572470936999596",
    );
    digits(
        &of(10.0).ln(),
        "2.3025850929940456840179914546843642076011014886287730",
    );
    digits(
        &Ball::exact(Float::<4>::pi()),
        "3.1415926535897932384626433832795028841971693993751058",
    );
    digits(
        &Ball::exact(Float::<4>::ln_10()),
        "2.3025850929940456840179914546843642076011014886287730",
    );
    digits(
        &Ball::exact(Float::<4>::euler_gamma()),
        "0.5772156649015328606065120900824024310421593359399235",
    );
}

/// What is claimed at 128 bits holds at 512: erf and erfc, where the crate has none.
#[test]
fn precisions_agree() {
    type Both = (fn(&Ball<2>) -> Ball<2>, fn(&Ball<8>) -> Ball<8>);
    let rows: &[Both] = &[
        (Ball::erf, Ball::erf),
        (Ball::erfc, Ball::erfc),
        (Ball::normal_cdf, Ball::normal_cdf),
        (Ball::normal_pdf, Ball::normal_pdf),
        (Ball::log_normal_cdf, Ball::log_normal_cdf),
        (Ball::inverse_mills, Ball::inverse_mills),
        (Ball::mills_excess, Ball::mills_excess),
        (Ball::ln_cosh, Ball::ln_cosh),
        (Ball::softplus, Ball::softplus),
        (Ball::sigmoid, Ball::sigmoid),
        (|x| x.sine_cosine().0, |x| x.sine_cosine().0),
        (Ball::exp_m1, Ball::exp_m1),
        (Ball::ln_1p, Ball::ln_1p),
    ];
    for (row, (low, high)) in rows.iter().enumerate() {
        for k in -300..300 {
            let x = 1.07_f64.powi(k) * if k % 2 == 0 { 1.0 } else { -0.99 };
            let (
                Ball::Near {
                    middle: a,
                    error: e,
                },
                Ball::Near {
                    middle: b,
                    error: f,
                },
            ) = (low(&Ball::from_f64(x)), high(&Ball::from_f64(x)))
            else {
                continue;
            };
            // Not by its `f64`, which may be 0.
            let negative = Ball::exact(a).sign() == Some(-1);
            let mut limbs = [0; 8];
            limbs[6..].copy_from_slice(&a.top_limbs());
            let off = Float::<8>::from_parts(negative, a.exponent_of(), limbs);
            let off = off.subtract(&b).0;
            assert!(
                off.is_zero() || off.exponent_of() <= e.max(f) + 1,
                "row {row} at {x}"
            );
        }
    }
}

/// Where exponents end, ln cosh goes on as |x| − ln 2, to far more than the last place of an `f64`.
#[test]
fn what_no_precision_reaches_goes_on_in_two_powers() {
    for (formula, value) in [
        ("ln(cosh(x))", (|x: f64| x.abs()) as fn(f64) -> f64),
        ("x * ln(cosh(x))", |x| x * x.abs()),
        ("softplus(x) + softplus(-x) + 3.0", f64::abs),
    ] {
        let source = format!("fn f(x: f32) -> f32 {{ {formula} }}");
        let entry = entries::formula(&source).expect("a formula");
        let analysis = &entry.analysis;
        let mut reference = Reference::new(&analysis.graph, &[analysis.typed], Wanted::DOUBLE);
        for x in [2_f64.powi(128), -1.37e40, 3.1e150] {
            let Settled::Value { high, low } = reference.root(0, &[x]) else {
                panic!("{formula} has a value at {x}");
            };
            let unit = 2_f64.powi(-52) * high.abs();
            assert!(
                (high - value(x) + low).abs() <= unit,
                "{formula} at {x}: {high} and {low}"
            );
        }
    }
}
