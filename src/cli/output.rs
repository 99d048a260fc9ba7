//! What commands print: text for people, or one line of JSON.

use std::io::Write;

use serde_json::Value;

/// Where the result goes and how it looks.
pub struct Output {
    pub json: bool,
}

impl Output {
    /// Prints one of the two.
    pub fn show(&self, json: &Value, text: impl FnOnce() -> String) {
        line(&if self.json { json.to_string() } else { text() });
    }
}

/// Prints a line, if anybody still listens.
pub fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// A table with its columns aligned.
pub fn table<const N: usize>(titles: [&str; N], rows: Vec<[String; N]>) -> String {
    let rows: Vec<[String; N]> = std::iter::once(titles.map(str::to_owned)).chain(rows).collect();
    let mut widths = [0; N];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The text without line breaks.
pub fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_aligned() {
        let rows = vec![["1".to_owned(), "Ada".to_owned()], ["10".to_owned(), "Bo".to_owned()]];
        assert_eq!(table(["ID", "NAME"], rows), "ID  NAME\n1   Ada\n10  Bo");
        assert_eq!(one_line("a\n\n  b\n"), "a b");
    }
}
