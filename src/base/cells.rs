//! Cells of CSV files that people open in spreadsheets. Pure.

use std::borrow::Cow;

/// Whether a spreadsheet would run a cell that begins like this.
fn would_run(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The cell as a text that no spreadsheet runs: with an apostrophe before what it would.
pub fn defused(cell: &str) -> Cow<'_, str> {
    if would_run(cell) { format!("'{cell}").into() } else { cell.into() }
}

/// The cell without the apostrophe that [`defused`] put there.
pub fn original(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| would_run(rest)).unwrap_or(cell)
}

/// A line of a CSV file.
pub fn line<'c>(cells: impl IntoIterator<Item = Cow<'c, str>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let record: Vec<Cow<str>> = cells.into_iter().map(|cell| defused(&cell).into_owned().into()).collect();
    // memory takes everything
    let written = writer.write_record(record.iter().map(|cell| cell.as_bytes()));
    written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_would_run_is_defused() {
        for (cell, shown) in [
            ("=1+1", "'=1+1"),
            ("+4912345", "'+4912345"),
            ("-1", "'-1"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("a=b", "a=b"),
            ("", ""),
            ("'x", "'x"),
        ] {
            assert_eq!(defused(cell), shown);
        }
        let cells = ["a,b", "=\"x\"", "c\nd", ""].map(Cow::from);
        assert_eq!(line(cells), b"\"a,b\",\"'=\"\"x\"\"\",\"c\nd\",\n");
        assert_eq!(line([Cow::from("")]), b"\"\"\n");
    }

    proptest! {
        #[test]
        fn what_goes_out_comes_in_the_same(cell in "['=+@a-]{0,3}") {
            // an apostrophe before what runs was never there
            prop_assume!(original(&cell) == cell);
            let shown = defused(&cell);
            prop_assert_eq!(original(&shown), cell.as_str());
        }
    }
}
