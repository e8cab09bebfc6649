//! The reader: what the user typed, recorded as an expression and a signature.
//!
//! Types are checked here, since here the tokens are at hand that a caret can point at; what
//! needs the whole expression is judged in [`check`](crate::check). Nothing is simplified: the
//! expression is the formula as typed.
//!
//! `options` reads attributes, `head` the function's head into a `signature`, and `formula` its
//! body: `block` the `let`s, `literal` the numbers, `name` the names, `call` the functions,
//! `activation` the calls of other activations; `refusal` says what is not in the language and
//! what to write instead, `power` for a power, `keyword` for arguments by name, and `unknown`, with the entries of the `catalogue`,
//! which functions are not.

mod activation;
mod block;
mod call;
mod catalogue;
mod default;
mod formula;
mod head;
mod keyword;
mod literal;
mod name;
mod options;
mod power;
mod refusal;
mod signature;
pub(crate) mod suggest;
mod unknown;

use proc_macro2::{Ident, Span, TokenStream};
use syn::{
    Attribute, Block, Stmt, Token, Visibility, braced,
    parse::{Parse, ParseStream},
};

pub use self::{
    head::MAX_INPUTS,
    signature::{Argument, Input, Parameter, Signature},
};
use crate::{
    diagnostic::Ledger,
    expr::{Graph, Id},
};

/// A formula without mistakes that reading finds.
#[derive(Clone)]
pub struct Formula {
    /// The expression.
    pub graph: Graph,
    /// Its value.
    pub root: Id,
    /// What is differentiated in its place, where the user said so.
    pub surrogate: Option<Id>,
    /// What was declared around it.
    pub signature: Signature,
    /// The `let`s that nothing reads.
    pub unread: Vec<Ident>,
}

/// The function as typed: enough for a hollow replacement, however wrong its body is.
#[derive(Clone)]
pub struct Declaration {
    /// The attributes of the function.
    pub attrs: Vec<Attribute>,
    /// Its visibility.
    pub vis: Visibility,
    /// Its head.
    pub sig: syn::Signature,
    body: TokenStream,
    end: Span,
}

/// What reading yields.
pub enum Parsed {
    /// A formula; the ledger may still hold errors.
    Formula(Declaration, Box<Formula>),
    /// The function's head alone; the ledger says why.
    Head(Declaration, Box<Signature>),
    /// Not even a function; the ledger says so.
    Nothing,
}

/// What is said when a reason is missing, which is a mistake of this crate.
const UNEXPLAINED: &str = "this formula is refused without a reason; please report it";

/// Reads `item`, a function under `#[activation(attr)]`.
pub fn parse(attr: TokenStream, item: TokenStream, ledger: &mut Ledger) -> Parsed {
    let options = options::activation(attr, ledger);
    let declaration: Declaration = match syn::parse2(item.clone()) {
        Ok(declaration) => declaration,
        Err(error) => {
            match syn::parse2::<syn::Item>(item) {
                Ok(syn::Item::Fn(_)) | Err(_) => ledger.syntax(error),
                Ok(other) => {
                    ledger.error_over(
                        other,
                        "`#[activation]` goes on a function, whose body is the formula",
                    );
                }
            }
            return Parsed::Nothing;
        }
    };
    let signature = head::read(&declaration, options, ledger);
    match formula::read(&declaration, &signature, ledger) {
        Some(formula::Body {
            graph,
            root,
            surrogate,
            unread,
        }) => Parsed::Formula(
            declaration,
            Box::new(Formula {
                graph,
                root,
                surrogate,
                signature,
                unread,
            }),
        ),
        None => {
            if ledger.gate().is_some() {
                // A formula that vanished without a word would be worse than any sentence.
                ledger.error(signature.function.span(), UNEXPLAINED);
            }
            Parsed::Head(declaration, Box::new(signature))
        }
    }
}

impl Declaration {
    /// The statements of the body.
    fn statements(&self) -> syn::Result<Vec<Stmt>> {
        syn::parse::Parser::parse2(Block::parse_within, self.body.clone())
    }
}

impl Parse for Declaration {
    fn parse(input: ParseStream<'_>) -> syn::Result<Declaration> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let sig: syn::Signature = input.parse()?;
        if input.peek(Token![;]) {
            let message = "a formula has a body; write it in `{ … }`";
            return Err(input.error(message));
        }
        let content;
        let brace = braced!(content in input);
        // The body is parsed later: a mistake in it leaves the head, and so the type, intact.
        Ok(Declaration {
            attrs,
            vis,
            sig,
            body: content.parse()?,
            end: brace.span.close(),
        })
    }
}
