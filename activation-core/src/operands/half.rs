//! The elements of 16 bits, `half::f16` and `half::bf16`: computed in `f32`, rounded once.
//!
//! Conversions are plain integer arithmetic without branches, so that a loop over them becomes
//! vector code at every level; hardware conversions of `f16` cannot be reached from safe code
//! on all of them.

use half::{bf16, f16};
use ndarray::{
    ArrayView2, ArrayViewMut2, Ix1,
    iter::{AxisIter, AxisIterMut},
};

use super::Element;
use crate::simd::{Instructions, Level, Work, dispatch_at};

/// The exponent bits of `f32`, which are also its infinity.
const INFINITY: u32 = 0x7f80_0000;

/// An `f16`, exactly.
#[inline(always)]
fn widen_f16(bits: u16) -> f32 {
    let magnitude = u32::from(bits & 0x7fff);
    let sign = u32::from(bits & 0x8000) << 16;
    let shifted = magnitude << 13;
    // A subnormal is a multiple of 2⁻²⁴.
    let subnormal = (magnitude as i32 as f32 * f32::from_bits(103 << 23)).to_bits();
    let normal = shifted + (112 << 23);
    let special = shifted | INFINITY;
    let finite = if magnitude < 0x0400 {
        subnormal
    } else {
        normal
    };
    let value = if magnitude < 0x7c00 { finite } else { special };
    f32::from_bits(value | sign)
}

/// The nearest `f16`, ties to even.
#[inline(always)]
fn narrow_f16(value: f32) -> u16 {
    let bits = value.to_bits();
    let magnitude = bits & 0x7fff_ffff;
    let sign = (bits >> 16) & 0x8000;
    let odd = (magnitude >> 13) & 1;
    let normal = magnitude.wrapping_sub(112 << 23).wrapping_add(0x0fff + odd) >> 13;
    // Below 2⁻¹⁴ the places of `f16` are those of 0.5 in `f32`: the addition rounds.
    let subnormal = (f32::from_bits(magnitude) + 0.5)
        .to_bits()
        .wrapping_sub(126 << 23);
    let nan = 0x7e00 | ((magnitude >> 13) & 0x03ff);
    let finite = if magnitude < 113 << 23 {
        subnormal
    } else {
        normal
    };
    let bounded = if magnitude < 143 << 23 {
        finite
    } else {
        0x7c00
    };
    let rounded = if magnitude > INFINITY { nan } else { bounded };
    (rounded | sign) as u16
}

/// A `bf16`, exactly: the upper half of an `f32`.
#[inline(always)]
fn widen_bf16(bits: u16) -> f32 {
    f32::from_bits(u32::from(bits) << 16)
}

/// The nearest `bf16`, ties to even.
#[inline(always)]
fn narrow_bf16(value: f32) -> u16 {
    let bits = value.to_bits();
    let odd = (bits >> 16) & 1;
    let rounded = bits.wrapping_add(0x7fff + odd) >> 16;
    let nan = (bits >> 16) | 0x0040;
    let is_nan = bits & 0x7fff_ffff > INFINITY;
    (if is_nan { nan } else { rounded }) as u16
}

/// An `f32` from which rounding to 16 bits gives what rounding `value` itself would: cut, with
/// the last bit set when that was not exact.
fn to_odd(value: f64) -> f32 {
    let near = value as f32;
    if value.is_nan() || f64::from(near) == value {
        return near;
    }
    let beyond = f64::from(near).abs() > value.abs();
    f32::from_bits((near.to_bits() - u32::from(beyond)) | 1)
}

