//! What sets the levels apart: whether a multiply-add is rounded once, what becomes of a NaN in
//! `max` and `min`, and how many registers are kept in flight.
//!
//! A polynomial is a chain of dependent multiply-adds, and several chains side by side hide each
//! other's latency; too many of them spill out of the register file, and every copy of a kernel
//! costs compile time. AVX-512 and NEON have 32 registers, the others 16. A build that is
//! hardly optimised keeps one (`build.rs`).

use fearless_simd::Simd;
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
use fearless_simd::x86::{Avx2, Avx512, Sse2};

#[cfg(all(
    not(one_register),
    any(
        target_arch = "x86",
        target_arch = "x86_64",
        target_arch = "aarch64",
        all(target_arch = "wasm32", target_feature = "simd128")
    )
))]
use super::Pair;
use super::{Register, Scalar, Vector};

/// The instructions of one level.
pub trait Instructions: Simd {
    /// Whether a multiply-add is rounded once, always.
    const FUSES: bool;
    /// Whether the native `max` and `min` are NaN where their second operand is.
    const KEEPS_NAN: bool;
    /// The vectors that travel through a kernel together.
    type Several<T: Scalar>: Vector<Scalar = T>;
    /// `one`, as often as there are registers in flight.
    fn several<T: Scalar>(one: Register<Self, T>) -> Self::Several<T>;
}

macro_rules! levels {
    ($(
        $(#[$cfg:meta])+
        $level:ty: fuses $fuses:expr, keeps NaN $keeps:expr,
            $one:ident => $several:ty = $value:expr;
    )+) => {$(
        $(#[$cfg])+
        impl Instructions for $level {
            const FUSES: bool = $fuses;
            const KEEPS_NAN: bool = $keeps;
            #[cfg(not(one_register))]
            type Several<T: Scalar> = $several;
            #[cfg(not(one_register))]
            #[inline(always)]
            fn several<T: Scalar>($one: Register<Self, T>) -> $several { $value }
            #[cfg(one_register)]
            type Several<T: Scalar> = Register<Self, T>;
            #[cfg(one_register)]
            #[inline(always)]
            fn several<T: Scalar>(one: Register<Self, T>) -> Register<Self, T> { one }
        }
    )+};
}

levels! {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    Sse2: fuses false, keeps NaN true,
        one => Register<Self, T> = one;
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    Avx2: fuses true, keeps NaN true,
        one => Pair<Register<Self, T>> = Pair(one, one);
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    Avx512: fuses true, keeps NaN true,
        one => Pair<Pair<Register<Self, T>>> = Pair(Pair(one, one), Pair(one, one));
    #[cfg(target_arch = "aarch64")]
    fearless_simd::aarch64::Neon: fuses true, keeps NaN true,
        one => Pair<Pair<Register<Self, T>>> = Pair(Pair(one, one), Pair(one, one));
    // With relaxed instructions it is the host that decides whether a multiply-add is rounded
    // once, and which operand of `max` outlives a NaN.
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    fearless_simd::wasm32::WasmSimd128:
        fuses false, keeps NaN cfg!(not(target_feature = "relaxed-simd")),
        one => Pair<Register<Self, T>> = Pair(one, one);
    // Lane by lane, with the `max` of Rust, which drops a NaN.
    #[cfg(not(any(
        target_arch = "x86",
        target_arch = "x86_64",
        target_arch = "aarch64",
        all(target_arch = "wasm32", target_feature = "simd128")
    )))]
    fearless_simd::Fallback: fuses false, keeps NaN false,
        one => Register<Self, T> = one;
}
