//! Types of `let`s.

use activation_core::activation;

#[activation]
fn typed(x: f32) -> f32 {
    let inside: f32 = x > 0.0;
    let double: bool = x + x;
    let whole: i32 = x;
    let wide: f64 = 2.0;
    if inside { double } else { whole * wide }
}

fn main() {}
