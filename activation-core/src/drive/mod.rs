//! The drivers: everything between a [`Kernel`](crate::kernel::Kernel) and an array.
//!
//! `body` says what happens to one vector, `slices` loops over memory and `step` moves what a
//! round of the loop reads and writes; `driver` is such a loop for whatever feeds it. `axes`
//! chooses an order for operands of any layout, `arrays` walks it, `plane` and `rows` make slices
//! of its rows, `threads` says when there is enough for several of them. `operate`, `flat`,
//! `in_place`, `second_order` and `point` are the ways in. Results are bit-identical whatever the
//! layout.
mod arrays;
mod axes;
mod body;
mod driver;
mod flat;
mod in_place;
mod operate;
mod plane;
mod point;
mod rows;
mod second_order;
mod slices;
mod step;
mod threads;

pub(crate) use self::{
    body::{Backward, BackwardWithParameters, Forward, ValueAndGradient},
    flat::{Flat, array_like, slices},
    in_place::{backward_in_place, forward_in_place},
    operate::{broadcast_shape, check_gradient, check_shape},
    point::{gradient_at, value_at},
    second_order::{double_backward, double_backward_into},
    slices::Driver,
};
