//! The Gaussian, trigonometric and inverse functions against references of higher precision.

mod accuracy;

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI, FRAC_PI_2};

use accuracy::{
    Exact, accuracy_tests,
    double_double::{self, rounded_sine_and_cosine, sine_and_cosine},
};
use activation_core::simd::Lane;

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
    let slope = -FRAC_2_SQRT_PI * (-h.high * h.high).exp();
    (Exact::from(core_math::erfc(h.high)) + Exact::from(slope * h.low)) * 0.5.into()
}

/// φ(a)/Φ(−a) − a for a ≥ 0, by the continued fraction of Laplace from 3 on: 1/(a + 2/(a + 3/(a + …))).
/// Below that Φ(a) = ½ + φ(a)·(a + a³/3 + a⁵/15 + …).
fn mills_gap(a: f64) -> Exact {
    if a < 3.0 {
        let (density, square) = (normal_pdf(a), double_double::two_prod(a, a));
        let one = Exact::from(1.0);
        let series = (0..60).rev().fold(one, |sum, k| {
            one + sum * square / f64::from(2 * k + 3).into()
        });
        let tail = Exact::from(0.5) - density * series * a.into();
        density / tail - a.into()
    } else if a > 1e10 {
        Exact::from(1.0) / a.into()
    } else {
        let depth = if a < 10.0 { 180 } else { 20 };
        let below = (2..depth).rev().fold(Exact::from(a), |below, n| {
            Exact::from(a) + Exact::from(f64::from(n)) / below
        });
        Exact::from(1.0) / below
    }
}

/// ln Φ(x).
fn log_normal_cdf(x: f64) -> Exact {
    let h = mills_gap(x.abs()) + x.abs().into();
    if x.is_nan() {
        x.into()
    } else if x >= 40.0 {
        Exact::from(-0.0)
    } else if x >= 0.0 {
        double_double::ln_1p(-(normal_pdf(x) / h))
    } else if x < -1e150 {
        Exact::from(x * (-0.5 * x))
    } else {
        let ln_root = Exact {
            high: 0.9189385332046728,
            low: -3.8782941580672414e-17,
        };
        double_double::two_prod(x, -0.5 * x) - (double_double::ln(h) + ln_root)
    }
}

/// φ(x)/Φ(x).
fn inverse_mills(x: f64) -> Exact {
    if x.is_nan() {
        return x.into();
    }
    let h = mills_gap(x.abs()) + x.abs().into();
    if x < 0.0 {
        return if x < -1e10 { (-x).into() } else { h };
    }
    let density = normal_pdf(x);
    if x > 30.0 {
        return density;
    }
    density / (Exact::from(1.0) - density / h)
}

/// x + φ(x)/Φ(x).
fn mills_excess(x: f64) -> Exact {
    if x < 0.0 {
        mills_gap(-x)
    } else if x > 1e10 {
        x.into()
    } else {
        inverse_mills(x) + x.into()
    }
}

/// The same with errors of a few units of `f64`, for all `f32`.
fn mills_gap_single(a: f64) -> f64 {
    if a < 3.0 {
        let density = (-0.5 * a * a).exp() * 0.398_942_280_401_432_7;
        density / (0.5 * core_math::erfc(a * FRAC_1_SQRT_2)) - a
    } else {
        let depth = if a < 30.0 { 30 } else { 8 };
        1.0 / (2..depth)
            .rev()
            .fold(a, |below, n| a + f64::from(n) / below)
    }
}

fn inverse_mills_single(x: f64) -> f64 {
    if x < 0.0 {
        return mills_gap_single(-x) - x;
    }
    let density = (-0.5 * x * x).exp() * 0.398_942_280_401_432_7;
    density / (0.5 * core_math::erfc(-x * FRAC_1_SQRT_2))
}

fn log_normal_cdf_single(x: f64) -> f64 {
    if x < 0.0 {
        x * (-0.5 * x) - ((mills_gap_single(-x) - x).ln() + 0.918_938_533_204_672_8)
    } else {
        (-0.5 * core_math::erfc(x * FRAC_1_SQRT_2)).ln_1p()
    }
}

