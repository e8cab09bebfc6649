//! Blocks and `let`s: what is in scope where, and which expression is the value.

use proc_macro2::{Span, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, BinOp, Block, Expr, ExprIf, Ident, Item, Local, Pat, PatIdent, Stmt, Type, UnOp,
    ext::IdentExt, spanned::Spanned,
};

use super::{
    formula::{Name, Reader, is_truth},
    head::{one_type, scalar_type},
    literal::Wanted,
};
use crate::expr::Id;

impl Reader<'_> {
    pub(super) fn block(&mut self, block: &Block) -> Option<Id> {
        let outer = self.scope.len();
        let value = self.statements(&block.stmts, block.brace_token.span.close());
        self.leave(outer);
        value
    }

    /// Statements whose last is their value; `end` is the brace that closes them.
    pub(super) fn statements(&mut self, statements: &[Stmt], end: Span) -> Option<Id> {
        // An item is known above its line, too; it is refused there, and its uses are no mistake.
        let items = statements.iter().filter_map(|statement| match statement {
            Stmt::Item(Item::Const(item)) => Some(&item.ident),
            Stmt::Item(Item::Static(item)) => Some(&item.ident),
            Stmt::Item(Item::Fn(item)) => Some(&item.sig.ident),
            _ => None,
        });
        self.scope
            .extend(items.map(|ident| Name::new(ident.unraw().to_string(), None)));
        let mut value = None;
        let mut complete = false;
        let mut taken = false;
        for (index, statement) in statements.iter().enumerate() {
            let is_last = index + 1 == statements.len();
            // What went with the statement before.
            if std::mem::take(&mut taken) {
                complete |= is_last;
                continue;
            }
            if let Stmt::Expr(Expr::If(conditional), None) = statement
                && let Some(rest) = statements.get(index + 1).and_then(continued)
            {
                self.split(conditional, rest);
                taken = true;
                continue;
            }
            match statement {
                Stmt::Local(local) => self.local(local),
                Stmt::Expr(expression, None) if is_last => {
                    complete = true;
                    value = self.value(expression);
                }
                Stmt::Expr(expression, semicolon) => {
                    let reported = match (semicolon, expression) {
                        (_, Expr::Return(_)) if is_last => true,
                        (Some(semicolon), _) if is_last && !is_statement(expression) => {
                            self.ledger.error(
                                semicolon.span(),
                                "this would be the value, were it not for the `;`; remove the `;`",
                            );
                            true
                        }
                        (_, expression) => is_statement(expression),
                    };
                    complete |= is_last;
                    if !reported {
                        self.ledger.error_over(
                            expression,
                            "this value is not used; give it a name with `let`, or remove it",
                        );
                    }
                    self.value(expression);
                }
                Stmt::Item(item) => self.refuse_item(item),
                Stmt::Macro(call) => {
                    complete |= is_last;
                    self.refuse_macro(&call.mac);
                }
            }
        }
        if !complete {
            self.ledger.error(
                end,
                "there is no value; end with an expression, without `;`",
            );
        }
        value
    }

    /// `if … { … } else { … } * x` where a statement begins, which Rust reads as two.
    fn split(&mut self, conditional: &ExprIf, (operator, rest): (&'static str, Expr)) {
        self.ledger.error(
            conditional.if_token.span(),
            format!(
                "where a line begins with `if`, Rust ends it behind the last `}}`, and the \
                 `{operator}` begins another; put brackets around the `if`, as in `(if … {{ … }} \
                 else {{ … }}) {operator} x`"
            ),
        );
        self.conditional(conditional);
        self.value(&rest);
    }

    fn local(&mut self, local: &Local) {
        for attr in &local.attrs {
            self.refuse_attribute(attr);
        }
        let (pat, ty) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pat => (pat, None),
        };
        let value = match &local.init {
            Some(init) => {
                if let Some((token, _)) = &init.diverge {
                    self.ledger
                        .error(token.span(), "a `let` always binds; remove this `else`");
                }
                self.wanted(ty.map_or(Wanted::Either, claimed), &init.expr)
            }
            None => {
                self.ledger
                    .error_over(pat, "this name has no value; write `let y = …;`");
                None
            }
        };
        let value = match ty {
            Some(ty) => self.annotated(value, ty),
            None => value,
        };
        match pat {
            Pat::Ident(PatIdent {
                ident,
                by_ref: None,
                mutability,
                subpat: None,
                ..
            }) => {
                if let Some(token) = mutability {
                    self.ledger.error(
                        token.span(),
                        "a formula changes no name; remove `mut`, and bind the new value with \
                         another `let`",
                    );
                }
                self.bind(ident, value, local.attrs.iter().any(may_be_unread));
            }
            _ => {
                self.ledger
                    .error_over(pat, "a `let` binds one plain name, as in `let y = …;`");
                let names = idents(pat).into_iter();
                self.scope.extend(names.map(|name| Name::new(name, None)));
            }
        }
    }

    fn bind(&mut self, ident: &Ident, value: Option<Id>, may_be_unread: bool) {
        let name = ident.unraw().to_string();
        if let Some(id) = value.filter(|&id| !self.graph.is_leaf(id)) {
            self.graph.note_name(id, &name);
        }
        self.scope.push(if may_be_unread || name.starts_with('_') {
            Name::new(name, value)
        } else {
            Name::unread(name, value, ident.clone())
        });
    }

    /// Checks the type that a `let` claims.
    fn annotated(&mut self, value: Option<Id>, ty: &Type) -> Option<Id> {
        let is_bool = is_bool(ty);
        let claimed = scalar_type(ty);
        let scalar = self.scalar_name();
        if !is_bool && claimed.is_none() {
            self.ledger.error_over(
                ty,
                format!("a name in a formula is `{scalar}` or `bool`; write that"),
            );
            return value;
        }
        let id = value?;
        match (is_bool, is_truth(self.graph, id)) {
            (true, false) => {
                self.ledger
                    .error_over(ty, format!("the value is a number; write `{scalar}`"));
                None
            }
            (false, true) => {
                self.ledger
                    .error_over(ty, "the value is a truth value; write `bool`");
                None
            }
            _ => {
                if let (Some(claimed), Some(scalar)) = (claimed, &self.scalar) {
                    one_type(&claimed, scalar, self.ledger);
                }
                Some(id)
            }
        }
    }
}

