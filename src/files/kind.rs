//! The type of a file, and what follows from it.
//!
//! The bytes decide the family; within ogg, webm, mp4, zip and plain text, which look alike, the declared type decides,
//! else the extension of the name. Nothing declared makes a file one that a browser would run.

use super::name::extension;
use super::sniff::{Family, Found, sniff};

/// The type to store, from the first bytes, what the sender declares, and the file's name.
pub fn decide(first: &[u8], declared: Option<&str>, filename: &str) -> String {
    let (family, assumed) = match sniff(first) {
        Found::Exact(kind) => return kind.to_owned(),
        Found::Unknown => return "application/octet-stream".to_owned(),
        // More than "a zip" was recognised, or nothing better can be said.
        Found::Member(family, assumed) => (family, assumed),
    };
    let said = [declared.and_then(clean), by_extension(&extension(filename)).map(str::to_owned)];
    said.into_iter().flatten().find(|kind| may_be(family, kind)).unwrap_or_else(|| assumed.to_owned())
}

/// Lower case, without parameters, by its usual name; `None` when it is no type at all.
fn clean(declared: &str) -> Option<String> {
    let kind = declared.split(';').next()?.trim().to_ascii_lowercase();
    let (main, sub) = kind.split_once('/')?;
    let is_token = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&b));
    if kind.len() > 127 || !is_token(main) || !is_token(sub) {
        return None;
    }
    Some(match kind.as_str() {
        "application/x-zip-compressed" | "application/x-zip" => "application/zip".to_owned(),
        "application/csv" | "text/comma-separated-values" => "text/csv".to_owned(),
        "audio/x-m4a" | "audio/m4a" => "audio/mp4".to_owned(),
        _ => kind,
    })
}

/// Whether a file of this family may bear the type.
fn may_be(family: Family, kind: &str) -> bool {
    if is_runnable(kind) {
        return false;
    }
    match family {
        Family::Ogg => ["audio/ogg", "audio/opus", "audio/vorbis", "video/ogg", "application/ogg"].contains(&kind),
        Family::Webm => ["audio/webm", "video/webm", "audio/x-matroska", "video/x-matroska"].contains(&kind),
        Family::Mp4 => [
            "video/mp4",
            "audio/mp4",
            "video/quicktime",
            "video/x-m4v",
            "video/3gpp",
            "audio/3gpp",
            "video/3gpp2",
            "audio/3gpp2",
        ]
        .contains(&kind),
        Family::Zip => {
            kind.starts_with("application/vnd.")
                || ["application/zip", "application/epub+zip", "application/java-archive"].contains(&kind)
        }
        Family::Ole => kind == "application/msword" || kind.starts_with("application/vnd.ms-"),
        Family::Text => {
            kind.starts_with("text/") || kind.ends_with("+json") || TEXTS.contains(&kind) || kind == "message/rfc822"
        }
    }
}

/// Plain texts whose type does not begin with `text/`.
const TEXTS: [&str; 8] = [
    "application/json",
    "application/x-ndjson",
    "application/yaml",
    "application/x-yaml",
    "application/toml",
    "application/sql",
    "application/x-subrip",
    "application/x-pem-file",
];

/// Types a browser would run or lay out as a page.
fn is_runnable(kind: &str) -> bool {
    ["html", "script", "xul", "xsl", "css", "component", "manifest"].iter().any(|word| kind.contains(word))
        || kind.ends_with("+xml")
        || kind.ends_with("/xml")
        || kind.starts_with("text/xml")
        || kind == "application/pdf"
}

/// The types of the extensions that tell members of a family apart.
fn by_extension(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "csv" => "text/csv",
        "md" => "text/markdown",
        "ics" => "text/calendar",
        "vcf" => "text/vcard",
        "vtt" => "text/vtt",
        "json" => "application/json",
        "yaml" | "yml" => "application/yaml",
        "eml" => "message/rfc822",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt" => "application/vnd.oasis.opendocument.text",
        "epub" => "application/epub+zip",
        "doc" => "application/msword",
        "xls" => "application/vnd.ms-excel",
        "ppt" => "application/vnd.ms-powerpoint",
        "msg" => "application/vnd.ms-outlook",
        "ogv" => "video/ogg",
        "weba" => "audio/webm",
        "m4a" => "audio/mp4",
        "mov" => "video/quicktime",
        "3gp" => "video/3gpp",
        _ => return None,
    })
}

/// The `file_type` of an attachment: `image`, `audio`, `video` or `file` (contract 2.12).
pub fn file_type(content_type: &str) -> &'static str {
    match content_type {
        "image/jpeg" | "image/png" | "image/gif" | "image/bmp" | "image/webp" => "image",
        "video/ogg" | "video/mp4" | "video/webm" | "video/quicktime" => "video",
        kind if kind.starts_with("audio/") => "audio",
        _ => "file",
    }
}

