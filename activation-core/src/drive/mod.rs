//! The drivers: everything between a [`Kernel`](crate::kernel::Kernel) and an array.
//!
//! `body` says what happens to one vector, `slices` loops over memory, `arrays` walks any
//! layout and hands rows to `slices`. Results are bit-identical whatever the layout.
mod arrays;
mod axes;
mod body;
mod flat;
mod in_place;
mod operate;
mod point;
mod slices;

pub(crate) use self::{
    body::{Backward, BackwardWithParameters, Forward, ValueAndGradient},
    flat::{Flat, array_like, slices},
    in_place::{backward_in_place, forward_in_place},
    operate::{broadcast_shape, check_gradient, check_shape},
    point::{gradient_at, value_at},
    slices::Driver,
};
