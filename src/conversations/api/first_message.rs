//! The first message of a new conversation, as clients send it along.

use poem_openapi::Object;
use serde_json::{Map, Value};

use crate::base::text::presence;
use crate::base::{Error, Result};
use crate::http::wire::Upload;
use crate::messages::{ContentType, Draft, MessageType};

/// The first message of a conversation.
#[derive(Debug, Object)]
#[oai(rename = "conversation_first_message")]
pub struct FirstMessage {
    pub content: Option<String>,
    /// `outgoing` (default), or `incoming` in an API inbox.
    pub message_type: Option<String>,
    /// Seen by agents only.
    pub private: Option<bool>,
    /// `text` without one.
    pub content_type: Option<String>,
    /// An object, or its JSON as a text.
    pub content_attributes: Option<Value>,
    /// An object with a `name`.
    pub template_params: Option<Value>,
    /// Files of a multipart body, or signed ids of files that were uploaded before.
    pub attachments: Option<Vec<Upload>>,
}

impl FirstMessage {
    /// The message to be posted; refuses types that do not exist.
    pub fn draft(self) -> Result<Draft> {
        let mut draft = Draft::outgoing("");
        draft.content = self.content;
        if let Some(text) = presence(self.message_type) {
            draft.message_type = MessageType::parse(&text)?;
        }
        if let Some(text) = presence(self.content_type) {
            draft.content_type = ContentType::parse(&text)?;
        }
        draft.private = self.private.unwrap_or_default();
        draft.content_attributes = object(self.content_attributes);
        if self.template_params.is_some() {
            let template = object(self.template_params);
            if !template.get("name").is_some_and(Value::is_string) {
                return Err(Error::missing("name"));
            }
            draft.additional_attributes.insert("template_params".to_owned(), Value::Object(template));
        }
        for file in self.attachments.unwrap_or_default() {
            match file {
                Upload::Part(stored) => draft.attachments.push(stored),
                // what a form sends for a file that nobody chose
                Upload::Text(text) if text.trim().is_empty() => {}
                Upload::Text(signed_id) => draft.uploads.push(signed_id),
            }
        }
        Ok(draft)
    }
}

/// The object itself, or in a JSON text; anything else is an empty one.
fn object(value: Option<Value>) -> Map<String, Value> {
    match value {
        Some(Value::Object(map)) => map,
        Some(Value::String(text)) => serde_json::from_str(&text).unwrap_or_default(),
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use poem_openapi::types::ParseFromJSON;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_first_message_is_outgoing_by_default() {
        let read = |value| FirstMessage::parse_from_json(Some(value)).unwrap().draft();
        let draft = read(json!({"content": "hi", "content_attributes": "{\"a\":1}"})).unwrap();
        assert_eq!((draft.content.as_deref(), draft.message_type), (Some("hi"), MessageType::Outgoing));
        assert_eq!(draft.content_attributes.get("a"), Some(&json!(1)));
        assert_eq!(read(json!({"message_type": "x"})).unwrap_err().to_string(), "'x' is not a valid message_type");
        assert!(read(json!({"template_params": {}})).is_err());
        assert!(read(json!({"attachments": [""]})).unwrap().attachments.is_empty());
    }
}
