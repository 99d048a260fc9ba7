//! Everything one request changes about a conversation: collected, written once, told once.
//!
//! A revision is the conversation with the state it had before. Services change its fields and queue messages; `save` writes
//! the columns that differ, one `conversation_updated` event when something worth telling changed, and one `message_created`
//! event for each message. A message that causes the change is told before it, the others after it.

use std::ops::{Deref, DerefMut};

use rusqlite::types::Value as SqlValue;
use serde_json::{Value, json};

use super::model::{Conversation, Performer, Priority, Status};
use super::sql;
use crate::base::{Actor, Changes, Event, EventKind, Millis, Result};
use crate::messages::{self, Message, MessageType, NewMessage, mentions};
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

    /// Stores a message, counts it and moves the activity to it.
    fn store(&mut self, tx: &Tx, message: NewMessage) -> Result<Message> {
        let message = messages::insert(tx, message)?;
        self.count(&message);
        Ok(message)
    }

    fn store_queued(&mut self, tx: &Tx) -> Result<Vec<Message>> {
        std::mem::take(&mut self.messages).into_iter().map(|message| self.store(tx, message)).collect()
    }

    fn count(&mut self, message: &Message) {
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
        let queued = self.store_queued(tx)?;
        let changes = self.write_changes(tx)?;
        self.tell(tx, by.actor(), changes, &queued)
    }

    /// [`Revision::save`] with the message that causes all this: stored and told first, with the client's own id of it.
    pub fn save_with(
        mut self,
        tx: &Tx,
        message: NewMessage,
        echo_id: Option<String>,
        by: &Performer,
    ) -> Result<Message> {
        let cause = self.store(tx, message)?;
        let queued = self.store_queued(tx)?;
        let changes = self.write_changes(tx)?;
        let mut marks = Changes::default();
        marks.note(FIRST_REPLY, false, self.before.first_reply_created_at != self.first_reply_created_at);
        let note = cause.content.as_deref().filter(|_| cause.private).unwrap_or_default();
        marks.note(HAS_MENTIONS, false, !mentions::of(note).is_empty());
        tx.emit(Event { echo_id, ..created(&cause, by.actor()).with_changes(marks) })?;
        self.tell(tx, by.actor(), changes, &queued)?;
        Ok(cause)
    }

    fn write_changes(&mut self, tx: &Tx) -> Result<Changes> {
        let columns = self.changed_columns();
        self.write(tx, &columns)?;
        Ok(self.changes(&columns))
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

    fn tell(&self, tx: &Tx, actor: Actor, changes: Changes, queued: &[Message]) -> Result<()> {
        let (account, id) = (self.account, self.id);
        if !changes.is_empty() {
            let event = Event::new(account, EventKind::ConversationUpdated, id.0, actor);
            tx.emit(event.with_changes(changes).in_conversation(id))?;
        }
        for message in queued {
            // nobody's hand is in what the server says by itself; what a rule brings about is a rule's
            let is_rule = matches!(actor, Actor::AutomationRule(_));
            let is_own = message.message_type == MessageType::Template && !is_rule;
            let actor = if is_own { Actor::System } else { actor };
            tx.emit(created(message, actor))?;
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

/// What the event of a message says that is the first answer of a person.
pub const FIRST_REPLY: &str = "is_first_reply";
/// What the event of a private note says that mentions somebody.
pub const HAS_MENTIONS: &str = "has_mentions";

/// The event of a new message.
fn created(message: &Message, actor: Actor) -> Event {
    Event::new(message.account, EventKind::MessageCreated, message.id.0, actor).in_conversation(message.conversation)
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
