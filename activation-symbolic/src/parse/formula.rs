//! The body of a formula: blocks, `let`s, operators, `if` and literals.
//!
//! A part with a mistake has no value (`None`); whatever is built from it has none either and
//! says nothing more, so that every mistake is reported once. Not here: calls (`call`), names
//! (`name`) and the sentences about what is not in the language (`refusal`).

use proc_macro2::{Span, TokenTree};
use quote::ToTokens;
use syn::{
    BinOp, Block, Expr, ExprBinary, ExprIf, ExprUnary, Ident, Lit, LitFloat, LitInt, Local, Pat,
    PatIdent, Stmt, Type, UnOp, ext::IdentExt, spanned::Spanned,
};

use super::{Declaration, Signature, signature::scalar_type};
use crate::{
    diagnostic::Ledger,
    expr::{Graph, Id},
    number::Number,
    op::Op,
};

/// Deeper nesting is refused, so that no walk over an expression can exhaust the stack.
const MAX_DEPTH: usize = 200;

/// Reads expressions into a graph.
pub(super) struct Reader<'a> {
    pub(super) graph: &'a mut Graph,
    pub(super) ledger: &'a mut Ledger,
    /// The names in scope, innermost last; one whose value has a mistake has no node.
    scope: Vec<(String, Option<Id>)>,
    depth: usize,
    default: bool,
}

/// Reads the body of a function; `None` when there is a mistake.
pub(super) fn read(
    declaration: &Declaration,
    signature: &Signature,
    ledger: &mut Ledger,
) -> Option<(Graph, Id)> {
    let statements = match declaration.statements() {
        Ok(statements) => statements,
        Err(error) => {
            ledger.syntax(error);
            return None;
        }
    };
    let mut graph = Graph::new();
    let mut scope = Vec::new();
    for argument in &signature.order {
        let symbol = signature.symbol(*argument);
        let id = graph.symbol(symbol);
        graph.note_span(id, signature.ident(*argument).span());
        scope.push((signature.symbol_name(symbol).to_owned(), Some(id)));
    }
    // Arguments that are no plain names are refused; to use one is no second mistake.
    for argument in &declaration.sig.inputs {
        scope.extend(
            idents(argument)
                .into_iter()
                .map(|name| (name, None))
                .filter(|(name, _)| !signature.symbol_names().contains(&name.as_str())),
        );
    }
    let mut reader = Reader {
        graph: &mut graph,
        ledger,
        scope,
        depth: 0,
        default: false,
    };
    let root = reader.statements(&statements, declaration.end)?;
    if is_truth(&graph, root) {
        ledger.error_over(
            statements.last(),
            "a formula yields a number, and this is a truth value; write `if … { 1.0 } else { \
             0.0 }`",
        );
        return None;
    }
    let used = graph.symbols(root);
    let mut all_used = true;
    for (index, parameter) in signature.parameters.iter().enumerate() {
        if !used.contains(&signature.symbol(super::Argument::Parameter(index))) {
            all_used = false;
            ledger.error(
                parameter.ident.span(),
                format!(
                    "the parameter `{0}` does not reach the result; use it, or remove it",
                    parameter.name
                ),
            );
        }
    }
    all_used.then_some((graph, root))
}

/// Whether a node is a truth value.
fn is_truth(graph: &Graph, id: Id) -> bool {
    graph.apply(id).is_some_and(|(op, _)| op.is_truth())
}

