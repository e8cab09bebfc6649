//! What a function may be, and a formula may not.

use activation_core::activation;

#[activation]
const fn constant(x: f32) -> f32 {
    x
}

#[activation]
async fn later(x: f32) -> f32 {
    x
}

#[activation]
unsafe extern "C" fn foreign(x: f32) -> f32 {
    x
}

#[activation]
fn generic<T: Copy>(x: T) -> T
where
    T: Send,
{
    x
}

fn main() {}
