//! Sines and cosines of products that are not rounded, or of what they are in two parts, against
//! references that do not round them either.

#[allow(unused_macros)]
mod accuracy;
#[expect(clippy::approx_constant, reason = "sines that are near it")]
#[path = "known/products.rs"]
mod products;

use accuracy::{
    Element, Exact, Place,
    double_double::{rounded_sine_and_cosine, sin_eighth, sine_and_cosine, two_prod, waves_of_sum},
};
use activation_core::{
    math,
    simd::{Instructions, Lane, Pair, Register, Scalar, Vector, Work, dispatch_at},
};
use products::PRODUCTS;

/// What two numbers are to each other.
#[derive(Clone, Copy, Debug)]
enum Are {
    Factors,
    Parts,
}

/// All three of them for whole arrays.
struct Angles<'a, T> {
    a: &'a [T],
    b: &'a [T],
    are: Are,
    out: &'a mut [Vec<T>; 3],
    pair: bool,
}

#[inline(always)]
fn walk<V: Vector>(
    like: V,
    a: &[V::Scalar],
    b: &[V::Scalar],
    are: Are,
    out: &mut [Vec<V::Scalar>; 3],
) {
    for at in (0..a.len()).step_by(V::LANES) {
        let (a, b) = (like.load(&a[at..]), like.load(&b[at..]));
        let waves = match are {
            Are::Factors => [
                math::sin_of_product(a, b),
                math::cos_of_product(a, b),
                math::sin_eighth_of_product(a, b),
            ],
            Are::Parts => [
                math::sin_of_sum(a, b),
                math::cos_of_sum(a, b),
                math::sin_eighth_of_sum(a, b),
            ],
        };
        for (wave, out) in waves.into_iter().zip(&mut *out) {
            wave.store(&mut out[at..]);
        }
    }
}

impl<T: Scalar> Work for Angles<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Instructions>(self, simd: S) {
        let like = Register::<S, T>::new(simd, T::from_f64(0.0));
        if self.pair {
            walk(Pair(like, like), self.a, self.b, self.are, self.out);
        } else {
            walk(like, self.a, self.b, self.are, self.out);
        }
    }
}

fn run<T: Scalar>(place: Place, a: &[T], b: &[T], are: Are) -> [Vec<T>; 3] {
    let empty = || vec![T::from_f64(0.0); a.len()];
    let mut out = [empty(), empty(), empty()];
    let (level, pair) = match place {
        Place::Lane => {
            walk(Lane(T::from_f64(0.0)), a, b, are, &mut out);
            return out;
        }
        Place::Register(level) => (level, false),
        Place::Pair(level) => (level, true),
    };
    let out_of = &mut out;
    dispatch_at(
        level,
        Angles {
            a,
            b,
            are,
            out: out_of,
            pair,
        },
    );
    out
}

const NAMES: [&str; 3] = ["sin", "cos", "sin_eighth"];

/// Holds all three to `bound` over these factors, on every level and in pairs of registers. No
/// reference, no demand.
fn hold<T: Element>(
    (a, b, are): (&[T], &[T], Are),
    bound: [f64; 2],
    truth: impl Fn(usize) -> [Option<Exact>; 3],
) {
    let truths: Vec<[Option<Exact>; 3]> = (0..a.len()).map(truth).collect();
    for level in accuracy::levels() {
        let place = Place::Register(level);
        let (found, pair) = (run(place, a, b, are), run(Place::Pair(level), a, b, are));
        for (function, name) in NAMES.iter().enumerate() {
            let mut worst = (0.0, 0);
            for (i, truth) in truths.iter().enumerate() {
                let (one, two) = (found[function][i], pair[function][i]);
                assert_eq!(one.to_bit_pattern(), two.to_bit_pattern());
                let error = truth[function].map_or(0.0, |exact| accuracy::error(one, exact));
                if error > worst.0 {
                    worst = (error, i);
                }
            }
            let (ulp, i) = worst;
            println!(
                "{name} {} {place:?} {are:?}: {ulp:.4} ULP at {:?} and {:?}, which gave {:?}",
                T::NAME,
                a[i],
                b[i],
                found[function][i]
            );
            assert!(ulp <= bound[usize::from(!place.has_fma())]);
        }
    }
}