fn mills_excess_single(x: f64) -> f64 {
    if x < 0.0 {
        mills_gap_single(-x)
    } else {
        inverse_mills_single(x) + x
    }
}

/// Where there is no reference nothing but the agreement of the levels is asked.
fn sin_eighth(x: f64) -> Exact {
    double_double::sin_eighth(x, sine_and_cosine)
        .unwrap_or_else(|| activation_core::math::sin_eighth(Lane(x)).0.into())
}

fn sin_eighth_single(x: f64) -> f64 {
    double_double::sin_eighth(x, rounded_sine_and_cosine).map_or(NAN, |y| y.high)
}

fn tan(x: f64) -> Exact {
    if x.abs() < 1e-6 {
        return core_math::tan(x).into();
    }
    let [sine, cosine] = sine_and_cosine(x);
    sine / cosine
}

fn gelu(x: f64) -> Exact {
    // Double doubles know no sign of 0, and nothing below the subnormal numbers.
    if x < -38.56 {
        Exact::from(-0.0)
    } else if x < -37.5 {
        // Φ(x) is subnormal, φ(x)/|x|·(1 − 1/x² + 3/x⁴ − …) is not yet.
        let v = 1.0 / (x * x);
        let odd = [135_135.0, 10_395.0, 945.0, 105.0, 15.0, 3.0, 1.0];
        let series = odd.iter().fold(0.0, |sum, term| term - v * sum);
        let series = 1.0 - v * series;
        Exact::from(-series) * normal_pdf(x)
    } else if x.abs() < 1e-300 {
        Exact::from(0.5 * x)
    } else if x > 50.0 {
        Exact::from(x)
    } else {
        Exact::from(x) * normal_cdf(x)
    }
}

