//! Entries measured in one go: what the tests and the report share.

use crate::{
    bounds::Table,
    candidate::{Candidate, Interpreted},
    certificate::{Truth, certify},
    entries::{self, Entry},
    report::{Measured, parallel},
    sample::Density,
};

/// What computes the columns of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The form that is computed, interpreted with perfect functions.
    Engine,
    /// The formula and its derivatives as typed, likewise.
    Typed,
    /// The compiled kernel.
    #[cfg(feature = "kernels")]
    Kernel,
}

impl Subject {
    /// What computes `entry`; none if there is no such kernel.
    #[must_use]
    pub fn candidate(self, entry: &Entry) -> Option<Box<dyn Candidate>> {
        match self {
            Subject::Engine => Some(Box::new(Interpreted::engine(entry))),
            Subject::Typed => Some(Box::new(Interpreted::typed(entry))),
            #[cfg(feature = "kernels")]
            Subject::Kernel => crate::kernels::of(&entry.name),
        }
    }
}

/// Measures one entry in `f32`, over a sample that visits what the rows of `table` need.
#[must_use]
pub fn entry(subject: Subject, entry: &Entry, density: Density, table: &Table) -> Option<Measured> {
    let start = std::time::Instant::now();
    let candidate = subject.candidate(entry)?;
    let mut truth = Truth::single(entry, density, &table.places(&entry.name));
    let columns = certify(&mut truth, candidate.as_ref());
    Some(Measured {
        name: entry.name.clone(),
        columns,
        sample: truth.inputs[0].len(),
        raised: truth.raised(),
        seconds: start.elapsed().as_secs_f64(),
    })
}

/// Measures these entries of the catalogue in `f32`, on all cores.
#[must_use]
pub fn catalogue(
    subject: Subject,
    names: &[String],
    density: Density,
    table: &Table,
) -> Vec<Measured> {
    // What the engine knows about a formula holds spans, which stay on their thread: each thread
    // reads its entry for itself.
    let all = parallel(names.len(), |index| {
        entry(subject, &entries::named(&names[index]), density, table)
    });
    all.into_iter().flatten().collect()
}

/// Measures the kernels of these entries in `f64`, at every `every`th place of the sample.
#[cfg(feature = "kernels")]
#[must_use]
pub fn double(names: &[String], density: Density, every: usize, table: &Table) -> Vec<Measured> {
    let all = parallel(names.len(), |index| {
        let start = std::time::Instant::now();
        let entry = entries::named(&names[index]);
        let candidate = Subject::Kernel.candidate(&entry)?;
        let mut truth = Truth::double(&entry, density, every, &table.places(&entry.name));
        let computed = candidate.double(&truth.inputs)?;
        let columns = truth.measure(&computed);
        Some(Measured {
            name: entry.name.clone(),
            columns,
            sample: truth.inputs[0].len(),
            raised: truth.raised(),
            seconds: start.elapsed().as_secs_f64(),
        })
    });
    all.into_iter().flatten().collect()
}
