//! Tells the library how many registers a kernel keeps in flight: one in a build that is not
//! optimised, or barely.
//!
//! Without optimisation, with four of them, every value of a kernel has its place of 256 bytes on
//! the stack, and threads have 2 MiB. At `opt-level = 1`, which one chooses for short builds, one
//! register halves what a kernel costs to compile, and arrays take up to 1.4 times as long.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(one_register)");
    if std::env::var("OPT_LEVEL").is_ok_and(|level| level == "0" || level == "1") {
        println!("cargo::rustc-cfg=one_register");
    }
}
