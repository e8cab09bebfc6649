//! One formula measured: every column (value, derivatives) over a sample.
//!
//! Near a root (of a derivative, or of a value elsewhere than at 0) the last place says nothing:
//! there an error counts in `ulp + |x·h′(x)|·2⁻²⁴`. "Near" is decided on the true function: it
//! changes sign within a quarter of |x| of x, or is far smaller at x than on either side (it
//! touches 0). In an exponential tail it does neither, however steep it is.
//!
//! Beside a kink the branch may change one float early or late, when what decides about it is
//! rounded: within two floats of a kink either side's value is right. At a kink that is a float
//! itself the convention holds, unless a parameter moves it.

use activation_symbolic::{
    differentiate::differentiate,
    eval,
    expr::{Id, Symbol},
    residual::Accuracy,
};

use crate::{
    candidate::Candidate,
    entries::Entry,
    reference::{Reference, Settled, Wanted},
    sample::{self, Density},
    ulp::{self, Format, Verdict},
};

/// Beyond this many units an error is looked at again, in case a root is near.
const SUSPECT: f64 = 2.0;

/// What a column holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// The formula.
    #[default]
    Value,
    /// Its derivative in an input.
    Slope,
    /// Its derivative in a parameter.
    Parameter,
    /// Its second derivative in its one input.
    Curvature,
    /// Its derivative in its one input, computed from the output as it was computed, and as
    /// accurate as the engine says: where that is [`Accuracy::Absolute`], a unit is that of the
    /// largest slope.
    FromOutput(Accuracy),
}

/// What was found in one column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// What it holds.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// The largest error that is no failure, in units in the last place.
    pub worst: f64,
    /// Where, one number an input.
    pub worst_at: Vec<f64>,
    /// NaN or infinite where it should not be: how often, and the first.
    pub not_finite: Failures,
    /// Zero where it should not be.
    pub wrong_zero: Failures,
    /// The wrong sign.
    pub wrong_sign: Failures,
    /// Off by more than 1000 units: as good as wrong.
    pub off_by_thousands: Failures,
    /// Inputs without a true value, or with one that no precision settles.
    pub no_reference: Failures,
    /// Values at ±∞, NaN that are not the limit.
    pub specials: Vec<String>,
}

/// Failures of one kind.
#[derive(Clone, Debug, Default)]
pub struct Failures {
    /// How many.
    pub count: u64,
    /// The smallest and the largest first coordinate at which it happens.
    pub range: Option<(f64, f64)>,
    /// The first input at which it happens, one number an input.
    pub first: Vec<f64>,
}

impl Failures {
    fn add(&mut self, at: &[f64]) {
        self.count += 1;
        let x = at[0];
        let (low, high) = self.range.unwrap_or((x, x));
        self.range = Some((low.min(x), high.max(x)));
        if self.first.is_empty() {
            self.first = at.to_vec();
        }
    }

    fn merge(&mut self, other: &Failures) {
        if let Some((low, high)) = other.range {
            let (from, to) = self.range.unwrap_or((low, high));
            self.range = Some((from.min(low), to.max(high)));
            self.count += other.count;
            if self.first.is_empty() {
                self.first.clone_from(&other.first);
            }
        }
    }
}

impl Column {
    /// Takes in what was found elsewhere in the same column.
    pub fn merge(&mut self, other: &Column) {
        if other.worst > self.worst {
            self.worst = other.worst;
            self.worst_at.clone_from(&other.worst_at);
        }
        self.not_finite.merge(&other.not_finite);
        self.wrong_zero.merge(&other.wrong_zero);
        self.wrong_sign.merge(&other.wrong_sign);
        self.off_by_thousands.merge(&other.off_by_thousands);
        self.no_reference.merge(&other.no_reference);
    }

    /// How many outright failures there are.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.not_finite.count + self.wrong_zero.count + self.wrong_sign.count
    }

    /// Takes one verdict in.
    pub fn add(&mut self, verdict: Verdict, at: &[f64]) {
        match verdict {
            Verdict::NotFinite => self.not_finite.add(at),
            Verdict::WrongZero => self.wrong_zero.add(at),
            Verdict::WrongSign => self.wrong_sign.add(at),
            Verdict::NoReference => self.no_reference.add(at),
            Verdict::Off(units) => {
                if units > 1000.0 {
                    self.off_by_thousands.add(at);
                }
                if units > self.worst {
                    self.worst = units;
                    self.worst_at = at.to_vec();
                }
            }
        }
    }
}

