//! The table of the catalogue in the documentation is what the engine says.
//!
//! `UPDATE=1 cargo test -p activation-core --test catalogue_table` writes it anew.

use std::{fmt::Write as _, path::Path};

use activation_core::{catalogue::ENTRIES, kernel::Metadata};

fn code(text: &str) -> String {
    // A bar would end the cell.
    format!("`{}`", text.replace('|', "\\|"))
}

fn or_dash(cells: Vec<String>) -> String {
    if cells.is_empty() {
        "–".to_owned()
    } else {
        cells.join(", ")
    }
}

fn kinks(metadata: &Metadata) -> String {
    if metadata.inputs.len() > 1 {
        let switches = metadata.switches.iter();
        return or_dash(
            switches
                .map(|switch| code(&format!("{switch} = 0")))
                .collect(),
        );
    }
    let places: Vec<String> = metadata
        .kinks
        .iter()
        .map(|kink| {
            format!(
                "{}{}",
                code(kink.at),
                if kink.jump { " (jump)" } else { "" }
            )
        })
        .collect();
    // Rounding jumps without end.
    if places.len() > 5 {
        format!("{}, …", places[..2].join(", "))
    } else {
        or_dash(places)
    }
}

fn row(metadata: &Metadata) -> String {
    let slopes = metadata.derivatives[..metadata.inputs.len()].iter();
    let slopes: Vec<String> = slopes
        .map(|partial| match metadata.inputs {
            [_] => code(partial.expression.text),
            _ => format!(
                "∂{}: {}",
                partial.with_respect_to,
                code(partial.expression.text)
            ),
        })
        .collect();
    let surrogate = if metadata.surrogate.is_some() {
        " (surrogate)"
    } else {
        ""
    };
    let parameters = metadata.parameters.iter();
    let parameters = parameters
        .map(|p| code(&format!("{} = {}", p.name, p.default)))
        .collect();
    format!(
        "| [`{0}`](crate::catalogue::{0}()) | {1} | {2}{surrogate} | {3} | {4} |",
        metadata.name,
        code(metadata.formula.text),
        slopes.join("<br>"),
        or_dash(parameters),
        kinks(metadata),
    )
}

fn table() -> String {
    let mut text = String::new();
    let (gated, elementwise): (Vec<_>, Vec<_>) = ENTRIES
        .iter()
        .partition(|metadata| metadata.inputs.len() > 1);
    for (entries, slope, kinks) in [
        (elementwise, "derivative", "kinks"),
        (gated, "derivatives", "branches change where"),
    ] {
        let _ = writeln!(text, "| name | formula | {slope} | parameters | {kinks} |");
        let _ = writeln!(text, "|---|---|---|---|---|");
        for metadata in entries {
            let _ = writeln!(text, "{}", row(metadata));
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

#[test]
fn is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalogue/TABLE.md");
    let table = table();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    for (old, new) in written.lines().zip(table.lines()) {
        assert_eq!(old, new, "run this test with UPDATE=1");
    }
    assert_eq!(
        written.lines().count(),
        table.lines().count(),
        "run this test with UPDATE=1"
    );
}
