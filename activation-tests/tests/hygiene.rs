//! Generated code in hostile surroundings: names of the user's that look like ours, no prelude,
//! and `activation_core` under another path.

#![allow(dead_code)]

mod without_prelude {
    #![no_implicit_prelude]

    // All of these are named by generated code, which must not take them from here.
    struct Option;
    struct Default;
    struct Clone;
    trait Kernel {}
    trait Vector {}
    mod core {}
    mod std {}

    /// Documented.
    #[::activation_core::activation]
    pub fn hostile(x: f32, #[param(default = -0.5)] default: f32) -> f32 {
        max(x, default)
    }
}

mod names {
    use activation_core::activation;

    #[activation]
    #[allow(non_snake_case, clippy::too_many_arguments)]
    pub fn crowded(
        inputs: f64,
        prepared: f64,
        #[param(default = 1.0)] parameters: f64,
        #[param(default = 2.0)] value: f64,
        #[param(default = 3.0)] V: f64,
        #[param(default = 4.0)] r#type: f64,
        #[param(default = 5.0)] core: f64,
    ) -> f64 {
        let gradient = inputs * parameters;
        let t0 = prepared * value;
        let x = gradient + t0;
        let y = x * V;
        let exp = y.abs();
        exp * r#type + core
    }

    #[activation(name = Renamed)]
    pub(crate) fn r#loop(x: f32) -> f32 {
        let x = x + 1.0;
        let x = x * 2.0;
        let result = x * x;
        result
    }
}

mod elsewhere {
    mod facade {
        pub(super) use activation_core as engine;
    }

    #[facade::engine::activation(crate = facade::engine)]
    fn by_path(x: f32) -> f32 {
        x.tanh()
    }

    #[facade::engine::activation(crate = "self::facade::engine")]
    fn by_string(x: f32) -> f32 {
        x.tanh()
    }
}

mod gated {
    use activation_core::activation;

    #[activation]
    #[cfg(any())]
    fn twice(x: f32) -> f32 {
        x * 2.0
    }

    #[activation]
    #[cfg(not(any()))]
    fn twice(x: f32) -> f32 {
        2.0 * x
    }
}

macro_rules! scaled {
    ($name:ident, $x:ident, $factor:expr, $power:literal) => {
        #[activation_core::activation]
        fn $name($x: f32, #[param(default = $factor)] factor: f32) -> f32 {
            factor * $x.powi($power) * ($factor)
        }
    };
}
scaled!(squared, x, -1.5 / 2.0, 2);

#[test]
fn fields_and_defaults_are_there() {
    assert_eq!(without_prelude::Hostile::default().default, -0.5);
    let crowded = names::Crowded::default();
    assert_eq!(
        [
            crowded.parameters,
            crowded.value,
            crowded.V,
            crowded.r#type,
            crowded.core
        ],
        [1.0, 2.0, 3.0, 4.0, 5.0]
    );
    assert_eq!(crowded, names::Crowded::new(1.0, 2.0, 3.0, 4.0, 5.0));
    assert_eq!(names::Renamed, names::Renamed::new());
    assert_eq!(Squared::default(), Squared { factor: -0.75 });
}

#[test]
fn the_function_keeps_its_signature() {
    let _: fn(f32, f32) -> f32 = without_prelude::hostile;
    let _: fn(f32) -> f32 = names::r#loop;
    let _: fn(f64, f64, f64, f64, f64, f64, f64) -> f64 = names::crowded;
}

#[test]
fn the_function_computes() {
    assert_eq!(without_prelude::hostile(-2.0, -0.5), -0.5);
    assert_eq!(names::r#loop(0.5), 9.0);
    assert!((squared(2.0, -0.75) - 2.25).abs() < 1e-6);
    let expected = (2.0_f64 * 3.0 + 1.5 * 0.5) * 4.0 + 5.0;
    let crowded = names::crowded(2.0, 1.5, 3.0, 0.5, 1.0, 4.0, 5.0);
    assert!(
        (crowded / expected - 1.0).abs() < 1e-12,
        "{crowded} {expected}"
    );
}