/// Numbers with these exponents, of either sign.
fn scattered(count: usize, exponents: std::ops::Range<i32>, seed: u64) -> Vec<f64> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let span = (exponents.end - exponents.start) as u64;
    (0..count)
        .map(|_| {
            let exponent = (exponents.start as i64 + (next() % span) as i64 + 1023) as u64;
            let bits = next();
            f64::from_bits((bits & !(0x7ff << 52)) | exponent << 52)
        })
        .collect()
}

/// Products of ordinary size, next to multiples of π/4, and of every size.
fn factors(count: usize, least: i32, most: i32) -> (Vec<f64>, Vec<f64>) {
    let ordinary = (scattered(count, -6..6, 1), scattered(count, -6..6, 2));
    let large = (scattered(count, 2..16, 3), scattered(count, 2..16, 4));
    let any = (
        scattered(count, least..most, 5),
        scattered(count, least..most, 6),
    );
    let (mut a, mut b) = ordinary;
    let eighths = large.0.iter().zip(&large.1).map(|(a, b)| {
        let eighth = std::f64::consts::FRAC_PI_4;
        (a * b / eighth).round() * eighth / a
    });
    b.extend(eighths);
    a.extend(&large.0);
    a.extend(any.0);
    b.extend(any.1);
    (a, b)
}

#[test]
fn single() {
    let (a, b) = factors(1 << 19, -126, 128);
    let [a, b] = [a, b].map(|column| column.iter().map(|&x| x as f32).collect::<Vec<f32>>());
    // In `f64` the product is exact.
    hold((&a, &b, Are::Factors), [2.0, 2.0], |i| {
        let x = f64::from(a[i]) * f64::from(b[i]);
        all_three(x, rounded_sine_and_cosine)
    });
}

/// The sine and cosine of x and the sine of x + π/4.
fn all_three(x: f64, sine_and_cosine: fn(f64) -> [Exact; 2]) -> [Option<Exact>; 3] {
    let [sine, cosine] = sine_and_cosine(x).map(Some);
    [sine, cosine, sin_eighth(x, sine_and_cosine)]
}

#[test]
fn double() {
    let (a, b) = factors(1 << 17, -500, 500);
    hold((&a, &b, Are::Factors), [2.0, 2.0], |i| {
        let x = two_prod(a[i], b[i]);
        waves_of_sum(x.high, x.low)
    });
}

/// Nearer to a zero than a unit in the last place of the angle the wave has fewer digits in `f32`: the
/// second part is added to a remainder that is rounded.
const UNIT: f64 = 1.2e-7;

#[test]
fn single_in_parts() {
    let (a, b) = factors(1 << 19, -126, 128);
    let products = a
        .iter()
        .zip(&b)
        .map(|(&a, &b)| f64::from(a as f32) * f64::from(b as f32));
    let (a, b): (Vec<f32>, Vec<f32>) = (products.filter(|x| x.abs() < f64::from(f32::MAX)))
        .map(|x| (x as f32, (x - f64::from(x as f32)) as f32))
        .unzip();
    let whole = a.len() / 64 * 64;
    hold((&a[..whole], &b[..whole], Are::Parts), [2.0, 2.0], |i| {
        let x = f64::from(a[i]) + f64::from(b[i]);
        let least = UNIT * x.abs().min(1e5);
        all_three(x, rounded_sine_and_cosine)
            .map(|y| y.filter(|y| y.high.abs() > least || x.abs() < 0.5))
    });
}

