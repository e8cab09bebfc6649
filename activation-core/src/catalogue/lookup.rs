//! Activations by name, for configuration files: names, the names that frameworks have for them,
//! and a suggestion for a name that is none of these.
//!
//! Not here: how an activation behind a pointer is called ([`DynActivation`]).

use core::fmt;

use super::*;
use crate::{
    erased::{Compact, DynActivation},
    kernel::{Kernel, Metadata},
    operands::Element,
};

/// What others call an entry. Spelling does not count: case, `_`, `-` and spaces are ignored, so
/// that `HardSwish` and `hardswish` need no row.
const ALIASES: &[(&str, &str)] = &[
    ("absolute", "abs"),
    ("acon", "acon_c"),
    ("aria", "aria2"),
    ("asinh", "arsinh"),
    ("atan", "arctan"),
    ("brelu", "bipolar_relu"),
    ("clamp", "hard_tanh"),
    ("clip", "hard_tanh"),
    ("clip_v2", "hard_tanh"),
    ("dynamic_erf", "derf"),
    ("dynamic_tanh", "dyt"),
    ("elliot", "softsign"),
    ("exp", "exponential"),
    ("gelu_accurate", "gelu_tanh"),
    ("gelu_erf", "gelu"),
    ("gelu_fast", "gelu_tanh"),
    ("gelu_new", "gelu_tanh"),
    ("gelu_python", "gelu"),
    ("gelu_python_tanh", "gelu_tanh"),
    ("gelu_pytorch_tanh", "gelu_tanh"),
    ("gelu_quick", "quick_gelu"),
    ("gelu_sigmoid", "quick_gelu"),
    ("growing_cosine_unit", "gcu"),
    ("hard_silu", "hard_swish"),
    ("heaviside", "binary_step"),
    ("hsigmoid", "hard_sigmoid"),
    ("hswish", "hard_swish"),
    ("ln_cosh", "logcosh"),
    ("log_log", "cloglog"),
    ("logistic", "sigmoid"),
    ("lrelu", "leaky_relu"),
    ("metallic_mean", "squareplus"),
    ("pow", "power"),
    ("randomized_relu", "rrelu"),
    ("relu2", "squared_relu"),
    ("silu_and_mul", "swiglu"),
    ("sin", "sinusoid"),
    ("siren", "sinusoid"),
    ("smelu", "sparse_plus"),
    ("smht", "soboleva_tanh"),
    ("soft_relu", "softplus"),
    ("step", "binary_step"),
    ("swiglu_oai", "clamped_swiglu"),
    ("swish1", "silu"),
    ("threshold_relu", "thresholded_relu"),
    ("trelu", "thresholded_relu"),
];

macro_rules! lookup {
    ($($name:ident => $type:ident),*; $($gated:ident => $gated_type:ident),*) => {
        /// The names of all entries.
        pub const NAMES: &[&str] = &[$(stringify!($name),)* $(stringify!($gated)),*];

        /// What the engine knows about every entry, in the order of [`NAMES`].
        pub const ENTRIES: &[&Metadata] =
            &[$(<$type as Kernel>::METADATA,)* $(<$gated_type as Kernel>::METADATA),*];

        fn boxed<A: Element>(name: &str) -> Option<Box<dyn DynActivation<A>>> {
            match name {
                $(stringify!($name) => Some(Box::new(Compact::of::<$type>())),)*
                $(stringify!($gated) => Some(Box::new(Compact::of::<$gated_type>())),)*
                _ => None,
            }
        }
    };
}
crate::for_each_activation!(lookup);

/// The entry of this name, with its default parameters.
///
/// Knows the names of the catalogue and those of frameworks; case, `_`, `-` and spaces do not
/// count. A program that calls this holds the kernels of all entries and takes longer to compile;
/// so that it does not take too long, an entry behind this pointer copies operands that are not
/// contiguous, where `Box::new(Mish)` would walk them as they lie. Results are the same.
///
/// ```no_run,standalone_crate
/// use activation_core::{catalogue::by_name, prelude::*};
///
/// let mut act = by_name::<f32>("LeakyReLU")?;
/// act.set_parameter("negative_slope", 0.2)?;
/// let y = act.forward(&ndarray::array![-1.0, 2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When there is none; the error suggests a name that is near.
pub fn by_name<A: Element>(name: &str) -> Result<Box<dyn DynActivation<A>>, UnknownActivation> {
    let canonical = resolve(name)?;
    Ok(boxed(canonical).expect("every name of the registry is in the match"))
}

