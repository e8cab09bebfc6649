//! Registers in flight side by side give what each gives by itself, and that is what a single lane
//! gives: a test build keeps one in flight, so the drivers of all other tests do not ask.

use activation_core::{
    catalogue::{HardTanh, Snake, Softplus},
    kernel::{Bundle as _, Kernel, N},
    simd::{
        Instructions, Lane, Pair, Register, Scalar, Vector, Work, available_levels, dispatch_at,
        level_name,
    },
};

/// Inputs of every magnitude, kinks, and what is no number: whole vectors of any width.
fn inputs<T: Scalar>() -> Vec<T> {
    let line = (-98..98).map(|k| f64::from(k) * 0.125);
    let scales = (-30..30).flat_map(|k| [1.7 * 10f64.powi(k), -1.7 * 10f64.powi(k)]);
    let special = [f64::INFINITY, f64::NEG_INFINITY, f64::NAN, -0.0];
    let all = line.chain(scales).chain(special);
    all.map(T::from_f64).collect()
}

/// Value and slope, as many at a time as `seed` has lanes.
fn results<K: Kernel<Inputs = N<1>> + Default, V: Vector>(
    seed: V,
    inputs: &[V::Scalar],
) -> [Vec<V::Scalar>; 2] {
    let prepared = K::Prepared::map(&K::default().prepare(), |value| seed.splat(value));
    let mut results = [inputs.to_vec(), inputs.to_vec()];
    for (k, x) in inputs.chunks_exact(V::LANES).enumerate() {
        let (value, [slope]) = K::value_and_gradient(prepared, [seed.load(x)]);
        let at = k * V::LANES..(k + 1) * V::LANES;
        value.store(&mut results[0][at.clone()]);
        slope.store(&mut results[1][at]);
    }
    results
}

/// One register, two, and four.
struct Kernels<K, T>(Vec<T>, core::marker::PhantomData<K>);

impl<K: Kernel<Inputs = N<1>> + Default, T: Scalar> Work for Kernels<K, T> {
    type Output = [[Vec<T>; 2]; 3];
    #[inline(always)]
    fn run<S: Instructions>(self, simd: S) -> Self::Output {
        let one = Register::<S, T>::new(simd, T::default());
        let two = Pair(one, one);
        [
            results::<K, _>(one, &self.0),
            results::<K, _>(two, &self.0),
            results::<K, _>(Pair(two, two), &self.0),
        ]
    }
}

/// Parts of every length: loaded, doubled, stored.
struct Parts<T>(Vec<T>);

impl<T: Scalar> Work for Parts<T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Instructions>(self, simd: S) {
        fn check<V: Vector>(seed: V, numbers: &[V::Scalar]) {
            for len in 1..=V::LANES {
                let part = &numbers[..len];
                let mut doubled = vec![V::Scalar::default(); len];
                let vector = seed.load_part(part, 0);
                (vector + vector).store_part(&mut doubled, 0);
                for (x, twice) in part.iter().zip(&doubled) {
                    assert_eq!(*twice, *x + *x, "{len} of {}", V::LANES);
                }
            }
            let sum: f64 = numbers[..V::LANES].iter().map(|x| x.to_f64()).sum();
            assert_eq!(seed.load(numbers).sum().to_f64(), sum);
        }
        let one = Register::<S, T>::new(simd, T::default());
        let two = Pair(one, one);
        check(one, &self.0);
        check(two, &self.0);
        check(Pair(two, two), &self.0);
    }
}

#[test]
fn kernels_give_the_same_bits() {
    fn of<K: Kernel<Inputs = N<1>> + Default, T: Scalar>() {
        for level in available_levels() {
            let inputs = inputs::<T>();
            assert_eq!(inputs.len() % 64, 0);
            let work = Kernels::<K, T>(inputs.clone(), core::marker::PhantomData);
            let [one, two, four] = dispatch_at(level, work);
            let mut others = vec![two, four];
            if matches!(level_name(level), "avx512" | "avx2" | "neon") {
                // Elsewhere a multiply-add is rounded twice.
                others.push(results::<K, _>(Lane(T::default()), &inputs));
            }
            for other in others {
                for (column, other) in one.iter().zip(&other) {
                    for (k, (one, other)) in column.iter().zip(other).enumerate() {
                        let same = one.to_bit_pattern() == other.to_bit_pattern()
                            || Scalar::to_f64(*one).is_nan() && Scalar::to_f64(*other).is_nan();
                        let name = K::METADATA.name;
                        assert!(same, "{name}, {}, {k}: {one} {other}", level_name(level));
                    }
                }
            }
        }
    }
    fn of_type<T: Scalar>() {
        of::<HardTanh, T>();
        of::<Snake, T>();
        of::<Softplus, T>();
    }
    of_type::<f32>();
    of_type::<f64>();
}

#[test]
fn parts_of_every_length() {
    for level in available_levels() {
        dispatch_at(level, Parts((0..64).map(|k| k as f32).collect()));
        dispatch_at(level, Parts((0..64).map(f64::from).collect()));
    }
}
