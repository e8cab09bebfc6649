//! The loop: slices of one length, several vectors in flight, the last few elements padded.
//!
//! Invariant: every element goes through the same instructions, whether it falls to a full step
//! or to the last one, so its result depends on its inputs alone (not on its position, nor on
//! the length of the slice).

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
const BLOCK: usize = 1024;

/// The most lanes in flight: four registers of 16 `f32`, at AVX-512.
const MAX_LANES: usize = 64;

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
        self.run_pieces(&mut Whole(Some((reads, writes))), sums);
    }

    /// Runs the body over pieces, one after the other, and adds to `sums`.
    ///
    /// # Panics
    /// When the slices of a piece differ in length.
    #[inline]
    pub(crate) fn run_pieces<T: Scalar>(
        &self,
        pieces: &mut dyn Pieces<T, R, W>,
        sums: &mut Sums<B, R, W, f64>,
    ) {
        dispatch_at(
            self.level,
            Loop::<B, T, R, W> {
                pieces,
                prepared: self.prepared,
                sums,
                body: PhantomData,
            },
        );
    }
}

/// Slices of one length, one for each operand.
pub(crate) type Piece<'a, T, const R: usize, const W: usize> = ([&'a [T]; R], [&'a mut [T]; W]);

/// Where pieces come from. Called through a pointer, so that the loop, the kernel unrolled in
/// it, exists once for each level and not once more for each kind of source.
pub(crate) trait Pieces<T, const R: usize, const W: usize> {
    /// The next piece; the one before it is finished.
    fn next(&mut self) -> Option<Piece<'_, T, R, W>>;
}

/// Operands that are one piece.
struct Whole<'a, T, const R: usize, const W: usize>(Option<Piece<'a, T, R, W>>);

impl<T, const R: usize, const W: usize> Pieces<T, R, W> for Whole<'_, T, R, W> {
    #[inline]
    fn next(&mut self) -> Option<Piece<'_, T, R, W>> {
        self.0.take()
    }
}

struct Loop<'a, B: Body<R, W>, T, const R: usize, const W: usize> {
    pieces: &'a mut dyn Pieces<T, R, W>,
    prepared: Prepared<B::Kernel, f64>,
    sums: &'a mut Sums<B, R, W, f64>,
    body: PhantomData<B>,
}

impl<B: Body<R, W>, T: Scalar, const R: usize, const W: usize> Work for Loop<'_, B, T, R, W> {
    type Output = ();

    #[inline(always)]
    fn run<S: Instructions>(self, simd: S) {
        let register = Register::<S, T>::new(simd, T::default());
        while let Some((reads, mut writes)) = self.pieces.next() {
            let len = writes[0].len();
            let block = if B::Sums::LEN == 0 { len } else { BLOCK };
            let mut from = 0;
            while from < len {
                let to = len.min(from + block);
                let reads = reads.map(|slice| &slice[from..to]);
                let writes = writes.each_mut().map(|slice| &mut slice[from..to]);
                segment::<B, T, S, R, W>(register, &self.prepared, reads, writes, self.sums);
                from = to;
            }
        }
    }
}

/// One block of slices of equal length, several vectors at a time; the last step is filled up
/// with zeros. There is one copy of the kernel for both, since every copy costs its user compile
/// time.
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
    let seed = S::several(one);
    let lanes = S::Several::<T>::LANES;
    let prepared = splat_all::<B, _, R, W>(seed, prepared);
    let mut partial: Sums<B, R, W, S::Several<T>> = <B::Sums as Size>::from_fn(|_| seed.splat(0.0));
    // Zero, but the compiler does not know. In place, a kernel that selects between `x` and
    // something else would become a masked store, which takes five times as long on AMD.
    let unknown = seed.to_bits() ^ seed.to_bits();
    let unknown = if R == 0 {
        unknown.splat(core::hint::black_box(0))
    } else {
        unknown
    };
    let mut at = 0;
    // Plain loops over the operands, here and in the bodies: they unroll, where `array::map`
    // may be left as a call, outside the level's instructions.
    while at < len {
        let to = len.min(at + lanes);
        let is_full = to - at == lanes;
        let mut values = [seed; R];
        for i in 0..R {
            values[i] = load_or_pad(seed, &reads[i][at..to]);
        }
        let mut old = [seed; W];
        if B::READS_OLD {
            for i in 0..W {
                old[i] = load_or_pad(seed, &writes[i][at..to]);
                if R == 0 {
                    old[i] = Vector::from_bits(old[i].to_bits() ^ unknown);
                }
            }
        }
        let (new, terms) = B::step(prepared, values, old);
        for i in 0..W {
            store_part(new[i], &mut writes[i][at..to]);
        }
        for i in 0..B::Sums::LEN {
            let mut term = terms.as_ref()[i];
            if !is_full {
                // The lanes beyond the end are replaced, not multiplied by zero: what the kernel
                // makes of the padding may be infinite.
                let inside = positions(seed).lt(seed.splat((to - at) as f64));
                term = Vector::select(inside, term, seed.splat(0.0));
            }
            partial.as_mut()[i] = partial.as_ref()[i] + term;
        }
        at = to;
    }
    for i in 0..B::Sums::LEN {
        sums.as_mut()[i] += partial.as_ref()[i].sum().to_f64();
    }
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

/// `slice`, with zeros behind it where it is shorter than the vector.
#[inline(always)]
fn load_or_pad<V: Vector>(seed: V, slice: &[V::Scalar]) -> V {
    if slice.len() == V::LANES {
        return seed.load(slice);
    }
    let mut lanes = [V::Scalar::default(); MAX_LANES];
    for (lane, value) in lanes.iter_mut().zip(slice) {
        *lane = *value;
    }
    seed.load(&lanes)
}

/// As many lanes of `vector` as `slice` holds.
#[inline(always)]
fn store_part<V: Vector>(vector: V, slice: &mut [V::Scalar]) {
    if slice.len() == V::LANES {
        return vector.store(slice);
    }
    let mut lanes = [V::Scalar::default(); MAX_LANES];
    vector.store(&mut lanes);
    for (value, lane) in slice.iter_mut().zip(lanes) {
        *value = lane;
    }
}

/// 0, 1, 2, … along the lanes.
#[inline(always)]
fn positions<V: Vector>(seed: V) -> V {
    let mut lanes = [V::Scalar::default(); MAX_LANES];
    for (i, lane) in lanes.iter_mut().enumerate() {
        *lane = V::Scalar::from_f64(i as f64);
    }
    seed.load(&lanes)
}
