//! Calls in a formula: ops and named activations, as functions and as methods.
//!
//! Not here: which functions there are (`op`), what is said of one that there is not (`unknown`),
//! and calls of other activations (`activation`).

use std::borrow::Borrow;

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{Expr, ExprCall, ExprMethodCall, Lit, UnOp, ext::IdentExt, spanned::Spanned};

use super::{
    activation,
    formula::{Reader, plain},
    keyword,
    name::segments,
    power,
};
use crate::{
    expr::Id,
    number::Number,
    op::{self, Form, Op},
};

/// What a name calls.
enum Callee {
    Op(Op),
    Named(&'static op::Named),
    MulAdd,
}

impl Callee {
    fn by_name(name: &str) -> Option<Callee> {
        if name == "mul_add" {
            return Some(Callee::MulAdd);
        }
        Op::by_name(name)
            .map(Callee::Op)
            .or_else(|| op::named(name).map(Callee::Named))
    }

    /// What its arguments are called.
    fn arguments(&self) -> &'static [&'static str] {
        match self {
            Callee::Op(Op::Clamp) => &["x", "low", "high"],
            Callee::Op(Op::Powi) => &["x", "3"],
            Callee::Op(op) => &["x", "y", "z"][..op.row().arity],
            Callee::Named(named) => named.arguments,
            Callee::MulAdd => &["x", "a", "b"],
        }
    }
}

/// Whether a formula may call this name.
pub(super) fn is_function(name: &str) -> bool {
    Callee::by_name(name).is_some()
}

/// All names that a formula may call.
pub(super) fn functions() -> impl Iterator<Item = &'static str> {
    let ops = op::TABLE
        .iter()
        .filter(|row| row.form == Form::Function)
        .map(|row| row.name);
    ops.chain(op::NAMED.iter().map(|row| row.name))
        .chain(["powi", "powf"])
}

