//! The options in attributes: `#[activation(name = …, crate = …, surrogate = …, allow(…))]` and
//! `#[param(default = …)]`.
//!
//! Not here: what the value of a default is (`default`), and which lints there are (`lint`).

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::{LitStr, Meta, Path, Token, parse::Parser, punctuated::Punctuated};

use super::suggest::nearest;
use crate::diagnostic::Ledger;

/// What `#[activation(…)]` was given.
#[derive(Default)]
pub(super) struct Options {
    pub(super) krate: Option<Path>,
    pub(super) name: Option<Ident>,
    pub(super) surrogate: Option<TokenStream>,
    pub(super) allowed: Vec<Ident>,
}

/// One `key = value` or `key(value)`.
struct Pair {
    key: Ident,
    value: TokenStream,
    listed: bool,
}

/// The options of `#[activation(…)]`.
const KNOWN: [Known; 4] = [
    Known::value("crate"),
    Known::value("name"),
    Known::value("surrogate"),
    Known::list("allow"),
];

/// An option that is understood.
struct Known {
    key: &'static str,
    is_list: bool,
}

impl Known {
    const fn value(key: &'static str) -> Known {
        let is_list = false;
        Known { key, is_list }
    }

    const fn list(key: &'static str) -> Known {
        let is_list = true;
        Known { key, is_list }
    }
}

/// Reads the options of `#[activation(…)]`.
pub(super) fn activation(tokens: TokenStream, ledger: &mut Ledger) -> Options {
    let mut options = Options::default();
    for Pair { key, value, listed } in pairs(tokens, &KNOWN, ledger) {
        let missing = value.is_empty();
        if key == "allow" {
            let names = Punctuated::<Ident, Token![,]>::parse_terminated.parse2(value);
            match names {
                Ok(names) if listed && !names.is_empty() => options.allowed.extend(names),
                _ => {
                    ledger.error(
                        key.span(),
                        "`allow` is given the warnings that are silenced, in parentheses; write \
                         `allow(affine)`",
                    );
                }
            }
        } else if key == "surrogate" {
            if missing {
                ledger.error(
                    key.span(),
                    "`surrogate` has no value; write the formula to differentiate instead, as in \
                     `surrogate = atan(x)`",
                );
            } else {
                options.surrogate = Some(value);
            }
        } else if key == "name" {
            match syn::parse2::<Ident>(value.clone()) {
                Ok(name) => options.name = Some(name),
                Err(_) if missing => {
                    ledger.error(key.span(), "`name` has no value; write `name = Swish`");
                }
                Err(_) => {
                    ledger.error_over(
                        value,
                        "the name of a type is expected; write `name = Swish`",
                    );
                }
            }
        } else {
            let text = syn::parse2::<LitStr>(value.clone());
            let path = match &text {
                Ok(text) => text.parse_with(Path::parse_mod_style),
                Err(_) => Path::parse_mod_style.parse2(value.clone()),
            };
            match path {
                Ok(path) => options.krate = Some(path),
                Err(_) if missing => {
                    ledger.error(key.span(), "`crate` has no value; write `crate = my::path`");
                }
                Err(_) => {
                    ledger.error_over(
                        value,
                        "the path of the crate `activation_core` is expected; write \
                         `crate = my::path`",
                    );
                }
            }
        }
    }
    options
}

/// Reads `#[param(default = …)]`: the tokens of the default.
pub(super) fn param(meta: &Meta, ledger: &mut Ledger) -> Option<TokenStream> {
    const FIX: &str = "write `#[param(default = 1.0)]`";
    let tokens = match meta {
        Meta::Path(path) => {
            ledger.error_over(path, format!("a parameter has a default; {FIX}"));
            return None;
        }
        Meta::NameValue(pair) => {
            ledger.error_over(
                &pair.path,
                format!("the default goes in parentheses; {FIX}"),
            );
            return None;
        }
        Meta::List(list) if list.tokens.is_empty() => {
            ledger.error_over(&list.path, format!("a parameter has a default; {FIX}"));
            return None;
        }
        Meta::List(list) => list.tokens.clone(),
    };
    let known = [Known::value("default")];
    let Pair { key, value, .. } = pairs(tokens, &known, ledger).pop()?;
    if value.is_empty() {
        ledger.error(key.span(), format!("`default` has no value; {FIX}"));
        return None;
    }
    Some(value)
}

/// Splits `key = value, key(value), …`, reporting keys that are not among `known` or come twice.
fn pairs(tokens: TokenStream, known: &[Known], ledger: &mut Ledger) -> Vec<Pair> {
    let mut found: Vec<Pair> = Vec::new();
    for piece in pieces(tokens) {
        let mut rest = piece.into_iter();
        let key = match rest.next() {
            Some(TokenTree::Ident(key)) => key,
            other => {
                let span = other.map_or_else(Span::call_site, |token| token.span());
                ledger.error(span, format!("{} is expected here", listed(known)));
                continue;
            }
        };
        if !known.iter().any(|known| key == known.key) {
            let help = match nearest(&key.to_string(), known.iter().map(|known| known.key)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("{} is understood", listed(known)),
            };
            ledger.error(key.span(), format!("unknown option `{key}`; {help}"));
            continue;
        }
        if found.iter().any(|pair| pair.key == key) {
            ledger.error(key.span(), format!("`{key}` is given twice; keep one"));
            continue;
        }
        let (value, listed) = match rest.next() {
            Some(TokenTree::Punct(equals)) if equals.as_char() == '=' => (rest.collect(), false),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                // Only a list is given in parentheses.
                let is_list = known.iter().any(|known| known.is_list && key == known.key);
                let value = if is_list {
                    group.stream()
                } else {
                    TokenStream::new()
                };
                (value, is_list && rest.next().is_none())
            }
            _ => (TokenStream::new(), false),
        };
        found.push(Pair { key, value, listed });
    }
    found
}

/// The token trees between the commas.
fn pieces(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut pieces = vec![Vec::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => pieces.push(Vec::new()),
            _ => pieces.last_mut().expect("never empty").push(token),
        }
    }
    // One comma may trail; `#[activation()]` has no piece at all.
    if pieces.last().is_some_and(Vec::is_empty) {
        pieces.pop();
    }
    pieces
}

fn listed(known: &[Known]) -> String {
    let quoted = known.iter().map(|Known { key, is_list }| match is_list {
        false => format!("`{key} = …`"),
        true => format!("`{key}(…)`"),
    });
    let quoted: Vec<String> = quoted.collect();
    match quoted.as_slice() {
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        _ => quoted.concat(),
    }
}
