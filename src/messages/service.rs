//! The verbs of messages: insert, answer, mark_read, report, retry, delete.

use serde_json::{Map, Value, json};

use super::kinds::{ContentType, MessageStatus};
use super::model::{Message, NewMessage};
use super::sql;
use crate::base::ids::{AccountId, ConversationId, MessageId};
use crate::base::{Actor, Changes, Event, EventKind, Millis, Result};
use crate::files::{self, Stored};
use crate::store::Tx;

/// How many of the newest messages are looked at when the contact has read them.
const MOST_READ: i64 = 100;
/// The content attribute that says why a message failed.
const EXTERNAL_ERROR: &str = "external_error";
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
    message.id = sql::insert(tx, &message, new.echo_id.as_deref())?;
    for file in &new.attachments {
        files::link(tx, file.id, Some(message.account))?;
        sql::insert_attachment(tx, &message, file)?;
    }
    Ok(message)
}

/// Hangs files on a message which others of the account use as well. Part of the write that stores the message: nothing is told.
pub fn attach_shared(tx: &Tx, message: &mut Message, files: &[Stored]) -> Result<()> {
    for file in files {
        files::share(tx, file.id, message.account)?;
        sql::insert_attachment(tx, message, file)?;
    }
    message.has_attachments |= !files.is_empty();
    sql::save_content(tx, message)
}

/// Notes what the contact answered to an interactive message, under this attribute. One event, and none for the same answer.
pub fn answer(tx: &Tx, message: Message, attribute: &str, value: Value, by: Actor) -> Result<Message> {
    let before: Map<String, Value> = serde_json::from_str(&message.content_attributes).unwrap_or_default();
    let mut after = before.clone();
    after.insert(attribute.to_owned(), value);
    let mut changes = Changes::default();
    if !changes.note("content_attributes", before, after.clone()) {
        return Ok(message);
    }
    let content_attributes = Value::Object(after).to_string();
    let message = Message { content_attributes, updated_at: tx.now, ..message };
    sql::save_content(tx, &message)?;
    tx.emit(updated(&message, changes, by))?;
    Ok(message)
}

/// Notes that the contact has read the newest messages of a conversation that were meant for them: one event for each.
pub fn mark_read(tx: &Tx, account: AccountId, conversation: ConversationId, by: Actor) -> Result<()> {
    let unread = sql::unread(tx, account, conversation, MOST_READ)?;
    for message in sql::by_ids(tx, account, &unread)? {
        let mut changes = Changes::default();
        changes.note("status", message.status.name(), MessageStatus::Read.name());
        let message = Message { status: MessageStatus::Read, updated_at: tx.now, ..message };
        sql::save_status(tx, &message)?;
        tx.emit(updated(&message, changes, by))?;
    }
    Ok(())
}

/// Notes how far an outside channel says that a message got, and for one that failed why. What was read stays so, but for a
/// failure. One event, and none for what is known.
pub fn report(tx: &Tx, message: Message, status: MessageStatus, problem: Option<String>, by: Actor) -> Result<Message> {
    let goes_back = matches!(status, MessageStatus::Sent | MessageStatus::Delivered);
    if message.status == MessageStatus::Read && goes_back {
        return Ok(message);
    }
    let mut attributes: Map<String, Value> = serde_json::from_str(&message.content_attributes).unwrap_or_default();
    match problem.filter(|_| status == MessageStatus::Failed) {
        Some(problem) => drop(attributes.insert(EXTERNAL_ERROR.to_owned(), problem.into())),
        None => drop(attributes.shift_remove(EXTERNAL_ERROR)),
    }
    save(tx, message, status, attributes, by)
}

/// Has a message that failed sent again: it counts as sent, and nothing is said of it any more. Any other stays as it is.
pub fn retry(tx: &Tx, message: Message, by: Actor) -> Result<Message> {
    if message.status == MessageStatus::Failed {
        save(tx, message, MessageStatus::Sent, Map::new(), by)
    } else {
        Ok(message)
    }
}

/// Writes status and content attributes as far as they differ, and tells.
fn save(
    tx: &Tx,
    message: Message,
    status: MessageStatus,
    attributes: Map<String, Value>,
    by: Actor,
) -> Result<Message> {
    let before: Map<String, Value> = serde_json::from_str(&message.content_attributes).unwrap_or_default();
    let mut changes = Changes::default();
    changes.note("status", message.status.name(), status.name());
    if changes.note("content_attributes", before, attributes.clone()) {
        let content_attributes = Value::Object(attributes).to_string();
        sql::save_content(tx, &Message { content_attributes, updated_at: tx.now, ..message.clone() })?;
    }
    if changes.is_empty() {
        return Ok(message);
    }
    sql::save_status(tx, &Message { status, updated_at: tx.now, ..message.clone() })?;
    tx.emit(updated(&message, changes, by))?;
    super::sql::find(tx, message.account, message.conversation, message.id)
}

fn updated(message: &Message, changes: Changes, by: Actor) -> Event {
    let event = Event::new(message.account, EventKind::MessageUpdated, message.id.0, by);
    event.with_changes(changes).in_conversation(message.conversation)
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
    tx.emit(updated(&after, deletion(&message, &after), by))?;
    Ok(after)
}

/// Takes attachments of a conversation away that are older than this; their messages stay. Answers how many it looked at: fewer
/// than `most` when no more are left.
pub fn drop_attachments(
    tx: &Tx,
    account: AccountId,
    conversation: ConversationId,
    before: Millis,
    most: usize,
) -> Result<usize> {
    let mut messages = sql::attached_before(tx, account, conversation, before, most)?;
    let found = messages.len();
    messages.sort_unstable();
    messages.dedup();
    for id in &messages {
        let before = super::sql::find(tx, account, conversation, *id)?;
        for blob in sql::delete_attachments(tx, &before)? {
            files::delete(tx, blob)?;
        }
        let after = Message { has_attachments: false, updated_at: tx.now, ..before };
        sql::save_content(tx, &after)?;
        let mut changes = Changes::default();
        changes.note("has_attachments", true, false);
        tx.emit(updated(&after, changes, Actor::System))?;
    }
    Ok(found)
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
