//! What the first bytes of a file say about its type.

/// What was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// This type, whatever the sender says.
    Exact(&'static str),
    /// One of a family whose members the bytes do not tell apart, and the member to assume.
    Member(Family, &'static str),
    /// Nothing known.
    Unknown,
}

/// Containers of which only the sender knows what is in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Ogg,
    Webm,
    Mp4,
    /// Office documents, too.
    Zip,
    /// Office documents before 2007.
    Ole,
    Text,
}

/// Looks at the beginning of a file (a chunk, or all of a shorter one).
pub fn sniff(bytes: &[u8]) -> Found {
    let start = without_preamble(bytes);
    if let Some(markup) = markup(start) {
        return Found::Exact(markup);
    }
    let textual: [(&[u8], _); 3] =
        [(b"%PDF-", "application/pdf"), (b"{\\rtf", "application/rtf"), (b"%!PS", "application/postscript")];
    if let Some((_, kind)) = textual.iter().find(|(magic, _)| start.starts_with(magic)) {
        return Found::Exact(kind);
    }
    // Text comes before the signatures: some of those are two letters long, and a letter may begin with any two.
    if !has_binary_bytes(bytes) && is_utf8_so_far(bytes) {
        return Found::Member(Family::Text, "text/plain");
    }
    by_signature(bytes)
}

/// Everything that is recognised by a fixed signature.
fn by_signature(bytes: &[u8]) -> Found {
    let is_iso_media = bytes.get(4..8) == Some(b"ftyp");
    match infer::get(bytes).map(|kind| kind.mime_type()) {
        Some("audio/ogg" | "audio/opus") => Found::Member(Family::Ogg, "audio/ogg"),
        _ if bytes.starts_with(b"\x1a\x45\xdf\xa3") => Found::Member(Family::Webm, ebml(bytes)),
        Some(kind @ ("video/mp4" | "video/x-m4v" | "video/quicktime")) => Found::Member(Family::Mp4, kind),
        Some("audio/m4a") => Found::Member(Family::Mp4, "audio/mp4"),
        Some("application/zip") => Found::Member(Family::Zip, "application/zip"),
        Some("application/x-ole-storage") => Found::Member(Family::Ole, "application/x-ole-storage"),
        Some("text/html" | "text/xml") => Found::Exact("text/html"),
        Some(other) => Found::Exact(other),
        None if is_iso_media => Found::Member(Family::Mp4, "video/mp4"),
        None if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") => {
            Found::Member(Family::Text, "text/plain")
        }
        None if !has_binary_bytes(bytes) => Found::Member(Family::Text, "text/plain"),
        None => Found::Unknown,
    }
}

/// Matroska, or its subset webm: its header names which.
fn ebml(bytes: &[u8]) -> &'static str {
    let header = bytes.get(..128).unwrap_or(bytes);
    if header.windows(4).any(|word| word == b"webm") { "video/webm" } else { "video/x-matroska" }
}

/// Skips a byte order mark and white space.
fn without_preamble(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start()
}

/// Control characters that occur in no text (WHATWG's "binary data bytes").
fn has_binary_bytes(bytes: &[u8]) -> bool {
    bytes.iter().any(|b| matches!(b, 0x00..=0x08 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f))
}

/// UTF-8, perhaps cut in the middle of its last character.
fn is_utf8_so_far(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or_else(|e| e.error_len().is_none(), |_| true)
}

/// Elements with which a page begins, also one that leaves out `<html>`.
const HTML: [&str; 32] = [
    "html", "head", "body", "script", "style", "title", "meta", "link", "base", "iframe", "frameset", "object",
    "embed", "form", "input", "img", "video", "audio", "math", "table", "div", "span", "font", "center", "h1", "h2",
    "a", "b", "br", "p", "template", "xmp",
];

