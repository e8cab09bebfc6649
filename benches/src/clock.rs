//! The time of a call, as the least of many.

use std::time::{Duration, Instant};

/// Nanoseconds an element of `work`, which goes over `len` of them: the best of several batches,
/// since whatever else the machine does only ever adds.
pub fn nanoseconds(len: usize, mut work: impl FnMut()) -> f64 {
    const BATCH: Duration = Duration::from_micros(400);
    const BATCHES: usize = 60;
    let mut calls = 1;
    loop {
        let start = Instant::now();
        (0..calls).for_each(|_| work());
        if start.elapsed() >= BATCH {
            break;
        }
        calls *= 2;
    }
    let batch = |_| {
        let start = Instant::now();
        (0..calls).for_each(|_| work());
        start.elapsed().as_secs_f64() * 1e9 / (calls * len) as f64
    };
    // A call as long as a batch needs no sixty of them.
    let batches = if calls == 1 { 10 } else { BATCHES };
    (0..batches).map(batch).fold(f64::INFINITY, f64::min)
}
