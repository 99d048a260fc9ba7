//! What is searched for, and how a hit shows where it was found. Pure.

use crate::base::ids::DisplayId;
use crate::conversations::match_words;
use crate::store::Page;

/// Hits of a page.
const PAGE: i64 = 15;
/// Hits of a kind that can be paged through.
pub const MOST: i64 = 10_000;
/// What the index puts before and behind a word that was found.
const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

/// A search text, and which page of the hits is wanted.
#[derive(Debug, Clone)]
pub struct Asked {
    pub text: String,
    pub page: Page,
}

impl Asked {
    /// As it came.
    pub fn new(text: Option<&str>, number: Option<i64>) -> Self {
        Asked { text: text.unwrap_or_default().trim().to_owned(), page: Page::new(number, PAGE) }
    }

    /// The words as the message index wants them, if there are any.
    pub fn words(&self) -> Option<String> {
        match_words(&self.text)
    }

    /// The number of a conversation, when the text is one; agents also write `#12`.
    pub fn number(&self) -> Option<DisplayId> {
        let digits = self.text.strip_prefix('#').unwrap_or(&self.text);
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse().ok().map(DisplayId)).flatten()
    }

    /// Whether no hit can be so far behind.
    pub fn is_beyond(&self) -> bool {
        self.page.offset() >= MOST
    }
}

/// A part of a message, as the index cuts it, as HTML: its own markup escaped, the words that were found in `<mark>`.
///
/// Whoever writes the index's marks into a message gets them dropped where they do not pair.
pub fn highlight(snippet: &str) -> String {
    let mut html = String::with_capacity(snippet.len().saturating_add(16));
    let mut is_open = false;
    for character in snippet.chars() {
        match character {
            OPEN if !is_open => html.push_str("<mark>"),
            CLOSE if is_open => html.push_str("</mark>"),
            OPEN | CLOSE => continue,
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
        is_open = character == OPEN || (is_open && character != CLOSE);
    }
    if is_open {
        html.push_str("</mark>");
    }
    html
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_may_have_a_sign_before_them() {
        let number = |text: &str| Asked::new(Some(text), None).number().map(|number| number.0);
        assert_eq!([number(" 12 "), number("#12"), number("007")], [Some(12), Some(12), Some(7)]);
        for text in ["", "#", "+1", "-1", "1.5", "1 2", "##1", "９", "99999999999999999999"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn absurd_pages_are_beyond() {
        let is_beyond = |number: i64| Asked::new(None, Some(number)).is_beyond();
        assert!(!is_beyond(-1) && !is_beyond(667) && is_beyond(668) && is_beyond(i64::MAX));
    }

    #[test]
    fn what_was_found_is_marked_and_nothing_else_is_markup() {
        assert_eq!(highlight("a \u{1}b\u{2} <c>"), "a <mark>b</mark> &lt;c&gt;");
        assert_eq!(highlight("\u{1}<mark>\u{2}&\"'"), "<mark>&lt;mark&gt;</mark>&amp;&quot;&#39;");
        assert_eq!(highlight("\u{2}a\u{1}b\u{1}c\u{2}\u{2}d\u{1}e"), "a<mark>bc</mark>d<mark>e</mark>");
    }

    proptest! {
        #[test]
        fn marks_always_pair(snippet in "[a<>&\"\u{1}\u{2}]{0,40}") {
            let html = highlight(&snippet);
            prop_assert_eq!(html.matches("<mark>").count(), html.matches("</mark>").count());
            let rest = html.replace("<mark>", "").replace("</mark>", "");
            prop_assert!(!rest.contains(['<', '>', '"']));
        }
    }
}
