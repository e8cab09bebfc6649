//! Whatever stands under the attribute, the engine answers with tokens: it never panics, and
//! what it refuses it explains.

use activation_symbolic::expand;
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

const VALID: &[&str] = &[
    "/// Docs. \n pub fn swish(x: f32, #[param(default = 1.0)] beta: f32) -> f32 {
        x * sigmoid(beta * x)
    }",
    "#[must_use] fn gate(a: f64, b: f64, #[param(default = -1.0 / 6.0)] p: f64) -> f64 {
        let t: f64 = if a > 0.0 && !(b <= p) { a.powi(-3) } else if b != 0.0 { PI } else { p };
        t.max(b) + std::f64::consts::E * f32::exp(-a).clamp(0.0, 1.0)
    }",
    "fn composed(x: f32, y: f32, #[param(default = 1.0)] p: f32) -> f32 {
        let t = crate::Gate(x) * Swish { beta: p, alpha: 2.0 * p }(x);
        t + a::b::Glu(t, y) - Gate { p }(Gate(p))
    }",
    "struct NotAFunction { x: f32 }",
];
const OPTIONS: &[&str] = &[
    "",
    "name = Gate",
    "crate = crate::path, name = Gate",
    "crate = \"a::b\"",
];

/// A small generator of random numbers: the corpus is the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        // Xorshift, by Marsaglia.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    fn token(&mut self) -> TokenTree {
        const WORDS: &[&str] = &[
            "x", "fn", "let", "mut", "if", "else", "self", "_", "f32", "i32", "exp", "powi", "max",
            "return", "match", "crate", "default", "param", "unsafe", "async", "for", "loop", "E",
        ];
        const MARKS: &[char] = &[
            '+', '-', '*', '/', '<', '>', '=', '!', '&', '.', ',', ';', ':', '#',
        ];
        match self.below(5) {
            0 | 1 => Ident::new(WORDS[self.below(WORDS.len())], Span::call_site()).into(),
            2 => {
                let spacing = if self.below(2) == 0 {
                    Spacing::Joint
                } else {
                    Spacing::Alone
                };
                Punct::new(MARKS[self.below(MARKS.len())], spacing).into()
            }
            3 => match self.below(5) {
                0 => Literal::f64_unsuffixed(1e300),
                1 => Literal::u64_unsuffixed(u64::MAX),
                2 => Literal::string("text"),
                3 => Literal::i128_suffixed(i128::MAX),
                _ => Literal::f64_unsuffixed(0.0),
            }
            .into(),
            _ => {
                let delimiters = [
                    Delimiter::Parenthesis,
                    Delimiter::Brace,
                    Delimiter::Bracket,
                    Delimiter::None,
                ];
                let content = (0..self.below(3)).map(|_| self.token()).collect();
                Group::new(delimiters[self.below(4)], content).into()
            }
        }
    }

    /// `tokens` with, here and there, a token removed, doubled, replaced or added.
    fn mutate(&mut self, tokens: TokenStream, rarity: usize) -> TokenStream {
        let mut result = Vec::new();
        for token in tokens {
            let token = match token {
                TokenTree::Group(group) => {
                    let content = self.mutate(group.stream(), rarity);
                    Group::new(group.delimiter(), content).into()
                }
                other => other,
            };
            match self.below(rarity) {
                0 => {}
                1 => result.extend([token.clone(), token]),
                2 => result.push(self.token()),
                3 => result.extend([token, self.token()]),
                _ => result.push(token),
            }
        }
        result.into_iter().collect()
    }
}

#[test]
fn no_token_stream_makes_the_engine_panic() {
    let rounds = 20_000;
    let mut accepted = 0;
    let mut random = Random(0x0005_DEEC_E66D);
    for _ in 0..rounds {
        let item: TokenStream = VALID[random.below(VALID.len())].parse().unwrap();
        let attr: TokenStream = OPTIONS[random.below(OPTIONS.len())].parse().unwrap();
        let rarity = [8, 30, 100][random.below(3)];
        let (attr, item) = (random.mutate(attr, rarity), random.mutate(item, rarity));
        let shown = format!("#[activation({attr})]\n{item}");
        let run = std::panic::AssertUnwindSafe(|| expand(attr, item));
        let Ok(tokens) = std::panic::catch_unwind(run) else {
            panic!("panicked on\n{shown}")
        };
        assert!(
            !tokens.to_string().contains("without a reason"),
            "on\n{shown}"
        );
        accepted += usize::from(!tokens.to_string().contains("compile_error"));
    }
    // Most are refused, but the mutations are mild enough to reach every stage.
    assert!(
        (rounds / 100..rounds / 2).contains(&accepted),
        "{accepted} of {rounds}"
    );
}

#[test]
fn random_tokens_do_not_make_the_engine_panic() {
    let mut random = Random(42);
    for _ in 0..2_000 {
        let attr = (0..random.below(6)).map(|_| random.token()).collect();
        let item = (0..random.below(30)).map(|_| random.token()).collect();
        let _ = expand(attr, item);
    }
}

#[test]
fn deep_and_long_formulas_are_answered() {
    for body in [
        format!("{}x{}", "(".repeat(500), ")".repeat(500)),
        format!("x{}", " + x".repeat(1_000)),
        format!("{}x", "-".repeat(500)),
        format!("{}x{}", "exp(".repeat(500), ")".repeat(500)),
        format!("{}x", "let x = mish(x) * x; ".repeat(1_000)),
        // Within the limits, and exponentially long when it is written out.
        format!("{}x", "let x = mish(x) * x; ".repeat(20)),
        // A slope with a factor each, of which each goes into the next; and 4⁶⁰ before it.
        format!("{}x{}", "tanh(".repeat(20), ")".repeat(20)),
        format!("{}x{}", "tanh(".repeat(60), ")".repeat(60)),
    ] {
        // On a stack like that of the compiler's threads; a test's is a quarter of it.
        let answer = move || {
            let item = format!("fn f(x: f32) -> f32 {{ {body} }}").parse().unwrap();
            assert!(!expand(TokenStream::new(), item).is_empty());
        };
        let thread = std::thread::Builder::new().stack_size(8 << 20);
        thread.spawn(answer).unwrap().join().unwrap();
    }
}

#[test]
fn what_is_refused_still_yields_the_type() {
    let item =
        "pub fn swish(x: f32, #[param(default = 1.0)] beta: f32) -> f32 { x * sigmod(beta) + }";
    let text = expand(TokenStream::new(), item.parse().unwrap()).to_string();
    for part in [
        "compile_error",
        "pub struct Swish",
        "pub beta : f64",
        "pub fn swish",
        "Kernel for Swish",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}