/// All identifiers in `tokens` that could be bound by a pattern.
fn idents(tokens: impl ToTokens) -> Vec<String> {
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

impl<'a> Reader<'a> {
    /// A reader of the default of a parameter, where no argument is in scope.
    pub(super) fn of_a_default(graph: &'a mut Graph, ledger: &'a mut Ledger) -> Reader<'a> {
        Reader {
            graph,
            ledger,
            scope: Vec::new(),
            depth: 0,
            default: true,
        }
    }

    pub(super) fn is_default(&self) -> bool {
        self.default
    }

    /// What a name stands for: `None` if it is unknown, `Some(None)` if it has no value.
    pub(super) fn look_up(&self, name: &str) -> Option<Option<Id>> {
        self.scope
            .iter()
            .rev()
            .find(|(known, _)| known == name)
            .map(|(_, value)| *value)
    }

    /// The names in scope, innermost first.
    pub(super) fn names(&self) -> Vec<String> {
        self.scope
            .iter()
            .rev()
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// Applies an op, noting where it was written.
    pub(super) fn apply(&mut self, op: Op, arguments: &[Id], span: Span) -> Id {
        let id = self.graph.op(op, arguments);
        self.graph.note_span(id, span);
        id
    }

    /// A constant, noting where it was written.
    pub(super) fn constant(&mut self, number: Number, span: Span) -> Id {
        let id = self.graph.number(number);
        self.graph.note_span(id, span);
        id
    }

    /// An expression that must be a number.
    pub(super) fn number(&mut self, expression: &Expr) -> Option<Id> {
        let id = self.value(expression)?;
        if is_truth(self.graph, id) {
            self.ledger.error_over(
                expression,
                "a number is needed here, and this is a truth value; write `if … { 1.0 } else { \
                 0.0 }`",
            );
            return None;
        }
        Some(id)
    }

    /// An expression that must be a truth value.
    fn truth(&mut self, expression: &Expr) -> Option<Id> {
        let id = self.value(expression)?;
        if !is_truth(self.graph, id) {
            self.ledger.error_over(
                expression,
                "a truth value is needed here, and this is a number; compare it, as in `x > 0.0`",
            );
            return None;
        }
        Some(id)
    }

    /// Any expression.
    fn value(&mut self, expression: &Expr) -> Option<Id> {
        if self.depth == MAX_DEPTH {
            self.ledger.error_over(
                expression,
                format!("this is nested {MAX_DEPTH} deep; split the formula with `let`"),
            );
            return None;
        }
        self.depth += 1;
        let value = self.dispatch(expression);
        self.depth -= 1;
        value
    }

    fn dispatch(&mut self, expression: &Expr) -> Option<Id> {
        match expression {
            Expr::Paren(inner) => self.value(&inner.expr),
            // Invisible brackets around what a `macro_rules!` passed on.
            Expr::Group(inner) => self.value(&inner.expr),
            Expr::Block(block) if block.label.is_none() => self.block(&block.block),
            Expr::Lit(literal) => self.literal(&literal.lit),
            Expr::Path(path) => self.name(path),
            Expr::Unary(unary) => self.unary(unary),
            Expr::Binary(binary) => self.binary(binary),
            Expr::If(conditional) => self.conditional(conditional),
            Expr::Call(call) => self.call(call),
            Expr::MethodCall(call) => self.method(call),
            Expr::Return(early) => {
                self.ledger.error(
                    early.return_token.span(),
                    "a formula ends with its value; write the value alone on the last line, \
                     without `return` and `;`",
                );
                early.expr.as_deref().and_then(|value| self.value(value))
            }
            other => self.refuse(other),
        }
    }

    fn block(&mut self, block: &Block) -> Option<Id> {
        let outer = self.scope.len();
        let value = self.statements(&block.stmts, block.brace_token.span.close());
        self.scope.truncate(outer);
        value
    }

    /// Statements whose last is their value; `end` is the brace that closes them.
    fn statements(&mut self, statements: &[Stmt], end: Span) -> Option<Id> {
        let mut value = None;
        let mut complete = false;
        for (index, statement) in statements.iter().enumerate() {
            let is_last = index + 1 == statements.len();
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
                self.value(&init.expr)
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
                self.bind(ident, value);
            }
            _ => {
                self.ledger
                    .error_over(pat, "a `let` binds one plain name, as in `let y = …;`");
                self.scope
                    .extend(idents(pat).into_iter().map(|name| (name, None)));
            }
        }
    }

    fn bind(&mut self, ident: &Ident, value: Option<Id>) {
        let name = ident.unraw().to_string();
        if let Some(id) = value.filter(|&id| self.graph.apply(id).is_some()) {
            self.graph.note_name(id, &name);
        }
        self.scope.push((name, value));
    }

    /// Checks the type that a `let` claims.
    fn annotated(&mut self, value: Option<Id>, ty: &Type) -> Option<Id> {
        let is_bool = matches!(ty, Type::Path(path) if path.path.is_ident("bool"));
        if !is_bool && scalar_type(ty).is_none() {
            self.ledger.error_over(
                ty,
                "a name in a formula is `f32`, `f64` or `bool`; write that",
            );
            return value;
        }
        let id = value?;
        match (is_bool, is_truth(self.graph, id)) {
            (true, false) => {
                self.ledger
                    .error_over(ty, "the value is a number; write `f32`");
                None
            }
            (false, true) => {
                self.ledger
                    .error_over(ty, "the value is a truth value; write `bool`");
                None
            }
            _ => Some(id),
        }
    }

    fn literal(&mut self, literal: &Lit) -> Option<Id> {
        match literal {
            Lit::Float(literal) => self.float(literal),
            Lit::Int(literal) => {
                self.integer(literal);
                None
            }
            Lit::Bool(literal) => {
                self.ledger.error(
                    literal.span,
                    "a condition that is always the same decides nothing; keep the branch that is \
                     taken",
                );
                None
            }
            other => {
                self.ledger
                    .error_over(other, "a formula computes with numbers; write one here");
                None
            }
        }
    }

    fn float(&mut self, literal: &LitFloat) -> Option<Id> {
        if !matches!(literal.suffix(), "" | "f32" | "f64") {
            self.ledger.error(
                literal.span(),
                format!(
                    "`{}` is no suffix of a number here; write `{}`",
                    literal.suffix(),
                    literal.base10_digits()
                ),
            );
            return None;
        }
        let number = Number::decimal(literal.base10_digits());
        if number.is_none() {
            self.ledger.error(
                literal.span(),
                "a number of a formula is kept exactly, in at most 38 digits, zeros included; \
                 write one with fewer",
            );
        }
        Some(self.constant(number?, literal.span()))
    }

    fn integer(&mut self, literal: &LitInt) {
        let float = match literal.base10_digits() {
            digits if literal.suffix().is_empty() || literal.suffix().starts_with(['i', 'u']) => {
                format!("{digits}.0")
            }
            _ => "1.0".to_owned(),
        };
        self.ledger.error(
            literal.span(),
            format!("`{literal}` is an integer, and a formula computes in floats; write `{float}`"),
        );
    }

    fn unary(&mut self, unary: &ExprUnary) -> Option<Id> {
        match &unary.op {
            UnOp::Neg(token) => {
                let id = self.number(&unary.expr)?;
                // `-1.0` is the number −1; only what is not a literal is negated.
                let number = match plain(&unary.expr) {
                    Expr::Lit(_) => self.graph.number_at(id).map(Number::negate),
                    _ => None,
                };
                Some(match number {
                    Some(number) => self.constant(number, token.span()),
                    None => self.apply(Op::Neg, &[id], token.span()),
                })
            }
            UnOp::Not(token) => {
                let id = self.truth(&unary.expr)?;
                Some(self.apply(Op::Not, &[id], token.span()))
            }
            other => {
                self.ledger
                    .error(other.span(), "a formula has no references; remove this");
                self.value(&unary.expr)
            }
        }
    }

    fn binary(&mut self, binary: &ExprBinary) -> Option<Id> {
        let op = match &binary.op {
            BinOp::Add(_) => Op::Add,
            BinOp::Sub(_) => Op::Sub,
            BinOp::Mul(_) => Op::Mul,
            BinOp::Div(_) => Op::Div,
            BinOp::Lt(_) => Op::Lt,
            BinOp::Le(_) => Op::Le,
            BinOp::Gt(_) => Op::Gt,
            BinOp::Ge(_) => Op::Ge,
            BinOp::Eq(_) => Op::Eq,
            BinOp::Ne(_) => Op::Ne,
            BinOp::And(_) => Op::And,
            BinOp::Or(_) => Op::Or,
            _ => return self.refuse_operator(binary),
        };
        // Both sides are read before either is given up.
        let (left, right) = if matches!(op, Op::And | Op::Or) {
            (self.truth(&binary.left), self.truth(&binary.right))
        } else {
            (self.number(&binary.left), self.number(&binary.right))
        };
        Some(self.apply(op, &[left?, right?], binary.op.span()))
    }

    fn conditional(&mut self, conditional: &ExprIf) -> Option<Id> {
        let span = conditional.if_token.span();
        let condition = self.truth(&conditional.cond);
        let then = self.block(&conditional.then_branch);
        let Some((otherwise_token, otherwise)) = &conditional.else_branch else {
            self.ledger.error(
                span,
                "this `if` has no value where its condition fails; add `else { … }`",
            );
            return None;
        };
        let otherwise = self.value(otherwise);
        let (condition, then, otherwise) = (condition?, then?, otherwise?);
        match (is_truth(self.graph, then), is_truth(self.graph, otherwise)) {
            (false, false) => Some(self.apply(Op::Select, &[condition, then, otherwise], span)),
            (true, true) => {
                // Only numbers are ever selected: `if c { a } else { b }` is c ∧ a ∨ ¬c ∧ b.
                let yes = self.apply(Op::And, &[condition, then], span);
                let not = self.apply(Op::Not, &[condition], span);
                let no = self.apply(Op::And, &[not, otherwise], span);
                Some(self.apply(Op::Or, &[yes, no], span))
            }
            _ => {
                self.ledger.error(
                    otherwise_token.span(),
                    "one branch is a number and the other a truth value; write both as numbers",
                );
                None
            }
        }
    }
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

/// An expression without its brackets.
pub(super) fn plain(expression: &Expr) -> &Expr {
    match expression {
        Expr::Paren(inner) => plain(&inner.expr),
        Expr::Group(inner) => plain(&inner.expr),
        other => other,
    }
}
