//! What agents note about a contact (contract 7.6).

use serde_json::{Value, json};

use super::sql;
use crate::accounts::too_long;
use crate::base::ids::{AccountId, ContactId, NoteId, UserId};
use crate::base::{Actor, Changes, Error, Event, EventKind, Millis, Result};
use crate::store::Tx;

/// The longest note, in characters.
const LONGEST: usize = 150_000;

/// A row of `notes`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub id: NoteId,
    pub account: AccountId,
    pub contact: ContactId,
    /// Who wrote it; perhaps no member any more.
    pub user: Option<UserId>,
    pub content: String,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl Note {
    /// What is told of a note that goes.
    fn snapshot(&self) -> Value {
        json!({"id": self.id, "account_id": self.account, "contact_id": self.contact, "user_id": self.user,
            "content": self.content})
    }
}

fn check(content: &str) -> Result<()> {
    if content.trim().is_empty() {
        return Err(Error::invalid("content", "Content can't be blank", "blank"));
    }
    match too_long("content", "Content", content, LONGEST) {
        Some(error) => Err(Error::Invalid(vec![error])),
        None => Ok(()),
    }
}

/// Writes a note about a contact; 404 when the account has none such.
pub fn create(tx: &Tx, account: AccountId, contact: ContactId, content: &str, by: UserId) -> Result<Note> {
    sql::find(tx, account, contact)?;
    check(content)?;
    let id = sql::insert_note(tx, account, contact, by, content)?;
    tx.emit(Event::new(account, EventKind::NoteCreated, id.0, Actor::User(by)))?;
    sql::note(tx, account, contact, id)
}

/// Changes what a note says; no event when that is the same.
pub fn update(tx: &Tx, before: Note, content: &str, by: Actor) -> Result<Note> {
    check(content)?;
    let mut changes = Changes::default();
    if !changes.note("content", before.content.as_str(), content) {
        return Ok(before);
    }
    sql::save_note(tx, &before, content)?;
    tx.emit(Event::new(before.account, EventKind::NoteUpdated, before.id.0, by).with_changes(changes))?;
    sql::note(tx, before.account, before.contact, before.id)
}

/// Deletes a note.
pub fn delete(tx: &Tx, note: &Note, by: Actor) -> Result<()> {
    sql::delete_note(tx, note)?;
    let mut event = Event::new(note.account, EventKind::NoteDeleted, note.id.0, by);
    event.snapshot = Some(note.snapshot());
    tx.emit(event).map(drop)
}
