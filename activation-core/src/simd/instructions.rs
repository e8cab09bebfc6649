//! How many registers a level keeps in flight.
//!
//! A polynomial is a chain of dependent multiply-adds, and several chains side by side hide each
//! other's latency; too many of them spill out of the register file, and every copy of a kernel
//! costs compile time. AVX-512 and NEON have 32 registers, the others 16.

use fearless_simd::Simd;
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
use fearless_simd::x86::{Avx2, Avx512, Sse2};

use super::{Pair, Register, Scalar, Vector};

/// The instructions of one level.
pub trait Instructions: Simd {
    /// The vectors that travel through a kernel together.
    type Several<T: Scalar>: Vector<Scalar = T>;
    /// `one`, as often as there are registers in flight.
    fn several<T: Scalar>(one: Register<Self, T>) -> Self::Several<T>;
}

macro_rules! in_flight {
    ($(#[$cfg:meta] $level:ty: $one:ident => $several:ty = $value:expr;)+) => {$(
        #[$cfg]
        impl Instructions for $level {
            type Several<T: Scalar> = $several;
            #[inline(always)]
            fn several<T: Scalar>($one: Register<Self, T>) -> $several { $value }
        }
    )+};
}

in_flight! {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    Sse2: one => Register<Self, T> = one;
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    Avx2: one => Pair<Register<Self, T>> = Pair(one, one);
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    Avx512: one => Pair<Pair<Register<Self, T>>> = Pair(Pair(one, one), Pair(one, one));
    #[cfg(target_arch = "aarch64")]
    fearless_simd::aarch64::Neon: one => Pair<Pair<Register<Self, T>>>
        = Pair(Pair(one, one), Pair(one, one));
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    fearless_simd::wasm32::WasmSimd128: one => Pair<Register<Self, T>> = Pair(one, one);
    #[cfg(not(any(
        target_arch = "x86",
        target_arch = "x86_64",
        target_arch = "aarch64",
        all(target_arch = "wasm32", target_feature = "simd128")
    )))]
    fearless_simd::Fallback: one => Register<Self, T> = one;
}
