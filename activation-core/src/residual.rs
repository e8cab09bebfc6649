//! What backward has to keep of forward, and what an element costs: the engine's findings, as
//! metadata, and the error of asking for a backward from the output that does not exist.

use core::fmt;

use crate::kernel::{Kernel, Notation, Size as _};

/// What backward has to keep of forward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Residual {
    /// What it keeps at least, with the default parameters. Gradients of parameters need the
    /// inputs all the same.
    pub kept: Kept,
    /// Whether the derivative can be computed from the output.
    pub from_output: FromOutput,
}

impl Residual {
    /// How many bytes an element what is kept takes, of elements of `size` bytes.
    #[must_use]
    pub const fn bytes(&self, size: usize) -> usize {
        match self.kept {
            Kept::Nothing => 0,
            Kept::Output => size,
            Kept::Inputs(names) => names.len() * size,
        }
    }

    /// Whether forward can overwrite its input: backward then works without it.
    #[must_use]
    pub const fn in_place(&self) -> bool {
        !matches!(self.kept, Kept::Inputs(_))
    }
}

/// What is kept of forward until backward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Nothing: the derivative is the same everywhere.
    Nothing,
    /// The output, from which the derivative is computed.
    Output,
    /// The inputs of these names.
    Inputs(&'static [&'static str]),
}

/// Whether the derivative of a formula can be computed from its output alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FromOutput {
    /// It can: [`BackwardFromOutput`](crate::BackwardFromOutput) is implemented.
    Yes {
        /// The derivative, in terms of the output.
        derivative: Notation,
        /// What must hold of the parameters.
        conditions: &'static [Condition],
        /// How much of the derivative survives the rounding of the output.
        accuracy: Accuracy,
    },
    /// It cannot, and why.
    No(&'static str),
}

/// A condition on parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// As in `negative_slope >= 0`.
    pub text: &'static str,
    /// The parameters it is about.
    pub parameters: &'static [&'static str],
}

/// How much of a derivative survives the rounding of the output to `f32`. The error of the output
/// itself comes on top: two units in the last place of a sigmoid near 1 are 4.8e-7 of its largest
/// derivative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Accuracy {
    /// The error is at most 1.5e-7 of the largest derivative (of a derivative without bound: of
    /// itself); in the tails nothing of the derivative may be left.
    Absolute,
    /// The error is at most 1e-5 of the derivative, tails included.
    Relative,
}

/// What an element costs, in operations of the `f32` kernels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Of the value.
    pub forward: Work,
    /// Of the gradients of all inputs, from the inputs.
    pub backward: Work,
    /// Of the gradient, from the output.
    pub from_output: Option<Work>,
}

impl Cost {
    /// From counts in the order of the fields of [`Work`].
    #[doc(hidden)]
    #[must_use]
    pub const fn of(forward: [u32; 3], backward: [u32; 3], from_output: Option<[u32; 3]>) -> Cost {
        const fn work([exponentials, divisions, other]: [u32; 3]) -> Work {
            Work {
                exponentials,
                divisions,
                other,
            }
        }
        Cost {
            forward: work(forward),
            backward: work(backward),
            from_output: match from_output {
                Some(counts) => Some(work(counts)),
                None => None,
            },
        }
    }
}

/// Operations for each element. What depends on parameters alone is computed once a call and
/// does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// Exponentials, logarithms and other functions of their price.
    pub exponentials: u32,
    /// Divisions and square roots, those inside of functions included.
    pub divisions: u32,
    /// Multiplications, additions, comparisons and choices outside of functions.
    pub other: u32,
}

