//! You will see how long each entry of the catalogue takes to expand:
//! `cargo run -p activation-symbolic --example expansion`, unoptimised as in a user's build.

use std::time::Instant;

use quote::ToTokens as _;

fn main() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../activation-core/src/catalogue"
    );
    let mut times = Vec::new();
    for file in std::fs::read_dir(folder).expect("the catalogue lies beside this package") {
        let path = file.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let source = std::fs::read_to_string(path).expect("readable");
        for item in syn::parse_file(&source).expect("Rust").items {
            let syn::Item::Fn(mut function) = item else {
                continue;
            };
            let Some(at) = function
                .attrs
                .iter()
                .position(|a| a.path().is_ident("activation"))
            else {
                continue;
            };
            let options = match function.attrs.remove(at).meta {
                syn::Meta::List(list) => list.tokens,
                _ => Default::default(),
            };
            let tokens = function.to_token_stream();
            // The least of a few: what the machine does beside is not the engine's.
            let fastest = (0..5)
                .map(|_| {
                    let start = Instant::now();
                    let code = activation_symbolic::expand(options.clone(), tokens.clone());
                    let time = start.elapsed();
                    assert!(!code.is_empty());
                    time
                })
                .min()
                .expect("five runs");
            times.push((fastest, function.sig.ident.to_string()));
        }
    }
    times.sort();
    for (time, name) in &times {
        println!("{:8.2} ms  {name}", time.as_secs_f64() * 1e3);
    }
    let median = times[times.len() / 2].0.as_secs_f64() * 1e3;
    println!("{} entries, median {median:.2} ms", times.len());
}
