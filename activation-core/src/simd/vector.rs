//! What a kernel may do with numbers: the traits `Vector`, `Mask` and `Bits`.
//!
//! A kernel is written once, generic over [`Vector`]. It then runs on one scalar
//! ([`Lane`](super::Lane)), on one register of any instruction set
//! ([`Register`](super::Register)) and on several registers in flight
//! ([`Pair`](super::Pair)). Every operation acts lane by lane, so a lane's result never
//! depends on how many others travel with it.
//!
//! Not here: mathematical functions (`crate::math`), loops over arrays (`crate::drive`).

use core::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Neg, Not, Shl, Shr, Sub};

use crate::{math::Elementary, operands::Element};

/// A floating-point type that arrays may hold and kernels compute in: `f32` or `f64`.
pub trait Scalar:
    Elementary + Element<Lane = Self> + fearless_simd::SimdFloatElement + ndarray::NdFloat + Default
{
    /// The number of explicitly stored mantissa bits: 23 or 52.
    const MANTISSA_BITS: u32;
    /// The exponent bias: 127 or 1023.
    const EXPONENT_BIAS: u64;
    /// The nearest value of this type.
    fn from_f64(value: f64) -> Self;
    /// This value, exactly.
    fn to_f64(self) -> f64;
    /// The low bits of `bits` as this type's bit pattern.
    fn truncate_bits(bits: u64) -> <Self as fearless_simd::SimdFloatElement>::Bits;
    /// The value whose bit pattern is the low bits of `bits`.
    fn from_bit_pattern(bits: u64) -> Self;
    /// The bit pattern, zero-extended.
    fn to_bit_pattern(self) -> u64;
}

impl Scalar for f32 {
    const MANTISSA_BITS: u32 = 23;
    const EXPONENT_BIAS: u64 = 127;
    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        value as f32
    }
    #[inline(always)]
    fn to_f64(self) -> f64 {
        f64::from(self)
    }
    #[inline(always)]
    fn truncate_bits(bits: u64) -> u32 {
        bits as u32
    }
    #[inline(always)]
    fn from_bit_pattern(bits: u64) -> Self {
        f32::from_bits(bits as u32)
    }
    #[inline(always)]
    fn to_bit_pattern(self) -> u64 {
        u64::from(self.to_bits())
    }
}

impl Scalar for f64 {
    const MANTISSA_BITS: u32 = 52;
    const EXPONENT_BIAS: u64 = 1023;
    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        value
    }
    #[inline(always)]
    fn to_f64(self) -> f64 {
        self
    }
    #[inline(always)]
    fn truncate_bits(bits: u64) -> u64 {
        bits
    }
    #[inline(always)]
    fn from_bit_pattern(bits: u64) -> Self {
        f64::from_bits(bits)
    }
    #[inline(always)]
    fn to_bit_pattern(self) -> u64 {
        self.to_bits()
    }
}

/// A fixed number of floating-point lanes.
///
/// A constant needs a vector beside it (`x.splat(0.5)`, `x * 0.5`), because only an existing
/// vector proves that the processor has the instructions to make another.
pub trait Vector:
    Copy
    + Send
    + Sync
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Div<f64, Output = Self>
{
    /// The type of one lane.
    type Scalar: Scalar;
    /// One truth value a lane.
    type Mask: Mask;
    /// The lanes as unsigned integers.
    type Bits: Bits;
    /// How many lanes there are.
    const LANES: usize;

    /// A vector like this one with `value`, rounded to the lane type, in every lane.
    fn splat(self, value: f64) -> Self;
    /// Whether [`mul_add`](Self::mul_add) rounds once on this level. The answer is a constant
    /// after inlining, so a branch on it costs nothing.
    fn has_fma(self) -> bool;

    /// `self * factor + addend`, rounded once where the level has the instruction and twice
    /// where it has not.
    fn mul_add(self, factor: Self, addend: Self) -> Self;
    /// `|self|`.
    fn abs(self) -> Self;
    /// `self` with the sign bit of `sign`.
    fn copysign(self, sign: Self) -> Self;
    /// The larger of both. NaN when `other` is NaN; unspecified when only `self` is.
    fn max(self, other: Self) -> Self;
    /// The smaller of both. NaN when `other` is NaN; unspecified when only `self` is.
    fn min(self, other: Self) -> Self;
    /// The square root, correctly rounded.
    fn sqrt(self) -> Self;
    /// The largest integer not above.
    fn floor(self) -> Self;
    /// The smallest integer not below.
    fn ceil(self) -> Self;
    /// The integer part.
    fn trunc(self) -> Self;
    /// The nearest integer, ties to even.
    fn round_ties_even(self) -> Self;

    /// `self < other`; false for NaN.
    fn lt(self, other: Self) -> Self::Mask;
    /// `self <= other`; false for NaN.
    fn le(self, other: Self) -> Self::Mask;
    /// `self > other`; false for NaN.
    #[inline(always)]
    fn gt(self, other: Self) -> Self::Mask {
        other.lt(self)
    }
    /// `self >= other`; false for NaN.
    #[inline(always)]
    fn ge(self, other: Self) -> Self::Mask {
        other.le(self)
    }
    /// `self == other`; false for NaN.
    fn eq(self, other: Self) -> Self::Mask;
    /// `self != other`; true for NaN.
    #[inline(always)]
    fn ne(self, other: Self) -> Self::Mask {
        !self.eq(other)
    }
    /// Whether the lane is NaN.
    #[inline(always)]
    fn is_nan(self) -> Self::Mask {
        self.ne(self)
    }
    /// `yes` in the lanes where `mask` holds, `no` in the others. Nothing is multiplied: NaN or
    /// infinity in the lane that is not taken cannot leak.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;

    /// The bit patterns.
    fn to_bits(self) -> Self::Bits;
    /// The vector with these bit patterns.
    fn from_bits(bits: Self::Bits) -> Self;

    /// Reads `LANES` lanes from the front of `slice`.
    ///
    /// # Panics
    /// When `slice` is shorter than `LANES`.
    fn load(self, slice: &[Self::Scalar]) -> Self;
    /// Writes the lanes to the front of `slice`.
    ///
    /// # Panics
    /// When `slice` is shorter than `LANES`.
    fn store(self, slice: &mut [Self::Scalar]);
    /// Reads a slice that may be shorter than the vector, its registers from `at` on. A register
    /// that would reach beyond the end ends there, and holds some elements a second time; one that
    /// is longer than the slice is filled up with zeros.
    fn load_part(self, slice: &[Self::Scalar], at: usize) -> Self;
    /// Writes the lanes to where [`load_part`](Self::load_part) finds them.
    fn store_part(self, slice: &mut [Self::Scalar], at: usize);
    /// The sum of all lanes, in an order that depends on `LANES` alone.
    fn sum(self) -> Self::Scalar;
}

/// One truth value a lane.
pub trait Mask:
    Copy + BitAnd<Output = Self> + BitOr<Output = Self> + BitXor<Output = Self> + Not<Output = Self>
{
    /// Whether any lane is true.
    fn any(self) -> bool;
}

/// Lanes of unsigned integers as wide as the floats they belong to; arithmetic wraps.
pub trait Bits:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + BitAnd<Output = Self>
    + BitOr<Output = Self>
    + BitXor<Output = Self>
    + Not<Output = Self>
    + Shl<u32, Output = Self>
    + Shr<u32, Output = Self>
{
    /// A vector like this one with the low bits of `bits` in every lane.
    fn splat(self, bits: u64) -> Self;
}
