//! Holds a vector function to its claim: runs it over many inputs on every level this machine
//! has, and compares with a reference of higher precision.
//!
//! A function under test is a [`Function`]; [`accuracy_tests!`] turns one line per function into
//! its tests. Not here: which functions there are, their references and bounds; those are the
//! rows of `math_*.rs`.

// Shared by several test crates, of which each uses a part.
#![allow(dead_code, unused_imports, unreachable_pub)]

pub mod double_double;

use activation_core::simd::Instructions;
use activation_core::simd::{
    Lane, Level, Pair, Register, Scalar, Vector, Work, dispatch_at, level,
};
pub use double_double::Exact;

/// A vector function of one argument and what it should return.
pub trait Function: Copy + Send + Sync + 'static {
    /// Its name in reports.
    const NAME: &'static str;
    /// The function under test. Must be `#[inline(always)]`.
    fn evaluate<V: Vector>(self, x: V) -> V;
    /// The true value with a relative error below 2⁻⁴⁰, for the `f32` tests.
    fn single(self, x: f64) -> f64;
    /// The true value, for the `f64` tests: to twice the precision, or at least correctly
    /// rounded (which adds half an ULP of doubt to the reported error).
    fn double(self, x: f64) -> Exact;
}

/// The largest errors that a function may have, in ULP, with and without fused multiply-add.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    pub fused: f64,
    pub unfused: f64,
}

/// A lane type under test.
pub trait Element: Scalar {
    const NAME: &'static str;
    const MIN_EXPONENT: i32;
    fn reference<F: Function>(function: F, x: Self) -> Exact;
    fn bound_bits() -> u32 {
        8 * size_of::<Self>() as u32
    }
}

impl Element for f32 {
    const NAME: &'static str = "f32";
    const MIN_EXPONENT: i32 = -126;
    fn reference<F: Function>(function: F, x: Self) -> Exact {
        Exact::from(function.single(f64::from(x)))
    }
}

impl Element for f64 {
    const NAME: &'static str = "f64";
    const MIN_EXPONENT: i32 = -1022;
    fn reference<F: Function>(function: F, x: Self) -> Exact {
        function.double(x)
    }
}

/// The error of `got` in units of the last place of the true value. Infinite where no distance
/// can make up for it: a NaN or an infinity on one side only, the wrong sign, the wrong zero.
pub fn error<T: Element>(got: T, exact: Exact) -> f64 {
    let got = got.to_f64();
    let rounded = T::from_f64(exact.high).to_f64();
    if got.is_nan() || rounded.is_nan() {
        return if got.is_nan() && rounded.is_nan() {
            0.0
        } else {
            f64::INFINITY
        };
    }
    if got.is_sign_negative() != rounded.is_sign_negative()
        || got.is_infinite() != rounded.is_infinite()
    {
        return f64::INFINITY;
    }
    if got == rounded && (got.is_infinite() || exact.high == 0.0) {
        return 0.0;
    }
    let exponent = ((exact.high.to_bits() >> 52) & 0x7ff) as i32 - 1023;
    let last_place = exponent.max(T::MIN_EXPONENT) - T::MANTISSA_BITS as i32;
    // Scaling by the last place may leave the range of f64, by its halves does not.
    let power = |k: i32| f64::from_bits(((k + 1023) as u64) << 52);
    let half = -last_place / 2;
    (((got - exact.high) - exact.low) * power(half) * power(-last_place - half)).abs()
}

/// A quick yes to whether the [`error`] is at most `ulp`, for the billions of inputs where it is;
/// a no says nothing.
#[inline(always)]
fn within<T: Element>(got: f64, high: f64, ulp: f64) -> bool {
    if got.to_bits() == high.to_bits() {
        return true;
    }
    // The exponents of f32 leave room to invert them in f64.
    let least = ((T::MIN_EXPONENT + 1023) as u64) << 52;
    let exponent = (high.to_bits() & (0x7ff << 52)).max(least);
    // Wraps for an infinite reference, which the last line turns down.
    let inverse = f64::from_bits((2046_u64 << 52).wrapping_sub(exponent));
    let places = inverse * (1u64 << T::MANTISSA_BITS) as f64;
    T::MIN_EXPONENT == <f32 as Element>::MIN_EXPONENT
        && high.is_sign_negative() == got.is_sign_negative()
        && high.abs() < f64::from(f32::MAX)
        && (got - high).abs() * places <= ulp
}

