//! "Did you mean": the nearest of the names that would have been right.
//!
//! Not here: which names those are.

/// The candidate nearest to `typed`, if one is near enough to be what was meant.
///
/// Near enough is one edit in three letters, case and underscores aside; of two that are
/// equally near the one of the same length wins (`tahn` is `tanh`, not `tan`), then the first.
pub(crate) fn nearest<'a>(
    typed: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let typed = letters(typed);
    let limit = (typed.len() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            let meant = letters(candidate);
            let longer = meant.len().abs_diff(typed.len());
            (distance(&typed, &meant), longer, candidate)
        })
        // A name of one letter is one edit away from every other: only its case may differ.
        .filter(|&(edits, ..)| edits <= limit && edits < typed.len())
        .min_by_key(|&(edits, longer, _)| (edits, longer))
        .map(|(.., candidate)| candidate)
}

/// A name as it is compared.
pub(super) fn letters(name: &str) -> Vec<char> {
    name.chars()
        .filter(|c| *c != '_')
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether two names have the same digits: a number says what is meant, and is no typing mistake.
pub(super) fn same_digits(a: &str, b: &str) -> bool {
    let digits = |name: &str| {
        name.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    digits(a) == digits(b)
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
    fn near_names_are_found_and_far_ones_are_not() {
        let names = ["sigmoid", "softplus", "tanh", "log_sigmoid", "x"];
        for (typed, meant) in [
            ("sigmod", Some("sigmoid")),
            ("simgoid", Some("sigmoid")),
            ("logsigmoid", Some("log_sigmoid")),
            ("SoftPlus", Some("softplus")),
            ("tahn", Some("tanh")),
            ("X", Some("x")),
            ("y", None),
            ("conv2d", None),
        ] {
            assert_eq!(nearest(typed, names), meant, "{typed}");
        }
    }
}
