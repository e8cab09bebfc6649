//! Generated code in hostile surroundings: names of the user's that look like ours, no prelude,
//! and `activation_core` under another path.

#![allow(dead_code)]

use activation_core::Activation as _;

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
    #[allow(deprecated)]
    fn twice(x: f32) -> f32 {
        2.0 * x
    }
}

/// Warnings are silenced by rustc's own means, and by the attribute's.
mod silenced {
    #![deny(deprecated)]

    use activation_core::activation;

    #[activation]
    #[allow(deprecated)]
    pub(super) fn by_the_level(x: f32, _b: f32) -> f32 {
        if x > 0.0 { 1.0 / x } else { 0.0 }
    }

    #[activation(allow(discontinuous, unused))]
    pub(super) fn by_name(x: f32, _b: f32) -> f32 {
        if x > 0.0 { 1.0 } else { 0.0 }
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

/// Activations that call others: from another module, under another name, with names of the
/// user's that look like ours around them.
mod composed {
    pub(crate) mod math {
        use activation_core::activation;

        #[activation(allow(affine))]
        pub fn gate(
            x: f32,
            #[param(default = 2.0)] r#type: f32,
            #[param(default = 0.0)] shift: f32,
        ) -> f32 {
            r#type * x + shift
        }

        #[activation(name = V, allow(affine))]
        pub fn doubled(x: f32) -> f32 {
            2.0 * x
        }
    }

    use activation_core as engine;

    mod inner {
        use super::math::Gate as Renamed;
        use activation_core::activation;

        #[activation]
        pub(crate) fn imported(x: f32) -> f32 {
            let gate = Renamed(x);
            let renamed = gate + x;
            let g = renamed * Renamed { r#type: 3.0 }(x);
            g + super::math::V(x)
        }
    }

    // `prepare` has `math` and `V` of its own in scope.
    use math::V;

    #[engine::activation(crate = engine)]
    #[allow(non_snake_case, clippy::too_many_arguments)]
    pub(crate) fn clashing(
        swish: f64,
        value: f64,
        #[param(default = 0.5)] gate: f64,
        #[param(default = -1.5)] lanes: f64,
    ) -> f64 {
        let power = if lanes > 0.0 { exp(lanes) } else { exp(gate) };
        let shift = V(max(power, gate));
        let own = math::Gate {
            r#type: power,
            shift: V(gate),
        }(swish + value);
        own + math::Gate { r#type: shift }(value) + self::math::Gate(swish)
    }

    #[cfg(any())]
    #[engine::activation]
    fn absent(x: f32) -> f32 {
        nowhere::Gate(x)
    }

    pub(crate) use inner::imported;
}

mod composed_without_prelude {
    #![no_implicit_prelude]

    struct Default;
    mod core {}

    #[::activation_core::activation]
    pub fn hostile_call(x: f32, #[param(default = 1.5)] beta: f32) -> f32 {
        ::activation_core::catalogue::Swish { beta }(x)
    }
}

/// In a function, where `self::` does not reach.
#[test]
fn local_activations_are_called() {
    use activation_core::activation;

    #[activation(allow(affine))]
    fn local(x: f32) -> f32 {
        3.0 * x
    }

    #[activation]
    fn calls_local(x: f32, #[param(default = 2.0)] beta: f32) -> f32 {
        Local(x) + Local(Local(beta))
    }

    assert_eq!(local(1.0), 3.0);
    assert_eq!(calls_local(1.0, 2.0), 21.0);
}

#[test]
fn composed_functions_compute() {
    assert_eq!(composed::imported(1.5), (3.0 + 1.5) * 4.5 + 3.0);
    let power = 0.5_f64.exp();
    let expected = power * 2.5 + 1.0 + 2.0 * power * 1.5 + 2.0;
    let found = composed::clashing(1.0, 1.5, 0.5, -1.5);
    assert!((found / expected - 1.0).abs() < 1e-14, "{found} {expected}");
    // The parameter `r#type` of what is called is found by its name.
    let act = composed::Clashing::new(0.5, -1.5);
    let one = ndarray::array![1.0_f64];
    let (_, slopes) = act.backward_with_parameters((&one, &(1.5 * &one)), &one);
    let slope = power * 2.5 + 2.0 + 2.0 * power * 1.5;
    assert!((slopes.gate - slope).abs() < 1e-12, "{slopes:?} {slope}");
    assert_eq!(slopes.lanes, 0.0);
    let found = composed_without_prelude::hostile_call(1.0, 1.5);
    assert!((found - 1.0 / (1.0 + (-1.5_f32).exp())).abs() < 1e-6);
}

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
