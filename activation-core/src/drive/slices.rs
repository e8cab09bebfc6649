//! The loop: slices of one length, several vectors in flight, then single vectors, then the
//! last few elements padded to a vector.
//!
//! Invariant: every element goes through the same instructions whichever of the three it
//! falls to, so its result depends on its inputs alone (not on its position, nor on the
//! length of the slice).

use core::marker::PhantomData;

use fearless_simd::Level;

use super::body::{Body, Sums};
use crate::{
    kernel::{Kernel, Prepared, Size},
    simd::{Bits as _, Instructions, Register, Scalar, Vector, Work, dispatch_at},
};

/// How many elements are summed in the lanes of their own type before the sum is added to the
/// total in `f64`. Fixed, so that sums do not depend on who computes which block; short, so
/// that an `f32` lane sees a few dozen terms at most.
pub(crate) const BLOCK: usize = 1024;

/// The most lanes a register has: 16 `f32` of AVX-512.
const MAX_LANES: usize = 16;

/// A body with its parameters prepared, at a level.
pub(crate) struct Driver<B, const R: usize, const W: usize>
where
    B: Body<R, W>,
{
    level: Level,
    prepared: Prepared<B::Kernel, f64>,
}

impl<B: Body<R, W>, const R: usize, const W: usize> Driver<B, R, W> {
    /// Prepares the parameters of `kernel`.
    #[inline]
    pub(crate) fn new(level: Level, kernel: &B::Kernel) -> Self {
        Self {
            level,
            prepared: kernel.prepare(),
        }
    }

    /// Sums to start from.
    #[inline]
    pub(crate) fn no_sums(&self) -> Sums<B, R, W, f64> {
        B::Sums::from_fn(|_| 0.0)
    }

    /// Runs the body over slices of one length and adds to `sums`.
    ///
    /// # Panics
    /// When the lengths differ.
    #[inline]
    pub(crate) fn run<T: Scalar>(
        &self,
        reads: [&[T]; R],
        writes: [&mut [T]; W],
        sums: &mut Sums<B, R, W, f64>,
    ) {
        dispatch_at(
            self.level,
            Loop::<B, T, R, W> {
                reads,
                writes,
                prepared: self.prepared,
                sums,
                body: PhantomData,
            },
        );
    }
}

struct Loop<'a, B: Body<R, W>, T, const R: usize, const W: usize> {
    reads: [&'a [T]; R],
    writes: [&'a mut [T]; W],
    prepared: Prepared<B::Kernel, f64>,
    sums: &'a mut Sums<B, R, W, f64>,
    body: PhantomData<B>,
}

impl<B: Body<R, W>, T: Scalar, const R: usize, const W: usize> Work for Loop<'_, B, T, R, W> {
    type Output = ();

    #[inline(always)]
    fn run<S: Instructions>(self, simd: S) {
        let Self {
            reads,
            mut writes,
            prepared,
            sums,
            ..
        } = self;
        let len = writes[0].len();
        let register = Register::<S, T>::new(simd, T::default());
        let block = if B::Sums::LEN == 0 { len } else { BLOCK };
        let mut from = 0;
        while from < len {
            let to = len.min(from + block);
            let reads = reads.map(|slice| &slice[from..to]);
            let writes = writes.each_mut().map(|slice| &mut slice[from..to]);
            segment::<B, T, S, R, W>(register, &prepared, reads, writes, sums);
            from = to;
        }
    }
}

/// One block of slices of equal length: as many vectors at a time as the level keeps in flight,
/// then register by register, the last one filled up with zeros.
#[inline(always)]
fn segment<B: Body<R, W>, T: Scalar, S: Instructions, const R: usize, const W: usize>(
    one: Register<S, T>,
    prepared: &Prepared<B::Kernel, f64>,
    reads: [&[T]; R],
    mut writes: [&mut [T]; W],
    sums: &mut Sums<B, R, W, f64>,
) {
    let len = writes[0].len();
    let reads = reads.map(|slice| &slice[..len]);
    let several = S::several(one);
    let mut at = vectors::<B, _, R, W>(several, prepared, reads, &mut writes, 0, sums);
    if at == len {
        return;
    }
    let splat = splat_all::<B, _, R, W>(one, prepared);
    let mut partial: Sums<B, R, W, Register<S, T>> = <B::Sums as Size>::from_fn(|_| one.splat(0.0));
    while at < len {
        // One copy of the kernel serves whole registers and the last, shorter one.
        let to = len.min(at + Register::<S, T>::LANES);
        let mut values = [one; R];
        for i in 0..R {
            values[i] = load_or_pad(one, &reads[i][at..to]);
        }
        let mut old = [one; W];
        if B::READS_OLD {
            for i in 0..W {
                old[i] = load_or_pad(one, &writes[i][at..to]);
            }
        }
        let (new, terms) = B::step(splat, values, old);
        for i in 0..W {
            store_part(new[i], &mut writes[i][at..to]);
        }
        if B::Sums::LEN > 0 {
            // The lanes beyond the end are replaced, not multiplied by zero: what the kernel
            // makes of the padding may be infinite.
            let inside = positions(one).lt(one.splat((to - at) as f64));
            for i in 0..B::Sums::LEN {
                let term = Vector::select(inside, terms.as_ref()[i], one.splat(0.0));
                partial.as_mut()[i] = partial.as_ref()[i] + term;
            }
        }
        at = to;
    }
    for i in 0..B::Sums::LEN {
        sums.as_mut()[i] += partial.as_ref()[i].sum().to_f64();
    }
}

