//! Every half through every entry of the catalogue: the result is that of `f32`, rounded once.
//!
//! In release alone, since the kernels of all entries take minutes to compile:
//! `cargo test --release -p activation-core --features half --test half_catalogue`.
#![cfg(all(feature = "half", not(debug_assertions)))]

#[path = "common/halves.rs"]
mod halves;

use activation_core::catalogue::{NAMES, by_name};
use half::{bf16, f16};
use halves::{Half, every, same};
use ndarray::{Array1, ArrayD};

fn catalogue<H: Half>() {
    let x = every::<H>();
    let reversed: Array1<H> = x.iter().rev().copied().collect();
    let reversed = reversed.into_dyn();
    for name in NAMES {
        let half = by_name::<H>(name).unwrap();
        let single = by_name::<f32>(name).unwrap();
        let inputs = single.metadata().inputs.len();
        // Other inputs take the same values in another order.
        let others = (1..inputs).map(|i| {
            let turned = (0..x.len()).map(|at| x[(at * (2 * i + 1) + 77 * i) % x.len()]);
            turned.collect::<Array1<H>>().into_dyn()
        });
        let halves: Vec<ArrayD<H>> = [x.clone().into_dyn()].into_iter().chain(others).collect();
        let singles: Vec<ArrayD<f32>> = halves.iter().map(|x| x.mapv(H::exact)).collect();
        let views: Vec<_> = halves.iter().map(|x| x.view()).collect();
        let wide_views: Vec<_> = singles.iter().map(|x| x.view()).collect();
        same(
            name,
            &half.forward_list(&views),
            &single.forward_list(&wide_views),
        );
        let (_, partials) = half.value_and_derivative_list(&views);
        let (_, references) = single.value_and_derivative_list(&wide_views);
        for (partial, reference) in partials.iter().zip(&references) {
            same(name, partial, reference);
        }
        let dx = half.backward_list(&views, &reversed.view());
        let dy = reversed.mapv(H::exact);
        for (dx, reference) in dx
            .iter()
            .zip(&single.backward_list(&wide_views, &dy.view()))
        {
            same(name, dx, reference);
        }
    }
    assert_eq!(x.len(), 1 << 16);
}

#[test]
fn every_f16_through_every_entry() {
    catalogue::<f16>();
}

#[test]
fn every_bf16_through_every_entry() {
    catalogue::<bf16>();
}
