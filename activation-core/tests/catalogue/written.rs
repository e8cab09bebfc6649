//! Files that are drawn or written from the catalogue, and held to it.

use std::path::Path;

/// Asserts that a file beside the package is what `new` makes of it, or makes it so.
pub(crate) fn hold(path: &str, new: impl Fn(&str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let mut written = std::fs::read_to_string(&path).unwrap_or_default();
    let text = new(&written);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).unwrap();
        written.clone_from(&text);
    }
    for (old, new) in written.lines().zip(text.lines()) {
        assert_eq!(old, new, "run this test with UPDATE=1");
    }
    assert_eq!(
        written.lines().count(),
        text.lines().count(),
        "run this test with UPDATE=1"
    );
}
