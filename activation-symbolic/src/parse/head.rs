//! The head of the function, read into a signature.
//!
//! Everything here reports and carries on, so that a refused head still says which type with
//! which fields the hollow replacement has. Not here: the body.

use proc_macro2::Span;
use syn::{
    Attribute, FnArg, Ident, Pat, PatType, ReturnType, Safety, Type, ext::IdentExt, parse_quote,
    spanned::Spanned,
};

use super::{
    Argument, Declaration, Input, Parameter, Signature, default, options, options::Options,
    suggest::nearest,
};
use crate::{diagnostic::Ledger, number::Number};

/// A formula has no more inputs than this.
pub const MAX_INPUTS: usize = 4;

/// Whether this is the attribute that is being read, once more.
fn is_activation(attr: &Attribute) -> bool {
    let last = attr.path().segments.last();
    last.is_some_and(|segment| segment.ident == "activation")
}

/// Reads a signature. What is wrong with it is in the ledger afterwards.
pub(super) fn read(declared: &Declaration, options: Options, ledger: &mut Ledger) -> Signature {
    let sig = &declared.sig;
    let (again, attrs): (Vec<Attribute>, Vec<Attribute>) =
        declared.attrs.iter().cloned().partition(is_activation);
    for attr in again {
        ledger.error(
            attr.path().span(),
            "this formula is declared already, by the `#[activation]` above; remove one of the two",
        );
    }
    let mut signature = Signature {
        attrs,
        vis: declared.vis.clone(),
        function: sig.ident.clone(),
        type_name: options
            .name
            .unwrap_or_else(|| type_name(&sig.ident, ledger)),
        inputs: Vec::new(),
        parameters: Vec::new(),
        order: Vec::new(),
        scalar: Ident::new("f64", Span::call_site()),
        krate: options
            .krate
            .unwrap_or_else(|| parse_quote!(::activation_core)),
        surrogate: options.surrogate,
        allowed: options.allowed,
    };
    if signature.type_name == signature.function {
        ledger.error(
            signature.function.span(),
            format!(
                "the type and the function would both be called `{0}`; write the function's name \
                 in snake_case, or name the type with `#[activation(name = …)]`",
                sig.ident
            ),
        );
    }
    modifiers(sig, ledger);
    let mut scalar = None;
    for argument in &sig.inputs {
        match argument {
            FnArg::Receiver(receiver) => {
                ledger.error(
                    receiver.self_token.span(),
                    "`#[activation]` goes on a free function; write an argument `x: f32` in place \
                     of `self`, and move the function out of its `impl`",
                );
            }
            FnArg::Typed(argument) => {
                read_argument(argument, &mut signature, &mut scalar, ledger);
            }
        }
    }
    match &sig.output {
        ReturnType::Default => {
            let written = scalar
                .as_ref()
                .map_or_else(|| "f32".to_owned(), Ident::to_string);
            ledger.error(
                sig.paren_token.span.close(),
                format!("a formula has a result; write `-> {written}` after the arguments"),
            );
        }
        ReturnType::Type(_, ty) => read_type(ty, "the result", &mut scalar, ledger),
    }
    if signature.inputs.is_empty() && !sig.inputs.iter().any(|a| matches!(a, FnArg::Receiver(_))) {
        let all = !signature.parameters.is_empty();
        ledger.error(
            sig.ident.span(),
            if all {
                "every argument is a parameter; a formula has an input too, an argument without \
                 `#[param(…)]`, such as `x: f32`"
            } else {
                "a formula has an input; write an argument, such as `x: f32`"
            },
        );
    }
    if let Some(scalar) = scalar {
        signature.scalar = scalar;
    }
    signature
}

/// What a function may be, and a formula may not.
fn modifiers(sig: &syn::Signature, ledger: &mut Ledger) {
    let mut refuse = |span: Span, word: &str, why: &str| {
        ledger.error(
            span,
            format!("a formula is a plain function; remove {word}{why}"),
        );
    };
    if let Some(token) = &sig.constness {
        refuse(token.span(), "`const`", "");
    }
    if let Some(token) = &sig.asyncness {
        refuse(token.span(), "`async`", "");
    }
    if let Safety::Unsafe(token) = &sig.safety {
        refuse(token.span(), "`unsafe`", "");
    }
    if let Some(abi) = &sig.abi {
        refuse(abi.extern_token.span(), "`extern`", "");
    }
    if let Some(variadic) = &sig.variadic {
        refuse(variadic.dots.spans[0], "`...`", "");
    }
    if let Some(first) = sig.generics.params.first() {
        let why = ": kernels for every element type come from the one formula, written with `f32`";
        refuse(first.span(), "the generics", why);
    }
    if let Some(clause) = &sig.generics.where_clause {
        refuse(clause.where_token.span(), "the `where` clause", "");
    }
}

