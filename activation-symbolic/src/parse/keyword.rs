//! Arguments by name, `clamp(x, min = 0.0, max = 1.0)`, as other languages have them: what to write
//! instead.
//!
//! Rust reads each as an assignment. Not here: assignments that are statements (`refusal`).

use quote::{ToTokens, quote};
use syn::{Expr, ExprAssign, Path};

use super::{formula::Reader, power::word};

/// What other libraries call an argument of ours.
const ELSEWHERE: [(&str, &str); 2] = [("min", "low"), ("max", "high")];

/// A part of a suggestion that is too long for a sentence.
const LONG: &str = "…";

/// What is given, without the name before it.
pub(super) fn value(argument: &Expr) -> &Expr {
    assigned(argument).map_or(argument, |assign| &assign.right)
}

fn assigned(argument: &Expr) -> Option<&ExprAssign> {
    match argument {
        Expr::Assign(assign) => Some(assign),
        _ => None,
    }
}

impl Reader<'_> {
    /// Refuses the names before arguments, if there are any, and says which call is meant.
    pub(super) fn refuse_keywords(
        &mut self,
        arguments: &[&Expr],
        write: impl FnOnce() -> String,
    ) -> bool {
        let Some(first) = arguments.iter().find_map(|argument| assigned(argument)) else {
            return false;
        };
        let (name, equals) = (&first.left, &first.eq_token);
        self.ledger.error_over(quote!(#name #equals), write());
        true
    }
}

/// The arguments of a function in their places, as far as they can be told; `names` are what they
/// are called, and `whole` whether an integer is one of them.
pub(super) fn in_place(arguments: &[&Expr], names: &[&str], whole: bool) -> Vec<String> {
    let short = |argument: &Expr| match word(value(argument)) {
        Some(integer) if !whole && integer.parse::<i64>().is_ok() => format!("{integer}.0"),
        word => word.unwrap_or_else(|| LONG.to_owned()),
    };
    let generic = || names.iter().map(|&name| name.to_owned()).collect();
    let mut places = vec![None; names.len()];
    let mut others = Vec::new();
    for (index, argument) in arguments.iter().enumerate() {
        let place = match assigned(argument) {
            Some(assign) => position(assign, names),
            None => Some(index),
        };
        match place.map(|place| places.get_mut(place)) {
            Some(Some(place @ None)) => *place = Some(short(argument)),
            // Two for one place, or more than there are places.
            Some(_) => return generic(),
            None => others.push(short(argument)),
        }
    }
    let mut free = places.iter_mut().filter(|place| place.is_none());
    match (others.pop(), free.next(), free.next()) {
        // What has no place of its name has the one that is left.
        (Some(only), Some(place), None) if others.is_empty() => *place = Some(only),
        (Some(_), ..) => return generic(),
        (None, ..) => {}
    }
    let named = places.into_iter().zip(names);
    named
        .map(|(place, &name)| place.unwrap_or_else(|| name.to_owned()))
        .collect()
}

fn position(assign: &ExprAssign, names: &[&str]) -> Option<usize> {
    let typed = assign.left.to_token_stream().to_string();
    let here = ELSEWHERE.iter().find(|(other, _)| *other == typed);
    let meant = here.map_or(typed.as_str(), |(_, here)| here);
    names.iter().position(|name| *name == meant)
}

/// What to write for the call of an activation that has names before its arguments.
pub(super) fn activation(path: &Path, literal: bool, arguments: &[&Expr]) -> String {
    let path = path.to_token_stream().to_string().replace(' ', "");
    let short = |argument: &Expr| word(value(argument)).unwrap_or_else(|| LONG.to_owned());
    let list = |named: bool| -> String {
        let some = arguments.iter().filter(|a| assigned(a).is_some() == named);
        let some = some.map(|argument| match assigned(argument) {
            Some(assign) => format!("{}: {}", assign.left.to_token_stream(), short(argument)),
            None => short(argument),
        });
        some.collect::<Vec<_>>().join(", ")
    };
    // There is an input, so that where all have names it is among them.
    if arguments
        .iter()
        .all(|argument| assigned(argument).is_some())
    {
        let inputs: Vec<String> = arguments.iter().map(|argument| short(argument)).collect();
        let braces = if literal { " { … }" } else { "" };
        let inputs = inputs.join(", ");
        return format!("inputs go by position; write `{path}{braces}({inputs})`");
    }
    let others = if literal { "…, " } else { "" };
    let (parameters, inputs) = (list(true), list(false));
    format!(
        "parameters go in braces before the inputs; write `{path} {{ {others}{parameters} \
         }}({inputs})`"
    )
}
