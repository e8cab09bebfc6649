//! Arrays of halves beside arrays of `f32`, with the conversions of the crate `half` itself as
//! the reference.
#![allow(dead_code, unreachable_pub)] // every test binary uses some of them

use activation_core::operands::Element;
use half::{bf16, f16};
use ndarray::{Array, Array1, Dimension};

/// A half.
pub trait Half: Element<Lane = f32> {
    fn of(bits: u16) -> Self;
    fn bits(self) -> u16;
    fn rounded(x: f32) -> Self;
    fn exact(self) -> f32;
}

macro_rules! halves {
    ($($T:ident),+) => {$(
        impl Half for $T {
            fn of(bits: u16) -> Self {
                $T::from_bits(bits)
            }
            fn bits(self) -> u16 {
                self.to_bits()
            }
            fn rounded(x: f32) -> Self {
                $T::from_f32(x)
            }
            fn exact(self) -> f32 {
                self.to_f32()
            }
        }
    )+};
}
halves!(f16, bf16);

/// Every element is the rounded one of `reference`, or both are NaN.
pub fn same<H: Half, D: Dimension>(name: &str, half: &Array<H, D>, reference: &Array<f32, D>) {
    assert_eq!(half.shape(), reference.shape());
    for (index, (half, reference)) in half.iter().zip(reference).enumerate() {
        let expected = H::rounded(*reference);
        assert!(
            half.bits() == expected.bits() || half.exact().is_nan() && reference.is_nan(),
            "{name} at {index}: {half} instead of {expected}"
        );
    }
}

/// All there are.
pub fn every<H: Half>() -> Array1<H> {
    (0..=u16::MAX).map(H::of).collect()
}