fn is_bool(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("bool"))
}

/// What the type of a `let` says that its value should be.
fn claimed(ty: &Type) -> Wanted {
    if is_bool(ty) {
        Wanted::Truth
    } else {
        Wanted::Number
    }
}

/// Whether an attribute of a `let` says, in rustc's words, that nothing need read it.
fn may_be_unread(attr: &Attribute) -> bool {
    let silences = attr.path().is_ident("allow") || attr.path().is_ident("expect");
    silences
        && idents(&attr.meta)
            .iter()
            .any(|name| matches!(name.as_str(), "unused" | "unused_variables"))
}

/// The operator between an `if` and a statement that goes on with it, and the statement without it.
fn continued(statement: &Stmt) -> Option<(&'static str, Expr)> {
    let Stmt::Expr(expression, _) = statement else {
        return None;
    };
    let mut rest = expression.clone();
    let mut first = &mut rest;
    while let Expr::Binary(binary) = first {
        first = &mut binary.left;
    }
    let operator = match first {
        Expr::Unary(unary) => match unary.op {
            UnOp::Deref(_) => "*",
            UnOp::Neg(_) => "-",
            _ => return None,
        },
        _ => return None,
    };
    if let Expr::Unary(unary) = first {
        *first = (*unary.expr).clone();
    }
    Some((operator, rest))
}

/// Whether an expression is refused anyway, so that an unused value need not be mentioned.
fn is_statement(expression: &Expr) -> bool {
    use BinOp::{
        AddAssign, BitAndAssign, BitOrAssign, BitXorAssign, DivAssign, MulAssign, RemAssign,
        ShlAssign, ShrAssign, SubAssign,
    };
    match expression {
        Expr::Binary(binary) => matches!(
            binary.op,
            AddAssign(_)
                | SubAssign(_)
                | MulAssign(_)
                | DivAssign(_)
                | RemAssign(_)
                | BitXorAssign(_)
                | BitAndAssign(_)
                | BitOrAssign(_)
                | ShlAssign(_)
                | ShrAssign(_)
        ),
        Expr::If(conditional) => conditional.else_branch.is_none(),
        Expr::Assign(_)
        | Expr::ForLoop(_)
        | Expr::While(_)
        | Expr::Loop(_)
        | Expr::Return(_)
        | Expr::Macro(_)
        | Expr::Break(_)
        | Expr::Continue(_) => true,
        _ => false,
    }
}

/// All identifiers in `tokens` that could be bound by a pattern.
pub(super) fn idents(tokens: impl ToTokens) -> Vec<String> {
    let mut names = Vec::new();
    for token in tokens.into_token_stream() {
        match token {
            TokenTree::Ident(ident) => names.push(ident.unraw().to_string()),
            TokenTree::Group(group) => names.extend(idents(group.stream())),
            _ => {}
        }
    }
    names
}
