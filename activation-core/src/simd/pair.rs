//! Two vectors side by side, so that two chains of dependent instructions overlap.
//!
//! A polynomial is a chain: each multiply-add waits for the one before it. With two or four
//! vectors in flight the multiplier works on one while the others wait. Pairs nest:
//! `Pair<Pair<Register>>` is four registers.

use core::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Neg, Not, Shl, Shr, Sub};

use super::vector::{Bits, Mask, Vector};

/// Two vectors that go through a kernel together, lane by lane.
#[derive(Clone, Copy, Debug)]
pub struct Pair<V>(pub V, pub V);

macro_rules! operators {
    ($($trait:ident $method:ident),+) => {$(
        impl<V: $trait<Output = V>> $trait for Pair<V> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(self.0.$method(other.0), self.1.$method(other.1))
            }
        }
    )+};
}
operators!(Add add, Sub sub, Mul mul, Div div, BitAnd bitand, BitOr bitor, BitXor bitxor);

macro_rules! scalar_operators {
    ($($trait:ident<$scalar:ty> $method:ident),+) => {$(
        impl<V: $trait<$scalar, Output = V>> $trait<$scalar> for Pair<V> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: $scalar) -> Self {
                Self(self.0.$method(other), self.1.$method(other))
            }
        }
    )+};
}
scalar_operators!(
    Add<f64> add, Sub<f64> sub, Mul<f64> mul, Div<f64> div, Shl<u32> shl, Shr<u32> shr
);

impl<V: Neg<Output = V>> Neg for Pair<V> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(-self.0, -self.1)
    }
}

impl<V: Not<Output = V>> Not for Pair<V> {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        Self(!self.0, !self.1)
    }
}

macro_rules! lanewise {
    ($(fn $method:ident(self $(, $arg:ident)*) -> $output:ident;)+) => {$(
        #[inline(always)]
        fn $method(self $(, $arg: Self)*) -> lanewise!(@ $output) {
            Pair(self.0.$method($($arg.0),*), self.1.$method($($arg.1),*))
        }
    )+};
    (@ Vector) => { Self };
    (@ Mask) => { Self::Mask };
    (@ Bits) => { Self::Bits };
}

impl<V: Vector> Vector for Pair<V> {
    type Scalar = V::Scalar;
    type Mask = Pair<V::Mask>;
    type Bits = Pair<V::Bits>;
    const LANES: usize = 2 * V::LANES;

    lanewise! {
        fn mul_add(self, factor, addend) -> Vector;
        fn abs(self) -> Vector;
        fn copysign(self, sign) -> Vector;
        fn max(self, other) -> Vector;
        fn min(self, other) -> Vector;
        fn sqrt(self) -> Vector;
        fn floor(self) -> Vector;
        fn ceil(self) -> Vector;
        fn trunc(self) -> Vector;
        fn round_ties_even(self) -> Vector;
        fn lt(self, other) -> Mask;
        fn le(self, other) -> Mask;
        fn eq(self, other) -> Mask;
        fn to_bits(self) -> Bits;
    }

    #[inline(always)]
    fn splat(self, value: f64) -> Self {
        let lane = self.0.splat(value);
        Self(lane, lane)
    }
    #[inline(always)]
    fn has_fma(self) -> bool {
        self.0.has_fma()
    }
    #[inline(always)]
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self {
        Self(
            V::select(mask.0, yes.0, no.0),
            V::select(mask.1, yes.1, no.1),
        )
    }
    #[inline(always)]
    fn from_bits(bits: Self::Bits) -> Self {
        Self(V::from_bits(bits.0), V::from_bits(bits.1))
    }
    #[inline(always)]
    fn load(self, slice: &[Self::Scalar]) -> Self {
        let (low, high) = slice[..Self::LANES].split_at(V::LANES);
        Self(self.0.load(low), self.1.load(high))
    }
    #[inline(always)]
    fn store(self, slice: &mut [Self::Scalar]) {
        let (low, high) = slice[..Self::LANES].split_at_mut(V::LANES);
        self.0.store(low);
        self.1.store(high);
    }
    #[inline(always)]
    fn load_part(self, slice: &[Self::Scalar], at: usize) -> Self {
        if slice.len() <= V::LANES {
            let both = self.0.load_part(slice, 0);
            return Self(both, both);
        }
        Self(
            self.0.load_part(slice, at),
            self.1.load_part(slice, at + V::LANES),
        )
    }
    #[inline(always)]
    fn store_part(self, slice: &mut [Self::Scalar], at: usize) {
        if slice.len() <= V::LANES {
            return self.0.store_part(slice, 0);
        }
        self.0.store_part(slice, at);
        self.1.store_part(slice, at + V::LANES);
    }
    #[inline(always)]
    fn sum(self) -> Self::Scalar {
        (self.0 + self.1).sum()
    }
}

impl<M: Mask> Mask for Pair<M> {
    #[inline(always)]
    fn any(self) -> bool {
        // On aarch64 LLVM makes one comparison of two that are joined, `max(a, b) > c`, by an
        // instruction in which a signalling NaN beats a number: its neighbours would not be seen.
        // It joins two questions as well, unless it cannot look through one of the answers.
        if cfg!(target_arch = "aarch64") {
            core::hint::black_box(self.0.any()) | self.1.any()
        } else {
            (self.0 | self.1).any()
        }
    }
}

impl<B: Bits> Bits for Pair<B> {
    #[inline(always)]
    fn splat(self, bits: u64) -> Self {
        let lane = self.0.splat(bits);
        Self(lane, lane)
    }
}
