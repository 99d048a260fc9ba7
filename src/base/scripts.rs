//! Words of scripts that put no space between them: made findable character by character. Pure.

use std::borrow::Cow;

/// Stands between two characters in the search index: seen by its tokenizer, not by people.
pub const BREAK: char = '\u{200b}';
/// UTF-8 of all that follows begins with this byte or a higher one.
const FIRST_BYTE: u8 = 0xe0;

/// Whether the character belongs to a script that is written without spaces: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
fn is_unspaced(character: char) -> bool {
    matches!(
        u32::from(character),
        0x0e01..=0x0eff
            | 0x1000..=0x109f
            | 0x1780..=0x17ff
            | 0x2e80..=0x2fdf
            | 0x3005..=0x3007
            | 0x3021..=0x3029
            | 0x3031..=0x3035
            | 0x3040..=0x30ff
            | 0x3100..=0x312f
            | 0x31a0..=0x31bf
            | 0x31f0..=0x31ff
            | 0x3400..=0x4dbf
            | 0x4e00..=0x9fff
            | 0xf900..=0xfaff
            | 0xff66..=0xff9f
            | 0x1b000..=0x1b16f
            | 0x20000..=0x323af
    )
}

/// The text with a [`BREAK`] on both sides of every such character: the index keeps each as a word, and a word of several is a
/// phrase to it. A text without any is left as it is.
pub fn spaced(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| byte >= FIRST_BYTE) || !text.contains(is_unspaced) {
        return Cow::Borrowed(text);
    }
    let mut spaced = String::with_capacity(text.len().saturating_mul(2));
    let mut was_unspaced = false;
    for character in text.chars() {
        let is = is_unspaced(character);
        if (is || was_unspaced) && !spaced.is_empty() {
            spaced.push(BREAK);
        }
        spaced.push(character);
        was_unspaced = is;
    }
    Cow::Owned(spaced)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        spaced(text).replace(BREAK, "|")
    }

    #[test]
    fn only_what_is_written_without_spaces_is_broken_up() {
        for text in ["", "Grüße, 😀 – done…", "привет мир", "안녕 하세요", "مرحبا"] {
            assert!(matches!(spaced(text), Cow::Borrowed(same) if same == text), "{text}");
        }
        assert_eq!(shown("東京tokyo駅"), "東|京|tokyo|駅");
        assert_eq!(shown("カタ、ไทย"), "カ|タ|、|ไ|ท|ย");
    }

    proptest! {
        #[test]
        fn nothing_but_breaks_is_added(text in "[a 東京カไทยé😀]{0,30}") {
            prop_assert_eq!(spaced(&text).replace(BREAK, ""), text);
        }
    }
}
