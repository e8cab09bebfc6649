//! What the benchmarks share: numbers, a clock, the rows that are compared, the peers.

pub mod calls;
pub mod chart;
pub mod clock;
pub mod peers;
pub mod rows;

/// Numbers from −5 to 5 that look random and are the same everywhere.
pub fn numbers(len: usize) -> Vec<f32> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1 << 24) as f32 * 10.0 - 5.0
    };
    std::iter::repeat_with(next).take(len).collect()
}
