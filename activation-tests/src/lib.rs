//! What holds across the crates of activation: everything is in `tests/`.