/// Where a function was run.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// One lane in plain Rust.
    Lane,
    /// One register of this level.
    Register(Level),
    /// Two registers in flight.
    Pair(Level),
}

struct Map<'a, F, T> {
    function: F,
    input: &'a [T],
    output: &'a mut [T],
    pair: bool,
}

#[inline(always)]
fn map<F: Function, V: Vector>(
    function: F,
    like: V,
    input: &[V::Scalar],
    output: &mut [V::Scalar],
) {
    assert!(input.len() == output.len() && input.len().is_multiple_of(V::LANES));
    for (x, y) in input
        .chunks_exact(V::LANES)
        .zip(output.chunks_exact_mut(V::LANES))
    {
        function.evaluate(like.load(x)).store(y);
    }
}

impl<F: Function, T: Element> Work for Map<'_, F, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Instructions>(self, simd: S) {
        let like = Register::<S, T>::new(simd, T::from_f64(0.0));
        if self.pair {
            map(self.function, Pair(like, like), self.input, self.output);
        } else {
            map(self.function, like, self.input, self.output);
        }
    }
}

struct HasFma;
impl Work for HasFma {
    type Output = bool;
    #[inline(always)]
    fn run<S: Instructions>(self, simd: S) -> bool {
        Register::<S, f32>::new(simd, 0.0).has_fma()
    }
}

impl Place {
    /// Runs `function` over `input`, whose length must be a multiple of 64.
    pub fn run<F: Function, T: Element>(self, function: F, input: &[T], output: &mut [T]) {
        match self {
            Place::Lane => map(function, Lane(T::from_f64(0.0)), input, output),
            Place::Register(level) => {
                dispatch_at(
                    level,
                    Map {
                        function,
                        input,
                        output,
                        pair: false,
                    },
                );
            }
            Place::Pair(level) => {
                dispatch_at(
                    level,
                    Map {
                        function,
                        input,
                        output,
                        pair: true,
                    },
                );
            }
        }
    }

    /// Whether the place rounds a multiply-add once.
    pub fn has_fma(self) -> bool {
        match self {
            Place::Lane => true,
            Place::Register(level) | Place::Pair(level) => dispatch_at(level, HasFma),
        }
    }
}

/// The levels to test: the one in use, and the smallest one of its family.
pub fn levels() -> Vec<Level> {
    let best = level();
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(sse2) = best.as_sse2() {
        return vec![best, Level::Sse2(sse2)];
    }
    vec![best]
}

/// The largest error met so far, and where.
#[derive(Clone, Copy, Debug)]
pub struct Worst<T> {
    pub ulp: f64,
    pub at: T,
    pub got: T,
    pub count: u64,
}

impl<T: Element> Worst<T> {
    fn new() -> Self {
        let zero = T::from_f64(0.0);
        Self {
            ulp: 0.0,
            at: zero,
            got: zero,
            count: 0,
        }
    }
    #[inline(always)]
    fn meet(&mut self, x: T, got: T, exact: Exact) {
        self.count += 1;
        if within::<T>(got.to_f64(), exact.high, self.ulp) {
            return;
        }
        let ulp = error(got, exact);
        if ulp > self.ulp {
            (self.ulp, self.at, self.got) = (ulp, x, got);
        }
    }
    fn join(self, other: Self) -> Self {
        let count = self.count + other.count;
        Self {
            count,
            ..if other.ulp > self.ulp { other } else { self }
        }
    }
    /// Prints the finding and fails when it is over the bound.
    pub fn hold<F: Function>(self, _: F, place: Place, bound: Bound) {
        let bound = if place.has_fma() {
            bound.fused
        } else {
            bound.unfused
        };
        let sentence = format!(
            "{} {} {place:?}: {:.4} ULP at {:?} (0x{:x}), which gave {:?}; {} inputs; bound {bound}",
            F::NAME,
            T::NAME,
            self.ulp,
            self.at,
            self.at.to_bit_pattern(),
            self.got,
            self.count,
        );
        println!("{sentence}");
        assert!(self.ulp <= bound, "{sentence}");
    }
}

