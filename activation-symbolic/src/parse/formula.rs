//! The body of a formula: operators, `if`, and who reads the rest.
//!
//! A part with a mistake has no value (`None`); whatever is built from it has none either and
//! says nothing more, so that every mistake is reported once. Not here: blocks and `let`s
//! (`block`), literals (`literal`), calls (`call`), names (`name`) and the sentences about what
//! is not in the language (`refusal`).

use proc_macro2::{Ident, Span};
use syn::{BinOp, Expr, ExprBinary, ExprIf, ExprUnary, FnArg, Pat, UnOp, spanned::Spanned};

use super::{Argument, Declaration, Signature, block::idents, head, literal::Wanted, power};
use crate::{
    diagnostic::Ledger,
    expr::{Graph, Id},
    number::Number,
    op::Op,
};

/// Deeper nesting is refused, so that no walk over an expression can exhaust the stack.
const MAX_DEPTH: usize = 200;

/// A name in scope.
pub(super) struct Name {
    name: String,
    /// What it stands for, if that has no mistake.
    value: Option<Id>,
    /// The `let` that binds it, as long as nothing reads it.
    unread: Option<Ident>,
}

impl Name {
    pub(super) fn new(name: String, value: Option<Id>) -> Name {
        let unread = None;
        Name {
            name,
            value,
            unread,
        }
    }

    /// A name of which it matters whether it is read.
    pub(super) fn unread(name: String, value: Option<Id>, ident: Ident) -> Name {
        let unread = Some(ident);
        Name {
            name,
            value,
            unread,
        }
    }
}

/// Reads expressions into a graph.
pub(super) struct Reader<'a> {
    pub(super) graph: &'a mut Graph,
    pub(super) ledger: &'a mut Ledger,
    /// The names in scope, innermost last.
    pub(super) scope: Vec<Name>,
    /// The `let`s that went out of scope unread.
    unread: Vec<Ident>,
    /// What was declared around the formula; a default has nothing around it.
    pub(super) signature: Option<&'a Signature>,
    /// The type that the formula is written in, where it says one.
    pub(super) scalar: Option<Ident>,
    /// What the expression that is read is for.
    pub(super) wanted: Wanted,
    depth: usize,
}

/// What a body says.
pub(super) struct Body {
    pub(super) graph: Graph,
    pub(super) root: Id,
    pub(super) surrogate: Option<Id>,
    pub(super) unread: Vec<Ident>,
}

