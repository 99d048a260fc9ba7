//! Rules for short texts: e-mail addresses, phone numbers, addresses of pages, labels.

use std::num::{IntErrorKind, ParseIntError};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Exactly one `@`, no white space, something on both sides (contract 3.1).
pub fn is_email(text: &str) -> bool {
    let mut parts = text.split('@');
    let (Some(local), Some(domain), None) = (parts.next(), parts.next(), parts.next()) else { return false };
    !local.is_empty() && !domain.is_empty() && !text.contains(char::is_whitespace)
}

/// `+`, then 2 to 15 digits of which the first is not 0.
pub fn is_e164(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else { return false };
    (2..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A text as the value in the query of an address.
pub fn query_value(text: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, KEPT).to_string()
}

/// `None` for a text of nothing but white space, the text itself otherwise.
pub fn presence(text: Option<String>) -> Option<String> {
    text.filter(|t| !t.trim().is_empty())
}

/// An absolute http or https address.
pub fn is_http_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|r| !r.is_empty() && !r.starts_with('/') && !text.contains(char::is_whitespace))
}

/// A yes or no as clients write it.
pub fn flag(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "t" | "1" | "on" | "yes" => Some(true),
        "false" | "f" | "0" | "off" | "no" => Some(false),
        _ => None,
    }
}

/// The integer that a text is: 0 when it is none, the nearest there is when it is too large.
pub fn integer_or_zero(text: &str) -> i64 {
    text.trim().parse().unwrap_or_else(|error: ParseIntError| match error.kind() {
        IntErrorKind::PosOverflow => i64::MAX,
        IntErrorKind::NegOverflow => i64::MIN,
        _ => 0,
    })
}

/// A list of labels as Chatwoot reads it: commas inside an element split it, blanks are trimmed, duplicates dropped.
pub fn label_list<I: IntoIterator<Item = S>, S: AsRef<str>>(items: I) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for item in items {
        for label in item.as_ref().split(',').map(str::trim).filter(|l| !l.is_empty()) {
            if !labels.iter().any(|l| l == label) {
                labels.push(label.to_owned());
            }
        }
    }
    labels
}

/// Letters, digits, `_` and `-` in any script, at least two, the first a letter or digit (contract 7.5).
pub fn is_label_title(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_alphanumeric)
        && text.chars().count() >= 2
        && chars.all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn emails() {
        for good in ["a@b", "ada.l+x@example.com"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "@", "a@", "@b", "a@b@c", "a b@c", "a@b\n"] {
            assert!(!is_email(bad), "{bad:?}");
        }
    }

    #[test]
    fn integers_that_texts_are() {
        let read = ["7", " +7 ", "-7", "7.5", "4c3c", "c3", "", "-", "9999999999999999999", "-9999999999999999999"];
        assert_eq!(read.map(integer_or_zero), [7, 7, -7, 0, 0, 0, 0, 0, i64::MAX, i64::MIN]);
    }

    #[test]
    fn phone_numbers() {
        for good in ["+14155550100", "+49"] {
            assert!(is_e164(good), "{good}");
        }
        for bad in ["", "+", "+1", "+0123", "14155550100", "+1415555010012345", "x+14155550100", "+14155x"] {
            assert!(!is_e164(bad), "{bad:?}");
        }
    }

    #[test]
    fn labels_are_split_trimmed_and_made_unique() {
        assert_eq!(label_list(["a, b", " a ", "", "c"]), ["a", "b", "c"]);
        assert!(is_label_title("größe-1") && !is_label_title("a") && !is_label_title("-ab") && !is_label_title("a b"));
    }

    proptest! {
        #[test]
        fn whatever_is_taken_for_an_address_is_one(text in "\\PC{0,12}@?\\PC{0,12}") {
            let expected = text.chars().filter(|c| *c == '@').count() == 1
                && !text.starts_with('@') && !text.ends_with('@') && !text.chars().any(char::is_whitespace);
            prop_assert_eq!(is_email(&text), expected, "{:?}", text);
        }

        #[test]
        fn numbers_of_the_right_length_are_taken_and_nothing_else(digits in "[1-9][0-9]{1,14}", junk in "\\PC{1,3}") {
            let number = format!("+{digits}");
            prop_assert!(is_e164(&number));
            let longer = format!("{number}{junk}");
            prop_assert_eq!(is_e164(&longer), junk.chars().all(|c| c.is_ascii_digit()) && longer.len() <= 16);
            let after_junk = format!("{junk}{number}");
            prop_assert!(!is_e164(&after_junk));
        }

        #[test]
        fn a_list_of_labels_is_read_once_and_for_all(items in proptest::collection::vec("[ ,a-c]{0,8}", 0..6)) {
            let labels = label_list(&items);
            prop_assert_eq!(label_list(&labels), labels.clone());
            prop_assert!(labels.iter().all(|l| !l.is_empty() && l.trim() == l && !l.contains(',')));
        }
    }
}
