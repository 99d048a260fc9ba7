//! Notes on the wire, and what clients send about them.

use std::collections::HashMap;

use poem_openapi::Object;
use serde::Serialize;

use super::super::notes::Note;
use crate::base::ids::{AccountId, ContactId, NoteId, UserId};
use crate::users;

crate::root_key!(NoteRoot, "note");

/// A note about a contact.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_note")]
pub struct NoteShown {
    pub id: NoteId,
    pub content: String,
    pub account_id: AccountId,
    pub contact_id: ContactId,
    /// Who wrote it; left out when they are no members any more.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<users::wire::Agent>,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
}

impl NoteShown {
    /// A note with its author, who may be among these.
    pub fn new(note: Note, authors: &HashMap<UserId, users::wire::Agent>) -> Self {
        NoteShown {
            id: note.id,
            content: note.content,
            account_id: note.account,
            contact_id: note.contact,
            user: note.user.and_then(|user| authors.get(&user)).cloned(),
            created_at: note.created_at.seconds(),
            updated_at: note.updated_at.seconds(),
        }
    }
}

/// What a note is to say.
#[derive(Debug, Object)]
#[oai(rename = "contact_note_create_update_payload")]
pub struct NoteChange {
    pub content: Option<String>,
}
