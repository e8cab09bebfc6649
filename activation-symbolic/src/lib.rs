//! The engine.
pub mod eval;
pub mod expr;
pub mod number;
pub mod op;
