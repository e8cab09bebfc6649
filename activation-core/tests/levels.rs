//! The levels of one machine agree: with `ACTIVATION_LEVEL`, each in a process of its own,
//! since the variable is read once. And each keeps what `Vector` promises of it.

mod common;

use std::process::{Command, Output};

use activation_core::{
    Activation,
    kernel::Kernel,
    simd::{
        Instructions, Lane, Register, Scalar, Vector, Work, available_levels, dispatch_at,
        level_name,
    },
};
use common::{Mix, Softsign, numbers, singles};
use ndarray::Array1;

/// Runs the test `results` at a level; under an emulator, where cargo was told of one.
fn at_level(name: &str) -> Output {
    // A process that an emulated one starts is not emulated by itself.
    let variable = format!("CARGO_TARGET_{}_", std::env::consts::ARCH.to_uppercase());
    let runner = std::env::vars()
        .find(|(name, _)| name.starts_with(&variable) && name.ends_with("_RUNNER"))
        .map_or_else(String::new, |(_, command)| command);
    let test = std::env::current_exe().unwrap().into_os_string();
    let mut words = runner.split_whitespace().map(Into::into).chain([test]);
    Command::new(words.next().unwrap())
        .args(words)
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
#[cfg_attr(target_family = "wasm", ignore = "WASI starts no processes")]
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
#[cfg_attr(target_family = "wasm", ignore = "WASI starts no processes")]
fn an_unknown_level_is_refused() {
    let output = at_level("avx3");
    assert!(!output.status.success());
    let text = format!("{output:?}");
    assert!(
        text.contains("ACTIVATION_LEVEL: no level `avx3` on this machine"),
        "{text}"
    );
}

/// The larger and the smaller of two numbers.
struct Extremes<T>(T, T);

impl<T: Scalar> Work for Extremes<T> {
    type Output = [T; 2];
    #[inline(always)]
    fn run<S: Instructions>(self, simd: S) -> [T; 2] {
        let one = Register::<S, T>::new(simd, self.0);
        let other = one.splat(self.1.to_f64());
        [one.max(other), one.min(other)].map(|result| {
            let mut lanes = [T::default(); 16];
            result.store(&mut lanes);
            lanes[0]
        })
    }
}

#[test]
fn max_and_min_keep_a_nan_of_their_second_operand() {
    fn of_type<T: Scalar>() {
        let [one, two, nan] = [1.0, 2.0, f64::NAN].map(T::from_f64);
        for level in available_levels() {
            let name = level_name(level);
            assert_eq!(dispatch_at(level, Extremes(one, two)), [two, one], "{name}");
            assert_eq!(dispatch_at(level, Extremes(two, one)), [two, one], "{name}");
            let kept = dispatch_at(level, Extremes(one, nan));
            assert!(kept.iter().all(|x| x.is_nan()), "{name}: {kept:?}");
        }
    }
    of_type::<f32>();
    of_type::<f64>();
}
