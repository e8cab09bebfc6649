//! Formulas nobody has seen: random ones from the grammar, the same for the same seed.

use crate::sample::next;

/// Writes `fn f(x: f32, …) -> f32 { … }`, of one input and at most one parameter.
#[must_use]
pub fn formula(seed: u64) -> String {
    let mut writer = Writer {
        state: seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ seed,
        names: Vec::new(),
    };
    writer.names.push("x".to_owned());
    let parameter = writer.choose(4) == 0;
    let mut head = "fn f(x: f32".to_owned();
    if parameter {
        let default = ["1.0", "0.5", "1.702", "0.01", "-0.25", "3.0"][writer.choose(6)];
        head.push_str(&format!(", #[param(default = {default})] a: f32"));
        writer.names.push("a".to_owned());
    }
    let mut body = String::new();
    for k in 0..writer.choose(3) {
        let value = writer.number(2);
        body.push_str(&format!("let v{k} = {value}; "));
        writer.names.push(format!("v{k}"));
    }
    let depth = 2 + writer.choose(3);
    let value = writer.number(depth);
    // The result depends on the input, whatever was drawn.
    let glue = ["+ x", "* x", "* sigmoid(x)", "- x", "* (1.0 + x)"][writer.choose(5)];
    format!("{head}) -> f32 {{ {body}({value}) {glue} }}")
}

struct Writer {
    state: u64,
    names: Vec<String>,
}

impl Writer {
    fn choose(&mut self, count: usize) -> usize {
        ((next(&mut self.state) >> 33) % count as u64) as usize
    }

    fn leaf(&mut self) -> String {
        const NUMBERS: &[&str] = &[
            "1.0", "0.5", "2.0", "3.0", "0.044715", "1.702", "0.1", "PI", "LN_2", "6.0",
        ];
        if self.choose(3) == 0 {
            NUMBERS[self.choose(NUMBERS.len())].to_owned()
        } else {
            let k = self.choose(self.names.len());
            self.names[k].clone()
        }
    }

    fn number(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.leaf();
        }
        let less = depth - 1;
        match self.choose(20) {
            0..=2 => format!("({} + {})", self.number(less), self.number(less)),
            3 | 4 => format!("({} - {})", self.number(less), self.number(less)),
            5..=7 => format!("({} * {})", self.number(less), self.number(less)),
            // Denominators that vanish nowhere, as people type them.
            8 => format!(
                "({} / (1.0 + exp({})))",
                self.number(less),
                self.number(less)
            ),
            9 => format!(
                "({} / (1.0 + ({}).abs()))",
                self.number(less),
                self.number(less)
            ),
            10 => format!("(-{})", self.number(less)),
            11 => format!("({}).powi({})", self.number(less), 2 + self.choose(2)),
            12 => format!("ln(1.0 + exp({}))", self.number(less)),
            13 => format!("(({}).powi(2) + 1.0).sqrt()", self.number(less)),
            14 => {
                let (a, b) = (self.number(less), self.leaf());
                let relation = ["<", ">", "<=", ">="][self.choose(4)];
                let (yes, no) = (self.number(less), self.number(less));
                format!("(if {a} {relation} {b} {{ {yes} }} else {{ {no} }})")
            }
            15 => {
                let function = ["max", "min"][self.choose(2)];
                format!("({}).{function}({})", self.number(less), self.leaf())
            }
            _ => {
                const FUNCTIONS: &[&str] = &[
                    "exp",
                    "tanh",
                    "sigmoid",
                    "softplus",
                    "erf",
                    "sin",
                    "cos",
                    "atan",
                    "relu",
                    "abs",
                    "exp_m1",
                    "asinh",
                    "normal_cdf",
                    "normal_pdf",
                    "log_sigmoid",
                    "silu",
                    "gelu",
                    "mish",
                    "hard_sigmoid",
                    "erfc",
                    "softsign",
                ];
                let function = FUNCTIONS[self.choose(FUNCTIONS.len())];
                format!("{function}({})", self.number(less))
            }
        }
    }
}
