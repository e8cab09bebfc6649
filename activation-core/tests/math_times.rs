//! The functions that take a factor, held to their bounds where the function alone has no digits
//! left: x·f(x) over every 1021st float, against `f64`.

use accuracy::{Exact, double_double};
use activation_core::{math, simd::Lane};

#[allow(unused_macros)]
mod accuracy;

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

/// p·σ(x) + q·σ(−x).
fn mix([p, q]: [f64; 2], x: f64) -> Exact {
    let e = double_double::exp(Exact::from(-x.abs()));
    let (whole, part) = if x < 0.0 { (q, p) } else { (p, q) };
    (Exact::from(whole) + Exact::from(part) * e) / (Exact::from(1.0) + e)
}

#[test]
fn a_mean_keeps_the_digits_of_both() {
    let sizes = [0.0, 1.0, 3.7, 1e-30, 0.7e-17, 1.3e17];
    let pairs = sizes.iter().flat_map(|&p| sizes.map(|q| [p, q]));
    let mut worst = [(0.0, 0.0, [0.0; 2]); 2];
    for pair in pairs.filter(|[p, q]| p + q > 0.0) {
        for step in -12_000..12_000 {
            let x = f64::from(step) * 0.00713;
            let near = x as f32;
            let [p, q] = pair.map(|p| Lane(p as f32));
            let found = math::mix(p, q, Lane(near)).0;
            let exact = mix([p, q].map(|p| f64::from(p.0)), f64::from(near));
            // Subnormal, or below.
            if exact.high > 1e-37 {
                let error = accuracy::error(found, exact);
                if error > worst[0].0 {
                    worst[0] = (error, x, pair);
                }
            }
            let x = x * 8.0;
            let [p, q] = pair.map(Lane);
            let error = accuracy::error(math::mix(p, q, Lane(x)).0, mix(pair, x));
            if error > worst[1].0 {
                worst[1] = (error, x, pair);
            }
        }
    }
    for (error, x, pair) in worst {
        println!("mix: {error:.2} ULP at {x:?} of {pair:?}");
        assert!(error <= 3.0, "mix: {error} ULP at {x:?} of {pair:?}");
    }
}

#[test]
fn a_square_stays_in_range() {
    let mut worst = [(0.0, 0.0, 0.0); 2];
    for size in [1.0, 3.3, 7e-9, 1.3e17, 5.1e25] {
        for step in -14_000..14_000 {
            let density = |x: f64| {
                let e = double_double::exp(Exact::from(-x.abs()));
                let sum = Exact::from(1.0) + e;
                e / sum / sum
            };
            let x = f64::from(step) * 0.0113;
            let (p, near) = (size as f32, x as f32);
            let found = math::square_times_logistic_pdf(Lane(p), Lane(near)).0;
            let p = Exact::from(f64::from(p));
            let exact = p * p * density(f64::from(near));
            if (1e-37..3e38).contains(&exact.high) {
                let error = accuracy::error(found, exact);
                if error > worst[0].0 {
                    worst[0] = (error, x, size);
                }
            }
            let x = x * 4.0;
            let found = math::square_times_logistic_pdf(Lane(size), Lane(x)).0;
            let error = accuracy::error(found, Exact::from(size) * Exact::from(size) * density(x));
            if error > worst[1].0 {
                worst[1] = (error, x, size);
            }
        }
    }
    for (error, x, size) in worst {
        println!("square_times_logistic_pdf: {error:.2} ULP at {size:?}, {x:?}");
        assert!(error <= 6.0, "{error} ULP at {size:?}, {x:?}");
    }
}

#[test]
fn no_factor_meets_a_zero() {
    for x in [-500.0, 500.0, f32::NEG_INFINITY, f32::INFINITY] {
        let [p, q] = if x < 0.0 {
            [f32::INFINITY, 2.0]
        } else {
            [2.0, f32::INFINITY]
        };
        assert_eq!(math::mix(Lane(p), Lane(q), Lane(x)).0, 2.0);
    }
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
