//! What Rust has and the language of formulas has not, each with what to write instead.
//!
//! A refused part is read as far as it makes sense, so that mistakes inside it are reported too.

use proc_macro2::Span;
use syn::{
    Attribute, BinOp, Expr, ExprBinary, Ident, Item, Macro, Member, Type, ext::IdentExt,
    spanned::Spanned,
};

use super::{call, formula::Reader, power};
use crate::{diagnostic::Report, expr::Id};

impl Reader<'_> {
    /// An expression that is not in the language.
    pub(super) fn refuse(&mut self, expression: &Expr) -> Option<Id> {
        match expression {
            Expr::Macro(call) => self.refuse_macro(&call.mac),
            Expr::Field(field) => {
                let message = match &field.member {
                    Member::Named(ident) if call::is_function(&ident.unraw().to_string()) => {
                        format!("`{ident}` is a method; call it, as in `x.{ident}()`")
                    }
                    _ => "a number has no fields; write an argument for each number".to_owned(),
                };
                self.ledger.error(field.member.span(), message);
                self.number(&field.base);
            }
            Expr::Cast(cast) => {
                const WHOLE: [&str; 12] = [
                    "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128",
                    "usize",
                ];
                let is_whole = |ty: &Type| matches!(ty, Type::Path(ty) if WHOLE.iter().any(|name| ty.path.is_ident(name)));
                let cut_off = match &*cast.expr {
                    Expr::Cast(inner) => is_whole(&inner.ty),
                    Expr::Paren(paren) => {
                        matches!(&*paren.expr, Expr::Cast(inner) if is_whole(&inner.ty))
                    }
                    _ => false,
                };
                // `x as i32 as f32` is one mistake.
                if is_whole(&cast.ty) {
                    self.ledger.error(
                        cast.as_token.span(),
                        "a formula computes in floats; for a whole number write `trunc(x)`, or \
                         `floor`, `ceil` or `round`",
                    );
                } else if !cut_off {
                    self.ledger.error(
                        cast.as_token.span(),
                        "a formula is written in one type, and kernels exist for every type; \
                         remove the `as`",
                    );
                }
                self.number(&cast.expr);
            }
            Expr::Reference(reference) => {
                self.ledger.error(
                    reference.and_token.span(),
                    "a formula has no references; remove `&`",
                );
                self.number(&reference.expr);
            }
            Expr::Assign(assign) => {
                self.ledger.error(
                    assign.eq_token.span(),
                    "a formula changes no name; bind the new value with another `let`",
                );
                self.number(&assign.right);
            }
            Expr::Let(condition) => {
                self.ledger.error(
                    condition.let_token.span(),
                    "a formula matches no patterns; compare, as in `if x > 0.0`",
                );
                self.number(&condition.expr);
            }
            Expr::Match(choice) => {
                self.ledger.error(
                    choice.match_token.span(),
                    "a formula matches no patterns; write `if … { … } else { … }`",
                );
            }
            Expr::ForLoop(token) => self.refuse_loop(token.for_token.span()),
            Expr::While(token) => self.refuse_loop(token.while_token.span()),
            Expr::Loop(token) => self.refuse_loop(token.loop_token.span()),
            Expr::Closure(closure) => {
                self.ledger.error_over(
                    closure,
                    "a formula has no closures; write the expression where it is needed",
                );
            }
            Expr::Struct(literal) => {
                self.ledger.error_over(
                    &literal.path,
                    "an activation is called, as in `Swish { beta: 1.5 }(x)`; write its inputs \
                     behind it",
                );
            }
            Expr::Array(_) | Expr::Tuple(_) | Expr::Repeat(_) | Expr::Range(_) => {
                self.ledger.error_over(
                    expression,
                    "a formula is written for one element; write one number here",
                );
            }
            Expr::Index(index) => {
                self.ledger.error_over(
                    &index.expr,
                    "a formula is written for one element; write an argument in place of an array",
                );
            }
            Expr::Unsafe(block) => {
                self.ledger.error(
                    block.unsafe_token.span(),
                    "a formula is safe; remove `unsafe`",
                );
            }
            Expr::Block(block) => {
                self.ledger
                    .error_over(&block.label, "a formula jumps nowhere; remove the label");
            }
            _ => {
                self.ledger.error_over(
                    expression,
                    "this is not in the language of formulas: literals, `let`, `+ - * /`, \
                     comparisons, `&& || !`, `if … else …` and functions",
                );
            }
        }
        None
    }

    fn refuse_loop(&mut self, span: Span) {
        self.ledger
            .error(span, "a formula has no loops; write the terms out");
    }

    /// An operator that is not in the language.
    pub(super) fn refuse_operator(&mut self, binary: &ExprBinary) -> Option<Id> {
        let power;
        let help = match &binary.op {
            BinOp::Rem(_) => "a formula has no `%`; write `x - y * trunc(x / y)`",
            BinOp::BitXor(_) => {
                let usage = power::operator(&binary.left, &binary.right);
                power = format!("a formula has no `^`; for a power write `{usage}`");
                &power
            }
            BinOp::BitAnd(_) => "a formula has no `&`; for \"and\" write `&&`",
            BinOp::BitOr(_) => "a formula has no `|`; for \"or\" write `||`",
            BinOp::Shl(_) | BinOp::Shr(_) => {
                "a formula computes in floats; to scale by a power of two, multiply"
            }
            _ => "a formula changes no name; bind the new value with another `let`",
        };
        self.ledger.error(binary.op.span(), help);
        match &binary.op {
            BinOp::BitAnd(_) | BinOp::BitOr(_) => {
                self.value(&binary.left);
                self.value(&binary.right);
            }
            BinOp::Rem(_) => {
                self.number(&binary.left);
                self.number(&binary.right);
            }
            // An integer on the right of `^` or `<<` goes away with its operator.
            BinOp::BitXor(_) | BinOp::Shl(_) | BinOp::Shr(_) => {
                self.number(&binary.left);
            }
            _ => {
                self.number(&binary.right);
            }
        }
        None
    }

    /// A statement that declares something.
    pub(super) fn refuse_item(&mut self, item: &Item) {
        match item {
            Item::Const(item) => {
                self.refuse_constant(item.const_token.span(), &item.ident, &item.expr)
            }
            Item::Static(item) => {
                self.refuse_constant(item.static_token.span(), &item.ident, &item.expr)
            }
            Item::Fn(item) => self.ledger.error(
                item.sig.fn_token.span(),
                "a formula declares nothing; write the function's formula where it is needed",
            ),
            Item::Use(item) => self.ledger.error(
                item.use_token.span(),
                "a formula declares nothing; functions are known by their bare names, and \
                 constants such as `PI` too, so remove the `use`",
            ),
            other => self
                .ledger
                .error_over(other, "a formula declares nothing; remove this"),
        };
    }

    fn refuse_constant(&mut self, span: Span, ident: &Ident, value: &Expr) -> &mut Report {
        let name = ident.unraw().to_string().to_lowercase();
        let value = power::word(value).unwrap_or_else(|| "…".to_owned());
        self.ledger.error(
            span,
            format!("a formula declares nothing; write `let {name} = {value};`"),
        )
    }

    /// The call of a macro.
    pub(super) fn refuse_macro(&mut self, call: &Macro) {
        self.ledger.error_over(
            &call.path,
            "a formula is read before macros are expanded; write out what the macro stands for",
        );
    }

    /// An attribute on a statement: levels of lints and formatting say nothing about values.
    pub(super) fn refuse_attribute(&mut self, attr: &Attribute) {
        const HARMLESS: [&str; 6] = ["allow", "expect", "warn", "deny", "doc", "rustfmt"];
        let first = attr.path().segments.first();
        if !first.is_some_and(|first| HARMLESS.iter().any(|name| first.ident == name)) {
            self.ledger.error_over(
                attr.path(),
                "this attribute would change the formula, which is read as it stands; remove it",
            );
        }
    }
}
