//! The exponentials, logarithms and their kin of `activation_core::math`, held to the errors
//! that the heads of their files claim.

mod accuracy;

use accuracy::{accuracy_tests, double_double as dd};

const INFINITY: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

/// ln(1 + eˣ), stable in `f64`; references for `f32`.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

fn sigmoid(x: f64) -> f64 {
    let e = (-x.abs()).exp();
    if x < 0.0 {
        e / (1.0 + e)
    } else {
        1.0 / (1.0 + e)
    }
}

fn silu(x: f64) -> f64 {
    // The sign of 0 is what is left where x may be infinite.
    if x < -760.0 { -0.0 } else { x * sigmoid(x) }
}

fn dd_silu(x: f64) -> dd::Exact {
    // eˣ alone is subnormal before the product is.
    // Double doubles know no sign of 0.
    if x < -751.0 {
        dd::Exact::from(-0.0)
    } else if x.abs() < 1e-300 {
        dd::Exact::from(0.5 * x)
    } else if x < -600.0 {
        dd::Exact::from(x) * dd::exp(x + 512.0) * dd::exp(-512.0)
    } else {
        dd::Exact::from(x) * dd::sigmoid(x)
    }
}

accuracy_tests! {
    exp {
        single: f64::exp, fused 1.0, unfused 1.0;
        double: |x: f64| dd::exp(x), fused 1.5, unfused 1.5;
        special: [(0.0, 1.0), (-0.0, 1.0), (1e-40, 1.0), (INFINITY, INFINITY), (-INFINITY, 0.0),
            (1000.0, INFINITY), (-1000.0, 0.0), (NAN, NAN)];
    }
    exp2 {
        single: f64::exp2, fused 1.0, unfused 1.5;
        double: dd::exp2, fused 1.5, unfused 1.5;
        special: [(0.0, 1.0), (-0.0, 1.0), (1.0, 2.0), (-3.0, 0.125), (-126.0, 2f64.powi(-126)),
            (-149.0, 2f64.powi(-149)), (127.0, 2f64.powi(127)), (INFINITY, INFINITY),
            (-INFINITY, 0.0), (1025.0, INFINITY), (-1076.0, 0.0), (NAN, NAN)];
    }
    exp_m1 {
        single: f64::exp_m1, fused 1.0, unfused 1.0;
        double: |x: f64| dd::exp_m1(x), fused 1.5, unfused 1.5;
        special: [(0.0, 0.0), (-0.0, -0.0), (1e-40, 1e-40), (-1e-40, -1e-40),
            (INFINITY, INFINITY), (-INFINITY, -1.0), (1000.0, INFINITY), (-1000.0, -1.0),
            (NAN, NAN)];
    }
    shared_exp_m1_of_negative up_to 0.0 {
        single: f64::exp_m1, fused 1.5, unfused 1.5;
        double: |x: f64| dd::exp_m1(x), fused 1.5, unfused 1.5;
        special: [(0.0, 0.0), (-0.0, -0.0), (-1e-40, -1e-40), (-100.0, -1.0), (-1000.0, -1.0),
            (-INFINITY, -1.0), (NAN, NAN)];
    }
    ln {
        single: f64::ln, fused 1.0, unfused 1.0;
        double: |x: f64| dd::ln(x), fused 1.0, unfused 1.0;
        special: [(0.0, -INFINITY), (-0.0, -INFINITY), (1.0, 0.0), (-1.0, NAN), (-1e-40, NAN),
            (INFINITY, INFINITY), (-INFINITY, NAN), (NAN, NAN)];
    }
    ln_1p {
        single: f64::ln_1p, fused 1.0, unfused 1.0;
        double: |x: f64| dd::ln_1p(x), fused 1.0, unfused 1.0;
        special: [(0.0, 0.0), (-0.0, -0.0), (1e-40, 1e-40), (-1e-40, -1e-40), (-1.0, -INFINITY),
            (-1.5, NAN), (INFINITY, INFINITY), (-INFINITY, NAN), (NAN, NAN)];
    }
    log2 {
        single: f64::log2, fused 2.0, unfused 2.0;
        double: dd::log2, fused 2.0, unfused 2.0;
        special: [(0.0, -INFINITY), (-0.0, -INFINITY), (1.0, 0.0), (8.0, 3.0), (0.25, -2.0),
            (-1.0, NAN), (INFINITY, INFINITY), (-INFINITY, NAN), (NAN, NAN)];
    }
    sigmoid {
        single: sigmoid, fused 2.0, unfused 2.0;
        double: dd::sigmoid, fused 2.0, unfused 2.0;
        special: [(0.0, 0.5), (-0.0, 0.5), (1e-40, 0.5), (100.0, 1.0), (INFINITY, 1.0),
            (-INFINITY, 0.0), (NAN, NAN)];
    }
    shared_sigmoid {
        single: sigmoid, fused 2.0, unfused 2.0;
        double: dd::sigmoid, fused 2.0, unfused 2.0;
        special: [(0.0, 0.5), (-0.0, 0.5), (1e-40, 0.5), (100.0, 1.0), (INFINITY, 1.0),
            (-INFINITY, 0.0), (NAN, NAN)];
    }
    silu {
        single: silu, fused 2.0, unfused 2.0;
        double: dd_silu, fused 2.0, unfused 2.0;
        special: [(0.0, 0.0), (-0.0, -0.0), (1e-40, 5e-41), (100.0, 100.0), (3e38, 3e38),
            (INFINITY, INFINITY), (-1000.0, -0.0), (-INFINITY, -0.0), (NAN, NAN)];
    }
    logistic_pdf {
        single: |x: f64| sigmoid(x) * sigmoid(-x), fused 3.5, unfused 3.5;
        double: |x: f64| dd::sigmoid(x) * dd::sigmoid(-x), fused 3.5, unfused 3.5;
        special: [(0.0, 0.25), (-0.0, 0.25), (1e-40, 0.25), (1000.0, 0.0), (-1000.0, 0.0),
            (INFINITY, 0.0), (-INFINITY, 0.0), (NAN, NAN)];
    }
    softplus {
        single: softplus, fused 2.0, unfused 2.0;
        double: dd::softplus, fused 2.0, unfused 2.0;
        special: [(800.0, 800.0), (1e30, 1e30), (INFINITY, INFINITY), (-INFINITY, 0.0),
            (-1000.0, 0.0), (NAN, NAN)];
    }
    log_sigmoid {
        single: |x: f64| -softplus(-x), fused 2.0, unfused 2.0;
        double: |x: f64| -dd::softplus(-x), fused 2.0, unfused 2.0;
        special: [(-800.0, -800.0), (-1e30, -1e30), (INFINITY, -0.0), (-INFINITY, -INFINITY),
            (NAN, NAN)];
    }
    tanh {
        single: f64::tanh, fused 2.0, unfused 2.0;
        double: dd::tanh, fused 2.0, unfused 2.0;
        special: [(0.0, 0.0), (-0.0, -0.0), (1e-40, 1e-40), (-1e-40, -1e-40), (25.0, 1.0),
            (-25.0, -1.0), (INFINITY, 1.0), (-INFINITY, -1.0), (NAN, NAN)];
    }
    sinh {
        single: f64::sinh, fused 2.0, unfused 2.0;
        double: dd::sinh, fused 2.0, unfused 2.0;
        special: [(0.0, 0.0), (-0.0, -0.0), (1e-40, 1e-40), (-1e-40, -1e-40),
            (INFINITY, INFINITY), (-INFINITY, -INFINITY), (1000.0, INFINITY), (NAN, NAN)];
    }
    cosh {
        single: f64::cosh, fused 2.0, unfused 2.0;
        double: dd::cosh, fused 2.0, unfused 2.0;
        special: [(0.0, 1.0), (-0.0, 1.0), (1e-40, 1.0), (INFINITY, INFINITY),
            (-INFINITY, INFINITY), (-1000.0, INFINITY), (NAN, NAN)];
    }
}

