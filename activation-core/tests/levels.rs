//! The levels of one machine agree: with `ACTIVATION_LEVEL`, each in a process of its own,
//! since the variable is read once.

mod common;

use std::process::{Command, Output};

use activation_core::{
    Activation,
    kernel::Kernel,
    simd::{Lane, available_levels, level_name},
};
use common::{Mix, Softsign, numbers, singles};
use ndarray::Array1;

/// Runs the test `results` at a level.
fn at_level(name: &str) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "results", "--ignored", "--nocapture"])
        .env("ACTIVATION_LEVEL", name)
        .output()
        .unwrap()
}

#[test]
#[ignore = "run by the others, at a level"]
fn results() {
    let act = Softsign { beta: 1.25 };
    let x = Array1::from(singles(101, 1));
    let bits = |x: &f32| x.to_bits();
    println!(
        "y {:?}",
        act.forward(&x).iter().map(bits).collect::<Vec<_>>()
    );
    println!(
        "dx {:?}",
        act.backward(&x, &x).iter().map(bits).collect::<Vec<_>>()
    );
    let x = Array1::from(numbers(101, 1));
    let y = Mix::default().forward((&x, &x, &x));
    println!(
        "mix {:?}",
        y.iter().map(|x| x.to_bits()).collect::<Vec<_>>()
    );
}

/// Plain arithmetic is correctly rounded everywhere, so here the levels agree to the bit.
#[test]
fn levels_agree() {
    let lines = |output: Output| -> Vec<String> {
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        let results = text.lines().filter(|line| line.contains('['));
        results.map(str::to_owned).collect()
    };
    let mut all = available_levels()
        .into_iter()
        .map(|level| lines(at_level(level_name(level))));
    let first = all.next().unwrap();
    assert_eq!(first.len(), 3);
    for other in all {
        assert_eq!(first, other);
    }
}

#[test]
fn the_lane_agrees() {
    let act = Softsign { beta: 1.25 };
    for x in singles(100, 2) {
        let prepared = act.prepare().map(|p| Lane(p as f32));
        let lane = <Softsign as Kernel>::value(prepared, [Lane(x)]);
        assert_eq!(act.value(x).to_bits(), lane.0.to_bits());
    }
}

#[test]
fn an_unknown_level_is_refused() {
    let output = at_level("avx3");
    assert!(!output.status.success());
    let text = format!("{output:?}");
    assert!(
        text.contains("ACTIVATION_LEVEL: no level `avx3` on this machine"),
        "{text}"
    );
}
