//! Powers as other languages write them, `x ^ 2.0`, `x ** 2.0` and `pow(x, 2.0)`: what to write
//! instead, with the base and the exponent that were typed.
//!
//! Not here: how `powi` and `powf` are read (`call`).

use quote::ToTokens;
use syn::{BinOp, Expr, ExprBinary, ExprUnary, Lit, UnOp};

use super::formula::plain;
use crate::number::Number;

/// What to write for a power that is typed as an operator, such as `^`.
///
/// Rust's `^` binds weaker than `+`, and other languages' stronger than `*`: what is meant in
/// `2.0 * x ^ 2.0 + 1.0` is x², the operands that stand beside the operator.
pub(super) fn operator(mut base: &Expr, mut exponent: &Expr) -> String {
    loop {
        base = match base {
            Expr::Binary(ExprBinary { right, .. }) => right,
            Expr::Unary(ExprUnary { expr, .. }) => expr,
            _ => break,
        };
    }
    while let Expr::Binary(ExprBinary { left, .. }) = exponent {
        exponent = left;
    }
    call(base, exponent)
}

/// What to write for `base` to the power of `exponent`.
pub(super) fn call(base: &Expr, exponent: &Expr) -> String {
    let base = word(base).unwrap_or_else(|| "…".to_owned());
    match whole(exponent) {
        Some(whole) => format!("powi({base}, {whole})"),
        None => {
            let exponent = word(exponent).unwrap_or_else(|| "…".to_owned());
            format!("powf({base}, {exponent})")
        }
    }
}

/// Both operands of `x ** 2.0`, which Rust reads as a product with what a reference refers to.
pub(super) fn double_star(binary: &ExprBinary) -> Option<(&Expr, &Expr)> {
    match (&binary.op, &*binary.right) {
        (
            BinOp::Mul(_),
            Expr::Unary(ExprUnary {
                op: UnOp::Deref(_),
                expr,
                ..
            }),
        ) => Some((&binary.left, expr)),
        _ => None,
    }
}

/// Whether an exponent is a literal, negative or not.
pub(super) fn is_literal(exponent: &Expr) -> bool {
    match plain(exponent) {
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) => matches!(plain(expr), Expr::Lit(_)),
        exponent => matches!(exponent, Expr::Lit(_)),
    }
}

/// A literal or a name, negated or not; what is longer reads badly in a sentence.
pub(super) fn word(expression: &Expr) -> Option<String> {
    match plain(expression) {
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) => word(expr).map(|word| format!("-{word}")),
        word @ (Expr::Lit(_) | Expr::Path(_)) => {
            Some(word.to_token_stream().to_string().replace(' ', ""))
        }
        _ => None,
    }
}

/// The exponent of `powi` that is meant by a literal, `2`, `2.0` or `-2.0`.
fn whole(exponent: &Expr) -> Option<i32> {
    let (literal, sign) = match plain(exponent) {
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) => (plain(expr), -1),
        literal => (literal, 1),
    };
    let Expr::Lit(literal) = literal else {
        return None;
    };
    let digits = match &literal.lit {
        Lit::Int(int) => int.base10_digits(),
        Lit::Float(float) => float.base10_digits(),
        _ => return None,
    };
    let whole = i32::try_from(Number::decimal(digits)?.as_integer()?).ok()?;
    Some(sign * whole)
}
