//! Casts, references, tuples and closures.

use activation_core::activation;

#[activation]
fn converted(x: f32) -> f32 {
    let y = (x as f64).exp();
    let z = *&x;
    let square = |t| t * t;
    y + z + (x, x)
}

#[activation]
fn whole(x: f32) -> f32 {
    let step = x as i32 as f32;
    let square = |t| t * t;
    square(x) + step(x)
}

fn main() {}
