//! Every entry through a configuration and back, as an activation.

use activation_core::{
    catalogue::{NAMES, by_name},
    erased::DynActivation,
};

type Boxed = Box<dyn DynActivation<f32>>;

#[test]
fn every_entry_is_read_as_it_was_written() {
    for name in NAMES {
        let mut act = by_name::<f32>(name).unwrap();
        for (k, parameter) in act.metadata().parameters.iter().enumerate() {
            act.set_parameter(parameter.name, 0.3 + 0.1 * k as f64)
                .unwrap();
        }
        let text = serde_json::to_string(&act).unwrap();
        let read: Boxed = serde_json::from_str(&text).unwrap();
        assert_eq!(format!("{read:?}"), format!("{act:?}"), "{text}");
    }
}

#[test]
fn a_network_is_a_list() {
    let text = r#"["gelu", {"name": "swish", "beta": 1.5}]"#;
    let layers: Vec<Boxed> = serde_json::from_str(text).unwrap();
    let x = ndarray::array![-1.0_f32, 0.5];
    let y = layers.iter().fold(x, |x, layer| layer.forward(&x));
    assert!(y.iter().all(|y| y.is_finite()));
    assert_eq!(
        serde_json::to_string(&layers).unwrap(),
        r#"[{"name":"gelu"},{"name":"swish","beta":1.5}]"#
    );
    let error = serde_json::from_str::<Boxed>(r#""gleu""#).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("unknown activation `gleu`; did you mean `gelu`?")
    );
}
