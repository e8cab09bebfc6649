//! One hardware register: a thin shell over the native vector of `fearless_simd`.

use core::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Neg, Not, Shl, Shr, Sub};

use fearless_simd::{
    ExtractToken as _, Select as _, Simd, SimdBase, SimdFloat, SimdFloatElement, SimdMask,
};

use super::{
    instructions::Instructions,
    vector::{Bits, Mask, Scalar, Vector},
};

/// The most lanes of a register: 16 `f32`, at AVX-512.
const MAX_LANES: usize = 16;

type NativeOf<S, T> = <T as SimdFloatElement>::Native<S>;
type MaskOf<S, T> = <NativeOf<S, T> as SimdBase<S>>::Mask;
type BitsOf<S, T> = <NativeOf<S, T> as SimdFloat<S>>::Bits;

/// One native register of `T` at the level `S`.
#[derive(Debug)]
pub struct Register<S: Simd, T: Scalar>(pub(crate) NativeOf<S, T>);
/// The truth values of a [`Register`].
pub struct RegisterMask<S: Simd, T: Scalar>(MaskOf<S, T>);
/// The bit patterns of a [`Register`].
#[derive(Debug)]
pub struct RegisterBits<S: Simd, T: Scalar>(BitsOf<S, T>);

// `derive(Copy)` would ask for `S: Copy` alone and miss that the native vector is `Copy` too.
macro_rules! copy {
    ($($name:ident),+) => {$(
        impl<S: Simd, T: Scalar> Clone for $name<S, T> {
            #[inline(always)]
            fn clone(&self) -> Self { *self }
        }
        impl<S: Simd, T: Scalar> Copy for $name<S, T> {}
    )+};
}
copy!(Register, RegisterMask, RegisterBits);

macro_rules! operators {
    ($name:ident: $($trait:ident $method:ident),+) => {$(
        impl<S: Simd, T: Scalar> $trait for $name<S, T> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self { Self($trait::$method(self.0, other.0)) }
        }
    )+};
}
operators!(Register: Add add, Sub sub, Mul mul, Div div);
operators!(RegisterMask: BitAnd bitand, BitOr bitor, BitXor bitxor);
operators!(RegisterBits: Add add, Sub sub, BitAnd bitand, BitOr bitor, BitXor bitxor);

macro_rules! scalar_operators {
    ($($trait:ident $method:ident),+) => {$(
        impl<S: Instructions, T: Scalar> $trait<f64> for Register<S, T> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: f64) -> Self {
                Self($trait::$method(self.0, self.splat(other).0))
            }
        }
    )+};
}
scalar_operators!(Add add, Sub sub, Mul mul, Div div);

impl<S: Simd, T: Scalar> Neg for Register<S, T> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl<S: Simd, T: Scalar> Register<S, T> {
    /// A register with `value` in every lane, made from the level's token.
    #[inline(always)]
    pub fn new(simd: S, value: T) -> Self {
        Self(NativeOf::<S, T>::splat(simd, value))
    }
}

impl<S: Instructions, T: Scalar> Vector for Register<S, T> {
    type Scalar = T;
    type Mask = RegisterMask<S, T>;
    type Bits = RegisterBits<S, T>;
    const LANES: usize = <NativeOf<S, T> as SimdBase<S>>::LEN;

