//! One snapshot an entry: what the engine says of the formula, and the Rust it writes.
//!
//! A snapshot is read as a user reads generated code; CONTRIBUTING.md says how to review one.

use activation_symbolic::{expand, explain::explain};
use activation_tests::entries::{Entry, named, names};

/// The explanation, then the kernel.
fn page(entry: &Entry) -> String {
    let code = expand(entry.options.clone(), entry.function.clone());
    let code = syn::parse2(code).expect("the expansion is Rust");
    format!(
        "{}\n{}",
        explain(&entry.analysis),
        prettyplease::unparse(&code)
    )
}

#[test]
fn of_every_entry() {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| {
        let names = names();
        assert!(
            names.len() >= 100,
            "only {} entries were found",
            names.len()
        );
        for name in names {
            insta::assert_snapshot!(name.clone(), page(&named(&name)));
        }
    });
}

#[test]
fn an_expansion_is_the_same_every_time() {
    for name in names() {
        let entry = named(&name);
        let write = || expand(entry.options.clone(), entry.function.clone()).to_string();
        assert_eq!(write(), write(), "{}", entry.name);
    }
}

/// Every snapshot belongs to an entry: a renamed or removed one leaves nothing behind.
#[test]
fn none_is_left_over() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots");
    let names = names();
    for file in std::fs::read_dir(folder).expect("the snapshots lie here") {
        let file = file.expect("a readable folder").file_name();
        let name = file.to_string_lossy();
        let name = name.strip_suffix(".snap").unwrap_or(&name);
        assert!(
            names.iter().any(|entry| entry == name),
            "no entry for the snapshot {name}"
        );
    }
}
