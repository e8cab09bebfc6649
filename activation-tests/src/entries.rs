//! The formulas of the catalogue as they were typed, read from its source files.
//!
//! The compiled kernel and the expression judged here come from the same declaration, through
//! the same engine; only the reference goes its own way from there on.

use std::path::{Path, PathBuf};

use activation_symbolic::{
    analyse,
    analysis::Analysis,
    diagnostic::Ledger,
    parse::{self, Parsed, Signature},
};
use proc_macro2::TokenStream;
use quote::ToTokens as _;

use crate::certificate::Kind;

/// One declaration.
pub struct Entry {
    /// The name of the function.
    pub name: String,
    /// The options of its `#[activation]`.
    pub options: TokenStream,
    /// The function, without that attribute.
    pub function: TokenStream,
    /// What the engine knows about it.
    pub analysis: Analysis,
}

impl Entry {
    /// The columns of its table: the value, the derivative in every input, then in every
    /// parameter, the second derivative and the derivative through the output where it has them.
    #[must_use]
    pub fn columns(&self) -> Vec<(Kind, String)> {
        let analysis = &self.analysis;
        let names = analysis.symbols.names.iter().enumerate();
        let slopes = names.map(|(index, name)| {
            let is_input = index < self.inputs();
            let kind = if is_input {
                Kind::Slope
            } else {
                Kind::Parameter
            };
            (kind, format!("d/d{name}"))
        });
        let mut columns = vec![(Kind::Value, "value".to_owned())];
        columns.extend(slopes);
        let input = &analysis.symbols.names[0];
        if analysis.second.is_some() {
            columns.push((Kind::Curvature, format!("d²/d{input}²")));
        }
        if let Some(through) = analysis.residual.usable() {
            let kind = Kind::FromOutput(through.accuracy);
            columns.push((kind, format!("d/d{input} from the output")));
        }
        columns
    }

    /// How many inputs it has.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.analysis.symbols.inputs
    }
}

/// The names of the declarations of the catalogue, file by file in the order of their names.
#[must_use]
pub fn names() -> Vec<String> {
    files()
        .iter()
        .flat_map(|file| functions(file))
        .map(|f| f.sig.ident.to_string())
        .collect()
}

/// The heads of the declarations of the catalogue, read and not analysed.
///
/// # Panics
/// When a formula is refused.
#[must_use]
pub fn signatures() -> Vec<Signature> {
    let functions = files().into_iter().flat_map(|file| functions(&file));
    functions
        .map(|mut function| {
            let options = options(&mut function);
            let mut ledger = Ledger::new();
            let parsed = parse::parse(options, function.to_token_stream(), &mut ledger);
            ledger
                .finish()
                .unwrap_or_else(|errors| panic!("{} is refused: {errors}", function.sig.ident));
            match parsed {
                Parsed::Formula(_, formula) => formula.signature,
                _ => panic!("{} is no formula", function.sig.ident),
            }
        })
        .collect()
}

/// The declaration of the catalogue with this name.
///
/// # Panics
/// When there is none, or its formula is refused.
#[must_use]
pub fn named(name: &str) -> Entry {
    let mut functions = files().into_iter().flat_map(|file| functions(&file));
    let function = functions.find(|function| function.sig.ident == name);
    declaration(function.unwrap_or_else(|| panic!("the catalogue has no {name}")))
}

/// Every declaration in one source file.
///
/// # Panics
/// When the file cannot be read, or a formula is refused.
#[must_use]
pub fn declarations(file: &Path) -> Vec<Entry> {
    functions(file).into_iter().map(declaration).collect()
}

fn files() -> Vec<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../activation-core/src/catalogue");
    let here = PathBuf::from("activation-core/src/catalogue");
    let folder = if beside.is_dir() { beside } else { here };
    let listing = std::fs::read_dir(&folder).expect("the catalogue lies beside this package");
    let mut files: Vec<PathBuf> = listing
        .map(|file| file.expect("a readable folder").path())
        .collect();
    // The folder holds the catalogue's table, too.
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    files.sort();
    files
}

/// The functions under `#[activation]` in a file.
fn functions(file: &Path) -> Vec<syn::ItemFn> {
    let source = std::fs::read_to_string(file).expect("a readable file");
    let source = syn::parse_file(&source).expect("a Rust file");
    source
        .items
        .into_iter()
        .filter_map(|item| match item {
            syn::Item::Fn(function) if attribute(&function).is_some() => Some(function),
            _ => None,
        })
        .collect()
}

fn attribute(function: &syn::ItemFn) -> Option<usize> {
    function
        .attrs
        .iter()
        .position(|attribute| attribute.path().is_ident("activation"))
}

/// Takes `#[activation]` off a function, and yields its options.
fn options(function: &mut syn::ItemFn) -> TokenStream {
    match attribute(function).map(|at| function.attrs.remove(at).meta) {
        Some(syn::Meta::List(list)) => list.tokens,
        _ => TokenStream::new(),
    }
}

fn declaration(mut function: syn::ItemFn) -> Entry {
    let options = options(&mut function);
    let name = function.sig.ident.to_string();
    let function = function.to_token_stream();
    let analysis = analyse(options.clone(), function.clone())
        .unwrap_or_else(|errors| panic!("{name} is refused: {errors}"));
    Entry {
        name,
        options,
        function,
        analysis,
    }
}

/// A formula from text, `fn f(x: f32) -> f32 { … }`.
///
/// # Errors
/// What the engine says against it, or what the parser does.
pub fn formula(source: &str) -> syn::Result<Entry> {
    let function: syn::ItemFn = syn::parse_str(source)?;
    let name = function.sig.ident.to_string();
    let function = function.to_token_stream();
    let options = TokenStream::new();
    let analysis = analyse(options.clone(), function.clone())?;
    Ok(Entry {
        name,
        options,
        function,
        analysis,
    })
}
