//! One line of text, as close to the page of a textbook as Unicode gets: `x·s·(1 − s)`.

use syn::ext::IdentExt;

use crate::{
    call::Call,
    expr::{Graph, Id, Node},
    kinks::Kink,
    number::Number,
    op::{Form, Op},
    schedule::{Schedule, Symbols, schedule},
};

use super::{Binding, negated};

/// `id` on one line, with nothing abbreviated; what would fill a page is abbreviated all the
/// same, as in [`text`].
#[must_use]
pub fn inline(graph: &Graph, id: Id, symbols: &Symbols) -> String {
    if graph.written_size(id) > 500 {
        return text(graph, id, symbols);
    }
    Printer {
        graph,
        symbols,
        schedule: &Schedule::empty(),
    }
    .print(id, Binding::Select)
}

/// Place, slope from the left and slope from the right of a kink; an infinity is written as one, and
/// not as the division by 0 that it came from.
#[must_use]
pub fn kink(graph: &Graph, kink: &Kink, symbols: &Symbols) -> [String; 3] {
    let slope = |id: Id, value: f64| match value {
        f64::INFINITY => "∞".to_owned(),
        f64::NEG_INFINITY => "-∞".to_owned(),
        _ => inline(graph, id, symbols),
    };
    [
        inline(graph, kink.at, symbols),
        slope(kink.left, kink.slopes_default.0),
        slope(kink.right, kink.slopes_default.1),
    ]
}

/// `id` on one line, with repeated subexpressions named behind it:
/// `s * (1 - s) where s = sigmoid(x)`.
#[must_use]
pub fn text(graph: &Graph, id: Id, symbols: &Symbols) -> String {
    let mut schedule = schedule(graph, &[id], symbols, false, &Default::default());
    // `beta * x` and `x²` are shorter than a name for them and its definition.
    let is_leaf = |&id: &Id| graph.is_leaf(id);
    let is_short = |id: Id| {
        graph.apply(id).is_some_and(|(op, arguments)| {
            (op.row().form == Form::Operator || matches!(op, Op::Powi | Op::Abs))
                && arguments.iter().all(is_leaf)
        })
    };
    schedule
        .names
        .retain(|&binding, _| binding != id && !is_short(binding));
    schedule
        .bindings
        .retain(|binding| schedule.names.contains_key(binding));
    let printer = Printer {
        graph,
        symbols,
        schedule: &schedule,
    };
    let repeated = &schedule.bindings;
    let mut line = printer.define(id);
    for (position, &binding) in repeated.iter().enumerate() {
        let lead = if position == 0 { " where" } else { "," };
        line += &format!(
            "{lead} {} = {}",
            schedule.names[&binding],
            printer.define(binding)
        );
    }
    line
}

/// Prints expressions of one schedule.
pub(crate) struct Printer<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) symbols: &'a Symbols,
    pub(crate) schedule: &'a Schedule,
}

