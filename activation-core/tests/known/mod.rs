//! What entries are worth: from their papers' formulas, by hand and by computation, and from the
//! documentation of frameworks.

mod formulas;
mod frameworks;
mod papers;

pub use self::{formulas::FORMULAS, frameworks::FRAMEWORKS, papers::PAPERS};

/// A point at which the value and the slopes of an entry are known.
pub struct Known {
    pub name: &'static str,
    pub parameters: &'static [f64],
    pub inputs: &'static [f64],
    pub value: f64,
    /// The slope in every input.
    pub slopes: &'static [f64],
}

/// What the documentation of a framework prints for an entry of one input.
pub struct Printed {
    pub name: &'static str,
    pub parameters: &'static [f64],
    pub inputs: &'static [f64],
    pub values: &'static [f64],
    pub source: &'static str,
}

/// What follows by hand from the formula of a paper.
pub struct Worked {
    pub name: &'static str,
    pub parameters: &'static [f64],
    /// The inputs, and the value.
    pub points: &'static [(&'static [f64], f64)],
    pub source: &'static str,
}
