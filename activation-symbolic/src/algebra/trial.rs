//! Where a form is looked at, and what it is there: inputs of all sizes, and those at which it
//! leaves the range of `f32` or changes its sign, which are found and not known before.

use crate::eval::Program;

/// Inputs of all sizes, on either side of 0.
const SIZES: [f64; 29] = [
    1e-45, 3e-42, 2e-30, 1e-17, 3e-9, 1.7e-4, 0.021, 0.11, 0.26, 0.52, 0.74, 1.0, 1.57, 2.53, 4.1,
    6.7, 9.3, 12.7, 16.9, 23.1, 47.3, 71.9, 88.1, 103.0, 1.1e4, 3.1e6, 7.3e11, 2.1e19, 3.4e38,
];

/// Steps towards a place between two inputs.
const STEPS: usize = 9;

/// What is said of a number in `f32`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Negative,
    Zero,
    Positive,
    Infinite,
    NoNumber,
}

fn class(value: f64) -> Class {
    match value {
        _ if value.is_nan() => Class::NoNumber,
        _ if value.is_infinite() => Class::Infinite,
        _ if value.abs() < f64::from(f32::MIN_POSITIVE) => Class::Zero,
        _ if value < 0.0 => Class::Negative,
        _ => Class::Positive,
    }
}

/// What a form is at an input.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) x: f64,
    /// In `f32`.
    pub(super) found: f64,
    /// In `f64`.
    pub(super) exact: f64,
}

impl Place {
    fn classes(self) -> [Class; 2] {
        [self.found, f64::from(self.exact as f32)].map(class)
    }

    /// The classes without the sign, which what oscillates changes everywhere.
    fn ranges(self) -> [Class; 2] {
        self.classes().map(|class| match class {
            Class::Negative => Class::Positive,
            class => class,
        })
    }
}

/// A line of inputs: the first of them times these.
pub(super) type Ray<'a> = &'a [f64];

/// The inputs at `x` on a ray.
pub(super) fn along(ray: Ray<'_>, x: f64, values: &mut [f64]) {
    for (value, ratio) in values.iter_mut().zip(ray) {
        *value = f64::from((ratio * x) as f32);
    }
}

/// The inputs of a ray to look at a form at, as it is `computed` in `f32` and as it is `exact`ly;
/// `values` holds what the other symbols are.
pub(super) fn places(
    computed: &Program,
    exact: &Program,
    values: &[f64],
    ray: Ray<'_>,
) -> Vec<Place> {
    let mut values = values.to_vec();
    let mut at = |x: f64| {
        let x = f64::from(x as f32);
        along(ray, x, &mut values);
        Place {
            x,
            found: computed.single(&values),
            exact: exact.double(&values),
        }
    };
    let mut places = Vec::new();
    for side in [1.0, -1.0] {
        let mut last: Option<Place> = None;
        for size in SIZES {
            let here = at(side * size);
            if let Some(before) = last.filter(|last| last.classes() != here.classes()) {
                // The last that is like the one before, and the first that is not.
                let mut between = |kind: fn(Place) -> [Class; 2]| {
                    let (mut from, mut to) = (before, here);
                    for _ in 0..STEPS {
                        let middle = at(side * (from.x * to.x).sqrt());
                        if kind(middle) == kind(before) {
                            from = middle;
                        } else {
                            to = middle;
                        }
                    }
                    places.extend([from, to]);
                    to
                };
                let changed = between(Place::classes).ranges();
                // That was a sign: where the range is left is behind it.
                if changed == before.ranges() && changed != here.ranges() {
                    between(Place::ranges);
                }
            }
            places.push(here);
            last = Some(here);
        }
    }
    places
}

/// The values of all symbols as `f32` has them.
pub(super) fn rounded(values: &[f64]) -> Vec<f64> {
    values.iter().map(|&v| f64::from(v as f32)).collect()
}
