//! The files themselves: in a release their texts are embedded compressed (see `build.rs`), in a debug build all are on disk.

use std::borrow::Cow;

use rust_embed::Embed;

#[derive(Embed)]
#[cfg_attr(compressed, folder = "$OUT_DIR/static/")]
#[cfg_attr(not(compressed), folder = "static/")]
struct Files;

/// A file as it is kept.
pub struct File {
    pub data: Cow<'static, [u8]>,
    /// Its media type.
    pub kind: String,
    /// Whether `data` is what brotli made of it.
    pub is_compressed: bool,
    /// Half of the hash of `data`, quoted: its strong tag.
    pub etag: String,
}

impl File {
    /// The file of this path below `static/`.
    pub fn find(path: &str) -> Option<Self> {
        let file = Files::get(path)?;
        let kind = file.metadata.mimetype().to_owned();
        let hash: String = file.metadata.sha256_hash().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let is_compressed = cfg!(compressed) && is_text(path);
        Some(File { data: file.data, kind, is_compressed, etag: format!("\"{hash}\"") })
    }

    /// What it was before it was compressed.
    pub fn plain(self) -> Cow<'static, [u8]> {
        if self.is_compressed { expand(&self.data).into() } else { self.data }
    }
}

/// What `build.rs` compresses, which says the same.
const TEXTS: [&str; 7] = ["css", "html", "js", "md", "mjs", "svg", "txt"];

fn is_text(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| TEXTS.contains(&end))
}

fn expand(data: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    if let Err(error) = brotli_decompressor::BrotliDecompress(&mut &*data, &mut plain) {
        tracing::error!(%error, "an embedded file is broken");
    }
    plain
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn what_was_compressed_is_expanded() {
        let text = "a text, a text, a text".repeat(1000);
        let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
        writer.write_all(text.as_bytes()).unwrap();
        let data = writer.into_inner();
        assert!(data.len() < 100);
        let file = File { data: data.into(), kind: String::new(), is_compressed: true, etag: String::new() };
        assert_eq!(file.plain(), text.as_bytes());
    }

    #[test]
    fn a_file_has_its_type_and_tag() {
        let file = File::find("robots.txt").unwrap();
        assert_eq!((file.kind.as_str(), file.etag.len()), ("text/plain", 34));
        assert!(String::from_utf8(file.plain().into_owned()).unwrap().contains("User-agent"));
        assert!(File::find("nothing").is_none());
    }

    #[test]
    fn the_build_compresses_the_same() {
        let build = include_str!("../../../build.rs");
        let named = format!("{TEXTS:?}");
        assert!(build.contains(&format!("const TEXTS: [&str; {}] = {named};", TEXTS.len())), "{named}");
    }
}
