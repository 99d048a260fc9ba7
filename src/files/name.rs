//! File names: what is kept of the sender's, and how one is written into an address.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The longest name kept, in bytes.
const LONGEST: usize = 255;

/// What an address may show as it is; the rest is percent-encoded.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The last part of the path, without control and text-direction characters, at most 255 bytes; `file` when nothing is left.
pub fn clean(given: Option<&str>) -> String {
    let last = given.unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control() && !is_direction(*c)).collect();
    let kept = shorten(kept.trim());
    if kept.chars().all(|c| c == '.' || c.is_whitespace()) { "file".to_owned() } else { kept }
}

/// The name as it stands in a path, or after `filename*=UTF-8''`.
pub fn encoded(filename: &str) -> String {
    utf8_percent_encode(filename, KEPT).to_string()
}

/// The extension in lower case, without its dot; empty when there is none.
pub fn extension(filename: &str) -> String {
    filename.rsplit_once('.').map(|(_, ext)| ext.to_ascii_lowercase()).unwrap_or_default()
}

/// Marks that turn the reading direction, with which `exe.jpg` can be made of `gpj.exe`.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Cuts the stem, not the extension, at a character's boundary.
fn shorten(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let (stem, ext) = match name.rsplit_once('.') {
        Some((stem, ext)) if ext.len() <= 16 => (stem, format!(".{ext}")),
        _ => (name, String::new()),
    };
    let mut end = LONGEST - ext.len();
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{ext}", stem.get(..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_control_characters_are_dropped() {
        assert_eq!(clean(Some("C:\\Users\\ada\\notes.txt")), "notes.txt");
        assert_eq!(clean(Some("../../etc/passwd")), "passwd");
        assert_eq!(clean(Some(" a\0b\r\nc.png ")), "abc.png");
        assert_eq!(clean(Some("photo\u{202e}gpj.exe")), "photogpj.exe");
        for nothing in [None, Some(""), Some(".."), Some("a/"), Some("\n"), Some(" . ")] {
            assert_eq!(clean(nothing), "file", "{nothing:?}");
        }
    }

    #[test]
    fn long_names_keep_their_extension() {
        let long = clean(Some(&format!("{}.pdf", "ü".repeat(300))));
        assert!(long.len() <= 255 && long.ends_with("ü.pdf"), "{long}");
        assert!(clean(Some(&"x".repeat(999))).len() == 255);
        assert!(clean(Some(&format!("x.{}", "y".repeat(999)))).len() == 255);
    }

    #[test]
    fn extensions() {
        assert_eq!(extension("a.b.CSV"), "csv");
        assert_eq!(extension("Makefile"), "");
    }
}