/// Whole vectors from `at` on; returns where fewer than one are left.
#[inline(always)]
fn vectors<B: Body<R, W>, V: Vector, const R: usize, const W: usize>(
    seed: V,
    prepared: &Prepared<B::Kernel, f64>,
    reads: [&[V::Scalar]; R],
    writes: &mut [&mut [V::Scalar]; W],
    from: usize,
    sums: &mut Sums<B, R, W, f64>,
) -> usize {
    let len = writes[0].len();
    if len - from < V::LANES {
        return from;
    }
    let prepared = splat_all::<B, V, R, W>(seed, prepared);
    let mut partial: Sums<B, R, W, V> = <B::Sums as Size>::from_fn(|_| seed.splat(0.0));
    // Plain loops over the operands, here and in the bodies: they unroll, where `array::map`
    // may be left as a call, outside the level's instructions.
    let mut at = from;
    // Zero, but the compiler does not know. In place, a kernel that selects between `x` and
    // something else would become a masked store, which takes five times as long on AMD.
    let unknown = seed.to_bits() ^ seed.to_bits();
    let unknown = if R == 0 {
        unknown.splat(core::hint::black_box(0))
    } else {
        unknown
    };
    while len - at >= V::LANES {
        let mut values = [seed; R];
        for i in 0..R {
            values[i] = seed.load(&reads[i][at..at + V::LANES]);
        }
        let mut old = [seed; W];
        if B::READS_OLD {
            for i in 0..W {
                old[i] = seed.load(&writes[i][at..at + V::LANES]);
                if R == 0 {
                    old[i] = V::from_bits(old[i].to_bits() ^ unknown);
                }
            }
        }
        let (new, terms) = B::step(prepared, values, old);
        for i in 0..W {
            new[i].store(&mut writes[i][at..at + V::LANES]);
        }
        for i in 0..B::Sums::LEN {
            partial.as_mut()[i] = partial.as_ref()[i] + terms.as_ref()[i];
        }
        at += V::LANES;
    }
    for i in 0..B::Sums::LEN {
        sums.as_mut()[i] += partial.as_ref()[i].sum().to_f64();
    }
    at
}

/// The prepared values in every lane.
#[inline(always)]
fn splat_all<B: Body<R, W>, V: Vector, const R: usize, const W: usize>(
    seed: V,
    prepared: &Prepared<B::Kernel, f64>,
) -> Prepared<B::Kernel, V> {
    let prepared = prepared.as_ref();
    <B::Kernel as Kernel>::Prepared::from_fn(|i| seed.splat(prepared[i]))
}

/// `slice`, with zeros behind it where it is shorter than a register.
#[inline(always)]
fn load_or_pad<S: Instructions, T: Scalar>(one: Register<S, T>, slice: &[T]) -> Register<S, T> {
    if slice.len() == Register::<S, T>::LANES {
        return one.load(slice);
    }
    let mut lanes = [T::default(); MAX_LANES];
    for (lane, value) in lanes.iter_mut().zip(slice) {
        *lane = *value;
    }
    one.load(&lanes)
}

/// As many lanes of `vector` as `slice` holds.
#[inline(always)]
fn store_part<S: Instructions, T: Scalar>(vector: Register<S, T>, slice: &mut [T]) {
    if slice.len() == Register::<S, T>::LANES {
        return vector.store(slice);
    }
    let mut lanes = [T::default(); MAX_LANES];
    vector.store(&mut lanes);
    for (value, lane) in slice.iter_mut().zip(lanes) {
        *value = lane;
    }
}

/// 0, 1, 2, … along the lanes.
#[inline(always)]
fn positions<S: Instructions, T: Scalar>(one: Register<S, T>) -> Register<S, T> {
    let mut lanes = [T::default(); MAX_LANES];
    for (i, lane) in lanes.iter_mut().enumerate() {
        *lane = T::from_f64(i as f64);
    }
    one.load(&lanes)
}
