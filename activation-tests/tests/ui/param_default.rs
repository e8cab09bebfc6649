//! Parameters without a proper default.

use activation_core::activation;

#[activation]
fn parameters(
    x: f32,
    #[param] a: f32,
    #[param = 1.0] b: f32,
    #[param(defualt = 1.0)] c: f32,
    #[param(default = 1)] d: f32,
    #[param(default = x)] e: f32,
    #[param(default = ln(-1.0))] f: f32,
    #[param(default)] g: f32,
    #[parm(default = 1.0)] h: f32,
) -> f32 {
    x + a + b + c + d + e + f + g + h
}

fn main() {}
