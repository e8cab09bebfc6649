//! Every entry of the catalogue through the registry, beside the limits of the machine.
//!
//! `cargo bench --bench catalogue -- 'mish/forward/f32/65536'` runs a part: names are
//! `entry/direction/type/elements/layout/threads`, and the filter is a regular expression.
//! The kernels of all entries take some minutes to compile. An entry behind the registry's pointer
//! copies operands that are not contiguous: what strided arrays cost an activation that is named
//! in the program is less.

use std::{hint::black_box, time::Duration};

use activation_benches::numbers;
use activation_core::{
    catalogue::{NAMES, by_name},
    operands::Element,
    simd::Scalar,
};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ndarray::{ArrayD, ArrayViewD, ArrayViewMutD, Axis, IxDyn, Slice};
use rayon::{ThreadPool, ThreadPoolBuilder};

const SIZES: [usize; 4] = [1 << 12, 1 << 16, 1 << 20, 1 << 25];

/// Rows of 64 with a gap of 16 behind each, or without.
fn layout<'a, A>(array: &'a ArrayD<A>, name: &str) -> ArrayViewD<'a, A> {
    let mut view = array.view();
    if name == "strided" {
        view.slice_axis_inplace(Axis(1), Slice::from(..64));
    }
    view
}

fn layout_mut<'a, A>(array: &'a mut ArrayD<A>, name: &str) -> ArrayViewMutD<'a, A> {
    let mut view = array.view_mut();
    if name == "strided" {
        view.slice_axis_inplace(Axis(1), Slice::from(..64));
    }
    view
}

fn of_type<A: Scalar + Element>(criterion: &mut Criterion, kind: &str, pools: &[ThreadPool]) {
    for len in SIZES {
        for name in ["contiguous", "strided"] {
            let width = if name == "strided" { 80 } else { 64 };
            let shape = IxDyn(&[len / 64, width]);
            let array = || {
                let numbers = numbers(len / 64 * width).into_iter();
                let elements = numbers.map(|x| A::from_f64(f64::from(x))).collect();
                ArrayD::from_shape_vec(shape.clone(), elements).expect("a shape of this size")
            };
            let (x, dy) = (array(), array());
            let mut gradients: Vec<ArrayD<A>> = (0..4).map(|_| array()).collect();
            let (x, dy) = (layout(&x, name), layout(&dy, name));
            for pool in pools {
                let threads = pool.current_num_threads();
                let id = format!("{kind}/{len}/{name}/{threads}");
                let mut group = criterion.benchmark_group("limit");
                group.throughput(Throughput::Elements(len as u64));
                group.bench_function(BenchmarkId::new("copy", &id), |b| {
                    let mut y = layout_mut(&mut gradients[0], name);
                    b.iter(|| pool.install(|| black_box(&mut y).assign(black_box(&x))));
                });
                group.bench_function(BenchmarkId::new("triad", &id), |b| {
                    let mut y = layout_mut(&mut gradients[0], name);
                    b.iter(|| {
                        pool.install(|| {
                            ndarray::Zip::from(black_box(&mut y))
                                .and(black_box(&x))
                                .and(black_box(&dy))
                                .for_each(|y, &a, &b| *y = a + b * A::from_f64(1.5));
                        });
                    });
                });
                group.finish();
                for entry in NAMES {
                    let act = by_name::<A>(entry).expect("a name of the catalogue");
                    let inputs = vec![x.view(); act.metadata().inputs.len()];
                    let mut group = criterion.benchmark_group(*entry);
                    group.throughput(Throughput::Elements(len as u64));
                    group.bench_function(BenchmarkId::new("forward", &id), |b| {
                        let mut y = layout_mut(&mut gradients[0], name);
                        b.iter(|| {
                            pool.install(|| act.forward_list_into(black_box(&inputs), &mut y));
                        });
                    });
                    group.bench_function(BenchmarkId::new("backward", &id), |b| {
                        let all = gradients.iter_mut().take(inputs.len());
                        let mut all: Vec<_> = all.map(|dx| layout_mut(dx, name)).collect();
                        b.iter(|| {
                            pool.install(|| {
                                act.backward_list_into(
                                    black_box(&inputs),
                                    black_box(&dy),
                                    &mut all,
                                );
                            });
                        });
                    });
                    group.bench_function(BenchmarkId::new("value_and_derivative", &id), |b| {
                        b.iter(|| {
                            pool.install(|| act.value_and_derivative_list(black_box(&inputs)))
                        });
                    });
                    group.finish();
                }
            }
        }
    }
}

fn catalogue(criterion: &mut Criterion) {
    let pools = [1, 2].map(|threads| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("a pool of two threads")
    });
    of_type::<f32>(criterion, "f32", &pools);
    of_type::<f64>(criterion, "f64", &pools);
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(50))
        .measurement_time(Duration::from_millis(200))
        .sample_size(10);
    targets = catalogue
}
criterion_main!(benches);
