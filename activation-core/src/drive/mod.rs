//! The drivers: everything between a [`Kernel`](crate::kernel::Kernel) and an array.
//!
//! `body` says what happens to one vector and `slices` loops over memory. `axes` chooses an
//! order for operands of any layout, `arrays` walks it, `plane` makes slices of its rows.
//! `operate`, `flat`, `in_place` and `point` are the ways in. Results are bit-identical whatever the layout.
mod arrays;
mod axes;
mod body;
mod flat;
mod in_place;
mod operate;
mod plane;
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
