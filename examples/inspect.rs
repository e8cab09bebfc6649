//! You will see everything the engine knows about a formula: its derivation, its kinks, and the
//! kernel it writes; for your own formula too, with what it is warned about, or what is wrong
//! with it.
//!
//! ```text
//! cargo run --example inspect
//! cargo run --example inspect -- 'fn f(x: f32) -> f32 { x * tanh(softplus(x)) }'
//! cargo run --example inspect -- --help
//! ```

use std::process::ExitCode;

use activation_core::{
    catalogue::Elu,
    kernel::{Kernel, Metadata},
};
use activation_symbolic::lint::LINTS;
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};

/// What the catalogue says about ELU. A program that is compiled has forgotten it, so it is
/// repeated here for the engine to read.
const ELU: &str = "\
pub fn elu(x: f32, #[param(default = 1.0)] alpha: f32) -> f32 {
    if x > 0.0 { x } else { alpha * (exp(x) - 1.0) }
}";

/// How a formula is given, with its body.
fn usage(body: &str) -> String {
    format!(
        "A formula is given as one argument, a function as under `#[activation]`; for instance\n\n  \
         cargo run --example inspect -- 'fn f(x: f32) -> f32 {{ {body} }}'\n\n\
         with parameters, and with the options of the attribute, as\n\n  \
         #[activation(allow(discontinuous))]\n  \
         fn f(x: f32, #[param(default = 1.0)] theta: f32) -> f32 {{ if x > theta {{ x }} else {{ 0.0 }} }}\n\n\
         Without an argument you see an entry of the catalogue.\n"
    )
}

fn main() -> ExitCode {
    let formula = std::env::args().nth(1);
    if matches!(formula.as_deref(), Some("--help" | "-h")) {
        print!("{}", usage("x * tanh(softplus(x))"));
        return ExitCode::SUCCESS;
    }
    let formula = formula.as_deref().unwrap_or_else(|| {
        println!(
            "What `Elu` knows about itself at run time\n\n{}",
            card(Elu::METADATA)
        );
        ELU
    });
    match inspect(formula) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprint!("{}", complaint(formula, &error));
            ExitCode::FAILURE
        }
    }
}

/// Source, derivation and kernel of a formula: the engine is an ordinary library on tokens, and
/// the attribute calls the very same functions.
fn inspect(formula: &str) -> syn::Result<String> {
    let (options, item) = split.parse_str(formula)?;
    let analysis = activation_symbolic::analyse(options.clone(), item.clone())?;
    let derivation = activation_symbolic::explain::explain(&analysis);
    let mut warned = String::new();
    for warning in activation_symbolic::warnings(options.clone(), item.clone())? {
        let message = format!("{}\n  {}", warning.message, warning.help);
        warned += &at(formula, warning.span, &format!("warning: {message}"));
        warned += "\n";
    }
    // They are said; in the code they would be items that do nothing else.
    let expanded = activation_symbolic::expand(silenced(options), item);
    let mut file: syn::File = syn::parse2(expanded)?;
    for item in &mut file.items {
        // The constant is the metadata: all that was said before, once more.
        if let syn::Item::Impl(item) = item {
            item.items
                .retain(|item| !matches!(item, syn::ImplItem::Const(_)));
        }
    }
    let kernel = prettyplease::unparse(&file);
    Ok(format!(
        "The formula\n\n{formula}\n\n{warned}How its derivative comes about\n\n{derivation}\n\
         What `#[activation]` puts in its place\n\n{kernel}"
    ))
}

/// The options of an `#[activation(…)]` on the function, which are what the attribute is given,
/// and the function without it.
fn split(input: ParseStream<'_>) -> syn::Result<(TokenStream, TokenStream)> {
    let mut options = TokenStream::new();
    let mut item = TokenStream::new();
    for attribute in input.call(syn::Attribute::parse_outer)? {
        let last = attribute.path().segments.last();
        if last.is_some_and(|last| last.ident == "activation") {
            if let syn::Meta::List(list) = attribute.meta {
                options = list.tokens;
            }
        } else {
            attribute.to_tokens(&mut item);
        }
    }
    item.extend(input.parse::<TokenStream>()?);
    Ok((options, item))
}