#[test]
fn double_in_parts() {
    let (a, b) = factors(1 << 17, -500, 500);
    let parts: Vec<_> = a.iter().zip(&b).map(|(&a, &b)| two_prod(a, b)).collect();
    let (a, b): (Vec<f64>, Vec<f64>) = parts.iter().map(|x| (x.high, x.low)).unzip();
    hold((&a, &b, Are::Parts), [2.0, 2.0], |i| {
        waves_of_sum(a[i], b[i])
    });
}

#[test]
fn double_where_the_product_is_exact() {
    let (a, b) = factors(1 << 17, -500, 500);
    let short = |x: &f64| f64::from_bits(x.to_bits() & !((1 << 27) - 1));
    let [a, b] = [a, b].map(|column| column.iter().map(short).collect::<Vec<f64>>());
    hold((&a, &b, Are::Factors), [2.0, 2.0], |i| {
        let x = two_prod(a[i], b[i]);
        assert!(x.low == 0.0 || x.high.abs() < 1e-280);
        all_three(x.high, sine_and_cosine)
    });
}

#[test]
fn beside_zeros_and_beyond_the_range() {
    let mut rows = PRODUCTS.to_vec();
    hold_rows(&rows, Are::Factors);
    // A small product is not the sum of two floats, and of one that overflows nothing is left.
    rows.retain(|row| (1e-280..1e300).contains(&(row[0] * row[1]).abs()));
    for [a, b, ..] in &mut rows {
        let x = two_prod(*a, *b);
        (*a, *b) = (x.high, x.low);
    }
    hold_rows(&rows, Are::Parts);
}

fn hold_rows(rows: &[[f64; 5]], are: Are) {
    let column = |k: usize| {
        let column = rows.iter().map(|row| row[k]);
        let filled = column.chain(std::iter::repeat(0.0));
        filled
            .take(rows.len().next_multiple_of(64))
            .collect::<Vec<f64>>()
    };
    let (a, b) = (column(0), column(1));
    hold((&a, &b, are), [2.0, 2.0], |i| {
        let known = rows
            .get(i)
            .map(|&[_, _, sine, cosine, eighth]| [sine, cosine, eighth].map(|y| Some(y.into())));
        known.unwrap_or_default()
    });
}

#[test]
fn special() {
    fn of_type<T: Element>() {
        let (inf, nan) = (f64::INFINITY, f64::NAN);
        let rows = [
            (0.0, 3.0, [0.0, 1.0]),
            (-0.0, 3.0, [-0.0, 1.0]),
            (-0.0, -1e30, [0.0, 1.0]),
            (inf, 1.0, [nan, nan]),
            (-1e-30, inf, [nan, nan]),
            (0.0, inf, [nan, nan]),
            (nan, 1e30, [nan, nan]),
            (1e9, nan, [nan, nan]),
        ];
        // Of a large angle whose product overflows on the way nothing is known of what it lost.
        let large = T::from_f64(1e30).to_f64();
        let large_waves = [core_math::sin(large), core_math::cos(large)];
        let parts = [
            (0.0, 0.0, [0.0, 1.0]),
            (-0.0, 0.0, [-0.0, 1.0]),
            (inf, nan, [nan, nan]),
            (nan, 0.0, [nan, nan]),
            (1e30, nan, large_waves),
        ];
        let parts = parts.map(|row| (row, Are::Parts));
        let rows = rows.map(|row| (row, Are::Factors)).into_iter().chain(parts);
        for ((a, b, expected), are) in rows {
            let [a, b] = [a, b].map(|x| [T::from_f64(x); 64]);
            let levels = accuracy::levels().into_iter();
            for place in levels.map(Place::Register).chain([Place::Lane]) {
                let found = run(place, &a, &b, are);
                for (expected, found) in expected.into_iter().zip(&found) {
                    let error = accuracy::error(found[17], expected.into());
                    let is_right = error <= if a[0].to_f64() == large { 1.5 } else { 0.0 };
                    assert!(is_right, "{:?} {are:?} {:?}: {:?}", a[0], b[0], found[17]);
                }
            }
        }
    }
    of_type::<f32>();
    of_type::<f64>();
}