const CHUNK: usize = 4096;

/// Walks inputs through `places` at once, so that the reference is evaluated once an input.
/// `fill` appends up to [`CHUNK`] inputs, none when there are no more.
fn walk<F: Function, T: Element>(
    function: F,
    places: &[Place],
    mut fill: impl FnMut(&mut Vec<T>),
    mut reference: impl FnMut(&[T], &mut Vec<Exact>),
) -> Vec<Worst<T>> {
    let mut worst = vec![Worst::new(); places.len()];
    let (mut x, mut y) = (Vec::with_capacity(CHUNK), vec![T::from_f64(0.0); CHUNK]);
    let mut exact = Vec::with_capacity(CHUNK);
    loop {
        x.clear();
        fill(&mut x);
        if x.is_empty() {
            return worst;
        }
        exact.clear();
        reference(&x, &mut exact);
        x.resize(CHUNK, T::from_f64(0.0));
        for (place, worst) in places.iter().zip(&mut worst) {
            place.run(function, &x, &mut y);
            for ((&x, &y), &exact) in x.iter().zip(&y).zip(&exact) {
                worst.meet(x, y, exact);
            }
        }
    }
}

/// Every 1021st bit pattern of `f32`: about four million inputs, each exponent met 8216 times; and
/// the floats next to multiples of π/4, of which a few are nearer than any reduction expects:
/// 52516.434 is 1.6e-8 from one.
pub fn sample_single() -> impl Iterator<Item = f32> {
    (0..=u32::MAX)
        .step_by(1021)
        .map(f32::from_bits)
        .chain(neighbours_single())
        .chain((1..=130_000).map(|n| (f64::from(n) * std::f64::consts::FRAC_PI_4) as f32))
}

/// The floats around powers of two and ends of ranges, where reductions change over.
fn neighbours_single() -> impl Iterator<Item = f32> {
    let signed = |x: f32| [x, -x];
    let ends = [
        0.0,
        1.0,
        88.0,
        89.0,
        103.0,
        104.0,
        128.0,
        149.0,
        150.0,
        17.0,
        9.0,
        f32::MAX,
        f32::INFINITY,
    ];
    let powers = (0..=254u32).map(|e| f32::from_bits(e << 23));
    let logs = (-220i32..=260).map(|k| (f64::from(k) * 0.5 * std::f64::consts::LN_2) as f32);
    ends.into_iter()
        .chain(powers)
        .chain(logs)
        .flat_map(signed)
        .flat_map(|x| {
            let bits = x.to_bits();
            (0..=100u32).map(move |i| f32::from_bits(bits.wrapping_add(i).wrapping_sub(50)))
        })
}

/// About a million `f64`: all exponents with scattered mantissas, and the stretches where
/// activations live, densely.
pub fn sample_double() -> impl Iterator<Item = f64> {
    let scatter = |i: u64| i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 12;
    let exponents = (0..4096u64)
        .flat_map(move |e| (0..64).map(move |i| f64::from_bits(e << 52 | scatter(64 * e + i))));
    let spread = move |low: f64, high: f64, count: u64| {
        (0..count).map(move |i| low + (high - low) * (scatter(i) as f64 / (1u64 << 52) as f64))
    };
    let powers = (0..2047u64).map(|e| f64::from_bits(e << 52));
    let logs = (-1100..=1100).map(|k| f64::from(k) * std::f64::consts::LN_2);
    let ends = [
        0.0,
        1.0,
        709.782712893384,
        745.1332191019412,
        708.396418532264,
        710.4758600739439,
    ];
    let near = powers
        .chain(logs)
        .chain(ends)
        .flat_map(|x| [x, -x])
        .flat_map(|x: f64| {
            let bits = x.to_bits();
            (0..=8u64).map(move |i| f64::from_bits(bits.wrapping_add(i).wrapping_sub(4)))
        });
    exponents
        .chain(near)
        .chain(spread(-760.0, 760.0, 200_000))
        .chain(spread(-40.0, 40.0, 200_000))
        .chain(spread(-2.0, 2.0, 200_000))
        .chain(spread(0.5, 1.5, 100_000))
        .chain([f64::INFINITY, f64::NEG_INFINITY, f64::NAN, -0.0])
}