accuracy_tests! {
    erf {
        single: core_math::erf, fused 1.0, unfused 1.0;
        double: core_math::erf, fused 2.0, unfused 2.0;
        special: [(0.0, 0.0), (-0.0, -0.0), (INFINITY, 1.0), (-INFINITY, -1.0), (NAN, NAN)];
    }
    erfc {
        single: core_math::erfc, fused 2.0, unfused 2.0;
        double: core_math::erfc, fused 4.0, unfused 4.0;
        special: [(0.0, 1.0), (-0.0, 1.0), (INFINITY, 0.0), (-INFINITY, 2.0), (NAN, NAN)];
    }
    normal_cdf {
        single: |x: f64| 0.5 * core_math::erfc(-x * FRAC_1_SQRT_2), fused 2.0, unfused 2.0;
        double: normal_cdf, fused 4.0, unfused 4.0;
        special: [(0.0, 0.5), (-0.0, 0.5), (INFINITY, 1.0), (-INFINITY, 0.0), (NAN, NAN)];
    }
    gelu {
        single: |x: f64| if x < -1e3 { -0.0 } else { x * 0.5 * core_math::erfc(-x * FRAC_1_SQRT_2) },
            fused 4.0, unfused 4.5;
        double: gelu, fused 4.0, unfused 4.0;
        special: [(0.0, 0.0), (-0.0, -0.0), (1e-40, 5e-41), (-1e-40, -5e-41), (100.0, 100.0),
            (3e38, 3e38), (INFINITY, INFINITY), (-INFINITY, -0.0), (NAN, NAN)];
    }
    normal_pdf {
        single: |x: f64| (-0.5 * x * x).exp() * 0.398_942_280_401_432_7, fused 2.0, unfused 2.0;
        double: normal_pdf, fused 2.0, unfused 2.0;
        special: [(INFINITY, 0.0), (-INFINITY, 0.0), (NAN, NAN)];
    }
    log_normal_cdf {
        single: log_normal_cdf_single, fused 2.0, unfused 2.0;
        double: log_normal_cdf, fused 2.0, unfused 2.0;
        special: [(0.0, -std::f64::consts::LN_2), (-0.0, -std::f64::consts::LN_2), (INFINITY, -0.0),
            (-INFINITY, -INFINITY), (-2e19, -2e38), (NAN, NAN)];
    }
    inverse_mills {
        single: inverse_mills_single, fused 2.0, unfused 2.0;
        double: inverse_mills, fused 2.0, unfused 2.0;
        special: [(INFINITY, 0.0), (-INFINITY, INFINITY), (-3e38, 3e38), (NAN, NAN)];
    }
    mills_excess {
        single: mills_excess_single, fused 2.5, unfused 2.5;
        double: mills_excess, fused 2.1, unfused 2.1;
        special: [(INFINITY, INFINITY), (-INFINITY, 0.0), (NAN, NAN)];
    }
    sin {
        single: core_math::sin, fused 2.0, unfused 2.0;
        double: |x| sine_and_cosine(x)[0], fused 2.0, unfused 2.0;
        special: [(0.0, 0.0), (-0.0, -0.0), (INFINITY, NAN), (-INFINITY, NAN), (NAN, NAN)];
    }
    sin_eighth {
        single: sin_eighth_single, fused 2.0, unfused 2.0;
        double: sin_eighth, fused 2.0, unfused 2.0;
        special: [(INFINITY, NAN), (-INFINITY, NAN), (NAN, NAN)];
    }
    cos {
        single: core_math::cos, fused 2.0, unfused 2.0;
        double: |x| sine_and_cosine(x)[1], fused 2.0, unfused 2.0;
        special: [(0.0, 1.0), (-0.0, 1.0), (INFINITY, NAN), (-INFINITY, NAN), (NAN, NAN)];
    }
    tan {
        single: core_math::tan, fused 2.0, unfused 2.0;
        double: tan, fused 2.0, unfused 2.0;
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
        single: core_math::asinh, fused 2.0, unfused 2.0;
        double: core_math::asinh, fused 2.0, unfused 2.0;
        special: [
            (0.0, 0.0), (-0.0, -0.0), (INFINITY, INFINITY), (-INFINITY, -INFINITY), (NAN, NAN)
        ];
    }
    atanh {
        single: core_math::atanh, fused 2.0, unfused 2.0;
        double: core_math::atanh, fused 2.0, unfused 2.0;
        special: [
            (0.0, 0.0), (-0.0, -0.0), (1.0, INFINITY), (-1.0, -INFINITY), (2.0, NAN),
            (-2.0, NAN), (INFINITY, NAN), (-INFINITY, NAN), (NAN, NAN)
        ];
    }
}

mod powf {
    use activation_core::simd::Instructions;
    use activation_core::{
        math::powf,
        simd::{Lane, Pair, Register, Scalar, Vector, Work, dispatch_at},
    };

    use super::{
        INFINITY, NAN,
        accuracy::{self, Element, Exact, Place},
    };

