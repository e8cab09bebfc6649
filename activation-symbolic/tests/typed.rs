//! What reads best may leave the range of `f32` before the formula as typed does: then another
//! order of its factors, or the formula as typed, is computed.

use activation_symbolic::{
    analyse,
    analysis::Analysis,
    eval::{evaluate, evaluate_single},
    explain::explain,
};

fn analysis(typed: &str) -> Analysis {
    let item = format!("fn f(x: f32) -> f32 {{ {typed} }}");
    analyse(Default::default(), item.parse().unwrap()).unwrap()
}

#[test]
fn no_part_of_a_product_overflows_before_the_whole() {
    for (typed, x, value) in [
        ("-(x / 7.0) * x", -3.7e19_f32, -1.955_714_3e38_f32),
        ("-(x / (1.0 + abs(x))) * (1.0 + x)", -1.7e38, -1.7e38),
    ] {
        let found = analysis(typed);
        let form = found.stable_value;
        let computed = evaluate_single(&found.graph, form, &[f64::from(x)]);
        let error = (computed - f64::from(value)).abs() / f64::from(value).abs();
        assert!(error < 1e-6, "{typed} at {x:e}: {computed:e}");
    }
}

#[test]
fn a_clamp_leaves_what_is_right_as_it_is() {
    // Its square is in range up to 1.8e19, and no bound before that may be seen.
    for x in [2e17_f32, 9e18, 1.8e19] {
        let found = analysis("x * (x / (1.0 + abs(x))) * x");
        let at = |x: f32| evaluate_single(&found.graph, found.stable_value, &[f64::from(x)]);
        let error = (at(x) / f64::from(x).powi(2) - 1.0).abs();
        assert!(error < 1e-6, "at {x:e}: {:e}", at(x));
        assert_eq!(at(f32::INFINITY), f64::INFINITY);
    }
}

#[test]
fn a_clamp_breaks_no_number_for_an_infinity() {
    // One of three x clamped at 1e18 gives ∞ at ∞, and 2.8e37 at 4e18, where it is 1.6e37.
    let found =
        analysis("{ let v = if 0.1 - x <= PI { 0.1 - x - x } else { x }; (x + v + abs(v)) * x }");
    let computed = evaluate_single(&found.graph, found.stable_value, &[4e18]);
    assert!((computed / 1.6e37 - 1.0).abs() < 1e-6, "{computed:e}");
}

#[test]
fn a_few_units_are_given_for_a_number() {
    // As it reads best it is (x/2 + eˣ)³·(1 + x)·σ³, of which the cube is infinite from 29.6 on.
    let found =
        analysis("((x * 0.5 + exp(x)) / (1.0 + exp(x + x + x.max(x)))).powi(3) * (1.0 + x)");
    for x in [29.0, 40.0, 80.0, 1e6] {
        let computed = evaluate_single(&found.graph, found.stable_value, &[x]);
        assert!(computed.abs() < 1e-30, "{computed:e} at {x}");
    }
}

#[test]
fn a_product_that_oscillates_is_in_reach_as_well() {
    // The slope is x⁴ times a sum like x·sin x, over (1 + |cos x|)³: as it reads best, the quotient
    // comes last and its numerator is infinite.
    let found = analysis("powi(x * (x / (1.0 + abs(cos(x)))), 2) * x");
    let slope = found.stable_partials[0];
    let exact = evaluate(&found.graph, found.partials[0], &[6.710_886_4e7]);
    let computed = evaluate_single(&found.graph, slope, &[6.710_886_4e7]);
    assert!((computed / exact - 1.0).abs() < 1e-5, "{computed:e}");
}

#[test]
fn what_does_not_fail_stays_as_it_reads_best() {
    let found = analysis("-(x / 7.0) * tanh(x)");
    assert_eq!(found.stable_value, found.value);
}

#[test]
fn what_is_computed_as_typed_says_why() {
    let typed = "(((x + x) / (1.0 + normal_cdf(x))) / (1.0 + (if x >= 0.7 { x.powi(3) } else \
                 { abs(x) }))) * sigmoid(x)";
    let found = analysis(typed);
    let said = explain(&found);
    for log in &found.rewrites[..2] {
        for rewrite in log.iter().filter(|rewrite| rewrite.rule.name == "typed") {
            let x = rewrite.at.expect("an input at which the other form fails");
            assert!(said.contains(&format!("at {x:e} for one")), "{said}");
        }
    }
}