fn read_argument(
    argument: &PatType,
    signature: &mut Signature,
    scalar: &mut Option<Ident>,
    ledger: &mut Ledger,
) {
    let ident = argument_name(&argument.pat, ledger);
    let name = ident.as_ref().map(|ident| ident.unraw().to_string());
    let what = name
        .as_ref()
        .map_or_else(|| "an argument".to_owned(), |name| format!("`{name}`"));
    let mut docs = Vec::new();
    let mut param = None;
    for attr in &argument.attrs {
        if attr.path().is_ident("doc") {
            docs.push(attr.clone());
        } else if attr.path().is_ident("param") {
            if param.is_some() {
                ledger.error_over(attr.path(), "`#[param(…)]` is given twice; keep one");
                continue;
            }
            let tokens = options::param(&attr.meta, ledger);
            param = Some(tokens.and_then(|tokens| default::evaluate(tokens, ledger)));
        } else {
            let typed = attr
                .path()
                .get_ident()
                .map(Ident::to_string)
                .unwrap_or_default();
            let help = match nearest(&typed, ["param", "parameter", "default"]) {
                Some(_) => "did you mean `#[param(default = …)]`?",
                None => "an argument takes doc comments and `#[param(default = …)]`; remove it",
            };
            ledger.error_over(
                attr.path(),
                format!("this attribute is unknown here; {help}"),
            );
        }
    }
    read_type(&argument.ty, &what, scalar, ledger);
    let (Some(ident), Some(name)) = (ident, name) else {
        return;
    };
    if signature.symbol_names().contains(&name.as_str()) {
        ledger.error(
            ident.span(),
            format!("there are two arguments called `{name}`; give this one another name"),
        );
        return;
    }
    if let Some(default) = param {
        // A default that could not be read has been reported; the field is there all the same.
        let (exact, default) = default.unwrap_or((Number::integer(0), 0.0));
        signature
            .order
            .push(Argument::Parameter(signature.parameters.len()));
        signature.parameters.push(Parameter {
            ident,
            name,
            default,
            exact,
            docs,
        });
    } else {
        if signature.inputs.len() == MAX_INPUTS {
            ledger.error(
                ident.span(),
                format!(
                    "a formula has at most {MAX_INPUTS} inputs; make `{name}` a parameter with \
                     `#[param(default = …)]`, or split the formula"
                ),
            );
        }
        signature
            .order
            .push(Argument::Input(signature.inputs.len()));
        signature.inputs.push(Input { ident, name, docs });
    }
}

fn argument_name(pat: &Pat, ledger: &mut Ledger) -> Option<Ident> {
    let Pat::Ident(pat) = pat else {
        ledger.error_over(pat, "an argument of a formula is a plain name, such as `x`");
        return None;
    };
    if let Some(token) = &pat.mutability {
        ledger.error(token.span(), "a formula changes no name; remove `mut`");
    }
    if let Some(token) = &pat.by_ref {
        ledger.error(token.span(), "a formula has no references; remove `ref`");
    }
    if let Some((at, _)) = &pat.subpat {
        ledger.error(
            at.span(),
            "an argument of a formula is a plain name; remove the pattern",
        );
    }
    Some(pat.ident.clone())
}

/// Checks that a type is `f32` or `f64`, the same as before.
fn read_type(ty: &Type, what: &str, scalar: &mut Option<Ident>, ledger: &mut Ledger) {
    match (scalar_type(ty), scalar) {
        (None, scalar) => {
            let written = scalar
                .as_ref()
                .map_or_else(|| "f32".to_owned(), Ident::to_string);
            ledger.error_over(
                ty,
                format!(
                    "{what} is one `f32` or `f64`, since a formula is written for one element; \
                     write `{written}`"
                ),
            );
        }
        (Some(found), Some(scalar)) => one_type(&found, scalar, ledger),
        (Some(found), scalar) => *scalar = Some(found),
    }
}

/// Checks that a type is the one the formula began with.
pub(super) fn one_type(found: &Ident, scalar: &Ident, ledger: &mut Ledger) {
    if found != scalar {
        ledger.error(
            found.span(),
            format!(
                "a formula is written in one type, and it began with `{scalar}`; write \
                 `{scalar}` here"
            ),
        );
    }
}

/// The type that a formula is written in: the first that its head says.
pub(super) fn scalar(sig: &syn::Signature) -> Option<Ident> {
    let arguments = sig.inputs.iter().filter_map(|argument| match argument {
        FnArg::Typed(argument) => Some(&*argument.ty),
        FnArg::Receiver(_) => None,
    });
    let result = match &sig.output {
        ReturnType::Type(_, ty) => Some(&**ty),
        ReturnType::Default => None,
    };
    arguments.chain(result).find_map(scalar_type)
}

/// `f32` or `f64`.
pub(super) fn scalar_type(ty: &Type) -> Option<Ident> {
    match ty {
        // Invisible brackets around what a `macro_rules!` passed on.
        Type::Group(group) => scalar_type(&group.elem),
        Type::Paren(paren) => scalar_type(&paren.elem),
        Type::Path(path) if path.qself.is_none() => path
            .path
            .get_ident()
            .filter(|ident| *ident == "f32" || *ident == "f64")
            .cloned(),
        _ => None,
    }
}

/// A name in `UpperCamelCase`.
pub(super) fn camel_case(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    };
    name.split('_').map(word).collect()
}

/// The type's name: the function's in `UpperCamelCase`.
fn type_name(function: &Ident, ledger: &mut Ledger) -> Ident {
    let name = camel_case(&function.unraw().to_string());
    if let Ok(mut ident) = syn::parse_str::<Ident>(&name) {
        ident.set_span(function.span());
        return ident;
    }
    ledger.error(
        function.span(),
        format!("`{function}` makes no name for the type; name it with `#[activation(name = …)]`"),
    );
    Ident::new("Activation_", function.span())
}
