//! Everything one request changes about a conversation: collected, written once, told once.
//!
//! A revision is the conversation with the state it had before. Services change its fields and queue messages; `save` writes
//! the columns that differ, one `conversation_updated` event when something worth telling changed, and one `message_created`
//! event for each message.

use std::ops::{Deref, DerefMut};

use rusqlite::types::Value as SqlValue;
use serde_json::{Value, json};

use super::model::{Conversation, Performer, Priority, Status};
use super::sql;
use crate::base::ids::ConversationId;
use crate::base::{Actor, Changes, Event, EventKind, Millis, Result};
use crate::messages::{self, Message, MessageType, NewMessage};
use crate::store::Tx;

/// A conversation being changed.
#[must_use = "nothing is written before `save`"]
pub struct Revision<'c> {
    conversation: &'c mut Conversation,
    before: Conversation,
    /// The labels before and after.
    labels: Option<[Vec<String>; 2]>,
    messages: Vec<NewMessage>,
}

impl Deref for Revision<'_> {
    type Target = Conversation;
    fn deref(&self) -> &Conversation {
        self.conversation
    }
}

impl DerefMut for Revision<'_> {
    fn deref_mut(&mut self) -> &mut Conversation {
        self.conversation
    }
}

impl<'c> Revision<'c> {
    /// Begins with the state the conversation has in the database.
    pub fn of(conversation: &'c mut Conversation) -> Self {
        let before = conversation.clone();
        Revision { conversation, before, labels: None, messages: Vec::new() }
    }

    /// Queues an activity: a line of the log, without sender.
    pub fn say(&mut self, text: impl Into<String>) {
        let line = NewMessage::text(self.account, self.inbox, self.id, MessageType::Activity, text);
        self.post(line);
    }

    /// Queues a message of the server's own.
    pub fn post(&mut self, message: NewMessage) {
        self.messages.push(message);
    }

    /// Notes that the labels were replaced.
    pub(super) fn relabelled(&mut self, before: Vec<String>, after: Vec<String>) {
        self.labels = Some([before, after]);
    }

    /// Counts a stored message that this revision did not queue itself, and moves the activity to it.
    pub fn count(&mut self, message: &Message) {
        self.last_activity_at = message.created_at;
        self.last_message = Some(message.id);
        self.messages_count += 1;
        if message.message_type != MessageType::Activity {
            self.last_non_activity_message = Some(message.id);
        }
        if message.message_type == MessageType::Incoming {
            self.last_incoming_at = Some(message.created_at);
            self.unread_count += 1;
        }
    }

    /// Stores the queued messages and the changed columns, and tells what changed. No change, no write and no event.
    pub fn save(mut self, tx: &Tx, by: &Performer) -> Result<()> {
        let mut written = Vec::new();
        for message in std::mem::take(&mut self.messages) {
            let message = messages::insert(tx, message)?;
            self.count(&message);
            written.push(message);
        }
        let columns = self.changed_columns();
        let changes = self.changes(&columns);
        self.write(tx, &columns)?;
        self.tell(tx, by.actor(), changes, &written)
    }

    /// Writes the changed columns of a conversation that nobody has heard of yet.
    pub(super) fn save_silently(mut self, tx: &Tx) -> Result<()> {
        let columns = self.changed_columns();
        self.write(tx, &columns)
    }

    fn write(&mut self, tx: &Tx, columns: &[(&'static str, SqlValue)]) -> Result<()> {
        if !columns.is_empty() || self.labels.is_some() {
            sql::update(tx, self.conversation, columns)?;
            self.updated_at = tx.now;
        }
        if let Some(assignee) = self.assignee.filter(|a| self.before.assignee != Some(*a)) {
            sql::add_participant(tx, self.conversation, assignee)?;
        }
        Ok(())
    }

    fn tell(&self, tx: &Tx, actor: Actor, changes: Changes, written: &[Message]) -> Result<()> {
        let (account, id) = (self.account, self.id);
        if !changes.is_empty() {
            let event = Event::new(account, EventKind::ConversationUpdated, id.0, actor);
            tx.emit(event.with_changes(changes).in_conversation(id))?;
        }
        for message in written {
            tell_message(tx, message, id, actor)?;
        }
        Ok(())
    }

    fn changed_columns(&self) -> Vec<(&'static str, SqlValue)> {
        let (before, after) = (columns(&self.before), columns(self.conversation));
        after.into_iter().zip(before).filter(|(new, old)| new != old).map(|(new, _)| new).collect()
    }

    fn changes(&self, columns: &[(&'static str, SqlValue)]) -> Changes {
        let mut changes = Changes::default();
        // most revisions only move the activity: spare them the comparison
        if columns.iter().any(|(name, _)| !QUIET.contains(name)) {
            for ((name, before), (_, after)) in told(&self.before).into_iter().zip(told(self.conversation)) {
                changes.note(name, before, after);
            }
        }
        if let Some([before, after]) = &self.labels {
            changes.note("label_list", before.as_slice(), after.as_slice());
        }
        changes
    }
}

/// Tells of one new message.
fn tell_message(tx: &Tx, message: &Message, id: ConversationId, actor: Actor) -> Result<()> {
    let event = Event::new(message.account, EventKind::MessageCreated, message.id.0, actor);
    tx.emit(event.in_conversation(id))?;
    Ok(())
}

/// Columns whose change alone is nothing to tell.
const QUIET: [&str; 7] = [
    "additional_attributes",
    "last_activity_at",
    "last_incoming_at",
    "last_message_id",
    "last_non_activity_message_id",
    "unread_count",
    "messages_count",
];

/// The columns that revisions may change.
fn columns(c: &Conversation) -> [(&'static str, SqlValue); 16] {
    fn at(time: Option<Millis>) -> SqlValue {
        time.map(|t| t.0).into()
    }
    [
        ("status", (c.status as i64).into()),
        ("priority", c.priority.map(|p| p as i64).into()),
        ("assignee_id", c.assignee.map(|u| u.0).into()),
        ("assignee_agent_bot_id", c.assignee_bot.map(|b| b.0).into()),
        ("team_id", c.team.map(|t| t.0).into()),
        ("additional_attributes", c.additional_attributes.clone().into()),
        ("custom_attributes", c.custom_attributes.clone().into()),
        ("snoozed_until", at(c.snoozed_until)),
        ("waiting_since", at(c.waiting_since)),
        ("first_reply_created_at", at(c.first_reply_created_at)),
        ("last_activity_at", c.last_activity_at.0.into()),
        ("last_incoming_at", at(c.last_incoming_at)),
        ("last_message_id", c.last_message.map(|m| m.0).into()),
        ("last_non_activity_message_id", c.last_non_activity_message.map(|m| m.0).into()),
        ("unread_count", c.unread_count.into()),
        ("messages_count", c.messages_count.into()),
    ]
}

/// The attributes whose change is told, as the wire shows them.
fn told(c: &Conversation) -> [(&'static str, Value); 9] {
    fn at(time: Option<Millis>) -> Value {
        time.map(Millis::iso).into()
    }
    [
        ("status", Status::name(c.status).into()),
        ("assignee_id", json!(c.assignee)),
        ("assignee_agent_bot_id", json!(c.assignee_bot)),
        ("team_id", json!(c.team)),
        ("priority", c.priority.map(Priority::name).into()),
        ("snoozed_until", at(c.snoozed_until)),
        ("waiting_since", at(c.waiting_since)),
        ("first_reply_created_at", at(c.first_reply_created_at)),
        ("custom_attributes", serde_json::from_str(&c.custom_attributes).unwrap_or_default()),
    ]
}
