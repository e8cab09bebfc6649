//! The type of a refused formula is there, so that its uses stay quiet.

use activation_core::activation;

/// Swish.
#[activation]
#[must_use]
pub fn swish(
    x: f32,
    /// How steep.
    #[param(default = -1.5)]
    beta: f32,
) -> f32 {
    x * sigmod(beta * x)
}

#[activation(name = Rectifier)]
fn relu(x: f32) -> f32 {
    maxx(x, 0.0)
}

#[activation]
fn gated(x: f32, #[param(default = 1.0)] beta: f32) -> f32 {
    Rectifier(x) * Swish { beta }(x)
}

fn used() {
    let act = Swish { beta: 1.5 };
    let same = Swish::new(1.5);
    assert!(act == same && act != Swish::default() && Rectifier == Rectifier::new());
    println!("{act:?} {}", act.beta + f64::from(swish(0.5, 1.5)));
    println!("{}", gated(1.0, 0.5));
    let parameters = activation_core::kernel::Kernel::parameters(&act);
    println!("{}", parameters[0]);
}

fn main() {
    used();
}
