//! Every entry of the catalogue as a value: what the tests that go through all of them share.

use activation_core::{
    catalogue::*,
    kernel::{Bundle, Inputs, Kernel, Metadata, Parameters, Prepared, Size},
    residual::FromOutput,
    simd::{Lane, Scalar},
};

/// What a kernel computes at one point.
#[derive(Debug)]
pub(crate) struct Point {
    pub(crate) value: f64,
    /// ∂value/∂input.
    pub(crate) gradient: Vec<f64>,
    /// ∂value/∂parameter.
    pub(crate) parameters: Vec<f64>,
    /// ∂value/∂input computed from the value, where there is a form.
    pub(crate) from_output: Option<f64>,
    /// ∂²value/∂input², for one input.
    pub(crate) curvature: Option<f64>,
    /// The functions that change sign where the formula changes branch.
    pub(crate) switches: Vec<f64>,
}

/// An entry.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) metadata: &'static Metadata,
    /// The kernel at parameters and inputs, in `f64`.
    pub(crate) double: fn(&[f64], &[f64]) -> Point,
    /// The kernel at parameters and inputs, in `f32`.
    pub(crate) single: fn(&[f64], &[f64]) -> Point,
    /// The condition of backward from the output that parameters break.
    pub(crate) broken_condition: fn(&[f64]) -> Option<usize>,
}

impl Entry {
    pub(crate) fn defaults(&self) -> Vec<f64> {
        self.metadata
            .parameters
            .iter()
            .map(|parameter| parameter.default)
            .collect()
    }
}

/// All entries, in the order of the registry.
pub(crate) fn entries() -> Vec<Entry> {
    macro_rules! list {
        ($($name:ident => $type:ident),*; $($gated:ident => $gated_type:ident),*) => {
            vec![
                $(entry::<$type>(stringify!($name)),)*
                $(entry::<$gated_type>(stringify!($gated)),)*
            ]
        };
    }
    activation_core::for_each_activation!(list)
}

/// The entry of this name.
pub(crate) fn entry_named(name: &str) -> Entry {
    let found = entries().into_iter().find(|entry| entry.name == name);
    found.unwrap_or_else(|| panic!("the catalogue has no entry `{name}`"))
}

fn entry<K: Kernel>(name: &'static str) -> Entry {
    Entry {
        name,
        metadata: K::METADATA,
        double: point::<K, f64>,
        single: point::<K, f32>,
        broken_condition: |parameters| {
            K::with_parameters(K::Parameters::from_fn(|k| parameters[k])).broken_condition()
        },
    }
}

fn point<K: Kernel, T: Scalar>(parameters: &[f64], inputs: &[f64]) -> Point {
    assert_eq!(parameters.len(), K::Parameters::LEN, "{}", K::METADATA.name);
    assert_eq!(inputs.len(), K::Inputs::LEN, "{}", K::METADATA.name);
    let lane = |x: f64| Lane(T::from_f64(x));
    let parameters: Parameters<K, f64> = K::Parameters::from_fn(|k| parameters[k]);
    let prepared = K::with_parameters(parameters).prepare();
    let prepared: Prepared<K, Lane<T>> = K::Prepared::map(&prepared, lane);
    let inputs: Inputs<K, Lane<T>> = K::Inputs::from_fn(|k| lane(inputs[k]));
    let numbers = |lanes: &[Lane<T>]| lanes.iter().map(|lane| lane.0.to_f64()).collect();
    let value = K::value(prepared, inputs).0.to_f64();
    let (gradient, parameters) = K::full_gradient(prepared, inputs);
    let curvature = (K::Inputs::LEN == 1).then(|| {
        let (slope, curvature) = K::gradient_and_curvature(prepared, inputs);
        let slopes = [slope.as_ref()[0], gradient.as_ref()[0]].map(|lane| lane.0.to_f64());
        // The sign of a NaN is nobody's.
        let same = slopes[0].to_bits() == slopes[1].to_bits() || slopes.iter().all(|s| s.is_nan());
        assert!(same, "one slope, not {slopes:?}");
        curvature.as_ref()[0].0.to_f64()
    });
    let has_form = matches!(K::METADATA.residual.from_output, FromOutput::Yes { .. });
    let from_output = has_form.then(|| {
        let outputs = K::Inputs::from_fn(|_| K::value(prepared, inputs));
        let gradient: Inputs<K, Lane<T>> = K::gradient_from_output(prepared, outputs);
        gradient.as_ref()[0].0.to_f64()
    });
    let mut switches = Vec::new();
    K::Switches::map(&K::switches(prepared, inputs), |switch| {
        switches.push(switch.0.to_f64());
    });
    Point {
        value,
        gradient: numbers(gradient.as_ref()),
        parameters: numbers(parameters.as_ref()),
        switches,
        from_output,
        curvature,
    }
}
