//! Answers a client may already have: entity tags.

use poem::http::{HeaderMap, HeaderName, header};

/// Whether `If-None-Match` names this tag (quoted), so that 304 is the answer.
pub fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    lists(headers, header::IF_NONE_MATCH, etag)
}

/// Whether a range may be answered: no `If-Range`, or one with this very tag.
pub fn allows_range(headers: &HeaderMap, etag: &str) -> bool {
    headers.get(header::IF_RANGE).is_none_or(|tag| tag.as_bytes() == etag.as_bytes())
}

fn lists(headers: &HeaderMap, name: HeaderName, etag: &str) -> bool {
    let lines = headers.get_all(name);
    let tags = lines.iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(','));
    tags.map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_compared_weakly_and_in_lists() {
        for (sent, known) in [("\"a\"", true), ("W/\"a\"", true), ("\"b\", \"a\"", true), ("*", true), ("a", false)] {
            let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, sent.parse().unwrap())]);
            assert_eq!(is_known(&headers, "\"a\""), known, "{sent}");
        }
        assert!(!is_known(&HeaderMap::new(), "\"a\""));
        assert!(allows_range(&HeaderMap::new(), "\"a\""));
        let old = HeaderMap::from_iter([(header::IF_RANGE, "\"b\"".parse().unwrap())]);
        assert!(!allows_range(&old, "\"a\""));
    }
}