/// SVG, HTML or XML: the first element decides, whatever stands before it.
fn markup(start: &[u8]) -> Option<&'static str> {
    let start = start.get(..4096).unwrap_or(start);
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    let mut rest = text.as_str();
    let mut otherwise = None;
    loop {
        rest = rest.trim_start();
        let (end, assumed) = match rest {
            _ if rest.starts_with("<?xml") => ("?>", "application/xml"),
            _ if rest.starts_with("<!--") => ("-->", "text/html"),
            _ if rest.starts_with("<!doctype") => return Some(by_doctype(rest)),
            _ if rest.starts_with("<?") => ("?>", "application/xml"),
            _ => break,
        };
        otherwise = otherwise.or(Some(assumed));
        let Some((_, after)) = rest.split_once(end) else { return otherwise };
        rest = after;
    }
    by_element(rest).or(otherwise)
}

/// `<!doctype NAME …`
fn by_doctype(rest: &str) -> &'static str {
    match rest.trim_start_matches("<!doctype").trim_start() {
        name if name.starts_with("svg") => "image/svg+xml",
        name if name.starts_with("html") => "text/html",
        _ => "application/xml",
    }
}

/// `<NAME …`, with or without a name space before the name.
fn by_element(rest: &str) -> Option<&'static str> {
    let tag = rest.strip_prefix('<')?;
    let end = tag.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
    let (name, _) = tag.split_at_checked(end)?;
    match name.rsplit(':').next()? {
        "svg" => Some("image/svg+xml"),
        name if HTML.contains(&name) => Some("text/html"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_keeps_its_true_type() {
        for (text, kind) in [
            ("<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
            ("\u{feff} <?xml version='1.0'?>\n<!-- hi --><svg:svg >", "image/svg+xml"),
            ("<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' [ <!ENTITY a 'b'> ]>", "image/svg+xml"),
            ("<!doctype html><p>", "text/html"),
            ("<!-- a comment that does not end", "text/html"),
            ("  <SCRIPT>alert(1)</SCRIPT>", "text/html"),
            ("<img/src=x onerror=alert(1)>", "text/html"),
            ("<?xml version='1.0'?><feed>", "application/xml"),
            ("<?xml-stylesheet href='x'?><html>", "text/html"),
        ] {
            assert_eq!(sniff(text.as_bytes()), Found::Exact(kind), "{text}");
        }
    }

    #[test]
    fn text_is_text_even_when_it_begins_like_a_program() {
        for text in ["", "<3 you all", "MZ is a country code", "BC Hydro", "caf\u{e9}", "a < b", "#!/bin/sh\n"] {
            assert_eq!(sniff(text.as_bytes()), Found::Member(Family::Text, "text/plain"), "{text}");
        }
        assert_eq!(sniff(b"caf\xe9 au lait"), Found::Member(Family::Text, "text/plain"));
        assert_eq!(sniff("abc\u{e9}".as_bytes().get(..4).unwrap()), Found::Member(Family::Text, "text/plain"));
        assert_eq!(sniff(b"\xff\xfea\0b\0"), Found::Member(Family::Text, "text/plain"));
    }

    #[test]
    fn signatures() {
        assert_eq!(sniff(b"%PDF-1.7\n\x00\x01"), Found::Exact("application/pdf"));
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Found::Exact("image/png"));
        assert_eq!(sniff(b"\xff\xd8\xff\xe0\0\x10JFIF"), Found::Exact("image/jpeg"));
        assert_eq!(sniff(b"PK\x03\x04\x14\0\0\0\0\0"), Found::Member(Family::Zip, "application/zip"));
        assert_eq!(sniff(b"OggS\0\x02\0\0\0\0\0\0\0\0"), Found::Member(Family::Ogg, "audio/ogg"));
        assert_eq!(sniff(b"\x1aE\xdf\xa3\x42\x82\x84webm"), Found::Member(Family::Webm, "video/webm"));
        assert_eq!(sniff(b"\0\0\0\x18ftyp3gp4\0\0\0\0"), Found::Member(Family::Mp4, "video/mp4"));
        assert_eq!(sniff(b"\0\x01\x02\x03junk\x07"), Found::Unknown);
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(
            magic in prop::sample::select(vec![
                "", "PK\u{3}\u{4}[Content_Types].xml", "<?xml", "<!doctype", "<!--", "OggS", "\0\0\0\u{18}ftyp",
            ]),
            tail in prop::collection::vec(any::<u8>(), 0..400),
        ) {
            let mut bytes = magic.as_bytes().to_vec();
            bytes.extend(tail);
            sniff(&bytes);
        }
    }
}
