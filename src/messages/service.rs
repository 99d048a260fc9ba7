//! The verbs of messages: insert, delete.

use serde_json::{Value, json};

use super::kinds::{ContentType, MessageStatus};
use super::model::{Message, NewMessage};
use super::sql;
use crate::base::ids::MessageId;
use crate::base::{Actor, Changes, Event, EventKind, Result};
use crate::files;
use crate::store::Tx;

/// What is left to read of a deleted message.
const DELETED: &str = "This message was deleted";
/// What is left of its attributes.
const DELETED_ATTRIBUTES: &str = r#"{"deleted":true}"#;

/// Stores a message and its attachments as they are: no rule is asked, nothing is told, and its conversation does not know of
/// it yet. Refused when an upload is used already.
pub fn insert(tx: &Tx, new: NewMessage) -> Result<Message> {
    let mut message = Message {
        id: MessageId(0),
        account: new.account,
        inbox: new.inbox,
        conversation: new.conversation,
        message_type: new.message_type,
        content_type: new.content_type,
        content: new.content,
        private: new.private,
        status: MessageStatus::Sent,
        sender: new.sender,
        source_id: new.source_id,
        content_attributes: new.content_attributes,
        additional_attributes: new.additional_attributes,
        external_source_ids: "{}".to_owned(),
        has_attachments: !new.attachments.is_empty(),
        created_at: tx.now,
        updated_at: tx.now,
    };
    message.id = sql::insert(tx, &message)?;
    for file in &new.attachments {
        files::link(tx, file.id, Some(message.account))?;
        sql::insert_attachment(tx, &message, file)?;
    }
    Ok(message)
}

/// Takes a message's content and attachments away; its place stays. One event, and none when it was deleted before.
pub fn delete(tx: &Tx, message: Message, by: Actor) -> Result<Message> {
    let after = Message {
        content: Some(DELETED.to_owned()),
        content_type: ContentType::Text,
        content_attributes: DELETED_ATTRIBUTES.to_owned(),
        has_attachments: false,
        updated_at: tx.now,
        ..message.clone()
    };
    if (Message { updated_at: message.updated_at, ..after.clone() }) == message {
        return Ok(message);
    }
    if message.has_attachments {
        for blob in sql::delete_attachments(tx, &message)? {
            files::delete(tx, blob)?;
        }
    }
    sql::save_content(tx, &after)?;
    let event = Event::new(after.account, EventKind::MessageUpdated, after.id.0, by);
    tx.emit(event.with_changes(deletion(&message, &after)).in_conversation(after.conversation))?;
    Ok(after)
}

/// What a deletion changed. The old content and attributes are not told: they are gone.
fn deletion(before: &Message, after: &Message) -> Changes {
    let attributes: Value = serde_json::from_str(&after.content_attributes).unwrap_or_default();
    let mut changes = Changes::default();
    changes.note("content", Value::Null, after.content.as_deref());
    changes.note("content_type", before.content_type.name(), after.content_type.name());
    changes.note("content_attributes", json!({}), attributes);
    changes
}
