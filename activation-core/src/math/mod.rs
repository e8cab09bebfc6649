//! Elementary functions over vectors, one function a file.
//!
//! Every file holds `single` (for `f32`) and `double` (for `f64`), branch-free and generic
//! over the SIMD level, with its claim: maximum error, worst input, range, how the argument
//! is reduced and where the coefficients come from. This file only lists them.

use crate::simd::Vector;

mod gaussian;
mod logarithm;
mod logistic;
mod mills;
mod piecewise;
mod powi;
mod reduce;
mod trigonometric;
mod turn;
mod twofold;

pub use self::{
    piecewise::*,
    powi::powi,
    twofold::{product_residual, sum_residual},
};

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident($($argument:ident),+);)+) => {
        $(mod $name;)+

        /// The functions of this module, by lane type; implemented for `f32` and `f64`.
        pub trait Elementary: Sized {
            $($(#[$doc])* fn $name<V: Vector<Scalar = Self>>($($argument: V),+) -> V;)+
        }

        impl Elementary for f32 {
            $(#[inline(always)]
            fn $name<V: Vector<Scalar = f32>>($($argument: V),+) -> V {
                $name::single($($argument),+)
            })+
        }

        impl Elementary for f64 {
            $(#[inline(always)]
            fn $name<V: Vector<Scalar = f64>>($($argument: V),+) -> V {
                $name::double($($argument),+)
            })+
        }

        $($(#[$doc])*
        #[inline(always)]
        pub fn $name<V: Vector>($($argument: V),+) -> V {
            <V::Scalar as Elementary>::$name($($argument),+)
        })+
    };
}

functions! {
    /// eˣ.
    exp(x);
    /// eˣ for x ≤ 0.
    exp_of_negative(x);
    /// 2ˣ.
    exp2(x);
    /// What eˣ loses when it is rounded.
    exp_residual(x);
    /// p·eˣ, where eˣ alone may be too small or too large.
    times_exp(p, x);
    /// p·eˣ for x ≤ 0, where eˣ alone may be too small.
    times_exp_of_negative(p, x);
    /// eˣ − 1, accurate near 0.
    exp_m1(x);
    /// eˣ − 1 for x ≤ 0, accurate near 0.
    exp_m1_of_negative(x);
    /// eˣ − 1 for x ≤ 0, for kernels that have eˣ beside it.
    shared_exp_m1_of_negative(x);
    /// The natural logarithm; NaN below 0.
    ln(x);
    /// ln(1 + x), accurate near 0; NaN below −1.
    ln_1p(x);
    /// The logarithm to base 2; NaN below 0.
    log2(x);
    /// The logistic function 1 / (1 + e⁻ˣ).
    sigmoid(x);
    /// The logistic function, for kernels that have a product with it beside it.
    shared_sigmoid(x);
    /// x·σ(x), accurate where σ(x) alone is too small.
    silu(x);
    /// p·σ(x), where σ(x) alone may be too small.
    times_sigmoid(p, x);
    /// p·σ(x) + q·σ(−x), where σ(x) or σ(−x) alone may be too small.
    mix(p, q, x);
    /// The logistic density σ(x)·σ(−x), accurate in both tails.
    logistic_pdf(x);
    /// p·σ(x)·σ(−x), where the density alone may be too small.
    times_logistic_pdf(p, x);
    /// p²·σ(x)·σ(−x), where p² alone may be too large, or the density too small.
    square_times_logistic_pdf(p, x);
    /// ln(1 + eˣ).
    softplus(x);
    /// ln σ(x) = −ln(1 + e⁻ˣ).
    log_sigmoid(x);
    /// The hyperbolic tangent.
    tanh(x);
    /// The hyperbolic sine.
    sinh(x);
    /// The hyperbolic cosine.
    cosh(x);
    /// ln cosh x, accurate near 0 and without overflow.
    ln_cosh(x);
    /// The error function, 2/√π ∫₀ˣ exp(−t²) dt.
    erf(x);
    /// The complementary error function 1 − erf x, accurate in its tail.
    erfc(x);
    /// The standard normal distribution function Φ(x) = ½ erfc(−x/√2), accurate in its tail.
    normal_cdf(x);
    /// x·Φ(x), accurate where Φ(x) alone is too small.
    gelu(x);
    /// p·Φ(x), where Φ(x) alone may be too small.
    times_normal_cdf(p, x);
    /// The standard normal density φ(x) = exp(−x²/2) / √(2π).
    normal_pdf(x);
    /// p·φ(x), where φ(x) alone may be too small.
    times_normal_pdf(p, x);
    /// ln Φ(x), accurate in both tails.
    log_normal_cdf(x);
    /// φ(x)/Φ(x), the slope of ln Φ, accurate in both tails.
    inverse_mills(x);
    /// x + φ(x)/Φ(x), accurate where its terms cancel.
    mills_excess(x);
    /// The sine.
    sin(x);
    /// sin(x + π/4), where the sum is not rounded.
    sin_eighth(x);
    /// The cosine.
    cos(x);
    /// sin(a·b), where the product is not rounded.
    sin_of_product(a, b);
    /// cos(a·b), where the product is not rounded.
    cos_of_product(a, b);
    /// sin(a·b + π/4), where neither the product nor the sum is rounded.
    sin_eighth_of_product(a, b);
    /// sin(a + b), where the sum is not rounded and b is what an angle lost in its rounding to a.
    sin_of_sum(a, b);
    /// cos(a + b), for such an a and b.
    cos_of_sum(a, b);
    /// sin(a + b + π/4), for such an a and b.
    sin_eighth_of_sum(a, b);
    /// The tangent.
    tan(x);
    /// The inverse tangent.
    atan(x);
    /// The inverse hyperbolic sine.
    asinh(x);
    /// The inverse hyperbolic tangent; NaN outside [−1, 1].
    atanh(x);
    /// xʸ; NaN for a negative x and a y that is no integer.
    powf(x, y);
}
