//! The table of the catalogue, in the documentation and in the README, is what the engine says.
//!
//! `UPDATE=1 cargo test -p activation-core --test catalogue -- table` writes both anew.

use std::fmt::Write as _;

use activation_core::{
    catalogue::{ENTRIES, elsewhere},
    kernel::Metadata,
    residual::{FromOutput, Kept},
};

use crate::written::hold;

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

/// What is kept of the forward pass, and under which conditions on the parameters.
fn kept(metadata: &Metadata) -> String {
    let residual = metadata.residual;
    let conditions = match residual.from_output {
        FromOutput::Yes { conditions, .. } if !conditions.is_empty() => {
            let conditions: Vec<String> = conditions.iter().map(|one| code(one.text)).collect();
            format!(" if {}", conditions.join(" and "))
        }
        _ => String::new(),
    };
    match residual.kept {
        Kept::Nothing => "nothing".to_owned(),
        Kept::Output => format!("output{conditions}"),
        Kept::Inputs(names) => {
            let names: Vec<String> = names.iter().map(|name| code(name)).collect();
            names.join(", ")
        }
    }
}

fn range(metadata: &Metadata) -> String {
    match metadata.properties {
        Some(found) if !found.range.is_empty() => code(found.range),
        _ => "–".to_owned(),
    }
}

fn who_has_it(metadata: &Metadata) -> String {
    or_dash(elsewhere(metadata.name).map(str::to_owned).collect())
}

fn row(metadata: &Metadata, name: &dyn Fn(&str) -> String) -> String {
    let several = metadata.inputs.len() > 1;
    let slopes = metadata.derivatives[..metadata.inputs.len()].iter();
    let slopes: Vec<String> = slopes
        .map(|partial| {
            let slope = code(partial.expression.text);
            match several {
                false => slope,
                true => format!("∂{}: {slope}", partial.with_respect_to),
            }
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
    let mut cells = vec![
        name(metadata.name),
        code(metadata.formula.text),
        format!("{}{surrogate}", slopes.join("<br>")),
        or_dash(parameters),
        kept(metadata),
        kinks(metadata),
    ];
    // Several inputs have no range worth a column: it is that of a product.
    cells.extend((!several).then(|| range(metadata)));
    cells.push(who_has_it(metadata));
    format!("| {} |", cells.join(" | "))
}

/// The table, with names as `name` writes them.
fn table(name: &dyn Fn(&str) -> String) -> String {
    let mut text = String::new();
    let (gated, elementwise): (Vec<_>, Vec<_>) = ENTRIES
        .iter()
        .partition(|metadata| metadata.inputs.len() > 1);
    for (entries, columns) in [
        (
            elementwise,
            "name | formula | derivative | parameters | kept for backward | kinks | range | who has it",
        ),
        (
            gated,
            "name | formula | derivatives | parameters | kept for backward | branches change where | \
             who has it",
        ),
    ] {
        let _ = writeln!(text, "| {columns} |");
        let _ = writeln!(text, "|{}", "---|".repeat(columns.split('|').count()));
        for metadata in entries {
            let _ = writeln!(text, "{}", row(metadata, name));
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

#[test]
fn is_up_to_date() {
    let link = |name: &str| format!("[`{name}`](crate::catalogue::{name}())");
    hold("src/catalogue/TABLE.md", |_| table(&link));
}

#[test]
fn is_up_to_date_in_the_readme() {
    const BEGIN: &str = "<summary>The table</summary>\n\n";
    hold("../README.md", |readme| {
        let (before, rest) = readme.split_once(BEGIN).expect("the README has a table");
        let (_, after) = rest.split_once("\n</details>").expect("which ends");
        format!("{before}{BEGIN}{}\n</details>{after}", table(&code))
    });
}
