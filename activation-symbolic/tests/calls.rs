//! Calls of other activations: opaque nodes that are differentiated, simplified and written like
//! any other.

use activation_symbolic::{
    analyse,
    analysis::Analysis,
    differentiate::differentiate,
    emit::{latex::latex, text::text},
    eval::evaluate,
    expand,
    explain::explain,
    expr::Symbol,
};
use proc_macro2::TokenStream;

fn tokens(text: &str) -> TokenStream {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn read(formula: &str) -> Analysis {
    analyse(TokenStream::new(), tokens(formula))
        .unwrap_or_else(|error| panic!("{formula}: {error}"))
}

/// The typed formula as the graph holds it.
fn printed(body: &str) -> String {
    let formula = format!(
        "fn f(x: f32, y: f32, #[param(default = 1.0)] p: f32) -> f32 {{ p - {{ {body} }} }}"
    );
    let analysis = read(&formula);
    let sexpr = analysis.graph.sexpr(analysis.typed, &["x", "y", "p"]);
    let inner = sexpr
        .strip_prefix("(- p ")
        .and_then(|rest| rest.strip_suffix(')'));
    inner.unwrap_or(&sexpr).to_owned()
}

#[test]
fn a_call_is_read_with_its_inputs_and_then_its_parameters() {
    for (body, expected) in [
        ("Gate(x)", "(Gate x)"),
        ("crate::gates::Gate(x * y)", "(Gate (* x y))"),
        ("::gates::Gate(x, y)", "(Gate x y)"),
        ("(crate::Gate)(x) + crate::Gate(x)", "(+ (Gate x) (Gate x))"),
        // Two activations of one name are told apart.
        ("a::Gate(x) * b::Gate(x)", "(* (a::Gate x) (b::Gate x))"),
        // In alphabetical order, so that the same is the same however it is spelled.
        ("Gate { b: 1.0, a: p }(x)", "(Gate x p 1)"),
        (
            "{ let beta = 2.0 * p; Swish { beta }(x) }",
            "(Swish x (* 2 p))",
        ),
        (
            "if (Gate { a: p }(x)) > y { x } else { y }",
            "(if (> (Gate x p) y) x y)",
        ),
    ] {
        assert_eq!(printed(body), expected, "{body}");
    }
}

#[test]
fn derivatives_of_a_call_are_calls() {
    for (formula, rows) in [
        (
            "fn f(x: f32) -> f32 { x * Gate(x * x) }",
            &[
                ("x * Gate(x²)", r"x \, \mathrm{Gate}\left(x^{2}\right)"),
                (
                    "Gate(x²) + 2 * x² * Gate′(x²)",
                    r"\mathrm{Gate}\left(x^{2}\right) + 2 \, x^{2} \, \mathrm{Gate}'\left(x^{2}\right)",
                ),
            ][..],
        ),
        (
            "fn f(a: f32, b: f32, #[param(default = 1.0)] beta: f32) -> f32 { m::Glu { k: 2.0 * beta }(a, b) }",
            &[
                (
                    "Glu(a, b; k = 2 * beta)",
                    r"\mathrm{Glu}\left(a, b; k = 2 \, \beta\right)",
                ),
                (
                    "∂₁Glu(a, b; k = 2 * beta)",
                    r"\partial_{1} \mathrm{Glu}\left(a, b; k = 2 \, \beta\right)",
                ),
                (
                    "∂₂Glu(a, b; k = 2 * beta)",
                    r"\partial_{2} \mathrm{Glu}\left(a, b; k = 2 \, \beta\right)",
                ),
                (
                    "2 * ∂_k Glu(a, b; k = 2 * beta)",
                    r"2 \, \partial_{k} \mathrm{Glu}\left(a, b; k = 2 \, \beta\right)",
                ),
            ],
        ),
        // A call is one node, however often it is written.
        (
            "fn f(x: f32) -> f32 { (Gate(x) - Gate(x)) + Gate(x) * Gate(x) }",
            &[
                ("g² where g = Gate(x)", r"\mathrm{Gate}\left(x\right)^{2}"),
                (
                    "2 * Gate(x) * Gate′(x)",
                    r"2 \, \mathrm{Gate}\left(x\right) \, \mathrm{Gate}'\left(x\right)",
                ),
            ],
        ),
    ] {
        let analysis = read(formula);
        let ids = [&[analysis.value][..], &analysis.partials].concat();
        assert_eq!(ids.len(), rows.len());
        for (id, (as_text, as_latex)) in ids.into_iter().zip(rows) {
            assert_eq!(text(&analysis.graph, id, &analysis.symbols), *as_text);
            assert_eq!(latex(&analysis.graph, id, &analysis.symbols), *as_latex);
        }
    }
}

#[test]
fn higher_derivatives_are_nodes_whatever_the_order_they_are_taken_in() {
    let mut analysis = read("fn f(a: f32, b: f32) -> f32 { Glu(a, b) }");
    let graph = &mut analysis.graph;
    let mut second = |first: u32, then: u32| {
        let slope = differentiate(graph, analysis.typed, Symbol(first), 2).result;
        differentiate(graph, slope, Symbol(then), 2).result
    };
    assert_eq!(second(0, 1), second(1, 0));
    let twice = second(0, 0);
    assert_eq!(
        text(&analysis.graph, twice, &analysis.symbols),
        "∂₁∂₁Glu(a, b)"
    );
}

#[test]
fn what_cannot_be_evaluated_is_not_claimed() {
    let formula = "fn f(x: f32) -> f32 { if x > 1.0 { Gate(x) } else { x * sigmoid(x) } }";
    let analysis = read(formula);
    assert!(analysis.has_calls());
    assert!(evaluate(&analysis.graph, analysis.value, &[2.0]).is_nan());
    assert_eq!(evaluate(&analysis.graph, analysis.value, &[0.0]), 0.0);
    assert!(analysis.kinks.is_empty());
    assert_eq!(analysis.switches.len(), 1);
    assert!(explain(&analysis).contains("the branch changes where x - 1 = 0"));
}

#[test]
fn a_surrogate_may_call() {
    let item = tokens("fn f(x: f32) -> f32 { if x > 0.0 { 1.0 } else { 0.0 } }");
    let analysis = analyse(tokens("surrogate = crate::Smooth(x)"), item).unwrap();
    assert_eq!(
        text(&analysis.graph, analysis.partials[0], &analysis.symbols),
        "Smooth′(x)"
    );
}

/// The explanation, then the code: two calls of one activation, a parameter that is passed on,
/// one that is computed by a call, and several inputs.
#[test]
fn the_page_of_a_composed_formula() {
    let formula = "
        pub fn composed(a: f32, b: f32, #[param(default = 1.5)] beta: f32) -> f32 {
            let gate = crate::gates::Gate(a * b);
            gate * crate::Swish { beta }(a) + SwiGlu(b, a) - Swish { beta: Gate(beta) }(b)
        }";
    let code = syn::parse2(expand(TokenStream::new(), tokens(formula))).unwrap();
    let page = format!(
        "{}\n{}",
        explain(&read(formula)),
        prettyplease::unparse(&code)
    );
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("composed", page));
}
