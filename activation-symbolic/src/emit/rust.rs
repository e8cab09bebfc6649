//! Rust expressions: the body of one kernel, as a person would write it.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{
    call::Calls,
    sign::confined,
    tokens::{ident, literal},
};
use crate::{
    algebra::never_positive,
    expr::{Graph, Id, Node},
    number::Number,
    op::Op,
    schedule::{Schedule, Symbols, Taken, repeats_base},
};

/// Writes the expressions of one schedule as Rust.
pub(crate) struct Body<'a> {
    pub(super) graph: &'a Graph,
    pub(super) symbols: &'a Symbols,
    pub(super) schedule: &'a Schedule,
    pub(super) calls: &'a Calls<'a>,
    /// In `prepare`, which of the activations that are called have been prepared so far.
    pub(super) prepared: Option<BTreeSet<String>>,
    /// Constants that must be vectors, by name.
    constants: BTreeMap<String, f64>,
    taken: Taken,
    /// Exponentials that are needed where their argument is at most 0.
    confined: BTreeSet<Id>,
    pub(super) shared: Shared,
    /// The vector that constants are made from.
    anchor: Ident,
}

/// The statements of a kernel and its results.
pub(crate) struct Written {
    pub(crate) statements: TokenStream,
    pub(crate) outputs: Vec<TokenStream>,
}

