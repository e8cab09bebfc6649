//! Formulas nobody has seen: random ones from the grammar, the same for the same seed, and what
//! is left of one when everything is taken away that is not to blame.

use crate::sample::next;

/// A piece of a formula: text with gaps, and what fills them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tree {
    /// One more than there are gaps.
    text: Vec<String>,
    gaps: Vec<Tree>,
}

impl Tree {
    fn leaf(text: &str) -> Self {
        Self {
            text: vec![text.to_owned()],
            gaps: Vec::new(),
        }
    }

    /// `text` with a `{}` for every gap.
    fn of(text: &str, gaps: Vec<Tree>) -> Self {
        let text: Vec<String> = text.split("{}").map(str::to_owned).collect();
        assert_eq!(text.len(), gaps.len() + 1, "{text:?}");
        Self { text, gaps }
    }

    fn print(&self, out: &mut String) {
        out.push_str(&self.text[0]);
        for (gap, text) in self.gaps.iter().zip(&self.text[1..]) {
            gap.print(out);
            out.push_str(text);
        }
    }

    fn size(&self) -> usize {
        1 + self.gaps.iter().map(Tree::size).sum::<usize>()
    }

    /// The tree at `index` in order, itself first.
    fn at(&mut self, index: usize) -> &mut Tree {
        if index == 0 {
            return self;
        }
        let mut left = index - 1;
        for gap in &mut self.gaps {
            let size = gap.size();
            if left < size {
                return gap.at(left);
            }
            left -= size;
        }
        unreachable!("the index is less than the size")
    }
}

/// A random formula of one input and at most one parameter.
#[derive(Clone, Debug)]
pub struct Formula {
    parameter: Option<&'static str>,
    lets: Vec<Tree>,
    value: Tree,
}

impl Formula {
    /// The formula of this seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let mut writer = Writer {
            state: seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ seed,
            names: vec!["x".to_owned()],
        };
        let parameter = (writer.choose(4) == 0).then(|| {
            writer.names.push("a".to_owned());
            ["1.0", "0.5", "1.702", "0.01", "-0.25", "3.0"][writer.choose(6)]
        });
        let lets = (0..writer.choose(3))
            .map(|k| {
                let value = writer.number(2);
                writer.names.push(format!("v{k}"));
                value
            })
            .collect();
        let depth = 2 + writer.choose(3);
        let value = writer.number(depth);
        // The result depends on the input, whatever was drawn.
        const GLUE: [&str; 5] = [
            "({}) + x",
            "({}) * x",
            "({}) * sigmoid(x)",
            "({}) - x",
            "({}) * (1.0 + x)",
        ];
        let value = Tree::of(GLUE[writer.choose(5)], vec![value]);
        Self {
            parameter,
            lets,
            value,
        }
    }

    /// `fn f(x: f32, …) -> f32 { … }`, without what nothing mentions.
    #[must_use]
    pub fn source(&self) -> String {
        let mut body = String::new();
        self.value.print(&mut body);
        for (k, value) in self.lets.iter().enumerate().rev() {
            if body.contains(&format!("v{k}")) {
                let mut text = format!("let v{k} = ");
                value.print(&mut text);
                body = format!("{text}; {body}");
            }
        }
        // No function of the grammar has the letter alone for its name.
        let mut words = body.split(|c: char| !c.is_alphanumeric() && c != '_');
        let head = match self.parameter {
            Some(default) if words.any(|word| word == "a") => {
                format!("x: f32, #[param(default = {default})] a: f32")
            }
            _ => "x: f32".to_owned(),
        };
        format!("fn f({head}) -> f32 {{ {body} }}")
    }

    /// The smallest formula below this one, a step at a time, of which `is_guilty` still holds.
    #[must_use]
    pub fn shrink(&self, mut is_guilty: impl FnMut(&Formula) -> bool) -> Self {
        let mut best = self.clone();
        'smaller: loop {
            for smaller in best.smaller() {
                if is_guilty(&smaller) {
                    best = smaller;
                    continue 'smaller;
                }
            }
            return best;
        }
    }

    /// Formulas with one piece replaced by something smaller.
    fn smaller(&self) -> Vec<Formula> {
        let mut found = Vec::new();
        for place in 0..=self.lets.len() {
            let tree =
                |formula: &Formula| formula.lets.get(place).unwrap_or(&formula.value).clone();
            let whole = tree(self);
            for index in 0..whole.size() {
                let old = whole.clone().at(index).clone();
                let mut new: Vec<Tree> = old.gaps.clone();
                if !old.gaps.is_empty() {
                    new.extend([Tree::leaf("x"), Tree::leaf("1.0")]);
                }
                for new in new {
                    let mut changed = whole.clone();
                    *changed.at(index) = new;
                    let mut formula = self.clone();
                    match formula.lets.get_mut(place) {
                        Some(value) => *value = changed,
                        None => formula.value = changed,
                    }
                    found.push(formula);
                }
            }
        }
        found.sort_by_key(|formula| formula.source().len());
        found
    }
}

struct Writer {
    state: u64,
    names: Vec<String>,
}

impl Writer {
    fn choose(&mut self, count: usize) -> usize {
        ((next(&mut self.state) >> 33) % count as u64) as usize
    }

    fn leaf(&mut self) -> Tree {
        if self.choose(3) == 0 {
            self.constant()
        } else {
            let k = self.choose(self.names.len());
            Tree::leaf(&self.names[k])
        }
    }

    fn constant(&mut self) -> Tree {
        const NUMBERS: &[&str] = &[
            "1.0", "0.5", "2.0", "3.0", "0.044715", "1.702", "0.1", "PI", "LN_2", "6.0",
        ];
        Tree::leaf(NUMBERS[self.choose(NUMBERS.len())])
    }

    fn number(&mut self, depth: usize) -> Tree {
        if depth == 0 {
            return self.leaf();
        }
        let less = depth - 1;
        let one = |this: &mut Self, text: &str| Tree::of(text, vec![this.number(less)]);
        let two = |this: &mut Self, text: &str| {
            let first = this.number(less);
            Tree::of(text, vec![first, this.number(less)])
        };
        match self.choose(20) {
            0..=2 => two(self, "({} + {})"),
            3 | 4 => two(self, "({} - {})"),
            5..=7 => two(self, "({} * {})"),
            // Denominators that vanish nowhere, as people type them.
            8 => two(self, "({} / (1.0 + exp({})))"),
            9 => two(self, "({} / (1.0 + ({}).abs()))"),
            10 => one(self, "(-{})"),
            11 => {
                let text = ["({}).powi(2)", "({}).powi(3)"][self.choose(2)];
                one(self, text)
            }
            12 => one(self, "ln(1.0 + exp({}))"),
            13 => one(self, "(({}).powi(2) + 1.0).sqrt()"),
            14 => {
                // Two equal ones would be told apart by no precision.
                let sides = [self.leaf(), self.constant()];
                let text = [
                    "(if {} < {} { {} } else { {} })",
                    "(if {} > {} { {} } else { {} })",
                    "(if {} <= {} { {} } else { {} })",
                    "(if {} >= {} { {} } else { {} })",
                ][self.choose(4)];
                let branches = [self.number(less), self.number(less)];
                Tree::of(text, [sides, branches].concat())
            }
            15 => {
                let text = ["({}).max({})", "({}).min({})"][self.choose(2)];
                let first = self.number(less);
                Tree::of(text, vec![first, self.leaf()])
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
                one(self, &format!("{function}({{}})"))
            }
        }
    }
}
