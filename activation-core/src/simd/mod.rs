//! The instruction sets: which one this machine has, and one door through which code is
//! compiled for each.
//!
//! The rule about inlining, once and for all: everything a kernel calls is
//! `#[inline(always)]`, because only code that ends up *inside* the function that
//! [`dispatch`] enters is compiled with the level's instructions. A function left outside
//! still gives the right result, tens of times slower.

mod lane;
mod pair;
mod register;
mod vector;

pub use fearless_simd::Level;
use fearless_simd::Simd;

pub use self::{
    lane::{Lane, LaneBits},
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
    fn run<S: Simd>(self, simd: S) -> Self::Output;
}

/// The level in use: the best one this machine has.
#[inline]
pub fn level() -> Level {
    Level::new()
}

/// Runs `work` compiled for the level in use. Call it once an array, not once an element.
#[inline]
pub fn dispatch<W: Work>(work: W) -> W::Output {
    dispatch_at(level(), work)
}

/// Runs `work` compiled for `level`.
#[inline]
pub fn dispatch_at<W: Work>(level: Level, work: W) -> W::Output {
    fearless_simd::dispatch!(level, simd => work.run(simd))
}
