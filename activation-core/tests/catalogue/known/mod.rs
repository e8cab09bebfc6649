//! What entries are worth: from their papers' formulas, by hand and by computation, and from the
//! documentation of frameworks.
#![allow(
    clippy::excessive_precision,
    clippy::approx_constant,
    reason = "thirty digits, as they were computed"
)]

mod formulas;
mod frameworks;
mod papers;

pub(crate) use self::{formulas::FORMULAS, frameworks::FRAMEWORKS, papers::PAPERS};

/// A point at which the value and the slopes of an entry are known.
pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) parameters: &'static [f64],
    pub(crate) inputs: &'static [f64],
    pub(crate) value: f64,
    /// The slope in every input.
    pub(crate) slopes: &'static [f64],
}

/// What the documentation of a framework prints for an entry of one input.
pub(crate) struct Printed {
    pub(crate) name: &'static str,
    pub(crate) parameters: &'static [f64],
    pub(crate) inputs: &'static [f64],
    pub(crate) values: &'static [f64],
    pub(crate) source: &'static str,
}

/// What follows by hand from the formula of a paper.
pub(crate) struct Worked {
    pub(crate) name: &'static str,
    pub(crate) parameters: &'static [f64],
    /// The inputs, and the value.
    pub(crate) points: &'static [(&'static [f64], f64)],
    pub(crate) source: &'static str,
}
