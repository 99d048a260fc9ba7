//! Rules for short texts: e-mail addresses, phone numbers, addresses of pages, labels.

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

/// `None` for a text of nothing but white space, the text itself otherwise.
pub fn presence(text: Option<String>) -> Option<String> {
    text.filter(|t| !t.trim().is_empty())
}

/// An absolute http or https address.
pub fn is_http_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|r| !r.is_empty() && !r.starts_with('/') && !text.contains(char::is_whitespace))
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
}
