//! Which floats to look at.
//!
//! By bit pattern, since floats live on a logarithmic scale: densely where activations bend,
//! 2⁻¹² ≤ |x| < 128, thinly elsewhere, and every float in the neighbourhood of the places where
//! things go wrong: powers of two, kinks, the ends of exp, roots.

/// Where `f32` exponentials, and what is built on them, start to fail.
const THRESHOLDS: &[f32] = &[
    87.336_54, 88.029_69, 88.722_84, 88.376_26, 103.278_93, 103.972_08, 104.67, 44.014_84,
    51.986_04, 16.635_532, 17.328_68, 9.010_913, 8.664_34, 13.19, 14.12, 5.4, 12.7, 10.05, 20.0,
    1.0, 0.5, 2.0, 3.0, 6.0,
];

/// Samples of `f32`.
#[derive(Clone, Copy, Debug)]
pub struct Density {
    /// Floats a binade for 2⁻¹² ≤ |x| < 128, each sign.
    pub core: u32,
    /// Floats in every other binade, each sign.
    pub rest: u32,
}

impl Density {
    /// Some 24,000 floats.
    pub const DEFAULT: Density = Density {
        core: 448,
        rest: 12,
    };
    /// Some 1,500 floats, for thousands of formulas.
    pub const SPARSE: Density = Density { core: 16, rest: 1 };
    /// Some 3,000 floats, for hundreds of formulas.
    pub const COARSE: Density = Density { core: 64, rest: 2 };
}

/// Finite floats without repetition, in ascending order; `places` get their neighbourhoods too.
#[must_use]
pub fn singles(density: Density, places: &[f64]) -> Vec<f32> {
    let mut bits: Vec<u32> = vec![0];
    for exponent in 1..255_u32 {
        let count = if (115..134).contains(&exponent) {
            density.core
        } else {
            density.rest
        };
        let stride = (1 << 23) / count.max(1);
        let mut state = u64::from(exponent);
        for k in 0..count {
            // Somewhere in each stride, so that no period of the strides is a blind spot.
            let within = (next(&mut state) % u64::from(stride)) as u32;
            bits.push((exponent << 23) + k * stride + within);
        }
        let edge = exponent << 23;
        bits.extend([edge - 1, edge, edge + 1]);
    }
    bits.extend((0..23).flat_map(|k| [1 << k, (1 << k) + (1 << k) / 3]));
    bits.push(f32::MAX.to_bits());
    let mut floats: Vec<f32> = Vec::with_capacity(2 * bits.len());
    for bits in bits {
        floats.extend([f32::from_bits(bits), -f32::from_bits(bits)]);
    }
    for &threshold in THRESHOLDS {
        for place in [threshold, -threshold] {
            floats.extend(around(place, 8));
        }
    }
    for &place in places {
        let place = place as f32;
        if place.is_finite() {
            floats.extend(around(place, 24));
            // And ever further away.
            for k in 5..22 {
                floats.extend([step(place, 1 << k), step(place, -(1 << k))]);
            }
        }
    }
    floats.retain(|x| x.is_finite());
    floats.sort_by(f32::total_cmp);
    floats.dedup_by_key(|x| x.to_bits());
    floats
}

/// The floats up to `count` steps away.
fn around(place: f32, count: i32) -> impl Iterator<Item = f32> {
    (-count..=count).map(move |k| step(place, k))
}

/// The float `by` steps from `x` upwards.
#[must_use]
pub fn step(x: f32, by: i32) -> f32 {
    // An order-preserving map of the bits, and back.
    let fold = |bits: i32| {
        if bits < 0 {
            i32::MIN.wrapping_sub(bits)
        } else {
            bits
        }
    };
    let moved = fold(x.to_bits() as i32).saturating_add(by);
    let moved = f32::from_bits(fold(moved) as u32);
    if moved.is_nan() { x } else { moved }
}

/// SplitMix64: the next number of a stream that is the same everywhere.
pub fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// `count` points of `inputs` coordinates: two in three where activations bend, the others with
/// 2⁻⁶⁰ ≤ |x| < 2⁶⁰, so that a product of two of them is a float.
#[must_use]
pub fn points(inputs: usize, count: usize) -> Vec<Vec<f32>> {
    let mut state = 1;
    let mut coordinate = || {
        let bits = next(&mut state);
        let exponent = if bits.is_multiple_of(3) {
            67 + (bits >> 8) % 120
        } else {
            115 + (bits >> 8) % 19
        };
        let fraction = (bits >> 20) as u32 & 0x7f_ffff;
        let sign = ((bits >> 60) as u32 & 1) << 31;
        f32::from_bits(sign | (exponent as u32) << 23 | fraction)
    };
    let mut columns: Vec<Vec<f32>> = vec![Vec::with_capacity(count); inputs];
    for _ in 0..count {
        for column in &mut columns {
            column.push(coordinate());
        }
    }
    columns
}

/// Where `f64` exponentials, and what is built on them, start to fail.
const DOUBLE_THRESHOLDS: [f64; 8] = [
    709.782_712_9,
    708.396_418_5,
    745.133_219_1,
    354.891_356_4,
    38.485,
    37.519,
    36.736_8,
    19.061_5,
];

/// `f64` that no `f32` comes near, and those around which `f64` exponentials end: the ranges of
/// a kernel are those of the type it computes in.
#[must_use]
pub fn beyond_singles() -> Vec<f64> {
    let mut state = 3;
    let outside = (-1074..1024)
        .step_by(13)
        .filter(|e| !(-149..128).contains(e));
    let outside = outside.map(|exponent: i32| {
        let within = 1.0 + (next(&mut state) >> 11) as f64 * 2_f64.powi(-53);
        within * 2_f64.powi(exponent / 2) * 2_f64.powi(exponent - exponent / 2)
    });
    let mut sizes: Vec<f64> = outside.collect();
    sizes.extend([f64::MAX, f64::MIN_POSITIVE, f64::from_bits(1)]);
    for threshold in DOUBLE_THRESHOLDS {
        // Straight through each, and ever further away.
        sizes.extend((-24..=24).map(|k: i32| {
            let by = 2_f64.powi(k.abs() - 27).copysign(f64::from(k));
            threshold * (1.0 + by)
        }));
    }
    sizes.iter().flat_map(|&x| [x, -x]).collect()
}

/// `f64` of the same places, with random bits below.
#[must_use]
pub fn doubles(singles: &[f32], every: usize) -> Vec<f64> {
    let mut state = 2;
    let widen = |&x: &f32| {
        let wide = f64::from(x);
        if x == 0.0 {
            wide
        } else {
            f64::from_bits(wide.to_bits() ^ (next(&mut state) >> 36))
        }
    };
    singles.iter().step_by(every).map(widen).collect()
}
