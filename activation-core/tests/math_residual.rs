//! An exponential and its residual, held to what both are worth together.

use accuracy::double_double as dd;
use activation_core::{math, simd::Lane};

#[allow(unused_macros)]
mod accuracy;

#[test]
fn an_exponential_and_its_residual_have_five_bits_more() {
    let mut worst: f64 = 0.0;
    for bits in (0..=0x7f80_0000_u32).step_by(1021) {
        for x in [f32::from_bits(bits), -f32::from_bits(bits)] {
            if x.abs() > 20.0 {
                continue;
            }
            let (high, low) = (math::exp(Lane(x)).0, math::exp_residual(Lane(x)).0);
            let exact = f64::from(x).exp();
            let off = (f64::from(high) + f64::from(low) - exact).abs() / exact;
            worst = worst.max(off);
        }
    }
    assert!(worst < 2f64.powf(-28.9), "2^{}", worst.log2());
}

#[test]
fn and_in_double_precision() {
    let mut worst: f64 = 0.0;
    for step in 0..200_000 {
        let x = -600.0 + 0.006_123 * f64::from(step);
        let (high, low) = (math::exp(Lane(x)).0, math::exp_residual(Lane(x)).0);
        let exact = dd::exp(x);
        let off = ((exact.high - high) - low + exact.low).abs() / exact.high;
        worst = worst.max(off);
    }
    assert!(worst < 2f64.powi(-58), "2^{}", worst.log2());
}
