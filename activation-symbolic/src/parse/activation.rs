//! Calls of other activations, by the path of their type: `crate::Gate(x)`,
//! `Swish { beta: 1.5 }(x)`, `SwiGlu(a, b)`.
//!
//! The other formula is not at hand here, so what it takes is left to rustc, which sees the
//! type. Not here: the functions of the language (`call`).

use syn::{
    Expr, ExprCall, ExprStruct, FieldValue, Ident, Member, Path, PathArguments, ext::IdentExt,
    spanned::Spanned,
};

use super::{
    formula::{Reader, plain},
    head::MAX_INPUTS,
    keyword,
    unknown::ITSELF,
};
use crate::{
    call::{Call, Callee},
    expr::Id,
    number::Number,
};

/// A call gives no more parameters than this: their places are packed into one number.
const MAX_PARAMETERS: usize = 16;

/// Whether a name in a formula is that of a type, by Rust's own convention.
pub(super) fn is_type(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && Number::constant(name).is_none()
}

/// What is called, if it is an activation: the path of its type, and its parameters.
pub(super) fn callee(function: &Expr) -> Option<(&Path, Option<&ExprStruct>)> {
    match plain(function) {
        Expr::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last()?;
            is_type(&last.ident.unraw().to_string()).then_some((&path.path, None))
        }
        Expr::Struct(literal) if literal.qself.is_none() => Some((&literal.path, Some(literal))),
        _ => None,
    }
}

impl Reader<'_> {
    /// The call of the activation at `path`.
    pub(super) fn activation(
        &mut self,
        path: &Path,
        literal: Option<&ExprStruct>,
        call: &ExprCall,
    ) -> Option<Id> {
        let mut valid = self.callable(path);
        let parameters = literal.map_or(Some(Vec::new()), |literal| self.parameters(literal));
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let keywords = self.refuse_keywords(&arguments, || {
            keyword::activation(path, literal.is_some(), &arguments)
        });
        let inputs = arguments.iter().map(|input| keyword::value(input));
        let inputs: Vec<Option<Id>> = inputs.map(|input| self.number(input)).collect();
        if keywords {
            return None;
        }
        if !(1..=MAX_INPUTS).contains(&inputs.len()) {
            self.ledger.error_over(
                &call.func,
                format!("an activation takes 1 to {MAX_INPUTS} inputs; write `Gate(x)`"),
            );
            valid = false;
        }
        let inputs: Vec<Id> = inputs.into_iter().collect::<Option<_>>()?;
        let (names, values): (Vec<Ident>, Vec<Id>) = parameters?.into_iter().unzip();
        if !valid {
            return None;
        }
        let callee = self.graph.note_callee(Callee {
            path: path.clone(),
            inputs: inputs.len(),
            parameters: names,
            span: call.paren_token.span.join(),
        });
        let id = self
            .graph
            .call(Call::value(callee), &[inputs, values].concat());
        self.graph.note_span(id, path.span());
        Some(id)
    }

    /// Whether the path can be that of an activation.
    fn callable(&mut self, path: &Path) -> bool {
        let plain = |arguments: &PathArguments| matches!(arguments, PathArguments::None);
        let message = if self.is_default() {
            "a default is a constant; write a number, such as `1.0`"
        } else if !path.segments.iter().all(|part| plain(&part.arguments)) {
            "activations are not generic; write their type without arguments, as in `Gate(x)`"
        } else if path.is_ident("Self")
            || self.signature.is_some_and(|s| path.is_ident(&s.type_name))
        {
            ITSELF
        } else {
            return true;
        };
        self.ledger.error_over(path, message);
        false
    }

    /// The parameters in the braces, by name in alphabetical order.
    fn parameters(&mut self, literal: &ExprStruct) -> Option<Vec<(Ident, Id)>> {
        let mut valid = true;
        if let Some(dots) = &literal.dot2_token {
            self.ledger.error(
                dots.span(),
                "a parameter that is not given has its default; leave `..` and what follows out",
            );
            valid = false;
        }
        if literal.fields.len() > MAX_PARAMETERS {
            self.ledger.error_over(
                &literal.path,
                format!("at most {MAX_PARAMETERS} parameters can be given; leave the others out"),
            );
            valid = false;
        }
        let mut given: Vec<(Ident, Option<Id>)> = Vec::new();
        for field in &literal.fields {
            let value = self.parameter(field);
            let Member::Named(name) = &field.member else {
                self.ledger.error_over(
                    &field.member,
                    "a parameter is given by its name, as in `Swish { beta: 1.5 }(x)`",
                );
                valid = false;
                continue;
            };
            if given.iter().any(|(known, _)| known == name) {
                self.ledger
                    .error(name.span(), format!("`{name}` is given twice; keep one"));
                valid = false;
                continue;
            }
            given.push((name.clone(), value));
        }
        given.sort_by_key(|(name, _)| name.unraw().to_string());
        let given: Option<Vec<(Ident, Id)>> = given
            .into_iter()
            .map(|(name, value)| Some((name, value?)))
            .collect();
        given.filter(|_| valid)
    }

    /// The value of a parameter, which is the same for all elements.
    fn parameter(&mut self, field: &FieldValue) -> Option<Id> {
        for attr in &field.attrs {
            self.refuse_attribute(attr);
        }
        let id = self.number(&field.expr)?;
        let signature = self.signature?;
        let symbols = self.graph.symbols(id).into_iter();
        let mut inputs = symbols.filter(|symbol| (symbol.0 as usize) < signature.inputs.len());
        let Some(input) = inputs.next() else {
            return Some(id);
        };
        let input = signature.symbol_name(input);
        self.ledger.error_over(
            &field.expr,
            format!(
                "a parameter is one number for the whole array, and this depends on the input \
                 `{input}`; write a constant or a parameter, or call an activation that takes it \
                 as an input"
            ),
        );
        None
    }
}
