//! The slope of a formula of several inputs where the sides of a `max` or `min` are equal.

use activation_symbolic::{analyse, eval::evaluate};

/// The slopes of a formula of `a`, `b` and `c` at a point, in each of them.
fn slopes(body: &str, at: [f64; 3]) -> [f64; 3] {
    let item = format!("fn f(a: f32, b: f32, c: f32) -> f32 {{ {body} }}");
    let found = analyse(Default::default(), item.parse().unwrap()).unwrap();
    [0, 1, 2].map(|input| evaluate(&found.graph, found.partials[input], &at))
}

fn check(rows: &[(&str, [f64; 3], [f64; 3])]) {
    for (body, at, expected) in rows {
        assert_eq!(slopes(body, *at), *expected, "{body} at {at:?}");
    }
}

#[test]
fn sides_that_share_no_input_share_the_gradient() {
    check(&[
        ("max(a, b) + c", [2.0, 2.0, 0.0], [0.5, 0.5, 1.0]),
        ("min(a * a, b) + c", [2.0, 4.0, 0.0], [2.0, 0.5, 1.0]),
        ("max(a + b, c)", [1.0, 2.0, 3.0], [0.5, 0.5, 0.5]),
    ]);
}

#[test]
fn sides_that_share_one_have_the_slope_of_smallest_magnitude_in_each() {
    check(&[
        // The slopes in a are b and what clamp(b) is; those in b are a, which is 0, and 0.
        (
            "min(b * a, clamp(b, 0.75, 1.25) * a) + c",
            [0.0, 0.0, 0.0],
            [0.0, 0.0, 1.0],
        ),
        ("max(a, a + b) + c", [3.0, 0.0, 0.0], [1.0, 0.0, 1.0]),
        ("max(a - b, b - a) + c", [3.0, 3.0, 0.0], [0.0, 0.0, 1.0]),
        ("max(a * b, 3.0 * a) + c", [0.0, 2.0, 0.0], [2.0, 0.0, 1.0]),
    ]);
}

#[test]
fn a_side_that_does_not_move_has_the_smallest_slope() {
    check(&[("max(a * b, 6.0) + c", [2.0, 3.0, 0.0], [0.0, 0.0, 1.0])]);
}
