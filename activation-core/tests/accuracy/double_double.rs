//! References for `f64`: numbers as unevaluated sums of two `f64`, about 2⁻¹⁰⁰ accurate.
//!
//! Slow and plain on purpose: this is what the fast code is judged by. The functions are in turn
//! held against CORE-MATH, which rounds correctly, by the tests that use them.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// `high + low`, with `high` the nearest `f64`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exact {
    pub high: f64,
    pub low: f64,
}

impl From<f64> for Exact {
    fn from(high: f64) -> Self {
        Self { high, low: 0.0 }
    }
}

/// `a + b` without error (Knuth).
pub fn two_sum(a: f64, b: f64) -> Exact {
    let high = a + b;
    let b_part = high - a;
    let low = (a - (high - b_part)) + (b - b_part);
    if high.is_finite() {
        Exact { high, low }
    } else {
        high.into()
    }
}

/// `a · b` without error, barring underflow.
pub fn two_prod(a: f64, b: f64) -> Exact {
    let high = a * b;
    if high.is_finite() {
        Exact {
            high,
            low: a.mul_add(b, -high),
        }
    } else {
        high.into()
    }
}

impl Add for Exact {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let s = two_sum(self.high, other.high);
        if !s.high.is_finite() {
            return s;
        }
        let t = two_sum(self.low, other.low);
        let s = two_sum(s.high, s.low + t.high);
        two_sum(s.high, s.low + t.low)
    }
}

impl Neg for Exact {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            high: -self.high,
            low: -self.low,
        }
    }
}

impl Sub for Exact {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Exact {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let p = two_prod(self.high, other.high);
        if !p.high.is_finite() {
            return p;
        }
        two_sum(
            p.high,
            p.low + (self.high * other.low + self.low * other.high),
        )
    }
}

impl Div for Exact {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let q1 = self.high / other.high;
        if !q1.is_finite() || other.high.is_infinite() {
            return q1.into();
        }
        let r = self - other * q1.into();
        let q2 = r.high / other.high;
        let r = r - other * q2.into();
        two_sum(q1, q2) + Exact::from(r.high / other.high)
    }
}

impl Exact {
    /// `self · 2ᵏ`, rounded once where it leaves the normal range.
    fn scale(self, k: i32) -> Self {
        // Two steps, since 2ᵏ itself may be out of range; after the first all is still normal.
        let half = k / 2;
        let (first, rest) = (2f64.powi(half), 2f64.powi(k - half));
        let (high, low) = (self.high * first, self.low * first);
        let scaled = (high + low) * rest;
        if scaled.is_infinite() || scaled.abs() < f64::MIN_POSITIVE {
            return scaled.into();
        }
        Self {
            high: high * rest,
            low: low * rest,
        }
    }
}

/// ln 2 in three parts, good to 2⁻¹⁴⁰; the leading one is short.
const LN_2_PARTS: [f64; 3] = [
    0.693_147_180_369_123_8,
    1.908_214_929_270_587_7e-10,
    1.161_222_722_936_253_2e-26,
];

/// Below this the functions with f(x) ≈ x return x: the next term is out of sight, and products
/// of the parts would underflow.
const TINY: f64 = 1e-60;

/// eˣ − 1 for |x| < 1: the argument is halved 8 times, the series summed, and the result
/// squared back as (1 + t)² − 1 = t(t + 2), which loses nothing near 0.
fn small_exp_m1(x: Exact) -> Exact {
    if x.high.abs() < TINY {
        return x;
    }
    let r = Exact {
        high: x.high / 256.0,
        low: x.low / 256.0,
    };
    let mut t = r / 14.0.into();
    for n in (1..14).rev() {
        t = r / f64::from(n).into() * (t + 1.0.into());
    }
    (0..8).fold(t, |t, _| t * (t + 2.0.into()))
}

/// eˣ, as 2ᵏ·e^(x − k·ln 2).
pub fn exp(x: impl Into<Exact>) -> Exact {
    let x = x.into();
    if x.high.is_nan() || x.high.abs() > 800.0 {
        return x.high.exp().into();
    }
    let k = (x.high / LN_2_PARTS[0]).round();
    let r = LN_2_PARTS.iter().fold(x, |r, &part| r - two_prod(k, part));
    (small_exp_m1(r) + 1.0.into()).scale(k as i32)
}

