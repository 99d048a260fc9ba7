//! A CSV file as it comes: whatever its encoding, its quotes and its delimiter are, a window of bytes gives whole rows and says
//! how many bytes they took. Pure.

use std::borrow::Cow;

use csv::{ByteRecord, ReaderBuilder};

/// Cells of a row that are read; a row with more has too many.
pub const MOST_CELLS: usize = 1000;

/// How characters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, and cell by cell Windows-1252 (which has all of Latin-1) where that fails.
    Bytes,
    Utf16Le,
    Utf16Be,
}

impl Encoding {
    /// As it is stored.
    pub fn number(self) -> i64 {
        self as i64
    }

    pub fn of_number(number: i64) -> Self {
        match number {
            1 => Encoding::Utf16Le,
            2 => Encoding::Utf16Be,
            _ => Encoding::Bytes,
        }
    }
}

/// How a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    pub encoding: Encoding,
    pub delimiter: u8,
}

/// The encoding of a file that begins with these bytes, and the length of its mark. Without a mark UTF-16 is known by the zero
/// beside its first letter.
pub fn sniff(first: &[u8]) -> (Encoding, usize) {
    match first {
        [0xef, 0xbb, 0xbf, ..] => (Encoding::Bytes, 3),
        [0xff, 0xfe, ..] => (Encoding::Utf16Le, 2),
        [0xfe, 0xff, ..] => (Encoding::Utf16Be, 2),
        [letter, 0, ..] if *letter != 0 => (Encoding::Utf16Le, 0),
        [0, letter, ..] if *letter != 0 => (Encoding::Utf16Be, 0),
        _ => (Encoding::Bytes, 0),
    }
}

/// The delimiter of a file that begins like this: the most frequent one of its first line, outside quotes.
pub fn delimiter(bytes: &[u8], encoding: Encoding) -> u8 {
    let text = as_utf8(bytes, encoding);
    let mut is_quoted = false;
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    for byte in text.iter() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\r' | b'\n' if !is_quoted => break,
            _ if is_quoted => {}
            byte => counts.iter_mut().filter(|(known, _)| known == byte).for_each(|(_, n)| *n += 1),
        }
    }
    // of equal ones the first
    counts.iter().rev().max_by_key(|(_, n)| n).map_or(b',', |(delimiter, _)| *delimiter)
}

/// Whole rows, and how many bytes they took.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub rows: Vec<Vec<String>>,
    pub used: usize,
}

/// Rows from the start of a window. Of a window that does not reach the file's end the last row is left for the next one, since
/// more of it may follow. Blank lines are no rows.
pub fn rows(window: &[u8], is_last: bool, format: Format, most: usize) -> Page {
    let text = as_utf8(window, format.encoding);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(format.delimiter).from_reader(text.as_ref());
    let (mut page, mut record, mut end) = (Page::default(), ByteRecord::new(), 0);
    while page.rows.len() < most {
        // nothing but the source could fail, and that is memory
        if !reader.read_byte_record(&mut record).unwrap_or(false) {
            end = text.len();
            break;
        }
        let position = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).min(text.len());
        if !is_last && position == text.len() {
            break;
        }
        page.rows.push(record.iter().take(MOST_CELLS + 1).map(decoded).collect());
        end = position;
    }
    page.used = match format.encoding {
        Encoding::Bytes => end,
        // the same number of units, since each lone one was read as one character
        _ => String::from_utf8_lossy(text.get(..end).unwrap_or_default()).encode_utf16().count() * 2,
    };
    if is_last && end == text.len() {
        page.used = window.len(); // half a unit may be left
    }
    page
}

/// The window with the delimiters and quotes where a reader of bytes finds them.
fn as_utf8(window: &[u8], encoding: Encoding) -> Cow<'_, [u8]> {
    let unit = match encoding {
        Encoding::Bytes => return window.into(),
        Encoding::Utf16Le => u16::from_le_bytes,
        Encoding::Utf16Be => u16::from_be_bytes,
    };
    let (pairs, _) = window.as_chunks::<2>();
    let text: String = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    text.into_bytes().into()
}