/// There is no backward from the output: for no parameters, or not for these.
#[derive(Clone, Debug, PartialEq)]
pub struct NotFromOutput {
    activation: &'static str,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq)]
enum Problem {
    Never(&'static str),
    Parameters {
        condition: Condition,
        values: Vec<f64>,
    },
}

impl NotFromOutput {
    /// The condition that the parameters break, if there are parameters that would not.
    #[must_use]
    pub fn condition(&self) -> Option<Condition> {
        match self.problem {
            Problem::Never(_) => None,
            Problem::Parameters { condition, .. } => Some(condition),
        }
    }
}

impl fmt::Display for NotFromOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` has no backward from its output", self.activation)?;
        match &self.problem {
            Problem::Never(why) => write!(f, ": {why}"),
            Problem::Parameters { condition, values } => {
                for (k, (name, value)) in condition.parameters.iter().zip(values).enumerate() {
                    let lead = if k == 0 { " at" } else { "," };
                    write!(f, "{lead} {name} = {value}")?;
                }
                write!(f, ": it needs {}", condition.text)
            }
        }
    }
}

impl core::error::Error for NotFromOutput {}

/// Whether the derivative can be computed from the output, with the parameters of `kernel`.
pub(crate) fn check<K: Kernel>(kernel: &K) -> Result<(), NotFromOutput> {
    let metadata = K::METADATA;
    let problem = match metadata.residual.from_output {
        FromOutput::No(why) => Problem::Never(why),
        FromOutput::Yes { conditions, .. } => {
            let Some(broken) = kernel.broken_condition() else {
                return Ok(());
            };
            let condition = conditions[broken];
            let parameters = kernel.parameters();
            let value = |name: &&str| {
                let mut known = metadata.parameters.iter();
                let index = known.position(|parameter| parameter.name == *name);
                parameters.as_ref()[index.expect("a condition asks about parameters")]
            };
            Problem::Parameters {
                condition,
                values: condition.parameters.iter().map(value).collect(),
            }
        }
    };
    Err(NotFromOutput {
        activation: metadata.name,
        problem,
    })
}

/// Panics unless [`check`] succeeds.
#[inline]
pub(crate) fn require<K: Kernel>(kernel: &K) {
    if let Err(error) = check(kernel) {
        refuse(&error);
    }
}

#[cold]
#[inline(never)]
fn refuse(error: &NotFromOutput) -> ! {
    panic!("{error}");
}

/// The identity with the derivative of `K` at the input whose output it is given: `K`, seen from
/// its output. What runs on kernels runs backward from the output on this one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<K>(pub(crate) K);

impl<K: Kernel> Kernel for Seen<K> {
    type Inputs = K::Inputs;
    type Parameters = K::Parameters;
    type Prepared = K::Prepared;
    type Switches = crate::kernel::N<0>;

    const METADATA: &'static crate::kernel::Metadata = K::METADATA;

    fn parameters(&self) -> crate::kernel::Parameters<Self, f64> {
        self.0.parameters()
    }
    fn with_parameters(parameters: crate::kernel::Parameters<Self, f64>) -> Self {
        Self(K::with_parameters(parameters))
    }
    fn prepare(&self) -> crate::kernel::Prepared<Self, f64> {
        self.0.prepare()
    }
    #[inline(always)]
    fn value<V: crate::simd::Vector>(
        _: crate::kernel::Prepared<Self, V>,
        outputs: crate::kernel::Inputs<Self, V>,
    ) -> V {
        outputs.as_ref()[0]
    }
    #[inline(always)]
    fn gradient<V: crate::simd::Vector>(
        prepared: crate::kernel::Prepared<Self, V>,
        outputs: crate::kernel::Inputs<Self, V>,
    ) -> crate::kernel::Inputs<Self, V> {
        K::gradient_from_output(prepared, outputs)
    }
    #[inline(always)]
    fn value_and_gradient<V: crate::simd::Vector>(
        prepared: crate::kernel::Prepared<Self, V>,
        outputs: crate::kernel::Inputs<Self, V>,
    ) -> (V, crate::kernel::Inputs<Self, V>) {
        let value = Self::value(prepared, outputs);
        (value, K::gradient_from_output(prepared, outputs))
    }
    #[inline(always)]
    fn full_gradient<V: crate::simd::Vector>(
        prepared: crate::kernel::Prepared<Self, V>,
        outputs: crate::kernel::Inputs<Self, V>,
    ) -> (
        crate::kernel::Inputs<Self, V>,
        crate::kernel::Parameters<Self, V>,
    ) {
        // Gradients of parameters are not computed from the output.
        let none = outputs.as_ref()[0].splat(0.0);
        let none = K::Parameters::from_fn(|_| none);
        (K::gradient_from_output(prepared, outputs), none)
    }
}
