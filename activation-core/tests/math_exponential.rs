//! The exponentials, logarithms and their kin of `activation_core::math`, held to the errors
//! that the heads of their files claim.

mod accuracy;

use accuracy::{accuracy_tests, double_double as dd};

const INFINITY: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

accuracy_tests! {
    exp {
        single: f64::exp, fused 1.0, unfused 1.0;
        double: |x: f64| dd::exp(x), fused 1.5, unfused 1.5;
        special: [(0.0, 1.0), (-0.0, 1.0), (INFINITY, INFINITY), (-INFINITY, 0.0), (NAN, NAN),
            (1000.0, INFINITY), (-1000.0, 0.0), (1e-40, 1.0)];
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
            let (got, want) = (ours(x).high, theirs(x));
            assert!(
                got == want || got.is_nan() && want.is_nan(),
                "{name}({x:?}): {got:?} for {want:?}"
            );
        }
    }
}