/// What stands for the bytes from 0x80 to 0x9f in Windows-1252; those it does not use are what they are in Latin-1.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn decoded(cell: &[u8]) -> String {
    match std::str::from_utf8(cell) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let letter = |byte: &u8| {
                let windows = usize::from(*byte).checked_sub(0x80).and_then(|at| WINDOWS.get(at));
                windows.copied().unwrap_or(char::from(*byte))
            };
            cell.iter().map(letter).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PLAIN: Format = Format { encoding: Encoding::Bytes, delimiter: b',' };

    fn utf16(text: &str, encoding: Encoding) -> Vec<u8> {
        let bytes = |unit: u16| if encoding == Encoding::Utf16Le { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn a_file_is_known_by_its_first_bytes() {
        for (first, expected) in [
            (&b"\xef\xbb\xbfname"[..], (Encoding::Bytes, 3)),
            (b"\xff\xfen\0", (Encoding::Utf16Le, 2)),
            (b"\xfe\xff\0n", (Encoding::Utf16Be, 2)),
            (b"n\0a\0", (Encoding::Utf16Le, 0)),
            (b"\0n\0a", (Encoding::Utf16Be, 0)),
            (b"name", (Encoding::Bytes, 0)),
            (b"\0\0", (Encoding::Bytes, 0)),
            (b"n", (Encoding::Bytes, 0)),
            (b"", (Encoding::Bytes, 0)),
        ] {
            assert_eq!(sniff(first), expected, "{first:?}");
        }
        for (line, expected) in
            [("a,b;c,d\n;;;;", b','), ("\"a,b,c\";d", b';'), ("a\tb", b'\t'), ("a", b','), ("", b','), ("a,b;c", b',')]
        {
            assert_eq!(delimiter(line.as_bytes(), Encoding::Bytes), expected, "{line}");
            assert_eq!(delimiter(&utf16(line, Encoding::Utf16Be), Encoding::Utf16Be), expected, "{line}");
        }
    }

    #[test]
    fn cells_are_read_in_the_encoding_they_are_in() {
        let page = rows(b"M\xfcller,\x80 5,M\xc3\xbcller\r\n\"a \"\"b\"\"\nc\",d\"e,\n", true, PLAIN, 9);
        assert_eq!(page.rows, [vec!["Müller", "€ 5", "Müller"], vec!["a \"b\"\nc", "d\"e", ""]]);
        let text = "Name\tOrt\r\nJosé 😀\t\"x\ty\"\r\n\r\n";
        for encoding in [Encoding::Utf16Le, Encoding::Utf16Be] {
            let bytes = utf16(text, encoding);
            let page = rows(&bytes, true, Format { encoding, delimiter: b'\t' }, 9);
            assert_eq!(page.rows, [vec!["Name", "Ort"], vec!["José 😀", "x\ty"]]);
            assert_eq!(page.used, bytes.len());
        }
    }

    #[test]
    fn the_last_row_of_a_window_waits_for_the_next() {
        let file = b"a,b\nc,\"d\ne\"\nf,g";
        let page = rows(&file[..10], false, PLAIN, 9);
        assert_eq!((page.rows, page.used), (vec![vec!["a".to_owned(), "b".to_owned()]], 4));
        assert_eq!(rows(&file[4..7], false, PLAIN, 9), Page::default());
        assert_eq!(rows(b"\n\r\n\n", false, PLAIN, 9), Page { rows: vec![], used: 4 });
        assert_eq!(rows(file, true, PLAIN, 2).rows.len(), 2);
        assert_eq!(rows(file, true, PLAIN, 9).used, file.len());
        let wide = ",".repeat(1_000_000);
        assert_eq!(rows(wide.as_bytes(), true, PLAIN, 9).rows[0].len(), MOST_CELLS + 1);
    }

    proptest! {
        #[test]
        fn windows_of_any_size_give_the_same_rows(
            bytes in prop::collection::vec(prop::sample::select(b"ab,;\"\r\n\0\xe9\xd8\x3d".to_vec()), 0..200),
            encoding in 0_i64..3,
            step in 1_usize..40,
            most in 1_usize..4,
        ) {
            let format = Format { encoding: Encoding::of_number(encoding), delimiter: b',' };
            let whole = rows(&bytes, true, format, usize::MAX).rows;
            let (mut found, mut at, mut size) = (Vec::new(), 0, step);
            while at < bytes.len() {
                let window = &bytes[at..(at + size).min(bytes.len())];
                let page = rows(window, at + window.len() == bytes.len(), format, most);
                prop_assert!(page.used <= window.len());
                (at, size) = if page.used == 0 { (at, size * 2) } else { (at + page.used, step) };
                found.extend(page.rows);
            }
            prop_assert_eq!(found, whole);
        }
    }
}