/// The true values of an entry over a sample.
pub struct Truth {
    columns: Vec<(Kind, String)>,
    /// The sample, one vector an input.
    pub inputs: Vec<Vec<f64>>,
    /// True values, one vector a column.
    values: Vec<Vec<Settled>>,
    reference: Reference,
    parameters: Vec<f64>,
    kinks: Vec<f64>,
    /// Whether the formula as typed answers NaN with a number.
    tames_nan: bool,
    /// The largest slope with |x| < 6.
    largest_slope: f64,
    format: Format,
}

impl Truth {
    /// The truth about `entry` over a sample in `f32` that visits `others`, too.
    #[must_use]
    pub fn single(entry: &Entry, density: Density, others: &[Vec<f64>]) -> Self {
        let analysis = &entry.analysis;
        if entry.inputs() > 1 {
            let count = 40 * density.core as usize;
            let mut columns = sample::points(entry.inputs(), count);
            for (index, column) in columns.iter_mut().enumerate() {
                column.extend(others.iter().map(|other| other[index] as f32));
            }
            let columns = columns
                .iter()
                .map(|c| c.iter().map(|&x| x.into()).collect())
                .collect();
            return Self::over(entry, columns, Wanted::SINGLE, ulp::SINGLE);
        }
        let mut places: Vec<f64> = analysis.kinks.iter().map(|kink| kink.at_default).collect();
        places.push(0.0);
        // A coarse look first, to find the roots of value and derivatives.
        let coarse: Vec<f64> = sample::singles(Density::COARSE, &[])
            .into_iter()
            .map(f64::from)
            .collect();
        let mut coarse = Self::over(entry, vec![coarse], Wanted::SINGLE, ulp::SINGLE);
        places.extend(coarse.roots());
        places.extend(others.iter().map(|other| other[0]));
        let floats = sample::singles(density, &places)
            .into_iter()
            .map(f64::from)
            .collect();
        Self::over(entry, vec![floats], Wanted::SINGLE, ulp::SINGLE)
    }

    /// The truth in `f64`, over every `every`th place of the sample in `f32`, what lies beyond it
    /// and `others`.
    #[must_use]
    pub fn double(entry: &Entry, density: Density, every: usize, others: &[Vec<f64>]) -> Self {
        let singles = if entry.inputs() > 1 {
            sample::points(entry.inputs(), 40 * density.core as usize)
        } else {
            vec![sample::singles(density, &[])]
        };
        let columns = singles.iter().enumerate().map(|(index, column)| {
            let mut column = sample::doubles(column, every);
            if entry.inputs() == 1 {
                column.extend(sample::beyond_singles());
            }
            column.extend(others.iter().map(|other| other[index]));
            column
        });
        Self::over(entry, columns.collect(), Wanted::DOUBLE, ulp::DOUBLE)
    }

    /// The truth about `entry` without a sample, for those who bring their own inputs.
    #[must_use]
    pub fn over_nothing(entry: &Entry) -> Self {
        let inputs = vec![Vec::new(); entry.inputs()];
        Self::over(entry, inputs, Wanted::SINGLE, ulp::SINGLE)
    }

    /// The truth about `entry` at `inputs`.
    #[must_use]
    pub fn over(entry: &Entry, inputs: Vec<Vec<f64>>, wanted: Wanted, format: Format) -> Self {
        let analysis = &entry.analysis;
        let mut graph = analysis.graph.clone();
        let mut roots = vec![analysis.typed];
        roots.extend(
            analysis
                .derivations
                .iter()
                .map(|derivation| derivation.result),
        );
        let names = entry.columns();
        for (kind, _) in &names[roots.len()..] {
            roots.push(match kind {
                Kind::FromOutput(_) => roots[1],
                _ => differentiate(&mut graph, roots[1], Symbol(0), 1).result,
            });
        }
        let columns = roots.len();
        // Behind the columns, the slopes of each in every input.
        let count = entry.inputs();
        for column in 0..columns {
            for input in 0..count {
                let root: Id = roots[column];
                let variable = Symbol(input as u32);
                roots.push(differentiate(&mut graph, root, variable, count as u32).result);
            }
        }
        let mut reference = Reference::new(&graph, &roots, wanted);
        let parameters = analysis.defaults[count..].to_vec();
        let values: Vec<Vec<Settled>> = (0..columns)
            .map(|column| {
                (0..inputs[0].len())
                    .map(|i| {
                        let values = point(&inputs, &parameters, i);
                        match names[column].0 {
                            Kind::Slope | Kind::FromOutput(_) if count == 1 => {
                                reference.slope(&[0, column], &values)
                            }
                            Kind::Curvature => reference.slope(&[0, 1, column], &values),
                            _ => reference.root(column, &values),
                        }
                    })
                    .collect()
            })
            .collect();
        let slopes = (-60..=60).map(|k| {
            let here = [&vec![f64::from(k) * 0.1; count][..], &parameters].concat();
            reference.root(1, &here).high().abs()
        });
        let largest_slope = slopes.fold(0.0, f64::max);
        let kinks = analysis.kinks.iter().map(|kink| kink.at_default).collect();
        let mut nan = analysis.defaults.clone();
        nan[..count].fill(f64::NAN);
        let tames_nan = !eval::evaluate(&analysis.graph, analysis.typed, &nan).is_nan();
        Self {
            columns: names,
            inputs,
            values,
            reference,
            parameters,
            kinks,
            tames_nan,
            largest_slope,
            format,
        }
    }

