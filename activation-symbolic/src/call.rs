//! A call of another activation: a part of an expression that cannot be looked into.
//!
//! A macro sees the tokens of one formula, so all that is known of an activation called by path
//! is the name of its type. Its value and its derivatives are therefore nodes of their own,
//! which the kernel asks the other activation for. Not here: how a call is read (`parse::call`)
//! and how it is written as Rust (`emit::call`).

use std::fmt;

use proc_macro2::{Ident, Span};
use syn::{Path, ext::IdentExt};

/// An activation that a formula calls, and with what.
#[derive(Clone)]
pub struct Callee {
    /// The path of its type, as typed.
    pub path: Path,
    /// How many inputs it is given.
    pub inputs: usize,
    /// The parameters it is given, in alphabetical order; the others have their defaults.
    pub parameters: Vec<Ident>,
    /// The parentheses around its inputs.
    pub span: Span,
}

impl fmt::Debug for Callee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parameters = self.parameters.iter().map(Ident::to_string);
        f.debug_struct(&self.path_name())
            .field("inputs", &self.inputs)
            .field("parameters", &parameters.collect::<Vec<_>>())
            .finish()
    }
}

impl Callee {
    /// The path in print: `crate::Gate`.
    #[must_use]
    pub fn path_name(&self) -> String {
        let lead = self.path.leading_colon.map_or("", |_| "::");
        let segments: Vec<String> = self
            .path
            .segments
            .iter()
            .map(|segment| segment.ident.unraw().to_string())
            .collect();
        format!("{lead}{}", segments.join("::"))
    }

    /// The name of the type in print: `Gate`.
    #[must_use]
    pub fn type_name(&self) -> String {
        let last = self.path.segments.last().expect("a path has a segment");
        last.ident.unraw().to_string()
    }

    /// With how many primes a derivative is written; `None` if it takes a ∂ to say in what.
    #[must_use]
    pub(crate) fn primes(&self, call: &Call) -> Option<usize> {
        let is_plain = self.inputs == 1 && call.derivative.iter().all(|&index| index == 0);
        is_plain.then_some(call.derivative.len())
    }

    /// Whether both are called in the same way.
    #[must_use]
    pub fn is_same(&self, other: &Callee) -> bool {
        self.inputs == other.inputs
            && self.parameters == other.parameters
            && self.path_name() == other.path_name()
    }
}

/// The value of a [`Callee`] or one of its derivatives, of any order.
///
/// Its arguments are the inputs and then the parameters that are given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Call {
    /// Which of the graph's callees.
    pub callee: usize,
    /// The arguments it is differentiated in, in ascending order; none for the value.
    pub derivative: Vec<usize>,
}

impl Call {
    /// The value.
    #[must_use]
    pub fn value(callee: usize) -> Call {
        Call {
            callee,
            derivative: Vec::new(),
        }
    }

    /// The derivative of this in one more argument. The order of differentiation does not
    /// matter, so it is forgotten.
    #[must_use]
    pub fn partial(&self, argument: usize) -> Call {
        let mut derivative = self.derivative.clone();
        derivative.push(argument);
        derivative.sort_unstable();
        Call {
            callee: self.callee,
            derivative,
        }
    }
}