/// The catalogue's name for `name`, which may be a framework's.
///
/// ```
/// use activation_core::catalogue::resolve;
///
/// assert_eq!(resolve("Swish-1"), Ok("silu"));
/// let error = resolve("sigmiod").unwrap_err();
/// assert_eq!(error.to_string(), "unknown activation `sigmiod`; did you mean `sigmoid`?");
/// ```
///
/// # Errors
/// When there is none; the error suggests a name that is near.
pub fn resolve(name: &str) -> Result<&'static str, UnknownActivation> {
    let typed = plain(name);
    let own = NAMES.iter().map(|&own| (own, own));
    let known = || own.clone().chain(ALIASES.iter().copied());
    if let Some((_, entry)) = known().find(|(spelled, _)| plain(spelled) == typed) {
        return Ok(entry);
    }
    Err(UnknownActivation {
        name: name.to_owned(),
        suggestion: nearest(name, known()),
    })
}

/// What stands beside the spelling that is nearest to `typed`, if one is near.
pub(crate) fn nearest(
    typed: &str,
    known: impl Iterator<Item = (&'static str, &'static str)>,
) -> Option<&'static str> {
    let typed = plain(typed);
    let limit = (typed.len() / 3).max(1);
    known
        .map(|(spelled, meant)| (distance(&typed, &plain(spelled)), meant))
        .filter(|(edits, _)| *edits <= limit && *edits < typed.len())
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, meant)| meant)
}

/// What the engine knows about the entry of this name.
///
/// # Errors
/// When there is none; the error suggests a name that is near.
pub fn metadata(name: &str) -> Result<&'static Metadata, UnknownActivation> {
    let canonical = resolve(name)?;
    let index = NAMES.iter().position(|&own| own == canonical);
    Ok(ENTRIES[index.expect("a canonical name is one of the registry")])
}

/// The catalogue has no activation of this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownActivation {
    name: String,
    suggestion: Option<&'static str>,
}

impl UnknownActivation {
    /// The name that was asked for.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The entry that may have been meant.
    #[must_use]
    pub fn suggestion(&self) -> Option<&'static str> {
        self.suggestion
    }
}

impl fmt::Display for UnknownActivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown activation `{}`", self.name)?;
        match self.suggestion {
            Some(meant) => write!(f, "; did you mean `{meant}`?"),
            None => write!(
                f,
                "; `activation_core::catalogue::NAMES` lists those there are"
            ),
        }
    }
}

impl core::error::Error for UnknownActivation {}

/// A name as it is compared.
fn plain(name: &str) -> Vec<char> {
    let counts = |c: &char| !matches!(c, '_' | '-' | ' ');
    name.chars()
        .filter(counts)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        (before, last) = (last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_itself_and_every_alias_an_entry() {
        for &name in NAMES {
            assert_eq!(resolve(name), Ok(name));
            assert_eq!(metadata(name).unwrap().name, name);
        }
        for (index, &(alias, entry)) in ALIASES.iter().enumerate() {
            assert!(
                NAMES.contains(&entry),
                "{alias} stands for `{entry}`, which is no entry"
            );
            assert!(
                !NAMES.iter().any(|name| plain(name) == plain(alias)),
                "`{alias}` is a name"
            );
            assert!(
                index == 0 || ALIASES[index - 1].0 < alias,
                "`{alias}` is out of order"
            );
        }
    }

    #[test]
    fn spellings_and_mistakes() {
        for (typed, meant) in [
            ("HardSwish", "hard_swish"),
            ("leaky relu", "leaky_relu"),
            ("LeakyReLU", "leaky_relu"),
            ("logistic", "sigmoid"),
            ("GELU", "gelu"),
            ("gelu-new", "gelu_tanh"),
        ] {
            assert_eq!(resolve(typed), Ok(meant));
        }
        for (typed, meant) in [
            ("mihs", Some("mish")),
            ("gleu", Some("gelu")),
            ("soft_plus_plus", Some("softplus")),
            ("conv2d", None),
            ("", None),
        ] {
            assert_eq!(resolve(typed).unwrap_err().suggestion(), meant, "{typed}");
        }
    }
}
