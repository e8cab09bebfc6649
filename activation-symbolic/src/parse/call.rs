//! Calls in a formula: ops and named activations, as functions and as methods.
//!
//! Not here: which functions there are (`op`), and calls of other activations (`activation`).

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{Expr, ExprCall, ExprMethodCall, Lit, UnOp, ext::IdentExt, spanned::Spanned};

use super::{
    activation,
    formula::{Reader, plain},
    head::camel_case,
    name::segments,
    suggest::nearest,
};
use crate::{
    expr::Id,
    number::Number,
    op::{self, Form, Op},
};

/// What other languages and libraries call a function of ours, or how to write it.
const ELSEWHERE: [(&str, &str); 30] = [
    ("log", "write `ln(x)`"),
    ("log10", "write `ln(x) * LOG10_E`"),
    (
        "pow",
        "write `powi(x, 3)` for a whole exponent and `powf(x, y)` for any other",
    ),
    ("square", "write `powi(x, 2)`"),
    ("cube", "write `powi(x, 3)`"),
    ("cbrt", "write `powf(x, 1.0 / 3.0)`"),
    ("rsqrt", "write `recip(sqrt(x))`"),
    ("expm1", "write `exp_m1(x)`"),
    ("log1p", "write `ln_1p(x)`"),
    ("fabs", "write `abs(x)`"),
    ("sign", "write `signum(x)`"),
    ("sgn", "write `signum(x)`"),
    ("arctan", "write `atan(x)`"),
    ("arsinh", "write `asinh(x)`"),
    ("artanh", "write `atanh(x)`"),
    ("logistic", "write `sigmoid(x)`"),
    ("logit", "write `ln(x / (1.0 - x))`"),
    ("hypot", "write `sqrt(x * x + y * y)`"),
    ("maximum", "write `max(x, y)`"),
    ("minimum", "write `min(x, y)`"),
    ("clip", "write `clamp(x, low, high)`"),
    ("atan2", "for a positive x write `atan(y / x)`"),
    ("acos", "write `FRAC_PI_2 - atan(x / sqrt(1.0 - x * x))`"),
    ("asin", "write `atan(x / sqrt(1.0 - x * x))`"),
    ("softmax", ROW),
    ("maxout", ROW),
    ("sum", ROW),
    ("mean", ROW),
    ("norm", ROW),
    (
        "is_nan",
        "NaN in, NaN out holds without asking; leave the case out",
    ),
];

/// What is said of a function of a whole row.
const ROW: &str = "it is one of a whole row, and a formula is of one element";

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

    fn arity(&self) -> usize {
        match self {
            Callee::Op(op) => op.row().arity,
            Callee::Named(named) => named.arity,
            Callee::MulAdd => 3,
        }
    }
}

/// Whether a formula may call this name.
pub(super) fn is_function(name: &str) -> bool {
    Callee::by_name(name).is_some()
}

/// All names that a formula may call.
fn functions() -> impl Iterator<Item = &'static str> {
    let ops = op::TABLE
        .iter()
        .filter(|row| row.form == Form::Function)
        .map(|row| row.name);
    ops.chain(op::NAMED.iter().map(|row| row.name))
        .chain(["powi", "powf", "mul_add"])
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

    fn read_all(&mut self, arguments: &[&Expr]) {
        for argument in arguments {
            self.number(argument);
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
                    let message = unknown(&name, method);
                    self.ledger.error(ident.span(), message);
                }
            }
            self.read_all(arguments);
            return None;
        };
        let arity = callee.arity();
        if arguments.len() != arity {
            let given = arguments.len();
            let verb = if given == 1 { "is" } else { "are" };
            let usage = usage(&name, arity, method);
            self.ledger.error(
                ident.span(),
                format!(
                    "`{name}` takes {}, and {given} {verb} given; write `{usage}`",
                    counted(arity)
                ),
            );
            self.read_all(arguments);
            return None;
        }
        if let Callee::Op(Op::Powi) = callee {
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

fn unknown(name: &str, method: bool) -> String {
    let kind = if method { "method" } else { "function" };
    if let Some((_, help)) = ELSEWHERE.iter().find(|(other, _)| *other == name) {
        return format!("unknown {kind} `{name}`; {help}");
    }
    match nearest(name, functions()) {
        Some(meant) => format!("unknown {kind} `{name}`; did you mean `{meant}`?"),
        None => format!(
            "unknown {kind} `{name}`; a formula calls the functions that the documentation of \
             `#[activation]` lists, so write the formula of `{name}` here, or put \
             `#[activation]` on it and call its type, as in `{}(x)`",
            camel_case(name)
        ),
    }
}

fn counted(arity: usize) -> String {
    if arity == 1 {
        "1 argument".to_owned()
    } else {
        format!("{arity} arguments")
    }
}

fn usage(name: &str, arity: usize, method: bool) -> String {
    let names: &[&str] = match name {
        "clamp" => &["x", "low", "high"],
        "powi" => &["x", "3"],
        "mul_add" => &["x", "a", "b"],
        _ => &["x", "y", "z"],
    };
    let arguments = &names[..arity];
    if method {
        format!("{}.{name}({})", arguments[0], arguments[1..].join(", "))
    } else {
        format!("{name}({})", arguments.join(", "))
    }
}
