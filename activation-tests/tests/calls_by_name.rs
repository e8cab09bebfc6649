//! An entry of the catalogue that is called by the name of its function: a formula has it, or the
//! message says what to write in its place.
//!
//! The engine is built before the catalogue and has the names of its entries in a list; this holds
//! the list to the registry.

use activation_tests::entries;

/// Entries that a formula has a shorter word for.
const SHORTER: [&str; 7] = [
    "identity",
    "square",
    "cube",
    "exponential",
    "arctan",
    "arsinh",
    "sinusoid",
];

#[test]
fn every_entry_is_a_function_or_the_message_says_how_it_is_called() {
    let signatures = entries::signatures();
    assert!(signatures.len() > 100, "{}", signatures.len());
    for signature in signatures {
        let name = signature.function.to_string();
        let formula = format!("fn f(x: f32) -> f32 {{ {name}() + 0.0 * x }}");
        let error = activation_symbolic::analyse("".parse().unwrap(), formula.parse().unwrap())
            .expect_err("a function without arguments")
            .to_string();
        if error.starts_with(&format!("`{name}` takes ")) {
            continue;
        }
        if SHORTER.contains(&name.as_str()) {
            let start = format!("unknown function `{name}`; write `");
            assert!(error.starts_with(&start), "{error}");
            continue;
        }
        let inputs: Vec<&str> = signature.inputs.iter().map(|i| i.name.as_str()).collect();
        let inputs = inputs.join(", ");
        let ty = &signature.type_name;
        let mut expected = format!(
            "`{name}` is an entry of the catalogue; call its type, \
             `activation_core::catalogue::{ty}({inputs})`"
        );
        let parameters: Vec<String> = signature
            .parameters
            .iter()
            .map(|parameter| format!("{}: …", parameter.name))
            .collect();
        if !parameters.is_empty() {
            let given = parameters.join(", ");
            expected += &format!(", or with parameters `{ty} {{ {given} }}({inputs})`");
        }
        assert_eq!(error, expected);
    }
}
