//! What holds for every entry of the catalogue: its values and slopes, from the input and from the
//! output, its limits, its layouts, its configuration, and what is written about it.
//!
//! Kernels of all entries cost minutes to compile, which is why this is one binary. On arrays they
//! come from `by_name`, whose objects are cheap to compile, and in one precision: what another
//! changes is the lane, and `layouts.rs` has that with a few formulas.

#[cfg(feature = "serde")]
mod configuration;
mod derivatives;
mod from_output;
mod gallery;
mod known;
mod lanes;
mod layouts;
mod limits;
mod registry;
mod table;
mod values;
mod written;
