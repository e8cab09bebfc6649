//! The signature: which arguments are inputs, which are parameters, and what the type is called.
//!
//! Not here: how it is read from a function (`head`).

use proc_macro2::TokenStream;
use syn::{Attribute, Ident, Path, Visibility};

use crate::{expr::Symbol, number::Number};

/// What the user declared, but for the formula itself.
#[derive(Clone)]
pub struct Signature {
    /// The attributes of the function, doc comments among them, in order.
    pub attrs: Vec<Attribute>,
    /// The visibility of the function and of the type.
    pub vis: Visibility,
    /// The function's name.
    pub function: Ident,
    /// The type's name: the function's in `UpperCamelCase`, or what `name = …` says.
    pub type_name: Ident,
    /// The inputs, in order; input `k` is `Symbol(k)`.
    pub inputs: Vec<Input>,
    /// The parameters, in order; parameter `k` is `Symbol(inputs.len() + k)`.
    pub parameters: Vec<Parameter>,
    /// The arguments as typed, so that the plain function keeps its signature.
    pub order: Vec<Argument>,
    /// `f32` or `f64`, as typed.
    pub scalar: Ident,
    /// Where `activation_core` is.
    pub krate: Path,
    /// The formula to differentiate in the place of the body, as typed.
    pub surrogate: Option<TokenStream>,
    /// The warnings that `allow(…)` silences, by the names of their lints.
    pub allowed: Vec<Ident>,
}

/// An argument that is an array element.
#[derive(Clone)]
pub struct Input {
    /// Its name, as typed.
    pub ident: Ident,
    /// Its name in print, without `r#`.
    pub name: String,
    /// Its doc comments.
    pub docs: Vec<Attribute>,
}

/// An argument that is a trainable number of the type.
#[derive(Clone)]
pub struct Parameter {
    /// Its name, as typed.
    pub ident: Ident,
    /// Its name in print, without `r#`.
    pub name: String,
    /// Its default, rounded to the nearest `f64`.
    pub default: f64,
    /// Its default, exactly.
    pub exact: Number,
    /// Its doc comments, the documentation of the field.
    pub docs: Vec<Attribute>,
}

/// An argument of the function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// The input with this index.
    Input(usize),
    /// The parameter with this index.
    Parameter(usize),
}

impl Signature {
    /// The symbol of an argument.
    #[must_use]
    pub fn symbol(&self, argument: Argument) -> Symbol {
        let index = match argument {
            Argument::Input(index) => index,
            Argument::Parameter(index) => self.inputs.len() + index,
        };
        Symbol(u32::try_from(index).expect("fewer than 2³² arguments"))
    }

    /// The argument that a symbol stands for.
    ///
    /// # Panics
    /// If the symbol is not one of this signature.
    #[must_use]
    pub fn argument(&self, Symbol(symbol): Symbol) -> Argument {
        let index = symbol as usize;
        assert!(
            index < self.order.len(),
            "{symbol} is not a symbol of this signature"
        );
        match index.checked_sub(self.inputs.len()) {
            None => Argument::Input(index),
            Some(parameter) => Argument::Parameter(parameter),
        }
    }

    /// The name of an argument, as typed.
    #[must_use]
    pub fn ident(&self, argument: Argument) -> &Ident {
        match argument {
            Argument::Input(index) => &self.inputs[index].ident,
            Argument::Parameter(index) => &self.parameters[index].ident,
        }
    }

    /// The name of an input or parameter in print.
    #[must_use]
    pub fn symbol_name(&self, symbol: Symbol) -> &str {
        match self.argument(symbol) {
            Argument::Input(index) => &self.inputs[index].name,
            Argument::Parameter(index) => &self.parameters[index].name,
        }
    }

    /// The names of all symbols, in the order of [`Symbol`].
    #[must_use]
    pub fn symbol_names(&self) -> Vec<&str> {
        let inputs = self.inputs.iter().map(|input| input.name.as_str());
        inputs
            .chain(
                self.parameters
                    .iter()
                    .map(|parameter| parameter.name.as_str()),
            )
            .collect()
    }

    /// The doc comments of the function.
    pub fn docs(&self) -> impl Iterator<Item = &Attribute> {
        self.attrs.iter().filter(|attr| attr.path().is_ident("doc"))
    }

    /// The attributes that every generated item must carry: `#[cfg]` and the levels of lints.
    pub fn gates(&self) -> impl Iterator<Item = &Attribute> {
        const GATES: [&str; 5] = ["cfg", "allow", "warn", "deny", "forbid"];
        self.attrs
            .iter()
            .filter(|attr| GATES.iter().any(|gate| attr.path().is_ident(gate)))
    }
}
