//! The engine.
pub mod diagnostic;
pub mod eval;
pub mod expr;
pub mod number;
pub mod op;
pub mod parse;