/// Holds `function` to `bound` over `inputs` on every level, and asks that a lane's result not
/// depend on the company it travels in.
pub fn check<F: Function, T: Element>(
    function: F,
    bound: Bound,
    inputs: impl Iterator<Item = T> + Clone,
) {
    let places: Vec<Place> = levels().into_iter().map(Place::Register).collect();
    let reference = |x: &[T], exact: &mut Vec<Exact>| {
        exact.extend(x.iter().map(|&x| T::reference(function, x)));
    };
    let mut rest = inputs.clone();
    let fill = |x: &mut Vec<T>| x.extend(rest.by_ref().take(CHUNK));
    let found = walk(function, &places, fill, reference);
    for (worst, &place) in found.into_iter().zip(&places) {
        worst.hold(function, place, bound);
    }
    let mut x: Vec<T> = inputs.collect();
    x.truncate(x.len() / 64 * 64);
    for level in levels() {
        let one = Place::Register(level);
        agree(function, &x, one, Place::Pair(level));
        // A lane of plain Rust fuses by a call where the build has no instruction, so it is the
        // slow twin of the levels that fuse: it gets a part of the inputs.
        if one.has_fma() {
            let part: Vec<T> = x.iter().copied().step_by(16).collect();
            agree(function, &part[..part.len() / 64 * 64], one, Place::Lane);
        }
    }
}

/// Asks two places for the same bits.
fn agree<F: Function, T: Element>(function: F, x: &[T], place: Place, twin: Place) {
    let [one, two] = [place, twin].map(|place| {
        let mut y = vec![T::from_f64(0.0); x.len()];
        place.run(function, x, &mut y);
        y
    });
    for ((x, one), two) in x.iter().zip(&one).zip(&two) {
        let same = one.to_bit_pattern() == two.to_bit_pattern() || one.is_nan() && two.is_nan();
        assert!(
            same,
            "{} {}({x:?}): {one:?}, but {two:?} as {twin:?}",
            F::NAME,
            T::NAME
        );
    }
}

/// Holds `function` to `bound` over all 2³² inputs, on every level.
///
/// The reference is the same function in `f64`, vectorised, which makes it a matter of a minute.
/// That one has in turn to hold its bound against independent references, as has `f32` on a
/// sample, in the tests that always run.
pub fn exhaust<F: Function>(function: F, bound: Bound) {
    if cfg!(debug_assertions) {
        panic!("walking 2³² inputs needs --release");
    }
    let places: Vec<Place> = levels().into_iter().map(Place::Register).collect();
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get()) as u64;
    let part = (1u64 << 32).div_ceil(threads);
    let found = std::thread::scope(|scope| {
        let places = &places;
        let walks: Vec<_> = (0..threads)
            .map(|t| {
                let (mut next, end) = (t * part, ((t + 1) * part).min(1 << 32));
                let fill = move |x: &mut Vec<f32>| {
                    let start = next;
                    next = (next + CHUNK as u64).min(end);
                    x.extend((start..next).map(|bits| f32::from_bits(bits as u32)));
                };
                let (mut wide, mut double) = (vec![0.0; CHUNK], vec![0.0; CHUNK]);
                let reference = move |x: &[f32], exact: &mut Vec<Exact>| {
                    for (wide, &x) in wide.iter_mut().zip(x) {
                        *wide = f64::from(x);
                    }
                    Place::Register(level()).run(function, &wide, &mut double);
                    exact.extend(double[..x.len()].iter().copied().map(Exact::from));
                };
                scope.spawn(move || walk(function, places, fill, reference))
            })
            .collect();
        walks
            .into_iter()
            .map(|walk| walk.join().expect("a walk failed"))
            .collect::<Vec<_>>()
    });
    for (i, &place) in places.iter().enumerate() {
        let worst = found
            .iter()
            .map(|walk| walk[i])
            .reduce(Worst::join)
            .expect("no threads");
        assert_eq!(worst.count, 1 << 32, "not all inputs were walked");
        worst.hold(function, place, bound);
    }
}