/// The references against CORE-MATH, whose results are correctly rounded.
#[test]
fn references_round_correctly() {
    type Row = (&'static str, fn(f64) -> dd::Exact, fn(f64) -> f64);
    let rows: [Row; 8] = [
        ("exp", |x| dd::exp(x), core_math::exp),
        ("exp2", dd::exp2, core_math::exp2),
        ("exp_m1", |x| dd::exp_m1(x), core_math::expm1),
        ("ln", |x| dd::ln(x), core_math::log),
        ("ln_1p", |x| dd::ln_1p(x), core_math::log1p),
        ("log2", dd::log2, core_math::log2),
        ("tanh", dd::tanh, core_math::tanh),
        ("sinh", dd::sinh, core_math::sinh),
    ];
    let cosh: Row = ("cosh", dd::cosh, core_math::cosh);
    for (name, ours, theirs) in rows.into_iter().chain([cosh]) {
        for x in accuracy::sample_double().step_by(7) {
            // Against a rounded result: half an ULP, and a little for ties that are none.
            let (ours, theirs) = (ours(x), theirs(x));
            let ulp = accuracy::error(theirs, ours);
            let limit = if theirs.abs() < 1e-300 {
                1.0
            } else {
                0.500_001
            };
            assert!(
                ulp <= limit,
                "{name}({x:?}): {ours:?}, but CORE-MATH {theirs:?}"
            );
        }
    }
}

/// The functions for x ≤ 0 are the general ones there to the bit, also below the smallest subnormal
/// number.
#[test]
fn of_negative() {
    use activation_core::{math, simd::Lane};
    for bits in (0..=0x7fc0_0000_u32).step_by(499) {
        let x = Lane(-f32::from_bits(bits));
        let double = Lane(-f64::from_bits(u64::from(bits) << 32 | 0x1234_5678));
        for [found, exact] in [
            [math::exp_of_negative(x), math::exp(x)],
            [math::exp_m1_of_negative(x), math::exp_m1(x)],
        ] {
            assert_eq!(found.0.to_bits(), exact.0.to_bits(), "{x:?}");
        }
        for [found, exact] in [
            [math::exp_of_negative(double), math::exp(double)],
            [math::exp_m1_of_negative(double), math::exp_m1(double)],
        ] {
            assert_eq!(found.0.to_bits(), exact.0.to_bits(), "{double:?}");
        }
    }
}
