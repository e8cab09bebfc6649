//! [`gradcheck`]: do the derivatives of an activation agree with the slopes of its value?
//!
//! The slopes come from finite differences of the value alone, one lane at a time, in `f64`,
//! so they share no code with the gradients but the formula. Sums over broadcast axes and over
//! elements are then checked against plain loops.

mod difference;
mod error;

use ndarray::{ArrayD, ArrayViewD, Dimension as _, IxDyn};

use self::difference::{Kind, Sample, Slopes, slopes};
pub use self::error::{GradCheckError, Report};
use crate::{
    activation::Activation,
    erased::ListInputs,
    kernel::{Bundle, Inputs, Kernel, Size},
    operands::Operands,
    simd::Lane,
};

/// Checks an activation with the default tolerances: see [`GradCheck::check`].
///
/// # Errors
/// When a derivative is wrong; the error names the worst case.
pub fn gradcheck<K, X>(activation: &K, x: X) -> Result<Report, GradCheckError>
where
    K: Activation,
    K::Inputs: ListInputs,
    X: Operands<K::Inputs, Elem = f64>,
{
    GradCheck::new().check(activation, x)
}

/// A check of derivatives, with its tolerances.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GradCheck {
    relative: f64,
    absolute: f64,
}

impl Default for GradCheck {
    fn default() -> Self {
        Self::new()
    }
}

impl GradCheck {
    /// A check with a relative tolerance of 1e-8 and an absolute one of 1e-10.
    pub fn new() -> Self {
        Self {
            relative: 1e-8,
            absolute: 1e-10,
        }
    }

    /// Tolerates differences up to this part of the slope.
    pub fn relative(self, relative: f64) -> Self {
        Self { relative, ..self }
    }

    /// Tolerates differences up to this number.
    pub fn absolute(self, absolute: f64) -> Self {
        Self { absolute, ..self }
    }

    /// Compares, at every element of the inputs,
    ///
    /// * the derivative in every input and every parameter with the slope of the value; exactly
    ///   at a kink with both slopes, between which it must lie; beside a kink with the slope on
    ///   this side of it; not for a formula with a surrogate, its own or of what it calls, whose
    ///   derivative is another function's (its slopes count as skipped);
    /// * the value of `value_and_derivative` with that of `forward`;
    /// * `backward` and `backward_with_parameters`, for a fixed `dy` of changing sign, with
    ///   sums of these derivatives.
    ///
    /// # Errors
    /// When something is wrong; the error names the worst case.
    ///
    /// # Panics
    /// When the inputs do not broadcast together.
    pub fn check<K, X>(&self, activation: &K, x: X) -> Result<Report, GradCheckError>
    where
        K: Activation,
        K::Inputs: ListInputs,
        X: Operands<K::Inputs, Elem = f64>,
    {
        check_list(*self, activation, &x.views())
    }

    /// [`check`](Self::check) for a list of inputs, where their number is known at run time only.
    ///
    /// # Errors
    /// When something is wrong; the error names the worst case.
    ///
    /// # Panics
    /// When the list is not as long as the formula has inputs, or they do not broadcast together.
    pub fn check_list<K>(
        &self,
        activation: &K,
        x: &[ArrayViewD<'_, f64>],
    ) -> Result<Report, GradCheckError>
    where
        K: Activation,
        K::Inputs: ListInputs,
    {
        check_list(*self, activation, x)
    }

    fn tolerance(&self, size: f64) -> f64 {
        self.absolute + self.relative * size.abs()
    }
}

/// The comparisons so far, and the worst failure.
struct Findings {
    activation: &'static str,
    report: Report,
    failures: usize,
    worst: Option<(f64, GradCheckError)>,
}

impl Findings {
    /// Compares a result with the interval from `left` to `right`.
    fn compare(
        &mut self,
        operation: &'static str,
        with_respect_to: &'static str,
        at: impl FnOnce() -> String,
        returned: f64,
        (left, right): (f64, f64),
        tolerance: f64,
    ) {
        let outside = (left.min(right) - returned).max(returned - left.max(right));
        let ratio = if outside.is_nan() {
            f64::INFINITY
        } else {
            outside.max(0.0) / tolerance
        };
        self.report.worst = self.report.worst.max(ratio);
        if ratio <= 1.0 {
            return;
        }
        self.failures += 1;
        if self.worst.as_ref().is_none_or(|(worst, _)| ratio > *worst) {
            let error = GradCheckError {
                activation: self.activation,
                operation,
                with_respect_to,
                at: at(),
                returned,
                left,
                right,
                tolerance,
                failures: 0,
            };
            self.worst = Some((ratio, error));
        }
    }

