//! The loop: slices of one length, several vectors in flight. The last few elements are computed
//! together with some of those before them, once more, or are padded; and so that results go to
//! whole cache lines, the second step of a long slice repeats some elements of the first.
//!
//! Invariant: every element goes through the same instructions, whether it falls to a full step
//! or to the last one, so its result depends on its inputs alone (not on its position, nor on
//! the length of the slice).

use core::marker::PhantomData;

use fearless_simd::Level;

use super::{
    body::{Body, Sums},
    driver::{Piece, Pieces, Run, Slices},
    flat::nothing,
    step::{append, beyond_a_line, load, positions, store},
};
use crate::{
    kernel::{Bundle, Kernel, Prepared, Size},
    residual,
    simd::{Bits as _, Instructions, Register, Scalar, Vector, Work, dispatch_at},
};

/// How many elements are summed in the lanes of their own type before the sum is added to the
/// total in `f64`. Fixed, so that sums do not depend on who computes which block; short, so
/// that an `f32` lane sees a few dozen terms at most.
pub(super) const BLOCK: usize = 1024;

/// From how many bytes of a step on what it writes is added to the end of a new vector. Where a
/// step is shorter, zeros to write over cost less than to ask in each where the results go.
const APPENDED: usize = 256;

/// From how many steps on the second one overlaps the first, so that results are written to whole
/// cache lines from there on. The allocator hands out odd multiples of 16 bytes.
const ALIGNED_FROM: usize = 8;

/// A body with its parameters prepared, at a level.
pub(crate) struct Driver<B, const R: usize, const W: usize>
where
    B: Body<R, W>,
{
    pub(super) level: Level,
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

    /// The loop behind a pointer.
    #[inline]
    pub(crate) fn erased<T: Scalar>(&self) -> &dyn Run<T, R, W> {
        self
    }
}

impl<B: Body<R, W>, T: Scalar, const R: usize, const W: usize> Run<T, R, W> for Driver<B, R, W> {
    fn level(&self) -> Level {
        self.level
    }

    fn reads_old(&self) -> bool {
        B::READS_OLD
    }

    fn sums(&self) -> usize {
        B::Sums::LEN
    }

    fn enter<'a>(
        &'a self,
        whole: Option<Slices<'a, T, R, W>>,
        pieces: Option<&'a mut (dyn Pieces<T, R, W> + '_)>,
        fresh: Option<&'a mut [Vec<T>; W]>,
        sums: &'a mut [f64],
    ) {
        dispatch_at(
            self.level,
            // By reference: what was written a field at a time would be copied in larger pieces,
            // each of which waits until the fields have reached the cache.
            &mut Loop::<'_, '_, B, T, R, W> {
                whole,
                pieces,
                fresh,
                prepared: &self.prepared,
                sums,
                body: PhantomData,
            },
        );
    }
}

/// The next row of a piece.
#[inline(always)]
fn next_row<'a, T, const R: usize, const W: usize>(
    (read_rows, write_rows): &mut Piece<'a, T, R, W>,
) -> Option<Slices<'a, T, R, W>> {
    let mut writes = nothing();
    writes[0] = write_rows[0].next()?;
    for i in 1..W {
        writes[i] = write_rows[i].next().unwrap_or_default();
    }
    let mut reads: [&[T]; R] = [&[]; R];
    for i in 0..R {
        reads[i] = read_rows[i].next();
    }
    Some((reads, writes))
}

struct Loop<'a, 'p, B: Body<R, W>, T, const R: usize, const W: usize> {
    /// Operands that are one row need none of the machinery for several, which would cost a
    /// small array more than its kernel.
    whole: Option<Slices<'a, T, R, W>>,
    pieces: Option<&'a mut (dyn Pieces<T, R, W> + 'p)>,
    /// Where the results of a whole row go when there is nothing to write over.
    fresh: Option<&'a mut [Vec<T>; W]>,
    prepared: &'a Prepared<B::Kernel, f64>,
    sums: &'a mut [f64],
    body: PhantomData<B>,
}

impl<B: Body<R, W>, T: Scalar, const R: usize, const W: usize> Work
    for &mut Loop<'_, '_, B, T, R, W>
{
    type Output = ();

    #[inline(always)]
    fn run<S: Instructions>(self, simd: S) {
        let mut whole = self.whole.take();
        let mut fresh = None;
        if R > 0
            && let Some(vectors) = self.fresh.take()
            && let Some((reads, writes)) = &mut whole
        {
            let len = reads[0].len();
            if !B::READS_OLD && S::Several::<T>::LANES * size_of::<T>() >= APPENDED {
                fresh = Some(vectors);
            } else {
                for (write, vector) in writes.iter_mut().zip(vectors) {
                    let before = vector.len();
                    vector.resize(before + len, T::default());
                    *write = &mut vector[before..];
                }
            }
        }
        // Beside a few instructions the question where results go counts, and another copy does
        // not.
        if const { is_light::<B::Kernel>() } && fresh.is_none() {
            self.rows(simd, whole, None);
        } else {
            self.rows(simd, whole, fresh);
        }
    }
}

/// Whether a kernel has no function and no division, one way at least.
const fn is_light<K: Kernel>() -> bool {
    const fn is_light(work: residual::Work) -> bool {
        work.exponentials == 0 && work.divisions == 0
    }
    let cost = K::METADATA.cost;
    is_light(cost.forward) || is_light(cost.backward)
}

