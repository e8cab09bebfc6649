//! The formulas of the catalogue as they were typed, read from its source files.
//!
//! The compiled kernel and the expression judged here come from the same declaration, through
//! the same engine; only the reference goes its own way from there on.

use std::path::{Path, PathBuf};

use activation_symbolic::{analyse, analysis::Analysis};
use proc_macro2::TokenStream;

/// One declaration.
pub struct Entry {
    /// The name of the function.
    pub name: String,
    /// What the engine knows about it.
    pub analysis: Analysis,
}

impl Entry {
    /// The columns of its table: the value, the derivative in every input, then in every
    /// parameter.
    #[must_use]
    pub fn columns(&self) -> Vec<String> {
        let symbols = &self.analysis.symbols;
        let slopes = symbols.names.iter().map(|name| format!("d/d{name}"));
        std::iter::once("value".to_owned()).chain(slopes).collect()
    }

    /// How many inputs it has.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.analysis.symbols.inputs
    }
}

/// Every declaration of the catalogue, file by file in the order of their names.
///
/// # Panics
/// When a file cannot be read, or a formula is refused.
#[must_use]
pub fn catalogue() -> Vec<Entry> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../activation-core/src/catalogue");
    let folder = if folder.is_dir() { folder } else { PathBuf::from("activation-core/src/catalogue") };
    let listing = std::fs::read_dir(&folder).expect("the catalogue lies beside this package");
    let mut files: Vec<PathBuf> =
        listing.map(|file| file.expect("a readable folder").path()).collect();
    files.sort();
    files.iter().flat_map(|file| declarations(file)).collect()
}

/// The declarations in one source file.
///
/// # Panics
/// When the file cannot be read, or a formula is refused.
#[must_use]
pub fn declarations(file: &Path) -> Vec<Entry> {
    let source = std::fs::read_to_string(file).expect("a readable file");
    let source = syn::parse_file(&source).expect("a Rust file");
    source
        .items
        .into_iter()
        .filter_map(|item| match item {
            syn::Item::Fn(function) => declaration(function),
            _ => None,
        })
        .collect()
}

fn declaration(mut function: syn::ItemFn) -> Option<Entry> {
    let at = function.attrs.iter().position(|a| a.path().is_ident("activation"))?;
    let attribute = function.attrs.remove(at);
    let options = match attribute.meta {
        syn::Meta::List(list) => list.tokens,
        _ => TokenStream::new(),
    };
    let name = function.sig.ident.to_string();
    let analysis = analyse(options, quote_item(&function))
        .unwrap_or_else(|errors| panic!("{name} is refused: {errors}"));
    Some(Entry { name, analysis })
}

fn quote_item(function: &syn::ItemFn) -> TokenStream {
    quote::ToTokens::to_token_stream(function)
}

/// A formula from text, `fn f(x: f32) -> f32 { … }`.
///
/// # Errors
/// What the engine says against it, or what the parser does.
pub fn formula(source: &str) -> syn::Result<Entry> {
    let function: syn::ItemFn = syn::parse_str(source)?;
    let name = function.sig.ident.to_string();
    let analysis = analyse(TokenStream::new(), quote_item(&function))?;
    Ok(Entry { name, analysis })
}