/// 2ˣ.
pub fn exp2(x: f64) -> Exact {
    if x.is_nan() || x.abs() > 1100.0 {
        return x.exp2().into();
    }
    let k = x.round();
    let [a, b, c] = LN_2_PARTS.map(|part| two_prod(x - k, part));
    (small_exp_m1(a + b + c) + 1.0.into()).scale(k as i32)
}

/// eˣ − 1.
pub fn exp_m1(x: impl Into<Exact>) -> Exact {
    let x = x.into();
    if x.high.abs() < 0.7 {
        small_exp_m1(x)
    } else {
        exp(x) - 1.0.into()
    }
}

/// ln(1 + u) for −0.3 < u < 0.6, by a Newton step from the `f64` value.
fn small_ln_1p(u: Exact) -> Exact {
    if u.high.abs() < TINY {
        return u;
    }
    let guess = Exact::from(u.high.ln_1p());
    let d = (u - small_exp_m1(guess)) / (u + 1.0.into());
    guess + d * (Exact::from(1.0) - d * 0.5.into())
}

/// ln x, as k·ln 2 + ln m with m near 1.
pub fn ln(x: impl Into<Exact>) -> Exact {
    let x = x.into();
    if !(x.high > 0.0 && x.high.is_finite()) {
        return x.high.ln().into();
    }
    let (k, m) = split(x);
    let k_ln_2 = LN_2_PARTS.map(|part| two_prod(k, part));
    (small_ln_1p(m - 1.0.into()) + k_ln_2[2]) + k_ln_2[1] + k_ln_2[0]
}

/// k and m with x = 2ᵏ·m and 0.75 ≤ m < 1.5.
fn split(x: Exact) -> (f64, Exact) {
    let lift = if x.high < 1e-280 { 200 } else { 0 };
    let x = if lift > 0 { x.scale(lift) } else { x };
    let k = ((x.high / 0.75).to_bits() >> 52) as i32 - 1023;
    (f64::from(k - lift), x.scale(-k))
}

/// log₂ x.
pub fn log2(x: f64) -> Exact {
    if !(x > 0.0 && x.is_finite()) {
        return x.ln().into();
    }
    let (k, m) = split(x.into());
    let [a, b, _] = LN_2_PARTS.map(Exact::from);
    small_ln_1p(m - 1.0.into()) / (a + b) + k.into()
}

/// ln(1 + x).
pub fn ln_1p(x: impl Into<Exact>) -> Exact {
    let x = x.into();
    if x.high.abs() < 0.25 {
        small_ln_1p(x)
    } else {
        ln(x + 1.0.into())
    }
}

/// 1 / (1 + e⁻ˣ).
pub fn sigmoid(x: f64) -> Exact {
    if x < -700.0 {
        exp(x)
    } else {
        Exact::from(1.0) / (exp(-x) + 1.0.into())
    }
}

/// ln(1 + eˣ).
pub fn softplus(x: f64) -> Exact {
    match x {
        x if x < -100.0 => exp(x),
        x if x > 100.0 => x.into(),
        x => ln_1p(exp(x)),
    }
}

/// tanh x = (e²ˣ − 1) / (e²ˣ + 1).
pub fn tanh(x: f64) -> Exact {
    if x.abs() < TINY || x.is_nan() {
        return x.into();
    }
    if x.abs() > 100.0 {
        return x.signum().into();
    }
    let t = exp_m1(2.0 * x);
    t / (t + 2.0.into())
}

/// sinh x = (t + t / (t + 1)) / 2 with t = eˣ − 1, for positive x and by symmetry.
pub fn sinh(x: f64) -> Exact {
    if x.abs() < TINY || x.is_nan() {
        return x.into();
    }
    if x < 0.0 {
        return -sinh(-x);
    }
    if x > 100.0 {
        return half_exp(x);
    }
    let t = exp_m1(x);
    (t + t / (t + 1.0.into())) * 0.5.into()
}

