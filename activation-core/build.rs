//! Tells the library whether it is built without optimisation: then kernels have one register in
//! flight. With four, every value of a kernel has its place of 256 bytes on the stack, and threads
//! have 2 MiB.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(unoptimised)");
    if std::env::var("OPT_LEVEL").is_ok_and(|level| level == "0" || level == "1") {
        println!("cargo::rustc-cfg=unoptimised");
    }
}
