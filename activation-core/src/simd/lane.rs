//! One lane in plain Rust: the reference every other level is tested against, and what
//! evaluates the parameter-only part of a formula once a call, in `f64`.

use core::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Neg, Not, Shl, Shr, Sub};

use super::vector::{Bits, Mask, Scalar, Vector};

/// A vector of one lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lane<T>(pub T);

/// The bit pattern of a [`Lane`].
#[derive(Debug)]
pub struct LaneBits<T>(u64, core::marker::PhantomData<T>);

impl<T> Clone for LaneBits<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for LaneBits<T> {}

impl<T: Scalar> LaneBits<T> {
    const MASK: u64 = u64::MAX >> (64 - 8 * size_of::<T>() as u32);

    fn new(bits: u64) -> Self {
        Self(bits & Self::MASK, core::marker::PhantomData)
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident),+) => {$(
        impl<T: Scalar> $trait for Lane<T> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self { Lane(self.0.$method(other.0)) }
        }
        impl<T: Scalar> $trait<f64> for Lane<T> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: f64) -> Self { Lane(self.0.$method(T::from_f64(other))) }
        }
    )+};
}
operators!(Add add, Sub sub, Mul mul, Div div);

macro_rules! bit_operators {
    ($($trait:ident $method:ident $operation:expr),+) => {$(
        impl<T: Scalar> $trait for LaneBits<T> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                let operation: fn(u64, u64) -> u64 = $operation;
                Self::new(operation(self.0, other.0))
            }
        }
    )+};
}
bit_operators!(
    Add add u64::wrapping_add,
    Sub sub u64::wrapping_sub,
    BitAnd bitand |a, b| a & b,
    BitOr bitor |a, b| a | b,
    BitXor bitxor |a, b| a ^ b
);

impl<T: Scalar> Neg for Lane<T> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Lane(-self.0)
    }
}

impl<T: Scalar> Vector for Lane<T> {
    type Scalar = T;
    type Mask = bool;
    type Bits = LaneBits<T>;
    const LANES: usize = 1;

    #[inline(always)]
    fn splat(self, value: f64) -> Self {
        Lane(T::from_f64(value))
    }
    #[inline(always)]
    fn has_fma(self) -> bool {
        true
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, addend: Self) -> Self {
        Lane(self.0.mul_add(factor.0, addend.0))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Lane(self.0.abs())
    }
    #[inline(always)]
    fn copysign(self, sign: Self) -> Self {
        Lane(self.0.copysign(sign.0))
    }
    // Written with a comparison, because `f64::max` drops a NaN where this one must keep it.
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        if self.0 > other.0 { self } else { other }
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        if self.0 < other.0 { self } else { other }
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Lane(self.0.sqrt())
    }
    #[inline(always)]
    fn floor(self) -> Self {
        Lane(self.0.floor())
    }
    #[inline(always)]
    fn ceil(self) -> Self {
        Lane(self.0.ceil())
    }
    #[inline(always)]
    fn trunc(self) -> Self {
        Lane(self.0.trunc())
    }
    // `num_traits::Float` has no round-to-even; through f64 it is exact for both types.
    #[inline(always)]
    fn round_ties_even(self) -> Self {
        Lane(T::from_f64(self.0.to_f64().round_ties_even()))
    }
    #[inline(always)]
    fn lt(self, other: Self) -> bool {
        self.0 < other.0
    }
    #[inline(always)]
    fn le(self, other: Self) -> bool {
        self.0 <= other.0
    }
    #[inline(always)]
    fn eq(self, other: Self) -> bool {
        self.0 == other.0
    }
    #[inline(always)]
    fn select(mask: bool, yes: Self, no: Self) -> Self {
        if mask { yes } else { no }
    }
    #[inline(always)]
    fn to_bits(self) -> LaneBits<T> {
        LaneBits::new(self.0.to_bit_pattern())
    }
    #[inline(always)]
    fn from_bits(bits: LaneBits<T>) -> Self {
        Lane(T::from_bit_pattern(bits.0))
    }
    #[inline(always)]
    fn load(self, slice: &[T]) -> Self {
        Lane(slice[0])
    }
    #[inline(always)]
    fn store(self, slice: &mut [T]) {
        slice[0] = self.0;
    }
    #[inline(always)]
    fn load_part(self, slice: &[T], at: usize) -> Self {
        Lane(slice[at])
    }
    #[inline(always)]
    fn store_part(self, slice: &mut [T], at: usize) {
        slice[at] = self.0;
    }
    #[inline(always)]
    fn sum(self) -> T {
        self.0
    }
}

impl Mask for bool {
    #[inline(always)]
    fn any(self) -> bool {
        self
    }
}

impl<T: Scalar> Not for LaneBits<T> {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        Self::new(!self.0)
    }
}

impl<T: Scalar> Shl<u32> for LaneBits<T> {
    type Output = Self;
    #[inline(always)]
    fn shl(self, by: u32) -> Self {
        Self::new(self.0 << by)
    }
}

impl<T: Scalar> Shr<u32> for LaneBits<T> {
    type Output = Self;
    #[inline(always)]
    fn shr(self, by: u32) -> Self {
        Self::new(self.0 >> by)
    }
}

impl<T: Scalar> Bits for LaneBits<T> {
    #[inline(always)]
    fn splat(self, bits: u64) -> Self {
        Self::new(bits)
    }
}
