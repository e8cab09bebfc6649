//! Activations in configuration files: types of the catalogue and of a user, and entries by name.

use activation_core::{
    activation,
    catalogue::{ENTRIES, Mish, NAMES, Swish},
    configuration::Choice,
};
use serde_json::{Value, from_str, json, to_value};

mod facade {
    pub(crate) use activation_core as engine;
}

/// Declared by a user, who does not depend on serde.
#[facade::engine::activation(crate = crate::facade::engine)]
pub fn declared(
    x: f32,
    #[param(default = 0.5)] r#type: f32,
    #[param(default = -2.0)] lower: f32,
) -> f32 {
    (r#type * x).max(lower)
}

#[activation]
#[cfg(any())]
fn twice(x: f32) -> f32 {
    x * 2.0
}

#[activation(allow(affine))]
#[allow(non_snake_case)]
#[cfg(not(any()))]
fn twice(x: f32, #[param(default = 2.0)] Factor: f32) -> f32 {
    Factor * x
}

/// What is said when `$text` is read as a `$type`. A function would name serde's trait, which a user
/// need not depend on.
macro_rules! refusal {
    ($type:ty, $text:expr) => {
        from_str::<$type>($text).unwrap_err().to_string()
    };
}

#[test]
fn a_type_is_the_map_of_its_parameters() {
    assert_eq!(to_value(Swish { beta: 1.5 }).unwrap(), json!({"beta": 1.5}));
    assert_eq!(
        from_str::<Swish>(r#"{"beta": 1.5}"#).unwrap(),
        Swish { beta: 1.5 }
    );
    assert_eq!(
        from_str::<Swish>(r#"{"beta": 2}"#).unwrap(),
        Swish { beta: 2.0 }
    );
    assert_eq!(from_str::<Swish>("[0.25]").unwrap(), Swish { beta: 0.25 });
    assert_eq!(to_value(Mish).unwrap(), json!({}));
    assert_eq!(from_str::<Mish>("{}").unwrap(), Mish);

    let act = Declared {
        r#type: 0.1,
        lower: -1.0,
    };
    let text = serde_json::to_string(&act).unwrap();
    assert_eq!(text, r#"{"type":0.1,"lower":-1.0}"#);
    assert_eq!(from_str::<Declared>(&text).unwrap(), act);
    assert_eq!(to_value(Twice::default()).unwrap(), json!({"Factor": 2.0}));
}

#[test]
fn what_is_missing_has_its_default() {
    assert_eq!(from_str::<Swish>("{}").unwrap(), Swish::default());
    assert_eq!(
        from_str::<Declared>(r#"{"lower": 0.0}"#).unwrap(),
        Declared {
            lower: 0.0,
            ..Declared::default()
        }
    );
}

#[test]
fn what_is_wrong_is_said() {
    for (text, sentence) in [
        (
            r#"{"betta": 1}"#,
            "`swish` has no parameter `betta`; did you mean `beta`?",
        ),
        (
            r#"{"slope": 1}"#,
            "`swish` has no parameter `slope`; it has `beta`",
        ),
        (r#"{"beta": 1, "beta": 2}"#, "duplicate field `beta`"),
        (
            r#"{"beta": "one"}"#,
            "parameter `beta` of `swish`: invalid type: string \"one\", expected f64",
        ),
        ("[]", "invalid length 0, expected the parameters of `swish`"),
        (
            "[1, 2]",
            "invalid length 2, expected the parameters of `swish`",
        ),
        (
            "1.5",
            "invalid type: floating point `1.5`, expected the parameters of `swish`",
        ),
    ] {
        let found = refusal!(Swish, text);
        assert!(found.starts_with(sentence), "{found}");
    }
    let found = refusal!(Mish, r#"{"beta": 1}"#);
    assert!(
        found.starts_with("`mish` has no parameter `beta`; it has none"),
        "{found}"
    );
    let found = refusal!(Declared, r#"{"upper": 1}"#);
    assert!(
        found.starts_with("`declared` has no parameter `upper`; "),
        "{found}"
    );
}

#[test]
fn an_entry_is_chosen_by_name() {
    let choice: Choice = from_str(r#"{"negative_slope": 0.2, "name": "LeakyReLU"}"#).unwrap();
    assert_eq!(
        (choice.name(), choice.parameters()),
        ("leaky_relu", &[0.2][..])
    );
    assert_eq!(
        to_value(&choice).unwrap(),
        json!({"name": "leaky_relu", "negative_slope": 0.2})
    );
    let choice: Choice = from_str(r#""gelu_new""#).unwrap();
    assert_eq!((choice.name(), choice.parameters()), ("gelu_tanh", &[][..]));

    for (text, sentence) in [
        (
            r#""sigmiod""#,
            "unknown activation `sigmiod`; did you mean `sigmoid`?",
        ),
        (
            r#"{"name": "mihs"}"#,
            "unknown activation `mihs`; did you mean `mish`?",
        ),
        (
            r#"{"name": "swish", "betta": 1}"#,
            "`swish` has no parameter `betta`; did you mean `beta`?",
        ),
        (
            r#"{"name": "elu", "slope": 1}"#,
            "`elu` has no parameter `slope`; it has `alpha`",
        ),
        (
            r#"{"name": "elu", "alpha": "x"}"#,
            "parameter `alpha`: invalid type: string \"x\", expected f64",
        ),
        (
            r#"{"name": "elu", "alpha": 1, "alpha": 1}"#,
            "duplicate field `alpha`",
        ),
        (
            r#"{"name": "elu", "name": "elu"}"#,
            "duplicate field `name`",
        ),
        (r#"{"beta": 1}"#, "missing field `name`"),
        (
            "7",
            "invalid type: integer `7`, expected the name of an activation, or a map with a `name`",
        ),
    ] {
        let found = refusal!(Choice, text);
        assert!(found.starts_with(sentence), "{found}");
    }
}

#[test]
fn every_entry_comes_back_as_it_was() {
    for (&name, entry) in NAMES.iter().zip(ENTRIES) {
        let mut map = serde_json::Map::new();
        map.insert("name".into(), name.into());
        for (k, parameter) in entry.parameters.iter().enumerate() {
            map.insert(parameter.name.into(), (0.1 * k as f64 + 0.3).into());
        }
        let written = Value::Object(map);
        let choice: Choice = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(to_value(&choice).unwrap(), written);
        let defaults: Choice = serde_json::from_value(json!(name)).unwrap();
        let expected: Vec<f64> = entry.parameters.iter().map(|p| p.default).collect();
        assert_eq!(defaults.parameters(), expected);
    }
}
