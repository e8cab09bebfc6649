//! The Gaussian, trigonometric and inverse functions against references of higher precision.

mod accuracy;

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_PI_2};

use accuracy::{Exact, accuracy_tests, double_double};

const NAN: f64 = f64::NAN;
const INFINITY: f64 = f64::INFINITY;

/// exp(−x²/2) / √(2π).
fn normal_pdf(x: f64) -> Exact {
    if x.abs() > 50.0 {
        return 0.0.into();
    }
    let square = double_double::two_prod(x, x) * (-0.5).into();
    let factor = Exact {
        high: 0.3989422804014327,
        low: -2.49232720227773e-17,
    };
    double_double::exp(square) * factor
}

/// Φ(x) = erfc(h) / 2 at h = −x/√2, whose low part enters through the derivative.
fn normal_cdf(x: f64) -> Exact {
    if x.is_nan() || x.abs() > 50.0 {
        return Exact::from(if x > 0.0 {
            1.0
        } else if x < 0.0 {
            0.0
        } else {
            x
        });
    }
    let root = Exact {
        high: FRAC_1_SQRT_2,
        low: -4.833646656726457e-17,
    };
    let h = Exact::from(-x) * root;
    let slope = -1.128_379_167_095_512_6 * (-h.high * h.high).exp();
    (Exact::from(core_math::erfc(h.high)) + Exact::from(slope * h.low)) * 0.5.into()
}

accuracy_tests! {
    erf {
        single: core_math::erf, fused 1.0, unfused 1.5;
        double: core_math::erf, fused 2.0, unfused 2.0;
        special: [(0.0, 0.0), (-0.0, -0.0), (INFINITY, 1.0), (-INFINITY, -1.0), (NAN, NAN)];
    }
    erfc {
        single: core_math::erfc, fused 2.0, unfused 4.0;
        double: core_math::erfc, fused 4.0, unfused 4.0;
        special: [(0.0, 1.0), (-0.0, 1.0), (INFINITY, 0.0), (-INFINITY, 2.0), (NAN, NAN)];
    }
    normal_cdf {
        single: |x: f64| 0.5 * core_math::erfc(-x * FRAC_1_SQRT_2), fused 2.0, unfused 4.0;
        double: normal_cdf, fused 4.0, unfused 4.0;
        special: [(0.0, 0.5), (-0.0, 0.5), (INFINITY, 1.0), (-INFINITY, 0.0), (NAN, NAN)];
    }
    normal_pdf {
        single: |x: f64| (-0.5 * x * x).exp() * 0.398_942_280_401_432_7, fused 2.0, unfused 2.0;
        double: normal_pdf, fused 2.0, unfused 2.0;
        special: [(INFINITY, 0.0), (-INFINITY, 0.0), (NAN, NAN)];
    }
    sin {
        single: core_math::sin, fused 2.0, unfused 2.0;
        double: core_math::sin, fused 2.0, unfused 2.0;
        special: [(0.0, 0.0), (-0.0, -0.0), (INFINITY, NAN), (-INFINITY, NAN), (NAN, NAN)];
    }
    cos {
        single: core_math::cos, fused 2.0, unfused 2.0;
        double: core_math::cos, fused 2.0, unfused 2.0;
        special: [(0.0, 1.0), (-0.0, 1.0), (INFINITY, NAN), (-INFINITY, NAN), (NAN, NAN)];
    }
    tan {
        single: core_math::tan, fused 2.0, unfused 3.0;
        double: core_math::tan, fused 4.0, unfused 4.0;
        special: [(0.0, 0.0), (-0.0, -0.0), (INFINITY, NAN), (-INFINITY, NAN), (NAN, NAN)];
    }
    atan {
        single: core_math::atan, fused 2.0, unfused 2.0;
        double: core_math::atan, fused 2.0, unfused 2.0;
        special: [
            (0.0, 0.0), (-0.0, -0.0), (INFINITY, FRAC_PI_2), (-INFINITY, -FRAC_PI_2), (NAN, NAN)
        ];
    }
    asinh {
        single: core_math::asinh, fused 2.0, unfused 3.0;
        double: core_math::asinh, fused 2.0, unfused 3.0;
        special: [
            (0.0, 0.0), (-0.0, -0.0), (INFINITY, INFINITY), (-INFINITY, -INFINITY), (NAN, NAN)
        ];
    }
    atanh {
        single: core_math::atanh, fused 2.0, unfused 3.0;
        double: core_math::atanh, fused 2.0, unfused 3.0;
        special: [
            (0.0, 0.0), (-0.0, -0.0), (1.0, INFINITY), (-1.0, -INFINITY), (2.0, NAN),
            (-2.0, NAN), (INFINITY, NAN), (-INFINITY, NAN), (NAN, NAN)
        ];
    }
}
