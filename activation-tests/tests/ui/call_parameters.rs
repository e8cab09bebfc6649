//! Parameters of a call that are not there, or not the same for all elements.

use activation_core::{activation, catalogue::Swish};

#[activation]
fn unknown(x: f32, #[param(default = 1.0)] slope: f32) -> f32 {
    x * Swish { bta: 1.5 }(x) + Swish { slope }(x)
}

#[activation]
fn moving(x: f32, y: f32) -> f32 {
    let t = 2.0 * y;
    Swish { beta: t }(x) + Swish { beta: x }(x)
}

#[activation]
fn spelling(x: f32) -> f32 {
    let twice = Swish { beta: 1.0, beta: 2.0 }(x);
    let rest = Swish { ..Swish::default() }(x);
    let place = Swish { 0: 1.0 }(x);
    let method = Swish { beta: 1.0 }.value(x) + Swish.value(x);
    let alone = Swish { beta: 1.0 };
    twice + rest + place + method + alone + Swish
}

fn main() {}
