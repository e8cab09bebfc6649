//! LaTeX for math mode, with every subexpression written out.

use syn::ext::IdentExt;

use crate::{
    call::Call,
    expr::{Graph, Id, Node},
    number::{Factor, Number},
    op::Op,
    schedule::Symbols,
};

use super::{Binding, negated};

/// `id` in LaTeX; a formula that would fill a page is an ellipsis.
#[must_use]
pub fn latex(graph: &Graph, id: Id, symbols: &Symbols) -> String {
    if graph.written_size(id) > 2_000 {
        return r"\dots".to_owned();
    }
    Printer { graph, symbols }.print(id, Binding::Select)
}

struct Printer<'a> {
    graph: &'a Graph,
    symbols: &'a Symbols,
}

impl Printer<'_> {
    fn print(&self, id: Id, around: Binding) -> String {
        let (text, binding) = self.spell(id);
        if binding < around {
            format!(r"\left({text}\right)")
        } else {
            text
        }
    }

    fn spell(&self, id: Id) -> (String, Binding) {
        match self.graph.node(id) {
            Node::Number(number) => number_latex(number),
            Node::Symbol(symbol) => (identifier(self.symbols.name(*symbol)), Binding::Atom),
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

    /// The same notation as in `text`.
    fn spell_call(&self, call: &Call, a: &[Id]) -> (String, Binding) {
        let callee = self.graph.callee(call);
        let name = self.graph.callee_name(call).replace('_', r"\_");
        let mut head = format!(r"\mathrm{{{name}}}");
        let mut binding = Binding::Atom;
        if let Some(primes) = callee.primes(call) {
            head += &"'".repeat(primes);
        } else {
            for &index in call.derivative.iter().rev() {
                let variable = match index.checked_sub(callee.inputs) {
                    None => (index + 1).to_string(),
                    Some(parameter) => {
                        identifier(&callee.parameters[parameter].unraw().to_string())
                    }
                };
                head = format!(r"\partial_{{{variable}}} {head}");
                binding = Binding::Power;
            }
        }
        let plain = |&id: &Id| self.print(id, Binding::Select);
        let (inputs, parameters) = a.split_at(callee.inputs);
        let mut arguments = inputs.iter().map(plain).collect::<Vec<_>>().join(", ");
        for (position, (name, id)) in callee.parameters.iter().zip(parameters).enumerate() {
            let lead = if position == 0 { ";" } else { "," };
            let name = identifier(&name.unraw().to_string());
            arguments += &format!(r"{lead} {name} = {}", plain(id));
        }
        (format!(r"{head}\left({arguments}\right)"), binding)
    }

    fn spell_op(&self, op: Op, a: &[Id]) -> (String, Binding) {
        let print = |id, around| self.print(id, around);
        let plain = |id| self.print(id, Binding::Select);
        let infix = |sign: &str, left, right, binding| {
            (
                format!("{}{sign}{}", print(a[0], left), print(a[1], right)),
                binding,
            )
        };
        match op {
            Op::Add => {
                let left = print(a[0], Binding::Sum);
                let text = match negated(self.graph, a[1]) {
                    Some(inner) => format!("{left} - {}", print(inner, Binding::Product)),
                    None => {
                        let right = print(a[1], Binding::Sum);
                        // The minus of a first factor is that of the whole product.
                        match right.strip_prefix('-') {
                            Some(right) => format!("{left} - {right}"),
                            None => format!("{left} + {right}"),
                        }
                    }
                };
                (text, Binding::Sum)
            }
            Op::Sub => infix(" - ", Binding::Sum, Binding::Product, Binding::Sum),
            Op::Mul => infix(
                r" \, ",
                Binding::Product,
                Binding::Product,
                Binding::Product,
            ),
            Op::Div => (
                format!(r"\frac{{{}}}{{{}}}", plain(a[0]), plain(a[1])),
                Binding::Product,
            ),
            Op::Recip => (format!(r"\frac{{1}}{{{}}}", plain(a[0])), Binding::Product),
            // tanh² x for a function, else the base in brackets where it needs them.
            Op::Powi | Op::Powf => (
                format!("{}^{{{}}}", print(a[0], Binding::Atom), plain(a[1])),
                Binding::Power,
            ),
            Op::Sqrt => (format!(r"\sqrt{{{}}}", plain(a[0])), Binding::Atom),
            Op::Exp => (format!("e^{{{}}}", plain(a[0])), Binding::Power),
            Op::Abs => (format!(r"\left|{}\right|", plain(a[0])), Binding::Atom),
            Op::Select => (self.cases(a), Binding::Atom),
            Op::And => infix(r" \land ", Binding::And, Binding::And, Binding::And),
            Op::Or => infix(r" \lor ", Binding::Or, Binding::Or, Binding::Or),
            Op::Not => (
                format!(r"\lnot {}", print(a[0], Binding::Atom)),
                Binding::Sign,
            ),
            op if op.is_comparison() => {
                let sign = format!(" {} ", op.row().latex);
                infix(&sign, Binding::Sum, Binding::Sum, Binding::Comparison)
            }
            op => {
                let arguments: Vec<_> = a.iter().map(|&id| plain(id)).collect();
                let call = format!(r"{}\left({}\right)", op.row().latex, arguments.join(", "));
                (call, Binding::Atom)
            }
        }
    }

    fn cases(&self, a: &[Id]) -> String {
        let plain = |id| self.print(id, Binding::Select);
        let mut lines = Vec::new();
        let mut arguments = a;
        loop {
            let (condition, yes) = (plain(arguments[0]), plain(arguments[1]));
            lines.push(format!(r"{yes} & \text{{if }} {condition}"));
            match self.graph.apply(arguments[2]) {
                Some((Op::Select, inner)) => arguments = inner,
                _ => break,
            }
        }
        lines.push(format!(r"{} & \text{{otherwise}}", plain(arguments[2])));
        format!(r"\begin{{cases}} {} \end{{cases}}", lines.join(r" \\ "))
    }
}

fn number_latex(number: &Number) -> (String, Binding) {
    let notation = number.notation();
    let sign = if notation.negative { "-" } else { "" };
    if let Some((mantissa, exponent)) = number.scientific() {
        let power = format!("10^{{{exponent}}}");
        return match (mantissa.as_str(), notation.negative) {
            ("1", false) => (power, Binding::Power),
            ("1", true) => (format!("-{power}"), Binding::Sign),
            _ => (format!(r"{sign}{mantissa} \cdot {power}"), Binding::Product),
        };
    }
    let decimal = notation.decimal().or_else(|| {
        notation
            .is_long()
            .then(|| number.to_f64().abs().to_string())
    });
    if let Some(decimal) = decimal {
        let binding = if notation.negative {
            Binding::Sign
        } else {
            Binding::Atom
        };
        return (format!("{sign}{decimal}"), binding);
    }
    let side = |whole: i128, factors: &[(Factor, i32)]| {
        let (mut outside, mut under) = (String::new(), String::new());
        if whole != 1 {
            outside = whole.to_string();
        }
        for &(factor, halves) in factors {
            let name = match factor {
                Factor::Root(prime) => prime.to_string(),
                Factor::Pi => r"\pi".to_owned(),
                Factor::E => "e".to_owned(),
                Factor::Ln2 => r"\ln 2".to_owned(),
                Factor::Ln10 => r"\ln 10".to_owned(),
                Factor::Golden => r"\phi".to_owned(),
                Factor::EulerGamma => r"\gamma".to_owned(),
            };
            match halves / 2 {
                0 => {}
                1 => outside += &format!(" {name}"),
                power => outside += &format!(" {name}^{{{power}}}"),
            }
            if halves % 2 != 0 {
                under += &format!(" {name}");
            }
        }
        if !under.is_empty() {
            outside += &format!(r" \sqrt{{{}}}", under.trim());
        }
        outside.trim().to_owned()
    };
    let above = side(notation.numerator, &notation.above);
    let below = side(notation.denominator, &notation.below);
    let above = if above.is_empty() {
        "1".to_owned()
    } else {
        above
    };
    if below.is_empty() {
        (format!("{sign}{above}"), Binding::Product)
    } else {
        (
            format!(r"{sign}\frac{{{above}}}{{{below}}}"),
            Binding::Product,
        )
    }
}

/// A name in math italics: Greek letters as such, words upright, `x_1` with its index.
fn identifier(name: &str) -> String {
    const GREEK: &[&str] = &[
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
        "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi",
        "omega",
    ];
    let (stem, index) = match name.split_once('_') {
        Some((stem, index)) if !stem.is_empty() => (stem, Some(index)),
        _ => (name, None),
    };
    let stem = if GREEK.contains(&stem) {
        format!(r"\{stem}")
    } else if stem.chars().count() == 1 {
        stem.to_owned()
    } else {
        format!(r"\mathrm{{{}}}", stem.replace('_', r"\_"))
    };
    match index {
        Some(index) => format!(r"{stem}_{{\mathrm{{{}}}}}", index.replace('_', r"\_")),
        None => stem,
    }
}
