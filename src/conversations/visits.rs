//! The contact's side: which conversations a session has, what its contact has seen, and what they attach to a conversation.
//!
//! A session has the conversations begun in it. One whose contact has proven who they are has all of that contact's in the
//! inbox that were begun in such sessions, so that a person keeps the thread over devices.

use serde_json::{Map, Value};

use super::creation::limits;
use super::model::{Conversation, Performer};
use super::revision::Revision;
use super::sql;
use crate::base::ids::{ConversationId, DisplayId, MessageId};
use crate::base::{Changes, Error, Event, EventKind, Millis, Result};
use crate::contacts::ContactInbox;
use crate::messages::{self, Message};
use crate::store::{Db, Tx};

/// The newest conversation of the session.
pub fn current(db: &Db, session: &ContactInbox) -> Result<Option<Conversation>> {
    let newest = sql::of_session(db, session, 1)?.pop();
    newest.map(|id| sql::find_by_id(db, session.account, id)).transpose()
}

/// The newest conversations of the session, oldest first.
pub fn all(db: &Db, session: &ContactInbox, most: i64) -> Result<Vec<Conversation>> {
    let ids: Vec<ConversationId> = sql::of_session(db, session, most)?;
    ids.into_iter().rev().map(|id| sql::find_by_id(db, session.account, id)).collect()
}

/// The session's conversation of this number; 404 for anybody else's.
pub fn find(db: &Db, session: &ContactInbox, display_id: DisplayId) -> Result<Conversation> {
    let conversation = sql::find(db, session.account, display_id)?;
    if is_of(db, session, &conversation)? { Ok(conversation) } else { Err(Error::NotFound) }
}

/// A message that the session's contact may see, with its conversation; 404 for any other.
pub fn message(db: &Db, session: &ContactInbox, id: MessageId) -> Result<(Conversation, Message)> {
    let message = messages::by_id(db, session.account, id)?;
    let conversation = sql::find_by_id(db, session.account, message.conversation)?;
    let is_shown = message.is_public() && is_of(db, session, &conversation)?;
    if is_shown { Ok((conversation, message)) } else { Err(Error::NotFound) }
}

fn is_of(db: &Db, session: &ContactInbox, conversation: &Conversation) -> Result<bool> {
    if conversation.contact_inbox == session.id {
        return Ok(true);
    }
    let is_their_own = conversation.contact == session.contact && conversation.inbox == session.inbox;
    Ok(session.hmac_verified && is_their_own && sql::is_verified(db, conversation)?)
}

/// Notes that the contact sees everything now, with an event for the conversation and for each message read by that.
pub fn see(tx: &Tx, conversation: &mut Conversation, by: &Performer) -> Result<()> {
    let before = conversation.contact_last_seen_at.replace(tx.now);
    sql::mark_seen_by_contact(tx, conversation)?;
    let mut changes = Changes::default();
    changes.note("contact_last_seen_at", before.map(Millis::iso), tx.now.iso());
    let event = Event::new(conversation.account, EventKind::ConversationUpdated, conversation.id.0, by.actor());
    tx.emit(event.with_changes(changes).in_conversation(conversation.id))?;
    messages::mark_read(tx, conversation.account, conversation.id, by.actor())
}

/// Replaces the custom attributes.
pub fn set_attributes(
    tx: &Tx,
    conversation: &mut Conversation,
    values: Map<String, Value>,
    by: &Performer,
) -> Result<()> {
    let errors = limits("custom_attributes", "Custom attributes", &values);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let mut revision = Revision::of(conversation);
    revision.custom_attributes = Value::Object(values).to_string();
    revision.save(tx, by)
}

/// Takes custom attributes of these names away.
pub fn drop_attributes(tx: &Tx, conversation: &mut Conversation, names: &[String], by: &Performer) -> Result<()> {
    let mut values: Map<String, Value> = serde_json::from_str(&conversation.custom_attributes).unwrap_or_default();
    values.retain(|name, _| !names.contains(name));
    set_attributes(tx, conversation, values, by)
}
