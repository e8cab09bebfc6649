//! What a person sees who makes a mistake: one file a kind of mistake, next to what rustc says.
//!
//! `TRYBUILD=overwrite cargo test -p activation-tests --test ui` writes the answers anew; read
//! every one of them as the person would.

#[test]
fn mistakes_are_explained_where_they_were_made() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
