//! A bar chart of ratios, as SVG.

use std::fmt::Write as _;

/// One bar for each peer: how many times longer it takes, on a logarithmic scale.
pub fn chart(title: &str, rows: &[(String, Vec<(String, f64)>)]) -> String {
    const LABEL: f64 = 110.0;
    const WIDTH: f64 = 560.0;
    const BAR: f64 = 11.0;
    const COLORS: [&str; 6] = [
        "#4878a8", "#e49444", "#85b6b2", "#d1605e", "#6a9f58", "#9d7660",
    ];
    let most = rows
        .iter()
        .flat_map(|row| &row.1)
        .map(|bar| bar.1)
        .fold(10.0, f64::max);
    let least = rows
        .iter()
        .flat_map(|row| &row.1)
        .map(|bar| bar.1)
        .fold(0.5, f64::min);
    let at = |ratio: f64| LABEL + WIDTH * (ratio / least).ln() / (most / least).ln();
    let mut names: Vec<&str> = Vec::new();
    for bar in rows.iter().flat_map(|row| &row.1) {
        if !names.contains(&bar.0.as_str()) {
            names.push(&bar.0);
        }
    }
    let mut body = String::new();
    let mut y = 58.0;
    for (label, bars) in rows {
        let middle = y + BAR * bars.len().max(1) as f64 / 2.0 + 4.0;
        let _ = writeln!(
            body,
            r#"<text x="{}" y="{middle:.0}" text-anchor="end">{label}</text>"#,
            LABEL - 8.0
        );
        for (peer, ratio) in bars {
            let color =
                COLORS[names.iter().position(|name| name == peer).unwrap_or(0) % COLORS.len()];
            let (from, to) = (at(1.0).min(at(*ratio)), at(1.0).max(at(*ratio)));
            let _ = writeln!(
                body,
                r#"<rect x="{from:.1}" y="{y:.0}" width="{:.1}" height="{}" fill="{color}"/><text x="{:.1}" y="{:.0}" font-size="9">{ratio:.1}</text>"#,
                (to - from).max(1.0),
                BAR - 2.0,
                to + 3.0,
                y + BAR - 3.0
            );
            y += BAR;
        }
        y += 9.0;
    }
    let (line, height) = (at(1.0), y + 6.0);
    let mut legend = String::new();
    for (i, name) in names.iter().enumerate() {
        let x = LABEL + i as f64 * 105.0;
        let _ = writeln!(
            legend,
            r#"<rect x="{x}" y="34" width="9" height="9" fill="{}"/><text x="{}" y="42" font-size="10">{name}</text>"#,
            COLORS[i % COLORS.len()],
            x + 13.0
        );
    }
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 740 {height:.0}" font-family="sans-serif" font-size="12">
<rect width="740" height="{height:.0}" fill="#ffffff"/>
<text x="{LABEL}" y="20" font-size="14">{title}</text>
{legend}{body}<line x1="{line:.1}" y1="50" x2="{line:.1}" y2="{y:.0}" stroke="#333333"/>
</svg>
"##
    )
}