    /// xʸ for whole arrays.
    struct Powers<'a, T> {
        x: &'a [T],
        y: &'a [T],
        out: &'a mut [T],
        pair: bool,
    }

    #[inline(always)]
    fn walk<V: Vector>(like: V, x: &[V::Scalar], y: &[V::Scalar], out: &mut [V::Scalar]) {
        for ((x, y), out) in x
            .chunks_exact(V::LANES)
            .zip(y.chunks_exact(V::LANES))
            .zip(out.chunks_exact_mut(V::LANES))
        {
            powf(like.load(x), like.load(y)).store(out);
        }
    }

    impl<T: Scalar> Work for Powers<'_, T> {
        type Output = ();
        #[inline(always)]
        fn run<S: Instructions>(self, simd: S) {
            let like = Register::<S, T>::new(simd, T::from_f64(0.0));
            if self.pair {
                walk(Pair(like, like), self.x, self.y, self.out);
            } else {
                walk(like, self.x, self.y, self.out);
            }
        }
    }

    fn run<T: Scalar>(place: Place, x: &[T], y: &[T]) -> Vec<T> {
        let mut out = vec![T::from_f64(0.0); x.len()];
        match place {
            Place::Lane => walk(Lane(T::from_f64(0.0)), x, y, &mut out),
            Place::Register(level) => {
                dispatch_at(
                    level,
                    Powers {
                        x,
                        y,
                        out: &mut out,
                        pair: false,
                    },
                );
            }
            Place::Pair(level) => {
                dispatch_at(
                    level,
                    Powers {
                        x,
                        y,
                        out: &mut out,
                        pair: true,
                    },
                );
            }
        }
        out
    }

    /// Bases over all magnitudes and densely around 1, with exponents that bring the power to
    /// every place between underflow and overflow.
    fn sample<T: Scalar>(count: u64, exponents: f64, largest: f64) -> (Vec<T>, Vec<T>) {
        let mut state = 1u64;
        let mut uniform = move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64 * 2.0 - 1.0
        };
        (0..count)
            .map(|i| {
                let x = match i % 4 {
                    0 => (uniform() * exponents).exp2(),
                    1 => (uniform() * 1.5).exp2(),
                    2 => 1.0 + uniform() * 0.01,
                    _ => 1.0 + uniform() * 1e-6,
                };
                let x = T::from_f64(x);
                let log = x.to_f64().log2();
                let y = match i % 3 {
                    0 => uniform() * 5.0,
                    _ if log == 0.0 => 1.0,
                    _ => uniform() * largest / log,
                };
                (x, T::from_f64(y))
            })
            .unzip()
    }

    fn hold<T: Element>(
        exponents: f64,
        largest: f64,
        fused: f64,
        unfused: f64,
        truth: fn(f64, f64) -> Exact,
    ) {
        let (x, y) = sample::<T>(1 << 21, exponents, largest);
        for level in accuracy::levels() {
            let place = Place::Register(level);
            let out = run(place, &x, &y);
            let pair = run(Place::Pair(level), &x, &y);
            let mut worst = (0.0, 0);
            for i in 0..x.len() {
                let error = accuracy::error(out[i], truth(x[i].to_f64(), y[i].to_f64()));
                assert_eq!(out[i].to_bit_pattern(), pair[i].to_bit_pattern());
                if error > worst.0 {
                    worst = (error, i);
                }
            }
            let (ulp, i) = worst;
            println!(
                "powf {} {place:?}: {ulp:.4} ULP at {:?}, {:?}, which gave {:?}",
                T::NAME,
                x[i],
                y[i],
                out[i]
            );
            assert!(ulp <= if place.has_fma() { fused } else { unfused });
        }
    }

    #[test]
    fn single() {
        hold::<f32>(149.0, 155.0, 2.0, 2.0, |x, y| core_math::pow(x, y).into());
    }

    #[test]
    fn double() {
        hold::<f64>(1074.0, 1080.0, 2.0, 2.0, |x, y| core_math::pow(x, y).into());
    }

    #[test]
    fn special() {
        let values = [
            0.0,
            -0.0,
            0.5,
            -0.5,
            1.0,
            -1.0,
            1.5,
            -1.5,
            2.0,
            -2.0,
            3.0,
            -3.0,
            1e30,
            -1e30,
            16_777_215.0,
            -16_777_215.0,
            INFINITY,
            -INFINITY,
            NAN,
            1e-40,
            -1e-40,
        ];
        fn of_type<T: Element>(values: &[f64], truth: fn(T, T) -> T) {
            for &x in values {
                for &y in values {
                    let (x, y) = (T::from_f64(x), T::from_f64(y));
                    let expected = truth(x, y);
                    let levels = accuracy::levels().into_iter();
                    for place in levels.map(Place::Register).chain([Place::Lane]) {
                        let got = run(place, &[x; 64], &[y; 64])[17];
                        let error = accuracy::error(got, expected.to_f64().into());
                        assert!(
                            error <= 2.0,
                            "{x:?}^{y:?} is {got:?} on {place:?}, not {expected:?}"
                        );
                    }
                }
            }
        }
        of_type::<f32>(&values, f32::powf);
        of_type::<f64>(&values, f64::powf);
    }
}