macro_rules! half {
    ($T:ident: $widen:ident $Widen:ident, $narrow:ident $Narrow:ident) => {
        struct $Widen<'a>(&'a [$T], &'a mut [f32]);

        impl Work for $Widen<'_> {
            type Output = ();
            #[inline(always)]
            fn run<S: Instructions>(self, _: S) {
                for (lane, element) in self.1.iter_mut().zip(self.0) {
                    *lane = $widen(element.to_bits());
                }
            }
        }

        struct $Narrow<'a>(&'a [f32], &'a mut [$T]);

        impl Work for $Narrow<'_> {
            type Output = ();
            #[inline(always)]
            fn run<S: Instructions>(self, _: S) {
                for (element, lane) in self.1.iter_mut().zip(self.0) {
                    *element = $T::from_bits($narrow(*lane));
                }
            }
        }

        impl Element for $T {
            type Lane = f32;
            #[inline(always)]
            fn widen(self) -> f32 {
                $widen(self.to_bits())
            }
            #[inline(always)]
            fn narrow(lane: f32) -> Self {
                Self::from_bits($narrow(lane))
            }
            fn narrow_sum(sum: f64) -> Self {
                Self::narrow(to_odd(sum))
            }
            fn add_sum(self, sum: f64) -> Self {
                Self::narrow_sum(f64::from(self.widen()) + sum)
            }
            #[inline(always)]
            fn lanes(_: &[Self]) -> Option<&[f32]> {
                None
            }
            #[inline(always)]
            fn lanes_mut(_: &mut [Self]) -> Option<&mut [f32]> {
                None
            }
            #[inline]
            fn rows<'v>(_: &'v ArrayView2<'_, Self>) -> Option<AxisIter<'v, f32, Ix1>> {
                None
            }
            #[inline]
            fn rows_mut<'v>(
                _: &'v mut ArrayViewMut2<'_, Self>,
            ) -> Option<AxisIterMut<'v, f32, Ix1>> {
                None
            }
            fn narrow_vec(level: Level, lanes: Vec<f32>) -> Vec<Self> {
                let mut narrow = vec![Self::default(); lanes.len()];
                Self::narrow_slice(level, &lanes, &mut narrow);
                narrow
            }
            fn widen_slice(level: Level, from: &[Self], to: &mut [f32]) {
                dispatch_at(level, $Widen(from, to));
            }
            fn narrow_slice(level: Level, from: &[f32], to: &mut [Self]) {
                dispatch_at(level, $Narrow(from, to));
            }
        }
    };
}
half!(f16: widen_f16 WidenF16, narrow_f16 NarrowF16);
half!(bf16: widen_bf16 WidenBf16, narrow_bf16 NarrowBf16);

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: f32, other: f32) -> bool {
        one.to_bits() == other.to_bits() || one.is_nan() && other.is_nan()
    }

    #[test]
    fn every_half_is_widened_exactly_and_comes_back() {
        for bits in 0..=u16::MAX {
            let (f, b) = (f16::from_bits(bits), bf16::from_bits(bits));
            assert!(same(f.widen(), f.to_f32()), "{bits:#x}");
            assert!(same(b.widen(), b.to_f32()), "{bits:#x}");
            if !f.is_nan() {
                assert_eq!(f16::narrow(f.widen()).to_bits(), bits);
            }
            if !b.is_nan() {
                assert_eq!(bf16::narrow(b.widen()).to_bits(), bits);
            }
        }
    }

    /// Every half, the midpoints between neighbours, and what lies next to those.
    #[test]
    fn narrowing_rounds_to_nearest_even() {
        let check = |bits: u32| {
            let x = f32::from_bits(bits);
            let (f, b) = (f16::narrow(x), bf16::narrow(x));
            if x.is_nan() {
                return assert!(f.is_nan() && b.is_nan(), "{bits:#x}");
            }
            assert_eq!(f.to_bits(), f16::from_f32(x).to_bits(), "{bits:#x}");
            assert_eq!(b.to_bits(), bf16::from_f32(x).to_bits(), "{bits:#x}");
        };
        for upper in 0..=u16::MAX {
            for lower in [
                0u16, 1, 0x0fff, 0x1000, 0x1001, 0x1fff, 0x2fff, 0x3000, 0x3001,
            ]
            .into_iter()
            .chain([
                0x4fff, 0x5000, 0x5001, 0x7fff, 0x8000, 0x8001, 0x9000, 0xb000,
            ])
            .chain([0xd000, 0xefff, 0xf000, 0xf001, 0xffff])
            {
                check(u32::from(upper) << 16 | u32::from(lower));
            }
        }
        for bits in (0..=u32::MAX).step_by(4_099) {
            check(bits);
        }
    }

    #[test]
    fn a_sum_is_rounded_once() {
        // Just above and below the middle between 1 and its successor, where f32 has no place.
        let (f, b) = (1.0 + 2f64.powi(-11), 1.0 + 2f64.powi(-8));
        for (off, up) in [(-1e-15, 0), (0.0, 0), (1e-15, 1)] {
            assert_eq!(f16::narrow_sum(f + off).to_bits(), 0x3c00 + up);
            assert_eq!(bf16::narrow_sum(b + off).to_bits(), 0x3f80 + up);
            assert_eq!(f16::narrow_sum(-(f + off)).to_bits(), 0xbc00 + up);
        }
        assert_eq!(f16::narrow_sum(1e300), f16::INFINITY);
        assert!(bf16::narrow_sum(f64::NAN).is_nan());
        assert_eq!(f16::ONE.add_sum(f - 1.0 + 1e-12).to_bits(), 0x3c01);
    }

    #[test]
    fn slices_are_converted_as_elements_are() {
        for level in crate::simd::available_levels() {
            let halves: Vec<f16> = (0..=u16::MAX).map(f16::from_bits).collect();
            let mut lanes = vec![0.0; halves.len()];
            f16::widen_slice(level, &halves, &mut lanes);
            assert!(lanes.iter().zip(&halves).all(|(x, h)| same(*x, h.to_f32())));
            let mut shifted: Vec<f32> = lanes.iter().map(|x| x * 0.77).collect();
            shifted.push(0.3);
            let mut f = vec![f16::ZERO; shifted.len()];
            let mut b = vec![bf16::ZERO; shifted.len()];
            f16::narrow_slice(level, &shifted, &mut f);
            bf16::narrow_slice(level, &shifted, &mut b);
            for ((x, f), b) in shifted.iter().zip(&f).zip(&b) {
                assert!(f.to_bits() == f16::narrow(*x).to_bits());
                assert!(b.to_bits() == bf16::narrow(*x).to_bits());
            }
            bf16::widen_slice(level, &b, &mut shifted);
            assert!(shifted.iter().zip(&b).all(|(x, b)| same(*x, b.to_f32())));
        }
    }
}
