//! What holds across the crates of activation. The tests are in `tests/`; here is what they
//! measure with.
//!
//! [`float`] and [`ball`] compute to any precision with a proven error, [`mod@reference`] evaluates a
//! formula as typed with them until the answer is settled, [`entries`] reads the formulas of the
//! catalogue from their source, [`candidate`] is whatever claims to compute one (the engine's
//! form in an interpreter, or the compiled kernel of [`kernels`]), [`sample`] chooses inputs,
//! [`ulp`] compares, [`certificate`] does all of it for one formula and [`mod@measure`] for many,
//! [`bounds`] says what is demanded and [`report`] writes it down. [`walk`] visits all 2³² floats; [`random`] writes
//! formulas nobody has seen.

pub mod ball;
pub mod bounds;
pub mod candidate;
pub mod certificate;
pub mod entries;
pub mod float;
#[cfg(feature = "kernels")]
pub mod kernels;
pub mod measure;
pub mod random;
pub mod reference;
pub mod report;
pub mod sample;
pub mod ulp;
pub mod walk;