/// Whether website inboxes take files of this type (contract 2.12).
pub fn allowed_on_website(content_type: &str) -> bool {
    ["image/", "video/", "audio/"].iter().any(|main| content_type.starts_with(main))
        || content_type.starts_with("application/vnd.openxmlformats-officedocument.")
        || WEBSITE.contains(&content_type)
}

const WEBSITE: [&str; 16] = [
    "text/csv",
    "text/plain",
    "text/rtf",
    "application/rtf",
    "application/json",
    "application/pdf",
    "application/zip",
    "application/x-7z-compressed",
    "application/vnd.rar",
    "application/x-rar-compressed",
    "application/x-tar",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.ms-outlook",
    "application/vnd.oasis.opendocument.text",
];

/// Whether a browser may show the file in place: pictures of pixels, sound, film and plain text.
/// Everything else, and all that could run (SVG, HTML, XML, PDF), is only ever downloaded.
pub fn is_inline(content_type: &str) -> bool {
    let is_media = ["image/", "video/", "audio/"].iter().any(|main| content_type.starts_with(main));
    content_type == "text/plain" || (is_media && !content_type.contains("xml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    const ZIP: &[u8] = b"PK\x03\x04\x14\0\0\0\0\0";

    #[test]
    fn within_a_family_the_declared_type_decides() {
        assert_eq!(decide(ZIP, Some(DOCX), "a.docx"), DOCX);
        assert_eq!(decide(ZIP, Some("application/octet-stream"), "a.docx"), DOCX);
        assert_eq!(decide(ZIP, Some("application/x-zip-compressed"), "a.zip"), "application/zip");
        assert_eq!(decide(ZIP, Some("image/png"), "a.png"), "application/zip");
        assert_eq!(decide(b"OggS\0\x02\0\0", Some("audio/ogg; codecs=opus"), "v"), "audio/ogg");
        assert_eq!(decide(b"OggS\0\x02\0\0", Some("video/ogg"), "v"), "video/ogg");
        assert_eq!(decide(b"OggS\0\x02\0\0", Some("video/mp4"), "v"), "audio/ogg");
        assert_eq!(decide(b"\x1aE\xdf\xa3\x42\x82\x84webm", Some("audio/webm"), "v"), "audio/webm");
        assert_eq!(decide(b"a,b\n", Some("application/vnd.ms-excel"), "a.CSV"), "text/csv");
        assert_eq!(decide(b"a,b\n", Some("text/csv; charset=utf-8"), "a"), "text/csv");
        assert_eq!(decide(b"hello", None, "file"), "text/plain");
    }

    #[test]
    fn the_bytes_decide_the_family() {
        assert_eq!(decide(b"hello", Some("image/png"), "a.png"), "text/plain");
        assert_eq!(decide(b"\x89PNG\r\n\x1a\n\0\0", Some("application/pdf"), "a.pdf"), "image/png");
        assert_eq!(decide(b"\0\x01\x02junk", Some("video/mp4"), "a.mp4"), "application/octet-stream");
    }

    #[test]
    fn nothing_declared_makes_a_file_run() {
        let running = ["text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript", "application/xml"];
        for kind in running.into_iter().chain(["text/css", "application/javascript", "text/xsl", "application/pdf"]) {
            assert_eq!(decide(b"alert(1)", Some(kind), "a"), "text/plain", "{kind}");
            assert_eq!(decide(ZIP, Some(kind), "a"), "application/zip", "{kind}");
            assert!(!is_inline(kind), "{kind}");
        }
        assert_eq!(decide(b"<svg >", Some("image/png"), "a.png"), "image/svg+xml");
        assert_eq!(decide(b"<html >", Some("text/plain"), "a.txt"), "text/html");
    }

    #[test]
    fn declared_nonsense_is_ignored() {
        for nonsense in ["", "text", "text/", "/plain", "text/pl ain", "text/a\r\nb", &"t/".repeat(99)] {
            assert_eq!(decide(b"hello", Some(nonsense), "a"), "text/plain", "{nonsense:?}");
        }
    }

    #[test]
    fn file_types_and_the_website_list() {
        let of = ["image/webp", "image/tiff", "image/svg+xml", "video/quicktime", "video/x-m4v", "audio/x-wav", "x/y"];
        assert_eq!(of.map(file_type), ["image", "file", "file", "video", "file", "audio", "file"]);
        for yes in [DOCX, "image/tiff", "audio/mpeg", "text/csv", "application/pdf", "application/vnd.rar"] {
            assert!(allowed_on_website(yes), "{yes}");
        }
        for no in ["text/html", "application/octet-stream", "application/x-executable", "application/xml"] {
            assert!(!allowed_on_website(no), "{no}");
        }
    }
}