impl Printer<'_> {
    /// `id` itself, even if it has a name.
    pub(crate) fn define(&self, id: Id) -> String {
        self.spell(id).0
    }

    fn print(&self, id: Id, around: Binding) -> String {
        let (text, binding) = self.bare(id);
        if binding < around {
            format!("({text})")
        } else {
            text
        }
    }

    /// Like [`print`](Self::print), without brackets.
    fn bare(&self, id: Id) -> (String, Binding) {
        match self.schedule.names.get(&id) {
            Some(name) => (name.clone(), Binding::Atom),
            None => self.spell(id),
        }
    }

    fn spell(&self, id: Id) -> (String, Binding) {
        match self.graph.node(id) {
            Node::Number(number) => (number.to_string(), number_binding(number)),
            Node::Symbol(symbol) => (self.symbols.name(*symbol).to_owned(), Binding::Atom),
            Node::Apply(op, arguments) => match negated(self.graph, id) {
                Some(inner) => (
                    format!("-{}", self.print(inner, Binding::Power)),
                    Binding::Sign,
                ),
                None => self.spell_op(*op, arguments),
            },
            Node::Call(call, arguments) => self.spell_call(call, arguments),
        }
    }

    /// `Gate(x)`, `Swish′(x; beta = 2)`, `∂₂SwiGlu(a, b)`, `∂_beta Swish(x; beta = alpha)`.
    fn spell_call(&self, call: &Call, a: &[Id]) -> (String, Binding) {
        let callee = self.graph.callee(call);
        let mut head = self.graph.callee_name(call);
        let mut binding = Binding::Atom;
        if let Some(primes) = callee.primes(call) {
            head += &"′".repeat(primes);
        } else {
            for &index in call.derivative.iter().rev() {
                head = match index.checked_sub(callee.inputs) {
                    None => format!("∂{}{head}", subscript(index + 1)),
                    Some(parameter) => format!("∂_{} {head}", callee.parameters[parameter].unraw()),
                };
                binding = Binding::Power;
            }
        }
        let print = |&id: &Id| self.print(id, Binding::Select);
        let (inputs, parameters) = a.split_at(callee.inputs);
        let mut arguments: Vec<String> = inputs.iter().map(print).collect();
        let names = callee.parameters.iter().zip(parameters);
        let given: Vec<String> = names
            .map(|(name, id)| format!("{} = {}", name.unraw(), print(id)))
            .collect();
        if let Some(last) = arguments.last_mut().filter(|_| !given.is_empty()) {
            *last += &format!("; {}", given.join(", "));
        }
        (format!("{head}({})", arguments.join(", ")), binding)
    }

    fn spell_op(&self, op: Op, a: &[Id]) -> (String, Binding) {
        let print = |id, around| self.print(id, around);
        let infix = |sign: &str, left, right, binding| {
            (
                format!("{} {sign} {}", print(a[0], left), print(a[1], right)),
                binding,
            )
        };
        match op {
            Op::Add => self.sum(a[0], a[1]),
            Op::Sub => infix("-", Binding::Sum, Binding::Quotient, Binding::Sum),
            Op::Mul => self.product(a[0], a[1]),
            Op::Div => infix("/", Binding::Product, Binding::Sign, Binding::Quotient),
            // Its coefficients say nothing to a reader.
            Op::Polynomial => (
                format!("polynomial({})", print(a[0], Binding::Select)),
                Binding::Atom,
            ),
            Op::Powi => {
                let exponent = self.graph.number_at(a[1]).map(Number::to_string);
                let exponent = exponent.unwrap_or_default();
                if exponent == "1" {
                    return self.bare(a[0]);
                }
                (
                    format!("{}{}", print(a[0], Binding::Atom), superscript(&exponent)),
                    Binding::Power,
                )
            }
            Op::Powf => {
                let base = print(a[0], Binding::Atom);
                (
                    format!("{base}^{}", print(a[1], Binding::Atom)),
                    Binding::Power,
                )
            }
            Op::Sqrt => (format!("√{}", print(a[0], Binding::Atom)), Binding::Power),
            Op::Recip => (
                format!("1 / {}", print(a[0], Binding::Sign)),
                Binding::Quotient,
            ),
            Op::Abs => (format!("|{}|", print(a[0], Binding::Select)), Binding::Atom),
            Op::Select => (self.conditional(a), Binding::Select),
            Op::And => infix("&&", Binding::And, Binding::And, Binding::And),
            Op::Or => infix("||", Binding::Or, Binding::Or, Binding::Or),
            Op::Not => (format!("!{}", print(a[0], Binding::Atom)), Binding::Sign),
            op if op.is_comparison() => infix(
                op.row().name,
                Binding::Sum,
                Binding::Sum,
                Binding::Comparison,
            ),
            op => {
                let arguments: Vec<_> = a.iter().map(|&id| print(id, Binding::Select)).collect();
                (
                    format!("{}({})", op.row().name, arguments.join(", ")),
                    Binding::Atom,
                )
            }
        }
    }

    /// `a + b`, or `a - b` where a minus leads what is added.
    fn sum(&self, a: Id, b: Id) -> (String, Binding) {
        let left = self.print(a, Binding::Sum);
        let is_named = self.schedule.names.contains_key(&b);
        let text = match negated(self.graph, b) {
            Some(inner) if !is_named => {
                format!("{left} - {}", self.print(inner, Binding::Quotient))
            }
            _ => {
                let right = self.print(b, Binding::Sum);
                // The minus of a first factor is that of the whole product.
                match right.strip_prefix('-') {
                    Some(right) => format!("{left} - {right}"),
                    None => format!("{left} + {right}"),
                }
            }
        };
        (text, Binding::Sum)
    }

    /// `a * b`. A division as the last factor has brackets, `x * (y / z)`, unless its numerator is a sum
    /// or a product, `x * (y + 1) / z`: that is long enough without them, and reads as the same.
    fn product(&self, a: Id, b: Id) -> (String, Binding) {
        let left = self.print(a, Binding::Product);
        if let Some((Op::Div, &[above, below])) = self.graph.apply(b)
            && !self.schedule.names.contains_key(&b)
        {
            let is_number = self.graph.number_at(above).is_some();
            let (numerator, binding) = self.bare(above);
            let below = self.print(below, Binding::Sign);
            return if is_number || binding > Binding::Product {
                let text = format!("{left} * ({numerator} / {below})");
                (text, Binding::Product)
            } else if binding == Binding::Product {
                let text = format!("{left} * {numerator} / {below}");
                (text, Binding::Quotient)
            } else {
                let text = format!("{left} * ({numerator}) / {below}");
                (text, Binding::Quotient)
            };
        }
        let right = self.print(b, Binding::Product);
        (format!("{left} * {right}"), Binding::Product)
    }

    /// `if c { a } else if d { b } else { e }`.
    fn conditional(&self, a: &[Id]) -> String {
        let (condition, yes) = (
            self.print(a[0], Binding::Select),
            self.print(a[1], Binding::Select),
        );
        let rest = match self.graph.apply(a[2]) {
            Some((Op::Select, inner)) if !self.schedule.names.contains_key(&a[2]) => {
                self.conditional(inner)
            }
            _ => format!("{{ {} }}", self.print(a[2], Binding::Select)),
        };
        format!("if {condition} {{ {yes} }} else {rest}")
    }
}

fn number_binding(number: &Number) -> Binding {
    let text = number.to_string();
    let is_root = text.starts_with("√(") && text.find(')') == Some(text.len() - 1);
    if is_root {
        Binding::Power
    } else if text.contains(['/', '·']) {
        Binding::Product
    } else if number.is_negative() {
        Binding::Sign
    } else if text.contains(['^', '√', ' ']) {
        Binding::Power
    } else {
        Binding::Atom
    }
}

fn subscript(number: usize) -> String {
    let digits = number.to_string();
    let lower = |c: char| char::from_u32('₀' as u32 + c.to_digit(10)?);
    digits.chars().filter_map(lower).collect()
}

fn superscript(digits: &str) -> String {
    digits
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '0' => '⁰',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4' => '⁴',
            '5' => '⁵',
            '6' => '⁶',
            '7' => '⁷',
            '8' => '⁸',
            '9' => '⁹',
            other => other,
        })
        .collect()
}
