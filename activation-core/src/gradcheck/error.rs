//! What a check says: the report when all is well, the worst case when it is not.

use core::fmt;

/// What was checked, when everything agreed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Slopes that were compared: one for each element and each input and parameter.
    pub slopes: usize,
    /// Of these, slopes exactly at a kink or jump, where anything between the slopes from both
    /// sides is right.
    pub at_kinks: usize,
    /// Of these, slopes beside a kink, taken from one side.
    pub beside_kinks: usize,
    /// Slopes that could not be compared as sharply as the tolerance asks for, since the
    /// differences themselves are less accurate there; they were compared as sharply as they
    /// allow.
    pub blurred: usize,
    /// Slopes that were left out: the function or its surroundings are not finite there.
    pub skipped: usize,
    /// The largest difference found, in units of what is tolerated; at most 1.
    pub worst: f64,
}

/// The derivative of an activation is not the slope of its value.
#[derive(Clone, Debug, PartialEq)]
pub struct GradCheckError {
    pub(super) activation: &'static str,
    pub(super) operation: &'static str,
    /// The input or parameter the derivative is taken in.
    pub(super) with_respect_to: &'static str,
    /// Names and values of inputs and parameters, or the index into a gradient.
    pub(super) at: String,
    pub(super) returned: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) tolerance: f64,
    /// How many results were wrong.
    pub(super) failures: usize,
}

impl fmt::Display for GradCheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            activation,
            operation,
            with_respect_to,
            at,
            returned,
            left,
            right,
            tolerance,
            failures,
        } = self;
        write!(
            f,
            "`{activation}`, {operation}: the derivative in `{with_respect_to}` at {at} is \
             {returned:e}, but should be "
        )?;
        if left == right {
            write!(f, "{left:e}")?;
        } else {
            write!(
                f,
                "between {left:e} (from the left) and {right:e} (from the right)"
            )?;
        }
        write!(f, ", with a tolerance of {tolerance:e}")?;
        if *failures > 1 {
            write!(f, "; the worst of {failures} such results")?;
        }
        Ok(())
    }
}

impl core::error::Error for GradCheckError {}

impl GradCheckError {
    /// The operation whose result is wrong: `value_and_derivative`, `backward` and so on.
    pub fn operation(&self) -> &'static str {
        self.operation
    }
    /// The input or parameter in whose derivative it is wrong.
    pub fn with_respect_to(&self) -> &'static str {
        self.with_respect_to
    }
    /// What was returned, and the slopes from the left and from the right.
    pub fn slopes(&self) -> (f64, f64, f64) {
        (self.returned, self.left, self.right)
    }
}
