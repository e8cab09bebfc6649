//! What holds for every entry of the catalogue on arrays: layouts, in place, the far ends.
//!
//! The entries come from `by_name`, whose objects are cheap to compile; still they cost minutes,
//! which is why this is one binary, and in one precision: what another changes is the lane, and
//! `layouts.rs` has that with a few formulas.

#[cfg(feature = "serde")]
mod configuration;
mod ends;
mod layouts;
#[path = "../limits/mod.rs"]
mod limits;
#[path = "../registry/mod.rs"]
mod registry;