    /// Where a column changes sign, to the last `f32`.
    fn roots(&mut self) -> Vec<f64> {
        let mut found = Vec::new();
        for column in 0..self.columns.len() {
            for i in 1..self.inputs[0].len() {
                let (a, b) = (
                    self.values[column][i - 1].high(),
                    self.values[column][i].high(),
                );
                if a * b < 0.0 && a.abs() > 1e-30 && b.abs() > 1e-30 {
                    let ends = (self.inputs[0][i - 1] as f32, self.inputs[0][i] as f32);
                    found.push(self.bisect(column, ends, a));
                }
                // A wave has roots without end.
                if found.len() > 40 {
                    return found;
                }
            }
        }
        found
    }

    fn bisect(&mut self, column: usize, (mut low, mut high): (f32, f32), sign: f64) -> f64 {
        for _ in 0..40 {
            let middle = (f64::from(low) + f64::from(high)) / 2.0;
            let middle = middle as f32;
            if middle == low || middle == high {
                break;
            }
            let mut values = vec![f64::from(middle)];
            values.extend(&self.parameters);
            if self.reference.root(column, &values).high() * sign > 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::from(low)
    }

    /// What the columns hold, and their names.
    #[must_use]
    pub fn columns(&self) -> &[(Kind, String)] {
        &self.columns
    }

    /// The parameters at which all this holds.
    #[must_use]
    pub fn parameters(&self) -> &[f64] {
        &self.parameters
    }

    /// What evaluates the columns.
    pub fn reference(&mut self) -> &mut Reference {
        &mut self.reference
    }

    /// The verdict on one computed number, at an input of its own.
    pub fn verdict(&mut self, column: usize, x: f64, computed: f64, truth: Settled) -> Verdict {
        let mut here = vec![x];
        here.extend(&self.parameters);
        self.judge(column, &here, computed, truth)
    }

    /// How many answers needed more than the first precision.
    #[must_use]
    pub fn raised(&self) -> u64 {
        self.reference.raised
    }

    /// The sample in `f32`.
    #[must_use]
    pub fn singles(&self) -> Vec<Vec<f32>> {
        self.inputs
            .iter()
            .map(|column| column.iter().map(|&x| x as f32).collect())
            .collect()
    }

    /// Measures `computed`, one vector a column, widened to `f64`.
    pub fn measure(&mut self, computed: &[Vec<f64>]) -> Vec<Column> {
        (0..self.columns.len())
            .map(|column| {
                let (kind, name) = self.columns[column].clone();
                let mut found = Column {
                    kind,
                    name,
                    ..Column::default()
                };
                let verdicts = self.verdicts(column, &computed[column]);
                for (i, verdict) in verdicts.into_iter().enumerate() {
                    let at: Vec<f64> = self.inputs.iter().map(|column| column[i]).collect();
                    found.add(verdict, &at);
                }
                found
            })
            .collect()
    }

    /// The verdict on every number of a column over the sample.
    pub fn verdicts(&mut self, column: usize, computed: &[f64]) -> Vec<Verdict> {
        (0..self.inputs[0].len())
            .map(|i| {
                let truth = self.values[column][i];
                let here = point(&self.inputs, &self.parameters, i);
                self.judge(column, &here, computed[i], truth)
            })
            .collect()
    }

    fn judge(&mut self, column: usize, here: &[f64], computed: f64, truth: Settled) -> Verdict {
        let plain = ulp::judge(computed, truth, &self.format);
        if plain.units() <= SUSPECT {
            return plain;
        }
        if let Some(verdict) = self.through_output(column, here, computed, truth) {
            return verdict;
        }
        let verdict = self.conditioned(column, here, computed, truth, plain);
        if verdict.units() <= SUSPECT {
            return verdict;
        }
        self.beside_kink(column, here, computed, verdict)
    }

    /// The verdict on a slope from the output, where the last place is not what it is held to.
    fn through_output(
        &mut self,
        column: usize,
        here: &[f64],
        computed: f64,
        truth: Settled,
    ) -> Option<Verdict> {
        let (Kind::FromOutput(accuracy), _) = self.columns[column] else {
            return None;
        };
        // What an output that overflows has to say of the slope is nothing.
        if self.reference.root(0, here).high().abs() > self.format.largest {
            return Some(Verdict::NoReference);
        }
        let unit = self.largest_slope * 2_f64.powi(-self.format.bits);
        let is_absolute = accuracy == Accuracy::Absolute && computed.is_finite();
        is_absolute.then(|| Verdict::Off((computed - truth.high()).abs() / unit))
    }

    /// The verdict with what is forgiven near a root.
    fn conditioned(
        &mut self,
        column: usize,
        here: &[f64],
        computed: f64,
        truth: Settled,
        plain: Verdict,
    ) -> Verdict {
        if !computed.is_finite() {
            return plain;
        }
        let count = self.inputs.len();
        let mut forgiven = 0.0;
        for input in 0..count {
            let mut side = |by: f64| {
                let mut there = here.to_vec();
                there[input] *= by;
                self.reference.root(column, &there).high()
            };
            let (a, b) = (side(3.0 / 4.0), side(5.0 / 4.0));
            let touches = truth.high().abs() < a.abs().min(b.abs()) / 64.0;
            // A clamp may be 0 all along the other side.
            if a * b < 0.0 || (a == 0.0) != (b == 0.0) || touches {
                let slope = self.columns.len() + column * count + input;
                let slope = self.reference.root(slope, here).high();
                let rounding = 2_f64.powi(-self.format.bits);
                forgiven += (here[input] * slope).abs() * rounding;
            }
        }
        if forgiven > 0.0 && forgiven.is_finite() {
            ulp::judge_forgiving(computed, truth, &self.format, forgiven)
        } else {
            plain
        }
    }

    /// The verdict by the value on the other side of a kink, if one is within two floats.
    fn beside_kink(
        &mut self,
        column: usize,
        here: &[f64],
        computed: f64,
        plain: Verdict,
    ) -> Verdict {
        if self.inputs.len() > 1 || self.format.bits != ulp::SINGLE.bits {
            return plain;
        }
        let x = here[0] as f32;
        let steps = [-2, -1, 1, 2].map(|by| sample::step(x, by));
        let near = |kink: f64| f64::from(steps[0]) <= kink && kink <= f64::from(steps[3]);
        let strict = |kink: f64| kink == f64::from(x) && self.parameters.is_empty();
        if !self.kinks.iter().any(|&kink| near(kink) && !strict(kink)) {
            return plain;
        }
        steps.iter().fold(plain, |best, &beside| {
            let mut values = vec![f64::from(beside)];
            values.extend(&self.parameters);
            let truth = self.reference.root(column, &values);
            let verdict = ulp::judge(computed, truth, &self.format);
            if verdict.units() < best.units() {
                verdict
            } else {
                best
            }
        })
    }

    /// Values at ±∞ and NaN that are not the limit, for a candidate in `f32` of one input.
    pub fn specials(&mut self, candidate: &dyn Candidate, columns: &mut [Column]) {
        if self.inputs.len() != 1 {
            return;
        }
        let at = [f32::NEG_INFINITY, f32::INFINITY, f32::NAN];
        let computed = candidate.single(&[at.to_vec()]);
        for (index, column) in columns.iter_mut().enumerate() {
            for (k, &x) in at.iter().enumerate() {
                let y = f64::from(computed[index][k]);
                let mut values = vec![f64::from(x)];
                values.extend(&self.parameters);
                // NaN in, NaN out, but for formulas whose `if` says otherwise.
                let wrong = if x.is_nan() {
                    index == 0 && !y.is_nan() && !self.tames_nan
                } else {
                    let truth = self.reference.root(index, &values);
                    let verdict = match self.through_output(index, &values, y, truth) {
                        Some(verdict) => verdict,
                        None => ulp::judge(y, truth, &self.format),
                    };
                    verdict.is_failure() || verdict.units() > 8.0
                };
                if wrong {
                    column.specials.push(format!("{y} at {x}"));
                }
            }
        }
    }
}

fn point(inputs: &[Vec<f64>], parameters: &[f64], i: usize) -> Vec<f64> {
    inputs
        .iter()
        .map(|column| column[i])
        .chain(parameters.iter().copied())
        .collect()
}

/// Measures a candidate in `f32`, with the values at ±∞ and NaN.
pub fn certify(truth: &mut Truth, candidate: &dyn Candidate) -> Vec<Column> {
    let computed = candidate.single(&truth.singles());
    let computed: Vec<Vec<f64>> = computed
        .iter()
        .map(|column| column.iter().map(|&y| y.into()).collect())
        .collect();
    let mut columns = truth.measure(&computed);
    truth.specials(candidate, &mut columns);
    columns
}