/// Asks for the exact value of `function` at special points, in both types and everywhere.
/// `expected` is rounded to the type.
pub fn special<F: Function>(function: F, table: &[(f64, f64)]) {
    fn of_type<F: Function, T: Element>(function: F, table: &[(f64, f64)]) {
        let x: Vec<T> = (0..64)
            .map(|i| T::from_f64(table[i % table.len()].0))
            .collect();
        let mut y = vec![T::from_f64(0.0); x.len()];
        assert!(table.len() <= x.len());
        let levels = levels()
            .into_iter()
            .flat_map(|l| [Place::Register(l), Place::Pair(l)]);
        for place in levels.chain([Place::Lane]) {
            place.run(function, &x, &mut y);
            for (&(x, expected), got) in table.iter().zip(&y) {
                let expected = T::from_f64(expected);
                let same = expected.to_bit_pattern() == got.to_bit_pattern()
                    || expected.is_nan() && got.is_nan();
                assert!(
                    same,
                    "{}({x:?}) in {} is {got:?} on {place:?}, not {expected:?}",
                    F::NAME,
                    T::NAME
                );
            }
        }
    }
    of_type::<F, f32>(function, table);
    of_type::<F, f64>(function, table);
}

/// One module of tests a row: `single` and `double` on samples, `special` values, and the walk
/// over all of `f32`, which is ignored by default.
///
/// ```text
/// accuracy_tests! {
///     exp {
///         single: f64::exp, fused 1.0, unfused 1.0;
///         double: double_double::exp, fused 1.0, unfused 1.5;
///         special: [(0.0, 1.0), (f64::NAN, f64::NAN)];
///     }
/// }
/// ```
macro_rules! accuracy_tests {
    ($($name:ident $(up_to $last:literal)? {
        single: $single:expr, fused $fused32:expr, unfused $unfused32:expr;
        double: $double:expr, fused $fused64:expr, unfused $unfused64:expr;
        special: $special:expr;
    })+) => {$(
        mod $name {
            use super::*;
            use $crate::accuracy::{Bound, Exact, Function, check, exhaust, sample_double, sample_single};

            #[derive(Clone, Copy)]
            struct Tested;
            impl Function for Tested {
                const NAME: &'static str = stringify!($name);
                #[inline(always)]
                fn evaluate<V: activation_core::simd::Vector>(self, x: V) -> V {
                    $(let x = x.splat($last).min(x);)?
                    activation_core::math::$name(x)
                }
                fn single(self, x: f64) -> f64 {
                    $(let x = if x > $last { $last } else { x };)?
                    ($single)(x)
                }
                fn double(self, x: f64) -> Exact {
                    $(let x = if x > $last { $last } else { x };)?
                    Exact::from(($double)(x))
                }
            }

            const SINGLE: Bound = Bound { fused: $fused32, unfused: $unfused32 };
            const DOUBLE: Bound = Bound { fused: $fused64, unfused: $unfused64 };

            #[test]
            fn single() {
                check(Tested, SINGLE, sample_single().collect::<Vec<_>>().into_iter());
            }

            #[test]
            fn double() {
                check(Tested, DOUBLE, sample_double().collect::<Vec<_>>().into_iter());
            }

            #[test]
            fn special() {
                $crate::accuracy::special(Tested, &$special);
            }

            #[test]
            #[ignore = "all 2³² inputs: run with --release"]
            fn exhaustive() {
                exhaust(Tested, SINGLE);
            }
        }
    )+};
}
pub(crate) use accuracy_tests;