/// cosh x = (eˣ + e⁻ˣ) / 2.
pub fn cosh(x: f64) -> Exact {
    if x.abs() > 100.0 {
        half_exp(x.abs())
    } else {
        (exp(x) + exp(-x)) * 0.5.into()
    }
}

/// eˣ / 2, which is finite for a little longer than eˣ.
fn half_exp(x: f64) -> Exact {
    let [a, b, c] = LN_2_PARTS.map(|part| -Exact::from(part));
    exp(a + b + c + x.into())
}

/// sin x and cos x as the nearest `f64`.
pub fn rounded_sine_and_cosine(x: f64) -> [Exact; 2] {
    [core_math::sin(x), core_math::cos(x)].map(Exact::from)
}

/// How often [`sine_and_cosine`] doubles an angle, unless that overflows.
const DOUBLINGS: i32 = 24;

/// sin x and cos x: 2⁻⁷⁷ off, or correctly rounded where that is less. From 2¹⁰⁰⁰ on they lose a bit
/// with every bit of the exponent.
///
/// What CORE-MATH returns is, but for its distance from the centre, the sine and cosine of an angle
/// that is up to 2⁻⁵³ off. When it is doubled k times it is off by up to 2ᵏ⁻⁵³, and the sine and cosine
/// of 2ᵏ·x, again to 2⁻⁵³, tell by how much: no π is needed.
pub fn sine_and_cosine(x: f64) -> [Exact; 2] {
    let [sine, cosine] = rounded_sine_and_cosine(x);
    if !x.is_finite() {
        return [sine, cosine];
    }
    let one = Exact::from(1.0);
    // A small one is known better than the angle, and the other one follows from it.
    let beside = |rounded: Exact, small: Exact| {
        let off = one - small * small - rounded * rounded;
        rounded + off / (rounded + rounded)
    };
    let least = 2f64.powi(-DOUBLINGS);
    if sine.high.abs() < least {
        return [sine, beside(cosine, sine)];
    }
    if cosine.high.abs() < least {
        return [beside(sine, cosine), cosine];
    }
    let to_circle = one + (one - sine * sine - cosine * cosine) * 0.5.into();
    let (sine, cosine) = (sine * to_circle, cosine * to_circle);
    let exponent = ((x.to_bits() >> 52) & 0x7ff) as i32 - 1023;
    let doublings = DOUBLINGS.min(1023 - exponent);
    let (s, c) = (0..doublings).fold((sine, cosine), |(s, c), _| {
        let product = s * c;
        (product + product, (c - s) * (c + s))
    });
    let [t, d] = rounded_sine_and_cosine(x * 2f64.powi(doublings));
    let turn = (t * c - d * s) * 2f64.powi(-doublings).into();
    [sine + cosine * turn, cosine - sine * turn]
}

/// 1/√2.
const ROOT: Exact = Exact {
    high: std::f64::consts::FRAC_1_SQRT_2,
    low: -4.833646656726457e-17,
};

/// sin(x + π/4) = (sin x + cos x)/√2, or, where that cancels, cos 2x/(√2·(cos x − sin x)), from sines
/// and cosines as precise as is needed. Where 2x is infinite the latter is not known.
pub fn sin_eighth(x: f64, sine_and_cosine: fn(f64) -> [Exact; 2]) -> Option<Exact> {
    let [sine, cosine] = sine_and_cosine(x);
    let (sum, difference) = (sine + cosine, cosine - sine);
    if sum.high.abs() < difference.high.abs() {
        let twice = 2.0 * x;
        (twice.is_finite()).then(|| sine_and_cosine(twice)[1] * ROOT / difference)
    } else {
        Some(sum * ROOT)
    }
}

/// The sine and cosine of a sum and its sine an eighth of a turn further, where their terms do not
/// cancel.
pub fn waves_of_sum(x: f64, y: f64) -> [Option<Exact>; 3] {
    let ([s, c], [t, d]) = (sine_and_cosine(x), sine_and_cosine(y));
    let (sine, cosine) = (s * d + c * t, c * d - s * t);
    [sine, cosine, (sine + cosine) * ROOT].map(|y| (y.high.abs() > 0.001).then_some(y))
}
