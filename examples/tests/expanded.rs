//! Holds `define-expanded.rs` to what the engine writes for the formula of `define.rs`.
//!
//! Tidied by hand may mean: other comments, `use` instead of absolute paths, another layout. All
//! the rest has to agree.

use proc_macro2::{Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{File, Item};

#[test]
fn the_expanded_example_is_the_expansion() {
    let source = syn::parse_file(include_str!("../define.rs")).unwrap();
    let mut formula = source
        .items
        .into_iter()
        .find_map(activation)
        .expect("define.rs has a formula");
    formula
        .attrs
        .retain(|attribute| !attribute.path().is_ident("activation"));
    let expansion = activation_symbolic::expand(TokenStream::new(), formula.to_token_stream());
    let expansion: File = syn::parse2(expansion).unwrap();

    let by_hand = syn::parse_file(include_str!("../define-expanded.rs")).unwrap();
    let (expected, found) = (tidy(&expansion), tidy(&by_hand));
    let differs = expected
        .lines()
        .zip(found.lines())
        .find(|(expected, found)| expected != found);
    assert!(
        expected == found,
        "examples/define-expanded.rs is not what the engine writes any more, first here:\n\
         {differs:#?}\n\nThe expansion, to be tidied by hand:\n\n{}",
        prettyplease::unparse(&expansion),
    );
}

/// The kernel that README shows is that of the formula it shows, in its own layout.
#[test]
fn the_kernel_in_the_readme_is_the_engine_s() {
    let readme = include_str!("../../README.md");
    let block = |fence: &str| {
        let (_, rest) = readme.split_once(fence).expect("README has such a block");
        rest.split_once("```").expect("a block ends").0
    };
    let source = syn::parse_file(block("```rust\n").split("\n\nlet ").next().unwrap()).unwrap();
    let mut formula = source.items.into_iter().find_map(activation).unwrap();
    formula
        .attrs
        .retain(|attribute| !attribute.path().is_ident("activation"));
    let expansion = activation_symbolic::expand(TokenStream::new(), formula.to_token_stream());
    let expansion: File = syn::parse2(expansion).unwrap();
    let value = expansion.items.iter().find_map(|item| match item {
        Item::Impl(item) => item.items.iter().find_map(|member| match member {
            syn::ImplItem::Fn(function) if function.sig.ident == "value" => Some(function),
            _ => None,
        }),
        _ => None,
    });
    let shown: syn::ImplItemFn = syn::parse_str(block("```text\n")).unwrap();
    let layout = |function: &syn::ImplItemFn| {
        let tokens = bare(function.to_token_stream());
        prettyplease::unparse(&syn::parse2(quote::quote!(impl Kernel { #tokens })).unwrap())
    };
    assert_eq!(layout(&shown), layout(value.expect("a kernel")));
}

/// The function under `#[activation]`.
fn activation(item: Item) -> Option<syn::ItemFn> {
    match item {
        Item::Fn(item) if item.attrs.iter().any(|a| a.path().is_ident("activation")) => Some(item),
        _ => None,
    }
}

/// The items of an activation without what a person may change, in one layout.
fn tidy(file: &File) -> String {
    let mut file = File {
        attrs: Vec::new(),
        ..file.clone()
    };
    file.items.retain(|item| match item {
        Item::Fn(item) => {
            item.sig.ident != "main" && item.attrs.iter().all(|a| !a.path().is_ident("test"))
        }
        item => !matches!(item, Item::Use(_)),
    });
    prettyplease::unparse(&syn::parse2(bare(file.to_token_stream())).unwrap())
}

/// Tokens without comments, `use` and all but the last name of a path.
fn bare(tokens: TokenStream) -> TokenStream {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let colons = |at: usize| {
        let colon = |tree: Option<&TokenTree>| match tree {
            Some(TokenTree::Punct(punct)) if punct.as_char() == ':' => Some(punct.spacing()),
            _ => None,
        };
        colon(trees.get(at)) == Some(Spacing::Joint) && colon(trees.get(at + 1)).is_some()
    };
    let mut kept = TokenStream::new();
    let mut at = 0;
    while at < trees.len() {
        at += match (&trees[at], trees.get(at + 1)) {
            (TokenTree::Ident(word), _) if word == "use" => {
                let end =
                    |tree: &TokenTree| matches!(tree, TokenTree::Punct(p) if p.as_char() == ';');
                trees[at..]
                    .iter()
                    .position(end)
                    .expect("`use` ends in a semicolon")
                    + 1
            }
            (TokenTree::Punct(hash), Some(TokenTree::Group(group)))
                if hash.as_char() == '#' && is_comment(group.stream()) =>
            {
                2
            }
            // Not in `impl ::core::…`: a keyword is no part of a path.
            (TokenTree::Ident(name), _) if colons(at + 1) && is_name(name) => 3,
            _ if colons(at) => 2,
            (TokenTree::Group(group), _) => {
                let inner = bare(group.stream());
                kept.extend([TokenTree::Group(proc_macro2::Group::new(
                    group.delimiter(),
                    inner,
                ))]);
                1
            }
            (other, _) => {
                kept.extend([other.clone()]);
                1
            }
        };
    }
    kept
}

fn is_name(word: &proc_macro2::Ident) -> bool {
    syn::parse2::<syn::Ident>(word.to_token_stream()).is_ok()
}

/// Whether an attribute says nothing to the compiler.
fn is_comment(attribute: TokenStream) -> bool {
    let name = attribute.into_iter().next().map(|name| name.to_string());
    matches!(name.as_deref(), Some("doc" | "automatically_derived"))
}
