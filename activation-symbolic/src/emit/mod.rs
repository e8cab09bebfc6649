//! Writing: the same expression as Rust, as text and as LaTeX.
//!
//! Nothing here decides anything: what is computed, in which order and under which name is
//! settled by `schedule`.

pub mod latex;
pub mod text;

/// How strongly a printed expression binds; brackets go around what binds less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Binding {
    Select,
    Or,
    And,
    Comparison,
    Sum,
    Product,
    Sign,
    Power,
    Atom,
}
