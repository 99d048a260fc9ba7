//! The items of interactive messages (contract 3.11): choices, cards, the fields of a form, articles. Pure.

use serde_json::{Map, Value};

use super::kinds::ContentType;
use crate::base::FieldError;

/// Wrong keys named in an answer at most.
const MOST_NAMED: usize = 20;

const SELECT: &[&str] = &["title", "value"];
const CARD: &[&str] = &["title", "description", "media_url", "actions"];
const CARD_ACTION: &[&str] = &["text", "type", "payload", "uri"];
const FORM: &[&str] =
    &["type", "placeholder", "label", "name", "options", "default", "required", "pattern", "title", "pattern_error"];
const ARTICLE: &[&str] = &["title", "description", "link"];

/// The rules that the items of such a message break.
pub fn errors(content_type: ContentType, attributes: &Map<String, Value>) -> Vec<FieldError> {
    let allowed = match content_type {
        ContentType::InputSelect => SELECT,
        ContentType::Cards => CARD,
        ContentType::Form => FORM,
        ContentType::Article => ARTICLE,
        _ => return Vec::new(),
    };
    let items = attributes.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if items.is_empty() {
        return vec![error("At least one item is required.")];
    }
    let objects: Vec<&Map<String, Value>> = items.iter().filter_map(Value::as_object).collect();
    if objects.len() < items.len() {
        return vec![error("Items should be a hash.")];
    }
    let mut errors = Vec::new();
    errors.extend(wrong_keys("items", objects.iter().copied(), allowed));
    if content_type == ContentType::Cards {
        errors.extend(action_error(&objects));
    }
    errors
}

/// Every card has at least one action, of known keys.
fn action_error(cards: &[&Map<String, Value>]) -> Option<FieldError> {
    let mut actions = Vec::new();
    for card in cards {
        match card.get("actions").and_then(Value::as_array) {
            Some(list) if !list.is_empty() => actions.extend(list.iter().map(Value::as_object)),
            _ => return Some(error("contains items missing actions")),
        }
    }
    let Some(actions) = actions.into_iter().collect::<Option<Vec<_>>>() else {
        return Some(error("contains items missing actions"));
    };
    wrong_keys("actions", actions.into_iter(), CARD_ACTION)
}

fn wrong_keys<'i>(
    what: &str,
    objects: impl Iterator<Item = &'i Map<String, Value>>,
    allowed: &[&str],
) -> Option<FieldError> {
    let keys = objects.flat_map(Map::keys).filter(|key| !allowed.contains(&key.as_str()));
    let named: Vec<String> =
        keys.take(MOST_NAMED).map(|key| format!(":{}", key.chars().take(60).collect::<String>())).collect();
    (!named.is_empty()).then(|| error(&format!("contains invalid keys for {what} : [{}]", named.join(", "))))
}

fn error(rule: &str) -> FieldError {
    FieldError::new("content_attributes", format!("Content attributes {rule}"), "invalid")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(content_type: ContentType, items: Value) -> Vec<String> {
        let attributes = Map::from_iter([("items".to_owned(), items)]);
        errors(content_type, &attributes).into_iter().map(|error| error.message).collect()
    }

    #[test]
    fn items_have_known_keys_only() {
        assert!(of(ContentType::InputSelect, json!([{"title": "Yes", "value": "y"}])).is_empty());
        assert!(of(ContentType::Text, json!("anything")).is_empty());
        assert!(of(ContentType::Form, json!([{"name": "a", "pattern_error": "b"}])).is_empty());
        assert_eq!(
            of(ContentType::Article, json!([{"title": "a", "x": 1}, {"y": 2}])),
            ["Content attributes contains invalid keys for items : [:x, :y]"]
        );
    }

    #[test]
    fn there_is_at_least_one_item() {
        for none in [json!([]), json!(null), json!({}), json!("x")] {
            assert_eq!(of(ContentType::Form, none), ["Content attributes At least one item is required."]);
        }
        assert!(!errors(ContentType::Cards, &Map::new()).is_empty());
        assert_eq!(of(ContentType::Form, json!([1])), ["Content attributes Items should be a hash."]);
    }

    #[test]
    fn cards_have_actions() {
        assert!(of(ContentType::Cards, json!([{"title": "a", "actions": [{"type": "link", "uri": "u"}]}])).is_empty());
        for actions in [json!(null), json!([]), json!([1])] {
            let wrong = of(ContentType::Cards, json!([{"title": "a", "actions": actions}]));
            assert_eq!(wrong, ["Content attributes contains items missing actions"]);
        }
        let wrong = of(ContentType::Cards, json!([{"actions": [{"link": "u"}]}]));
        assert_eq!(wrong, ["Content attributes contains invalid keys for actions : [:link]"]);
    }
}
