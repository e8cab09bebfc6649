//! The instruction sets: which one this machine has, and one door through which code is
//! compiled for each.
//!
//! The rule about inlining, once and for all: everything a kernel calls is
//! `#[inline(always)]`, because only code that ends up *inside* the function that
//! [`dispatch`] enters is compiled with the level's instructions. A function left outside
//! still gives the right result, tens of times slower.

mod instructions;
mod lane;
mod level;
mod pair;
mod register;
mod vector;

pub use fearless_simd::Level;
use fearless_simd::Simd as _;

pub use self::{
    instructions::Instructions,
    lane::{Lane, LaneBits},
    level::{available_levels, level, level_name, level_named},
    pair::Pair,
    register::{Register, RegisterBits, RegisterMask},
    vector::{Bits, Mask, Scalar, Vector},
};

/// A piece of work to be compiled once for every level.
pub trait Work {
    /// What the work returns.
    type Output;
    /// Does the work with the instructions that `simd` stands for. Must be
    /// `#[inline(always)]`.
    fn run<S: Instructions>(self, simd: S) -> Self::Output;
}

/// Runs `work` compiled for the level in use. Call it once an array, not once an element.
#[inline]
pub fn dispatch<W: Work>(work: W) -> W::Output {
    dispatch_at(level(), work)
}

/// Runs `work` compiled for `level`, or for the next lower level that has code of its own.
#[inline]
pub fn dispatch_at<W: Work>(level: Level, work: W) -> W::Output {
    macro_rules! run {
        ($simd:expr) => {{
            let simd = $simd;
            simd.vectorize(
                #[inline(always)]
                || work.run(simd),
            )
        }};
    }
    match level {
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        Level::Avx512(simd) => run!(simd),
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        Level::Avx2(simd) => run!(simd),
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        other => run!(other.as_sse2().expect("every other level of x86 has SSE2")),
        #[cfg(target_arch = "aarch64")]
        Level::Neon(simd) => run!(simd),
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        Level::WasmSimd128(simd) => run!(simd),
        #[cfg(not(any(
            target_arch = "x86",
            target_arch = "x86_64",
            target_arch = "aarch64",
            all(target_arch = "wasm32", target_feature = "simd128")
        )))]
        Level::Fallback(simd) => run!(simd),
        #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
        _ => unreachable!("no other level is made on this machine"),
    }
}
