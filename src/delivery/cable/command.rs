//! What clients say, in the words of ActionCable (`actioncable-v1-json`). Whatever cannot be read is nothing.

use serde::Deserialize;
use serde_json::Value;

use crate::base::ids::{AccountId, DisplayId, UserId};

/// What a client asks for.
#[derive(Debug, PartialEq)]
pub enum Command {
    Subscribe(String),
    Unsubscribe(String),
    UpdatePresence(String),
    /// Says that the holder looks at a conversation, or no longer does.
    View {
        identifier: String,
        conversation: DisplayId,
        is_viewing: bool,
    },
}

#[derive(Deserialize)]
struct Spoken {
    command: String,
    identifier: String,
    data: Option<Value>,
}

impl Command {
    /// Reads a text frame.
    pub fn read(text: &str) -> Option<Self> {
        let spoken: Spoken = serde_json::from_str(text).ok()?;
        match spoken.command.as_str() {
            "subscribe" => Some(Command::Subscribe(spoken.identifier)),
            "unsubscribe" => Some(Command::Unsubscribe(spoken.identifier)),
            "message" => {
                // a text with JSON in it; some clients send the object itself
                let data = match spoken.data? {
                    Value::String(text) => serde_json::from_str(&text).ok()?,
                    other => other,
                };
                let identifier = spoken.identifier;
                match data.get("action")?.as_str()? {
                    "update_presence" => Some(Command::UpdatePresence(identifier)),
                    "viewing" => {
                        let conversation = number(data.get("conversation_id")).ok()?.map(DisplayId)?;
                        let is_viewing = data.get("is_viewing").is_none_or(|sent| sent.as_bool() != Some(false));
                        Some(Command::View { identifier, conversation, is_viewing })
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// What a subscription is to be: its identifier, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    pub token: String,
    pub account: Option<AccountId>,
    pub user: Option<UserId>,
    pub after: Option<After>,
}

/// The last thing a client has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    pub seq: i64,
    /// The last frame seen of that event; without it all of them.
    pub part: Option<i64>,
}

impl After {
    /// Whether the client has not seen this frame.
    pub fn misses(&self, seq: i64, part: usize) -> bool {
        let is_later_part = || self.part.is_some_and(|seen| i64::try_from(part).is_ok_and(|part| part > seen));
        seq > self.seq || (seq == self.seq && is_later_part())
    }
}

impl Wish {
    /// Reads the identifier of a subscription to the channel of rooms, the only one there is.
    pub fn read(identifier: &str) -> Option<Self> {
        let fields: Value = serde_json::from_str(identifier).ok()?;
        if fields.get("channel")?.as_str()? != "RoomChannel" {
            return None;
        }
        let number = |name: &str| number(fields.get(name));
        let seq = number("after").ok()?;
        let part = number("after_part").ok()?;
        Some(Wish {
            token: fields.get("pubsub_token").and_then(Value::as_str).unwrap_or_default().to_owned(),
            account: number("account_id").ok()?.map(AccountId),
            user: number("user_id").ok()?.map(UserId),
            after: seq.map(|seq| After { seq, part }),
        })
    }
}

/// A number, or a text with one; null, nothing and an empty text are none. Anything else is refused.
fn number(value: Option<&Value>) -> Result<Option<i64>, ()> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) => text.parse().map(Some).map_err(|_| ()),
        Some(other) => other.as_i64().map(Some).ok_or(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_with_data_as_text_or_object() {
        let read = |text: &str| Command::read(text);
        assert_eq!(read(r#"{"command":"subscribe","identifier":"i"}"#), Some(Command::Subscribe("i".into())));
        assert_eq!(read(r#"{"command":"unsubscribe","identifier":"i"}"#), Some(Command::Unsubscribe("i".into())));
        for data in [r#""{\"action\":\"update_presence\"}""#, r#"{"action":"update_presence"}"#] {
            let text = format!(r#"{{"command":"message","identifier":"i","data":{data}}}"#);
            assert_eq!(read(&text), Some(Command::UpdatePresence("i".into())), "{data}");
        }
        let view = |data: &str| read(&format!(r#"{{"command":"message","identifier":"i","data":{data}}}"#));
        let viewing =
            |is_viewing| Some(Command::View { identifier: "i".into(), conversation: DisplayId(7), is_viewing });
        assert_eq!(view(r#"{"action":"viewing","conversation_id":7}"#), viewing(true));
        assert_eq!(view(r#"{"action":"viewing","conversation_id":"7","is_viewing":false}"#), viewing(false));
        assert_eq!(view(r#"{"action":"viewing"}"#), None);
        for wrong in [
            "",
            "[]",
            "{",
            r#"{"command":"x","identifier":"i"}"#,
            r#"{"command":"subscribe"}"#,
            r#"{"command":"message","identifier":"i"}"#,
            r#"{"command":"message","identifier":"i","data":"x"}"#,
            r#"{"command":"message","identifier":"i","data":{"action":"dance"}}"#,
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn identifiers_are_read_with_numbers_as_texts_or_null() {
        let read = |text: &str| Wish::read(text);
        let wish = |account, user, after: Option<(i64, Option<i64>)>| Wish {
            token: "t".into(),
            account,
            user,
            after: after.map(|(seq, part)| After { seq, part }),
        };
        assert_eq!(read(r#"{"channel":"RoomChannel","pubsub_token":"t"}"#), Some(wish(None, None, None)));
        assert_eq!(
            read(
                r#"{"channel":"RoomChannel","pubsub_token":"t","account_id":"1","user_id":2,"after":"7","after_part":null}"#
            ),
            Some(wish(Some(AccountId(1)), Some(UserId(2)), Some((7, None))))
        );
        assert_eq!(
            read(r#"{"channel":"RoomChannel","pubsub_token":"t","account_id":null,"after":0,"after_part":1}"#),
            Some(wish(None, None, Some((0, Some(1)))))
        );
        for wrong in [
            "",
            "{}",
            r#"{"channel":"OtherChannel"}"#,
            r#"{"channel":"RoomChannel","account_id":"x"}"#,
            r#"{"channel":"RoomChannel","user_id":{}}"#,
            r#"{"channel":"RoomChannel","after":1.5}"#,
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_was_seen_is_not_missed() {
        let whole = After { seq: 5, part: None };
        assert!(!whole.misses(4, 9) && !whole.misses(5, 0) && !whole.misses(5, 9) && whole.misses(6, 0));
        let half = After { seq: 5, part: Some(0) };
        assert!(!half.misses(5, 0) && half.misses(5, 1) && half.misses(6, 0));
    }
}
