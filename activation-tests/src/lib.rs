//! What holds across the crates of activation. The tests are in `tests/`; here is what they
//! measure with.
//!
//! [`float`] and [`ball`] compute to any precision with a proven error, [`reference`] evaluates a
//! formula as typed with them until the answer is settled, [`entries`] pairs every formula of the
//! catalogue with its kernel, [`sample`] chooses inputs, [`ulp`] compares, [`certificate`] does it
//! for one formula and [`report`] writes it down.

pub mod ball;
pub mod entries;
pub mod float;
pub mod reference;
