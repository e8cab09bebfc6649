//! What all writers of Rust share: names and numbers as tokens, and which names tokens mention.

use std::collections::BTreeSet;

use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Path, ext::IdentExt};

use crate::number::scientific;

/// An identifier, raw if it must be.
pub(super) fn ident(name: &str) -> Ident {
    // Names come in print, without `r#`: a keyword among them was raw where the user typed it.
    // No keyword has one letter or a digit, as most names have that the engine gives.
    if name.len() == 1 || name.bytes().any(|byte| byte.is_ascii_digit()) {
        return Ident::new(name, Span::call_site());
    }
    // Read from a token and not from the text, which the compiler would have to take apart.
    let typed = TokenTree::Ident(Ident::new(name, Span::call_site()));
    syn::parse2(typed.into()).unwrap_or_else(|_| Ident::new_raw(name, Span::call_site()))
}

/// An `f64` literal, with its sign in front where it has one, and with an exponent where there would
/// be zeros to count.
pub(super) fn literal(value: f64) -> TokenStream {
    let digits = scientific(value)
        .and_then(|(mantissa, exponent)| format!("{mantissa}e{exponent}").parse().ok())
        .unwrap_or_else(|| Literal::f64_unsuffixed(value.abs()));
    if value.is_sign_negative() {
        quote! { -#digits }
    } else {
        quote! { #digits }
    }
}

/// An `f64`, by its name where it has no literal.
pub(super) fn number(value: f64) -> TokenStream {
    if value.is_finite() {
        literal(value)
    } else if value.is_nan() {
        quote!(f64::NAN)
    } else if value > 0.0 {
        quote!(f64::INFINITY)
    } else {
        quote!(f64::NEG_INFINITY)
    }
}

/// An `Option` of what `value` is written as.
pub(super) fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// The names of the variables that `tokens` may read; a method of such a name is another thing.
pub(super) fn names_read(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let mut after_dot = false;
    for token in tokens {
        let is_method = after_dot;
        after_dot = false;
        match token {
            TokenTree::Ident(found) if !is_method => insert(found, names),
            TokenTree::Group(group) => names_read(group.stream(), names),
            TokenTree::Punct(punct) => after_dot = punct.as_char() == '.',
            _ => {}
        }
    }
}

fn insert(found: Ident, names: &mut BTreeSet<String>) {
    let text = found.to_string();
    let name = text.strip_prefix("r#").unwrap_or(&text);
    // Most are there.
    if !names.contains(name) {
        names.insert(name.to_owned());
    }
}

/// All names in `tokens`, those of methods and functions too.
pub(super) fn words(tokens: TokenStream, words: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(found) => insert(found, words),
            TokenTree::Group(group) => self::words(group.stream(), words),
            _ => {}
        }
    }
}

/// Whether `name` occurs in `tokens`.
pub(super) fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(found) => found.unraw() == name,
        TokenTree::Group(group) => mentions(&group.stream(), name),
        _ => false,
    })
}

/// `tokens` with the path of the runtime crate where `__krate` stands, so that what writes the
/// body of a kernel need not carry the path along.
pub(super) fn with_krate(tokens: TokenStream, krate: &Path) -> TokenStream {
    // Not put into a stream one by one: that takes several times as long.
    let mut found = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(name) if name == "__krate" => found.extend(krate.to_token_stream()),
            TokenTree::Group(group) => {
                let inner = with_krate(group.stream(), krate);
                let mut new = Group::new(group.delimiter(), inner);
                new.set_span(group.span());
                found.push(TokenTree::Group(new));
            }
            other => found.push(other),
        }
    }
    found.into_iter().collect()
}