impl Reader<'_> {
    /// `exp(x)`, `f32::exp(x)`.
    pub(super) fn call(&mut self, call: &ExprCall) -> Option<Id> {
        if let Some((path, parameters)) = activation::callee(&call.func) {
            return self.activation(path, parameters, call);
        }
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let path = match plain(&call.func) {
            Expr::Path(path) if path.qself.is_none() => Some(&path.path),
            _ => None,
        };
        let Some(segments) = path.and_then(segments) else {
            self.ledger.error_over(
                &call.func,
                "a function is called by its name, as in `exp(x)`",
            );
            self.read_all(&arguments);
            return None;
        };
        let ((name, ident), before) = segments.split_last().expect("a path has a segment");
        let before: Vec<&str> = before.iter().map(|(name, _)| name.as_str()).collect();
        if !matches!(before.as_slice(), [] | ["f32" | "f64"]) {
            let help = if is_function(name) {
                format!("write `{name}(…)`")
            } else {
                "write its formula here".to_owned()
            };
            self.ledger.error_over(
                &call.func,
                format!("a formula knows its functions by their bare names; {help}"),
            );
            self.read_all(&arguments);
            return None;
        }
        self.invoke(ident, &arguments, false)
    }

    /// `x.exp()`.
    pub(super) fn method(&mut self, call: &ExprMethodCall) -> Option<Id> {
        if let Some(turbofish) = &call.turbofish {
            self.ledger.error_over(
                turbofish,
                "functions of a formula are not generic; remove this",
            );
        }
        if let Some((path, _)) = activation::callee(&call.receiver) {
            let path = path.to_token_stream().to_string().replace(' ', "");
            self.ledger.error_over(
                &call.receiver,
                format!("an activation is called like a function; write `{path}(x)`, or with parameters `{path} {{ … }}(x)`"),
            );
            self.read_all(&call.args.iter().collect::<Vec<_>>());
            return None;
        }
        let arguments: Vec<&Expr> = std::iter::once(&*call.receiver).chain(&call.args).collect();
        self.invoke(&call.method, &arguments, true)
    }

    /// Reads the arguments of a call that is refused, for what is wrong in them.
    fn read_all(&mut self, arguments: &[&Expr]) {
        for argument in arguments {
            self.number(keyword::value(argument));
        }
    }

    /// As [`read_all`](Self::read_all), of a power: an exponent may be whole, as `powi` wants it.
    pub(super) fn read_power(&mut self, arguments: &[&Expr]) {
        for (index, argument) in arguments.iter().enumerate() {
            let value = keyword::value(argument);
            if index == 0 || !power::is_literal(value) {
                self.number(value);
            }
        }
    }

    fn invoke(&mut self, ident: &Ident, arguments: &[&Expr], method: bool) -> Option<Id> {
        let name = ident.unraw().to_string();
        let Some(callee) = Callee::by_name(&name) else {
            match self.look_up(&name).filter(|_| !method) {
                // Its value has a mistake, and this is none.
                Some(None) => {}
                Some(Some(_)) => {
                    let message = format!(
                        "`{name}` is a number, and no function; a product is written with `*`"
                    );
                    self.ledger.error(ident.span(), message);
                }
                None => {
                    let values: Vec<&Expr> = arguments.iter().map(|a| keyword::value(a)).collect();
                    self.refuse_function(ident, &values, method);
                }
            }
            if name == "pow" {
                self.read_power(arguments);
            } else {
                self.read_all(arguments);
            }
            return None;
        };
        let is_powi = matches!(callee, Callee::Op(Op::Powi));
        if self.refuse_arguments(&name, ident.span(), &callee, arguments, method) {
            if is_powi {
                self.read_power(arguments);
            } else {
                self.read_all(arguments);
            }
            return None;
        }
        if is_powi {
            let base = self.number(arguments[0]);
            let exponent = self.exponent(arguments[1]);
            return Some(self.apply(Op::Powi, &[base?, exponent?], ident.span()));
        }
        // Every argument is read before any is given up.
        let values: Vec<Option<Id>> = arguments.iter().map(|a| self.number(a)).collect();
        let values: Vec<Id> = values.into_iter().collect::<Option<_>>()?;
        Some(match callee {
            Callee::Op(op) => self.apply(op, &values, ident.span()),
            Callee::Named(named) => self.named(named, &values, ident.span()),
            Callee::MulAdd => {
                let product = self.apply(Op::Mul, &values[..2], ident.span());
                self.apply(Op::Add, &[product, values[2]], ident.span())
            }
        })
    }

    /// Refuses arguments by name, or too many or too few; whether there were any of these.
    fn refuse_arguments(
        &mut self,
        name: &str,
        span: Span,
        callee: &Callee,
        arguments: &[&Expr],
        method: bool,
    ) -> bool {
        let names = callee.arguments();
        let keywords = self.refuse_keywords(arguments, || {
            let whole = matches!(callee, Callee::Op(Op::Powi));
            let mut values = keyword::in_place(arguments, names, whole);
            // A longer receiver would want brackets.
            if method && !matches!(plain(arguments[0]), Expr::Path(_)) {
                values[0] = names[0].to_owned();
            }
            let usage = usage(name, &values, method);
            format!("arguments go by position; write `{usage}`")
        });
        if keywords || arguments.len() == names.len() {
            return keywords;
        }
        let given = arguments.len();
        let verb = if given == 1 { "is" } else { "are" };
        let (takes, usage) = (counted(names.len()), usage(name, names, method));
        let message = format!("`{name}` takes {takes}, and {given} {verb} given; write `{usage}`");
        self.ledger.error(span, message);
        true
    }

    /// Writes a named activation out; all of it was written where its name stands.
    fn named(&mut self, named: &op::Named, values: &[Id], span: Span) -> Id {
        let id = self.graph.instantiate(&named.formula, values, None);
        for part in self.graph.reachable(&[id]) {
            self.graph.note_span(part, span);
        }
        id
    }

    /// The exponent of `powi`: an integer literal, negative or not.
    fn exponent(&mut self, expression: &Expr) -> Option<Id> {
        let (literal, negative) = match plain(expression) {
            Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => (plain(&unary.expr), true),
            literal => (literal, false),
        };
        let Expr::Lit(literal) = literal else {
            self.ledger.error_over(
                expression,
                "the exponent of `powi` is an integer, such as `3`; for any other exponent write \
                 `powf`",
            );
            return None;
        };
        let sign = if negative { "-" } else { "" };
        match &literal.lit {
            Lit::Int(int) if matches!(int.suffix(), "" | "i32") => {
                let value = format!("{sign}{}", int.base10_digits()).parse::<i32>();
                if value.is_err() {
                    self.ledger
                        .error(int.span(), "this exponent is too large for `powi`");
                }
                Some(self.constant(Number::integer(i64::from(value.ok()?)), expression.span()))
            }
            Lit::Float(float) => {
                let whole = Number::decimal(float.base10_digits()).and_then(|n| n.as_integer());
                let fix = match whole {
                    Some(whole) => format!("write `{sign}{whole}`"),
                    None => "for this one write `powf`".to_owned(),
                };
                self.ledger.error_over(
                    expression,
                    format!("the exponent of `powi` is an integer; {fix}"),
                );
                None
            }
            other => {
                self.ledger.error_over(
                    other,
                    "the exponent of `powi` is an integer; write one without a suffix, such as `3`",
                );
                None
            }
        }
    }
}

fn counted(arity: usize) -> String {
    if arity == 1 {
        "1 argument".to_owned()
    } else {
        format!("{arity} arguments")
    }
}

fn usage<S: Borrow<str>>(name: &str, arguments: &[S], method: bool) -> String {
    if method {
        let receiver = arguments[0].borrow();
        format!("{receiver}.{name}({})", arguments[1..].join(", "))
    } else {
        format!("{name}({})", arguments.join(", "))
    }
}
