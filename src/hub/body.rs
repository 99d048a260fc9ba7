//! The text of a message to a client: an event's name, its data, and where it stands.

use std::sync::Arc;

/// A JSON object with more members: names with JSON.
pub fn with(object: &str, members: &[(&str, &str)]) -> String {
    let inside = object.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    let more: usize = members.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
    let mut text = String::with_capacity(object.len() + more);
    text.push('{');
    text.push_str(inside);
    for (name, value) in members {
        if text.len() > 1 {
            text.push(',');
        }
        text.push('"');
        text.push_str(name);
        text.push_str("\":");
        text.push_str(value);
    }
    text.push('}');
    text
}

/// An event with its data, which is JSON; `place` is the number of what caused it and which of its frames this is.
pub fn body(event: &str, data: &str, place: Option<(i64, usize)>) -> Arc<str> {
    let place = place.map(|(seq, part)| format!(",\"seq\":{seq},\"part\":{part}")).unwrap_or_default();
    format!("{{\"event\":\"{event}\",\"data\":{data}{place}}}").into()
}
