//! Markdown.

use std::fmt::Write;

use crate::figures::Spread;

/// A table under construction.
pub struct Table {
    text: String,
}

impl Table {
    /// A table with these columns, the first of which is of words and the others of figures.
    pub fn new(columns: &[&str]) -> Table {
        let mut table = Table { text: String::new() };
        table.row(columns.iter().map(ToString::to_string));
        table.row((0..columns.len()).map(|column| if column == 0 { "---".to_owned() } else { "---:".to_owned() }));
        table
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().collect();
        let _ = writeln!(self.text, "| {} |", cells.join(" | ")); // writing to a string cannot fail
    }

    pub fn print(&self, title: &str) {
        println!("### {title}\n\n{}", self.text);
    }
}

/// A figure with three digits that count, and thousands apart.
pub fn number(value: f64) -> String {
    let digits = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 0.1 => 2,
        _ => 3,
    };
    let text = format!("{value:.digits$}");
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(whole, part)| (whole, Some(part)));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && whole.len().saturating_sub(place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    fraction.map_or(grouped.clone(), |part| format!("{grouped}.{part}"))
}

/// The median, and the range in brackets where there is one.
pub fn spread(spread: Spread) -> String {
    if spread.low.total_cmp(&spread.high).is_eq() {
        return number(spread.median);
    }
    format!("{} ({} to {})", number(spread.median), number(spread.low), number(spread.high))
}

/// Two medians.
pub fn pair(one: Spread, other: Spread) -> String {
    format!("{} / {}", number(one.median), number(other.median))
}