impl<'a> Body<'a> {
    pub(crate) fn new(
        graph: &'a Graph,
        symbols: &'a Symbols,
        schedule: &'a Schedule,
        calls: &'a Calls<'a>,
        anchor: &str,
    ) -> Body<'a> {
        let mut taken = Taken::default();
        taken.extend(symbols.names.iter().chain(schedule.names.values()).cloned());
        taken.extend(calls.all.iter().map(|called| called.name.to_string()));
        let anchor = ident(anchor);
        Body {
            graph,
            symbols,
            schedule,
            calls,
            prepared: None,
            constants: BTreeMap::new(),
            taken,
            confined: BTreeSet::new(),
            shared: Shared::default(),
            anchor,
        }
    }

    /// The statements of all bindings of the schedule, and what `outputs` are then.
    pub(crate) fn write(mut self, outputs: &[Id]) -> Written {
        self.confined = confined(self.graph, outputs);
        let mut lets = TokenStream::new();
        for &binding in &self.schedule.bindings {
            lets.extend(match self.graph.call_at(binding) {
                Some((call, arguments)) => self.parts_of_call(binding, call, arguments),
                None => {
                    let name = ident(&self.schedule.names[&binding]);
                    let expression = self.define(binding);
                    quote! { let #name = #expression; }
                }
            });
        }
        lets.extend(self.prepare_rest());
        let outputs = outputs.iter().map(|&output| self.vector(output)).collect();
        let anchor = &self.anchor;
        let constants = self.constants.iter().map(|(name, &value)| {
            let (name, value) = (ident(name), literal(value));
            quote! { let #name = #anchor.splat(#value); }
        });
        Written {
            statements: quote! { #(#constants)* #lets },
            outputs,
        }
    }

    /// `id` as a vector or mask: by name if it has one.
    pub(super) fn vector(&mut self, id: Id) -> TokenStream {
        if let Some(name) = self.schedule.names.get(&id) {
            let name = ident(name);
            return quote! { #name };
        }
        self.define(id)
    }

    /// Like [`vector`](Self::vector), in brackets unless a method can be called on it as it is.
    fn receiver(&mut self, id: Id) -> TokenStream {
        let text = self.vector(id);
        let bare = self.schedule.names.contains_key(&id)
            || match self.graph.apply(id) {
                Some((op, arguments)) => {
                    !is_operator(op)
                        && !matches!((op, arguments), (Op::Powi, &[_, n]) if repeats_base(self.graph, n))
                }
                None => true,
            };
        if bare {
            text
        } else {
            quote! { (#text) }
        }
    }

    fn define(&mut self, id: Id) -> TokenStream {
        let graph = self.graph;
        match graph.node(id) {
            Node::Number(number) => self.constant(number),
            Node::Symbol(symbol) => {
                let name = ident(self.symbols.name(*symbol));
                quote! { #name }
            }
            Node::Apply(op, arguments) if self.confined.contains(&id) => {
                self.exponential_below_zero(*op, arguments)
            }
            Node::Apply(op, arguments) => self.apply(*op, arguments),
            Node::Call(call, arguments) => self.value_of_call(call, arguments),
        }
    }

    fn apply(&mut self, op: Op, a: &[Id]) -> TokenStream {
        match op {
            Op::Add | Op::Sub | Op::Mul | Op::Div => self.arithmetic(op, a[0], a[1]),
            Op::Neg => {
                let inner = self.operand(a[0], 3);
                quote! { -#inner }
            }
            Op::MulAdd => {
                let (p, q, r) = (self.receiver(a[0]), self.vector(a[1]), self.vector(a[2]));
                quote! { #p.mul_add(#q, #r) }
            }
            Op::Powi => {
                let exponent = self.graph.number_at(a[1]).and_then(Number::as_integer);
                let exponent = exponent.expect("check admits integer exponents only");
                let base = self.vector(a[0]);
                match exponent {
                    2 => quote! { #base * #base },
                    3 => quote! { #base * #base * #base },
                    _ => {
                        let exponent = Literal::i64_unsuffixed(exponent);
                        quote! { math::powi(#base, #exponent) }
                    }
                }
            }
            // With a constant in front one instruction keeps a NaN of the other.
            Op::Max | Op::Min if a.iter().any(|&id| self.graph.number_at(id).is_some()) => {
                let first_is_number = self.graph.number_at(a[0]).is_some();
                let (constant, other) = if first_is_number {
                    (a[0], a[1])
                } else {
                    (a[1], a[0])
                };
                let (constant, other) = (self.vector(constant), self.vector(other));
                let name = ident(op.row().name);
                quote! { #constant.#name(#other) }
            }
            Op::Abs | Op::Sqrt | Op::Floor | Op::Ceil | Op::Trunc => {
                let (receiver, name) = (self.receiver(a[0]), ident(op.row().name));
                quote! { #receiver.#name() }
            }
            Op::Polynomial => {
                let argument = self.vector(a[0]);
                let number = |&id: &Id| self.graph.number_at(id).map(Number::to_f64);
                let few = number(&a[1]).expect("the number of terms is a number") as usize;
                let (single, double) = a[2..].split_at(few);
                let single = single.iter().filter_map(number).map(|c| literal(short(c)));
                let double = double.iter().filter_map(number).map(literal);
                quote! { math::polynomial(#argument, [#(#single),*], [#(#double),*]) }
            }
            Op::Select => {
                let (c, yes, no) = (self.vector(a[0]), self.vector(a[1]), self.vector(a[2]));
                quote! { V::select(#c, #yes, #no) }
            }
            Op::And | Op::Or => {
                let (left, right) = (self.operand(a[0], 1), self.operand(a[1], 1));
                if op == Op::And {
                    quote! { #left & #right }
                } else {
                    quote! { #left | #right }
                }
            }
            Op::Not => {
                let inner = self.operand(a[0], 3);
                quote! { !#inner }
            }
            // Only a NaN is not what it is.
            Op::Ne if a[0] == a[1] => {
                let receiver = self.receiver(a[0]);
                quote! { #receiver.is_nan() }
            }
            Op::Lt | Op::Le | Op::Gt | Op::Ge | Op::Eq | Op::Ne => {
                let method = ident(match op {
                    Op::Lt => "lt",
                    Op::Le => "le",
                    Op::Gt => "gt",
                    Op::Ge => "ge",
                    Op::Eq => "eq",
                    _ => "ne",
                });
                let (left, right) = (self.receiver(a[0]), self.vector(a[1]));
                quote! { #left.#method(#right) }
            }
            Op::Exp | Op::TimesExp | Op::ExpM1 if never_positive(self.graph, a[a.len() - 1]) => {
                self.exponential_below_zero(op, a)
            }
            Op::Sigmoid if self.shared.logistic.contains(&a[0]) => {
                let argument = self.vector(a[0]);
                quote! { math::shared_sigmoid(#argument) }
            }
            Op::TimesSigmoid | Op::TimesNormalCdf if a[0] == a[1] => {
                let argument = self.vector(a[0]);
                let name = ident(if op == Op::TimesSigmoid {
                    "silu"
                } else {
                    "gelu"
                });
                quote! { math::#name(#argument) }
            }
            _ => {
                let name = ident(op.row().name);
                let arguments: Vec<_> = a.iter().map(|&id| self.vector(id)).collect();
                quote! { math::#name(#(#arguments),*) }
            }
        }
    }

    /// An exponential, or what has one, of an argument that is at most 0 wherever it counts: the same
    /// numbers in fewer instructions.
    fn exponential_below_zero(&mut self, op: Op, a: &[Id]) -> TokenStream {
        let shared = op == Op::ExpM1 && self.shared.exponential.contains(&a[0]);
        let prefix = if shared { "shared_" } else { "" };
        let name = quote::format_ident!("{prefix}{}_of_negative", op.row().name);
        let (&argument, factor) = a.split_last().expect("an exponential has an argument");
        let mut below = self.vector(argument);
        if !never_positive(self.graph, argument) {
            let zero = self.constant(&Number::integer(0));
            below = quote! { #zero.min(#below) };
        }
        let factor = factor.iter().map(|&p| self.vector(p));
        quote! { math::#name(#(#factor,)* #below) }
    }

    /// `a op b`. A constant on the right is a plain number (`x * 0.5`), one on the left of `+`
    /// or `*` changes sides, one on the left of `-` or `/` becomes a vector.
    fn arithmetic(&mut self, op: Op, a: Id, b: Id) -> TokenStream {
        let swap = matches!(op, Op::Add | Op::Mul) && self.graph.number_at(a).is_some();
        let (a, b) = if swap { (b, a) } else { (a, b) };
        let (strength, sign) = match op {
            Op::Add => (1, quote!(+)),
            Op::Sub => (1, quote!(-)),
            Op::Mul => (2, quote!(*)),
            _ => (2, quote!(/)),
        };
        let left = self.operand(a, strength);
        let right = match self.graph.number_at(b) {
            Some(number) => literal(number.to_f64()),
            None => self.operand(b, strength + 1),
        };
        quote! { #left #sign #right }
    }

    /// `id` as an operand, in brackets if it binds less than `strength` (1 for sums, 2 for
    /// products, 3 for what a sign stands before).
    fn operand(&mut self, id: Id, strength: u8) -> TokenStream {
        let text = self.vector(id);
        let binds = match self.graph.apply(id) {
            _ if self.schedule.names.contains_key(&id) => 4,
            Some((Op::Add | Op::Sub | Op::And | Op::Or, _)) => 1,
            Some((Op::Mul | Op::Div, _)) => 2,
            Some((Op::Powi, arguments)) if repeats_base(self.graph, arguments[1]) => 2,
            Some((Op::Neg | Op::Not, _)) => 3,
            _ => 4,
        };
        // `-a * b` is `(-a) * b`, which is what is meant.
        if binds < strength {
            quote! { (#text) }
        } else {
            text
        }
    }

    fn constant(&mut self, number: &Number) -> TokenStream {
        let value = number.to_f64();
        let known = self
            .constants
            .iter()
            .find(|(_, known)| known.to_bits() == value.to_bits());
        let name = match known {
            Some((name, _)) => name.clone(),
            None => {
                let wanted = match value {
                    0.0 => "zero",
                    1.0 => "one",
                    2.0 => "two",
                    0.5 => "half",
                    -1.0 => "minus_one",
                    _ => "k",
                };
                let name = self.taken.claim(wanted);
                self.constants.insert(name.clone(), value);
                name
            }
        };
        let name = ident(&name);
        quote! { #name }
    }
}

/// The arguments of functions that an entry has beside others which take the same exponential. They
/// share it; not only in the kernels that have both, since an entry has one value, whichever kernel
/// computes it.
#[derive(Clone, Default)]
pub(super) struct Shared {
    /// Of products with a logistic function, or with its density.
    logistic: BTreeSet<Id>,
    /// Of eᵘ and of eᵘ − 1, both needed only where u is at most 0, in any kernel.
    exponential: BTreeSet<Id>,
}

impl Shared {
    pub(super) fn of(graph: &Graph, roots: &[Id]) -> Self {
        let mut shared = Self::default();
        let confined = confined(graph, roots);
        let is_below = |id: Id, u: Id| confined.contains(&id) || never_positive(graph, u);
        let mut minus_one = BTreeSet::new();
        for id in graph.reachable(roots) {
            match graph.apply(id) {
                Some((Op::TimesSigmoid, &[p, u])) if p != u => shared.logistic.insert(u),
                Some((Op::TimesLogisticPdf, &[_, u])) => shared.logistic.insert(u),
                Some((Op::Exp, &[u]) | (Op::TimesExp, &[_, u])) if is_below(id, u) => {
                    shared.exponential.insert(u)
                }
                Some((Op::ExpM1, &[u])) if is_below(id, u) => minus_one.insert(u),
                _ => false,
            };
        }
        shared.exponential.retain(|u| minus_one.contains(u));
        shared
    }
}

fn is_operator(op: Op) -> bool {
    matches!(
        op,
        Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Neg | Op::And | Op::Or | Op::Not
    )
}

/// A number with the digits alone that `f32` keeps.
fn short(value: f64) -> f64 {
    (value as f32).to_string().parse().unwrap_or(value)
}