/// Options with every warning in `allow(…)`, which comes only once.
fn silenced(options: TokenStream) -> TokenStream {
    let names = LINTS.iter().map(|lint| lint.name).collect::<Vec<_>>();
    let all: TokenStream = names.join(", ").parse().expect("names and commas");
    let mut given = false;
    let mut silenced = TokenStream::new();
    let mut before = None;
    for token in options {
        let allows = matches!(&before, Some(TokenTree::Ident(name)) if name == "allow");
        before = Some(token.clone());
        silenced.extend([match token {
            TokenTree::Group(_) if allows => {
                given = true;
                Group::new(Delimiter::Parenthesis, all.clone()).into()
            }
            token => token,
        }]);
    }
    match (given, silenced.is_empty()) {
        (true, _) => silenced,
        (false, true) => quote!(allow(#all)),
        (false, false) => quote!(allow(#all), #silenced),
    }
}

/// The metadata, which every activation carries as a constant.
fn card(metadata: &Metadata) -> String {
    let mut card = format!("  {}({}) = ", metadata.name, metadata.inputs.join(", "));
    card += &format!("{}\n", metadata.formula.text);
    for parameter in metadata.parameters {
        card += &format!("  {} = {} by default\n", parameter.name, parameter.default);
    }
    for partial in metadata.derivatives {
        card += &format!(
            "  ∂/∂{} = {}\n",
            partial.with_respect_to, partial.expression.text
        );
    }
    for kink in metadata.kinks {
        card += &format!(
            "  a kink at {}: slope {} | {}\n",
            kink.at, kink.left, kink.right
        );
    }
    card + &format!("  in LaTeX: {}\n", metadata.formula.latex)
}

/// Every mistake of a formula, under the words it is about; of what is no function, how to give one.
fn complaint(formula: &str, errors: &syn::Error) -> String {
    if syn::parse_str::<syn::Expr>(formula).is_ok() {
        return format!("error: this is no function\n\n{}", usage(formula.trim()));
    }
    let words = formula.split(|c: char| !c.is_alphanumeric() && c != '_');
    if !words.into_iter().any(|word| word == "fn") {
        let usage = usage("x * tanh(softplus(x))");
        return format!("error: this is no function\n\n{usage}");
    }
    let errors = errors.clone().into_iter();
    errors
        .map(|error| at(formula, error.span(), &format!("error: {error}")))
        .collect()
}

/// A message, and below it the words that it is about.
fn at(formula: &str, span: Span, message: &str) -> String {
    let (start, end) = (span.start(), span.end());
    let line = formula.lines().nth(start.line - 1).unwrap_or_default();
    let last = if end.line == start.line {
        end.column
    } else {
        line.chars().count()
    };
    let carets = "^".repeat(last.saturating_sub(start.column).max(1));
    let indent = " ".repeat(start.column);
    format!("{message}\n  {line}\n  {indent}{carets}\n")
}

#[test]
fn shows_the_derivation_and_points_at_mistakes() {
    let text = inspect(ELU).unwrap();
    assert!(card(Elu::METADATA).contains("a kink at 0: slope alpha | 1"));
    assert!(text.contains("∂g/∂x") && text.contains("∂g/∂alpha") && text.contains("impl"));

    let text = inspect("fn f(x: f32) -> f32 { x * ln(x) }").unwrap();
    assert!(
        text.contains("warning: the formula has no value at `x = -1`"),
        "{text}"
    );
    assert!(!text.contains("deprecated"), "{text}");

    let meant = "#[activation(surrogate = atan(x), allow(undefined))]
        fn f(x: f32) -> f32 { if x > 0.0 { ln(x + 1.0) } else { x - x } }";
    let text = inspect(meant).unwrap();
    assert!(!text.contains("warning"), "{text}");
    assert!(text.contains("surrogate"), "{text}");
    let step = "fn f(x: f32) -> f32 { if x > 0.0 { 1.0 } else { 0.0 } }";
    assert!(inspect(step).unwrap().contains("the value jumps"));
    let silenced = format!("#[activation(allow(discontinuous), name = Step)] {step}");
    let text = inspect(&silenced).unwrap();
    assert!(!text.contains("warning") && text.contains("Step"), "{text}");

    for wrong in ["x * tanh(x)", "let y = x; y", "x", ""] {
        let text = complaint(wrong, &inspect(wrong).unwrap_err());
        assert!(text.contains("fn f(x: f32) -> f32 { "), "{text}");
    }

    let wrong = "fn f(x: f32) -> f32 { x * sigmod(x) }";
    let text = complaint(wrong, &inspect(wrong).unwrap_err());
    assert!(text.contains("did you mean `sigmoid`?"), "{text}");
    assert!(
        text.contains(&format!("\n  {}^^^^^^\n", " ".repeat(26))),
        "{text}"
    );
}