/// Reads the body of a function, and its surrogate; `None` when there is a mistake.
pub(super) fn read(
    declaration: &Declaration,
    signature: &Signature,
    ledger: &mut Ledger,
) -> Option<Body> {
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
        scope.push(Name::new(
            signature.symbol_name(symbol).to_owned(),
            Some(id),
        ));
    }
    // The names in an argument that is refused are known too: to use them is no second mistake.
    for argument in &declaration.sig.inputs {
        match argument {
            FnArg::Receiver(_) => scope.push(Name::new("self".to_owned(), None)),
            FnArg::Typed(argument) if !matches!(*argument.pat, Pat::Ident(_)) => {
                let names = idents(&argument.pat).into_iter();
                scope.extend(names.map(|name| Name::new(name, None)));
            }
            FnArg::Typed(_) => {}
        }
    }
    let arguments = scope.len();
    let mut reader = Reader {
        graph: &mut graph,
        ledger,
        scope,
        unread: Vec::new(),
        signature: Some(signature),
        scalar: head::scalar(&declaration.sig),
        wanted: Wanted::Number,
        depth: 0,
    };
    let root = reader.statements(&statements, declaration.end);
    // A surrogate knows the arguments, and nothing of the body.
    reader.leave(arguments);
    let surrogate = reader.surrogate(signature);
    let unread = reader.unread;
    let (root, surrogate) = (root?, surrogate?);
    if is_truth(&graph, root) {
        ledger.error_over(
            statements.last(),
            "a formula yields a number, and this is a truth value; write `if … { 1.0 } else { \
             0.0 }`",
        );
        return None;
    }
    let mut used = graph.symbols(root);
    used.extend(
        surrogate
            .iter()
            .flat_map(|&surrogate| graph.symbols(surrogate)),
    );
    let mut all_used = true;
    for (index, parameter) in signature.parameters.iter().enumerate() {
        if !used.contains(&signature.symbol(Argument::Parameter(index))) {
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
    all_used.then_some(Body {
        graph,
        root,
        surrogate,
        unread,
    })
}

/// Whether a node is a truth value.
pub(super) fn is_truth(graph: &Graph, id: Id) -> bool {
    graph.apply(id).is_some_and(|(op, _)| op.is_truth())
}

impl<'a> Reader<'a> {
    /// A reader of the default of a parameter, where no argument is in scope.
    pub(super) fn of_a_default(graph: &'a mut Graph, ledger: &'a mut Ledger) -> Reader<'a> {
        Reader {
            graph,
            ledger,
            scope: Vec::new(),
            unread: Vec::new(),
            signature: None,
            scalar: None,
            wanted: Wanted::Number,
            depth: 0,
        }
    }

    /// The formula to differentiate in the place of the body: `Some(None)` where there is none,
    /// `None` where it has a mistake.
    fn surrogate(&mut self, signature: &Signature) -> Option<Option<Id>> {
        let Some(tokens) = &signature.surrogate else {
            return Some(None);
        };
        match syn::parse2::<Expr>(tokens.clone()) {
            Ok(expression) => self.number(&expression).map(Some),
            Err(error) => {
                self.ledger.syntax(error);
                None
            }
        }
    }

    /// The type to write where one is missing.
    pub(super) fn scalar_name(&self) -> String {
        let scalar = self.scalar.as_ref();
        scalar.map_or_else(|| "f32".to_owned(), Ident::to_string)
    }

    pub(super) fn is_default(&self) -> bool {
        self.signature.is_none()
    }

    /// What a name stands for: `None` if it is unknown, `Some(None)` if it has no value.
    pub(super) fn look_up(&self, name: &str) -> Option<Option<Id>> {
        let mut names = self.scope.iter().rev();
        names
            .find(|known| known.name == name)
            .map(|known| known.value)
    }

    /// As [`look_up`](Self::look_up), where the value is what is wanted.
    pub(super) fn read_name(&mut self, name: &str) -> Option<Option<Id>> {
        let mut names = self.scope.iter_mut().rev();
        let known = names.find(|known| known.name == name)?;
        known.unread = None;
        Some(known.value)
    }

    /// Leaves a block, before which there were `outer` names.
    pub(super) fn leave(&mut self, outer: usize) {
        let gone = self.scope.drain(outer..);
        self.unread.extend(gone.filter_map(|name| name.unread));
    }

    /// The names in scope, innermost first.
    pub(super) fn names(&self) -> Vec<String> {
        self.scope
            .iter()
            .rev()
            .map(|known| known.name.clone())
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
        let id = self.wanted(Wanted::Number, expression)?;
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
        let id = self.wanted(Wanted::Truth, expression)?;
        if !is_truth(self.graph, id) {
            self.ledger.error_over(
                expression,
                "a truth value is needed here, and this is a number; compare it, as in `x > 0.0`",
            );
            return None;
        }
        Some(id)
    }

    /// An expression of which its place says what it should be.
    pub(super) fn wanted(&mut self, wanted: Wanted, expression: &Expr) -> Option<Id> {
        let outer = std::mem::replace(&mut self.wanted, wanted);
        let value = self.value(expression);
        self.wanted = outer;
        value
    }

    /// Any expression.
    pub(super) fn value(&mut self, expression: &Expr) -> Option<Id> {
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
                    .error(other.span(), "a formula has no references; remove `*`");
                self.value(&unary.expr)
            }
        }
    }

    fn binary(&mut self, binary: &ExprBinary) -> Option<Id> {
        if let Some((base, exponent)) = power::double_star(binary) {
            let usage = power::operator(base, exponent);
            self.ledger.error(
                binary.op.span(),
                format!("a formula has no `**`; for a power write `{usage}`"),
            );
            self.read_power(&[base, exponent]);
            return None;
        }
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

    pub(super) fn conditional(&mut self, conditional: &ExprIf) -> Option<Id> {
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
        let wanted = match (self.wanted, then) {
            // Both branches are the same, so the first tells what the second should be.
            (Wanted::Either, Some(then)) if is_truth(self.graph, then) => Wanted::Truth,
            (Wanted::Either, Some(_)) => Wanted::Number,
            (wanted, _) => wanted,
        };
        let otherwise = self.wanted(wanted, otherwise);
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

/// An expression without its brackets.
pub(super) fn plain(expression: &Expr) -> &Expr {
    match expression {
        Expr::Paren(inner) => plain(&inner.expr),
        Expr::Group(inner) => plain(&inner.expr),
        other => other,
    }
}