    /// Compares a derivative with the slopes at its point.
    fn compare_slope(
        &mut self,
        check: GradCheck,
        operation: &'static str,
        with_respect_to: &'static str,
        at: impl FnOnce() -> String,
        returned: f64,
        slopes: Option<Slopes>,
    ) {
        let Some(Slopes { left, right, kind }) = slopes else {
            self.report.skipped += 1;
            return;
        };
        self.report.slopes += 1;
        match kind {
            Kind::AtKink => self.report.at_kinks += 1,
            Kind::Beside => self.report.beside_kinks += 1,
            Kind::Smooth => {}
        }
        let tolerance = check.tolerance(left.value.abs().max(right.value.abs()));
        let blur = left.error.max(right.error);
        if blur > tolerance {
            self.report.blurred += 1;
        }
        let interval = (left.value, right.value);
        self.compare(
            operation,
            with_respect_to,
            at,
            returned,
            interval,
            tolerance + 10.0 * blur,
        );
    }

    fn finish(self) -> Result<Report, GradCheckError> {
        match self.worst {
            None => Ok(self.report),
            Some((_, error)) => Err(GradCheckError {
                failures: self.failures,
                ..error
            }),
        }
    }
}

fn check_list<K>(
    check: GradCheck,
    activation: &K,
    x: &[ArrayViewD<'_, f64>],
) -> Result<Report, GradCheckError>
where
    K: Kernel,
    K::Inputs: ListInputs,
{
    let mut findings = Findings {
        activation: K::METADATA.name,
        report: Report::default(),
        failures: 0,
        worst: None,
    };
    let (y, partials) = K::Inputs::value_and_derivative(activation, x);
    let forward = K::Inputs::forward(activation, x);
    let full: Vec<_> = x
        .iter()
        .map(|view| {
            view.broadcast(y.raw_dim())
                .expect("inputs broadcast to the output")
        })
        .collect();
    let point = |index: &IxDyn| K::Inputs::from_fn(|i| full[i][index.clone()]);
    let names = K::METADATA.inputs;
    let compared = !K::METADATA.has_surrogate();
    let parameters = activation.parameters();
    let mut parameter_partials = vec![ArrayD::<f64>::zeros(y.raw_dim()); K::Parameters::LEN];

    for (index, &value) in y.indexed_iter() {
        let inputs = point(&index);
        if inputs.into_iter().any(|x| !x.is_finite()) {
            findings.report.skipped += 1;
            continue;
        }
        let at = || {
            let parameters = K::METADATA.parameters.iter().map(|p| p.name);
            let all = names.iter().copied().zip(inputs);
            let all = all.chain(parameters.zip(activation.parameters()));
            let all: Vec<_> = all
                .map(|(name, value)| format!("{name} = {value:?}"))
                .collect();
            all.join(", ")
        };
        let expected = forward[index.clone()];
        if !(value.is_nan() && expected.is_nan()) && value != expected {
            let tolerance = check.tolerance(expected);
            findings.compare(
                "value_and_derivative",
                "itself",
                at,
                value,
                (expected, expected),
                tolerance,
            );
        }
        for i in 0..K::Inputs::LEN {
            let f = |t: f64| {
                let mut inputs = inputs;
                inputs.as_mut()[i] = t;
                sample(activation, inputs)
            };
            let slopes = compared.then(|| slopes(&f, inputs.as_ref()[i])).flatten();
            let returned = partials[i][index.clone()];
            findings.compare_slope(
                check,
                "value_and_derivative",
                names[i],
                at,
                returned,
                slopes,
            );
        }
        let lanes = K::Inputs::from_fn(|i| Lane(inputs.as_ref()[i]));
        let prepared = K::Prepared::map(&activation.prepare(), Lane);
        let (_, derivatives) = K::full_gradient(prepared, lanes);
        for (i, partials) in parameter_partials.iter_mut().enumerate() {
            let f = |t: f64| {
                let mut parameters = parameters;
                parameters.as_mut()[i] = t;
                sample(&K::with_parameters(parameters), inputs)
            };
            let slopes = compared
                .then(|| slopes(&f, parameters.as_ref()[i]))
                .flatten();
            let returned = derivatives.as_ref()[i].0;
            partials[index.clone()] = returned;
            let name = K::METADATA.parameters[i].name;
            findings.compare_slope(check, "full_gradient", name, at, returned, slopes);
        }
    }
    check_sums(
        check,
        activation,
        x,
        &partials,
        &parameter_partials,
        &mut findings,
    );
    findings.finish()
}

/// `backward` and `backward_with_parameters` against plain sums of the derivatives.
fn check_sums<K>(
    check: GradCheck,
    activation: &K,
    x: &[ArrayViewD<'_, f64>],
    partials: &[ArrayD<f64>],
    parameter_partials: &[ArrayD<f64>],
    findings: &mut Findings,
) where
    K: Kernel,
    K::Inputs: ListInputs,
{
    let Some(first) = partials.first() else {
        return;
    };
    let mut count = 0.0_f64;
    let dy = first.mapv(|_| {
        count += 1.0;
        (count * 0.7).sin() + 0.1
    });
    let gradients = K::Inputs::backward(activation, x, &dy.view());
    let (gradients_too, parameters) =
        K::Inputs::backward_with_parameters(activation, x, &dy.view());
    for (i, partial) in partials.iter().enumerate() {
        let (sum, size) = reduced(&(partial * &dy), x[i].shape());
        for (operation, gradients) in [
            ("backward", &gradients),
            ("backward_with_parameters", &gradients_too),
        ] {
            for (index, &returned) in gradients[i].indexed_iter() {
                let (expected, size) = (sum[index.clone()], size[index.clone()]);
                if expected.is_finite() {
                    let at = || format!("the index {:?}", index.slice());
                    let name = K::METADATA.inputs[i];
                    findings.compare(
                        operation,
                        name,
                        at,
                        returned,
                        (expected, expected),
                        check.tolerance(size),
                    );
                }
            }
        }
    }
    for (i, partial) in parameter_partials.iter().enumerate() {
        let terms = partial * &dy;
        let (expected, size) = (terms.sum(), terms.mapv(f64::abs).sum());
        if expected.is_finite() {
            let returned = parameters.parameters().as_ref()[i];
            findings.compare(
                "backward_with_parameters",
                K::METADATA.parameters[i].name,
                || "the sum over all elements".to_owned(),
                returned,
                (expected, expected),
                check.tolerance(size),
            );
        }
    }
}

/// The sum over the axes along which `shape` is broadcast, and the sum of magnitudes.
fn reduced(terms: &ArrayD<f64>, shape: &[usize]) -> (ArrayD<f64>, ArrayD<f64>) {
    let mut sums = ArrayD::zeros(shape);
    let mut sizes = ArrayD::zeros(shape);
    let missing = terms.ndim() - shape.len();
    for (index, term) in terms.indexed_iter() {
        let own = index.slice()[missing..].iter().zip(shape);
        let own: Vec<usize> = own.map(|(&i, &len)| if len == 1 { 0 } else { i }).collect();
        sums[own.as_slice()] += term;
        sizes[own.as_slice()] += term.abs();
    }
    (sums, sizes)
}

/// The value and the switches at one point, through one lane of plain Rust.
fn sample<K: Kernel>(activation: &K, inputs: Inputs<K, f64>) -> Sample {
    let prepared = K::Prepared::map(&activation.prepare(), Lane);
    let inputs = K::Inputs::from_fn(|i| Lane(inputs.as_ref()[i]));
    let mut switches = Vec::new();
    K::Switches::map(&K::switches(prepared, inputs), |switch| {
        switches.push(switch.0);
    });
    Sample {
        value: K::value(prepared, inputs).0,
        switches,
    }
}
