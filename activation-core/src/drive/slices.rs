//! The loop: slices of one length, several vectors in flight, then single vectors, then the
//! last few elements padded to a vector.
//!
//! Invariant: every element goes through the same instructions whichever of the three it
//! falls to, so its result depends on its inputs alone (not on its position, nor on the
//! length of the slice).

use core::marker::PhantomData;

use fearless_simd::{Level, Simd};

use super::body::{Body, Sums};
use crate::{
    kernel::{Kernel, Prepared, Size},
    simd::{Bits as _, Pair, Register, Scalar, Vector, Work, dispatch_at},
};

/// How many elements are summed in the lanes of their own type before the sum is added to the
/// total in `f64`. Fixed, so that sums do not depend on who computes which block; short, so
/// that an `f32` lane sees a few dozen terms at most.
const BLOCK: usize = 1024;

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
    fn run<S: Simd>(self, simd: S) {
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

/// One block of slices of equal length.
#[inline(always)]
fn segment<B: Body<R, W>, T: Scalar, S: Simd, const R: usize, const W: usize>(
    one: Register<S, T>,
    prepared: &Prepared<B::Kernel, f64>,
    reads: [&[T]; R],
    mut writes: [&mut [T]; W],
    sums: &mut Sums<B, R, W, f64>,
) {
    let len = writes[0].len();
    let reads = reads.map(|slice| &slice[..len]);
    let four = Pair(Pair(one, one), Pair(one, one));
    let at = vectors::<B, _, R, W>(four, prepared, reads, &mut writes, 0, sums);
    let at = vectors::<B, _, R, W>(one, prepared, reads, &mut writes, at, sums);
    if at == len {
        return;
    }
    let mut values = [one; R];
    for i in 0..R {
        values[i] = padded(one, &reads[i][at..]);
    }
    let mut old = [one; W];
    if B::READS_OLD {
        for i in 0..W {
            old[i] = padded(one, &writes[i][at..]);
        }
    }
    let (new, terms) = B::step(splat_all::<B, _, R, W>(one, prepared), values, old);
    for (slice, new) in writes.iter_mut().zip(new) {
        let mut lanes = [T::default(); MAX_LANES];
        new.store(&mut lanes);
        let tail = &mut slice[at..];
        for (value, lane) in tail.iter_mut().zip(lanes) {
            *value = lane;
        }
    }
    if B::Sums::LEN > 0 {
        // The lanes beyond the end are replaced, not multiplied by zero: what the kernel makes
        // of the padding may be infinite.
        let inside = positions(one).lt(one.splat((len - at) as f64));
        for (sum, term) in sums.as_mut().iter_mut().zip(terms) {
            let term = Vector::select(inside, term, one.splat(0.0));
            *sum += term.sum().to_f64();
        }
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

/// `slice`, shorter than a register, with zeros behind it.
#[inline(always)]
fn padded<S: Simd, T: Scalar>(one: Register<S, T>, slice: &[T]) -> Register<S, T> {
    let mut lanes = [T::default(); MAX_LANES];
    for (lane, value) in lanes.iter_mut().zip(slice) {
        *lane = *value;
    }
    one.load(&lanes)
}

/// 0, 1, 2, … along the lanes.
#[inline(always)]
fn positions<S: Simd, T: Scalar>(one: Register<S, T>) -> Register<S, T> {
    let mut lanes = [T::default(); MAX_LANES];
    for (i, lane) in lanes.iter_mut().enumerate() {
        *lane = T::from_f64(i as f64);
    }
    one.load(&lanes)
}
