//! The functions that take a factor, held to their bounds where the function alone has no digits
//! left: x·f(x) over every 1021st float, against `f64`.

use activation_core::{math, simd::Lane};

type Times = fn(Lane<f32>, Lane<f32>) -> Lane<f32>;

/// Name, function, what it multiplies by, ends of the walk, bound.
type Case = (&'static str, Times, fn(f64) -> f64, [f32; 2], f64);

/// The largest error of x·f(x) for x between the ends, and its input.
fn worst(times: Times, exact: fn(f64) -> f64, [low, high]: [f32; 2]) -> (f64, f32) {
    let mut worst = (0.0, 0.0);
    for bits in (0..=0x7f80_0000_u32).step_by(1021) {
        for x in [f32::from_bits(bits), -f32::from_bits(bits)] {
            if !(low..=high).contains(&x) {
                continue;
            }
            let found = times(Lane(x), Lane(x)).0;
            let exact = f64::from(x) * exact(f64::from(x));
            let rounded = (exact as f32).abs();
            let unit = f64::from(rounded.next_up()) - f64::from(rounded);
            let error = (f64::from(found) - exact).abs() / unit;
            if error > worst.0 {
                worst = (error, x);
            }
        }
    }
    worst
}

fn logistic(x: f64) -> f64 {
    if x < 0.0 {
        x.exp() / (1.0 + x.exp())
    } else {
        1.0 / (1.0 + (-x).exp())
    }
}

fn normal_density(x: f64) -> f64 {
    (-0.5 * x * x).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

#[test]
fn tails_keep_their_digits() {
    let cases: [Case; 6] = [
        ("exp", math::times_exp, f64::exp, [-120.0, 80.0], 2.0),
        (
            "exp_of_negative",
            math::times_exp_of_negative,
            f64::exp,
            [-120.0, 0.0],
            2.0,
        ),
        (
            "sigmoid",
            math::times_sigmoid,
            logistic,
            [-120.0, 1e30],
            2.5,
        ),
        (
            "logistic_pdf",
            math::times_logistic_pdf,
            |x| logistic(x) * logistic(-x),
            [-120.0, 120.0],
            4.0,
        ),
        (
            "normal_cdf",
            math::times_normal_cdf,
            |x| 0.5 * core_math::erfc(-x * std::f64::consts::FRAC_1_SQRT_2),
            [-14.5, 1e30],
            3.0,
        ),
        (
            "normal_pdf",
            math::times_normal_pdf,
            normal_density,
            [-15.0, 15.0],
            2.5,
        ),
    ];
    for (name, times, exact, ends, bound) in cases {
        let (error, at) = worst(times, exact, ends);
        println!("times_{name}: {error:.2} ULP at {at:?}");
        assert!(error <= bound, "times_{name}: {error} ULP at {at:?}");
    }
}

#[test]
fn no_factor_meets_a_zero() {
    for p in [f32::INFINITY, f32::NEG_INFINITY, f32::MAX] {
        for times in [
            math::times_exp,
            math::times_exp_of_negative,
            math::times_sigmoid,
        ] as [Times; 3]
        {
            assert_eq!(times(Lane(p), Lane(-500.0)).0, 0.0);
            assert_eq!(times(Lane(p), Lane(f32::NEG_INFINITY)).0, 0.0);
        }
    }
}