    #[inline(always)]
    fn splat(self, value: f64) -> Self {
        Self(NativeOf::<S, T>::splat(self.0.token(), T::from_f64(value)))
    }
    #[inline(always)]
    fn has_fma(self) -> bool {
        S::FUSES
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, addend: Self) -> Self {
        Self(self.0.mul_add(factor.0, addend.0))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(self.0.abs())
    }
    #[inline(always)]
    fn copysign(self, sign: Self) -> Self {
        Self(self.0.copysign(sign.0))
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        if S::KEEPS_NAN {
            Self(self.0.max(other.0))
        } else {
            Self(self.0.simd_gt(other.0).select(self.0, other.0))
        }
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        if S::KEEPS_NAN {
            Self(self.0.min(other.0))
        } else {
            Self(self.0.simd_lt(other.0).select(self.0, other.0))
        }
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(self.0.sqrt())
    }
    #[inline(always)]
    fn floor(self) -> Self {
        Self(self.0.floor())
    }
    #[inline(always)]
    fn ceil(self) -> Self {
        Self(self.0.ceil())
    }
    #[inline(always)]
    fn trunc(self) -> Self {
        Self(self.0.trunc())
    }
    #[inline(always)]
    fn round_ties_even(self) -> Self {
        Self(self.0.round_ties_even())
    }
    #[inline(always)]
    fn lt(self, other: Self) -> Self::Mask {
        RegisterMask(self.0.simd_lt(other.0))
    }
    #[inline(always)]
    fn le(self, other: Self) -> Self::Mask {
        RegisterMask(self.0.simd_le(other.0))
    }
    #[inline(always)]
    fn eq(self, other: Self) -> Self::Mask {
        RegisterMask(self.0.simd_eq(other.0))
    }
    #[inline(always)]
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self {
        Self(mask.0.select(yes.0, no.0))
    }
    #[inline(always)]
    fn to_bits(self) -> Self::Bits {
        RegisterBits(SimdFloat::to_bits(self.0))
    }
    #[inline(always)]
    fn from_bits(bits: Self::Bits) -> Self {
        Self(<NativeOf<S, T> as SimdFloat<S>>::from_bits(bits.0))
    }
    #[inline(always)]
    fn load(self, slice: &[T]) -> Self {
        Self(NativeOf::<S, T>::from_slice(
            self.0.token(),
            &slice[..Self::LANES],
        ))
    }
    #[inline(always)]
    fn store(self, slice: &mut [T]) {
        self.0.store_slice(&mut slice[..Self::LANES]);
    }
    #[inline(always)]
    fn load_part(self, slice: &[T], at: usize) -> Self {
        if let Some(last) = slice.len().checked_sub(Self::LANES) {
            return self.load(&slice[at.min(last)..]);
        }
        let mut lanes = [T::default(); MAX_LANES];
        // Element by element: a call to `memcpy` would cost the loop its registers.
        for (lane, value) in lanes.iter_mut().zip(slice) {
            *lane = *value;
        }
        self.load(&lanes)
    }
    #[inline(always)]
    fn store_part(self, slice: &mut [T], at: usize) {
        if let Some(last) = slice.len().checked_sub(Self::LANES) {
            return self.store(&mut slice[at.min(last)..]);
        }
        let mut lanes = [T::default(); MAX_LANES];
        self.store(&mut lanes);
        for (value, lane) in slice.iter_mut().zip(lanes) {
            *value = lane;
        }
    }
    #[inline(always)]
    fn sum(self) -> T {
        self.0.reduce_sum()
    }
}

impl<S: Simd, T: Scalar> Not for RegisterMask<S, T> {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        Self(!self.0)
    }
}

impl<S: Simd, T: Scalar> Mask for RegisterMask<S, T> {
    #[inline(always)]
    fn any(self) -> bool {
        self.0.any_true()
    }
}

impl<S: Simd, T: Scalar> Not for RegisterBits<S, T> {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        Self(!self.0)
    }
}

impl<S: Simd, T: Scalar> Shl<u32> for RegisterBits<S, T> {
    type Output = Self;
    #[inline(always)]
    fn shl(self, by: u32) -> Self {
        Self(self.0 << by)
    }
}

impl<S: Simd, T: Scalar> Shr<u32> for RegisterBits<S, T> {
    type Output = Self;
    #[inline(always)]
    fn shr(self, by: u32) -> Self {
        Self(self.0 >> by)
    }
}

impl<S: Simd, T: Scalar> Bits for RegisterBits<S, T> {
    #[inline(always)]
    fn splat(self, bits: u64) -> Self {
        Self(BitsOf::<S, T>::splat(
            self.0.token(),
            T::truncate_bits(bits),
        ))
    }
}