impl<'a, B: Body<R, W>, T: Scalar, const R: usize, const W: usize> Loop<'a, '_, B, T, R, W> {
    /// Several vectors at a time; the last step of a row repeats some elements of the one before,
    /// or is filled up with zeros. There is one copy of the kernel for everything, since every copy
    /// costs its user compile time; and one more where it is a few instructions.
    ///
    /// The filling of rows is inside the loop on purpose. As a short row of its own it made the backward
    /// pass of leaky_relu 20 % faster and mish 20 % slower: with nothing in its way the compiler
    /// takes all coefficients out of the loop and onto the stack.
    #[inline(always)]
    fn rows<S: Instructions>(
        &mut self,
        simd: S,
        mut whole: Option<Slices<'a, T, R, W>>,
        mut fresh: Option<&mut [Vec<T>; W]>,
    ) {
        let seed = S::several(Register::<S, T>::new(simd, T::default()));
        let lanes = S::Several::<T>::LANES;
        let prepared = splat_all::<B, _, R, W>(seed, self.prepared);
        let zero = seed.splat(0.0);
        let mut partial: Sums<B, R, W, S::Several<T>> = <B::Sums as Size>::from_fn(|_| zero);
        let mut summed = 0;
        // Zero, but the compiler does not know. In place, a kernel that selects between `x` and
        // something else would become a masked store, which takes five times as long on AMD.
        let unknown = seed.to_bits() ^ seed.to_bits();
        let unknown = if R == 0 {
            unknown.splat(core::hint::black_box(0))
        } else {
            unknown
        };
        let repeats = R > 0 && B::Sums::LEN == 0 && !B::READS_OLD;
        // Plain loops over the operands, here and in the bodies: they unroll, where `array::map`
        // may be left as a call, outside the level's instructions.
        loop {
            let mut piece = None;
            let mut row = whole.take();
            if row.is_none()
                && let Some(pieces) = &mut self.pieces
            {
                piece = pieces.next();
                row = piece.as_mut().and_then(next_row);
            }
            let Some((mut reads, mut writes)) = row else {
                break;
            };
            loop {
                let len = if fresh.is_some() {
                    reads[0].len()
                } else {
                    writes[0].len()
                };
                for read in &mut reads {
                    *read = &read[..len];
                }
                let before = fresh.as_ref().map_or(0, |vectors| vectors[0].len());
                let mut at = 0;
                let mut back = if repeats && len >= ALIGNED_FROM * lanes {
                    let start = match &fresh {
                        Some(vectors) => vectors[0].as_ptr().wrapping_add(before),
                        None => writes[0].as_ptr(),
                    };
                    beyond_a_line(start, lanes)
                } else {
                    0
                };
                while at < len {
                    // Up to where the lanes' sums are full.
                    let stop = if B::Sums::LEN == 0 {
                        len
                    } else {
                        len.min(at + BLOCK - summed)
                    };
                    while at < stop {
                        let to = stop.min(at + lanes);
                        // Once more what is before the end, rather than zeros behind it, which
                        // take the time of several steps: where nothing is summed and no result
                        // is read, the same is written again.
                        if repeats && len >= lanes {
                            at = to - lanes;
                        }
                        let mut values = [seed; R];
                        for i in 0..R {
                            values[i] = load::<B, _, R, W>(seed, &reads[i][at..to]);
                        }
                        let mut old = [seed; W];
                        if B::READS_OLD {
                            for i in 0..W {
                                old[i] = load::<B, _, R, W>(seed, &writes[i][at..to]);
                                if R == 0 {
                                    old[i] = Vector::from_bits(old[i].to_bits() ^ unknown);
                                }
                            }
                        }
                        let (new, terms) = B::step(prepared, values, old);
                        if let Some(vectors) = &mut fresh {
                            for i in 0..W {
                                vectors[i].truncate(before + at);
                                append(new[i], &mut vectors[i], to - at);
                            }
                        } else {
                            for i in 0..W {
                                store::<B, _, R, W>(new[i], &mut writes[i][at..to]);
                            }
                        }
                        for i in 0..B::Sums::LEN {
                            let mut term = terms.as_ref()[i];
                            if to - at < lanes {
                                // The lanes beyond the end are replaced, not multiplied by zero:
                                // what the kernel makes of the padding may be infinite.
                                let inside = positions(seed).lt(seed.splat((to - at) as f64));
                                term = Vector::select(inside, term, zero);
                            }
                            partial.as_mut()[i] = partial.as_ref()[i] + term;
                        }
                        summed += lanes;
                        at = to - core::mem::take(&mut back);
                    }
                    if B::Sums::LEN > 0 && summed >= BLOCK {
                        summed = 0;
                        for i in 0..B::Sums::LEN {
                            self.sums[i] += partial.as_ref()[i].sum().to_f64();
                            partial.as_mut()[i] = zero;
                        }
                    }
                }
                let Some(next) = piece.as_mut().and_then(next_row) else {
                    break;
                };
                (reads, writes) = next;
            }
        }
        for i in 0..B::Sums::LEN {
            self.sums[i] += partial.as_ref()[i].sum().to_f64();
        }
    }
}

/// The prepared values in every lane.
#[inline(always)]
fn splat_all<B: Body<R, W>, V: Vector, const R: usize, const W: usize>(
    seed: V,
    prepared: &Prepared<B::Kernel, f64>,
) -> Prepared<B::Kernel, V> {
    <B::Kernel as Kernel>::Prepared::map(prepared, |value| seed.splat(value))
}
